"""One user action, one transaction: all of it is kept or none, and nothing is written elsewhere (decisions 6, 7)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from appcore import records
from appcore.access import audit
from appcore.access.scope import as_system
from appcore.errors import Conflict, NoPrincipal, Refused
from appcore.transaction import unit_of_work
from models.audit import AuditEntry
from models.db import HouseSession
from models.window import Window, WindowKind
from tests.people import LINGXI, LINGXI_HALL, LINGXI_TOWN, acts


def window(number: str, **changes: Any) -> dict[str, Any]:
    return {"hall_code": LINGXI_HALL, "region_code": LINGXI, "number": number, "kind_code": "zonghe"} | changes


def windows(app: Flask) -> int:
    with acts(app) as session:
        return int(session.scalar(select(func.count(Window.id))) or 0)


def trail(app: Flask) -> int:
    with acts(app) as session:
        return int(session.scalar(select(func.count(AuditEntry.id))) or 0)


@pytest.mark.parametrize("how", ["flush", "commit"])
def test_a_write_outside_a_unit_is_refused(app: Flask, how: str) -> None:
    before = windows(app)

    with acts(app) as session:
        session.add(Window(**window("91")))
        with pytest.raises(NoPrincipal):
            getattr(session, how)()

    assert windows(app) == before


def test_what_a_unit_did_is_there_with_its_audit_entry(app: Flask) -> None:
    rows, entries = windows(app), trail(app)

    with acts(app, LINGXI_TOWN):
        records.create(Window, window("91"))

    assert (windows(app), trail(app)) == (rows + 1, entries + 1)


def test_a_fault_in_the_block_leaves_nothing(app: Flask) -> None:
    rows, entries = windows(app), trail(app)

    with acts(app, LINGXI_TOWN) as session, pytest.raises(ZeroDivisionError):
        _add_and_fail(session)

    assert (windows(app), trail(app)) == (rows, entries)


def _add_and_fail(session: HouseSession) -> None:
    with unit_of_work(session):
        records.add(session, Window(**window("91")))
        raise ZeroDivisionError


def test_a_unit_inside_a_unit_joins_it(app: Flask) -> None:
    """The outer one decides: what the inner one did is not there before it, and goes with it."""
    rows = windows(app)

    with acts(app, LINGXI_TOWN) as session:
        with pytest.raises(ZeroDivisionError):
            _create_and_fail(session)
        with unit_of_work(session):
            row = records.create(Window, window("92"))
            with as_system("test") as other:
                assert other.get(Window, row) is None

    assert windows(app) == rows + 1


def _create_and_fail(session: HouseSession) -> None:
    with unit_of_work(session):
        records.create(Window, window("91"))
        raise ZeroDivisionError


def test_an_inner_unit_that_failed_cannot_be_swallowed(app: Flask) -> None:
    """Half of what the inner one did would otherwise be kept with the outer one."""
    rows, entries = windows(app), trail(app)

    with acts(app, LINGXI_TOWN) as session, pytest.raises(RuntimeError, match="failed"):
        _create_twice_and_go_on(session)

    assert (windows(app), trail(app)) == (rows, entries)
    with acts(app, LINGXI_TOWN):
        records.create(Window, window("91"))
    assert windows(app) == rows + 1


def _create_twice_and_go_on(session: HouseSession) -> None:
    with unit_of_work(session):
        records.create(Window, window("91"))
        try:
            records.create(Window, window("91"))
        except Refused:
            records.create(Window, window("92"))


def test_a_double_is_refused_on_its_field_and_leaves_nothing(app: Flask) -> None:
    entries = trail(app)

    with acts(app, LINGXI_TOWN), pytest.raises(Refused) as refused:
        records.create(Window, window("01"))

    assert refused.value.field == "number"
    assert trail(app) == entries


@pytest.mark.parametrize(
    "values", [{"number": "9" * 5000}, {"position": "长" * 5000}, {"number": "9\0"}], ids=["number", "position", "nul"]
)
def test_r90_r36_what_the_database_cannot_hold_is_refused_in_words(app: Flask, values: dict[str, str]) -> None:
    """A CHECK on SQLite, a data error on PostgreSQL: both are a refusal, never a fault without words."""
    rows = windows(app)

    with acts(app, LINGXI_TOWN) as session:
        if values == {"number": "9\0"} and session.get_bind().dialect.name == "sqlite":
            return  # SQLite holds it; the forms refuse it before (R88)
        with pytest.raises(Refused):
            records.create(Window, window("91") | values)

    assert windows(app) == rows


def test_r39_the_second_save_of_the_same_version_is_a_conflict(app: Flask) -> None:
    with acts(app, LINGXI_TOWN):
        row = records.create(Window, window("91"))
        records.change(Window, row, {"position": "东侧"}, version=1)
        with pytest.raises(Conflict):
            records.change(Window, row, {"position": "西侧"}, version=1)

    with acts(app) as session:
        assert session.scalar(select(Window.position).where(Window.id == row)) == "东侧"


def test_a_row_that_changed_between_reading_and_flush_is_a_conflict(app: Flask) -> None:
    with acts(app):
        row = records.create(WindowKind, {"code": "neu", "name": "样例", "document_name": "样例", "position": 1})

    with acts(app) as session, pytest.raises(Conflict):
        _change_behind_the_back(session, row)


def _change_behind_the_back(session: HouseSession, row: int) -> None:
    with unit_of_work(session):
        kind = session.get(WindowKind, row)
        assert kind is not None
        session.connection().exec_driver_sql(f"UPDATE window_kind SET version = version + 1 WHERE id = {row}")
        kind.name = "另一个"


def test_the_audit_says_old_and_new_and_what_was_emptied(app: Flask) -> None:
    """R45: a change is recorded from its old to its new value; a personal one by its mask."""
    with acts(app, LINGXI_TOWN):
        row = records.create(Window, window("91", position="东侧"))
        records.change(Window, row, {"position": None, "number": "92"}, version=1)

    with acts(app) as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
        assert last is not None
        assert last.changes == {"number": ["91", "92"], "position": ["东侧", None]}
        assert (last.act, last.noun, last.row_key) == ("changed", "window", str(row))


def test_an_audit_entry_belongs_into_a_unit(app: Flask) -> None:
    with acts(app) as session, pytest.raises(RuntimeError, match="unit of work"):
        audit.record(session, "x", "window", "1")


def test_a_note_is_kept_by_itself(app: Flask) -> None:
    """Decisions 6: what a GET leaves behind is written in a short transaction of its own."""
    entries = trail(app)

    with acts(app, LINGXI_TOWN) as session:
        list(session.scalars(select(Window)))
        audit.note("exported", "window", "-")

    assert trail(app) == entries + 1
