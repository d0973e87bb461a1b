"""A place of a definition in words, and as it stands in an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appcore.definition import places
from appcore.definition.checks import Place
from appcore.definition.checks.walk import name_of
from appcore.definition.comparison import LABELS as PART_LABELS
from appcore.definition.comparison import WHOLE
from appcore.definition.item import ItemDefinition
from models.elements import EDITION_ELEMENTS, PART_KINDS
from views.words import _

LABELS = {element.name: element.label for element in EDITION_ELEMENTS}
ELEMENT_LABELS = {kind.plural: {one.name: one.label for one in kind.elements} for kind in PART_KINDS}
CHILD_LABELS = {
    above.plural: {one.name: one.label for kind in PART_KINDS if kind.parent == above.name for one in kind.elements}
    for above in PART_KINDS
}
LONGEST = 40


def place_words(place: Place, definition: ItemDefinition) -> str:
    """Where something stands: the list, the row by its own name, what is under it, the element."""
    if place == Place():
        return _("整个版本")
    part = _(PART_LABELS.get(place.part, WHOLE))
    row = _row_of(getattr(definition, place.part, ()) if place.part else (), place.key)
    child = _row_of((*getattr(row, "choices", ()), *getattr(row, "reductions", ())), place.child)
    labels = (CHILD_LABELS if place.child else ELEMENT_LABELS).get(place.part, {})
    element = labels.get(place.element) or LABELS.get(place.element, "")
    names = [
        name_of(one)[:LONGEST] if one is not None else key for one, key in ((row, place.key), (child, place.child))
    ]
    return " · ".join(one for one in (part, *names, _(element) if element else "") if one)


def _row_of(rows: Any, key: str) -> Any:
    return next((one for one in rows if one.key == key), None) if key else None


def choices(definition: ItemDefinition) -> Mapping[str, Place]:
    """The places that a remark may be about by their words: of rows only the elements that say something."""
    found: dict[str, Place] = {}
    for place in places.listed(definition):
        if place.key and place.element and places.at(definition, place) in (None, "", ()):
            continue
        words = place_words(place, definition)
        while words in found:  # two rows of one name
            words = f"{words} · {place.child or place.key}"
        found[words] = place
    return found


def coded(place: Place) -> str:
    """A place as it stands in an address: materials.hukou..originals; no key has a dot in it."""
    return ".".join((place.part, place.key, place.child, place.element))


def from_code(text: str) -> Place | None:
    """The place of an address; None for what is none."""
    told = text.split(".")
    return Place(told[0], told[1], told[3], told[2]) if len(told) == 4 and len(text) < 200 else None
