"""Tests stay on this machine, and say so when they do not."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from tests import guard


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "0.0.0.0", b"localhost", "", None])
def test_this_machine_is_local(host: object) -> None:
    assert guard.is_local(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1", "example.org", "2001:db8::1", "localhost.example.org"])
def test_other_machines_are_not(host: object) -> None:
    assert not guard.is_local(host)


def test_a_name_outside_is_not_even_looked_up() -> None:
    with pytest.raises(guard.NetworkRefused):
        urllib.request.urlopen("http://example.org/")


def test_an_address_outside_is_not_reached() -> None:
    with socket.socket() as outward, pytest.raises(guard.NetworkRefused):
        outward.connect(("192.0.2.1", 80))


def test_a_server_on_this_machine_is_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname(), timeout=5) as connected,
    ):
        assert connected.getpeername() == listening.getsockname()
