"""R28, R31: writing wants a token of one's own, and every answer carries the headers; R27 stands in `tests/matrix`."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from appcore.access import permissions
from tests.acting import PASSWORD, enter_by
from tests.fingerprint import TRAIL, changed, fingerprint
from tests.views.doors import PEOPLE, addresses, doors, share
from tests.world import World

Enter = Callable[[str], FlaskClient]
HEADERS = {
    "Content-Security-Policy": r"script-src 'self' 'nonce-[\w-]+';.*object-src 'none'.*frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin|no-referrer|strict-origin.*",
}


FILE_HEADERS = {"Content-Security-Policy": r"^default-src 'none'; sandbox; frame-ancestors 'none'$"}
"""A file that is handed out may load and run nothing at all."""


def token(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(path).text)
    assert found, path
    return found[1]


def test_r28_no_unsafe_request_is_heard_without_a_token_of_ones_own(county: World, store: str) -> None:
    """None, one from before signing in, and one of somebody else's session: 400 each, nothing changed."""
    app = county.app
    app.config["WTF_CSRF_ENABLED"] = False
    people = {username: enter_by(app)(username) for username in PEOPLE}
    app.config["WTF_CSRF_ENABLED"] = True
    stale_of = app.test_client()
    tokens = {
        "none": None,
        "stale": token(stale_of, "/console/login"),
        "another's": token(people["supervisor"], "/console/"),
    }
    unsafe = []
    for door in doors(app):
        if door.posts and door.rule.endpoint != "Login.login":
            may = [one for one in PEOPLE if door.permission is None or allowed(county, one, door.permission)]
            for path in addresses(door, county, may[0] if may else None)[:1]:
                unsafe += [(may[0], path, name) for name in tokens if may and may[0] != "supervisor"]
    before = fingerprint(app)

    faults = [
        (path, name, answer.status_code)
        for username, path, name in share(unsafe, store, "tokens")
        if (
            answer := people[username].post(path, data={"csrf_token": tokens[name]} if tokens[name] else {})
        ).status_code
        != 400
    ]

    app.config["WTF_CSRF_ENABLED"] = False
    assert len(unsafe) > 100
    assert faults == []
    assert changed(before, fingerprint(app), but=TRAIL) == []


def allowed(county: World, username: str, permission: tuple[str, str]) -> bool:
    with county.acting(username) as who:
        return permissions.may(who.roles, *permission)  # type: ignore[union-attr]


def test_r28_signing_in_wants_a_token_too(county: World) -> None:
    county.app.config["WTF_CSRF_ENABLED"] = True

    answer = county.app.test_client().post("/console/login", data={"username": "lingxi_clerk", "password": PASSWORD})

    county.app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400


def closed(answer: TestResponse) -> TestResponse:
    """A static file is open until its answer is closed."""
    answer.close()
    return answer


def lacking(answer: TestResponse) -> list[str]:
    is_file = answer.headers.get("Content-Disposition", "").startswith("attachment")
    wanted = HEADERS | (FILE_HEADERS if is_file else {})
    return [name for name, pattern in wanted.items() if not re.search(pattern, answer.headers.get(name, ""), re.DOTALL)]


def test_r31_every_answer_carries_the_headers(county: World, enter: Enter, store: str) -> None:
    client = enter("county_editor")
    every = [path for door in doors(county.app) if door.gets for path in addresses(door, county, "county_editor")]

    answers = {path: closed(client.get(path)) for path in share(every, store, "headers")}

    assert {path: found for path, answer in answers.items() if (found := lacking(answer))} == {}
    inside = {path: answer for path, answer in answers.items() if path.startswith("/console")}
    assert {answer.headers.get("Cache-Control") for answer in inside.values()} == {"no-store"}


def test_r31_so_do_refusals_faults_and_static_files(
    county: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, client = county.app, enter("county_editor")

    def fail() -> None:
        raise RuntimeError("a fault on purpose")

    monkeypatch.setitem(app.view_functions, "healthz", fail)
    answers = {
        404: client.get("/nosuch"),
        405: client.get("/console/logout"),
        403: enter("admin").get("/console/casework/case/list/"),
        400: client.get("/console/catalogue/item/list/?page=abc"),
        413: client.post(
            "/console/catalogue/item/add",
            data=b"x" * (21 * 1024 * 1024),
            content_type="application/x-www-form-urlencoded",
        ),
        500: client.get("/healthz"),
        200: closed(client.get("/static/css/tokens.css")),
        302: app.test_client().get("/console/"),
    }

    assert {status: answer.status_code for status, answer in answers.items()} == {status: status for status in answers}
    assert {status: found for status, answer in answers.items() if (found := lacking(answer))} == {}
    assert "a fault on purpose" not in answers[500].text
