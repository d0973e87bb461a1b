"""The demo year: on which day and at what minute each made-up application comes in, in which hall, for which item."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from appcore.casework.workdays import Calendar
from appcore.definition.item import ItemDefinition

COUNTY_SHARE, VILLAGE_SHARE = 0.2, 0.12
MORNING, AFTERNOON = (time(8, 30), 205), (time(14), 175)
"""When a half day begins, and how many minutes of it papers are taken in."""


@dataclass(frozen=True, slots=True, order=True)
class Visit:
    """An application to come: `serial` tells two of the same minute apart."""

    at: datetime
    serial: int
    hall_code: str
    item_code: str


def days(last: date, calendar: Calendar) -> list[date]:
    """The working days of the year that ends on `last`; a day that is not loaded is taken for one from Monday to Friday."""
    every = (last - timedelta(days=number) for number in range(364, -1, -1))
    return [day for day in every if is_working(day, calendar)]


def is_working(day: date, calendar: Calendar) -> bool:
    """Whether halls are open on a day."""
    works = calendar.is_working(day)
    return day.weekday() < 5 if works is None else works


def visits(
    draw: Random, number: int, now: datetime, calendar: Calendar, offered: Mapping[str, Sequence[str]],
    definitions: Mapping[str, ItemDefinition],
) -> list[Visit]:  # fmt: skip
    """`number` visits in the order of their time, none later than `now`. `offered`: hall code to its items' codes.

    Every county and town hall is visited once before any is drawn by its weight.
    """
    open_days = [day for day in days(now.date(), calendar) if datetime.combine(day, MORNING[0]) <= now]
    halls = _Halls(offered)
    found = []
    for serial in range(1, number + 1):
        day = draw.choice(open_days)
        at = min(_minute(draw, day), now)
        hall = halls.large[serial - 1] if serial <= len(halls.large) else halls.draw(draw)
        in_season = [code for code in offered[hall] if _in_season(definitions[code], day)]
        found.append(Visit(at, serial, hall, draw.choice(in_season)))
    return sorted(found)


def _minute(draw: Random, day: date) -> datetime:
    begins, minutes = draw.choice((MORNING, AFTERNOON))
    return datetime.combine(day, begins) + timedelta(minutes=draw.randrange(minutes), seconds=draw.randrange(60))


def _in_season(definition: ItemDefinition, day: date) -> bool:
    """Whether applications are taken on this day. A season may pass over New Year."""
    begins, ends = definition.season_from, definition.season_until
    if not begins or not ends:
        return True
    today = f"{day:%m-%d}"
    return begins <= today <= ends if begins <= ends else (today >= begins or today <= ends)


class _Halls:
    """Halls with how often people go there: towns by the number of their villages."""

    def __init__(self, offered: Mapping[str, Sequence[str]]) -> None:
        codes = sorted(offered)
        self._county = [code for code in codes if code[6:12] == "000000"]
        self._towns = [code for code in codes if code[9:12] == "000" and code not in self._county]
        self._villages = [code for code in codes if code[9:12] != "000"]
        self.large = [*self._county, *self._towns]
        self._weights = [1 + _between(self._villages, code[:9], f"{code[:9]}999-99") for code in self._towns]

    def draw(self, draw: Random) -> str:
        where = draw.random()
        if self._county and where < COUNTY_SHARE:
            return draw.choice(self._county)
        if self._villages and where < COUNTY_SHARE + VILLAGE_SHARE:
            return draw.choice(self._villages)
        return draw.choices(self._towns, self._weights)[0]


def _between(codes: Sequence[str], low: str, high: str) -> int:
    return bisect_left(codes, high) - bisect_left(codes, low)
