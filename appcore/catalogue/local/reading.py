"""Offers with local values and the editions that held since: what drift inbox and differences are drawn from, in four queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from appcore import clock
from appcore.access.principal import digits_that_count
from appcore.catalogue.local.offers import read
from appcore.catalogue.local.wanted import Ground
from appcore.catalogue.stored import read_definition
from appcore.definition.drift import Began
from appcore.definition.item import ItemDefinition
from appcore.item_days import in_use
from models.item import Edition, Item
from models.offer import Offer, OfferRevision
from models.place import Hall, Region

TOWN = 9


@dataclass(frozen=True, slots=True)
class Place:
    """A hall by name, and the town that it belongs to: that of a village's room is the village's town."""

    hall: str
    town: str
    town_name: str


@dataclass(frozen=True, slots=True)
class Valued:
    """An offer in use that has local values, as read; `at` is the local time of its revision."""

    offer_id: int
    version: int
    item_code: str
    hall_code: str
    region_code: str
    values: Mapping[str, Any]
    grounds: Mapping[str, Ground]
    at: datetime
    actor: str


def valued(session: Session, item_code: str = "", offer_ids: Iterable[int] | None = None) -> list[Valued]:
    """The offers in sight and in use today with local values, by item and hall."""
    today = clock.local_today()
    query = (
        select(
            Offer.id, Offer.version, Offer.item_code, Offer.hall_code, Offer.region_code, OfferRevision.values,
            OfferRevision.grounds, OfferRevision.at, OfferRevision.actor,
        )
        .join(OfferRevision, (OfferRevision.offer_id == Offer.id) & (OfferRevision.number == Offer.revision))
        .join(Item, Item.code == Offer.item_code)
        .where(
            Offer.revision > 0,
            in_use(today),
            or_(Offer.valid_from.is_(None), Offer.valid_from <= today),
            or_(Offer.valid_to.is_(None), Offer.valid_to >= today),
        )
        .order_by(Offer.item_code, Offer.hall_code)
    )  # fmt: skip
    if item_code:
        query = query.where(Offer.item_code == item_code)
    if offer_ids is not None:
        query = query.where(Offer.id.in_(list(offer_ids)))
    return [
        Valued(row.id, row.version, row.item_code, row.hall_code, row.region_code, *read(row.values, row.grounds),
               row.at.astimezone(clock.LOCAL).replace(tzinfo=None), row.actor)
        for row in session.execute(query) if row.values
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """The published editions of an item in their order, until now, without their content."""

    ids: tuple[int, ...]
    numbers: tuple[int, ...]
    begins: tuple[datetime, ...]
    in_force: bool

    def held_at(self, moment: datetime) -> int:
        """The number of the edition that held at a local time, 0 for none."""
        return max(
            (number for number, begun in zip(self.numbers, self.begins, strict=True) if begun <= moment), default=0
        )


def lines(session: Session, item_codes: Iterable[str]) -> dict[str, Line]:
    """The editions of each item that have begun."""
    now = clock.local_now()
    found: dict[str, list[Any]] = {}
    query = (
        select(Edition.item_code, Edition.id, Edition.number, Edition.effective_from, Edition.withdrawn_from)
        .where(
            Edition.item_code.in_(sorted(set(item_codes))),
            Edition.state.in_(("published", "withdrawn")),
            Edition.effective_from <= now,
        )
        .order_by(Edition.item_code, Edition.number)
    )
    for row in session.execute(query):
        found.setdefault(row.item_code, []).append(row)
    return {
        code: Line(
            tuple(row.id for row in rows), tuple(row.number for row in rows), tuple(row.effective_from for row in rows),
            in_force=rows[-1].withdrawn_from is None or rows[-1].withdrawn_from > now,
        )
        for code, rows in found.items()
    }  # fmt: skip


def contents(session: Session, edition_ids: Iterable[int]) -> dict[int, ItemDefinition]:
    """What editions say, by their id."""
    query = select(Edition.id, Edition.definition_hash, Edition.definition, Edition.taken_over).where(
        Edition.id.in_(sorted(set(edition_ids)))
    )
    return {
        row.id: read_definition(row.definition_hash, row.definition, row.taken_over)
        for row in session.execute(query)
        if row.definition
    }


def seen_under(offer: Valued, line: Line, key: str) -> int:
    """The number of the edition under which a value was last set or confirmed; a revision that does not say it, by its time."""
    ground = offer.grounds.get(key)
    return ground.edition if ground is not None and ground.edition else line.held_at(offer.at)


def began(line: Line, known: Mapping[int, ItemDefinition], since: int) -> Sequence[Began]:
    """The editions from a number on, with what they say."""
    return [
        Began(number, begins.date(), known[one])
        for one, number, begins in zip(line.ids, line.numbers, line.begins, strict=True)
        if number >= since and one in known
    ]


def places(session: Session, hall_codes: Iterable[str]) -> dict[str, Place]:
    """Halls by their code, each with its town; a county hall stands for itself."""
    above = aliased(Region)
    query = (
        select(Hall.code, Hall.name, Region.code, Region.name, above.code, above.name)
        .join(Region, Region.code == Hall.region_code)
        .outerjoin(above, above.code == Region.parent_code)
        .where(Hall.code.in_(sorted(set(hall_codes))))
    )
    found = {}
    for code, name, region, region_name, parent, parent_name in session.execute(query):
        in_town = digits_that_count(region) > TOWN and parent is not None
        found[code] = Place(name, parent if in_town else region, parent_name if in_town else region_name)
    return found


def due(since: date, days: int) -> date:
    """The last day to answer."""
    return date.fromordinal(since.toordinal() + days)
