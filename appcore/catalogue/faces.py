"""What there is to compare of an item: its editions in sight as definitions, and its face in each hall that offers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from appcore import clock
from appcore.catalogue import compile as compiler
from appcore.catalogue.edition_rows import OPEN, edition_of
from appcore.catalogue.editions_in_force import in_force_query
from appcore.definition import schema
from appcore.definition.item import ItemDefinition
from models.db import HouseSession
from models.item import Edition
from models.offer import Offer, OfferRevision
from models.place import Hall
from models.register import Register


@dataclass(frozen=True, slots=True)
class Face:
    """An edition that may be chosen for a comparison."""

    id: int
    number: int | None
    state: str
    effective_from: datetime | None
    in_force: bool

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def editions_of(session: HouseSession, item_code: str) -> list[Face]:
    """The editions of an item in sight, the newest first."""
    row = session.execute(in_force_query().where(Edition.item_code == item_code)).first()
    in_force = row.id if row else None
    query = select(Edition.id, Edition.number, Edition.state, Edition.effective_from)
    return [
        Face(one.id, one.number, one.state, one.effective_from, one.id == in_force)
        for one in session.execute(query.where(Edition.item_code == item_code).order_by(Edition.id.desc()))
    ]


def content(session: HouseSession, edition_id: int) -> ItemDefinition:
    """What an edition says: as it was approved, else as it is written now.

    Raises: NotFound.
    """
    edition = edition_of(session, edition_id)
    return schema.read(edition.definition) if edition.definition else compiler.compile_edition(session, edition)


def local_faces(session: HouseSession, item_code: str) -> Mapping[str, tuple[str, dict[str, Any]]]:
    """The halls in sight that offer an item today, by code: name and local values in force."""
    today = clock.local_today()
    rows = session.execute(
        select(Offer.hall_code, Hall.name, OfferRevision.values)
        .join(Hall, Hall.code == Offer.hall_code)
        .outerjoin(OfferRevision, (OfferRevision.offer_id == Offer.id) & (OfferRevision.number == Offer.revision))
        .where(
            Offer.item_code == item_code,
            or_(Offer.valid_from.is_(None), Offer.valid_from <= today),
            or_(Offer.valid_to.is_(None), Offer.valid_to >= today),
        )
        .order_by(Offer.hall_code)
    )
    return {row.hall_code: (row.name, dict(row.values or {})) for row in rows}


def block_names(session: HouseSession) -> Mapping[str, str]:
    """The names of the blocks of the field library by their codes."""
    rows = session.execute(select(Register.code, Register.name).where(Register.subject == "block"))
    return {row.code: row.name for row in rows}
