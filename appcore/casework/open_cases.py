"""Open cases by what is due first: each with its light, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.access.handling import Names
from appcore.access.principal import Person
from appcore.access.scope import as_system
from appcore.casework import county_calendar, keeping, ledger
from appcore.casework.agent_sight import followers
from appcore.casework.clock_events import ClockEvent as Event
from appcore.casework.deadline import Light, light, telling_deadline
from appcore.casework.standard import in_its_hall, later_rules
from appcore.catalogue.stored import read_definition
from appcore.definition.item import ItemDefinition
from models.case import Case, ClockEvent
from models.item import Edition, Item
from models.offer import Offer, OfferRevision
from models.place import HallDetail
from models.vocabulary import OPEN_CASE

MOST = 500


@dataclass(frozen=True, slots=True)
class Due:
    """One open case: when it is due at the earliest, its light, and working days left (None while the clock stands)."""

    number: str
    item: str
    applicant: str
    state: str
    due: datetime | None
    light: Light
    days_left: int | None
    agent_gone: bool = False
    """Entrusted to a village agent whose account has ended: its holder has it again, or gives it to another."""


def due_first(session: Session, held_by: Person | None = None) -> list[Due]:
    """The open cases that the person sees, worst first; of a very long list the oldest `MOST`.

    With `held_by`, only those that lie at a desk of this person: what was handed on is another's to do.
    A case only received is due by the five days of 行政许可法 第三十二条.
    """
    query = select(Case).where(Case.state.in_(OPEN_CASE)).order_by(Case.received_at).limit(MOST)
    cases: Sequence[Case] = session.scalars(query).all()
    if held_by is not None:
        cases = keeping.held(session, cases, held_by)
    if not cases:
        return []
    facts = _Facts(session, cases)
    found = [_due(facts, case) for case in cases]
    return sorted(found, key=lambda one: (one.due is None, one.due or datetime.max))  # noqa: DTZ901 - sorts last


class _Facts:
    """What the clocks of these cases need, each kind of row read once."""

    def __init__(self, session: Session, cases: Iterable[Case]) -> None:
        listed = list(cases)
        self.now = clock.local_now()
        self.names = Names(session, listed)
        self.calendar = county_calendar.calendar(session)
        self.items = _pairs(
            session, select(Item.code, Item.name).where(Item.code.in_({one.item_code for one in listed}))
        )
        self.gone = {one for one, may in followers(session, listed).items() if not may}
        self.events: dict[int, list[Event]] = {}
        bettered: set[int] = set()
        query = select(ClockEvent).where(ClockEvent.case_id.in_([one.id for one in listed])).order_by(ClockEvent.id)
        for row in session.scalars(query):
            self.events.setdefault(row.case_id, []).append(ledger.as_event(row))
            if row.kind == "bettered":
                bettered.add(row.case_id)
        # A better rule always leaves its event, so that of cases without one there is nothing to ask.
        self.later = later_rules(session, sorted(bettered)) if bettered else {}
        self.editions = {
            row.id: read_definition(row.definition_hash, row.definition, row.taken_over)
            for row in session.execute(
                select(Edition.id, Edition.definition_hash, Edition.definition, Edition.taken_over).where(
                    Edition.id.in_({one.edition_id for one in listed} - {None})
                )
            )
            if row.definition
        }
        halls = {one.hall_code for one in listed}
        with as_system(
            "clocks of cases"
        ) as behind:  # of a case that was handed here the hall's own rows are out of sight
            self.openings = {
                row.hall_code: county_calendar.opening_of(*row[1:])
                for row in behind.execute(
                    select(
                        HallDetail.hall_code, HallDetail.morning_opens, HallDetail.morning_closes,
                        HallDetail.afternoon_opens, HallDetail.afternoon_closes,
                    ).where(HallDetail.hall_code.in_(halls))
                )
            }  # fmt: skip
            self.local = {
                (row.item_code, row.hall_code, row.number): dict(row.values)
                for row in behind.execute(
                    select(Offer.item_code, Offer.hall_code, OfferRevision.number, OfferRevision.values)
                    .join(OfferRevision, OfferRevision.offer_id == Offer.id)
                    .where(Offer.hall_code.in_(halls))
                )
            }

    def definition(self, case: Case) -> ItemDefinition | None:
        standard = self.editions.get(case.edition_id or 0)
        values = self.local.get((case.item_code, case.hall_code, case.offer_revision), {})
        return in_its_hall(standard, values, self.later.get(case.id, ())) if standard is not None else None


def _pairs(session: Session, query: Any) -> dict[str, str]:
    return {row[0]: row[1] for row in session.execute(query)}


def _due(facts: _Facts, case: Case) -> Due:
    definition = facts.definition(case)
    events = facts.events.get(case.id, [])
    due = telling_deadline(events, facts.calendar)
    if due is None and definition is not None:
        due = ledger.deadline_of(events, definition, facts.calendar, facts.openings.get(case.hall_code or ""))
    return Due(
        number=case.number,
        item=facts.items.get(case.item_code, ""),
        applicant=facts.names.of(case, case.applicant_name),
        state=case.state,
        due=due.not_before if due else None,
        light=light(due, facts.now, facts.calendar) if due else "grey",
        days_left=due.days_left(facts.now, facts.calendar) if due and not due.suspended else None,
        agent_gone=case.handler_id in facts.gone,
    )
