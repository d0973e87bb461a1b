"""Deleted means gone: what a store keeps of freed rows is overwritten (R80)."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from sqlalchemy.exc import DBAPIError

from models.db import HouseSession, db

log = logging.getLogger("banshitai")


def overwrite_freed(session: HouseSession, tables: Iterable[str]) -> bool:
    """After a commit: SQLite's log is folded into the file, whose freed pages `secure_delete` has zeroed; PostgreSQL is vacuumed.

    Returns: whether it was done; else the store does it by itself later (checkpoint, autovacuum). Backups are not touched.
    """
    session.rollback()
    try:
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect() as connection:
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0]
                connection.rollback()
            return not busy
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("SET statement_timeout = 0")
            for name in tables:
                connection.exec_driver_sql(f'VACUUM "{name}"')
            connection.exec_driver_sql("RESET statement_timeout")
    except DBAPIError:
        log.warning("freed rows were not overwritten at once", exc_info=True)
        return False
    return True
