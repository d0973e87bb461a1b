"""Where a problem is mended: the address of the very box it is about, in the draft or, of an edition in force, where it stands."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import select

from appcore.catalogue.editions import EDITABLE
from appcore.definition.checks import Place
from models.db import house_session
from models.edition_parts import PARTS
from models.elements import EDITION_ELEMENTS, PART_KINDS, PartKind
from models.item import Edition
from views.console.resource import by_noun

OF_THE_EDITION = {element.name for element in EDITION_ELEMENTS}
BY_PLURAL = {kind.plural: kind for kind in PART_KINDS if not kind.parent}


def fix_url(edition: Edition, place: Place) -> str:
    """The form that holds the element, at its box; what has no form (or no row yet) is shown where it would stand."""
    is_open = edition.state in EDITABLE
    if place.part not in BY_PLURAL:
        if is_open and place.element in by_noun("edition").form_columns:
            return str(url_for("EditionPage.edit", pk=edition.id, _anchor=place.element))
        return str(url_for("EditionPage.show", pk=edition.id))
    kind = BY_PLURAL[place.part]
    if not place.key:
        return _list_url(edition, kind, is_open=is_open)
    row = _row(edition, kind, place)
    if row is None:
        return str(url_for("EditionPage.show", pk=edition.id))
    noun, row_id = row
    resource = by_noun(noun)
    if is_open and (not place.element or place.element in resource.form_columns):
        return str(url_for(f"{resource.endpoint}.edit", pk=row_id, _anchor=place.element or None))
    if place.element in ("blank_form", "sample") and noun == "material":
        return str(url_for("MaterialFiles.files", pk=row_id))
    return str(url_for(f"{resource.endpoint}.show", pk=row_id))


def _list_url(edition: Edition, kind: PartKind, *, is_open: bool) -> str:
    """A list as a whole: the flow has its page, an empty one is begun, another one is seen on the edition."""
    if kind.name == "step":
        return str(url_for("FlowDesk.steps", pk=edition.id))
    model: Any = PARTS[kind.name]
    if is_open and house_session().scalar(select(model.id).where(model.edition_id == edition.id).limit(1)) is None:
        return str(url_for(f"{by_noun(kind.name).endpoint}.add", edition_id=edition.id))
    return str(url_for("EditionPage.show", pk=edition.id))


def _row(edition: Edition, kind: PartKind, place: Place) -> tuple[str, int] | None:
    """The noun and id of the row that a place names."""
    model: Any = PARTS[kind.name]
    session = house_session()
    found = session.scalar(select(model.id).where(model.edition_id == edition.id, model.key == place.key))
    if found is None or not place.child:
        return (kind.name, found) if found is not None else None
    for child in (one for one in PART_KINDS if one.parent == kind.name):
        below: Any = PARTS[child.name]
        row_id = session.scalar(select(below.id).where(below.parent_id == found, below.key == place.child))
        if row_id is not None:
            return child.name, row_id
    return None
