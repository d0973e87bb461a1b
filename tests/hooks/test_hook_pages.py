"""The pages of webhooks: the secret is told once, what is wrong is said on its field, and without a list of hosts they say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import page

LIST, ADD = "/console/access/hook-subscription/list/", "/console/access/hooks/add"
GOOD = {"name": "县数据平台", "address": "https://hooks.test/in", "events": ["case.accepted", "account.ended"]}
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")
Enter = Callable[[str], FlaskClient]


def added(client: FlaskClient, **changes: Any) -> Any:
    return client.post(ADD, data={**GOOD, **changes})


def test_the_secret_stands_on_the_answer_and_on_no_later_page(app: Flask, sign_in: Enter) -> None:
    client = sign_in("admin")

    told = added(client)
    page.check(client.get("/console/access/hook-subscription/show/1"), "show")

    [secret] = SECRET.findall(told.get_data(as_text=True))
    assert told.headers["Cache-Control"] == "no-store"
    assert secret not in client.get("/console/access/hook-subscription/show/1").get_data(as_text=True)
    assert secret not in client.get(LIST).get_data(as_text=True)


def test_all_that_is_wrong_is_said_at_once_and_what_was_typed_stays(app: Flask, sign_in: Enter) -> None:
    answer = added(sign_in("admin"), name="", address="https://evil.example/x", events=[])

    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert [
        one
        for one in ("请填写名称", "不在允许名单内", "请至少选择一个事件", "https://evil.example/x")
        if one not in text
    ] == []


def test_a_change_is_saved_and_an_old_form_is_a_conflict(app: Flask, sign_in: Enter) -> None:
    client = sign_in("admin")
    code = re.findall(r"/hooks/([0-9a-f]{8})/edit", _after(client, added(client)))[0]
    edit = f"/console/access/hooks/{code}/edit"

    first = client.post(edit, data={**GOOD, "name": "改名", "_lock": "1"})
    second = client.post(edit, data={**GOOD, "name": "又改", "_lock": "1"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "改名" in client.get(LIST).get_data(as_text=True)


def test_without_a_list_of_hosts_the_page_says_that_webhooks_are_off(
    app: Flask, sign_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("admin")
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], webhook_hosts=""))

    listed = client.get(LIST).get_data(as_text=True)

    assert "事件推送没有开启" in listed
    assert ADD not in listed
    assert client.get(ADD).headers["Location"] == LIST


def _after(client: FlaskClient, answer: Any) -> str:
    assert answer.status_code == 200
    return client.get("/console/access/hook-subscription/show/1").get_data(as_text=True)
