"""A case's clock from its rows: the events as values, and the two limits that are derived from them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.casework import county_calendar
from appcore.casework.clock_events import ClockEvent as Event
from appcore.casework.deadline import Deadline, Limit, deadline
from appcore.casework.opening import Opening
from appcore.casework.workdays import Calendar
from appcore.definition.item import ItemDefinition
from models.case import Case, ClockEvent


def as_event(row: ClockEvent) -> Event:
    """A row of the ledger as a value."""
    return Event(row.kind, row.at, row.days, row.unit, row.counted, row.reason or "", row.procedure_key or "")


def events_of(session: Session, case_id: int) -> list[Event]:
    """The ledger of a case in the order in which it was entered."""
    query = select(ClockEvent).where(ClockEvent.case_id == case_id).order_by(ClockEvent.id)
    return [as_event(row) for row in session.scalars(query)]


def due_of(session: Session, case: Case, definition: ItemDefinition, limit: Limit = "promise") -> Deadline | None:
    """When a case is due under its promise or under the law's limit, from its rows; None as `deadline_of`."""
    events = events_of(session, case.id)
    opening = county_calendar.opening(session, case.hall_code or "")
    return deadline_of(events, definition, county_calendar.calendar(session), opening, limit)


def deadline_of(
    events: list[Event],
    definition: ItemDefinition,
    calendar: Calendar,
    opening: Opening | None,
    limit: Limit = "promise",
) -> Deadline | None:
    """The limit that a definition sets, run over a ledger; None while no clock runs or there is no such limit.

    A promise above the legal limit never holds: then the legal one is used (decisions 51).
    """
    days, unit = definition.promised_days, definition.promised_unit
    if limit == "legal":
        days, unit = definition.legal_days, definition.legal_unit
    elif unit == definition.legal_unit and days is not None and definition.legal_days is not None:
        days = min(days, definition.legal_days)
    if days is None or unit is None:
        return None
    return deadline(
        events,
        days,
        unit,
        calendar,
        limit=limit,
        opening=opening,
        opening_hours_only=bool(definition.opening_hours_only),
        now=clock.local_now(),
    )
