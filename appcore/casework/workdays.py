"""Working days: the calendar as the county has loaded it, and counting days in it without ever guessing.

A day of a year that is not loaded is unknown, never "Monday to Friday" (R93): a count that comes upon one says how far
it came. All dates are local civil dates.
Source: 行政许可法 第八十二条 (working days, without statutory holidays); 民法典 第二百条至第二百零四条.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The work-day table: True for a working day, False for a rest day. A year counts only when all its days are there."""

    days: Mapping[date, bool] = field(repr=False, hash=False)
    years: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        often = Counter(day.year for day in self.days)
        whole = frozenset(year for year, number in often.items() if number == 365 + isleap(year))
        object.__setattr__(self, "years", whole)

    @property
    def last_loaded(self) -> date | None:
        """The last day of the last loaded year."""
        return date(max(self.years), 12, 31) if self.years else None

    def is_working(self, day: date) -> bool | None:
        """Whether the law's clock runs on this day; None when its year is not loaded."""
        return self.days[day] if day.year in self.years else None

    def first_unknown(self, since: date) -> date:
        """The first day from `since` on of which the calendar knows nothing."""
        year = since.year
        while year in self.years:
            year += 1
        return max(since, date(year, 1, 1))


@dataclass(frozen=True, slots=True)
class Count:
    """Where a count of days ended.

    `on` is the last day of the period, None when it could not be counted out; `not_before` is then the earliest day it
    can be: the last known day and the days still to count, each taken for one that counts. `unloaded` is the year that
    is missing.
    """

    on: date | None
    not_before: date
    unloaded: int | None = None


Rests = Callable[[date], bool]
"""Whether the clock stands on a day (a suspension)."""


def never(day: date) -> bool:
    """The clock that is not stopped."""
    return False


def count_working_days(start: date, days: int, calendar: Calendar, rests: Rests = never) -> Count:
    """The day on which a number of working days has passed, the day `start` itself not counted (民法典 第二百零一条)."""
    day, left = start, days
    while left > 0:
        after = day + ONE_DAY
        works = calendar.is_working(after)
        if works is None:
            return Count(None, day + left * ONE_DAY, after.year)
        left -= works and not rests(after)
        day = after
    return Count(day, day)


def count_natural_days(start: date, days: int, rests: Rests = never) -> Count:
    """The day on which a number of natural days has passed, `start` not counted, rest days counted."""
    day, left = start, days
    while left > 0:
        day += ONE_DAY
        left -= not rests(day)
    return Count(day, day)


def count_months(start: date, months: int, rests: Rests = never) -> Count:
    """The day with the same number so many months later, else that month's last (民法典 第二百零二条)."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    end = date(year, month, min(start.day, monthrange(year, month)[1]))
    return count_natural_days(start, (end - start).days, rests)


def moved_to_working_day(day: date, calendar: Calendar) -> Count:
    """The day itself, or after a rest day the next working day (民法典 第二百零三条)."""
    while (works := calendar.is_working(day)) is False:
        day += ONE_DAY
    return Count(day, day) if works else Count(None, day, day.year)


def working_days_between(after: date, until: date, calendar: Calendar) -> int:
    """Working days later than `after` up to and with `until`; negative when `until` is the earlier of the two.

    An unknown day counts as a working day, as it does in `Count.not_before`.
    """
    if until < after:
        return -working_days_between(until, after, calendar)
    days = (after + number * ONE_DAY for number in range(1, (until - after).days + 1))
    return sum(calendar.is_working(day) is not False for day in days)
