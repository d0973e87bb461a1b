"""R01–R08: rows, actions, keys and files stay inside a person's scope, on every route that there is."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from appcore.access import permissions
from models.audit import AuditEntry
from models.db import db
from tests.fingerprint import changed, fingerprint
from tests.views.doors import PEOPLE, Door, addresses, doors, share
from tests.world import World, by_noun

Enter = Callable[[str], FlaskClient]


SEE_DRAFTS = frozenset({"admin", "security", "auditor", "county_editor", "county_reviewer", "supervisor"})
"""Whoever holds a grant for the whole county; the draft of this county is 公安's, so 民政's editor does not see it."""


def denials(world: World) -> int:
    with world.acting():
        return db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.result == "denied")) or 0


def methods(door: Door) -> list[str]:
    return [method for method, there in (("GET", door.gets), ("POST", door.posts)) if there]


def roles_of(world: World, username: str) -> Any:
    with world.acting(username) as who:
        return who.roles  # type: ignore[union-attr]


@pytest.mark.parametrize("username", PEOPLE)
def test_r01_a_person_sees_exactly_the_own_rows_that_the_grants_admit(username: str, county: World) -> None:
    own_rows = [resource for resource in by_noun().values() if resource.model.scope_kind == "scoped"]

    assert len(own_rows) >= 10
    for resource in own_rows:
        assert county.ids(resource, username) == county.due(resource, username), resource.noun
    drafts = county.ids(by_noun()["edition"], username)
    assert (county.draft_id in drafts) is (username in SEE_DRAFTS)


@pytest.mark.parametrize("username", PEOPLE)
def test_r01_every_route_with_a_row_answers_404_outside_the_scope_and_notes_one_denial(
    username: str, county: World, enter: Enter, store: str
) -> None:
    client, roles = enter(username), roles_of(county, username)
    wanted = [
        (door, method, path)
        for door in doors(county.app)
        if door.permission is not None and permissions.may(roles, *door.permission)
        for method in methods(door)
        for path in addresses(door, county, username, foreign=True)
    ]
    before, faults = fingerprint(county.app), []

    for _door, method, path in share(wanted, store, username):
        noted = denials(county)
        answer = client.open(path, method=method)
        more = denials(county) - noted
        if answer.status_code != 404 or more != (0 if hidden_act(path, roles) else 1):
            faults.append((method, path, answer.status_code, more))

    assert faults == []
    assert changed(before, fingerprint(county.app)) == []


def hidden_act(path: str, roles: Any) -> bool:
    """An act that these roles do not have answers before any row is looked for."""
    act = path.rsplit("/", 1)[-1]
    return "/catalogue/editions/" in path and act != "preview" and not permissions.may(roles, "console:edition", act)


@pytest.mark.parametrize("username", PEOPLE)
def test_r01_a_route_without_the_permission_answers_403_even_for_own_rows(
    username: str, county: World, enter: Enter, store: str
) -> None:
    client, roles = enter(username), roles_of(county, username)
    closed = [
        (method, path)
        for door in doors(county.app)
        if door.permission is not None and not permissions.may(roles, *door.permission)
        for method in methods(door)
        for path in addresses(door, county, None)[:1]
    ]
    before = fingerprint(county.app)

    faults = [
        (method, path, answer.status_code)
        for method, path in share(closed, store, username)
        if (answer := client.open(path, method=method)).status_code != 403
    ]

    assert faults == []
    assert changed(before, fingerprint(county.app)) == []


def test_r01_a_visitor_is_sent_to_the_door(county: World) -> None:
    visitor = county.app.test_client()
    answers = {
        path: visitor.open(path, method=method)
        for door in doors(county.app)
        if door.permission is not None
        for method in methods(door)
        for path in addresses(door, county, None)[:1]
    }

    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 302} == {}
    assert {answer.location.partition("?")[0] for answer in answers.values()} == {"/console/login"}


def test_r02_no_table_has_flask_appbuilders_actions(county: World, enter: Enter) -> None:
    """Acts are routes of their own with a service behind them; the generic ones ignore every limit."""
    before = fingerprint(county.app)
    for username in ("lingxi_clerk", "county_editor"):
        client = enter(username)
        for resource in by_noun().values():
            for row_id in county.ids(resource)[-1:]:
                for act in ("muldelete", "close"):
                    address = f"/console{resource.route}/action/{act}/{row_id}"
                    assert client.get(address).status_code in (404, 405), address
                    assert client.post(address).status_code in (404, 405), address

    assert changed(before, fingerprint(county.app)) == []


def test_r03_a_bulk_act_on_own_and_foreign_rows_changes_none(county: World, enter: Enter) -> None:
    before = fingerprint(county.app)
    for resource in by_noun().values():
        own, foreign = county.ids(resource, "lingxi_admin"), county.foreign(resource, "lingxi_admin")
        data = {"action": "muldelete", "rowid": [str(one) for one in (*own[:5], *foreign[:1])]}
        assert enter("lingxi_admin").post(f"/console{resource.route}/action_post", data=data).status_code == 404

    assert changed(before, fingerprint(county.app)) == []


def test_r06_no_route_hands_out_a_file_by_its_name(county: World) -> None:
    """Static files alone go by name; a file of a case or a form will go by its row, and then stands in the sweep above."""
    by_name = {
        rule.endpoint
        for rule in county.app.url_map.iter_rules()
        if "filename" in rule.arguments or "path" in rule.arguments
    }

    assert by_name == {"static", "appbuilder.static"}


@pytest.mark.parametrize("username", PEOPLE)
def test_r07_a_full_id_number_or_telephone_number_stands_on_no_page(
    username: str, county: World, enter: Enter, store: str
) -> None:
    """Whoever does not hold the case's open task; on lists and look-ups nobody at all (decisions 66)."""
    client, roles = enter(username), roles_of(county, username)
    pages = [
        path
        for door in doors(county.app)
        if door.gets and door.permission is not None and permissions.may(roles, *door.permission)
        for path in addresses(door, county, username)
        if not (username in county.handlers and "/casework/cases/" in path)
    ]

    leaks = {
        (path, secret[:4])
        for path in share(pages, store, username)
        for text in [said(client.get(path))]
        for secret in county.secrets
        if secret in text
    }

    assert leaks == set()


