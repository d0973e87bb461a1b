"""One element as it is typed, and back: the text of a box to the value of a definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from appcore.definition import money
from appcore.definition.characters import half_width, storable
from appcore.definition.item import Ref
from appcore.definition.kinds import KINDS
from appcore.definition.verdict import Rejected
from models.elements import Element

BETWEEN = ","
"""What stands between the slugs or codes of one box that holds several."""
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Known:
    """The names that bodies, papers of the library and documents have today, by code."""

    departments: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)


def text_of(element: Element, value: Any) -> str:
    """A value as its box holds it; "" for what is absent."""
    if value is None or value in ("", ()):
        return ""
    match element.kind:
        case "flag":
            return YES if value else NO
        case "fen":
            return money.yuan(value)
        case "codes":
            return BETWEEN.join(value)
        case "department" | "paper" | "document":
            return str(value.code)
        case "departments":
            return BETWEEN.join(one.code for one in value)
        case "date":
            return str(value.isoformat())
    return str(value)


def value_of(element: Element, text: str, known: Known) -> Any:
    """The value that a box says; what an empty one means is "", () or None as the definition has it.

    Raises: Rejected.
    """
    plain = storable(text, lines=element.kind == "long")
    if not plain:
        return nothing(element)
    if element.name == "kind" and element.kind == "text" and plain not in KINDS:
        raise Rejected("没有这种字段类型，请重新选择。")
    return READ.get(element.kind, _text)(element, plain, known)


def nothing(element: Element) -> Any:
    """What an element is that nobody has filled in."""
    if element.kind in ("text", "long"):
        return ""
    return () if element.kind in ("codes", "departments") else None


def _text(element: Element, text: str, known: Known) -> str:
    if len(text) > element.maximum:
        raise Rejected("最多%(most)s个字，现在有%(count)s个。", most=element.maximum, count=len(text))
    return text


def _count(element: Element, text: str, known: Known) -> int:
    digits = half_width(text)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        raise Rejected("请填写0或更大的整数，例如 3。")
    if int(digits) > element.maximum:
        raise Rejected("最大是%(most)s。", most=element.maximum)
    return int(digits)


def _fen(element: Element, text: str, known: Known) -> int:
    found = money.fen_of(text)
    if found > element.maximum:
        raise Rejected("最大是%(most)s元。", most=money.yuan(element.maximum))
    return found


def _flag(element: Element, text: str, known: Known) -> bool:
    if text not in (YES, NO):
        raise Rejected("请选择是或否。")
    return text == YES


def _day(element: Element, text: str, known: Known) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Rejected("请按 年-月-日 填写日期，例如 2026-11-23。") from None


def _code(element: Element, text: str, known: Known) -> str:
    if element.vocabulary is not None and text not in element.vocabulary:
        raise Rejected("请从列表中选择。")
    return text


def _codes(element: Element, text: str, known: Known) -> tuple[str, ...]:
    """Several slugs, in the order of the code list."""
    wanted = set(text.split(BETWEEN))
    slugs = element.vocabulary.slugs if element.vocabulary is not None else tuple(sorted(wanted))
    if wanted - set(slugs):
        raise Rejected("请从列表中选择。")
    return tuple(slug for slug in slugs if slug in wanted)


def _ref(code: str, names: Mapping[str, str]) -> Ref:
    if code not in names:
        raise Rejected("请从列表中选择。")
    return Ref(code, names[code])


READ: Mapping[str, Callable[[Element, str, Known], Any]] = {
    "integer": _count, "fen": _fen, "flag": _flag, "date": _day, "code": _code, "codes": _codes,
    "department": lambda element, text, known: _ref(text, known.departments),
    "departments": lambda element, text, known: tuple(_ref(code, known.departments) for code in dict.fromkeys(text.split(BETWEEN))),
    "paper": lambda element, text, known: _ref(text, known.papers),
    "document": lambda element, text, known: _ref(text, known.documents),
}  # fmt: skip
