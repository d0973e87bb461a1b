"""Where a problem is mended: the address of the very box it is about, in the draft or, of an edition in force, where it stands."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import select

from appcore.catalogue.editions import EDITABLE
from appcore.definition.checks import Place
from models.db import house_session
from models.edition_parts import PARTS
from models.elements import PART_KINDS, PartKind
from models.item import Edition
from views.console.resource import by_noun
from views.console.workbench.places import workbench_url

BY_PLURAL = {kind.plural: kind for kind in PART_KINDS if not kind.parent}
BY_FILES = ("blank_form", "sample")
"""Elements of a material that are files: they are brought in on a page of their own."""


def fix_url(edition: Edition, place: Place) -> str:
    """The box of the element on the workbench while the edition is written; afterwards the page that shows it."""
    row = _row(edition, BY_PLURAL[place.part], place) if place.part in BY_PLURAL and place.key else None
    if place.element in BY_FILES and row is not None and row[0] == "material":
        return str(url_for("MaterialFiles.files", pk=row[1]))
    if edition.state in EDITABLE:
        return workbench_url(edition.id, place)
    if row is not None:
        return str(url_for(f"{by_noun(row[0]).endpoint}.show", pk=row[1]))
    if place.part == "steps":
        return str(url_for("FlowDesk.steps", pk=edition.id))
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