def said(answer: TestResponse) -> str:
    """All that an answer tells: a page's text, or what a file holds when its package is opened."""
    if zipfile.is_zipfile(io.BytesIO(answer.data)):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
            return "\n".join(package.read(name).decode(errors="replace") for name in package.namelist())
    return str(answer.data.decode(errors="replace"))


def test_r08_hidden_columns_neither_sort_nor_filter_nor_are_found_by_searching(county: World, enter: Enter) -> None:
    client = enter("lingxi_clerk")
    for resource in by_noun().values():
        base = f"/console{resource.route}/list/"
        if client.get(base).status_code != 200:
            continue
        for column in resource.model.__table__.columns.keys():  # noqa: SIM118 - iterating gives columns
            if column not in resource.sort:
                assert client.get(f"{base}?sort={random.choice(('', '-'))}{column}").status_code == 400, (base, column)
            if column not in resource.filters:
                assert client.get(f"{base}?f.{column}=1").status_code == 400, (base, column)
        for stock in (f"_oc_{resource.endpoint}=id", "_flt_0_id=1", "_flt_3_id_number_index=1"):
            assert client.get(f"{base}?{stock}").status_code == 400, (base, stock)

    empty = client.get("/console/casework/party/list/?q=zzzzzzzz").text.count("<tr")
    for secret in county.secrets:
        for part in (secret, secret[:8]):
            for path in ("party", "case"):
                assert client.get(f"/console/casework/{path}/list/?q={part}").text.count("<tr") in (0, empty), (
                    path,
                    part,
                )
