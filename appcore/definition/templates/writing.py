"""From a template's tree and its values to the paragraphs that are printed: plain words, each with the mark of its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from appcore.definition.templates.parser import COUNT, Each, If, Name, Node, Words
from appcore.definition.templates.tokens import is_unseen

Value = str | bool | Sequence[Mapping[str, str]]
Values = Mapping[str, Value]
TO_FILL = "＿＿＿＿＿＿"
"""What is printed for a value that is not known: room for the pen."""
MARKS = (
    ("title", re.compile(r"#[ \u3000]*(.*)", re.DOTALL)),
    ("item", re.compile(r"-[ \u3000]+(.*)", re.DOTALL)),
    ("seal", re.compile(r"【盖章(?:：(.*))?】", re.DOTALL)),
    ("sign", re.compile(r"【签名：(.*)】", re.DOTALL)),
    ("papers", re.compile(r"【材料表()】")),
)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One printed line. `mark`: body, title, item, seal, sign, papers. `text` is plain words, to be escaped where it is shown."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of the template, which may end lines and mark them, or a value, which may not."""

    text: str
    is_value: bool


def write(tree: Sequence[Node], values: Values) -> tuple[Paragraph, ...]:
    """The paragraphs of a template at these values. A name without a value leaves room for the pen. Never raises."""
    lines: list[list[_Piece]] = [[]]
    for piece in _pieces(tree, values):
        if piece.is_value:
            lines[-1].append(piece)
            continue
        first, *more = piece.text.split("\n")
        lines[-1].append(_Piece(first, False))
        lines.extend([_Piece(text, False)] for text in more)
    return tuple(one for line in lines if (one := _paragraph(line)) is not None)


def _pieces(tree: Sequence[Node], values: Values) -> Iterator[_Piece]:
    for node in tree:
        match node:
            case Words(text):
                yield _Piece(text, False)
            case Name(name):
                yield _Piece(_said(values.get(name, "")), True)
            case If(name, then, otherwise):
                yield from _pieces(then if values.get(name) else otherwise, values)
            case Each(name, body):
                rows = values.get(name)
                for number, row in enumerate(rows if isinstance(rows, list | tuple) else (), start=1):
                    yield from _pieces(body, {**values, **row, COUNT: str(number)})


def _said(value: Value) -> str:
    if value is True:
        return "是"
    if not isinstance(value, str):
        return "否" if value is False else TO_FILL
    seen = "".join(char for char in value if not is_unseen(char))
    return _UNSEEN.sub(" ", seen).strip() or TO_FILL


def _paragraph(line: list[_Piece]) -> Paragraph | None:
    """A line with its mark, which only the template's own words can give; an empty line is none."""
    text = "".join(one.text for one in line).strip(" \t\u3000")
    if not text:
        return None
    own = next((one for one in line if one.text.strip(" \t\u3000")), line[0])
    last = next((one for one in reversed(line) if one.text.strip(" \t\u3000")), line[-1])
    if not own.is_value and not last.is_value:
        for mark, shape in MARKS:
            found = shape.fullmatch(text)
            if found:
                return Paragraph(mark, (found.group(1) or "").strip())
    elif not own.is_value:
        for mark, shape in MARKS[:2]:
            found = shape.fullmatch(text)
            if found:
                return Paragraph(mark, found.group(1).strip())
    return Paragraph("body", text)
