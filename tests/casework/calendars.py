"""The real work-day calendars of 2025 and 2026, as the State Council's notices set them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import chinese_calendar

from appcore.casework.clock_events import ClockEvent
from appcore.casework.workdays import Calendar


def days_of(*years: int) -> dict[date, bool]:
    """Every day of these years, True for a working day."""
    found = {}
    for year in years:
        day = date(year, 1, 1)
        while day.year == year:
            found[day] = chinese_calendar.is_workday(day)
            day += timedelta(days=1)
    return found


YEAR_2026 = Calendar(days_of(2026))
BOTH_YEARS = Calendar(days_of(2025, 2026))


def with_days(calendar: Calendar, changes: Mapping[date, bool]) -> Calendar:
    """The calendar with single days changed."""
    return Calendar({**calendar.days, **changes})


def at(text: str) -> datetime:
    """A local civil time: "2026-03-02 09:30", or a date alone for ten in the morning."""
    return datetime.fromisoformat(text if " " in text else f"{text} 10:00")


def event(
    kind: str,
    when: str,
    days: int | None = None,
    unit: str | None = None,
    *,
    counted: bool | None = None,
    reason: str = "",
) -> ClockEvent:
    return ClockEvent(kind, at(when), days, unit, counted, reason)


def accepted(when: str) -> tuple[ClockEvent, ...]:
    """Received and accepted at one time."""
    return (event("received", when), event("accepted", when))
