"""Enrolled phones of village agents (decisions 67; R12–R18, R26, R50): how one is enrolled, opens, locks and ends, and what it sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update

from appcore import clock
from appcore.access import accounts, grant_acts, phone_desk, phones
from appcore.access.principal import Grant
from appcore.errors import NotAllowed
from appcore.transaction import unit_of_work
from models.account import ScopeGrant, User
from models.audit import AuditEntry
from models.db import db
from models.phone import EnrolledPhone
from models.sign_in import LoginSession
from models.staff import Staff
from tests import page
from tests.acting import PASSWORD, Acting
from tests.people import LINGXI_HALL
from tests.people import at as at_civil

AGENT, PIN, WRONG = "lingxi_agent", "582914", "204867"
DOOR, ENROL, LIST = "/console/phone", "/console/phone/enrol", "/console/access/phones"
START = at_civil("2026-03-02T09:00")
CODE = re.compile(r"<code>([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})</code>")


def at(**more: float) -> AbstractContextManager[None]:
    return clock.fixed(START + timedelta(**more))


def invite(acting: Acting, username: str = AGENT, by: str = "lingxi_admin") -> str:
    with acting(by):
        return phone_desk.invite(username)


def enrolled(app: Flask, acting: Acting) -> FlaskClient:
    """A phone that is enrolled and in, at the start."""
    with at():
        phone = app.test_client()
        answer = phone.post(ENROL, data={"code": invite(acting), "pin": PIN, "repeat": PIN})
        assert answer.status_code == 302, answer.text
    return phone


def enter(phone: FlaskClient, pin: str = PIN) -> int:
    return phone.post(DOOR, data={"pin": pin}).status_code


def away(phone: FlaskClient) -> FlaskClient:
    """The same phone on another day: it carries its own cookie and no session."""
    phone.delete_cookie("banshitai")
    return phone


def is_out(phone: FlaskClient) -> bool:
    answer = phone.get("/console/")
    return answer.status_code == 302 and answer.location.startswith("/console/login")


def acts_of(acting: Acting) -> list[tuple[str, str]]:
    with acting():
        rows = db.session.scalars(select(AuditEntry).where(AuditEntry.noun == "phone").order_by(AuditEntry.id))
        return [(row.act, row.result) for row in rows]


def test_an_admin_shows_a_code_once_and_the_phone_that_opens_it_is_in(
    app: Flask, acting: Acting, sign_in: Callable[[str], FlaskClient]
) -> None:
    with at():
        shown = sign_in("lingxi_admin").post(f"{LIST}/{AGENT}/enrol")
        page.check(shown, f"{LIST}/enrol", codes=frozenset())
        code = CODE.findall(shown.text)[0]
        phone = app.test_client()
        asked = page.get(phone, f"{ENROL}?code={code}")
        answer = phone.post(ENROL, data={"code": code.lower().replace("-", " "), "pin": PIN, "repeat": PIN})
        home = page.get(phone, "/console/")

    assert f'value="{code}"' in asked.text
    assert "<svg" in shown.text
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("banshitai-phone="))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "代办员手机" in home.text
    assert acts_of(acting) == [("phone_invited", "done"), ("phone_enrolled", "done"), ("phone_signed_in", "done")]


def test_what_a_phone_carries_and_its_pin_are_kept_as_hashes_alone(app: Flask, acting: Acting) -> None:
    phone = enrolled(app, acting)
    cookie = phone.get_cookie("banshitai-phone")

    assert cookie is not None
    with acting():
        row = db.session.scalars(select(EnrolledPhone)).one()
        kept = f"{row.token_hash} {row.pin_hash} {row.code_hash}"
    assert cookie.value not in kept
    assert PIN not in kept
    assert str(row.pin_hash).startswith("scrypt:")
    assert row.code_hash is None


@pytest.mark.parametrize("when", ["used", "late", "void", "made up"])
def test_a_code_opens_once_and_for_a_quarter_of_an_hour(app: Flask, acting: Acting, when: str) -> None:
    typed = {"pin": PIN, "repeat": PIN}
    with at():
        code = invite(acting)
        if when == "used":
            assert app.test_client().post(ENROL, data={"code": code} | typed).status_code == 302
        elif when == "void":
            invite(acting)
    with at(minutes=15 if when == "late" else 1):
        answer = app.test_client().post(ENROL, data={"code": "ABCD" * 3 if when == "made up" else code} | typed)

    assert answer.status_code == 422
    assert "登记码不对，或者已过期、已用过" in answer.text
    assert acts_of(acting)[-1] == ("phone_enrol_failed", "failed")


@pytest.mark.parametrize("pin", ["123456", "111111", "121212", "12345", "abcdef"])
def test_r21_a_pin_that_anybody_would_try_is_refused_and_the_code_stays_good(
    app: Flask, acting: Acting, pin: str
) -> None:
    with at():
        code, phone = invite(acting), app.test_client()
        refused = phone.post(ENROL, data={"code": code, "pin": pin, "repeat": pin}).status_code
        taken = phone.post(ENROL, data={"code": code, "pin": PIN, "repeat": PIN}).status_code

    assert (refused, taken) == (422, 302)


def test_the_phone_opens_by_its_pin_the_next_day_and_the_cookie_or_the_pin_alone_opens_nothing(
    app: Flask, acting: Acting
) -> None:
    phone = away(enrolled(app, acting))
    with at(days=1):
        assert phone.get("/console/login").location.startswith(DOOR)
        assert is_out(phone)
        asked = phone.get("/console/", follow_redirects=True)
        assert "访问被拒绝" not in asked.text
        assert 'name="pin"' in asked.text
        assert enter(app.test_client()) == 422
        assert enter(phone) == 302
        assert phone.get("/console/").status_code == 200


def by_password(app: Flask, password: str = PASSWORD) -> int:
    return app.test_client().post("/console/login", data={"username": AGENT, "password": password}).status_code


def test_r17_after_five_wrong_pins_the_right_one_waits_ten_minutes(app: Flask, acting: Acting) -> None:
    phone = away(enrolled(app, acting))
    with at(days=1):
        assert [enter(phone, WRONG) for _ in range(5)] == [422] * 5
        refused = phone.post(DOOR, data={"pin": PIN})
    with at(days=1, minutes=10):
        taken = enter(phone)

    assert refused.status_code == 422
    assert "数字密码不正确" in refused.text
    assert taken == 302
    assert acts_of(acting)[-7:] == [("phone_failed", "failed")] * 6 + [("phone_signed_in", "done")]


def test_r18_five_wrong_passwords_of_a_stranger_close_no_phone_and_five_wrong_pins_no_desk(
    app: Flask, acting: Acting
) -> None:
    """R18: whoever knows a user name must not keep its person from the phone in his hand, nor from the session that is open."""
    phone = enrolled(app, acting)
    with at(minutes=31):
        assert [by_password(app, "wrong-Wrong-204867") for _ in range(6)] == [422] * 6
        unlocked = phone.post("/console/login/unlock", data={"author": AGENT, "secret": PIN, "path": "/console/"})
        entered = enter(away(phone))
        desk = by_password(app)
    with at(minutes=50):
        assert [enter(away(phone), WRONG) for _ in range(5)] == [422] * 5
        desk_after = by_password(app)

    assert (unlocked.status_code, entered) == (302, 302)
    assert (desk, desk_after) == (422, 302)


def test_r17_a_right_pin_does_not_wipe_the_count_of_wrong_passwords(app: Flask, acting: Acting) -> None:
    """Else whoever has the phone guesses the password without end: four guesses, the PIN, four guesses, the PIN."""
    phone = away(enrolled(app, acting))
    with at(days=1):
        assert [by_password(app, "wrong-Wrong-204867") for _ in range(4)] == [422] * 4
        assert enter(phone) == 302
        assert by_password(app, "wrong-Wrong-204867") == 422

        assert by_password(app) == 422


def test_r17_fifteen_wrong_pins_in_a_row_end_the_enrolment(app: Flask, acting: Acting) -> None:
    phone = away(enrolled(app, acting))
    for wait in range(3):
        with at(days=1, minutes=10 * wait):
            assert [enter(phone, WRONG) for _ in range(5)] == [422] * 5
    with at(days=2):
        told = phone.get(DOOR)

        assert enter(phone) == 422
    assert "这部手机的登记已停用" in told.text


def reset(acting: Acting) -> None:
    with acting("security"):
        accounts.reset(AGENT)


def deactivated(acting: Acting) -> None:
    with acting(), unit_of_work():
        the_agent().active = False


def role_dropped(acting: Acting) -> None:
    with acting(), unit_of_work():
        the_agent().roles = []


def grant_ended(acting: Acting) -> None:
    with acting("security"):
        held = db.session.scalars(select(ScopeGrant.id).where(ScopeGrant.account_id == the_agent().id)).one()
        grant_acts.end_grant(AGENT, held)


def revoked(acting: Acting) -> None:
    with acting("lingxi_admin"):
        phone_desk.revoke(the_phone())


def stopped(acting: Acting) -> None:
    with acting(AGENT):
        phone_desk.stop_own(the_phone())


def the_agent() -> User:
    return db.session.scalars(select(User).where(User.username == AGENT)).one()


def the_phone() -> int:
    return db.session.scalars(select(EnrolledPhone.id)).one()


@pytest.mark.parametrize("end", [reset, deactivated, role_dropped, grant_ended, revoked, stopped])
def test_r12_r14_what_ends_an_enrolment_ends_its_session_at_the_next_request(
    app: Flask, acting: Acting, end: Callable[[Acting], None]
) -> None:
    phone = enrolled(app, acting)
    with at(minutes=5):
        assert phone.get("/console/").status_code == 200
        end(acting)

        assert is_out(phone)
        assert enter(phone) == 422
        assert "这部手机的登记已停用" in phone.get(DOOR).text


def test_another_grant_leaves_the_session_and_the_phone_as_they_are(app: Flask, acting: Acting) -> None:
    phone = enrolled(app, acting)
    with at(minutes=5):
        with acting("security"):
            grant_acts.add_grant(AGENT, Grant("hall", hall_code=LINGXI_HALL))

        assert phone.get("/console/").status_code == 200
        assert enter(away(phone)) == 302


def test_an_enrolment_is_over_after_its_days(app: Flask, acting: Acting) -> None:
    phone = away(enrolled(app, acting))
    with at(days=179, hours=23):
        assert enter(phone) == 302
    with at(days=180, minutes=1):
        assert is_out(phone)
        assert enter(phone) == 422
        assert "这部手机的登记已到期" in page.get(phone, DOOR).text


def test_r16_an_idle_phone_asks_for_its_own_pin_and_takes_no_password(app: Flask, acting: Acting) -> None:
    phone = enrolled(app, acting)
    with at(minutes=31):
        locked = phone.get("/console/")
        answers = [
            phone.post("/console/login/unlock", data={"author": AGENT, "secret": secret, "path": "/console/"})
            for secret in (PASSWORD, WRONG, PIN)
        ]
        after = phone.get("/console/")

    assert locked.status_code == 423
    assert "先到期的办件" not in locked.text
    assert [one.status_code for one in answers] == [422, 422, 302]
    assert after.status_code == 200


def test_a_first_password_that_was_never_changed_does_not_stand_in_the_way_of_a_phone(
    app: Flask, acting: Acting
) -> None:
    with at(), acting():
        grant = Grant("hall", hall_code=LINGXI_HALL)
        accounts.add("new_agent", role="agent", name="样例新代办员", hall_code=LINGXI_HALL, grants=(grant,))
    with at():
        phone = app.test_client()
        phone.post(ENROL, data={"code": invite(acting, "new_agent"), "pin": PIN, "repeat": PIN})

        assert phone.get("/console/").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["access/me/", "access/me/password", "access/phones", "access/accounts", "access/permissions", "casework/handed",
     "counter", "casework/case/export.xlsx", "casework/party/list/"],
)  # fmt: skip
def test_r11_from_a_phone_nothing_is_managed_exported_or_handed(app: Flask, acting: Acting, path: str) -> None:
    phone = enrolled(app, acting)
    with at(minutes=1):
        assert phone.get(f"/console/{path}").status_code in (403, 404)


def test_a_person_with_more_roles_is_an_agent_alone_at_his_phone(app: Flask, acting: Acting) -> None:
    with at(), acting(), unit_of_work() as session:
        agent = the_agent()
        agent.roles.append(accounts.role_named(session, "clerk"))
    phone = enrolled(app, acting)
    with at(minutes=1):
        assert phone.get("/console/counter").status_code in (403, 404)
        assert phone.get("/console/casework/handed").status_code == 403


def test_r18_an_admin_keeps_the_phones_of_his_own_place_alone(
    app: Flask, acting: Acting, sign_in: Callable[[str], FlaskClient]
) -> None:
    enrolled(app, acting)
    with at(minutes=1):
        with acting():
            phone_id = the_phone()
        stranger = sign_in("qianku_admin")

        assert AGENT not in stranger.get(LIST).text
        assert stranger.post(f"{LIST}/{AGENT}/enrol").status_code == 404
        assert stranger.post(f"{LIST}/{phone_id}/revoke").status_code == 404
        assert AGENT in sign_in("lingxi_admin").get(LIST).text
        assert AGENT in sign_in("security").get(LIST).text
    assert acts_of(acting)[-2:] == [("PhoneDesk.enrol", "denied"), ("PhoneDesk.revoke", "denied")]


def test_an_agent_of_two_towns_is_kept_by_neither_admin(app: Flask, acting: Acting) -> None:
    """Else the admin of one town could enrol a phone of his own and read the other town's cases."""
    with acting("security"):
        grant_acts.add_grant(AGENT, Grant("hall", hall_code="330327104000-01"))
    with acting("lingxi_admin") as admin:
        assert AGENT not in [one.username for one in phone_desk.agents(db.session(), admin)]  # type: ignore[arg-type]
    with acting("security") as admin:
        assert AGENT in [one.username for one in phone_desk.agents(db.session(), admin)]  # type: ignore[arg-type]


