"""R12–R16: a session stands on the server; what ends it ends every copy of its cookie, and idle time locks its pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore import clock
from appcore.access import accounts, sessions
from appcore.transaction import unit_of_work
from models.account import Role, ScopeGrant, User
from models.case import Party
from models.db import db
from models.sign_in import LoginSession
from models.staff import Post
from tests import page
from tests.acting import PASSWORD, Acting
from tests.people import LINGXI_HALL
from tests.people import at as at_civil
from tests.views.doors import addresses, doors
from tests.world import furnish

CLERK, OTHER = "lingxi_clerk", "lingxi_decider"
START = at_civil("2026-03-02T09:00")
NEW = "five lamps over the harbour"
PIN = "582914"


def at(minutes: int) -> AbstractContextManager[None]:
    return clock.fixed(START + timedelta(minutes=minutes))


def enter(app: Flask, username: str = CLERK, client: FlaskClient | None = None) -> FlaskClient:
    client = client or app.test_client()
    answer = client.post("/console/login", data={"username": username, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


def copy_of(client: FlaskClient) -> FlaskClient:
    """Another browser with the same cookie: what a thief would have."""
    cookie = client.get_cookie("banshitai")
    assert cookie is not None
    thief = client.application.test_client()
    thief.set_cookie("banshitai", cookie.value)
    return thief


def is_out(client: FlaskClient) -> bool:
    """Sent to the door, with nothing shown."""
    answer = client.get("/console/casework/case/list/")
    return answer.status_code == 302 and answer.location.startswith("/console/login")


def the_user(username: str = CLERK) -> User:
    return db.session.scalars(select(User).where(User.username == username)).one()


def password_by_form(client: FlaskClient, _acting: Acting) -> None:
    typed = {"current": PASSWORD, "new": NEW, "repeat": NEW}
    assert client.post("/console/access/me/password", data=typed).status_code == 302


def password_by_command(client: FlaskClient, _acting: Acting) -> None:
    assert client.application.test_cli_runner().invoke(args=["accounts", "reset", CLERK]).exit_code == 0


def password_by_administrator(_client: FlaskClient, acting: Acting) -> None:
    with acting("security"):
        accounts.reset(CLERK)


def password_by_the_row(_client: FlaskClient, acting: Acting) -> None:
    with acting(), unit_of_work():
        the_user().password = "scrypt:32768:8:1$x$00"


def deactivated(_client: FlaskClient, acting: Acting) -> None:
    with acting(), unit_of_work():
        the_user().active = False


def role_dropped(_client: FlaskClient, acting: Acting) -> None:
    with acting(), unit_of_work():
        the_user().roles = []


def role_added(_client: FlaskClient, acting: Acting) -> None:
    with acting(), unit_of_work() as session:
        user = the_user()
        user.roles.append(session.scalars(select(Role).where(Role.name == "leader")).one())


def grants_ended(username: str) -> None:
    with unit_of_work() as session:
        for grant in session.scalars(select(ScopeGrant).where(ScopeGrant.account_id == the_user(username).id)):
            grant.valid_to = clock.local_today() - timedelta(days=1)


def grants_deleted(username: str) -> None:
    with unit_of_work() as session:
        for grant in session.scalars(select(ScopeGrant).where(ScopeGrant.account_id == the_user(username).id)):
            session.delete(grant)


def signed_out(client: FlaskClient, _acting: Acting) -> None:
    client.post("/console/logout")


def left_all_posts(_client: FlaskClient, acting: Acting) -> None:
    with acting(), unit_of_work() as session:
        for post in session.scalars(select(Post).where(Post.staff_id == the_user().staff_id)):
            post.valid_to = clock.local_today() - timedelta(days=1)


ENDINGS: tuple[Callable[[FlaskClient, Acting], None], ...] = (
    signed_out, password_by_form, password_by_command, password_by_administrator, password_by_the_row, deactivated, role_dropped,
    role_added, left_all_posts,
)  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.__name__)
def test_r13_r14_a_copied_cookie_is_refused_at_the_next_request(
    ending: Callable[[FlaskClient, Acting], None], app: Flask, acting: Acting
) -> None:
    client = enter(app)
    thief, elsewhere = copy_of(client), enter(app)
    assert not is_out(thief)

    ending(client, acting)

    assert is_out(thief)
    if ending is not signed_out:
        assert is_out(elsewhere)
    assert is_out(client) is (ending is not password_by_form)


@pytest.mark.parametrize("change", [grants_ended, grants_deleted], ids=lambda change: change.__name__)
def test_r12_a_change_of_grants_acts_at_the_next_request_and_keeps_what_is_being_typed(
    change: Callable[[str], None], app: Flask, acting: Acting
) -> None:
    """The session goes on: the form says what may not be done any more, and holds what was typed."""
    admin = enter(app, "lingxi_admin")
    with acting():
        change("lingxi_admin")
    typed = {"hall_code": LINGXI_HALL, "kind": "consult", "mode": "phone", "detail": "0577-0000 0009"}

    told = admin.post("/console/hall/offer-contact/add", data=typed)

    assert told.status_code == 422
    assert "0577-0000 0009" in told.text
    assert LINGXI_HALL not in admin.get("/console/hall/offer-contact/list/").text


def test_r12_other_accounts_are_left_alone(app: Flask, acting: Acting) -> None:
    other = enter(app, OTHER)

    role_dropped(other, acting)

    assert not is_out(other)


def test_a_leaver_does_not_sign_in_and_one_with_a_post_left_does(app: Flask, acting: Acting) -> None:
    with acting(), unit_of_work() as session:
        posts = list(session.scalars(select(Post).where(Post.staff_id == the_user().staff_id)))
        posts[0].valid_to = clock.local_today() - timedelta(days=1)
        kept = len(posts) > 1 or posts[0].valid_from
    data = {"username": CLERK, "password": PASSWORD}
    if len(posts) > 1:
        assert kept
        assert app.test_client().post("/console/login", data=data).status_code == 302
    left_all_posts(app.test_client(), acting)

    assert app.test_client().post("/console/login", data=data).status_code == 422


def test_r15_a_new_session_at_each_sign_in_and_an_earlier_cookie_is_worth_nothing_new(app: Flask) -> None:
    planted = enter(app, OTHER)
    before = planted.get_cookie("banshitai")
    planted.post("/console/login/lock")
    enter(app, OTHER, planted)
    after = planted.get_cookie("banshitai")
    assert before is not None
    assert after is not None

    thief = app.test_client()
    thief.set_cookie("banshitai", before.value)

    assert after.value != before.value
    assert is_out(thief)


def test_r15_what_the_cookie_holds_is_not_what_the_database_holds(app: Flask, acting: Acting) -> None:
    client = enter(app)
    with client.session_transaction("/console/") as cookie:
        token = cookie["token"]

    with acting():
        row = db.session.scalars(select(LoginSession).order_by(LoginSession.id.desc())).first()
    assert row is not None
    assert len(token) >= 43  # 256 bits
    assert token not in (row.token_hash, row.address, row.device)


def test_r16_thirty_idle_minutes_lock_every_page_and_end_nothing(app: Flask) -> None:
    with at(0):
        client = enter(app)
    with at(29):
        assert client.get("/console/").status_code == 200
    with at(60):
        locked = page.get(client, "/console/casework/case/list/", status=423)
        looked_up = client.get("/console/search?q=a", headers={"Accept": "application/json"})
        unlocked = client.post(
            "/console/login/unlock",
            data={"author": CLERK, "secret": PASSWORD, "path": "/console/casework/case/list/?q=a"},
        )

        assert locked.heading == "页面已锁定"
        assert looked_up.status_code == 423
        assert looked_up.json is not None
        assert looked_up.json["locked"] is True
        assert unlocked.location == "/console/casework/case/list/?q=a"
        assert client.get("/console/").status_code == 200


def test_r16_a_locked_page_holds_no_data(app: Flask) -> None:
    with at(0):
        client = enter(app)
        data = client.get("/console/hall/staff/list/").text
    with at(40):
        locked = client.get("/console/hall/staff/list/").text

    names = set(re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', data))
    own = re.search(r'class="lock__who">([^<]+)<', locked)
    assert own is not None
    assert len(names) > 3
    assert [name for name in names if name in locked and name != own[1]] == []
    assert "shell__side" not in locked


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_r16_no_page_list_export_or_lookup_answers_a_locked_session(app: Flask, acting: Acting, accept: str) -> None:
    """Every address of the console that is read, filled with rows that the person sees when it is open."""
    world, client = furnish(app, acting), enter(app, "lingxi_admin")
    guarded = [one for one in doors(app) if one.permission is not None and one.gets]
    paths = [
        path for one in guarded for path in (addresses(one, world, "lingxi_admin") or addresses(one, world, None))[:1]
    ]
    client.post("/console/login/lock")

    answers = {path: client.get(path, headers={"Accept": accept}) for path in paths}

    assert len(paths) > 100
    assert {path: one.status_code for path, one in answers.items() if one.status_code != 423} == {}
    with acting():
        told = world.secrets | set(db.session.scalars(select(Party.name)))
    assert [(path, word) for path, one in answers.items() for word in told if word in one.text] == []
    assert [
        one for one in ("export.xlsx", "export.csv", "/list/", "lookup") if not any(one in path for path in paths)
    ] == []


def test_r16_twelve_hours_are_the_end_however_busy(app: Flask) -> None:
    with at(0):
        client = enter(app)
    for minutes in range(10, 12 * 60 + 1, 10):
        with at(minutes):
            assert client.get("/console/").status_code == 200, minutes

    with at(12 * 60 + 1):
        assert is_out(client)


def test_r16_the_mark_of_use_is_written_at_most_once_a_minute(app: Flask, acting: Acting) -> None:
    seen = []
    with at(0):
        client = enter(app)
    for seconds in (0, 30, 59, 61, 90):
        with clock.fixed(START + timedelta(seconds=seconds)):
            client.get("/console/")
            with acting():
                seen.append(db.session.scalars(select(LoginSession.seen_at).order_by(LoginSession.id.desc())).first())

    assert seen[0] == seen[1] == seen[2]
    assert seen[3] == seen[4] != seen[0]


def test_r16_the_button_locks_at_once(app: Flask) -> None:
    client = enter(app)

    client.post("/console/login/lock")

    assert client.get("/console/").status_code == 423
    assert copy_of(client).get("/console/").status_code == 423


def set_pin(client: FlaskClient, pin: str = PIN, password: str = PASSWORD) -> Any:
    return client.post("/console/access/me/pin", data={"pin": pin, "repeat": pin, "password": password})


def unlock(client: FlaskClient, secret: str, author: str = CLERK, **more: str) -> Any:
    return client.post("/console/login/unlock", data={"author": author, "secret": secret, **more})


def test_r16_the_pin_opens_and_five_wrong_ones_end_the_session(app: Flask) -> None:
    client = enter(app)
    assert set_pin(client).status_code == 302
    client.post("/console/login/lock")

    assert unlock(client, "111222").status_code == 422
    assert unlock(client, PIN).status_code == 302
    assert client.get("/console/").status_code == 200
    client.post("/console/login/lock")
    told = [unlock(client, "111222").status_code for _ in range(5)]

    assert told == [422, 422, 422, 422, 302]
    assert is_out(client)


def test_r16_a_cookie_that_was_copied_while_locked_opens_nothing_after_the_unlocking(app: Flask) -> None:
    client = enter(app)
    client.post("/console/login/lock")
    copied = copy_of(client)

    assert unlock(client, PASSWORD).status_code == 302
    assert client.get("/console/").status_code == 200
    assert is_out(copied)


def test_r16_a_pin_opens_nothing_but_the_lock(app: Flask) -> None:
    client = enter(app)
    set_pin(client)

    answer = app.test_client().post("/console/login", data={"username": CLERK, "password": PIN})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "pin", ["12345", "1234567", "12345a", "１２３４５６", "000000", "121212", "123123", "345678", "987654"]
)
def test_a_pin_is_six_digits_that_are_not_the_first_guess(pin: str, app: Flask) -> None:
    assert set_pin(enter(app), pin).status_code == 422


def test_setting_a_pin_wants_the_password(app: Flask) -> None:
    client = enter(app)

    assert set_pin(client, password="wrong").status_code == 422
    client.post("/console/login/lock")
    assert unlock(client, PIN).status_code == 422


def test_what_was_sent_into_a_locked_session_comes_back_and_is_sent_again(app: Flask) -> None:
    client = enter(app, "lingxi_admin")
    client.post("/console/login/lock")
    typed = {"name": "样例\"<b>'甲", "staff_number": "NEW-77", "consents_wall": "y", "weekdays": ["1", "2"]}

    held = client.post("/console/hall/staff/add", data=typed)
    kept = hidden(held.text)
    sent = client.post("/console/login/unlock", data={**kept, "secret": PASSWORD})
    again = hidden(sent.text)

    assert held.status_code == 423
    assert "shell__side" not in held.text
    assert kept["again.name"] == [typed["name"]]
    assert kept["again.weekdays"] == ["1", "2"]
    assert sent.status_code == 200
    assert 'action="/console/hall/staff/add"' in sent.text
    assert again == {
        "name": [typed["name"]],
        "staff_number": ["NEW-77"],
        "consents_wall": ["y"],
        "weekdays": ["1", "2"],
    }


def test_passwords_sent_into_a_locked_session_do_not_come_back(app: Flask) -> None:
    client = enter(app)
    client.post("/console/login/lock")

    held = client.post("/console/access/me/password", data={"current": PASSWORD, "new": NEW, "repeat": NEW})

    assert held.status_code == 423
    assert NEW not in held.text
    assert PASSWORD not in held.text


def hidden(text: str) -> dict[str, list[str]]:
    """The hidden fields of the page's form but the token."""
    from tests.html import main_form

    return {name: values for name, values in main_form(text).items() if name not in ("csrf_token", "secret")}


