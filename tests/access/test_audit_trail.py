"""The trail can be added to and nothing else; whatever is done to it behind the database's back is found (recipe 6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import IntegrityError

from appcore import clock, records
from appcore.access import audit, privacy
from appcore.errors import NotAllowed, Refused
from appcore.transaction import unit_of_work
from models import triggers
from models.audit import AuditEntry
from models.db import HouseSession, db
from models.staff import Staff
from models.window import Window
from tests.acting import PASSWORD
from tests.people import LINGXI, LINGXI_HALL, LINGXI_TOWN, acts, at
from tests.trail import first_bad_row

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def trail(app: Flask) -> Flask:
    """The seeded trail and six more entries at its end."""
    with acts(app, LINGXI_TOWN):
        for number in range(91, 97):
            audit.note("viewed", "window", str(number))
    return app


def last(connection: Connection, back: int = 0) -> int:
    return int(connection.scalar(select(func.max(AuditEntry.sequence))) or 0) - back


def by_hand(app: Flask, change: Callable[[Connection], object]) -> None:
    """Do something to the database file that the program never does: without the triggers, without the session."""
    with app.app_context(), db.engine.connect() as connection:
        for statement in _drops(connection):
            connection.exec_driver_sql(statement)
        change(connection)
        connection.commit()


def _drops(connection: Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        return [f"DROP TRIGGER audit_entry_no_{act}" for act in ("update", "delete")]
    return ["DROP TRIGGER audit_entry_append_only ON audit_entry"]


def verdict(app: Flask) -> tuple[int, str] | None:
    with acts(app):
        return first_bad_row()


# --- R46 ---------------------------------------------------------------------------------------------------------------

UPSERT = (
    "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE sequence = 1 "
    "ON CONFLICT (county_code, sequence) DO UPDATE SET account = 'x'"
)
WRITES = {
    "sqlite": (
        "UPDATE audit_entry SET account = 'x' WHERE sequence = 1",
        "DELETE FROM audit_entry WHERE sequence = 1",
        "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE sequence = 1",
        "REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE sequence = 1",
        "UPDATE OR REPLACE audit_entry SET sequence = 2 WHERE sequence = 1",
    ),
    "postgres": (
        "UPDATE audit_entry SET account = 'x' WHERE sequence = 1",
        "DELETE FROM audit_entry WHERE sequence = 1",
        UPSERT,
        "TRUNCATE audit_entry",
    ),
}


def test_r46_the_trail_is_append_only_in_the_database(trail: Flask, store: str) -> None:
    """INSERT OR REPLACE passes a delete trigger unless recursive_triggers is on."""
    for statement in WRITES[store]:
        with trail.app_context(), db.engine.connect() as connection:
            with pytest.raises(IntegrityError, match="append-only"):
                connection.execute(text(statement))
            connection.rollback()

    assert verdict(trail) is None


@pytest.mark.parametrize("table", triggers.APPEND_ONLY)
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"], ids=["update", "delete"])
def test_what_is_append_only_stays_as_it_was_written(trail: Flask, table: str, act: str) -> None:
    """The trail, a case's clock, an edition's acts, a hall's local values: cases are pinned to what they said."""
    with trail.app_context(), db.engine.connect() as connection:
        if not connection.scalar(text(f"SELECT count(*) FROM {table}")):
            return  # nothing there to change: the next test makes such a row
        with pytest.raises(IntegrityError, match="append-only"):
            connection.execute(text(act.format(table)))


# --- R47 (each byte: test_r47_every_byte.py; R48, against seals: test_r48_seals.py) ----------------------------------------------------------


def change(connection: Connection) -> int:
    victim = last(connection, 3)
    connection.execute(text("UPDATE audit_entry SET row_key = '92x' WHERE sequence = :n"), {"n": victim})
    return victim


def delete(connection: Connection) -> int:
    victim = last(connection, 3)
    connection.execute(text("DELETE FROM audit_entry WHERE sequence = :n"), {"n": victim})
    return victim + 1


def swap(connection: Connection) -> int:
    first, second = last(connection, 3), last(connection, 2)
    for here, there in ((first, -1), (second, first), (-1, second)):
        connection.execute(text("UPDATE audit_entry SET sequence = :b WHERE sequence = :a"), {"a": here, "b": there})
    return first


