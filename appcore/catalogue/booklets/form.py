"""事项规范表: every element of an item in the groups of the standard, the obligatory ones also where nothing is said."""

from __future__ import annotations

from typing import Any

from appcore.catalogue.booklets import words
from appcore.catalogue.booklets.model import Block, Entry, Facts, Heading, Table
from appcore.definition.questions import names_of
from appcore.definition.shown import CALLED_BY, called
from models import elements as el

SHORT = 22
"""Values up to this many characters stand two in a line."""
UNITS = {"legal_days": "legal_unit", "promised_days": "promised_unit", "extension_limit": "extension_unit"}
OF_A_ROW = {"duration": "unit"}


def blocks(entry: Entry) -> tuple[Block, ...]:
    """The groups of elements, then the parts as tables."""
    made: list[Block] = []
    names, d = names_of(entry.definition), entry.definition
    for title, group in el.GROUPS:
        rows = [(one.label, _value(d, one, names, UNITS)) for one in group if one.name not in UNITS.values()]
        must = {one.label for one in group if one.need in ("M", "MP")}
        rows = [(label, said or words.UNSAID) for label, said in rows if said or label in must]
        wide = frozenset(label for label, said in rows if len(said) > SHORT)
        if rows:
            made += [Heading(title), Facts(tuple(rows), wide)]
    for kind in el.PART_KINDS:
        parts = () if kind.parent else getattr(d, kind.plural)
        if parts:
            rows_of = tuple(
                (str(number), called(kind, one), _line(kind, one, names)) for number, one in enumerate(parts, start=1)
            )
            made += [Heading(kind.label), Table(("序号", _name_of(kind), "内容"), rows_of, (7, 31, 62))]
    return tuple(made)


def _name_of(kind: el.PartKind) -> str:
    """What the element is called by which people call a part."""
    name = CALLED_BY.get(kind.name, kind.elements[0].name)
    return next(one.label for one in kind.elements if one.name == name)


def _value(whole: Any, element: Any, names: Any, units: dict[str, str]) -> str:
    held = getattr(whole, element.name)
    if element.name in units:
        return words.span(held, getattr(whole, units[element.name]))
    return words.value(element, held, names)


def _line(kind: el.PartKind, part: Any, names: Any) -> str:
    """What a row says beside its name: each element with its label, and under it the rows that belong to it."""
    first = called(kind, part)
    said = [
        (one.label, _value(part, one, names, OF_A_ROW))
        for one in kind.elements
        if one.name not in OF_A_ROW.values() or kind.name not in ("step", "special_procedure")
    ]
    lines = [f"{label}：{text.rstrip('。；')}" for label, text in said if text and text != first]
    for under in el.PART_KINDS:
        if under.parent == kind.name:
            rows = [called(under, one) for one in getattr(part, under.plural)]
            lines += [f"{under.label}：{'、'.join(rows)}"] if rows else []
    return "；".join(lines) or words.UNSAID
