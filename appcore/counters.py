"""Counters without gaps: one statement raises a counter in the transaction that uses the number (decisions 12)."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from models.db import HouseSession
from models.numbering import Counter

_table = cast(Table, Counter.__table__)


def draw(session: HouseSession, key: str) -> int:
    """The next number of a counter, 1 first. Rolled back with the transaction, so nothing is lost or used twice."""
    connection = session.connection()
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    raised = (
        make(_table)
        .values(key=key, n=1)
        .on_conflict_do_update(index_elements=[_table.c.key], set_={"n": _table.c.n + 1})
        .returning(_table.c.n)
    )
    return int(connection.execute(raised).scalar_one())
