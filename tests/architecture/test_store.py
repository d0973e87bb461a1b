"""What each connection promises, and what the database refuses by itself (R43, R90)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, Boolean, Date, DateTime, Integer, LargeBinary, String, create_engine, inspect, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from models.db import Base, db, engine_options, prepare
from models.elements import Element
from tests.people import acts

PRAGMAS = {
    "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000, "recursive_triggers": 1,
    "secure_delete": 1, "trusted_schema": 0,
}  # fmt: skip
SETTINGS = {
    "statement_timeout": "15s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "30s", "synchronous_commit": "on",
}  # fmt: skip
OURS = [table for name, table in sorted(Base.metadata.tables.items()) if not name.startswith("ab_")]


def test_r43_the_durability_setting_is_real_on_each_connection_of_the_pool(app: Flask, store: str) -> None:
    with app.app_context():
        connections = [db.engine.connect() for _ in range(3)]
        for connection in connections:
            wanted: dict[str, Any] = PRAGMAS if store == "sqlite" else SETTINGS
            ask = "PRAGMA {}" if store == "sqlite" else "SHOW {}"
            assert {name: connection.scalar(text(ask.format(name))) for name in wanted} == wanted
        for connection in connections:
            connection.close()


def test_r43_a_connection_that_was_used_and_given_back_keeps_it(app: Flask, store: str) -> None:
    with acts(app) as session:
        session.connection().execute(text("SELECT 1"))
    with app.app_context(), db.engine.connect() as connection:
        ask = "PRAGMA synchronous" if store == "sqlite" else "SHOW synchronous_commit"
        assert connection.scalar(text(ask)) == (2 if store == "sqlite" else "on")


def test_a_reading_engine_can_write_nothing(app: Flask) -> None:
    url = app.extensions["settings"].url
    engine = create_engine(url, **engine_options(url))
    prepare(engine, read_only=True)
    with (
        engine.connect() as connection,
        pytest.raises(DBAPIError, match=r"read-?only"),
    ):
        connection.execute(text("INSERT INTO counter (key, n) VALUES ('x', 1)"))
    engine.dispose()


def test_a_reference_to_nothing_is_refused(app: Flask) -> None:
    """Foreign keys are on."""
    with app.app_context(), db.engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text("UPDATE hall SET region_code = '999999999999'"))


# --- R90 ---------------------------------------------------------------------------------------------------------------


FITTING: tuple[tuple[type[Any], Any], ...] = (
    (String, "x"), (Boolean, False), (Integer, 1), (LargeBinary, b"x"), (DateTime, "2026-01-01 00:00:00+00:00"),
    (Date, "2026-01-01"), (JSON, "{}"),
)  # fmt: skip


def fitting(column: Any) -> Any:
    """A value of the column's kind and code list."""
    vocabulary = column.info.get("vocabulary")
    if vocabulary:
        return vocabulary.slugs[0]
    kind = getattr(column.type, "impl", column.type)
    return next(value for made, value in FITTING if isinstance(kind, made))


def values_for(table: Any) -> dict[str, Any]:
    """A row that fits, but for its references: every column that must be there."""
    numbered = {column.name for column in table.primary_key if isinstance(column.type, Integer)}
    return {one.name: fitting(one) for one in table.columns if not one.nullable and one.name not in numbered}


def insert(connection: Any, table: Any, row: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    holes = ", ".join(f":{name}" for name in row)
    connection.execute(text(f'INSERT INTO "{table.name}" ({names}) VALUES ({holes})'), row)


def bounded() -> list[tuple[Any, str, Any]]:
    """Table, column and a value that the column may not hold."""
    found: list[tuple[Any, str, Any]] = []
    for table in OURS:
        for column in table.columns:
            if isinstance(column.type, String) and column.type.length:
                found.append((table, column.name, "长" * (column.type.length + 1)))
            if column.info.get("vocabulary") is not None and isinstance(column.type, String):
                found.append((table, column.name, "no_such_slug"))
            element: Element | None = column.info.get("element")
            if element is not None and element.kind in ("integer", "fen"):
                found += [(table, column.name, -1), (table, column.name, element.maximum + 1)]
    return found


def test_r90_length_code_list_and_range_are_also_in_the_database(app: Flask) -> None:
    """SQLite ignores the length of VARCHAR. Foreign keys and triggers are off, so that nothing else can be the reason."""
    passed = []
    with app.app_context(), db.engine.connect() as connection:
        _only_checks(connection)
        for table, name, value in bounded():
            with connection.begin_nested() as savepoint:
                try:
                    insert(connection, table, values_for(table) | {name: value})
                    passed.append(f"{table.name}.{name} takes {str(value)[:12]}")
                except (IntegrityError, DataError) as refused:
                    said = str(refused.orig)
                    if not (
                        "CHECK" in said or "check constraint" in said or "too long" in said or "out of range" in said
                    ):
                        passed.append(f"{table.name}.{name}: {said}")
                savepoint.rollback()

    assert passed == []
    assert len(bounded()) > 300


def _only_checks(connection: Any) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET session_replication_role = replica"))
        return
    connection.exec_driver_sql("ROLLBACK")
    connection.exec_driver_sql("PRAGMA foreign_keys = off")
    triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
    connection.exec_driver_sql("BEGIN")
    for name in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def test_every_check_of_the_metadata_stands_in_the_database(app: Flask) -> None:
    """Alembic does not compare checks, so this does."""
    with app.app_context():
        inspector = inspect(db.engine)
        for table in OURS:
            wanted = {str(one.name) for one in table.constraints if one.__visit_name__.endswith("check_constraint")}
            held = {one["name"] for one in inspector.get_check_constraints(table.name)}
            assert wanted <= held, f"{table.name} lacks {sorted(wanted - held)}"
