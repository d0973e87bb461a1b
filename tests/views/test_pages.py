"""Every page of the console is what every page must be, and no list asks the database more the more rows there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select

from appcore.access import permissions
from appcore.transaction import unit_of_work
from models.db import db
from tests import page
from tests.page import BadPage
from tests.views.doors import PEOPLE, addresses, doors, share
from tests.world import World, by_noun
from views.console.resource import Resource

Enter = Callable[[str], FlaskClient]
MOST_QUERIES = 12
MOST_KINDS_NAMED = 2
"""Queries for names beyond those of its first page: all tables of named rows are asked together, days by themselves."""
SETTLED = re.compile(r"/intake/received/|/cases/\d+/files$|/access/exports/[0-9a-f]{32}$|/booklets/[0-9a-f]{32}/file$")
"""Acts on a case that is finished, or waits no more, an export that nobody approved yet, a booklet not made yet: told with 409."""
CODED = (
    "code",
    "key",
    "query_code",
    "username",
    "account",
    "row_key",
    "weekdays",
    "entry_hash",
    "previous_hash",
    "request_id",
)


@contextmanager
def queries(app: Flask) -> Iterator[list[str]]:
    """The statements that the app sends within the block; BEGIN and PRAGMA are not among them.

    Nor is the mark that a session is in use: it is written once a minute, whichever page is asked for then.
    """
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("UPDATE login_session SET seen_at"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def codes_of(county: World) -> frozenset[str]:
    """Every code and key that a row has: they are data, given by people or the standard, and the same in each language."""
    found: set[str] = set()
    with county.acting():
        for table in db.metadata.sorted_tables:
            for column in table.columns:
                if column.name in CODED or column.name.endswith(("_code", "_key")):
                    found |= {str(one) for one in db.session.connection().execute(select(column)).scalars() if one}
    return frozenset(found)


def pages_of(county: World, username: str) -> list[str]:
    with county.acting(username) as who:
        roles = who.roles  # type: ignore[union-attr]
    return [
        path
        for door in doors(county.app)
        if door.gets
        and door.permission is not None
        and permissions.may(roles, *door.permission)
        and door.method != "lookup"
        for path in addresses(door, county, username)
    ]


@pytest.mark.parametrize("username", PEOPLE)
def test_every_page_that_a_person_may_open_is_a_whole_page(
    username: str, county: World, enter: Enter, store: str
) -> None:
    client, codes, faults = enter(username), codes_of(county), list[str]()
    handles = permissions.may(county.roles(username), "console:case", "handle")

    for url in share(pages_of(county, username), store, username):
        answer = client.get(url)
        if answer.status_code in (302, 404, 405):  # an act that is not offered now, or only by POST
            continue
        if answer.headers.get("Content-Disposition", "").startswith("attachment"):
            answer.close()  # a file is no page: R31 and R58 look at its headers
            continue
        try:
            settled = answer.status_code == 409 and SETTLED.search(url)
            withheld = "/casework/files/" in url and not handles
            shown = page.check(answer, url, status=403 if withheld else 409 if settled else 200, codes=codes)
            faults += page.files(shown.root, county.app, url)
        except BadPage as bad:
            faults.append(str(bad))

    assert faults == []


@pytest.mark.parametrize(("url", "status"), [("/console/login", 200), ("/console/nosuch", 404), ("/nosuch", 404)])
def test_pages_without_an_account_are_whole_pages(url: str, status: int, county: World) -> None:
    page.get(county.app.test_client(), url, status=status)


@pytest.mark.parametrize("noun", sorted(by_noun()))
def test_a_list_asks_no_more_however_many_rows_and_relations(noun: str, county: World, enter: Enter) -> None:
    """At most 12 queries and 60 KB; a page of one row asks as often as a page of a hundred, whichever columns are relations.

    The trail names the rows that its page speaks of in two queries at most; a page that names none asks neither.
    """
    resource = by_noun()[noun]
    readers = permissions.roles_that_may(resource.view, "list")
    username = next(
        one
        for one in ("lingxi_clerk", "county_editor", "supervisor", "auditor", "lingxi_admin", "admin")
        if roles(county, one) & readers
    )
    client, base = enter(username), f"/console{resource.route}/list/"
    client.get(base)

    with queries(county.app) as few:
        answer = client.get(base)
    with queries(county.app) as many:
        most = client.get(f"{base}?size=100")

    assert answer.status_code == 200
    assert len(few) <= MOST_QUERIES, "\n".join(few)
    assert len(many) <= (MOST_KINDS_NAMED + len(few) if noun == "audit" else len(few))
    assert len(answer.data) <= page.MOST_BYTES
    assert len(most.data) <= 4 * page.MOST_BYTES


def roles(county: World, username: str) -> frozenset[str]:
    with county.acting(username) as who:
        found: frozenset[str] = who.roles  # type: ignore[union-attr]
    return found


@pytest.mark.parametrize("noun", ["staff", "post", "party", "material_check", "clock_event", "item_alias"])
def test_a_list_of_many_more_rows_asks_just_as_often(noun: str, world: World, sign_in: Any) -> None:
    """Forty rows as they are, then with two hundred copies beside them: relations are fetched by page, never by row."""
    resource = by_noun()[noun]
    client, base = sign_in("lingxi_clerk"), f"/console{resource.route}/list/?size=100"
    client.get(base)

    with queries(world.app) as few:
        before = client.get(base)
    copy_rows(world, resource, 200)
    with queries(world.app) as many:
        after = client.get(base)

    assert after.text.count("<tr>") > before.text.count("<tr>")
    assert len(many) == len(few) <= MOST_QUERIES
    assert len(client.get(base.partition("?")[0]).data) <= page.MOST_BYTES


def copy_rows(world: World, resource: Resource, copies: int) -> None:
    """Copies of the first row that the clerk of 灵溪 sees, other only where the table wants it."""
    table, first = resource.model.__table__, world.ids(resource, "lingxi_clerk")[0]
    with world.acting(), unit_of_work() as session:
        row = dict(session.connection().execute(select(table).where(table.c.id == first)).one()._mapping)
        del row["id"]
        once = [column.name for column in table.columns if column.unique and column.name != "id"]
        rows = [row | {name: f"{name[:6]}{number:04d}" for name in once} for number in range(copies)]
        session.connection().execute(insert(table), rows)
