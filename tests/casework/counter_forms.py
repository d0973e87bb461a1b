"""Forms as the counter hands them in, filled for a sample item, and the people at the counter of 灵溪."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from sqlalchemy import func, select

from appcore import clock
from appcore.casework import standard
from appcore.casework.application import Application
from models.case import Case
from models.db import HouseSession, house_session
from models.place import Region
from models.tables import metadata
from seeds import small
from seeds.answers import SampleLookup
from seeds.applications import application
from tests.people import LINGXI_HALL

CLERK = "lingxi_clerk"
INSTANT, PROMISED, NATURAL = small.INSTANT, small.PROMISED, small.NATURAL


def form(
    item: str = INSTANT, number: int = 1, *, hall: str = LINGXI_HALL, complete: bool = True, **changes: Any
) -> Application:
    """A form for an item, all of it filled; in an app context in which somebody acts."""
    session = house_session()
    found = standard.in_hall(session, item, hall)
    regions = tuple(session.scalars(select(Region.code).where(Region.level == 12)))
    lookup = SampleLookup(clock.local_today(), regions)
    made = application(Random(number), found.definition, hall, lookup, number, complete=complete)
    return replace(made, **changes)


def with_party(made: Application, **changes: Any) -> Application:
    """The same form with other words about its first party."""
    return replace(made, parties=(replace(made.parties[0], **changes), *made.parties[1:]))


def the_case(session: HouseSession, number: str) -> Case:
    return session.scalars(select(Case).where(Case.number == number)).one()


def counts(session: HouseSession) -> dict[str, int]:
    """How many rows each table has: equal before and after means that nothing was written."""

    connection = session.connection()
    return {
        table.name: int(connection.scalar(select(func.count()).select_from(table)) or 0)
        for table in metadata.sorted_tables
    }
