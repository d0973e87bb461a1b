"""R46, R53: the trail is read by the auditor alone, found by every question he has, proved on a page, and changed by nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from appcore.access import audit
from models.db import db
from tests import page
from tests.html import parse
from tests.people import LINGXI_TOWN, acts
from tests.views.doors import PEOPLE, doors
from tests.world import World

Enter = Callable[[str], FlaskClient]
SOMEBODY = replace(LINGXI_TOWN, name="样例甲")
LIST, PROOF = "/console/access/audit/list/", "/console/access/proof/"


@pytest.fixture
def auditor(app: Flask, sign_in: Enter) -> FlaskClient:
    path = app.extensions["settings"].seal_path
    path.unlink(missing_ok=True)
    return sign_in("auditor")


def note(app: Flask, count: int = 1, result: str = "done") -> None:
    with acts(app, SOMEBODY):
        for number in range(count):
            audit.note("changed", "window", f"w{number}", result, {"number": [f"{number}", "甲<b>"]})


def test_r53_nobody_else_opens_any_page_of_the_trail(county: World, enter: Enter) -> None:
    paths = [door.rule.rule for door in doors(county.app) if door.permission and door.permission[0] == "console:audit"]
    assert len(paths) >= 6
    for username in PEOPLE:
        if username != "auditor":
            for path in paths:
                for method in ("GET", "POST"):
                    status = enter(username).open(path.replace("<pk>", "1"), method=method).status_code
                    assert status in (403, 405), (username, method, path, status)


def test_r53_there_is_no_route_that_changes_or_removes_an_entry(county: World) -> None:
    verbs = {
        door.permission[1] for door in doors(county.app) if door.permission and door.permission[0] == "console:audit"
    }

    assert verbs == {"list", "show", "verify"}


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("who=lingxi-admin", True), ("who=样例甲", True), ("who=lingxi", False), ("act=修改", True), ("act=登录", False),
        ("noun=窗口", True), ("noun=事项", False), ("key=w1", True), ("key=w", False), ("result=denied", True), ("result=failed", False),
        ("address=198.51.100.7", False), ("first=2020-01-01&last=2099-12-31", True), ("last=2020-01-01", False), ("request_id=abc", False),
        ("who=lingxi-admin&noun=窗口&result=denied&first=2020-01-01", True),
    ],
)  # fmt: skip
def test_the_auditor_finds_an_entry_by_any_of_its_parts(
    app: Flask, auditor: FlaskClient, query: str, fits: bool
) -> None:
    note(app, 2, "denied")

    answer = auditor.get(f"{LIST}?{query}") if query == "noun=事项" else page.get(auditor, f"{LIST}?{query}")

    found = answer.text.partition("<table")[2]
    assert ("样例甲" in found) is fits
    assert ("1 → 甲&lt;b&gt;" in found) is fits


def test_sign_ins_of_a_person_are_found_by_his_name(app: Flask, auditor: FlaskClient) -> None:
    answer = auditor.get(f"{LIST}?who=auditor&act=登录")

    assert answer.text.count('<th scope="row">') == 1


def test_pages_go_older_and_newer_without_a_count(app: Flask, auditor: FlaskClient) -> None:
    note(app, 60)
    seen: list[str] = []
    address: str | None = f"{LIST}?who=lingxi-admin"
    turned = 0
    while address:
        answer = auditor.get(address)
        root = parse(answer.text)
        seen += [node.text for node in root.every("code") if node.text.startswith("w")]
        address = next((node.get("href") for node in root.every("a") if node.text == "更早的"), None)
        turned += 1
    back = next(node.get("href") for node in root.every("a") if node.text == "更新的")

    assert seen == [f"w{number}" for number in reversed(range(60))]
    assert turned == 3
    assert [node.text for node in parse(auditor.get(back).text).every("code") if node.text.startswith("w")] == seen[
        25:50
    ]


@pytest.mark.parametrize(
    "query", ["act=xx", "first=2026-13-01", "first=2026-05-02&last=2026-05-01", "result=x", "noun=%00", "before=0", "before=x", "size=26", "nosuch=1", "who=" + "长" * 81],
)  # fmt: skip
def test_r88_a_question_that_cannot_be_read_is_told(auditor: FlaskClient, query: str) -> None:
    answer = auditor.get(f"{LIST}?{query}")

    assert answer.status_code == 400
    assert "Not a valid" not in answer.text


def test_the_auditor_proves_seals_and_prints(app: Flask, auditor: FlaskClient, store: str) -> None:
    page.get(auditor, PROOF)
    proved = auditor.post(f"{PROOF}check")
    sealed = auditor.post(f"{PROOF}seal")
    printed = page.get(auditor, f"{PROOF}print", codes=frozenset({"flask"}))

    assert "校验通过：第 1 至 " in proved.text
    assert (sealed.status_code, sealed.location) == (302, f"{PROOF}print")
    assert printed.root.every("svg")
    assert Path(app.extensions["settings"].seal_path).exists()

    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql(
            "DROP TRIGGER audit_entry_no_update"
            if store == "sqlite"
            else "DROP TRIGGER audit_entry_append_only ON audit_entry"
        )
        connection.execute(text("UPDATE audit_entry SET account = 'x' WHERE sequence = 7"))
        connection.commit()
    told = auditor.post(f"{PROOF}check")
    assert "校验没有通过" in told.text
    assert "第 7 条的内容被改动过" in told.text


def test_a_long_trail_is_proved_from_a_point_on_and_the_page_says_so(
    app: Flask, auditor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("views.console.audit_proof.MOST_ROWS", 10)

    told = auditor.post(f"{PROOF}check")

    assert "校验通过" in told.text
    assert "第 1 至" not in told.text
    assert "本页只校验最近 10 条" in told.text
