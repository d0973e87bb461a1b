"""The one SQLAlchemy object over Flask-AppBuilder's Model, and what SQLite and PostgreSQL each need to be safe.

SQLite: WAL, full sync, foreign keys, own BEGIN (deferred for reading, IMMEDIATE inside a unit of work).
PostgreSQL: pool pre-ping and time-outs, so that no statement or lock waits for ever.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, cast

from flask_appbuilder import Model
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.orm import DeclarativeBase, Session

Model.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class HouseSession(FlaskSession):
    """The session that `access.scope` guards: each of the product's sessions is one, no other library's is."""


class ReadSession(Session):
    """The public surface's session: its own engine, which can write nothing."""


db = SQLAlchemy(model_class=Model, session_options={"class_": HouseSession, "autoflush": False})


def house_session() -> HouseSession:
    """The session of this app context, by its own type."""
    return cast(HouseSession, db.session())


if TYPE_CHECKING:

    class Base(DeclarativeBase):
        """What the type checker sees of Flask-AppBuilder's Model."""

else:
    Base = Model

SQLITE_PRAGMAS = (
    "journal_mode=wal",
    "synchronous=full",
    "busy_timeout=15000",
    "foreign_keys=on",
    "recursive_triggers=on",  # without it INSERT OR REPLACE passes the delete triggers of the audit trail
    "secure_delete=on",
    "trusted_schema=off",
    "journal_size_limit=67108864",
)
POSTGRES_SETTINGS = {
    "statement_timeout": "15s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
    "synchronous_commit": "on",
}
SAFE_SQLITE = ((3, 44, 6), (3, 50, 7))
SAFE_SQLITE_FROM = (3, 51, 3)


def sqlite_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset fault, which can lose a commit with several processes."""
    return version >= SAFE_SQLITE_FROM or version in SAFE_SQLITE


def sqlite_module() -> Any:
    """The DB-API module to use for SQLite: the system's where it is safe, else the `pysqlite3` wheel.

    Raises: RuntimeError with a sentence when neither is safe.
    """
    if sqlite_is_safe(sqlite3.sqlite_version_info):
        return sqlite3
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        dbapi2 = None
    if dbapi2 is not None and sqlite_is_safe(dbapi2.sqlite_version_info):
        return dbapi2
    raise RuntimeError(f"SQLite {sqlite3.sqlite_version} can lose commits in WAL mode: install the pysqlite3 wheel")


def engine_options(url: str | URL) -> dict[str, Any]:
    """What `create_engine` wants for this database. Values never reach a log or an error (`hide_parameters`)."""
    options: dict[str, Any] = {"hide_parameters": True}
    if make_url(url).get_backend_name() == "sqlite":
        options["module"] = sqlite_module()
        return options
    settings = " ".join(f"-c {name}={value}" for name, value in POSTGRES_SETTINGS.items())
    return options | {"pool_pre_ping": True, "connect_args": {"options": settings, "connect_timeout": 5}}


def prepare(engine: Engine, *, read_only: bool = False) -> None:
    """Install on an engine what its store needs. `read_only` connections can write nothing at all."""
    if engine.dialect.name != "sqlite":
        if read_only:
            event.listen(engine, "begin", _begin_read_only)
        return

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        cursor = connection.cursor()
        for pragma in (*SQLITE_PRAGMAS, *(("query_only=on",) if read_only else ())):
            cursor.execute(f"PRAGMA {pragma}").fetchall()
        cursor.close()

    event.listen(engine, "begin", _begin)


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _begin_read_only(connection: Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")
