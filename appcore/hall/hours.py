"""Whether a hall is open now and when it opens next: hours of the hall, days of the loaded calendar, nothing guessed.

Pure: values in, value out. A day that the calendar does not know is unknown, never "Monday to Friday" (R93).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

Day = Literal["work", "rest", "holiday"]
"""work: a working day; rest: an ordinary weekend; holiday: a day off that a notice names."""
State = Literal["open", "later", "over", "rest", "unknown"]
SATURDAY = 5
LOOK_AHEAD = 15


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening times of a working day as (opens, closes), in order; none means that the hall has not said them.

    `saturdays`: the hall keeps the same times on ordinary Saturdays.
    """

    sessions: tuple[tuple[time, time], ...] = ()
    saturdays: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """open until `until`; later today or over or rest, with `opens` as the next opening (None when not known)."""

    state: State
    until: time | None = None
    opens: datetime | None = None

    @property
    def is_today(self) -> bool:
        """One can still come today."""
        return self.state in ("open", "later")


def today(hours: Hours, days: Mapping[date, Day], now: datetime) -> Today:
    """The state at a local time, by a calendar that knows the days from that day on."""
    sessions = sessions_on(hours, days, now.date())
    if sessions is None:
        return Today("unknown")
    for opens, closes in sessions:
        if now.time() < opens:
            return Today("later", opens=datetime.combine(now.date(), opens))
        if now.time() < closes:
            return Today("open", until=closes)
    return Today("over" if sessions else "rest", opens=_next(hours, days, now.date()))


def sessions_on(hours: Hours, days: Mapping[date, Day], day: date) -> tuple[tuple[time, time], ...] | None:
    """The opening times of a day; () when closed, None when hours or day are unknown."""
    kind = days.get(day)
    if kind is None or not hours.sessions:
        return None
    works = kind == "work" or (kind == "rest" and hours.saturdays and day.weekday() == SATURDAY)
    return hours.sessions if works else ()


def _next(hours: Hours, days: Mapping[date, Day], since: date) -> datetime | None:
    for number in range(1, LOOK_AHEAD):
        day = since + timedelta(days=number)
        sessions = sessions_on(hours, days, day)
        if sessions is None:
            return None
        if sessions:
            return datetime.combine(day, sessions[0][0])
    return None


def in_season(season_from: str, season_until: str, day: date) -> bool:
    """Whether a day lies in the yearly season 月-日 to 月-日 (both inclusive, may pass the new year); none is all year."""
    if not season_from or not season_until:
        return True
    here = f"{day:%m-%d}"
    if season_from <= season_until:
        return season_from <= here <= season_until
    return here >= season_from or here <= season_until
