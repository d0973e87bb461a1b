"""Files, photographs and signatures in a form: staged for one account, the case's own with its receipt, gone when nobody hands them in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from appcore import clock
from appcore.casework import staging
from appcore.transaction import unit_of_work
from models.attachment import Attachment
from models.case import Case
from models.db import db, house_session
from models.file import StagedFile
from tests import hostile
from tests.acting import Acting
from tests.casework import household_form
from tests.casework.counter_forms import CLERK, the_case
from tests.fingerprint import changed, fingerprint
from tests.html import main_form, parse
from tests.views.test_forms_of_every_kind import LANE, posted
from views.edge import FORM_BYTES


@pytest.fixture
def published(app: Flask) -> Flask:
    household_form.publish(app)
    return app


@pytest.fixture
def client(published: Flask, sign_in: Any) -> Any:
    return sign_in(CLERK)


def scan(name: str = "房产证.pdf", content: bytes | None = None) -> list[Any]:
    return [(BytesIO(hostile.pdf() if content is None else content), name)]


def number_of(client: Any, location: str) -> str:
    links = [node.get("href") or "" for node in parse(client.get(location).text).every("a")]
    return next(one for one in links if "/casework/cases/" in one).rsplit("/", 1)[-1]


def staged() -> Iterator[StagedFile]:
    yield from db.session.scalars(select(StagedFile).order_by(StagedFile.id))


def test_a_file_is_staged_with_the_form_and_becomes_the_cases_with_its_receipt(client: Any, acting: Acting) -> None:
    filled = posted(client, acting)
    drawn = client.post(LANE, data={**filled, "act": "refresh"})
    token = main_form(drawn.text)["f_h_scan"]
    handed_in = {**filled, "u_h_scan": [], "f_h_scan": token, "act": "accept"}

    taken = client.post(LANE, data=handed_in)
    again = client.post(LANE, data=handed_in)
    number = number_of(client, taken.location)
    shown = client.get(f"/console/casework/cases/{number}").text
    other_form = client.post(LANE, data={**handed_in, "key": "another-form-of-the-day"})

    assert "房产证.pdf" in drawn.text
    assert (taken.status_code, again.status_code, again.location) == (302, 302, taken.location)
    with acting(CLERK):
        case = the_case(house_session(), number)
        rows = list(db.session.scalars(select(Attachment).where(Attachment.case_id == case.id)))
        assert [(row.code, row.field_key, row.name, row.material_key) for row in rows] == [
            (token[0], "h_scan", "房产证.pdf", None)
        ]
        assert case.entered["h_scan"] == token
        assert [row.used_at is not None for row in staged()] == [True]
    files = parse(shown)
    assert "房产证扫描件" in [node.text for node in files.every("h3")]
    assert client.get(f"/console/casework/files/{token[0]}").status_code == 200
    assert other_form.status_code == 422, "a token that was used counts no more"
    assert "没有找到上传的文件，请重新上传" in other_form.text


def test_a_token_of_another_account_is_refused(client: Any, sign_in: Any, acting: Acting, app: Flask) -> None:
    filled = posted(client, acting)
    token = main_form(client.post(LANE, data={**filled, "act": "refresh"}).text)["f_h_scan"]
    with acting(), unit_of_work() as session:
        session.execute(update(StagedFile).values(account_id=StagedFile.account_id - 1))
    before = fingerprint(app)

    answer = client.post(LANE, data={**filled, "u_h_scan": [], "f_h_scan": token, "act": "accept"})

    assert answer.status_code == 422
    assert "没有找到上传的文件，请重新上传" in answer.text
    assert "房产证.pdf" not in answer.text, "not even its name is told"
    assert changed(before, fingerprint(app)) == []


def test_a_file_larger_than_a_plain_form_may_be_comes_with_the_counters_form(client: Any, acting: Acting) -> None:
    picture = BytesIO()
    Image.frombytes("RGB", (800, 800), os.urandom(800 * 800 * 3)).save(picture, "PNG")
    assert len(picture.getvalue()) > FORM_BYTES

    picture.seek(0)
    form = {**posted(client, acting), "u_h_scan": FileStorage(picture, "现场.png"), "act": "refresh"}
    boundary, body = encode_multipart(form)

    drawn = client.post(LANE, data=body, content_type=f"multipart/form-data; boundary={boundary}")

    assert drawn.status_code == 200
    assert "现场.png" in drawn.text


def test_a_file_that_lies_is_refused_on_its_field_and_a_missing_one_is_missed(
    client: Any, acting: Acting, app: Flask
) -> None:
    filled = posted(client, acting, act=["accept"])
    before = fingerprint(app)

    lying = client.post(LANE, data={**filled, "u_h_scan": scan("照片.jpg", hostile.HTML)})
    missing = client.post(LANE, data={**filled, "u_h_scan": []})

    assert (lying.status_code, missing.status_code) == (422, 422)
    assert "照片.jpg：" in lying.text
    assert "请上传“房产证扫描件”。" in missing.text
    assert changed(before, fingerprint(app)) == []


def test_a_file_that_was_missing_at_receipt_is_handed_in_when_the_case_is_accepted(client: Any, acting: Acting) -> None:
    received = client.post(LANE, data=posted(client, acting, act=["receive"], u_h_scan=[]))
    number = number_of(client, received.location)
    url = f"/console/casework/intake/received/{number}"
    opened = main_form(client.get(url).text)

    drawn = main_form(client.post(url, data={**opened, "u_h_scan": scan(), "act": "refresh"}).text)
    taken = client.post(url, data={**opened, "f_h_scan": drawn["f_h_scan"], "act": "accept"})

    assert taken.status_code == 302, [
        node.text for node in parse(taken.text).every("p") if "field__fault" in (node.get("class") or "")
    ]
    with acting(CLERK):
        case: Case = the_case(house_session(), number)
        codes = list(db.session.scalars(select(Attachment.code).where(Attachment.case_id == case.id)))
        assert codes == drawn["f_h_scan"] == case.entered["h_scan"]


def test_what_nobody_hands_in_is_gone_after_a_day(
    client: Any, acting: Acting, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = posted(client, acting)
    token = main_form(client.post(LANE, data={**filled, "act": "refresh"}).text)["f_h_scan"]
    later = clock.now() + staging.KEPT_FOR + timedelta(minutes=1)

    with acting():
        kept = staging.expire()
        monkeypatch.setattr(clock, "now", lambda: later)
        gone = staging.expire()
        left = list(staged())

    assert (len(token), kept, gone, left) == (1, 0, 1, [])
