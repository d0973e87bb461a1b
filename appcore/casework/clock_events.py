"""The ledger of a case's clock (期限账本) as values, and what it says: accepted when, stopped when, ended when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from appcore.casework.workdays import Calendar, count_working_days

Limit = Literal["promise", "legal"]
DAYS_TO_TELL = 5
ENDINGS = ("decided", "finished", "voided")


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One entry of the ledger. `kind` is a slug of `CLOCK_EVENT`, `at` a local civil time without zone.

    `days` and `unit` say how long an extension or a planned suspension is. `counted`: of a suspension, that its days
    count (the clock runs on); of an extension, that its days lie inside the legal limit (only the promise moves).
    `procedure` is the key of the special procedure that a suspension and its resumption belong to.
    Events stand in the order of the ledger, which is the order in which they were entered, not that of `at`.
    """

    kind: str
    at: datetime
    days: int | None = None
    unit: str | None = None
    counted: bool | None = None
    reason: str = ""
    procedure: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is not None:
            raise ValueError("a clock event is a local civil time: it has no zone")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """When a case was accepted; `deemed` when the law takes it for accepted (视为受理)."""

    at: datetime
    deemed: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stands: the days after `since` up to and with `until`; None while it lasts."""

    since: datetime
    until: datetime | None = None
    reason: str = ""

    def covers(self, day: date) -> bool:
        """Whether the clock stands on a day; like any period this one begins on the day after."""
        return self.since.date() < day and (self.until is None or day <= self.until.date())


def acceptance(events: Iterable[ClockEvent], calendar: Calendar, now: datetime | None = None) -> Acceptance | None:
    """When the case was accepted, or None while it is not, or was refused.

    Papers received and neither accepted, refused nor answered with a notice of correction within 5 working days are
    accepted from the day of receipt; so are papers supplied. Without `now` only what the ledger itself shows counts.
    Source: 行政许可法 第三十二条.
    """
    waiting_since: datetime | None = None
    for event in events:
        if event.kind in ("accepted", "correction_told") and is_late(waiting_since, event.at, calendar):
            return deemed(waiting_since)
        match event.kind:
            case "received" | "corrected":
                waiting_since = event.at
            case "correction_told":
                waiting_since = None
            case "accepted":
                return Acceptance(event.at)
            case "refused" | "voided":
                return None
    return deemed(waiting_since) if now and is_late(waiting_since, now, calendar) else None


def is_late(since: datetime | None, at: datetime, calendar: Calendar) -> bool:
    """Whether the 5 working days for telling have passed; never while the calendar does not know."""
    if since is None:
        return False
    last = count_working_days(since.date(), DAYS_TO_TELL, calendar).on
    return last is not None and at.date() > last


def deemed(at: datetime | None) -> Acceptance | None:
    """Acceptance by law from the day of receipt."""
    return Acceptance(at, deemed=True) if at else None


def waiting_since(events: Iterable[ClockEvent]) -> datetime | None:
    """Since when papers lie here that nobody has answered; None when none do."""
    since: datetime | None = None
    for event in events:
        if event.kind in ("received", "corrected"):
            since = event.at
        elif event.kind in ("correction_told", "accepted", "refused", *ENDINGS):
            since = None
    return since


def pauses(events: Iterable[ClockEvent]) -> tuple[Pause, ...]:
    """When the clock stood. Suspensions that overlap are one pause, which ends with the last of them."""
    found: list[Pause] = []
    under_way: list[ClockEvent] = []
    for event in events:
        stood = any(not one.counted for one in under_way)
        if event.kind == "suspended":
            under_way.append(event)
        elif event.kind == "resumed":
            _end_one(under_way, event.procedure)
        stands = any(not one.counted for one in under_way)
        if stands and not stood:
            found.append(Pause(event.at, None, event.reason))
        elif stood and not stands:
            last = found[-1]
            found[-1] = Pause(last.since, max(last.since, event.at), last.reason)
    return tuple(found)


def _end_one(under_way: list[ClockEvent], procedure: str) -> None:
    """A resumption ends the suspension of its own procedure, else the latest one."""
    own = [one for one in under_way if one.procedure == procedure] or under_way
    if own:
        under_way.remove(own[-1])


def extensions(events: Iterable[ClockEvent], limit: Limit) -> tuple[ClockEvent, ...]:
    """The extensions of a limit: one that lies inside the legal limit moves the promise only."""
    return tuple(
        event
        for event in events
        if event.kind == "extended" and event.days and not (limit == "legal" and event.counted)
    )


def may_extend(events: Iterable[ClockEvent], limit: Limit) -> bool:
    """Whether a limit has not yet been extended by an act of its own: each may be, once (`decisions.md` 25, 55)."""
    inside = limit == "promise"
    return not any(event.kind == "extended" and bool(event.counted) == inside for event in events)


def ended_at(events: Sequence[ClockEvent]) -> datetime | None:
    """When the case was decided, finished or voided, whichever came first."""
    return next((event.at for event in events if event.kind in ENDINGS), None)
