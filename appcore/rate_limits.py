"""How often an address or an account may ask: counted over all workers in Redis, or in a small file of its own (decisions 32).

The file is never the product's database: a flood of refused requests must not wait for, nor hold up, a case being taken.
A counter that cannot be kept lets the request through: the hall goes on.
"""

from __future__ import annotations

import logging
import random
import sqlite3
import threading
from pathlib import Path
from typing import Any

import limits
from flask import Flask, current_app
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from appcore import clock
from appcore.settings import Settings
from models.db import sqlite_module

log = logging.getLogger("banshitai.limits")
DAYS_KNOWN = 30
SWEEP_ONE_IN = 500
TABLE = "CREATE TABLE IF NOT EXISTS counter (key TEXT PRIMARY KEY, count INTEGER NOT NULL, expires REAL NOT NULL) WITHOUT ROWID"
COUNT = (
    "INSERT INTO counter VALUES (:key, :amount, :expires) ON CONFLICT (key) DO UPDATE SET "
    "count = CASE WHEN expires <= :now THEN :amount ELSE count + :amount END, "
    "expires = CASE WHEN expires <= :now THEN :expires ELSE expires END RETURNING count"
)


class FileStorage(Storage):
    """Counters in a SQLite file that all workers share; a crash may lose the last seconds of counting, nothing else."""

    STORAGE_SCHEME = None

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path, self._lock = path, threading.Lock()
        self._connection: Any = None

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        return (sqlite3.Error, sqlite_module().Error)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = _now()
        if random.randrange(SWEEP_ONE_IN) == 0:  # noqa: S311 - when to tidy up, nothing secret
            self._one("DELETE FROM counter WHERE expires <= :now", {"now": now})
        values = {"key": key, "amount": amount, "expires": now + expiry, "now": now}
        return int(self._one(COUNT, values) or 0)

    def get(self, key: str) -> int:
        asked = "SELECT count FROM counter WHERE key = :key AND expires > :now"
        return int(self._one(asked, {"key": key, "now": _now()}) or 0)

    def get_expiry(self, key: str) -> float:
        return float(self._one("SELECT expires FROM counter WHERE key = :key", {"key": key}) or _now())

    def check(self) -> bool:
        return bool(self._one("SELECT 1", {}))

    def reset(self) -> int | None:
        self._one("DELETE FROM counter", {})
        return None

    def clear(self, key: str) -> None:
        self._one("DELETE FROM counter WHERE key = :key", {"key": key})

    def _one(self, statement: str, values: dict[str, Any]) -> Any:
        with self._lock:
            row = self._open().execute(statement, values).fetchone()
        return row[0] if row else None

    def _open(self) -> Any:
        """One connection a process, made at the first question, so that none is shared over a fork."""
        if self._connection is None:
            made = sqlite_module().connect(self._path, isolation_level=None, timeout=2, check_same_thread=False)
            for statement in ("PRAGMA journal_mode = wal", "PRAGMA synchronous = off", TABLE):
                made.execute(statement).fetchall()
            self._connection = made
        return self._connection

    def close(self) -> None:
        """Let go of the file; the next question opens it anew, which mends one that was lost."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None


class Limits:
    """The limits of an installation. An `allow` counts; a `test` only asks."""

    def __init__(self, settings: Settings) -> None:
        if settings.redis_url:
            self.storage: Storage = storage_from_string(settings.redis_url)  # type: ignore[assignment]
        else:
            self.storage = FileStorage(settings.instance_dir / "limits.db")
        self._windows = FixedWindowRateLimiter(self.storage)
        self._items = {
            name: limits.parse(text)
            for name in ("sign_in", "search", "lookup")
            if (text := getattr(settings, f"{name}_limit"))
        }

    def allows(self, name: str, who: str) -> int:
        """Count one; 0 when it may pass, else the seconds until it may again."""
        return self._asked(name, who, counts=True)

    def seconds_left(self, name: str, who: str) -> int:
        """0 when the limit is not reached, else the seconds until it is free again; counts nothing."""
        return self._asked(name, who, counts=False)

    def _asked(self, name: str, who: str, *, counts: bool) -> int:
        item = self._items.get(name)
        if item is None:
            return 0
        try:
            ask = self._windows.hit if counts else self._windows.test
            if ask(item, name, who):
                return 0
            return max(1, round(self._windows.get_window_stats(item, name, who).reset_time - _now()))
        except Exception as broken:  # noqa: BLE001 - any fault of the store of counters: the hall goes on
            self._cannot(broken)
            return 0

    def remember(self, address: str, username: str) -> None:
        """Who has signed in from an address is let in there again even while others fail at it (R18)."""
        self._quietly(lambda: self.storage.incr(f"known/{address}/{username}", DAYS_KNOWN * 86_400))

    def knows(self, address: str, username: str) -> bool:
        return bool(self._quietly(lambda: self.storage.get(f"known/{address}/{username}")))

    def _quietly(self, ask: Any) -> Any:
        try:
            return ask()
        except Exception as broken:  # noqa: BLE001 - as above
            self._cannot(broken)
            return None

    def _cannot(self, broken: Exception) -> None:
        log.warning("limits cannot be counted: %s", type(broken).__name__)
        if isinstance(self.storage, FileStorage):
            self.storage.close()


def install(app: Flask) -> None:
    app.extensions["limits"] = Limits(app.extensions["settings"])


def held() -> Limits:
    """The limits of the app at hand."""
    found: Limits = current_app.extensions["limits"]
    return found


def _now() -> float:
    return clock.now().timestamp()
