"""How the catalogue fares as a whole: by department and kind of rule, by town and hall, and what is owed. Every number has its list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.access.principal import digits_that_count, place_range
from appcore.catalogue import check_store, tasks
from appcore.catalogue.known import known
from models.check import CheckFinding, CheckRun, ItemTask, OfferRun
from models.organisation import Department
from models.place import Hall, Region

TOWN = 9
"""The digits that count in a town's code."""


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
    """One hall: its offers, their mean score and their problems. `town` is the place whose halls are told together."""

    code: str
    name: str
    town: str
    offers: int
    score: float
    errors: int
    warnings: int
    infos: int


@dataclass(frozen=True, slots=True)
class TownLine:
    """The halls of one town, or of the county itself."""

    code: str
    name: str
    halls: int
    offers: int
    score: float
    errors: int
    warnings: int
    infos: int


@dataclass(frozen=True, slots=True)
class Quality:
    """`score` is the mean over all editions that are watched; None before the first check."""

    departments: list[Line]
    towns: list[TownLine]
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
    return Quality(ranked, towns(session), editions, total / editions if editions else None)


def _owed() -> Select[str, date, int]:
    owed = select(ItemTask.department_code, ItemTask.due_on, func.count(ItemTask.id)).where(ItemTask.state == "open")
    return owed.group_by(ItemTask.department_code, ItemTask.due_on)


def towns(session: Session) -> list[TownLine]:
    """The places whose halls this person sees, the worst first."""
    by_town: dict[str, list[HallLine]] = defaultdict(list)
    for one in halls(session):
        by_town[one.town].append(one)
    names = dict(session.execute(select(Region.code, Region.name).where(Region.code.in_(by_town))).all())
    lines = []
    for code, rows in by_town.items():
        offers = sum(one.offers for one in rows)
        mean = sum(one.score * one.offers for one in rows) / offers
        counts = (sum(getattr(one, level) for one in rows) for level in ("errors", "warnings", "infos"))
        lines.append(TownLine(code, names.get(code, code), len(rows), offers, mean, *counts))
    return sorted(lines, key=_worst_first)


def halls(session: Session, town: str = "") -> list[HallLine]:
    """The halls whose offers this person sees, the worst first; of one town, or all."""
    query = (
        select(
            Hall.code, Hall.name, Hall.region_code, func.count(OfferRun.id), func.avg(OfferRun.score),
            func.sum(OfferRun.errors), func.sum(OfferRun.warnings), func.sum(OfferRun.infos),
        )
        .join(OfferRun, OfferRun.hall_code == Hall.code)
        .group_by(Hall.code, Hall.name, Hall.region_code)
    )  # fmt: skip
    if town:
        query = query.where(Hall.region_code.between(*_halls_of(town)))
    rows = [
        HallLine(row[0], row[1], town_of(row[2]), row[3], float(row[4]), *map(int, row[5:]))
        for row in session.execute(query)
    ]
    return sorted(rows, key=_worst_first)


def town_of(region_code: str) -> str:
    """The town that a place is or lies in; of the county itself, the county."""
    return region_code[:TOWN] + "0" * (len(region_code) - TOWN)


def _halls_of(town: str) -> tuple[str, str]:
    """The codes of a town with its villages; the county's own halls stand under its code alone."""
    return place_range(town) if digits_that_count(town) == TOWN else (town, town)


def _worst_first(one: HallLine | TownLine) -> tuple[int, float, str]:
    return (-one.errors, one.score, one.code)
