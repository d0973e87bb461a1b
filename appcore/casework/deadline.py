"""When a case falls due: a pure function of its ledger, the promised or legal limit, and the calendar (`decisions.md` 24, 55).

A deadline is derived, never typed. Two limits run on each case, the promise and the law's: the same function is asked
twice. Times are local civil times without zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from appcore.casework import clock_events
from appcore.casework.clock_events import ClockEvent, Limit, Pause
from appcore.casework.counting import END_OF_DAY, MINUTES, Clock, Reach, reach
from appcore.casework.opening import Opening
from appcore.casework.workdays import Calendar, working_days_between

__all__ = ["ClockEvent", "Deadline", "Light", "Limit", "deadline", "delivery_deadline", "light", "telling_deadline"]

Light = Literal["green", "yellow", "red", "grey"]
DAYS_TO_DELIVER = 10
BEFORE_CLOSING = timedelta(minutes=30)
DAYS_OF_A_MONTH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When a case is due, and how that came about.

    `at` is None while it cannot be said: `provisional` (the year `unloaded` has no calendar) or `suspended` (the clock
    stands, `left` of the limit to go: working days, natural days or minutes, as the limit's unit). `not_before` is `at`,
    or the earliest it can be; lists and lights use it. `closes_at` is closing time of an instant item's day. `paused` is
    how many of the limit's days were added back. `ended_at` is when the case was done.
    """

    at: datetime | None
    not_before: datetime
    started_at: datetime
    promise: int
    unit: str
    deemed: bool = False
    unloaded: int | None = None
    left: int | None = None
    closes_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    paused: int = 0
    extensions: tuple[ClockEvent, ...] = ()
    valid_until: date | None = None
    ended_at: datetime | None = None

    @property
    def provisional(self) -> bool:
        """Whether a calendar year is missing, so that there is no date yet (暂估)."""
        return self.at is None and self.unloaded is not None

    @property
    def suspended(self) -> bool:
        """Whether the clock stands (中止)."""
        return self.at is None and self.left is not None

    @property
    def instant(self) -> bool:
        """Whether it is due at once (即办)."""
        return self.closes_at is not None

    def is_overdue(self, now: datetime) -> bool:
        """Whether the last minute has passed; a case that is done is judged by when it was done, one that stands is not."""
        return not self.suspended and (self.ended_at or now) >= self.not_before + timedelta(minutes=1)

    def days_left(self, now: datetime, calendar: Calendar) -> int:
        """Working days to go, today not counted; 0 on the last day, negative afterwards. They stand with the clock."""
        today = self.ended_at or (self.pauses[-1].since if self.suspended else now)
        return working_days_between(today.date(), self.not_before.date(), calendar)


def deadline(
    events: Sequence[ClockEvent],
    promise: int,
    unit: str,
    calendar: Calendar,
    *,
    limit: Limit = "promise",
    opening: Opening | None = None,
    opening_hours_only: bool = False,
    valid_until: date | None = None,
    now: datetime | None = None,
) -> Deadline | None:
    """When the case is due under one of its two limits, or None while no clock runs (not accepted, or refused).

    `promise` and `unit` are the limit (the promised or the legal one; 0 is an instant item), `limit` says which of the
    two it is, for extensions. `opening` are the hall's hours, needed for instant items and where hours count only while
    open. `valid_until` caps it at a renewal (行政许可法 第五十条). With `now` a case nobody answered is deemed accepted.
    """
    accepted = clock_events.acceptance(events, calendar, now)
    if accepted is None:
        return None
    clock = Clock(calendar, opening or Opening(), clock_events.pauses(events), opening_hours_only)
    extended = clock_events.extensions(events, limit)
    lengths = [(promise, unit), *((one.days or 0, one.unit or unit) for one in extended)]
    reached = reach(accepted.at, lengths, clock)
    closing = clock.opening.closes(reached.not_before.date()) if not any(number for number, _ in lengths) else None
    due = replace(
        _deadline(accepted.at, reached, promise, unit),
        deemed=accepted.deemed,
        closes_at=datetime.combine(reached.not_before, closing) if closing else None,
        pauses=tuple(pause for pause in clock.pauses if pause.since < reached.not_before),
        paused=_paused(clock.pauses, unit, reached, calendar),
        extensions=extended,
        ended_at=clock_events.ended_at(events),
    )
    return due if valid_until is None else _capped(due, valid_until)


def telling_deadline(events: Sequence[ClockEvent], calendar: Calendar) -> Deadline | None:
    """Until when a case that was only received must be accepted, refused or answered; None when none waits.

    Source: 行政许可法 第三十二条: 5 working days.
    """
    since = clock_events.waiting_since(events)
    return _of_days(since, clock_events.DAYS_TO_TELL, calendar) if since else None


def delivery_deadline(decided_at: datetime, calendar: Calendar, days: int = DAYS_TO_DELIVER) -> Deadline:
    """Until when a result must be delivered. Source: 行政许可法 第四十四条: 10 working days after the decision."""
    return _of_days(decided_at, days, calendar)


def light(due: Deadline, now: datetime, calendar: Calendar, promise: int | None = None) -> Light:
    """Grey while the clock stands, red when overdue, yellow when little is left, else green (`decisions.md` 72).

    Little is at most max(1, ⌊promise ÷ 4⌋) working days, today not counted; a quarter of a limit in hours; 30 minutes
    before closing for an instant item. A case that is done is green or red. `promise` is the limit's own unless given.
    """
    if due.is_overdue(now):
        return "red"
    if due.ended_at or due.suspended:
        return "green" if due.ended_at else "grey"
    return "yellow" if _is_near(due, now, calendar, due.promise if promise is None else promise) else "green"


def _is_near(due: Deadline, now: datetime, calendar: Calendar, promise: int) -> bool:
    if due.closes_at is not None:
        return now >= due.closes_at - BEFORE_CLOSING
    if due.unit in MINUTES:
        return (due.not_before - now) * 4 <= timedelta(minutes=promise * MINUTES[due.unit])
    days = promise * DAYS_OF_A_MONTH if due.unit == "months" else promise
    return due.days_left(now, calendar) <= max(1, days // 4)


def _of_days(since: datetime, days: int, calendar: Calendar) -> Deadline:
    return _deadline(since, reach(since, [(days, "working_days")], Clock(calendar)), days, "working_days")


def _deadline(start: datetime, reached: Reach, promise: int, unit: str) -> Deadline:
    return Deadline(
        at=reached.at,
        not_before=reached.not_before,
        started_at=start,
        promise=promise,
        unit=unit,
        unloaded=reached.unloaded,
        left=reached.left,
    )


def _capped(due: Deadline, valid_until: date) -> Deadline:
    """A renewal is due on the earlier of the limit and the last day of validity (`decisions.md` 55)."""
    last = datetime.combine(valid_until, END_OF_DAY)
    if due.not_before <= last:
        return due
    return replace(due, at=last, not_before=last, unloaded=None, left=None, valid_until=valid_until)


def _paused(pauses: Iterable[Pause], unit: str, reached: Reach, calendar: Calendar) -> int:
    """Days that were added back: working days for a limit of working days, else natural ones."""
    whole = [(one.since.date(), one.until.date()) for one in pauses if one.until and one.since < reached.not_before]
    if unit == "working_days":
        return sum(working_days_between(since, until, calendar) for since, until in whole)
    return sum((until - since).days for since, until in whole)
