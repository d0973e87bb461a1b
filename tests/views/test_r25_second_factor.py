"""R25: the second factor of whoever keeps accounts, settings or the trail, and of anybody who wants one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore import clock
from appcore.access import accounts
from appcore.access.principal import Grant
from models.db import db
from models.sign_in import Credential, RecoveryCode
from tests import page
from tests.acting import PASSWORD, Acting
from tests.people import COUNTY, at

START = at("2026-03-02T09:00")
CLERK = "lingxi_clerk"
HOME = "/console/"
STEP = "/console/login/second"
SECOND = "/console/access/me/second"
OWN = "five lamps over the harbour"


def later(seconds: float) -> Any:
    return clock.fixed(START + timedelta(seconds=seconds))


def code_at(key: str, seconds: float) -> str:
    moment: datetime = (START + timedelta(seconds=seconds)).replace(tzinfo=clock.LOCAL)
    return pyotp.TOTP(key).at(moment)


def enter(app: Flask, username: str = CLERK, password: str = PASSWORD) -> FlaskClient:
    client = app.test_client()
    assert client.post("/console/login", data={"username": username, "password": password}).status_code == 302
    return client


def enrolled(app: Flask, username: str = CLERK, password: str = PASSWORD) -> tuple[str, list[str]]:
    """The key and the recovery codes of an account that has set it up at second 0."""
    with later(0):
        client = enter(app, username, password)
        assert client.post(f"{SECOND}/begin", data={"password": password}).location == SECOND
        shown = page.get(client, SECOND)
        found = re.search(r"<code>([A-Z2-7 ]+)</code>", shown.text)
        assert found is not None
        key = found[1].replace(" ", "")
        answer = client.post(f"{SECOND}/confirm", data={"code": code_at(key, 0)})
        page.check(answer, f"{SECOND}/confirm")
    codes = re.findall(r"<code>([A-Z0-9-]{19})</code>", answer.text)
    assert len(codes) == 8
    return key, codes


def second(client: FlaskClient, code: str) -> int:
    return client.post(STEP, data={"code": code}).status_code


def test_r25_signing_in_asks_for_the_code_and_no_page_is_open_before(app: Flask) -> None:
    key, _codes = enrolled(app)
    with later(60):
        client = enter(app)
        for path in (HOME, "/console/casework/case/list/", "/console/access/me/", SECOND, "/console/login/lock"):
            answer = client.get(path) if path != "/console/login/lock" else client.post(path)
            assert answer.status_code == 302, path
            assert client.get(HOME).location.startswith(STEP), path
        page.get(client, STEP)
        before = client.get_cookie("banshitai")

        assert second(client, code_at(key, 60)) == 302
        assert client.get(HOME).status_code == 200
    after = client.get_cookie("banshitai")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    thief = app.test_client()
    thief.set_cookie("banshitai", before.value)
    assert thief.get(HOME).location.startswith("/console/login?")


@pytest.mark.parametrize(("drift", "status"), [(-60, 422), (-30, 302), (0, 302), (30, 302), (60, 422)])
def test_r25_a_code_two_windows_off_is_refused(drift: int, status: int, app: Flask) -> None:
    key, _codes = enrolled(app)
    with later(300):
        assert second(enter(app), code_at(key, 300 + drift)) == status


def test_r25_a_code_opens_once(app: Flask) -> None:
    key, _codes = enrolled(app)
    with later(300):
        code = code_at(key, 300)
        assert second(enter(app), code) == 302

        assert second(enter(app), code) == 422
        assert second(enter(app), code_at(key, 270)) == 422, "an earlier one that was not used"


def test_r25_wrong_codes_count_and_the_right_password_between_them_gives_none_back(app: Flask) -> None:
    key, _codes = enrolled(app)
    with later(300):
        client = enter(app)
        for number in range(4):
            client = enter(app) if number else client
            assert second(client, f"00000{number}") == 422
        client = enter(app)
        assert second(client, "999999") == 422

        assert second(client, code_at(key, 300)) == 422
        assert (
            app.test_client().post("/console/login", data={"username": CLERK, "password": PASSWORD}).status_code == 422
        )


def test_r25_one_waits_five_minutes_for_the_code_and_no_longer(app: Flask) -> None:
    key, _codes = enrolled(app)
    with later(300):
        client = enter(app)
    with later(601):
        assert client.post(STEP, data={"code": code_at(key, 601)}).location.startswith("/console/login")
        assert client.get(HOME).location.startswith("/console/login?")


def test_r25_a_recovery_code_opens_once_in_any_writing(app: Flask) -> None:
    _key, codes = enrolled(app)
    with later(300):
        assert second(enter(app), codes[0].replace("-", " ").lower()) == 302
        assert second(enter(app), codes[0]) == 422
        assert second(enter(app), codes[1]) == 302


def test_r25_key_and_codes_are_not_held_in_clear(app: Flask, acting: Acting) -> None:
    key, codes = enrolled(app)

    with acting():
        sealed = db.session.scalars(select(Credential.second_sealed).where(Credential.second_since.is_not(None))).one()
        hashes = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert sealed is not None
    assert key.encode() not in sealed
    assert len(hashes) == 8
    assert all(code.replace("-", "") not in held for code in codes for held in hashes)


def test_setting_up_wants_the_password_and_a_right_code(app: Flask) -> None:
    with later(0):
        client = enter(app)
        page.check(client.post(f"{SECOND}/begin", data={"password": "wrong"}), SECOND, status=422)
        assert client.post(f"{SECOND}/confirm", data={"code": "123456"}).status_code == 422
        client.post(f"{SECOND}/begin", data={"password": PASSWORD})
        assert client.post(f"{SECOND}/confirm", data={"code": "12345"}).status_code == 422
    with later(60):
        assert enter(app).get(HOME).status_code == 200, "what was not confirmed is not asked for"


def test_turning_off_and_fresh_recovery_codes(app: Flask) -> None:
    key, codes = enrolled(app)
    with later(300):
        client = enter(app)
        second(client, code_at(key, 300))
        page.get(client, SECOND)
        fresh = client.post(f"{SECOND}/codes", data={"password": PASSWORD})
        new = re.findall(r"<code>([A-Z0-9-]{19})</code>", fresh.text)

        assert second(enter(app), codes[2]) == 422
        assert client.post(f"{SECOND}/off", data={"off-password": PASSWORD, "off-code": "000000"}).status_code == 422
        assert client.post(f"{SECOND}/off", data={"off-password": PASSWORD, "off-code": new[0]}).status_code == 302
        assert enter(app).get(HOME).status_code == 200


def an_auditor(acting: Acting, *, demo: bool = False) -> str:
    with acting():
        grants = (Grant("region", region_code=COUNTY),)
        return accounts.add("second_auditor", role="auditor", name="样例第二", grants=grants, demo=demo)


def test_r25_who_keeps_the_trail_must_set_it_up_before_anything_else(app: Flask, acting: Acting) -> None:
    client = enter(app, "second_auditor", an_auditor(acting))
    assert client.get(HOME).location == "/console/access/me/password"
    with acting():
        first = accounts.reset("second_auditor")
    client = enter(app, "second_auditor", first)
    client.post("/console/access/me/password", data={"current": first, "new": OWN, "repeat": OWN})

    assert client.get("/console/access/audit/list/").location == SECOND
    assert client.get("/console/access/me/").location == SECOND
    assert client.post(f"{SECOND}/off").location == SECOND
    enrolled(app, "second_auditor", OWN)


def test_r25_demo_accounts_are_excepted_where_the_demo_runs_and_only_there(app: Flask) -> None:
    assert enter(app, "auditor").get("/console/access/audit/list/").status_code == 200
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, demo=False)
    try:
        assert enter(app, "auditor").get("/console/access/audit/list/").location == SECOND
    finally:
        app.extensions["settings"] = settings


def test_r25_a_lost_telephone_is_reset_from_the_shell_and_the_sessions_end(app: Flask) -> None:
    key, codes = enrolled(app)
    with later(300):
        client = enter(app)
        second(client, code_at(key, 300))

        told = app.test_cli_runner().invoke(args=["accounts", "reset-second", CLERK])
        unknown = app.test_cli_runner().invoke(args=["accounts", "reset-second", "nobody"])

        assert (told.exit_code, unknown.exit_code) == (0, 1)
        assert client.get(HOME).status_code == 302
        assert enter(app).get(HOME).status_code == 200
        assert codes
