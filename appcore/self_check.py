"""The start-up self-check (R104): what would lose work or open a door is refused by name, what is only worrying is logged."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

from appcore import clock
from appcore.access import keys
from appcore.settings import Settings, SettingsError
from models.audit import AuditEntry

log = logging.getLogger("banshitai.start")
GIGABYTE = 1024**3
LEEWAY = timedelta(minutes=2)
WANTED_PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "recursive_triggers": "1"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of the installation. `fatal` ones stop the start."""

    fatal: bool
    sentence: str


def run(settings: Settings, engine: Engine) -> None:
    """Check this process's surroundings.

    Raises: SettingsError with every fatal finding.
    """
    found = list(findings(settings, engine))
    for one in found:
        log.log(logging.ERROR if one.fatal else logging.WARNING, "self-check: %s", one.sentence)
    fatal = [one.sentence for one in found if one.fatal]
    if fatal:
        raise SettingsError("; ".join(fatal))


def findings(settings: Settings, engine: Engine) -> Iterator[Finding]:
    """Everything that is wrong with folders, key file, disk, database and clock."""
    folder = settings.instance_dir
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(True, f"the instance folder {folder} cannot be written")
        return
    yield from _secrets(folder / "secrets.env")
    if "console" in settings.surface_set:
        yield from _keys(settings)
    yield from disk(shutil.disk_usage(folder).free)
    try:
        with engine.connect() as connection:
            yield from _durability(connection)
            yield from _clock(connection)
    except OperationalError:
        yield Finding(False, "the database does not answer")


def _secrets(path: Path) -> Iterator[Finding]:
    if path.exists() and path.stat().st_mode & 0o077:
        yield Finding(True, f"{path} can be read by others: chmod 600 it")


def _keys(settings: Settings) -> Iterator[Finding]:
    """Keys that cannot be used would show only when the first personal value is opened."""
    try:
        keys.ring_of(settings).all()
    except keys.KeyFault as fault:
        yield Finding(True, str(fault))


def disk(free: int) -> Iterator[Finding]:
    """What free space of the instance folder, in bytes, means."""
    if free < GIGABYTE:
        yield Finding(False, f"only {free // 1024**2} MB of disk are free")


def _durability(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name == "sqlite":
        for name, wanted in WANTED_PRAGMAS.items():
            value = str(connection.exec_driver_sql(f"PRAGMA {name}").scalar())
            if value != wanted:
                yield Finding(True, f"SQLite's {name} is {value}, wanted is {wanted}: a commit might be lost")
    elif connection.execute(text("SHOW synchronous_commit")).scalar() not in ("on", "remote_apply", "remote_write"):
        yield Finding(True, "PostgreSQL's synchronous_commit is off: a commit might be lost")


def _clock(connection: Connection) -> Iterator[Finding]:
    """A clock that runs behind the last audit entry would write history out of order."""
    if not inspect(connection).has_table(AuditEntry.__tablename__):
        return
    table = AuditEntry.__table__
    last = connection.execute(table.select().order_by(table.c.id.desc()).limit(1)).first()
    if last is not None and last.at > clock.now() + LEEWAY:
        yield Finding(True, f"the clock ({clock.now():%F %T}) is behind the last audit entry ({last.at:%F %T})")