def renumber(connection: Connection) -> int:
    victim = last(connection, 3)
    connection.execute(text("DELETE FROM audit_entry WHERE sequence = :n"), {"n": victim})
    for number in range(victim + 1, last(connection) + 1):
        connection.execute(
            text("UPDATE audit_entry SET sequence = :b WHERE sequence = :a"), {"a": number, "b": number - 1}
        )
    return victim


def test_r46_a_shell_without_our_settings_replaces_no_row(trail: Flask, store: str) -> None:
    """INSERT OR REPLACE deletes without a delete trigger where recursive_triggers is off, as in a bare sqlite3."""
    if store == "postgres":
        return  # it has no such statement
    for table in (*triggers.APPEND_ONLY, "audit_head"):
        with trail.app_context(), db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA recursive_triggers = off")
            count = connection.scalar(text(f"SELECT count(*) FROM {table}"))
            if count:
                with pytest.raises(IntegrityError, match=r"append-only|only grows"):
                    connection.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))
            connection.rollback()
            connection.exec_driver_sql("PRAGMA recursive_triggers = on")
            connection.invalidate()

    assert verdict(trail) is None


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_head",
        "UPDATE audit_head SET sequence = sequence - 3",
        "UPDATE audit_head SET sequence = sequence",
    ],
)
def test_r46_the_end_of_a_chain_only_grows(trail: Flask, statement: str) -> None:
    with trail.app_context(), db.engine.connect() as connection:
        with pytest.raises(IntegrityError, match=r"audit_head"):
            connection.execute(text(statement))
        connection.rollback()


@pytest.mark.parametrize("how", ["change", "delete", "add"])
def test_r46_no_way_through_the_session_writes_an_entry(trail: Flask, how: str) -> None:
    """Entries are written by `audit.chain` alone: not even the system's session changes, removes or slips one in."""

    def done(session: HouseSession) -> None:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).first()
        assert entry is not None
        if how == "change":
            entry.account = "x"
        elif how == "delete":
            session.delete(entry)
        else:
            session.add(AuditEntry(sequence=10**6))
        session.flush()

    with acts(trail) as session, pytest.raises(NotAllowed), unit_of_work(session):
        done(session)

    assert verdict(trail) is None


def forge(connection: Connection) -> int:
    """A new entry whose hash is made without the key."""
    table = AuditEntry.__table__
    row = dict(connection.execute(select(table).where(table.c.sequence == last(connection))).one()._mapping)
    row |= {
        "id": row["id"] + 1,
        "sequence": row["sequence"] + 1,
        "previous_hash": row["entry_hash"],
        "entry_hash": "0" * 64,
    }
    connection.execute(table.insert(), [row])  # type: ignore[attr-defined]
    connection.execute(
        text("UPDATE audit_head SET sequence = :n, entry_hash = :h"), {"n": row["sequence"], "h": row["entry_hash"]}
    )
    return int(row["sequence"])


def cut(connection: Connection) -> int:
    end = last(connection)
    connection.execute(text("DELETE FROM audit_entry WHERE sequence > :n"), {"n": end - 3})
    return end - 2


def behead(connection: Connection) -> int:
    connection.execute(text("DELETE FROM audit_entry WHERE sequence <= 2"))
    return 3


@pytest.mark.parametrize(
    "tampering", [change, delete, swap, renumber, forge, cut, behead], ids=lambda done: done.__name__
)
def test_r47_tampering_names_the_first_bad_row(trail: Flask, tampering: Callable[[Connection], int]) -> None:
    bad: list[int] = []

    by_hand(trail, lambda connection: bad.append(tampering(connection)))

    found = verdict(trail)
    assert found is not None, "nothing was noticed"
    assert found[0] == bad[0], found


def test_r47_verify_ends_with_one_and_names_the_row(trail: Flask) -> None:
    bad: list[int] = []
    by_hand(trail, lambda connection: bad.append(change(connection)))

    told = trail.test_cli_runner().invoke(args=["audit", "verify"])

    assert told.exit_code == 1
    assert told.output.startswith(f"audit row {bad[0]}: ")


