"""Lengths of time laid on the calendar: from a moment, so many days, months or hours later, while the clock is not stopped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from appcore.casework.clock_events import Pause
from appcore.casework.opening import Opening, Span, day_of_instant
from appcore.casework.workdays import (
    Calendar,
    Count,
    count_months,
    count_natural_days,
    count_working_days,
    moved_to_working_day,
    working_days_between,
)

END_OF_DAY = time(23, 59)
MINUTES = {"hours": 60, "minutes": 1}
FOR_EVER = datetime(9999, 12, 31)  # noqa: DTZ001 - law time has no zone
Length = tuple[int, str]
"""A number and a slug of `TIME_UNIT`."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a length is counted against: the calendar, the hall's hours, and when the clock stood."""

    calendar: Calendar
    opening: Opening = field(default_factory=Opening)
    pauses: tuple[Pause, ...] = ()
    opening_hours_only: bool = False

    @property
    def lasting(self) -> Pause | None:
        """The pause that still lasts, if any."""
        return next((pause for pause in self.pauses if pause.until is None), None)

    def rests(self, day: date) -> bool:
        """Whether a pause that is over covers the day."""
        return any(pause.until is not None and pause.covers(day) for pause in self.pauses)


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a length ends: `at`, or None when a year is `unloaded` or the clock stands with so much `left`.

    `left` is working days of a working-day limit, natural days of other days and months, minutes of hours; None while
    the clock does not stand. `not_before` is the earliest moment it can be.
    """

    at: datetime | None
    not_before: datetime
    unloaded: int | None = None
    left: int | None = None


def reach(start: datetime, lengths: Sequence[Length], clock: Clock) -> Reach:
    """Where several lengths one after the other end; those of one unit are one length. No length at all is an instant.

    A period of days or months whose last day is a rest day ends on the next working day (民法典 第二百零三条).
    """
    by_unit: dict[str, int] = {}
    for number, unit in lengths:
        by_unit[unit] = by_unit.get(unit, 0) + number
    reached = Reach(start, start)
    for unit, number in by_unit.items():
        if number:
            reached = _after(reached, _one(reached.not_before, (number, unit), clock))
    if not any(by_unit.values()):
        return of_day(day_of_instant(start, clock.calendar, clock.opening))
    if reached.at is None or not MINUTES.keys().isdisjoint(by_unit):
        return reached
    return of_day(moved_to_working_day(reached.at.date(), clock.calendar))


def of_day(count: Count) -> Reach:
    """The end of the day that a count came to."""
    at = datetime.combine(count.on, END_OF_DAY) if count.on else None
    return Reach(at, datetime.combine(count.not_before, END_OF_DAY), count.unloaded)


def _after(before: Reach, later: Reach) -> Reach:
    """A length after another one: unknown when either is."""
    if before.at is not None:
        return later
    left = later.left if before.left is None else before.left
    return replace(later, at=None, unloaded=before.unloaded or later.unloaded, left=left)


def _one(start: datetime, length: Length, clock: Clock) -> Reach:
    return _hours(start, length, clock) if length[1] in MINUTES else _days(start, length, clock)


def _days(start: datetime, length: Length, clock: Clock) -> Reach:
    """Days and months, from the day after; a pause that lasts and began before the end leaves the rest open."""
    count = _count(start.date(), length, clock)
    lasting = clock.lasting
    if lasting is None or count.not_before <= lasting.since.date():
        return of_day(count)
    since = max(lasting.since.date(), start.date())
    if length[1] == "working_days":
        left = working_days_between(since, count.not_before, clock.calendar)
    else:
        left = (count.not_before - since).days
    return replace(of_day(count), at=None, left=left)


def _count(start: date, length: Length, clock: Clock) -> Count:
    number, unit = length
    match unit:
        case "working_days":
            return count_working_days(start, number, clock.calendar, clock.rests)
        case "natural_days":
            return count_natural_days(start, number, clock.rests)
        case "months":
            return count_months(start, number, clock.rests)
    raise ValueError(f"not a unit of time: {unit!r}")


def _hours(start: datetime, length: Length, clock: Clock) -> Reach:
    """Hours and minutes, from the moment itself (民法典 第二百零一条第二款), through nights unless only opening counts."""
    left = timedelta(minutes=length[0] * MINUTES[length[1]])
    last = start
    for begin, end in _running(start, clock):
        if left <= end - begin:
            return Reach(begin + left, begin + left)
        left -= end - begin
        last = end
    if clock.lasting:
        earliest = max(last, clock.lasting.since)
        return Reach(None, earliest + left, left=int(left.total_seconds() // 60))
    unknown = clock.calendar.first_unknown(start.date())
    return Reach(None, max(start, datetime.combine(unknown, time())), unloaded=unknown.year)


def _running(start: datetime, clock: Clock) -> Iterator[Span]:
    """The times since `start` in which hours count, without the pauses; ends where a pause lasts or the calendar ends."""
    spans = clock.opening.spans(start, clock.calendar) if clock.opening_hours_only else iter([(start, FOR_EVER)])
    for span in spans:
        if clock.lasting and span[0] >= clock.lasting.since:
            return
        yield from _without(span, clock.pauses)


def _without(span: Span, pauses: Sequence[Pause]) -> Iterator[Span]:
    """A span of time without the pauses in it."""
    begin, end = span
    for pause in pauses:
        if begin < pause.since < end:
            yield begin, pause.since
        if pause.since < end:
            begin = max(begin, pause.until or FOR_EVER)
    if begin < end:
        yield begin, end