def test_a_phone_that_is_enrolled_again_ends_what_it_was_before(app: Flask, acting: Acting) -> None:
    phone = enrolled(app, acting)
    with at(minutes=1):
        phone.post(ENROL, data={"code": invite(acting), "pin": PIN, "repeat": PIN})
    with acting():
        ended = list(db.session.scalars(select(EnrolledPhone.ended_why).order_by(EnrolledPhone.id)))
        open_sessions = db.session.scalars(select(LoginSession.phone_id).where(LoginSession.ended_at.is_(None))).all()

    assert ended == ["replaced", None]
    assert len(open_sessions) == 1


def test_the_agent_finds_his_phones_on_his_own_page_and_stops_one(
    app: Flask, acting: Acting, sign_in: Callable[[str], FlaskClient]
) -> None:
    enrolled(app, acting)
    with at(minutes=1):
        desk: Any = sign_in(AGENT)
        with acting():
            phone_id = the_phone()

        assert "登记的手机" in page.get(desk, "/console/access/me/", codes=frozenset({AGENT})).text
        assert desk.post(f"/console/access/me/phones/{phone_id}/stop").status_code == 302
        assert "本人停用" in desk.get("/console/access/me/").text
        assert sign_in("lingxi_clerk").post(f"/console/access/me/phones/{phone_id}/stop").status_code == 404


