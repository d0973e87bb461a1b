"""R30: no redirect leads out of the house, whatever `next`, `Host` or a forwarded host say; R31: no page has a style or script of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.acting import PASSWORD
from tests.html import parse
from tests.page import _inline
from tests.views.doors import addresses, doors, share
from tests.views.test_r27_r31 import HEADERS, lacking
from tests.world import World

Enter = Callable[[str], FlaskClient]
TEMPLATES = Path(__file__).parents[2] / "views" / "templates"
NEXT = (
    "https://evil.example/", "//evil.example/", "///evil.example", r"\\evil.example", "/\\evil.example", "https:evil.example",
    "javascript:alert(1)", "data:text/html,x", "/console/../../evil.example", "/console//evil.example", " https://evil.example",
    "\thttps://evil.example", "/console/\r\nLocation: https://evil.example", "https://localhost@evil.example/", "/console/.evil.example/%2f%2fevil.example",
)  # fmt: skip


@pytest.mark.parametrize("wanted", NEXT)
def test_r30_no_next_leads_out_of_the_house(county: World, enter: Enter, wanted: str) -> None:
    visitor, person = county.app.test_client(), enter("lingxi_clerk")
    values = {"username": "lingxi_clerk", "password": PASSWORD, "next": wanted}
    answers = [
        visitor.post("/console/login", query_string={"next": wanted}, data=values),
        person.get("/console/login", query_string={"next": wanted}),
        visitor.post("/console/logout", query_string={"next": wanted}, data={"next": wanted}),
        visitor.get("/console/casework/case/list/", query_string={"next": wanted}),
        county.app.test_client().get("/", query_string={"lang": "en", "next": wanted}),
        county.app.test_client().get("/items", query_string={"lang": wanted}),
    ]

    for answer in answers:
        where = answer.headers.get("Location", "/")
        assert re.fullmatch(r"/(?:console/[^\\]*)?", where), where
        assert not where.startswith("//")
        assert urlsplit(urljoin("http://localhost/", where)).netloc == "localhost"


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "evil.example:80", ""]
)
def test_r30_another_host_is_refused(county: World, host: str) -> None:
    for path in ("/", "/console/login", "/items", "/nosuch"):
        answer = county.app.test_client().get(path, headers={"Host": host})
        assert answer.status_code == 400, (host, path)
        assert "evil" not in answer.text
        assert lacking(answer) == []


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix"]
)
def test_r30_a_forwarded_host_is_not_believed(county: World, header: str) -> None:
    said = "host=evil.example" if header == "Forwarded" else "evil.example"
    for path in ("/", "/console/login", "/console/", "/sitemap.xml", "/items"):
        answer = county.app.test_client().get(path, headers={header: said})
        assert "evil" not in answer.text + str(answer.headers), (header, path)


def test_r31_no_template_has_a_style_a_handler_or_a_bare_script() -> None:
    """`style=`, `onclick=`, `<style>`, `javascript:`; a script is a file or, with the nonce of its answer, data."""
    wrong = re.compile(
        r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"'{]|<style\b|javascript:|<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)",
        re.IGNORECASE,
    )
    found = [
        (str(path.relative_to(TEMPLATES)), match.group())
        for path in TEMPLATES.rglob("*.html")
        for match in wrong.finditer(re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL))
    ]

    assert found == []


@pytest.mark.parametrize("username", ["county_editor", "lingxi_clerk", "auditor", None])
def test_r31_no_page_that_is_drawn_has_one_either(
    county: World, enter: Enter, store: str, username: str | None
) -> None:
    client = enter(username) if username else county.app.test_client()
    every = [path for door in doors(county.app) if door.gets for path in addresses(door, county, username)]

    faults = {}
    for path in share(every, store, f"inline {username}"):
        with client.get(path) as answer:
            if answer.mimetype == "text/html" and (found := list(_inline(parse(answer.get_data(as_text=True))))):
                faults[path] = found

    assert faults == {}


def test_r31_the_policy_lets_nothing_inline_and_nothing_foreign_in(county: World) -> None:
    first, second = (
        county.app.test_client().get("/console/login").headers["Content-Security-Policy"] for _ in range(2)
    )

    assert "unsafe" not in first
    assert "*" not in first
    assert "http" not in first
    for directive in (
        "default-src 'self'",
        "style-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    ):
        assert directive in first
    assert first != second, "the nonce is the same twice"
    assert set(HEADERS) <= set(dict(county.app.test_client().get("/console/login").headers))


def test_a_plain_form_is_small_and_refused_before_it_is_read(county: World, enter: Enter) -> None:
    client = enter("county_editor")
    for kind in (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain",
    ):
        answer = client.post("/console/catalogue/item/add", data=b"x" * (1024 * 1024 + 1), content_type=kind)
        assert answer.status_code == (400 if kind == "application/json" else 413), (
            kind
        )  # JSON is no form, however small
        assert lacking(answer) == []