def test_what_was_typed_belongs_to_its_author(app: Flask) -> None:
    """F12: another clerk has signed in meanwhile; the first one's form is neither opened nor sent by the second's password."""
    client = enter(app, "lingxi_admin")
    client.post("/console/login/lock")
    kept = hidden(client.post("/console/hall/staff/add", data={"name": "样例"}).text)
    enter(app, CLERK, client)

    by_the_second = client.post("/console/login/unlock", data={**kept, "secret": PASSWORD + "x"})
    whose = client.get("/console/login/state").json
    by_the_first = client.post("/console/login/unlock", data={**kept, "secret": PASSWORD})

    assert by_the_second.status_code == 422
    assert whose is not None
    assert (whose["author"], whose["open"]) == (CLERK, True)
    assert 'action="/console/hall/staff/add"' in by_the_first.text
    assert client.get("/console/login/state").json["author"] == "lingxi_admin"  # type: ignore[index]


def test_the_clerk_who_steps_aside_is_locked_and_comes_back_by_his_pin(app: Flask) -> None:
    client = enter(app)
    set_pin(client)
    client.post("/console/login/lock", data={"change": "1"})
    enter(app, OTHER, client)

    back = unlock(client, PIN)
    first = client.get("/console/login/state").json
    again = unlock(client, PASSWORD, OTHER)
    second = client.get("/console/login/state").json

    assert back.status_code == 302
    assert first is not None
    assert first["author"] == CLERK
    assert again.status_code == 302
    assert second is not None
    assert second["author"] == OTHER


