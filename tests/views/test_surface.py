"""What Flask-AppBuilder may own in the url_map, and what the generated console may not do to rows with a life of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from appcore.settings import Settings
from tests.acting import PASSWORD
from tests.conftest import SECRETS
from tests.fingerprint import changed, fingerprint
from tests.views.doors import PEOPLE
from tests.world import World, by_noun

Enter = Callable[[str], FlaskClient]
OWN_LIFE = ("case", "party", "material_check", "clock_event", "slip", "audit")
FORBIDDEN = (
    "/api/v1/security/login", "/api/v1/security/refresh", "/api/v1/security/users/", "/api/v1/security/roles/", "/api/v1/menu/",
    "/api/v1/_openapi", "/api/v1/openapi.json/_openapi", "/swagger/v1", "/swaggerview/v1", "/login/", "/logout/", "/lang/en", "/back",
    "/users/list/", "/roles/list/", "/permissions/list/", "/registeruser/list/", "/userstatschartview/chart/", "/resetmypassword/form",
    "/userinfoeditview/form", "/viewmenus/list/", "/permissionviews/list/", "/groups/list/", "/apikeys/",
)  # fmt: skip


def owned_by_appbuilder(app: Flask) -> Iterator[str]:
    """Rules whose view is Flask-AppBuilder's or stands on one of its classes."""
    own = {view.endpoint for view in app.extensions["appbuilder"].baseviews}
    for rule in app.url_map.iter_rules():
        function = app.view_functions[rule.endpoint]
        module = getattr(function, "__module__", "") or ""
        if rule.endpoint.partition(".")[0] in own | {"appbuilder"} or module.startswith("flask_appbuilder"):
            yield rule.rule


def test_flask_appbuilder_owns_nothing_outside_the_console(county: World) -> None:
    outside = [
        one for one in owned_by_appbuilder(county.app) if not one.startswith(("/console/", "/static/appbuilder/"))
    ]

    assert outside == []
    assert len(list(owned_by_appbuilder(county.app))) > 100


def test_no_view_of_its_own_is_registered_but_the_ones_we_subclass(county: World) -> None:
    strangers = [
        type(view).__name__
        for view in county.app.extensions["appbuilder"].baseviews
        if type(view).__module__.startswith("flask_appbuilder")
    ]

    assert strangers == []


@pytest.mark.parametrize("username", [*PEOPLE, None])
def test_its_api_login_menu_user_and_role_pages_are_not_there(
    username: str | None, county: World, enter: Enter
) -> None:
    client = enter(username) if username else county.app.test_client()
    credentials = {"username": "admin", "password": PASSWORD, "provider": "db"}

    answers = {
        (path, method): client.open(
            prefix + path, method=method, json=credentials if method == "POST" else None
        ).status_code
        for path in FORBIDDEN
        for prefix in ("", "/console")
        for method in ("GET", "POST")
    }

    assert {one: status for one, status in answers.items() if status not in (404, 405)} == {}


def test_the_public_surface_runs_without_flask_appbuilder(tmp_path: Path) -> None:
    app = create_app(
        Settings(
            secret_key=SECRETS["secret_key"],
            database_url=f"sqlite:///{tmp_path / 'p.db'}",
            instance=str(tmp_path),
            surfaces="public",
            secure_cookies=False,
            hosts="localhost",
        )
    )

    assert "appbuilder" not in app.extensions
    assert [rule.rule for rule in app.url_map.iter_rules() if "console" in rule.rule or "appbuilder" in rule.rule] == []
    assert app.test_client().get("/console/").status_code == 404
    assert app.test_client().post("/console/login").status_code == 404


def test_rows_with_a_life_of_their_own_have_no_generated_change(county: World, enter: Enter) -> None:
    """Cases, what hangs on them and the audit trail are list and show only (decisions 7)."""
    before = fingerprint(county.app)

    for noun in OWN_LIFE:
        resource = by_noun()[noun]
        row_id = county.ids(resource)[0]
        for username in PEOPLE:
            for way in ("add", f"edit/{row_id}", f"delete/{row_id}", f"lookup/{resource.columns[0]}"):
                address = f"/console{resource.route}/{way}"
                assert enter(username).post(address, data={"name": "x", "_lock": "1"}).status_code == 404, (
                    username,
                    address,
                )
                assert enter(username).get(address).status_code == 404, (username, address)

    assert changed(before, fingerprint(county.app)) == []


def test_a_published_edition_and_its_parts_cannot_be_changed_by_any_generated_route(
    county: World, enter: Enter
) -> None:
    before, tried = fingerprint(county.app), 0

    for noun, resource in by_noun().items():
        if resource.is_open is None:
            continue
        with county.acting() as _system:
            from models.db import db

            closed = [one for one in county.ids(resource) if not resource.is_open(db.session.get(resource.model, one))]
        for row_id in closed[:2]:
            for username in ("county_editor", "county_reviewer", "civil_editor"):
                for way in ("edit", "delete"):
                    address = f"/console{resource.route}/{way}/{row_id}"
                    want = (404,) if username != "county_reviewer" else (403, 404)
                    answer = enter(username).post(address, data={"name": "改", "key": "other", "_lock": "1"})
                    assert answer.status_code in want, (noun, username, address, answer.status_code)
                    tried += 1

    assert tried > 50
    assert changed(before, fingerprint(county.app)) == []


def test_a_part_is_not_added_to_a_published_edition(county: World, enter: Enter) -> None:
    published = next(one for one in county.ids(by_noun()["edition"], "county_editor") if one != county.draft_id)
    before = fingerprint(county.app)

    answer = enter("county_editor").post(
        "/console/catalogue/faq/add",
        data={"edition_id": str(published), "key": "new", "question": "问", "answer": "答"},
    )

    assert answer.status_code in (403, 422)
    assert changed(before, fingerprint(county.app)) == []
