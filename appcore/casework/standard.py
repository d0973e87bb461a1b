"""The standard that a case is taken under: the edition in force, as it holds in one hall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session

from appcore import clock
from appcore.access.scope import as_system
from appcore.catalogue.editions_in_force import in_force_query
from appcore.catalogue.stored import read_definition
from appcore.definition import canonical, schema
from appcore.definition.better import bettered
from appcore.definition.item import ItemDefinition
from appcore.definition.refine import refine
from appcore.errors import NotFound
from appcore.item_days import in_use
from models.case import BetterRule, Case
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


def in_hall(
    session: Session, item_code: str, hall_code: str, at: datetime | None = None, received_on: date | None = None
) -> Standard:
    """The standard of an item in a hall at a local time; of a case, by what held when it was received.

    `received_on`: the day on which the case was received: the hall offered the item then, and the item was in use.

    Raises: NotFound when the hall does not offer it, it is not in use, or nothing is in force.
    """
    today = received_on or (at or clock.local_now()).date()
    offer = session.execute(
        select(Offer.id, Offer.revision, Offer.window_id)
        .join(Item, Item.code == Offer.item_code)
        .where(
            Offer.item_code == item_code,
            Offer.hall_code == hall_code,
            true() if received_on else in_use(today),
            or_(Offer.valid_from.is_(None), Offer.valid_from <= today),
            or_(Offer.valid_to.is_(None), Offer.valid_to >= today),
        )
    ).first()
    edition = session.execute(
        in_force_query(at).add_columns(Edition.definition).where(Edition.item_code == item_code)
    ).first()
    if offer is None or edition is None or edition.definition is None:
        raise NotFound("本中心没有进驻这个事项，或事项没有现行版本")
    definition = read_definition(edition.definition_hash, edition.definition, edition.taken_over)
    values = local_values(session, offer.id, offer.revision)
    refined = refine(definition, values)
    as_stored = refined is definition and not edition.taken_over
    return Standard(
        definition=refined,
        refined_hash=edition.definition_hash if as_stored else canonical.digest(schema.write(refined)),
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
    return read_definition(row.definition_hash, row.definition, row.taken_over) if row and row.definition else None


def of_hall_of_case(session: Session, item_code: str, hall_code: str, received_on: date) -> Standard:
    """As `in_hall`, for a case that may have been handed here: the local values of its own hall are out of sight then.

    What was received while the hall offered the item is worked on after the hall has lost it.

    Raises: NotFound.
    """
    offered = select(Offer.id).where(Offer.item_code == item_code, Offer.hall_code == hall_code)
    if session.scalar(offered) is not None:
        return in_hall(session, item_code, hall_code, received_on=received_on)
    with as_system("standard of a case") as behind:
        return in_hall(behind, item_code, hall_code, received_on=received_on)


def local_values(session: Session, offer_id: int, revision: int) -> dict[str, Any]:
    """The local values of an offer's revision; none for revision 0."""
    if not revision:
        return {}
    found = session.scalar(
        select(OfferRevision.values).where(OfferRevision.offer_id == offer_id, OfferRevision.number == revision)
    )
    return dict(found or {})


def of_case(session: Session, case: Case) -> ItemDefinition:
    """The refined definition that a case goes by, the same for everybody who sees it: the one it is pinned to, with the better
    rules of later editions that were applied to it (decisions 54).

    Raises: NotFound when the edition was never approved.
    """
    stored = select(Edition.definition, Edition.definition_hash, Edition.taken_over)
    row = session.execute(stored.where(Edition.id == (case.edition_id or 0))).first()
    if row is None or row.definition is None:
        raise NotFound("没有这个版本")
    pinned = read_definition(row.definition_hash, row.definition, row.taken_over)
    return in_its_hall(pinned, _values_of(session, case), later_rules(session, [case.id]).get(case.id, ()))


def _values_of(session: Session, case: Case) -> dict[str, Any]:
    """The local values that a case was received under; of one that was handed here they are out of sight."""
    if not case.offer_revision:
        return {}
    with as_system("standard of a case") as behind:
        offer = Offer.item_code == case.item_code, Offer.hall_code == case.hall_code
        return local_values(behind, behind.scalar(select(Offer.id).where(*offer)) or 0, case.offer_revision)


Later = tuple[ItemDefinition, tuple[str, ...]]
"""A later edition's definition and the keys of its better rules that were applied to a case."""


def later_rules(session: Session, case_ids: Sequence[int]) -> dict[int, list[Later]]:
    """The better rules that were applied to these cases, by case and in their order; one query."""
    query = (
        select(BetterRule.case_id, BetterRule.changes, Edition.definition_hash, Edition.definition, Edition.taken_over)
        .join(Edition, Edition.id == BetterRule.edition_id)
        .where(BetterRule.case_id.in_(case_ids))
        .order_by(BetterRule.id)
    )
    found: dict[int, list[Later]] = {}
    for row in session.execute(query):
        later = read_definition(row.definition_hash, row.definition, row.taken_over), tuple(row.changes)
        found.setdefault(row.case_id, []).append(later)
    return found


def in_its_hall(pinned: ItemDefinition, values: Mapping[str, Any], later: Iterable[Later]) -> ItemDefinition:
    """A definition as it holds with a hall's local values and the better rules of later editions, which those refine too."""
    definition = refine(pinned, values)
    for edition, chosen in later:
        definition = bettered(definition, refine(edition, values), chosen)
    return definition
