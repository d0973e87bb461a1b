"""How the catalogue fares as a whole: by department and kind of rule, by hall, and what is owed. Every number has its list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.catalogue import check_store, tasks
from appcore.catalogue.known import known
from models.check import CheckFinding, CheckRun, ItemTask, OfferRun
from models.organisation import Department
from models.place import Hall


@dataclass(slots=True)
class Cell:
    """Open problems of one kind of rule in one department."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0

    @property
    def total(self) -> int:
        return self.errors + self.warnings + self.infos

    def add(self, level: str, count: int) -> None:
        match level:
            case "error":
                self.errors += count
            case "warning":
                self.warnings += count
            case _:
                self.infos += count


@dataclass(slots=True)
class Line:
    """One department: its editions, their mean score, its cells by kind of rule, and its open tasks by light."""

    code: str
    name: str
    editions: int = 0
    score: float = 0.0
    cells: dict[str, Cell] = field(default_factory=lambda: defaultdict(Cell))
    owed: dict[tasks.Light, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def warnings(self) -> int:
        return sum(one.warnings for one in self.cells.values())

    @property
    def tasks(self) -> int:
        return sum(self.owed.values())


@dataclass(frozen=True, slots=True)
class HallLine:
    """One hall: its offers, their mean score and their problems."""

    code: str
    name: str
    offers: int
    score: float
    errors: int
    warnings: int
    infos: int


@dataclass(frozen=True, slots=True)
class Quality:
    """`score` is the mean over all editions that are watched; None before the first check."""

    departments: list[Line]
    halls: list[HallLine]
    editions: int
    score: float | None

    @property
    def owed(self) -> Mapping[tasks.Light, int]:
        return {light: sum(one.owed.get(light, 0) for one in self.departments) for light in ("red", "yellow", "green")}

    def open_of(self, level: str) -> int:
        return sum(getattr(cell, level) for line in self.departments for cell in line.cells.values())


def waiting(session: Session) -> int:
    """The editions that changed, or whose rules did, since they were last checked."""
    return len(check_store.stale(session, known(session)))


def read(session: Session) -> Quality:
    """Everything that this person sees, as it was last checked."""
    names = {row.code: row.name for row in session.execute(select(Department.code, Department.name))}
    lines: dict[str, Line] = {}

    def line(code: str) -> Line:
        return lines.setdefault(code, Line(code, names.get(code, code)))

    total = 0
    runs = select(CheckRun.department_code, func.count(CheckRun.id), func.sum(CheckRun.score))
    for row in session.execute(runs.group_by(CheckRun.department_code)):
        line(row[0]).editions, line(row[0]).score = row[1], row[2] / row[1]
        total += row[2]
    grouped = (CheckFinding.department_code, CheckFinding.group, CheckFinding.level)
    found = select(*grouped, func.count(CheckFinding.id)).where(CheckFinding.state == "open").group_by(*grouped)
    for code, group, level, count in session.execute(found):
        line(code).cells[group].add(level, count)
    for code, due_on, count in session.execute(_owed()):
        line(code).owed[tasks.light(due_on, clock.local_today())] += count
    editions = sum(one.editions for one in lines.values())
    ranked = sorted(lines.values(), key=lambda one: (one.score, one.code))
    return Quality(ranked, _halls(session), editions, total / editions if editions else None)


def _owed() -> Select[str, date, int]:
    owed = select(ItemTask.department_code, ItemTask.due_on, func.count(ItemTask.id)).where(ItemTask.state == "open")
    return owed.group_by(ItemTask.department_code, ItemTask.due_on)


def _halls(session: Session) -> list[HallLine]:
    """The halls whose offers this person sees, the worst first."""
    query = (
        select(
            Hall.code, Hall.name, func.count(OfferRun.id), func.avg(OfferRun.score), func.sum(OfferRun.errors),
            func.sum(OfferRun.warnings), func.sum(OfferRun.infos),
        )
        .join(OfferRun, OfferRun.hall_code == Hall.code)
        .group_by(Hall.code, Hall.name)
    )  # fmt: skip
    rows = [HallLine(row[0], row[1], row[2], float(row[3]), row[4], row[5], row[6]) for row in session.execute(query)]
    return sorted(rows, key=lambda one: (one.score, one.code))
