"""R17, R18, R20: five wrong tries, counted in the database before they are looked at, over every door and every worker."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.security import check_password_hash

from appcore import clock
from appcore.access import accounts
from appcore.transaction import unit_of_work
from models.account import User
from models.db import db
from models.sign_in import Credential
from seeds.accounts import ACCOUNTS
from tests.acting import PASSWORD, Acting
from tests.people import at

CLERK = "lingxi_clerk"
START = at("2026-03-02T09:00")
AT_ONCE = 40


def sign_in(app: Flask, username: str = CLERK, password: str = PASSWORD, client: FlaskClient | None = None) -> Any:
    data = {"username": username, "password": password}
    return (client or app.test_client()).post("/console/login", data=data)


def wrong(app: Flask, times: int, username: str = CLERK) -> list[int]:
    return [sign_in(app, username, f"wrong-{number}-guess").status_code for number in range(times)]


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that are looked at, in order; a made-up one answers at once, so that a test of counting does not wait for scrypt."""
    looked_at: list[str] = []

    def noting(stored: str, password: str) -> bool:
        looked_at.append(stored)
        return password == PASSWORD and stored != accounts.DUMMY and check_password_hash(stored, password)

    monkeypatch.setattr(accounts, "check_password_hash", noting)
    return looked_at


def test_r17_after_five_wrong_the_right_one_is_refused_for_ten_minutes_and_then_taken(
    app: Flask, cheap: list[str]
) -> None:
    with clock.fixed(START):
        assert wrong(app, 5) == [422] * 5
        refused = sign_in(app)
    with clock.fixed(START + timedelta(minutes=9, seconds=59)):
        still = sign_in(app)
    with clock.fixed(START + timedelta(minutes=10)):
        taken = sign_in(app)

    assert refused.status_code == still.status_code == 422
    assert "账号或密码不正确" in refused.text
    assert taken.status_code == 302


def test_r17_four_wrong_and_a_right_one_begin_the_count_anew(app: Flask, cheap: list[str]) -> None:
    for _ in range(2):
        assert wrong(app, 4) == [422] * 4
        assert sign_in(app).status_code == 302


def test_r17_of_forty_guesses_at_once_at_most_five_are_looked_at(app: Flask, cheap: list[str]) -> None:
    start = threading.Barrier(AT_ONCE)
    told: list[int] = []

    def guess(number: int) -> None:
        client = app.test_client()
        start.wait()
        told.append(sign_in(app, password=f"guess number {number}", client=client).status_code)

    crowd = [threading.Thread(target=guess, args=(number,)) for number in range(AT_ONCE)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert told == [422] * AT_ONCE
    assert len(cheap) == AT_ONCE
    assert sum(stored != accounts.DUMMY for stored in cheap) == 5
    assert sign_in(app).status_code == 422


def by_the_change_page(client: FlaskClient, secret: str) -> int:
    data = {"current": secret, "new": "five lamps over the harbour", "repeat": "five lamps over the harbour"}
    return client.post("/console/access/me/password", data=data).status_code


def by_the_pin_page(client: FlaskClient, secret: str) -> int:
    return client.post(
        "/console/access/me/pin", data={"pin": "582914", "repeat": "582914", "password": secret}
    ).status_code


def by_the_lock(client: FlaskClient, secret: str) -> int:
    client.post("/console/login/lock")
    return client.post("/console/login/unlock", data={"author": CLERK, "secret": secret}).status_code


def by_the_second_factor_page(client: FlaskClient, secret: str) -> int:
    return client.post("/console/access/me/second/begin", data={"password": secret}).status_code


@pytest.mark.parametrize(
    "door", [by_the_change_page, by_the_pin_page, by_the_lock, by_the_second_factor_page], ids=lambda one: one.__name__
)
def test_r17_every_door_that_asks_for_the_password_counts_with_the_others(
    door: Callable[[FlaskClient, str], int], app: Flask, cheap: list[str]
) -> None:
    client = app.test_client()
    sign_in(app, client=client)
    assert wrong(app, 3) == [422] * 3

    assert [door(client, f"wrong {number}") for number in range(2)] == [422, 422]
    assert door(client, PASSWORD) == 422
    assert sign_in(app).status_code == 422


def test_r18_a_refused_account_goes_on_where_it_is_signed_in(app: Flask, cheap: list[str]) -> None:
    client = app.test_client()
    sign_in(app, client=client)

    wrong(app, 6)

    assert client.get("/console/").status_code == 200


def test_r18_four_wrong_for_everybody_from_one_address_keep_nobody_out(app: Flask, cheap: list[str]) -> None:
    for one in ACCOUNTS:
        wrong(app, 4, one.username)

    assert {sign_in(app, one.username).status_code for one in ACCOUNTS} == {302}


def test_r20_missing_disabled_refused_and_wrong_look_the_same_and_cost_one_hash_each(
    app: Flask, acting: Acting, cheap: list[str]
) -> None:
    """Same status and length. The time is that of one hash: the mechanism; the ratio is measured by the benchmark."""
    with acting(), unit_of_work() as session:
        session.scalars(select(User).where(User.username == "qianku_clerk")).one().active = False
    wrong(app, 5, "lingxi_admin")
    cheap.clear()

    answers = {
        who: sign_in(app, who, "wrong password")
        for who in ("lingxi_clerk", "nobody_there", "qianku_clerk", "lingxi_admin")
    }

    bodies = {answer.text.replace(who, "") for who, answer in answers.items()}
    assert {answer.status_code for answer in answers.values()} == {422}
    assert len({len(answer.text) - len(who) for who, answer in answers.items()}) == 1
    assert len(bodies) == 1
    assert len(cheap) == len(answers)


def test_an_account_without_a_credential_row_is_counted_all_the_same(
    app: Flask, acting: Acting, cheap: list[str]
) -> None:
    """Accounts of before, or of a way in that forgot it."""
    with acting(), unit_of_work() as session:
        user_id = session.scalars(select(User.id).where(User.username == CLERK)).one()
        session.delete(session.scalars(select(Credential).where(Credential.account_id == user_id)).one())

    assert wrong(app, 5) == [422] * 5
    assert sign_in(app).status_code == 422
    with acting():
        assert db.session.scalars(select(Credential.wrong_tries).where(Credential.account_id == user_id)).one() == 5
