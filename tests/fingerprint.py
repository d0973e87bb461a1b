"""What the database holds, as one hash a table: what a refused request may not change, and which tables a request did change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from flask import Flask
from sqlalchemy import Engine, MetaData, Table, select

TRAIL = frozenset({"audit_entry", "audit_head", "login_session", "read_log"})
"""What a denial, or seeing whole personal values, itself leaves behind, and the sessions of those who come in meanwhile (R27)."""
COUNTED = frozenset({"login_count", "fail_login_count", "last_login", "seen_at"})


def fingerprint(app: Flask) -> dict[str, str]:
    """One hash for each table of the product, counters of signing in left out."""
    from models.db import db  # not on top: the stock app of the attacks uses this module without our tables

    with app.app_context():
        return of_engine(db.engine, db.metadata)


def of_engine(engine: Engine, metadata: MetaData) -> dict[str, str]:
    with engine.connect() as connection:
        return {
            table.name: _digest(
                tuple(row) for row in connection.execute(select(*_columns(table)).order_by(*_key(table)))
            )
            for table in metadata.sorted_tables
        }


def changed(before: dict[str, str], after: dict[str, str], *, but: Iterable[str] = TRAIL) -> list[str]:
    """The tables that differ, save those that may."""
    return sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name) and name not in but
    )


def _columns(table: Table) -> list[Any]:
    return [column for column in table.columns if column.name not in COUNTED]


def _key(table: Table) -> list[Any]:
    return list(table.primary_key.columns) or list(table.columns)


def _digest(rows: Iterable[tuple[object, ...]]) -> str:
    made = hashlib.sha256()
    for row in rows:
        made.update(repr(row).encode("utf-8", "surrogatepass"))
    return made.hexdigest()
