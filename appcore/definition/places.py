"""The places of a definition: what stands at one, and which there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from appcore.definition.checks import walk
from appcore.definition.checks.problem import Place
from appcore.definition.item import ItemDefinition
from models.elements import PART_KINDS

LISTS = tuple(kind.plural for kind in PART_KINDS if not kind.parent)


class Gone:
    """What stands at a place that is not there."""


GONE = Gone()


def at(definition: ItemDefinition, place: Place) -> Any:
    """The value, row or list at a place, the whole definition for the empty one; `GONE` where there is no such place."""
    if place.part and place.part not in LISTS:
        return GONE
    if not place.part:
        return getattr(definition, place.element, GONE) if place.element else definition
    rows = getattr(definition, place.part)
    if not place.key:
        return GONE if place.element or place.child else rows
    row = _row(rows, place.key)
    if place.child:
        row = _row((*getattr(row, "choices", ()), *getattr(row, "reductions", ())), place.child)
    if row is GONE or not place.element:
        return row
    return getattr(row, place.element, GONE)


def _row(rows: Any, key: str) -> Any:
    return next((one for one in rows if one.key == key), GONE)


def listed(definition: ItemDefinition) -> Iterator[Place]:
    """Every place a remark may be about: the whole, each element, each list, each row and its elements."""
    yield Place()
    for place, _element, _value in walk.values(definition):
        if not place.part:
            yield place
    yield from (Place(part) for part in LISTS)
    for row in walk.rows(definition):
        yield row.place()
        yield from (row.place(element.name) for element in row.kind.elements)
