"""A place of a definition in words, in an address, and as a link to the page on which it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from sqlalchemy import select

from appcore.definition import places
from appcore.definition.checks import Place
from appcore.definition.checks.walk import name_of
from appcore.definition.comparison import LABELS as PART_LABELS
from appcore.definition.comparison import WHOLE
from appcore.definition.item import ItemDefinition
from models.db import db
from models.edition_parts import PARTS
from models.elements import EDITION_ELEMENTS, PART_KINDS
from views.console.resource import by_noun
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


def edit_url(edition_id: int, place: Place) -> str:
    """The page on which a place of a draft is written, at the element's own box."""
    if not place.part:
        return url_for("EditionPage.edit", pk=edition_id, _anchor=place.element or None)
    found = _row_at(edition_id, place)
    if found is None:
        return url_for("EditionPage.show", pk=edition_id)
    kind, row_id = found
    return url_for(f"{by_noun(kind).endpoint}.edit", pk=row_id, _anchor=place.element or None)


def _row_at(edition_id: int, place: Place) -> tuple[str, int] | None:
    """The kind and id of the row that a place names; None for a whole list, or a row that is gone."""
    above = next((kind for kind in PART_KINDS if kind.plural == place.part and not kind.parent), None)
    if above is None or not place.key:
        return None
    model: Any = PARTS[above.name]
    row_id = db.session.scalar(select(model.id).where(model.edition_id == edition_id, model.key == place.key))
    if not place.child:
        return (above.name, row_id) if row_id is not None else None
    for kind in PART_KINDS:
        if kind.parent == above.name:
            under: Any = PARTS[kind.name]
            child_id = db.session.scalar(select(under.id).where(under.parent_id == row_id, under.key == place.child))
            if child_id is not None:
                return kind.name, child_id
    return None
