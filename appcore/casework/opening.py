"""Opening hours of a hall, as far as the clock asks for them: closing time, and limits in hours of opening only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from appcore.casework.workdays import ONE_DAY, Calendar, Count

Sessions = tuple[tuple[time, time], ...]
Span = tuple[datetime, datetime]
USUAL: Sessions = ((time(8, 30), time(12)), (time(14), time(17)))


@dataclass(frozen=True, slots=True)
class Opening:
    """When a hall is open on working days. `special` names other hours of single days; () is a closed day (台风, 停办).

    A hall that also opens on a rest day (逢场天) is not entered here: that opens windows, not the law's clock.
    """

    sessions: Sessions = USUAL
    special: Mapping[date, Sessions] = field(default_factory=dict, hash=False)

    def on(self, day: date, calendar: Calendar) -> Sessions | None:
        """The sessions of a day, () when closed, None when the calendar does not know the day."""
        works = calendar.is_working(day)
        if works is None:
            return None
        return self.special.get(day, self.sessions) if works else ()

    def closes(self, day: date) -> time:
        """The end of the last session of a day on which the hall is open."""
        return (self.special.get(day) or self.sessions)[-1][1]

    def spans(self, start: datetime, calendar: Calendar) -> Iterator[Span]:
        """The times of opening since `start`, up to the end of the calendar."""
        day = start.date()
        while (sessions := self.on(day, calendar)) is not None:
            for opens, closes in sessions:
                begin, end = max(start, datetime.combine(day, opens)), datetime.combine(day, closes)
                if begin < end:
                    yield begin, end
            day += ONE_DAY


def day_of_instant(at: datetime, calendar: Calendar, opening: Opening) -> Count:
    """The day on which an instant item taken at this time falls due (practice.md 2.1).

    The same day; the next day on which the hall is open after closing time, on a rest day or on a closed day.
    """
    day = at.date()
    if opening.on(day, calendar) and at.time() > opening.closes(day):
        day += ONE_DAY
    while (sessions := opening.on(day, calendar)) == ():
        day += ONE_DAY
    return Count(day, day) if sessions else Count(None, day, day.year)
