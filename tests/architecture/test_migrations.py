"""Alembic owns the schema: what it makes is what the tables say, it goes back down, and set-up can be run at any time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from app import create_app
from appcore import schema_state
from appcore.settings import PREFIX, Settings
from models import tables
from models.db import db
from models.vocabulary import ROLE
from tests import postgres
from tests.conftest import SECRETS, House

HERE = Path(__file__).parents[2]


@pytest.fixture
def empty(store: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database in which there is nothing yet."""
    name = f"empty_{os.getpid()}"
    server = postgres.server() if store == "postgres" else None
    url = server.create_database(name) if server else f"sqlite:///{tmp_path / 'empty.db'}"
    made = create_app(Settings(**SECRETS, database_url=url, instance=str(tmp_path), secure_cookies=False))
    yield made
    with made.app_context():
        for engine in db.engines.values():
            engine.dispose()
    if server:
        server.drop_database(name)


def held_tables(app: Flask) -> set[str]:
    with app.app_context():
        return set(inspect(db.engine).get_table_names())


def test_the_migrated_database_is_what_the_tables_say(house: House) -> None:
    with house.app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})

        assert compare_metadata(context, tables.metadata) == []


def test_down_and_up_again_leaves_nothing_between(empty: Flask) -> None:
    directory = empty.extensions["migrate"].directory
    with empty.app_context():
        schema_state.migrate()
        before = sorted(inspect(db.engine).get_table_names())
        downgrade(directory=directory, revision="base")
        db.engine.dispose()
    assert held_tables(empty) <= {"alembic_version"}
    with empty.app_context():
        upgrade(directory=directory)
        db.engine.dispose()
        assert sorted(inspect(db.engine).get_table_names()) == before


def test_set_up_twice_is_set_up_once(empty: Flask) -> None:
    runner = empty.test_cli_runner()

    told = [runner.invoke(args=["init"]) for _ in range(2)]

    assert [one.exit_code for one in told] == [0, 0], told[0].output + told[1].output
    assert told[0].output == told[1].output
    with empty.app_context(), db.engine.connect() as connection:
        assert sorted(connection.execute(text("SELECT name FROM ab_role")).scalars()) == sorted(ROLE.slugs)
        assert schema_state.versions()[0] == schema_state.versions()[1]


def test_two_who_set_up_at_once_do_not_meet(empty: Flask) -> None:
    """Two machines of one installation start together: the second waits for the first."""
    settings: Settings = empty.extensions["settings"]
    chosen = {f"{PREFIX}{name.upper()}": str(value) for name, value in SECRETS.items()}
    environment = os.environ | chosen | {
        f"{PREFIX}DATABASE_URL": settings.url, f"{PREFIX}INSTANCE": settings.instance, "FLASK_APP": "app", "PYTHONWARNINGS": "",
    }  # fmt: skip

    started = [
        subprocess.Popen(
            [sys.executable, "-m", "flask", "init"], cwd=HERE, env=environment, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for _ in range(2)
    ]  # fmt: skip
    told = [one.communicate(timeout=300)[0] for one in started]

    assert [one.returncode for one in started] == [0, 0], told
    with empty.app_context(), db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM ab_role")) == len(ROLE.slugs)
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1


def test_the_lock_of_set_up_is_waited_for_beyond_the_time_outs_of_ordinary_work(empty: Flask, store: str) -> None:
    """On PostgreSQL a statement waits five seconds at most, and one that idles in a transaction is ended: not this one."""
    if store == "sqlite":
        return  # a lock on a file has no such limits
    with empty.app_context(), schema_state._locked(), db.engine.connect() as connection:
        held = connection.execute(
            text(
                "SELECT a.state FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
                "WHERE l.locktype = 'advisory' AND l.granted AND l.objid = :key"
            ),
            {"key": schema_state.LOCK},
        ).scalars()
        assert list(held) == ["idle"], "not 'idle in transaction'"
