"""R92: markers written into every text column come back as text from every page, print and document, and never as markup."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import JSON, String, select, text

from models import tables
from models.db import db
from models.staff import Staff
from tests.html import parse
from tests.views.doors import addresses, doors
from tests.views.forms import edit_forms
from tests.world import World, furnish

Enter = Callable[[str], FlaskClient]
MARK = "xq7z"
HOSTILE = (
    f"<img src={MARK} onerror=alert(1)>", f"\"'><script>{MARK}()</script>", f"{{{{7*7}}}}{MARK}", f"</title><svg/onload={MARK}>", f"javascript:{MARK}()",
)  # fmt: skip
READERS = ("lingxi_clerk", "county_editor", "auditor", None)
LEFT = frozenset(
    {
        "alembic_version",
        "audit_entry",
        "audit_head",
        "seed_mark",
        "ab_user",
        "ab_role",
        "clock_event",
        "edition_event",
        "offer_revision",
    }
)
"""Not rewritten: the trail and other append-only tables (what acts write there is marked by acting), and sign-in itself."""
KEYS = ("code", "number", "key", "number_key", "version", "definition_hash", "row_uid", "query_code")


ADDRESSES = ("href", "src", "action", "formaction", "data")


def _leads_astray(address: str) -> bool:
    return urlsplit(address.strip()).scheme not in ("", "http", "https", "tel", "mailto", "data")


@pytest.fixture(scope="module")
def hostile(house: Any) -> Iterator[World]:
    """A furnished county in which every free text of every row holds a marker, put there behind all checks."""
    from tests.acting import acting_in

    house.restore()
    world = furnish(house.app, acting_in(house.app))
    _spoil(house.app)
    yield world
    house.restore()


def _spoil(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in names:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        for table in tables.metadata.sorted_tables:
            if table.name in LEFT:
                continue
            marked = {
                column.name: HOSTILE[place % len(HOSTILE)][: column.type.length]
                for place, column in enumerate(_free_texts(table))
                if (column.type.length or 99) >= 20
            }
            if marked:
                connection.execute(table.update().values(**marked))
            for column in table.columns:
                if isinstance(column.type, JSON) and column.name in (
                    "answers",
                    "entered",
                    "facts",
                    "values",
                    "definition",
                ):
                    _spoil_json(connection, table, column)
        connection.commit()


def _free_texts(table: Any) -> list[Any]:
    return [
        column
        for column in table.columns
        if isinstance(column.type, String)
        and not (
            column.foreign_keys
            or column.unique
            or column.primary_key
            or column.info.get("vocabulary")
            or column.info.get("personal")
        )
        and column.name not in KEYS
        and not column.name.endswith(("_code", "_hash", "_index", "_key", "_by"))
        and not any(
            column.name in [one.name for one in constraint.columns]
            for constraint in table.constraints
            if type(constraint).__name__ == "UniqueConstraint"
        )
    ]


PLAIN = re.compile(r"[0-9A-Za-z:.+_-]*", re.ASCII)
"""A date, a number, a code: read back by its kind, which no text is."""


def _spoil_json(connection: Any, table: Any, column: Any) -> None:
    key = next(iter(table.primary_key.columns))
    for row in connection.execute(select(key, column)).all():
        if isinstance(row[1], dict):
            kept = {
                name: HOSTILE[place % 3] if isinstance(value, str) and not PLAIN.fullmatch(value) else value
                for place, (name, value) in enumerate(row[1].items())
            }
            connection.execute(table.update().where(key == row[0]).values({column.name: kept}))


@pytest.fixture(scope="module")
def enter(hostile: World) -> Enter:
    from tests.acting import enter_by

    return enter_by(hostile.app)


def raw(answer: Any) -> list[str]:
    """What of the markers stands in an answer as markup, handler, address or result of a template."""
    body = answer.data.decode(errors="replace")
    if answer.headers.get("Content-Disposition", "").startswith("attachment"):
        return []  # given out to be kept, and never drawn
    if answer.mimetype not in ("text/html", "image/svg+xml"):  # a chart is markup as a page is
        return (
            []
            if answer.mimetype in ("application/json", "text/plain", "application/xml", "text/xml", "text/css")
            else [f"type {answer.mimetype}"]
        )
    found = [f"49{MARK}"] if f"49{MARK}" in body else []
    for node in parse(body).walk():
        if MARK in node.tag or any(MARK in name or name.startswith("on") for name in node.attributes):
            found.append(f"<{node.tag} {node.attributes}>"[:120])
        if (
            node.tag == "script"
            and MARK in json.dumps([str(one) for one in node.children])
            and "json" not in node.get("type")
        ):
            found.append("in a script")
        found += [f"{name}={node.get(name)[:60]}" for name in ADDRESSES if _leads_astray(node.get(name))]
        if node.tag == "img" and node.get("src") == MARK:
            found.append("an image of the marker")
    return found


@pytest.mark.parametrize("username", READERS)
def test_r92_no_page_says_a_marker_as_markup(hostile: World, enter: Enter, username: str | None) -> None:
    client = enter(username) if username else hostile.app.test_client()
    faults, seen = {}, 0

    for door in doors(hostile.app):
        for path in addresses(door, hostile, username)[:2] if door.gets else []:
            with client.get(path) as answer:
                seen += MARK.encode() in answer.data
                if answer.status_code >= 500:
                    faults[path] = [str(answer.status_code)]
                elif found := raw(answer):
                    faults[path] = found

    assert faults == {}
    assert seen >= 3, "the markers did not reach the pages: nothing was tested"


def test_r92_what_is_typed_into_a_form_comes_back_as_text(hostile: World, enter: Enter) -> None:
    """Errors and the values typed are shown again on the form; the summary repeats some."""
    faults, shown = [], 0
    for form in edit_forms(hostile):
        client = enter(form.username)
        opened = form.opened(client)
        typed = {name: [HOSTILE[1]] for name, _length in form.texts() if name in opened}
        answer = client.post(form.url, data={**opened, **typed, "_lock": ["0"]})
        shown += MARK in answer.text
        if found := raw(answer):
            faults.append((form.url, found))

    assert faults == []
    assert shown > 5


@pytest.mark.parametrize(
    "path",
    [
        "/items?q={}",
        "/console/search?q={}",
        "/console/hall/staff/list/?q={}",
        "/nosuch/{}",
        "/items/{}",
        "/console/access/audit/list/?who={}",
        "/console/casework/case/list/?sort={}",
        "/?town={}",
    ],
)
def test_r92_what_stands_in_an_address_comes_back_as_text(hostile: World, enter: Enter, path: str) -> None:
    from urllib.parse import quote

    for username in ("lingxi_clerk", "auditor"):
        for one in HOSTILE:
            answer = enter(username).get(path.format(quote(one, safe="")))
            assert answer.status_code < 500
            assert raw(answer) == [], (path, one)


@pytest.mark.parametrize(
    "hole",
    [
        f"<p><img src={MARK}></p>", f'<a href="javascript:{MARK}()">x</a>', f"<p {MARK}=1>", f"<p onclick='{MARK}'>", f"49{MARK}",
        f"<script>{MARK}</script>", f"<svg/onload={MARK}>",
    ],
)  # fmt: skip
def test_r92_the_sweep_sees_what_it_looks_for(hole: str) -> None:
    """The finder is shown each kind of hole once."""
    assert raw(Response(hole, mimetype="text/html"))


def test_rows_are_spoilt_indeed(hostile: World) -> None:
    with hostile.acting():
        assert all(MARK in name for name in db.session.scalars(select(Staff.title)) if name)
