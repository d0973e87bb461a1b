"""R47: whichever byte of whichever column of an audit row is changed behind the program's back, `verify` names the row."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, text

from appcore.access import audit, audit_check
from appcore.access.audit_check import Finding
from models.audit import AuditEntry
from models.db import db
from tests.people import LINGXI_TOWN, acts

COLUMNS = tuple(column.name for column in AuditEntry.__table__.columns)
NUMBERS = ("id", "sequence", "form")
DROPS = {
    "sqlite": (
        "DROP TRIGGER audit_entry_no_update",
        "DROP TRIGGER audit_entry_no_delete",
        "DROP TRIGGER audit_entry_no_replace",
    ),
    "postgres": ("DROP TRIGGER audit_entry_append_only ON audit_entry",),
}
ROWS = 4


@pytest.fixture
def open_trail(app: Flask, store: str) -> Iterator[Connection]:
    """A trail of many kinds of entries whose triggers somebody has dropped, and his shell on the database."""
    with acts(app, LINGXI_TOWN):
        for number in range(ROWS):
            audit.note(
                "viewed",
                "窗口",
                f"{number}",
                "denied",
                {"名称": [None, "样例 “甲”"], "b": {"n": 1.5, "a": []}, "日": "1"},
            )
    with app.app_context(), db.engine.connect() as connection:
        for statement in DROPS[store]:
            connection.exec_driver_sql(statement)
        connection.commit()
        yield connection


def spoilt(value: Any, name: str, store: str, at: int) -> Iterator[Any]:
    """What stands in a column with one byte of it changed, in several ways."""
    if name in NUMBERS:
        yield from (value + 1000, -value)
    elif store == "sqlite":
        stored: bytes = value.encode()
        yield stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :] if stored else b"x"
        yield stored[:at] + b"\xff" + stored[at + 1 :] if stored else b"\xff"
        yield stored[:-1] if stored else b" "
        yield value  # the same bytes, as a BLOB: see `write`
    elif name == "changes":
        yield from (
            f"{value} ",
            value.replace(":", ": ", 1) if ":" in value else "[ ]",
            json.dumps(json.loads(value), ensure_ascii=False) + "\n",
        )
    elif name == "at":
        yield f"{value[:-1]}{(int(value[-1]) + 1) % 10}"
    else:
        yield from (
            value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :] if value else "x",
            value[:-1] if value else " ",
        )


def write(connection: Connection, row_id: int, name: str, value: Any) -> None:
    if isinstance(value, bytes):
        said = "CAST(:value AS TEXT)"
    elif connection.dialect.name == "sqlite":
        said = "CAST(:value AS BLOB)" if isinstance(value, str) else ":value"
    else:
        said = {"at": "CAST(:value AS timestamptz)", "changes": "CAST(:value AS json)"}.get(name, ":value")
    connection.execute(text(f"UPDATE audit_entry SET {name} = {said} WHERE id = :id"), {"value": value, "id": row_id})
    connection.commit()


def held(connection: Connection, row_id: int) -> dict[str, Any]:
    casts = {"at": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00'", "changes": "changes::text"}
    columns = [one if connection.dialect.name == "sqlite" else f"{casts.get(one, one)} AS {one}" for one in COLUMNS]
    row = connection.execute(text(f"SELECT {', '.join(columns)} FROM audit_entry WHERE id = :id"), {"id": row_id}).one()
    connection.rollback()
    return dict(row._mapping)


def put_back(connection: Connection, row_id: int, name: str, value: Any) -> None:
    write(
        connection,
        row_id,
        name,
        value.encode() if isinstance(value, str) and connection.dialect.name == "sqlite" else value,
    )


@pytest.mark.parametrize("name", COLUMNS)
def test_r47_any_byte_of_any_column_of_a_row_is_named(
    app: Flask, store: str, open_trail: Connection, name: str
) -> None:
    seeded = random.Random(name)
    with acts(app):
        assert next(audit_check.findings(), None) is None
        ids = list(open_trail.execute(text("SELECT id FROM audit_entry ORDER BY id")).scalars())
        for row_id in [*seeded.sample(ids[:-ROWS], ROWS), ids[-1]]:
            row = held(open_trail, row_id)
            at = (
                seeded.randrange(len(str(row[name]).encode()) if store == "sqlite" else len(str(row[name])))
                if row[name] not in ("", None)
                else 0
            )
            for other in spoilt(row[name], name, store, at):
                write(open_trail, row_id, name, other)
                found = list(audit_check.findings())
                now_id = other if name == "id" else row_id
                put_back(open_trail, now_id, name, row[name])

                assert [one for one in found if names(one, row["sequence"], now_id)], (row_id, row[name], other, found)
        assert next(audit_check.findings(), None) is None


def names(found: Finding, sequence: int, row_id: int) -> bool:
    return row_id == found.row_id or (found.kind != "missing" and sequence == found.sequence)


def test_r47_each_bad_row_is_named_not_the_first_alone(app: Flask, store: str, open_trail: Connection) -> None:
    for row_id in (3, 9, 20):
        open_trail.execute(text("UPDATE audit_entry SET result = 'failed' WHERE id = :id"), {"id": row_id})
    open_trail.commit()

    told = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert told.exit_code == 1
    assert told.output.splitlines() == [
        f"audit row {one}: the content does not match its hash (id {one})" for one in (3, 9, 20)
    ]


def test_entries_of_the_first_form_are_still_proved(app: Flask, store: str, open_trail: Connection) -> None:
    """What was written before the id was hashed too: form 1 stands, and any byte it covers is named."""
    with acts(app):
        _as_first_form(app, open_trail)
        assert next(audit_check.findings(), None) is None
        last = int(open_trail.execute(text("SELECT max(id) FROM audit_entry")).scalar_one())
        open_trail.rollback()
        row = held(open_trail, last)

        for name in ("at", "changes", "account", "form"):
            for other in spoilt(row[name], name, store, 0):
                write(open_trail, last, name, other)
                assert next(audit_check.findings(), None) is not None, (name, other)
                put_back(open_trail, last, name, row[name])


def _as_first_form(app: Flask, connection: Connection) -> None:
    """Write the last entry again as the first version of the program would have."""
    from appcore.access import audit_digest

    keyed = audit_digest.Keyed(app.extensions["settings"].audit_key)
    last = int(connection.execute(text("SELECT max(id) FROM audit_entry")).scalar_one())
    connection.rollback()
    row = held(connection, last) | {"form": 1}
    raw = row | {"at": row["at"].removesuffix("+00")}
    said = audit_digest.text_of(raw)
    assert said is not None
    values = {"id": last, "hash": keyed.hash(said)}
    connection.execute(text("UPDATE audit_entry SET form = 1, entry_hash = :hash WHERE id = :id"), values)
    for statement in ("DROP TRIGGER audit_head_grows",):
        connection.exec_driver_sql(statement + ("" if connection.dialect.name == "sqlite" else " ON audit_head"))
    connection.execute(text("UPDATE audit_head SET entry_hash = :hash"), values)
    connection.commit()
