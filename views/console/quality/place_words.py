"""Where a problem stands, in words: the list, the row by its own name, what is under it, the element."""

from __future__ import annotations

from typing import Any

from appcore.definition.checks import Place
from appcore.definition.checks.walk import name_of
from appcore.definition.item import ItemDefinition
from models.elements import EDITION_ELEMENTS, PART_KINDS
from views.words import _

LABELS = {element.name: element.label for element in EDITION_ELEMENTS}
ELEMENT_LABELS = {kind.plural: {one.name: one.label for one in kind.elements} for kind in PART_KINDS}
PART_LABELS = {kind.plural: kind.label for kind in PART_KINDS if not kind.parent}


def of(place: Place, definition: ItemDefinition) -> str:
    part = _(PART_LABELS[place.part]) if place.part in PART_LABELS else _("基本信息")
    row = _row_of(getattr(definition, place.part, ()), place.key)
    child = _row_of((*getattr(row, "choices", ()), *getattr(row, "reductions", ())), place.child)
    labels = ELEMENT_LABELS.get(place.part, {}) if not place.child else {}
    element = labels.get(place.element) or LABELS.get(place.element, "")
    names = [name_of(one) if one is not None else key for one, key in ((row, place.key), (child, place.child))]
    return " · ".join(one for one in (part, *names, _(element) if element else "") if one)


def _row_of(rows: Any, key: str) -> Any:
    return next((one for one in rows if one.key == key), None) if key else None
