"""Made-up cases of a year, through the services of the counter: taken in, and finished early, in time, late or not yet."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from appcore import clock
from appcore.access.principal import System, acting_as
from appcore.casework import county_calendar, finish, intake
from appcore.casework.clock_events import ClockEvent
from appcore.casework.deadline import deadline
from appcore.casework.workdays import ONE_DAY, Calendar
from appcore.definition.item import ItemDefinition
from models.db import HouseSession
from seeds import stage, year
from seeds.answers import SampleLookup
from seeds.applications import application
from seeds.year import Visit

LATE, FORGOTTEN, REFUSED, WITHDRAWN = 0.04, 0.02, 0.015, 0.01
RECENT, BY_PERSON = timedelta(days=4), timedelta(days=60)
PROGRAM = System("演示")
WANTING = 0.25
"""Of the applications of the last days, how many lack a paper and are only received."""


REASONS = {"denied": "样例：材料核实后不符合条件", "withdrawn": "样例：申请人撤回"}


@dataclass(order=True)
class Finish:
    """A case that will be finished at a time."""

    at: datetime
    number: str
    hall_code: str = field(compare=False)
    outcome: str = field(compare=False)


class Year:
    """One run: the draws come from one generator, so that equal parameters make equal cases."""

    def __init__(self, session: HouseSession, seed: int, now: datetime) -> None:
        self.session = session
        self.draw = Random(seed)
        self.now = now
        self.calendar: Calendar = county_calendar.calendar(self.session)
        self.definitions = stage.definitions(self.session)
        self.offered = stage.offered(self.session, self.definitions)
        self.clerks = stage.clerks(self.session)
        self.regions = stage.villages(self.session)
        self.to_finish: list[Finish] = []
        self.finished = 0

    def play(self, number: int) -> dict[str, Any]:
        """Take in and finish in the order of time, so that numbers rise with the hours of a day.

        Within a unit of work: a year that breaks off leaves nothing.
        """
        for visit in year.visits(self.draw, number, self.now, self.calendar, self.offered, self.definitions):
            self.finish_until(visit.at)
            self.take(visit)
        self.finish_until(self.now)
        return {"finished": self.finished}

    def take(self, visit: Visit) -> None:
        definition = self.definitions[visit.item_code]
        recent = visit.at > self.now - RECENT and not definition.is_instant
        complete = not (recent and self.draw.random() < WANTING)
        with self._acting(visit.hall_code, visit.at):
            lookup = SampleLookup(visit.at.date(), self.regions)
            handed_in = application(self.draw, definition, visit.hall_code, lookup, visit.serial, complete=complete)
            lacks = any(state == "missing" for state, _note in handed_in.papers.values())
            taken = intake.receive(handed_in) if lacks else intake.accept(handed_in)
            if not lacks and not definition.is_instant:
                self._plan_finish(taken.number, visit, definition)

    def _plan_finish(self, number: str, visit: Visit, definition: ItemDefinition) -> None:
        """When and how it will end; a few are forgotten and stay open."""
        fate = self.draw.random()
        begun = [ClockEvent(kind, visit.at) for kind in ("received", "accepted")]
        due = deadline(begun, definition.promised_days or 0, definition.promised_unit or "working_days", self.calendar)
        if due is None or fate < FORGOTTEN:
            return
        received, due_at = visit.at, due.at or due.not_before
        if fate < FORGOTTEN + LATE:
            at = datetime.combine(due_at.date(), time(9)) + self.draw.randint(1, 12) * ONE_DAY
        else:
            at = received + (due_at - received) * self.draw.uniform(0.15, 0.95)
        outcome = self.draw.choices(("granted", "denied", "withdrawn"), (1 - REFUSED - WITHDRAWN, REFUSED, WITHDRAWN))[
            0
        ]
        heapq.heappush(self.to_finish, Finish(self._in_hours(at, received, due_at), number, visit.hall_code, outcome))

    def _in_hours(self, at: datetime, received: datetime, due_at: datetime) -> datetime:
        """The same time, or the nearest in opening hours before it; a case of hours may end on the day of receipt."""
        day = at.date()
        while day > received.date() and not year.is_working(day, self.calendar):
            day -= ONE_DAY
        if day == received.date():
            return max(received + timedelta(minutes=20), min(due_at, at))
        begins, minutes = self.draw.choice((year.MORNING, year.AFTERNOON))
        return datetime.combine(day, begins) + timedelta(minutes=self.draw.randrange(minutes))

    def finish_until(self, until: datetime) -> None:
        while self.to_finish and self.to_finish[0].at <= until:
            ending = heapq.heappop(self.to_finish)
            # A window never refuses alone: denials of the demo are the program's.
            hall = "" if ending.outcome == "denied" else ending.hall_code
            with self._acting(hall, ending.at):
                finish.finish(ending.number, ending.outcome, REASONS.get(ending.outcome, ""))
            self.finished += 1

    @contextmanager
    def _acting(self, hall_code: str, at: datetime) -> Iterator[None]:
        """Of late as the hall's clerk with a demo account, who then finds tasks of their own; else as the program."""
        late = at > self.now - BY_PERSON
        with clock.fixed(at), acting_as(self.clerks.get(hall_code, PROGRAM) if late else PROGRAM):
            yield
