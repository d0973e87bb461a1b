"""R50: the address of an entry is the peer's, or what our own proxies say; what a client says of itself counts for nothing."""

from __future__ import annotations

import pytest

from appcore.access.audit import one_line
from appcore.access.origin import client_address
from appcore.settings import Settings, SettingsError, checked, networks
from tests.conftest import SECRETS

OURS = networks("10.0.0.1, 192.168.7.0/24, ::1")


@pytest.mark.parametrize(
    ("peer", "forwarded", "wanted"),
    [
        ("203.0.113.5", [], "203.0.113.5"),
        ("203.0.113.5", ["198.51.100.7"], "203.0.113.5"),  # a stranger says so
        ("10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["127.0.0.1, 198.51.100.7"], "198.51.100.7"),  # the left part is what the client wrote
        ("10.0.0.1", ["1.1.1.1, 198.51.100.7, 192.168.7.9"], "198.51.100.7"),  # two proxies of ours
        ("10.0.0.1", ["1.1.1.1", "198.51.100.7"], "198.51.100.7"),  # in two headers
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", ["unknown"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.7, <script>"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.7\r\nX: y"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.7:51334"], "198.51.100.7"),
        ("::1", ["[2001:db8::7]:443"], "2001:db8::7"),
        ("::ffff:10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("fe80::1%eth0", ["198.51.100.7"], "fe80::1"),
        ("", ["198.51.100.7"], ""),
        ("10.0.0.1", [", ".join(["192.168.7.9"] * 500)], "192.168.7.9"),
    ],
)
def test_r50_the_address_is_of_the_nearest_one_that_is_not_ours(peer: str, forwarded: list[str], wanted: str) -> None:
    assert client_address(peer, forwarded, OURS) == wanted


def test_r50_without_proxies_of_ours_nobody_is_believed() -> None:
    assert client_address("127.0.0.1", ["198.51.100.7"], networks("")) == "127.0.0.1"


def test_r50_a_list_of_proxies_that_cannot_be_read_is_refused_at_the_start() -> None:
    with pytest.raises(SettingsError, match="BANSHITAI_PROXIES cannot be read"):
        checked(Settings(**SECRETS, proxies="10.0.0.1, nginx"))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("a\r\nb", r"a\r\nb"), ("\x1b[31m红", r"\x1b[31m红"), ("a\tb\0", r"a\tb\x00"), ("\u202egpj", r"\u202egpj"),
        ("\ud800", r"\ud800"), ("长" * 100, "长" * 80), ("", ""),
    ],
)  # fmt: skip
def test_r52_what_was_typed_is_one_line_with_the_rest_written_out(typed: str, wanted: str) -> None:
    assert one_line(typed) == wanted
