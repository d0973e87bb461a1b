"""Every page of the console is what every page must be, and no list asks the database more the more rows there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from appcore.access import permissions
from models.db import db
from tests import page
from tests.page import BadPage
from tests.views.doors import PEOPLE, addresses, doors, share
from tests.world import World, by_noun

Enter = Callable[[str], FlaskClient]
MOST_QUERIES = 12
CODES = frozenset({"sh", "min"})


@contextmanager
def queries(app: Flask) -> Iterator[list[str]]:
    """The statements that the app sends within the block; BEGIN and PRAGMA are not among them."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def pages_of(county: World, username: str) -> list[str]:
    with county.acting(username) as who:
        roles = who.roles  # type: ignore[union-attr]
    return [
        path
        for door in doors(county.app)
        if door.gets and door.permission is not None and permissions.may(roles, *door.permission) and door.method != "lookup"
        for path in addresses(door, county, username)
    ]


@pytest.mark.parametrize("username", PEOPLE)
def test_every_page_that_a_person_may_open_is_a_whole_page(username: str, county: World, enter: Enter, store: str) -> None:
    client, faults = enter(username), []

    for url in share(pages_of(county, username), store, username):
        answer = client.get(url)
        if answer.status_code in (302, 404, 405):  # an act that is not offered now, or only by POST
            continue
        try:
            page.get(client, url, codes=words_of_data(url))
        except BadPage as bad:
            faults.append(str(bad))

    assert faults == []


def words_of_data(url: str) -> frozenset[str]:
    """Latin words that are data: the audit trail keeps the program's own names for acts, accounts and tables."""
    return AUDIT_WORDS if "/access/audit/" in url else frozenset()


AUDIT_WORDS: frozenset[str] = frozenset()


@pytest.mark.parametrize("url", ["/console/login", "/console/nosuch", "/console/hall/staff/show/0", "/nosuch"])
def test_pages_without_an_account_are_whole_pages(url: str, county: World) -> None:
    page.get(county.app.test_client(), url, status=200 if url.endswith("login") else 302 if "staff" in url else 404)


@pytest.mark.parametrize("noun", sorted(by_noun()))
def test_a_list_asks_no_more_however_many_rows_and_relations(noun: str, county: World, enter: Enter) -> None:
    """At most 12 queries and 60 KB; a page of one row asks as often as a page of a hundred, whichever columns are relations."""
    resource = by_noun()[noun]
    readers = permissions.roles_that_may(resource.view, "list")
    username = next(one for one in ("lingxi_clerk", "county_editor", "supervisor", "auditor") if roles(county, one) & readers)
    client, base = enter(username), f"/console{resource.route}/list/"
    client.get(base)

    with queries(county.app) as few:
        answer = client.get(base)
    with queries(county.app) as many:
        most = client.get(f"{base}?size=100")

    assert answer.status_code == 200
    assert len(few) <= MOST_QUERIES, "\n".join(few)
    assert len(many) <= len(few)
    assert len(answer.data) <= page.MOST_BYTES
    assert len(most.data) <= 4 * page.MOST_BYTES


def roles(county: World, username: str) -> frozenset[str]:
    with county.acting(username) as who:
        found: frozenset[str] = who.roles  # type: ignore[union-attr]
    return found