def test_an_end_that_came_while_the_pin_was_looked_at_counts(app: Flask, acting: Acting) -> None:
    enrolled(app, acting)
    revoked(acting)

    with acting(), unit_of_work() as session:
        assert not phones.settle(session, the_phone(), fits=True)


@pytest.mark.parametrize("lost", ["active", "roles", "left"])
def test_a_code_opens_nothing_for_an_account_that_may_have_no_phone(app: Flask, acting: Acting, lost: str) -> None:
    """Asked of the account itself, also where the code was not voided with it."""
    with at():
        code = invite(acting)
        with acting(), unit_of_work() as session:
            if lost == "active":
                session.execute(update(User).where(User.username == AGENT).values(active=False))
            elif lost == "left":
                left = session.scalars(select(Staff).order_by(Staff.id).limit(1)).one()
                left.valid_to = (START - timedelta(days=1)).date()
                session.execute(update(User).where(User.username == AGENT).values(staff_id=left.id))
            else:
                session.execute(text("DELETE FROM ab_user_role WHERE user_id = :id"), {"id": the_agent().id})

        assert app.test_client().post(ENROL, data={"code": code, "pin": PIN, "repeat": PIN}).status_code == 422


def test_r18_an_admin_who_is_an_agent_too_enrols_no_phone_of_his_own(app: Flask, acting: Acting) -> None:
    with acting(), unit_of_work() as session:
        admin = session.scalars(select(User).where(User.username == "lingxi_admin")).one()
        admin.roles.append(accounts.role_named(session, "agent"))

    with pytest.raises(NotAllowed):
        invite(acting, "lingxi_admin", by="lingxi_admin")
