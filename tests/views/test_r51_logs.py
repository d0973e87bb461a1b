"""R51, R52: what the server writes holds nothing that anybody typed, and nobody can write a line of it."""

from __future__ import annotations

import http.client
import re
from pathlib import Path
from runpy import run_path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from sqlalchemy.exc import IntegrityError

from tests.acting import PASSWORD
from tests.conftest import SECRETS
from tests.served import ROOT, serving
from views import traces

ID, PHONE, NAME = "999999199003074531", "13912345678", "欧阳测试甲"
CONF: dict[str, Any] = run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/items/330327-00005", "/items/330327-00005"), ("/console/casework/cases/330327100202611230001", "/console/casework/cases/330327100202611230001"),
        ("/halls/330327100000-01/board", "/halls/330327100000-01/board"), ("/", "/"), ("/console/", "/console/"), ("/static/css/tokens.css", "/static/css/tokens.css"),
        (f"/items/{ID}", "/items/…"), (f"/items/{PHONE}", "/items/…"), (f"/x/{NAME}/y", "/x/…/y"), ("/x\nfake", "/…"), ("/x\x1b[31m", "/…"), ("/a b", "/…"),
        ("/11010119900307453X", "/…"), ("*", "/…"), ("/0577-88881234", "/…"),
    ],
)  # fmt: skip
def test_r51_the_access_log_keeps_of_a_path_what_addresses_of_ours_are_made_of(path: str, wanted: str) -> None:
    assert CONF["cleaned"](path) == wanted


def test_r51_an_error_is_logged_without_its_words() -> None:
    try:
        try:
            int(ID + "x")
        except ValueError as broken:
            raise IntegrityError(
                f"INSERT {NAME}", {"name": NAME}, Exception(f"Key (name)=({NAME}) exists\nDETAIL {PHONE}")
            ) from broken
    except IntegrityError as error:
        said = traces.without_words(error)

    assert said.startswith("IntegrityError < ValueError [tests/views/test_r51_logs.py:")
    assert not [one for one in (ID, PHONE, NAME, "\n") if one in said]


def test_r51_r52_nothing_typed_reaches_a_log_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    access, said = tmp_path / "access.log", tmp_path / "said.log"
    monkeypatch.setenv("BANSHITAI_ACCESS_LOG", str(access))
    with serving(tmp_path, SECRETS, PASSWORD, said) as address:
        ask = Visitor(address)
        ask("GET", f"/items?q={quote(NAME)}{ID}")
        ask("GET", f"/suggest?q={PHONE}")
        ask("GET", f"/items/{ID}")
        ask(
            "GET",
            f"/{quote(NAME)}%0A2026-01-01%20forged%20line%1b[31m",
            {"User-Agent": f"{NAME.encode()!r} {ID}", "Referer": f"http://x/{PHONE}"},
        )
        page = ask("GET", "/console/login")
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
        assert token
        for username in (ID, f"{NAME}\r\n\x1b[31mforged line", "lingxi_clerk"):
            ask("POST", "/console/login", body={"csrf_token": token[1], "username": username, "password": PASSWORD})
        ask("GET", f"/console/search?q={ID}")
        ask("GET", f"/console/casework/case/list/?q={quote(NAME)}&page={PHONE}")
        ask(
            "POST",
            f"/console/casework/intake/330327-00001?id={ID}",
            body={"csrf_token": "stale", "party.0.id_number": ID, "party.0.phone": PHONE, "party.0.name": NAME},
        )

    logs = access.read_text() + said.read_text(errors="replace")
    assert access.read_text().count("\n") >= 11
    assert [one for one in (ID, PHONE, NAME, "forged", "\x1b", PASSWORD) if one in logs] == []
    assert all(line.startswith("[") for line in access.read_text().splitlines())
    assert (tmp_path / "seals" / "audit.seals").read_text().count("\n") >= 1, "the end of the server sealed nothing"


class Visitor:
    """A client that keeps its cookie and sends what it is told, byte for byte."""

    def __init__(self, address: str) -> None:
        self.host, self.cookie = urlsplit(address).netloc, ""

    def __call__(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: dict[str, str] | None = None
    ) -> str:
        connection = http.client.HTTPConnection(self.host, timeout=60)
        sent = {"Cookie": self.cookie, **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(body) if body is not None else None, sent)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        if fresh := answer.headers.get("Set-Cookie"):
            self.cookie = fresh.partition(";")[0]
        connection.close()
        assert answer.status < 500, (path, answer.status)
        return text
