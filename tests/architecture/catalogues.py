"""The English catalogue against the code: `make check` wants it complete, `make translations` brings it up to date.

Sentences are written in Chinese where they are shown; the Chinese text is the msgid. Babel finds those in `_("…")` and in
templates; this module adds those that are data: labels of columns, code lists, elements, and what services refuse with.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from models import elements, vocabulary

ROOT = Path(__file__).parents[2]
ENGLISH = ROOT / "translations/en/LC_MESSAGES/messages.po"
CHINESE = ROOT / "translations/zh/LC_MESSAGES/messages.po"

KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "N_": None, "lazy_gettext": None}
SPOKEN = {
    "Verdict",
    "Rejected",
    "Resource",
    "label",
    "_rule",
    "Refused",
    "NotFound",
    "Conflict",
    "NotAllowed",
    "Faulty",
    "Trouble",
    "Problem",
}
"""Calls whose Chinese string arguments are shown to people through gettext."""

DEEP = {"Resource"}
"""Calls in which a Chinese string at any depth is shown to people."""

HAN = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}")


def template(root: Path = ROOT) -> Catalog:
    """Every sentence of the code with the files it stands in (lines would make each commit touch the catalogue)."""
    found = Catalog(charset="utf-8", fuzzy=False)
    with (ROOT / "translations/babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    for name, _line, text, comments, context in extract_from_dir(
        root, methods, options, KEYWORDS, comment_tags=("Translators:",), directory_filter=is_code
    ):
        if has_han(text):
            found.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    for name, words in [*spoken(root), *listed()]:
        found.add(words, locations=[(name, 0)])
    return found


def has_han(text: str | tuple[str, ...] | list[str]) -> bool:
    """Sentences without Chinese are the framework's own and are translated in translations/zh."""
    return bool(HAN.search(text if isinstance(text, str) else "".join(text)))


def is_code(folder: str) -> bool:
    """Whether to look into a folder: not into what a run makes."""
    return Path(folder).name not in {"build", "instance", "node_modules", "tests"} and not Path(folder).name.startswith(
        "."
    )


def spoken(root: Path) -> Iterator[tuple[str, str]]:
    """Chinese strings given to the calls in SPOKEN, with the file."""
    for floor in ("models", "appcore", "views", "seeds"):
        for path in sorted((root / floor).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and called(node) in SPOKEN:
                    for words in given(node):
                        if isinstance(words, ast.Constant) and isinstance(words.value, str) and HAN.search(words.value):
                            yield path.relative_to(root).as_posix(), words.value


def given(node: ast.Call) -> Iterator[ast.AST]:
    """The arguments of a call; of a resource, whose groups have titles too, everything inside it."""
    if called(node) in DEEP:
        yield from ast.walk(node)
    else:
        yield from node.args
        yield from (keyword.value for keyword in node.keywords)


def called(node: ast.Call) -> str:
    """The last part of the name that is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def listed() -> Iterator[tuple[str, str]]:
    """Labels of the code lists and labels and help of the elements, which are built from tables of words."""
    for codes in vars(vocabulary).values():
        if isinstance(codes, vocabulary.Vocabulary):
            yield from (("models/vocabulary.py", words) for words in (codes.label, *(term.label for term in codes)))
    for value in vars(elements).values():
        for words in said_by(value):
            yield "models/elements.py", words


def said_by(value: object) -> Iterator[str]:
    """What an element says, and every element of a part or a tuple; a part says its own label too."""
    if isinstance(value, elements.Element):
        yield from (words for words in (value.label, value.help) if words)
    elif isinstance(value, elements.PartKind):
        yield value.label
        yield from said_by(value.elements)
    elif isinstance(value, tuple):
        for one in value:
            yield from said_by(one)


def faults(catalogue: Catalog, wanted: Catalog) -> list[str]:
    """What is wrong with a translation of these sentences, one line each."""
    there = {message.id: message for message in catalogue if message.id}
    asked = [message for message in wanted if message.id]
    lines = [f"missing: {said(message)}" for message in asked if message.id not in there]
    lines += [f"obsolete: {said(message)}" for message in catalogue.obsolete.values()]
    lines += [f"obsolete: {said(message)}" for message in there.values() if wanted.get(message.id) is None]
    for message in there.values():
        lines += wrong(message)
    return lines


def wrong(message: Message) -> list[str]:
    """What is wrong with one translated sentence by itself."""
    texts = message.string if isinstance(message.string, list | tuple) else [message.string]
    filled = [text for text in texts if text]
    if len(filled) < len(texts):
        return [f"empty: {said(message)}"]
    if message.fuzzy:
        return [f"fuzzy: {said(message)}"]
    if any(set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(said(message))) for text in filled):
        return [f"placeholders differ: {said(message)}"]
    return []


def said(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], charset="utf-8", abort_invalid=True)


def update() -> None:
    """Bring the English catalogue up to date: new sentences come in empty, those no longer said go."""
    catalogue = read(ENGLISH) if ENGLISH.exists() else Catalog(locale="en", charset="utf-8", fuzzy=False)
    catalogue.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, catalogue, width=0, include_lineno=False, sort_output=True, omit_header=False)


def main() -> int:
    """Exit code 0 when both catalogues are complete, 1 with one line a fault."""
    if sys.argv[1:] == ["--update"]:
        update()
    if not ENGLISH.exists():
        print(f"{ENGLISH.relative_to(ROOT)} is not there; `make translations` makes it.", file=sys.stderr)
        return 1
    lines = [f"en: {line}" for line in faults(read(ENGLISH), template())]
    lines += [f"zh: {line}" for message in read(CHINESE) if message.id for line in wrong(message)]
    print("\n".join(lines) or "Catalogues are complete.", file=sys.stderr if lines else sys.stdout)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