def test_r47_an_untouched_trail_is_whole(trail: Flask) -> None:
    told = trail.test_cli_runner().invoke(args=["audit", "verify"])

    said = f"the audit trail is whole: {len(entries(trail))} entries, no seal to compare with"
    assert (told.exit_code, told.output.strip()) == (0, said)


def test_r47_every_entry_counts_under_the_key(trail: Flask) -> None:
    """Another key makes every hash wrong: the chain cannot be written anew without it."""
    settings = trail.extensions["settings"]
    trail.extensions["settings"] = replace(settings, audit_key=settings.field_key)
    try:
        assert verdict(trail) == (1, "the content does not match its hash")
    finally:
        trail.extensions["settings"] = settings


# --- R49, R50 ----------------------------------------------------------------------------------------------------------


def test_r49_without_its_audit_entry_an_act_does_not_happen(app: Flask, store: str) -> None:
    with app.app_context(), db.engine.connect() as connection:
        make = "CREATE TRIGGER no_audit BEFORE INSERT ON audit_entry "
        how = (
            "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            if store == "sqlite"
            else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        connection.exec_driver_sql(make + how)
        connection.commit()

    with acts(app, LINGXI_TOWN), pytest.raises(Refused):
        records.create(Window, {"hall_code": LINGXI_HALL, "region_code": LINGXI, "number": "91", "kind_code": "zonghe"})

    with acts(app) as session:
        assert session.scalar(select(Window.id).where(Window.number == "91")) is None


def entries(app: Flask) -> list[AuditEntry]:
    with acts(app) as session:
        found = list(session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)))
        session.expunge_all()
    return found


def test_r50_an_entry_says_who_when_where_what_and_how_it_ended(app: Flask, sign_in: SignIn) -> None:
    """X-Forwarded-For is what a client says of itself; without a trusted proxy it is not the address."""
    visitor = app.test_client()

    with clock.fixed(at("2026-03-02T09:00")):
        visitor.post(
            "/console/login", data={"username": "lingxi_clerk", "password": PASSWORD},
            headers={"X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9", "Forwarded": "for=203.0.113.9"},
        )  # fmt: skip

    entry = entries(app)[-1]
    assert (entry.act, entry.noun, entry.row_key, entry.result) == ("signed_in", "account", "lingxi_clerk", "done")
    assert entry.address == "127.0.0.1"
    assert entry.at.isoformat() == "2026-03-02T01:00:00+00:00"
    assert len(entry.request_id) == 16


def test_r50_an_entry_names_account_person_and_roles_as_they_were(app: Flask) -> None:
    with acts(app, LINGXI_TOWN):
        audit.note("viewed", "window", "1", "denied", {"reason": "样例"})

    entry = entries(app)[-1]
    assert (entry.account, entry.actor, entry.roles) == (LINGXI_TOWN.username, LINGXI_TOWN.name, "hall_admin")
    assert (entry.result, entry.changes) == ("denied", {"reason": "样例"})


@pytest.mark.parametrize("name", ["a\r\nb", "a\x1b[31mb", "a\tb", "a\u202eb", "a\0b", "长" * 200])
def test_r52_what_was_typed_stays_one_line_of_an_entry(app: Flask, name: str) -> None:
    """A failed sign-in records what was typed as the name; NUL breaks only PostgreSQL (R88)."""
    app.test_client().post("/console/login", data={"username": name[:64], "password": "x"})

    entry = entries(app)[-1]
    if "sign_in" in entry.act:  # the form may have refused it before
        assert entry.row_key.isprintable()
        assert len(entry.row_key) <= 80
    assert verdict(app) is None


def test_r51_no_personal_value_reaches_the_trail(app: Flask) -> None:
    """What a change records of a personal column is its mask."""
    with acts(app, LINGXI_TOWN) as session, unit_of_work(session):
        staff = session.scalars(select(Staff)).first()
        assert staff is not None
        sealed = Staff(row_uid=staff.row_uid)
        privacy.put(sealed, "mobile", "13800001234")
        records.alter(session, staff, {"mobile_sealed": sealed.mobile_sealed, "mobile_index": sealed.mobile_index})

    changes = entries(app)[-1].changes
    assert changes == {"mobile_index": [None, "***"], "mobile_sealed": [None, "***"]}
