"""What a schema refused, said for people: each fault with its place in the document and a Chinese sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from appcore.definition.said import Said
from appcore.definition.verdict import N_
from models import elements as el
from models.elements import PartKind

Path = tuple[str | int, ...]
KEY_WANTED = N_("应以小写字母开头，只用小写字母、数字和下划线，最多40个字符")
CODE_WANTED = N_("应为6位数字、短横和5位数字，例如 330327-00001")
CATALOG_CODE_WANTED = N_("应为12位数字")
"""What schemas say of texts that have a form of their own."""
SAYINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"Missing data for required field", N_("没有填写")),
        (r"Unknown field", N_("没有这一项，请检查名称")),
        (r"Field may not be null", N_("不能是空值，没有内容时请整项去掉")),
        (r"Not a valid string", N_("应为文字")),
        (r"Not a valid (?:integer|number)", N_("应为整数")),
        (r"Not a valid boolean", N_("应为 true 或 false")),
        (r"Not a valid list", N_("应为列表")),
        (r"Not a valid date", N_("应为日期，例如 2026-01-31")),
        (r"Invalid input type", N_("应为对象")),
        (r"Must be one of", N_("不在代码表里")),
        (r"Longer than maximum length (?P<most>\d+)", N_("太长，上限是%(most)s")),
        (r"Must be greater than or equal to (?P<least>\d+) and less than or equal to (?P<most>\d+)", N_("应为%(least)s至%(most)s之间的整数")),
        *((re.escape(wanted), wanted) for wanted in (KEY_WANTED, CODE_WANTED, CATALOG_CODE_WANTED)),
        (r"String does not match expected pattern", N_("写法不符合规则")),
        (r"适用条件格式不正确", N_("适用条件的写法不正确")),
        (r"应为 \{code, name\}", N_("应写明 code 和 name")),
    )
)  # fmt: skip
"""What marshmallow and our own fields say, and how people are told."""
ONE_OF = {
    "legal_basis": N_("依据"), "acceptance_condition": N_("受理条件"), "question": N_("情形问题"), "step": N_("环节"), "field": N_("字段"),
    "outcome": N_("结果"),
}  # fmt: skip
"""What one part of a kind is called, where the name of its list says it badly."""
OF_PARTS = {kind.plural: kind for kind in el.PART_KINDS if not kind.parent}
OF_CHILDREN = {(kind.parent, kind.plural): kind for kind in el.PART_KINDS if kind.parent}
LABELS = {"code": N_("编号"), "key": N_("标识"), "format": N_("格式号"), "catalog_code": N_("基本编码")}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where, from the object down, and why. `path` is the same place in the document, `cell` in a workbook
    (sheet, row and column from 0; None for the whole row).
    """

    places: tuple[Said, ...]
    why: Said
    path: Path = field(default=(), compare=False)
    cell: tuple[int, int, int | None] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return "：".join(str(one) for one in (*self.places, self.why))


def faults(messages: Any, document: Mapping[str, Any], labels: Mapping[str, str]) -> list[Fault]:
    """The messages of a ValidationError over a document; `labels` are those of its own elements by name."""
    return [Fault(place(path, document, labels), _said(text), path) for path, text in _flat(messages, ())]


def twice(document: Mapping[str, Any], labels: Mapping[str, str]) -> list[Fault]:
    """Parts of one kind that share a key: the first of them may keep it."""
    return [
        Fault(place(path, document, labels), Said(N_("标识“%(key)s”用了两次"), {}, {"key": key}), (*path, "key"))
        for path, key in _twice(document, ())
    ]


def place(path: Path, document: Mapping[str, Any], labels: Mapping[str, str]) -> tuple[Said, ...]:
    """A path in words: 材料第3项“户口簿”, 材料名称."""
    found: list[Said] = []
    kind: PartKind | None = None
    here: Any = document
    rest: list[str | int] = list(path)
    while rest:
        step = rest.pop(0)
        if isinstance(step, int):
            found.append(Said(N_("第%(number)s项"), {}, {"number": step + 1}))
            continue
        name = step
        under = OF_PARTS.get(name) if kind is None else OF_CHILDREN.get((kind.name, name))
        here = here.get(name) if isinstance(here, Mapping) else None
        if under is None or not rest or not isinstance(rest[0], int):
            found.append(Said(_label(name, kind, labels) if under is None else under.label))
            continue
        number = int(rest.pop(0))
        here = here[number] if isinstance(here, list) and number < len(here) else None
        kind = under
        found.append(_numbered(under, number, here))
    return tuple(found)


def one_of(kind: PartKind) -> str:
    """What one part of a kind is called."""
    return ONE_OF.get(kind.name, kind.label)


def _numbered(kind: PartKind, number: int, part: Any) -> Said:
    name = _name_of(part)
    if name:
        return Said(
            N_("%(part)s第%(number)s项“%(name)s”"), {"part": one_of(kind)}, {"number": number + 1, "name": name}
        )
    return Said(N_("%(part)s第%(number)s项"), {"part": one_of(kind)}, {"number": number + 1})


def _name_of(part: Any) -> str:
    """What people call a part that may be anything."""
    if not isinstance(part, Mapping):
        return ""
    found = (part.get(name) for name in ("name", "label", "text", "title", "question", "key"))
    return next((one[:30] for one in found if isinstance(one, str) and one), "")


def _label(name: str, kind: PartKind | None, labels: Mapping[str, str]) -> str:
    of_part = {one.name: one.label for one in kind.elements} if kind is not None else labels
    return of_part.get(name) or LABELS.get(name) or name[:40]


def _flat(messages: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(messages, Mapping):
        for name, under in messages.items():
            yield from _flat(under, path if name == "_schema" else (*path, name))
    elif isinstance(messages, list):
        for one in messages:
            yield from _flat(one, path)
    else:
        yield path, str(messages)


def _said(text: str) -> Said:
    for pattern, msgid in SAYINGS:
        found = pattern.match(text)
        if found is not None:
            return Said(msgid, {}, {name: one for name, one in found.groupdict().items() if one is not None})
    return Said(text)


def _twice(document: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if not isinstance(document, Mapping):
        return
    for name, rows in document.items():
        if not isinstance(rows, list):
            continue
        seen: set[Any] = set()
        for number, row in enumerate(rows):
            key = row.get("key") if isinstance(row, Mapping) else None
            if isinstance(key, str) and key in seen:
                yield (*path, name, number), key
            if isinstance(key, str):
                seen.add(key)
            yield from _twice(row, (*path, name, number))
