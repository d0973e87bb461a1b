"""办事指南次数 and 实际跑动次数: what the guide promises, and on how many days applicants really came (decisions 71).

A day counts when the applicant handed in, supplied or fetched something at a window on it. Only cases in sight are counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case as when
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from appcore.catalogue.editions_in_force import in_force_query
from models.case import Case, ClockEvent
from models.item import Edition, Item

CAME = ("received", "corrected", "delivered")
DONE = ("finished", "delivered")


@dataclass(frozen=True, slots=True)
class Visits:
    """One item: the visits of its edition in force, its finished cases, and the days on which their applicants came.

    `over` are the cases that took more days than the guide says; None where it says nothing.
    """

    item_id: int
    item_code: str
    name: str
    promised: int | None
    cases: int
    days: int
    over: int | None

    @property
    def average(self) -> float:
        return self.days / self.cases


def read(session: Session) -> list[Visits]:
    """Items with finished cases, those that keep the least of their promise first."""
    days = func.count(func.distinct(func.date(ClockEvent.at))).label("days")
    came = select(ClockEvent.case_id, days).where(ClockEvent.kind.in_(CAME)).group_by(ClockEvent.case_id).subquery()
    in_force = in_force_query().add_columns(Edition.visits).subquery()
    over = func.sum(when((came.c.days > in_force.c.visits, 1), else_=0))
    query = (
        select(Item.id, Item.code, Item.name, in_force.c.visits, func.count(Case.id), func.sum(came.c.days), over)
        .join(Case, Case.item_code == Item.code)
        .join(came, came.c.case_id == Case.id)
        .outerjoin(in_force, in_force.c.item_code == Item.code)
        .where(Case.state.in_(DONE))
        .group_by(Item.id, Item.code, Item.name, in_force.c.visits)
    )
    rows = [
        Visits(row[0], row[1], row[2], row[3], row[4], int(row[5]), None if row[3] is None else int(row[6]))
        for row in session.execute(query)
    ]
    return sorted(rows, key=lambda one: (-(one.over or 0) / one.cases, -one.average, one.item_code))
