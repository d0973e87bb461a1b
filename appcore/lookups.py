"""What field kinds ask of the world, answered from the clock and the table of regions."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import current_app
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.access.principal import Person, current, place_range
from appcore.definition.lookup import CommonLookup
from models.place import Region
from models.workday import WorkDay

TOWN, VILLAGE = 9, 12
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class HouseLookup(CommonLookup):
    """A `definition.lookup.Lookup` over a session; the places are read once, when a form first offers them."""

    session: Session
    takes_files: bool = False
    _under: dict[str, Pairs] = field(default_factory=dict, init=False, compare=False)
    _years: dict[int, dict[date, bool]] = field(default_factory=dict, init=False, compare=False)

    @property
    def today(self) -> date:
        return clock.local_today()

    def region_name(self, code: str) -> str | None:
        """The names of town and village together, as an address reads."""
        names = self.session.execute(
            select(Region.code, Region.name).where(Region.code.in_({code[:9] + "000", code}))
        ).all()
        if code not in {row.code for row in names}:
            return None
        return "".join(row.name for row in sorted(names))

    def regions_under(self, code: str) -> Sequence[tuple[str, str]]:
        """The county's towns, those of whoever asks before the others, and the villages of each."""
        if not self._under:
            self._under.update(self._read())
        return self._under.get(code, ())

    def is_working(self, day: date) -> bool | None:
        """A year counts only when all its days are loaded (R93)."""
        if day.year not in self._years:
            span = WorkDay.day.between(date(day.year, 1, 1), date(day.year, 12, 31))
            rows = self.session.execute(select(WorkDay.day, WorkDay.is_off).where(span)).all()
            is_whole = len(rows) == 365 + isleap(day.year)
            self._years[day.year] = {row.day: not row.is_off for row in rows} if is_whole else {}
        return self._years[day.year].get(day)

    def _read(self) -> dict[str, Pairs]:
        low, high = place_range(current_app.extensions["settings"].county)
        today = self.today
        rows = self.session.execute(
            select(Region.code, Region.name, Region.level)
            .where(Region.code.between(low, high), Region.level.in_((TOWN, VILLAGE)))
            .where(or_(Region.valid_to.is_(None), Region.valid_to >= today))
            .order_by(Region.code)
        ).all()
        under: dict[str, Pairs] = {}
        for row in rows:
            under.setdefault("" if row.level == TOWN else row.code[:9] + "000", []).append((row.code, row.name))
        own = _own_towns()
        under[""] = sorted(under.get("", []), key=lambda pair: pair[0] not in own)
        return under


def _own_towns() -> frozenset[str]:
    """The towns in which whoever acts works."""
    who = current()
    if not isinstance(who, Person):
        return frozenset()
    places = {grant.place for grant in who.grants if grant.place} | ({who.hall_code[:12]} if who.hall_code else set())
    return frozenset(code[:9] + "000" for code in places)
