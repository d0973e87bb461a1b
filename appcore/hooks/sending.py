"""One message to one address: resolved, checked, and connected to what was checked; no redirect, no proxy, no waiting for ever."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address

from appcore.hooks.hosts import Address, Hosts, Target

PATIENCE = 10.0
"""Seconds for each step of the network, and for the whole exchange together."""
MOST_READ = 4096
"""Bytes of an answer that are read; what it says does not matter."""


class NotSent(Exception):
    """The message was not taken: `fault` is a slug of HOOK_FAULT, `status` the answer's where there was one."""

    def __init__(self, fault: str, status: int | None = None) -> None:
        super().__init__(fault)
        self.fault, self.status = fault, status


def post(target: Target, hosts: Hosts, body: bytes, headers: Mapping[str, str]) -> int:
    """Post a body. Returns: the status, from 200 to 299. Raises: NotSent for anything else."""
    if not hosts.admit(target.host):
        raise NotSent("not_listed")
    address = _checked(target, hosts)
    try:
        with _connected(target, address) as connection:
            connection.request("POST", target.path, body, dict(headers))
            answer = connection.getresponse()
            status = answer.status
            with suppress(HTTPException, OSError):  # it was said by the status; the rest is courtesy
                answer.read(MOST_READ)
    except ssl.SSLError as broken:
        raise NotSent("tls") from broken
    except TimeoutError as broken:
        raise NotSent("timeout") from broken
    except HTTPException as broken:
        raise NotSent("garbled") from broken
    except OSError as broken:
        raise NotSent("no_connection") from broken
    if not 200 <= status < 300:
        raise NotSent("redirect" if 300 <= status < 400 else "status", status)
    return status


def _checked(target: Target, hosts: Hosts) -> Address:
    """The address to connect to. A name of which any address is out of reach is refused as a whole."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as broken:
        raise NotSent("unknown_host") from broken
    addresses = [ip_address(one[4][0]) for one in found]
    if not addresses:
        raise NotSent("unknown_host")
    if not all(hosts.reach(target.host, address) for address in addresses):
        raise NotSent("refused_address")
    return addresses[0]


@contextmanager
def _connected(target: Target, address: Address) -> Iterator[HTTPConnection]:
    """A connection whose socket is open to this address already, and shut when the patience is over (a TimeoutError)."""
    over = threading.Event()
    plain = socket.create_connection((str(address), target.port), PATIENCE)
    watched = plain.dup()  # the same connection, also where TLS takes the socket itself over
    watch = threading.Timer(PATIENCE, _shut, (watched, over))
    watch.daemon = True
    watch.start()
    kind = HTTPSConnection if target.scheme == "https" else HTTPConnection
    connection = kind(target.host, target.port, timeout=PATIENCE)
    try:
        connection.sock = plain
        if target.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
        yield connection
    except (OSError, HTTPException) as broken:
        if over.is_set():
            raise TimeoutError from broken
        raise
    finally:
        watch.cancel()
        for one in (connection, plain, watched):
            one.close()


def _shut(watched: socket.socket, over: threading.Event) -> None:
    over.set()
    with suppress(OSError):  # the other end was first
        watched.shutdown(socket.SHUT_RDWR)
