"""Where a request comes from, for the audit and the limits: address (trusted proxies only) and a random request id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

from appcore.settings import Network

MOST_HOPS = 20


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


def client_address(peer: str, forwarded: Iterable[str], trusted: Iterable[Network]) -> str:
    """The nearest address that is not a proxy of ours: the peer, or what our own proxies say of whom they heard.

    `forwarded` are the values of X-Forwarded-For, each a list by commas, last hop last. What stands left of the first
    address that is not ours was said by a stranger about himself and counts for nothing.
    """
    ours = tuple(trusted)
    believed = _parsed(peer)
    if believed is None:
        return ""
    hops = [hop for value in forwarded for hop in value.split(",")][-MOST_HOPS:]
    for hop in reversed(hops):
        told = _parsed(hop.strip())
        if told is None or not any(believed in network for network in ours):
            break
        believed = told
    return str(believed)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it: bare, in brackets, with a port or a zone; an IPv4 one in IPv6 clothes as itself."""
    bare = text.partition("]")[0].removeprefix("[") if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
