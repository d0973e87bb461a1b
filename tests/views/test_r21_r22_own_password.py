"""R21, R22: changing one's own password, and the first one that must be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from appcore import clock
from appcore.access import accounts, own_password
from appcore.access.principal import Grant
from appcore.errors import Refused
from tests import page
from tests.acting import PASSWORD, Acting
from tests.people import at
from tests.world import LINGXI

CHANGE = "/console/access/me/password"
START = at("2026-03-02T09:00")
LONG = "rain " * 12 + "stone"


def change(client: FlaskClient, current: str, new: str, repeat: str | None = None) -> Any:
    return client.post(CHANGE, data={"current": current, "new": new, "repeat": new if repeat is None else repeat})


def enter(app: Flask, username: str, password: str) -> FlaskClient:
    client = app.test_client()
    assert client.post("/console/login", data={"username": username, "password": password}).status_code == 302
    return client


def newcomer(acting: Acting, username: str = "new_clerk", role: str = "clerk") -> str:
    with acting():
        grant = Grant("hall", hall_code=LINGXI)
        return accounts.add(username, role=role, name="样例新人", hall_code=LINGXI, grants=(grant,))


def test_r21_the_new_password_is_used_whole(app: Flask) -> None:
    client = enter(app, "lingxi_clerk", PASSWORD)

    assert len(LONG) > 64
    assert change(client, PASSWORD, LONG).status_code == 302
    data = {"username": "lingxi_clerk", "password": LONG[:-1]}
    assert app.test_client().post("/console/login", data=data).status_code == 422
    enter(app, "lingxi_clerk", LONG)


@pytest.mark.parametrize(
    ("current", "new", "repeat", "field"),
    [
        ("wrong", LONG, LONG, "current"), ("", LONG, LONG, "current"), (PASSWORD, "short", "short", "new"),
        (PASSWORD, "password123456", "password123456", "new"), (PASSWORD, "cangnan-hills-9", "cangnan-hills-9", "new"),
        (PASSWORD, PASSWORD, PASSWORD, "new"), (PASSWORD, LONG, LONG + "x", "repeat"), (PASSWORD, "lingxi_clerk door", "lingxi_clerk door", "new"),
        (PASSWORD, "x y z " * 60, "x y z " * 60, "new"),
    ],
)  # fmt: skip
def test_r21_a_refused_password_is_told_at_its_field_and_shows_nothing_that_was_typed(
    app: Flask, current: str, new: str, repeat: str, field: str
) -> None:
    answer = change(enter(app, "lingxi_clerk", PASSWORD), current, new, repeat)

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert f'value="{new}"' not in answer.text
    page.check(answer, CHANGE, status=422)


def test_r21_the_staff_number_of_the_worker_counts(app: Flask, acting: Acting) -> None:
    with acting("lingxi_clerk") as who:
        owner = own_password.owner_of(who)  # type: ignore[arg-type]
        assert owner.staff_number
        assert owner.places
        with pytest.raises(Refused) as refused:
            own_password.judge(who, f"xx {owner.staff_number} tide")  # type: ignore[arg-type]

    assert "工号" in refused.value.fields["new"].msgid


def test_r21_the_last_five_are_not_taken_again_and_the_sixth_is(acting: Acting) -> None:
    used = [PASSWORD, *(f"river number {number} runs north" for number in range(6))]
    with acting("lingxi_clerk"):
        for current, new in pairwise(used):
            own_password.change(current, new)
        for old in (used[-6], used[-1]):
            with pytest.raises(Refused) as refused:
                own_password.change(used[-1], old)
            assert "最近" in refused.value.fields["new"].msgid

        own_password.change(used[-1], "another river that runs south")
        own_password.change("another river that runs south", used[1])


def test_r22_a_first_password_opens_the_change_page_and_nothing_else(app: Flask, acting: Acting) -> None:
    first = newcomer(acting)
    client = enter(app, "new_clerk", first)

    for path in (
        "/console/",
        "/console/casework/case/list/",
        "/console/access/me/",
        "/console/search?q=a",
        "/console/access/me/pin",
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.location) == (302, CHANGE), path
    assert client.post("/console/access/me/sessions/others").location == CHANGE
    shown = page.get(client, CHANGE)
    assert "请先把初始" in shown.text
    assert "wing" not in shown.text.partition('id="side"')[2].partition("</nav>")[0]

    assert change(client, first, first).status_code == 422
    assert change(client, first, LONG).status_code == 302
    assert client.get("/console/").status_code == 200
    enter(app, "new_clerk", LONG)


def test_r22_it_is_random_and_used_up(app: Flask, acting: Acting) -> None:
    first, other = newcomer(acting), newcomer(acting, "other_clerk")
    client = enter(app, "new_clerk", first)
    change(client, first, LONG)

    assert first != other
    assert len(first) >= 20
    answer = app.test_client().post("/console/login", data={"username": "new_clerk", "password": first})
    assert answer.status_code == 422


def test_r22_after_fourteen_days_it_opens_nothing(app: Flask, acting: Acting) -> None:
    with clock.fixed(START):
        first = newcomer(acting)
    with clock.fixed(START + timedelta(days=13, hours=23)):
        enter(app, "new_clerk", first)
    with clock.fixed(START + timedelta(days=14, minutes=1)):
        client = app.test_client()
        late = client.post("/console/login", data={"username": "new_clerk", "password": first})
        wrong = client.post("/console/login", data={"username": "new_clerk", "password": "wrong"})

        assert late.status_code == wrong.status_code == 422
        assert "初始密码已过期" in late.text
        assert "初始密码已过期" not in wrong.text
        assert client.get("/console/").status_code == 302


def test_r22_a_password_that_was_reset_is_a_first_one_again(app: Flask, acting: Acting) -> None:
    first = newcomer(acting)
    change(enter(app, "new_clerk", first), first, LONG)

    told = app.test_cli_runner().invoke(args=["accounts", "reset", "new_clerk"])
    client = enter(app, "new_clerk", told.output.split()[1])

    assert client.get("/console/").location == CHANGE


def test_demo_accounts_need_not_change_theirs(app: Flask) -> None:
    """Decision 39."""
    assert enter(app, "lingxi_clerk", PASSWORD).get("/console/").status_code == 200
    assert enter(app, "security", PASSWORD).get("/console/").status_code == 200


def test_a_mix_and_a_forced_change_hold_where_the_inspection_wants_them(app: Flask, acting: Acting) -> None:
    """GB/T 22239; both are off by default."""
    settings = app.extensions["settings"]
    with clock.fixed(START):
        first = newcomer(acting)
        change(enter(app, "new_clerk", first), first, LONG)
    app.extensions["settings"] = replace(settings, password_days=90, password_kinds=3)
    try:
        with clock.fixed(START + timedelta(days=89)):
            assert enter(app, "new_clerk", LONG).get("/console/").status_code == 200
        with clock.fixed(START + timedelta(days=91)):
            client = enter(app, "new_clerk", LONG)
            assert client.get("/console/").location == CHANGE
            plain = change(client, LONG, "river stone river glass")
            assert plain.status_code == 422
            assert "至少3种" in plain.text
            assert change(client, LONG, "River stone 7 river glass").status_code == 302
            assert client.get("/console/").status_code == 200
    finally:
        app.extensions["settings"] = settings
