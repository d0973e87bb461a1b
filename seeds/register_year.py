"""Made-up lines in the books of the demo year, through the service, each at the hour in which it was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import select

from appcore import clock
from appcore.access import accounts
from appcore.access.principal import Person, acting_as
from appcore.casework import county_calendar
from appcore.definition.item import ItemDefinition
from appcore.definition.register import RegisterDefinition
from appcore.registers import books, entries
from models.account import User
from models.db import HouseSession
from seeds import stage, year
from seeds.answers import SampleLookup, fill_form

LINES = 210


@dataclass(frozen=True, slots=True, order=True)
class _Visit:
    at: datetime
    serial: int
    code: str


def load_lines(session: HouseSession, seed: int, now: datetime) -> dict[str, Any]:
    """Within a unit of work: lines of every book that a demo account writes, in the order of time."""
    draw = Random(seed)
    kept = {book.code: one[1] for book in books.readable(session) if (one := books.in_use(session, book.code))}
    people = _people(session)
    writers = {code: [one for one in people if one.roles & set(book.writers)] for code, book in kept.items()}
    codes = sorted(code for code, found in writers.items() if found)
    regions, written = stage.villages(session), 0
    for visit in _visits(draw, codes, session, now):
        who = draw.choice(writers[visit.code])
        with clock.fixed(visit.at), acting_as(who):
            _write(draw, kept[visit.code], who.hall_code or "", visit, regions)
        written += 1
    return {"lines": written}


def _visits(draw: Random, codes: Sequence[str], session: HouseSession, now: datetime) -> list[_Visit]:
    days = year.days(now.date(), county_calendar.calendar(session))
    if not codes:
        return []
    drawn = ((draw.choice(days), draw.choice((year.MORNING, year.AFTERNOON))) for _number in range(LINES))
    return sorted(
        _Visit(min(datetime.combine(day, begins), now), serial, codes[serial % len(codes)])
        for serial, (day, (begins, _minutes)) in enumerate(drawn, 1)
    )


def _write(draw: Random, book: RegisterDefinition, hall_code: str, visit: _Visit, regions: Sequence[str]) -> None:
    carrier = ItemDefinition(code="000000-00000", fields=book.fields)
    texts = fill_form(draw, carrier, {}, SampleLookup(visit.at.date(), regions), visit.serial)
    entries.write(book.code, hall_code=hall_code, day=visit.at.date(), raw=texts)


def _people(session: HouseSession) -> list[Person]:
    """The demo accounts that work in a hall."""
    users = session.scalars(
        select(User).where(User.is_demo.is_(True), User.hall_code.is_not(None)).order_by(User.username)
    )
    return [accounts.person_of(session, user) for user in users]
