"""The schema: which version the database has, which this program wants, and bringing it there under a lock."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from models.db import db

LOCK = 330327


def versions() -> tuple[str | None, str | None]:
    """The schema version found in the database and the one wanted by this program."""
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    directory = current_app.extensions["migrate"].directory
    return found, ScriptDirectory(directory).get_current_head()


def migrate(afterwards: Callable[[], None] | None = None) -> None:
    """Create the database or bring it to this program's version; safe from several machines at once.

    `afterwards`: what else belongs to setting up; it runs under the same lock, so that two who set up do not both insert it.
    """
    with _locked():
        upgrade(directory=current_app.extensions["migrate"].directory)
        if afterwards is not None:
            afterwards()


@contextmanager
def _locked() -> Iterator[None]:
    if db.engine.dialect.name == "sqlite":
        path = Path(current_app.extensions["settings"].instance_dir) / "init.lock"
        with path.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        return
    # A connection of its own, outside a transaction and without the time-outs of ordinary work: whoever comes second
    # waits for the first.
    alone = create_engine(db.engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True)
    with alone.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
        yield
