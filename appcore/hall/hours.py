"""Whether a hall is open now and when it opens next: hours of the hall, days of the loaded calendar, nothing guessed.

Pure: values in, value out. A day that the calendar does not know is unknown, never "Monday to Friday" (R93).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

Day = Literal["work", "rest", "holiday"]
"""work: a working day; rest: an ordinary weekend; holiday: a day off that a notice names."""
State = Literal["open", "later", "over", "rest", "unknown"]
SATURDAY = 5
LOOK_AHEAD = 15
NOON, DAY, HOUR = 12, 24, 60
_CLAUSE = re.compile(r"[^；;。\n]+")
_PIECE = re.compile(r"[^，,、]+")
_CLOCK = r"(上午|下午|晚上)?\s*(\d{1,2})\s*[:点时]\s*(\d{2}|半)?\s*分?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:[-~–—―至到]|--|——)+\s*{_CLOCK}")
_USUAL = re.compile(r"工作日|周一(?:[-~–—至到]|——)+周五|上班|办公|办理|开放|开门|时间|每天|上午|下午|\W|样例")


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


def beyond(note: str, hours: Hours) -> str:
    """What a note on the hours says that the hours themselves do not; "" when it only says them again."""
    return "；".join(kept for clause in _CLAUSE.findall(note) if (kept := _beyond(clause, hours)))


def _beyond(clause: str, hours: Hours) -> str:
    if any(span not in hours.sessions for span in _spans(clause)):
        return clause.strip()
    return "，".join(piece.strip() for piece in _PIECE.findall(clause) if not _is_usual(piece))


def _is_usual(piece: str) -> bool:
    return not _USUAL.sub("", _SPAN.sub("", unicodedata.normalize("NFKC", piece)))


def _spans(text: str) -> list[tuple[time, time] | None]:
    """The spans of time that a text names; None for one that cannot be."""
    return [_span(*found) for found in _SPAN.findall(unicodedata.normalize("NFKC", text))]


def _span(half: str, hour: str, minute: str, other: str, until: str, until_minute: str) -> tuple[time, time] | None:
    opens, closes = _moment(half, hour, minute), _moment(other or half, until, until_minute)
    return (opens, closes) if opens and closes else None


def _moment(half: str, hour: str, minute: str) -> time | None:
    number = int(hour) + (12 if half in ("下午", "晚上") and int(hour) < NOON else 0)
    minutes = 30 if minute == "半" else int(minute or 0)
    return time(number, minutes) if number < DAY and minutes < HOUR else None


def in_season(season_from: str, season_until: str, day: date) -> bool:
    """Whether a day lies in the yearly season 月-日 to 月-日 (both inclusive, may pass the new year); none is all year."""
    if not season_from or not season_until:
        return True
    here = f"{day:%m-%d}"
    if season_from <= season_until:
        return season_from <= here <= season_until
    return here >= season_from or here <= season_until
