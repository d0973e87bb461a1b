"""Where a webhook may go: listed hosts alone, and no address that the list does not mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcore import settings
from appcore.hooks import backoff, hosts, signature
from appcore.settings import PREFIX, SettingsError
from tests.conftest import SECRETS

LISTED = hosts.parsed("Hooks.county.gov.cn, *.city.gov.cn,10.1.2.3,::1")


@pytest.mark.parametrize("host", ["hooks.county.gov.cn", "a.city.gov.cn", "a.b.city.gov.cn", "10.1.2.3", "::1"])
def test_a_listed_host_is_admitted(host: str) -> None:
    assert LISTED.admit(host)


@pytest.mark.parametrize(
    "host",
    ["county.gov.cn", "city.gov.cn", "evilcity.gov.cn", "hooks.county.gov.cn.evil.cn", "10.1.2.4", "127.0.0.1", ""],
)
def test_no_other_host_is(host: str) -> None:
    assert not LISTED.admit(host)


@pytest.mark.parametrize(
    ("host", "address", "may"),
    [
        ("a.city.gov.cn", "1.2.3.4", True),
        ("a.city.gov.cn", "10.0.0.1", False),
        ("hooks.county.gov.cn", "10.0.0.1", True),
        ("hooks.county.gov.cn", "fd00::1", True),
        ("hooks.county.gov.cn", "127.0.0.1", False),
        ("hooks.county.gov.cn", "::ffff:127.0.0.1", False),
        ("hooks.county.gov.cn", "169.254.169.254", False),
        ("hooks.county.gov.cn", "fe80::1", False),
        ("hooks.county.gov.cn", "0.0.0.0", False),
        ("hooks.county.gov.cn", "224.0.0.1", False),
        ("hooks.county.gov.cn", "64:ff9b::7f00:1", False),
        ("hooks.county.gov.cn", "2002:7f00:1::1", False),
        ("hooks.county.gov.cn", "100.64.0.1", False),
        ("::1", "::1", True),
        ("10.1.2.3", "10.1.2.3", True),
    ],
)
def test_a_name_leads_only_where_the_list_means_it_to(host: str, address: str, may: bool) -> None:
    """A wildcard never leads inside; a whole name leads to private addresses; loopback only by its own name."""
    assert LISTED.reach(host, ip_address(address)) is may


@pytest.mark.parametrize(
    "address",
    [
        "", "hooks.county.gov.cn", "ftp://a.cn/", "file:///etc/passwd", "http://", "http://a.cn:99999/", "http://a.cn:0/",
        "http://me:secret@a.cn/", "http://@a.cn/", "http://a.cn/#x", "http://a.cn/ x", "http://a.cn/\r\nx: y", "http://例子.cn/",
        "http://a..cn/", "http://0x7f.1.!/", f"http://a.cn/{'x' * 300}", "http://[::1/", "//a.cn/x",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_words(address: str) -> None:
    with pytest.raises(hosts.BadAddress) as refused:
        hosts.target(address)

    assert refused.value.sentence


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        found = hosts.target(f"http://{text}")
    except hosts.BadAddress:
        return
    assert found.host == found.host.lower()
    assert found.path.startswith("/")


def test_an_address_is_taken_apart() -> None:
    assert hosts.target("https://Hooks.County.gov.cn./in?a=1") == hosts.Target(
        "https", "hooks.county.gov.cn", 443, "/in?a=1"
    )
    assert hosts.target("http://[::1]:8900") == hosts.Target("http", "::1", 8900, "/")


@pytest.mark.parametrize("listed", ["*", "http://a.cn", "a.cn/x", "a b", "*.10.1.2.3/8"])
def test_a_list_that_cannot_be_read_stops_the_start(listed: str) -> None:
    good = {f"{PREFIX}{name.upper()}": value for name, value in SECRETS.items()}

    with pytest.raises(SettingsError, match="BANSHITAI_WEBHOOK_HOSTS cannot be read"):
        settings.read({**good, f"{PREFIX}WEBHOOK_HOSTS": listed})


def test_a_message_is_signed_as_standard_webhooks_says() -> None:
    """The example of the specification."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'

    made = signature.headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)

    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(st.floats(0, 1))
def test_tries_grow_apart_and_end_with_the_day(chance: float) -> None:
    since = now = datetime(2026, 11, 23, tzinfo=UTC)
    waits: list[timedelta] = []
    while (again := backoff.next_try(len(waits) + 1, since, now, chance)) is not None:
        waits.append(again - now)
        now = again

    assert since + timedelta(hours=18) < now <= since + timedelta(days=1)
    assert waits == sorted(waits)
    assert timedelta(seconds=22) < waits[0] < timedelta(seconds=38)
    assert max(waits) <= timedelta(hours=5)
