"""Changing keys: every sealed value and index is brought under the newest key, in small transactions, while people work.

What is done needs no mark: a value says in its first bytes which key sealed it, so that a run that was cut off goes on where it
stopped. Only sealed bytes and index change, never who changed a row or its version: the content is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, and_, func, or_, select, update

from appcore.access import audit, ciphers, privacy
from appcore.access.privacy import Unreadable
from appcore.transaction import unit_of_work
from models.base import Sealing
from models.db import Base, HouseSession

BATCH = 200
ENDS = "_sealed"


@dataclass(frozen=True, slots=True)
class Done:
    """One batch: values that were sealed anew, and those that do not open."""

    table: str
    resealed: int
    unreadable: int


def sealed_columns() -> dict[Table, tuple[Column[Any], ...]]:
    """The sealed columns there are, by table."""
    found = {}
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Sealing):
            table: Table = mapper.local_table  # type: ignore[assignment]  # a mapped class of ours has one table
            found[table] = tuple(column for column in table.columns if column.name.endswith(ENDS))
    return found


def by_key(session: HouseSession) -> Counter[bytes]:
    """How many values each algorithm and key has sealed, by the header that they carry."""
    counted: Counter[bytes] = Counter()
    for table, columns in sealed_columns().items():
        for column in columns:
            heads = select(_head(column).label("head")).select_from(table).where(column.is_not(None)).subquery()
            rows = session.connection().execute(select(heads.c.head, func.count()).group_by(heads.c.head))
            counted.update({bytes(row[0]): row[1] for row in rows})
    return counted


def reseal(session: HouseSession, batch: int = BATCH) -> Iterator[Done]:
    """Bring all values under the newest key, one transaction a batch. Iterate to the end."""
    for table, columns in sealed_columns().items():
        after = 0
        while True:
            with unit_of_work(session):
                done, after = _batch(session, table, columns, after, batch)
            if done is None:
                break
            yield done


def _head(column: Column[Any]) -> Any:
    return func.substr(column, 1, ciphers.HEADER, type_=LargeBinary)


def _batch(
    session: HouseSession, table: Table, columns: tuple[Column[Any], ...], after: int, batch: int
) -> tuple[Done | None, int]:
    wanted = privacy.current_header()
    old = or_(*[and_(column.is_not(None), _head(column) != wanted) for column in columns])
    query = select(table.c.id, table.c.row_uid, *columns).where(table.c.id > after, old).order_by(table.c.id)
    rows = session.connection().execute(query.limit(batch)).all()
    if not rows:
        return None, after
    resealed = unreadable = 0
    for row in rows:
        for column in columns:
            stored = getattr(row, column.name)
            if stored is None or bytes(stored).startswith(wanted):
                continue
            try:
                resealed += _renew(session, table, column, row, bytes(stored))
            except Unreadable as problem:
                unreadable += 1
                facts = {"column": column.name, "why": str(problem)}
                audit.record(session, "unreadable", table.name, str(row.row_uid), facts)
    return Done(table.name, resealed, unreadable), rows[-1].id


def _renew(session: HouseSession, table: Table, column: Column[Any], row: Any, stored: bytes) -> int:
    """Seal one value anew, unless somebody wrote another one meanwhile."""
    bound_to = privacy.place(table.name, column.name, row.row_uid)
    clear = privacy.unseal(stored, bound_to)
    values: dict[str, Any] = {column.name: privacy.seal(clear, bound_to)}
    index = f"{column.name.removesuffix(ENDS)}_index"
    if index in table.columns:
        values[index] = privacy.index_of(clear)
    unchanged = and_(table.c.id == row.id, column == stored)
    return int(session.connection().execute(update(table).where(unchanged).values(**values)).rowcount)
