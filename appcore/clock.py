"""Now: UTC instants for logs, local civil time (Asia/Shanghai) for the law; a test or a seed can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
_fixed: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC)


def local_now() -> datetime:
    """The present civil time in the county, naive, to the second."""
    return now().astimezone(LOCAL).replace(tzinfo=None, microsecond=0)


def local_today() -> date:
    return local_now().date()


@contextmanager
def fixed(local: datetime) -> Iterator[None]:
    """Within the block, the clock stands at this local civil time."""
    token = _fixed.set(local.replace(tzinfo=LOCAL).astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
