"""A pytest plugin for every run: no test reaches beyond this machine, and markers come from where a test stands."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from tests import memory, postgres

BROWSER_FOLDERS = {"browser", "journeys"}
ROW_FIXTURES = {"app", "client", "console", "database", "rows", "session", "store"}
ON_BOTH = {"test_r36_r39.py", "test_r45_scripted_day.py", "test_denials_are_noted.py"}
"""Tests of pages that are about rows: two savers, the trail. The pages themselves ask both stores through the same services."""
LOCAL_NAMES = {"localhost", "ip6-localhost", ""}


class NetworkRefused(RuntimeError):
    """A test tried to reach another machine."""


def is_local(host: object) -> bool:
    """Whether a host, as given to the socket module, can only be this machine. None means any local address."""
    if host is None:
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def refuse_network(event: str, args: tuple[Any, ...]) -> None:
    """An audit hook: it also sees libraries that keep the socket functions under names of their own."""
    if event == "socket.getaddrinfo" and not is_local(args[0]):
        raise NetworkRefused(f"a test asked for the address of {args[0]!r}; tests stay on this machine")
    if event in {"socket.connect", "socket.sendto"}:
        where, address = args[0], args[1]
        if where.family == socket.AF_UNIX or not isinstance(address, tuple):
            return
        if not is_local(address[0]):
            raise NetworkRefused(f"a test reached for {address[0]!r}; tests stay on this machine")


def pytest_configure() -> None:
    sys.addaudithook(refuse_network)
    if place := memory.folder():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", place)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by folder and by fixture, so that nobody has to remember a decorator."""
    here = Path(__file__).parent
    for item in items:
        folders = set(item.path.relative_to(here).parts) if item.path.is_relative_to(here) else set()
        if folders & BROWSER_FOLDERS:
            item.add_marker(pytest.mark.browser)
        elif ROW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.rows)
        if "bench" in folders:
            item.add_marker(pytest.mark.bench)
        if _waits_for_the_soak(item, folders):
            item.add_marker(pytest.mark.soak)


def _waits_for_the_soak(item: pytest.Item, folders: set[str]) -> bool:
    """What only `make soak` runs on PostgreSQL (docs/decisions/0030): nine tenths of the tests of pages, the attacks, the
    matrix's own test, the whole demo county, and the matrix's cells of most people. SQLite has everything in each run.
    """
    call = getattr(item, "callspec", None)
    if call is None or call.params.get("store") != "postgres":
        return False
    name = item.name.partition("[")[0]
    if name.startswith("test_r01_every_cell"):
        return bool(crc32(item.name.encode()) % 4)
    if "views" in folders:
        return item.path.name not in ON_BOTH and bool(crc32(f"{item.path.name}::{name}".encode()) % 10)
    return item.path.name in ("test_matrix_can_fail.py", "test_seed_county.py", "test_attacks.py")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say at the end how large the leak matrix was."""
    from tests.matrix import tally  # not on top: a plugin is loaded before the code it measures

    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ())]
    if line := tally.told(reports):
        terminalreporter.write_line(line)


def pytest_unconfigure() -> None:
    postgres.stop()