def test_a_session_that_was_not_parked_here_cannot_be_taken_up(app: Flask) -> None:
    set_pin(enter(app))
    stranger = enter(app, OTHER)

    assert unlock(stranger, PIN).status_code == 302
    assert unlock(stranger, PIN).location == "/console/login"
    assert stranger.get("/console/login/state").json["author"] == OTHER  # type: ignore[index]


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example", "/console//evil.example", "/", "/console/\\x"]
)
def test_r30_unlocking_leads_nowhere_else(path: str, app: Flask) -> None:
    client = enter(app)
    client.post("/console/login/lock")

    assert unlock(client, PASSWORD, path=path).location == "/console/"


def test_my_sessions_are_listed_and_ended_one_by_one_or_all(app: Flask, acting: Acting) -> None:
    here, phone, third = enter(app), enter(app), enter(app)
    listed = page.get(here, "/console/access/me/", codes=frozenset({CLERK}))
    ends = re.findall(r'action="(/console/access/me/sessions/\d+/end)"', listed.text)

    assert len(ends) == 2
    assert here.post(ends[-1]).status_code == 302
    assert is_out(phone)
    assert not is_out(third)
    assert here.post("/console/access/me/sessions/others").status_code == 302
    assert is_out(third)
    assert not is_out(here)


def test_the_session_at_hand_and_those_of_others_are_not_ended_there(app: Flask, acting: Acting) -> None:
    here, other = enter(app), enter(app, OTHER)
    with acting():
        found = db.session.execute(
            select(User.username, LoginSession.id).join(User, User.id == LoginSession.account_id)
        )
        ids = {row.username: row.id for row in found}

    assert here.post(f"/console/access/me/sessions/{ids[CLERK]}/end").status_code == 409
    assert here.post(f"/console/access/me/sessions/{ids[OTHER]}/end").status_code == 404
    assert not is_out(other)


def test_old_sessions_are_swept_away_when_the_account_signs_in(app: Flask, acting: Acting) -> None:
    with clock.fixed(START - sessions.KEPT_FOR - timedelta(days=1)):
        enter(app)
    with at(0):
        enter(app)

    with acting():
        mine = select(LoginSession.id).where(LoginSession.account_id == the_user().id)
        assert len(db.session.scalars(mine).all()) == 1
