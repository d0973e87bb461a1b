"""Where a request comes from, for the audit: address (trusted proxies only) and a random request id."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Network address, id and kind of browser of the request at hand; empty for commands."""

    address: str = ""
    request_id: str = ""
    device: str = ""


_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)
NOWHERE = Origin()


def origin() -> Origin:
    """Where this work comes from; nowhere for a command."""
    return _origin.get() or NOWHERE


@contextmanager
def coming_from(where: Origin) -> Iterator[None]:
    """Within the block, work comes from there."""
    token = _origin.set(where)
    try:
        yield
    finally:
        _origin.reset(token)
