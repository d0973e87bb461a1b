"""R38: while a password is hashed or a form is checked, nobody holds the write lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from appcore.access import accounts
from appcore.casework import application, intake
from appcore.transaction import unit_of_work
from models.db import db, house_session
from tests.acting import PASSWORD, Acting
from tests.casework.counter_forms import CLERK, PROMISED, form
from tests.people import acts


def another_can_write() -> bool:
    """Whether a second connection gets the write lock now (SQLite), or no transaction has written (PostgreSQL)."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("ROLLBACK")  # the BEGIN of this connection
            connection.exec_driver_sql("PRAGMA busy_timeout = 0").fetchall()
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except (OperationalError, sqlite3.OperationalError):
                connection.invalidate()
                return False
            connection.invalidate()
            return True
        writers = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL"
        return bool(connection.scalar(text(writers)) == 0)


def watched(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[bool]:
    """Ask at each call of a function, before and after its work, whether another could write."""
    seen: list[bool] = []
    real: Callable[..., Any] = getattr(module, name)

    def asking(*arguments: Any, **named: Any) -> Any:
        seen.append(another_can_write())
        answer = real(*arguments, **named)
        seen.append(another_can_write())
        return answer

    monkeypatch.setattr(module, name, asking)
    return seen


def test_r38_inside_a_unit_of_work_another_cannot_write(app: Flask) -> None:
    """The probe itself sees a lock that is held."""
    with acts(app) as session, unit_of_work(session):
        session.connection().execute(text("INSERT INTO counter (key, n) VALUES ('probe', 1)"))

        assert not another_can_write()


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_r38_no_lock_is_held_while_a_password_is_checked(
    app: Flask, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    """The cause of 9.5 s waits in recipe 1 was scrypt inside the login's transaction."""
    seen = watched(monkeypatch, accounts, "check_password_hash")

    with acts(app):
        accounts.sign_in(house_session(), CLERK, password)

    assert seen == [True, True]


def test_r38_no_lock_is_held_while_a_new_password_is_hashed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = watched(monkeypatch, accounts, "generate_password_hash")

    with acts(app):
        accounts.reset(CLERK)
        accounts.add("neu", role="auditor", name="样例")

    assert seen == [True] * 4


def test_r38_no_lock_is_held_while_a_form_is_checked(acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting(CLERK):
        handed_in = form(PROMISED)
        seen = watched(monkeypatch, application, "check")

        intake.accept(handed_in)

    assert seen == [True, True]


def test_r20_a_missing_account_is_hashed_against_all_the_same(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mechanism of R20: the dummy hash is computed."""
    seen = watched(monkeypatch, accounts, "check_password_hash")

    with acts(app):
        assert accounts.sign_in(house_session(), "nobody", "x") is None

    assert seen == [True, True]
