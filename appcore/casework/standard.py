"""The standard that a case is taken under: the edition in force, as it holds in one hall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session

from appcore import clock
from appcore.access.scope import as_system
from appcore.catalogue import item_state
from appcore.catalogue.editions_in_force import in_force_query
from appcore.definition import canonical, schema
from appcore.definition.item import ItemDefinition
from appcore.definition.refine import refine
from appcore.errors import NotFound
from models.case import Case
from models.item import Edition, Item
from models.offer import Offer, OfferRevision


@dataclass(frozen=True, slots=True)
class Standard:
    """What a hall goes by for an item: the refined definition with its hash, and where it comes from."""

    definition: ItemDefinition
    refined_hash: str
    edition_id: int
    edition_number: int
    offer_id: int
    offer_revision: int
    hall_code: str
    window_id: int | None


@lru_cache(maxsize=4096)
def read_definition(digest: str, stored: bytes) -> ItemDefinition:
    """The definition of stored bytes; kept by hash, since a definition never changes."""
    return schema.read(stored)


def in_hall(
    session: Session, item_code: str, hall_code: str, at: datetime | None = None, *, for_case: bool = False
) -> Standard:
    """The standard of an item in a hall at a local time; `for_case`: of a case that was received while the item was in use.

    Raises: NotFound when the hall does not offer it, it is not in use, or nothing is in force.
    """
    today = (at or clock.local_now()).date()
    offer = session.execute(
        select(Offer.id, Offer.revision, Offer.window_id)
        .join(Item, Item.code == Offer.item_code)
        .where(
            Offer.item_code == item_code,
            Offer.hall_code == hall_code,
            true() if for_case else item_state.in_use(today),
            or_(Offer.valid_from.is_(None), Offer.valid_from <= today),
            or_(Offer.valid_to.is_(None), Offer.valid_to >= today),
        )
    ).first()
    edition = session.execute(
        in_force_query(at).add_columns(Edition.definition).where(Edition.item_code == item_code)
    ).first()
    if offer is None or edition is None or edition.definition is None:
        raise NotFound("本中心没有进驻这个事项，或事项没有现行版本")
    definition = read_definition(edition.definition_hash, edition.definition)
    values = local_values(session, offer.id, offer.revision)
    refined = refine(definition, values)
    return Standard(
        definition=refined,
        refined_hash=edition.definition_hash if refined is definition else canonical.digest(schema.write(refined)),
        edition_id=edition.id,
        edition_number=edition.number,
        offer_id=offer.id,
        offer_revision=offer.revision,
        hall_code=hall_code,
        window_id=offer.window_id,
    )


def as_published(session: Session, item_code: str, at: datetime | None = None) -> ItemDefinition | None:
    """The definition in force at a local time as the county published it, without any hall's values; None when there is none."""
    row = session.execute(
        in_force_query(at).add_columns(Edition.definition).where(Edition.item_code == item_code)
    ).first()
    return read_definition(row.definition_hash, row.definition) if row and row.definition else None


def of_hall_of_case(session: Session, item_code: str, hall_code: str) -> Standard:
    """As `in_hall`, for a case that may have been handed here: the local values of its own hall are out of sight then.

    Raises: NotFound.
    """
    offered = select(Offer.id).where(Offer.item_code == item_code, Offer.hall_code == hall_code)
    if session.scalar(offered) is not None:
        return in_hall(session, item_code, hall_code, for_case=True)
    with as_system("standard of a case") as behind:
        return in_hall(behind, item_code, hall_code, for_case=True)


def local_values(session: Session, offer_id: int, revision: int) -> dict[str, Any]:
    """The local values of an offer's revision; none for revision 0."""
    if not revision:
        return {}
    found = session.scalar(
        select(OfferRevision.values).where(OfferRevision.offer_id == offer_id, OfferRevision.number == revision)
    )
    return dict(found or {})


def of_case(session: Session, case: Case) -> ItemDefinition:
    """The refined definition that a case is pinned to, the same for everybody who sees the case.

    Raises: NotFound when the edition was never approved.
    """
    if not case.offer_revision:
        return of_edition(session, case.edition_id or 0, None, 0)
    with as_system("standard of a case") as behind:
        offered = select(Offer.id).where(Offer.item_code == case.item_code, Offer.hall_code == case.hall_code)
        return of_edition(behind, case.edition_id or 0, behind.scalar(offered), case.offer_revision)


def of_edition(session: Session, edition_id: int, offer_id: int | None, revision: int) -> ItemDefinition:
    """The refined definition of an edition with the local values of an offer.

    Raises: NotFound when the edition was never approved.
    """
    row = session.execute(select(Edition.definition, Edition.definition_hash).where(Edition.id == edition_id)).first()
    if row is None or row.definition is None:
        raise NotFound("没有这个版本")
    values = local_values(session, offer_id, revision) if offer_id else {}
    return refine(read_definition(row.definition_hash, row.definition), values)
