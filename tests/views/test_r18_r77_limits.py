"""R18, R77 and decision 32: how often may be asked is counted over all workers, and no office is locked out by one of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from appcore import clock, rate_limits
from appcore.settings import Settings, SettingsError, checked
from tests.acting import PASSWORD
from tests.conftest import SECRETS
from tests.people import at

NOON = at("2026-03-02T12:00")


@pytest.fixture
def limited(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """The app with small limits and counters of its own."""
    settings = replace(
        app.extensions["settings"], instance=str(tmp_path), sign_in_limit="5 per 5 minutes", search_limit="3 per minute", lookup_limit="3 per minute",
    )  # fmt: skip
    before, app.extensions["limits"] = app.extensions["limits"], rate_limits.Limits(settings)
    with clock.fixed(NOON):
        yield app
    app.extensions["limits"].storage.close()
    app.extensions["limits"] = before


def tries(client: FlaskClient, username: str, password: str = "wrong", address: str = "198.51.100.7") -> int:
    values = {"username": username, "password": password}
    return client.post("/console/login", data=values, environ_base={"REMOTE_ADDR": address}).status_code


def test_r18_failures_of_an_address_are_limited_and_the_answer_says_when_to_come_again(limited: Flask) -> None:
    client = limited.test_client()
    answers = [tries(client, f"nobody{number}") for number in range(5)]
    refused = client.post(
        "/console/login", data={"username": "x", "password": "y"}, environ_base={"REMOTE_ADDR": "198.51.100.7"}
    )

    assert answers == [422] * 5
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 300
    assert f"请在 {refused.headers['Retry-After']} 秒后再试" in refused.text
    assert refused.headers["Cache-Control"] == "no-store"


def test_r18_right_passwords_are_never_counted(limited: Flask) -> None:
    for _ in range(12):
        assert tries(limited.test_client(), "lingxi_clerk", PASSWORD) == 302


def test_r18_one_who_fails_does_not_lock_out_the_office(limited: Flask) -> None:
    """Whoever has signed in from there before is let in; another address is not touched; a new name waits."""
    assert tries(limited.test_client(), "lingxi_clerk", PASSWORD) == 302
    for number in range(9):
        tries(limited.test_client(), f"nobody{number}")

    assert tries(limited.test_client(), "lingxi_clerk", PASSWORD) == 302
    assert tries(limited.test_client(), "lingxi_admin", PASSWORD) == 429
    assert tries(limited.test_client(), "lingxi_admin", PASSWORD, "198.51.100.8") == 302


def test_r18_twenty_accounts_with_four_wrong_each_leave_the_others_free(app: Flask, tmp_path: Path) -> None:
    """The figure of the requirement, under the limit as it is delivered."""
    default = Settings(**SECRETS).sign_in_limit
    limits = rate_limits.Limits(replace(app.extensions["settings"], instance=str(tmp_path), sign_in_limit=default))
    for _ in range(20 * 4):
        limits.allows("sign_in", "198.51.100.7")

    assert limits.seconds_left("sign_in", "198.51.100.7") == 0
    limits.storage.reset()


def test_the_wait_ends(limited: Flask) -> None:
    for number in range(6):
        tries(limited.test_client(), f"nobody{number}")
    with clock.fixed(NOON + timedelta(minutes=5, seconds=1)):
        assert tries(limited.test_client(), "nobody") == 422


def test_a_stranger_who_claims_another_address_stays_the_same(limited: Flask) -> None:
    client = limited.test_client()
    answers = [
        client.post(
            "/console/login",
            data={"username": "x", "password": "y"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        ).status_code
        for number in range(6)
    ]

    assert answers == [422] * 5 + [429]


@pytest.mark.parametrize("path", ["/items?q=sfz", "/suggest?q=sfz"])
def test_public_searches_are_limited_and_ordinary_pages_are_not(limited: Flask, path: str) -> None:
    client = limited.test_client()

    assert [client.get(path).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert [client.get(other).status_code for other in ("/", "/items", "/halls", "/healthz") for _ in range(3)] == [
        200
    ] * 12
    with client.get("/static/css/tokens.css") as answer:
        assert answer.status_code == 200


def test_look_ups_are_limited_by_account(limited: Flask) -> None:
    clerk, other = limited.test_client(), limited.test_client()
    tries(clerk, "county_editor", PASSWORD)
    tries(other, "lingxi_clerk", PASSWORD)
    path = "/console/catalogue/item/lookup/department_code?q="

    assert [clerk.get(path).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert other.get("/console/search?q=x").status_code == 200


def test_all_workers_count_together_in_a_file_that_is_not_the_database(limited: Flask, tmp_path: Path) -> None:
    first = limited.extensions["limits"]
    second = rate_limits.Limits(
        replace(limited.extensions["settings"], instance=str(tmp_path), search_limit="3 per minute")
    )

    told = [one.allows("search", "198.51.100.7") == 0 for one in (first, second, first, second)]

    assert told == [True, True, True, False]
    assert (tmp_path / "limits.db").stat().st_mode & 0o077 == 0
    second.storage.reset()


def test_counters_that_cannot_be_kept_let_everybody_through_and_come_back(limited: Flask, tmp_path: Path) -> None:
    limits = limited.extensions["limits"]
    limits.storage.close()
    for end in ("", "-wal", "-shm"):
        (tmp_path / f"limits.db{end}").unlink(missing_ok=True)
    (tmp_path / "limits.db").write_bytes(b"this is no database, torn by a power cut" * 50)

    assert limits.allows("search", "a") == 0
    assert limits.allows("search", "a") == 0
    with pytest.raises(sqlite3.DatabaseError), sqlite3.connect(tmp_path / "limits.db") as connection:
        connection.execute("SELECT * FROM counter")
    (tmp_path / "limits.db").unlink()
    assert [limits.allows("search", "a") == 0 for _ in range(4)] == [True, True, True, False]


@pytest.mark.parametrize("name", ["sign_in_limit", "search_limit", "lookup_limit", "seal_command"])
def test_a_limit_or_command_that_cannot_be_read_is_refused_at_the_start(name: str) -> None:
    with pytest.raises(SettingsError, match=f"BANSHITAI_{name.upper()} cannot be read"):
        checked(Settings(**{**SECRETS, name: "many, 'often"}))


def test_redis_without_its_package_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appcore.settings.find_spec", lambda _name: None)

    with pytest.raises(SettingsError, match="the package redis is not installed"):
        checked(Settings(**SECRETS, redis_url="redis://localhost"))
