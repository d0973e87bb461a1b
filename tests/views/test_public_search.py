"""Finding an item: what people type, what the filters leave, and what is said when nothing fits."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from appcore import clock, records
from appcore.transaction import unit_of_work
from models.item import ItemAlias
from seeds import small
from tests.acting import Acting
from tests.views.public_pages import get, json_of
from tests.views.test_public_guides import CARD, MOVE, change_item, publish


def found(client: FlaskClient, query: str) -> list[str]:
    return [one["code"] for one in json_of(client, f"/suggest?q={query}")["items"]]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("居民身份证申领、换领、补领", small.NATURAL),
        ("身份证丢了", small.NATURAL),
        ("fuqitoukao", small.PROMISED),
        ("fqtkhkqy", small.PROMISED),
        ("投靠", small.PROMISED),
        ("ＬＩＮＳＨＩ", small.INSTANT),
    ],
    ids=["name", "alias", "pinyin", "initials", "part", "full width"],
)
def test_an_item_is_found_by_what_people_type(typed: str, code: str, client: FlaskClient) -> None:
    assert code in found(client, typed)
    assert f"/items/{code}" in get(client, f"/items?q={typed}").links


def test_a_search_never_ends_at_nothing_found(client: FlaskClient) -> None:
    page = get(client, "/items?q=火星移民")

    assert "没有找到“火星移民”" in page.text
    assert "打电话" in page.text
    assert any(one.startswith("tel:") for one in page.links)
    assert any("theme=" in one for one in page.links)
    assert any(one.startswith("/items/") for one in page.links)


def test_a_search_without_an_answer_is_counted_in_the_log_by_its_folded_term(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "banshitai.misses"):
        client.get("/items?q=火星 移民！")

    assert [record.getMessage() for record in caplog.records] == ["miss 火星移民"]


def test_what_may_be_somebodys_number_is_never_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "banshitai.misses"):
        client.get("/items?q=999999194912310025")

    assert caplog.records == []


def test_the_filters_of_the_address_leave_what_fits(client: FlaskClient) -> None:
    for address in ("/items?audience=person", "/items?visits=1", "/items?theme=p02", "/items?hall=330327100000-01"):
        assert MOVE in get(client, address).links
    assert MOVE not in get(client, "/items?visits=0").links
    assert MOVE not in get(client, "/items?theme=b01").links


@pytest.mark.parametrize(
    "address",
    [
        "/items?page=abc", "/items?page=0", "/items?page=-1", "/items?theme=zz", "/items?audience=cat", "/items?visits=9",
        "/items?hall=x", "/?town=abc", "/?lang=fr", "/?size=tiny", f"/items?q={'长' * 2000}",
    ],
)  # fmt: skip
def test_an_address_that_no_link_has_gets_400_with_a_sentence(address: str, client: FlaskClient) -> None:
    """Decisions 38."""
    answer = client.get(address)

    assert answer.status_code == 400
    assert "。" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "typed", ["%00", "%00身份证%00", "%E2%80%AE身份证", "身份证" * 60, "%", "'--", "<script>", "   "]
)
def test_odd_words_are_searched_for_as_far_as_they_go(typed: str, client: FlaskClient) -> None:
    page = get(client, f"/items?q={typed}")

    assert page.html.count("<script") == len(page.scripts) == 1


def test_a_new_alias_is_found_at_once(acting: Acting, client: FlaskClient) -> None:
    assert found(client, "派司") == []

    with acting():
        records.create(ItemAlias, {"item_code": small.NATURAL, "text": "派司"})

    assert found(client, "派司") == [small.NATURAL]


def test_a_new_edition_is_found_at_once_by_its_new_name(acting: Acting, client: FlaskClient) -> None:
    assert found(client, "全新名称") == []

    publish(acting, small.NATURAL, name="全新名称的身份证")

    assert found(client, "全新名称") == [small.NATURAL]


def test_a_cancelled_item_is_found_and_says_so(acting: Acting, client: FlaskClient) -> None:
    change_item(acting, small.NATURAL, state="cancelled", state_reason="不再办理")

    page = get(client, "/items?q=身份证丢了")

    assert CARD in page.links
    assert "取消" in page.text


def test_an_alias_that_was_taken_away_is_no_longer_found(acting: Acting, client: FlaskClient) -> None:
    with acting():
        made = records.create(ItemAlias, {"item_code": small.NATURAL, "text": "派司"})
    assert found(client, "派司") == [small.NATURAL]

    with acting(), unit_of_work() as session:
        session.delete(session.get_one(ItemAlias, made))

    assert found(client, "派司") == []


def test_suggestions_are_few_and_hold_nothing_but_names(client: FlaskClient) -> None:
    document: Any = json_of(client, "/suggest?q=身份")

    assert set(document) == {"query", "matters", "items"}

    assert 0 < len(document["items"]) <= 8
    assert all(set(one) == {"code", "name", "marks", "why"} for one in document["items"])
    assert json_of(client, "/suggest")["items"] == []


@pytest.mark.parametrize(
    ("address", "without"),
    [
        ("/items?theme=zz&q=x", "/items?q=x"), ("/items?hall=x", "/items"), ("/?town=abc&size=large", "/?size=large"),
        ("/items?page=0&audience=person", "/items?audience=person"), ("/?lang=fr", "/"),
    ],
)  # fmt: skip
def test_an_old_address_offers_the_page_without_what_is_old(address: str, without: str, client: FlaskClient) -> None:
    page = get(client, address, status=400)

    assert without in page.links
    assert all("abc" not in one and "=fr" not in one and "=zz" not in one for one in page.links)


def test_a_page_that_is_not_there_is_said_in_the_public_shell(client: FlaskClient) -> None:
    page = get(client, "/nosuch", status=404)

    assert "tel:12345" in page.links
    assert "/" in page.links
    assert any(one.get("name") == "q" for one in page.controls)
    assert "管辖" not in page.text


def test_a_fault_is_answered_without_a_database(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_any: Any, **_more: Any) -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(app.extensions["public_site"].engine, "connect", gone)
    monkeypatch.setattr(Session, "execute", gone)

    page = get(client, "/items", status=500)

    assert "错误编号" in page.text
    assert "tel:12345" in page.links


def test_a_town_without_a_hall_is_said_and_can_be_left_out(client: FlaskClient) -> None:
    for path in ("/", "/items", "/halls"):
        page = get(client, f"{path}?town=330327999000")

        assert "没有大厅" in page.text
        assert path in page.links
        assert "没有大厅" not in get(client, f"{path}?town=330327100000").text


def test_what_changed_long_ago_is_no_change(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.local_now()
    monkeypatch.setattr(clock, "local_now", lambda: now + timedelta(days=400))

    assert "最近变动" not in get(client, "/").text


def test_a_second_edition_is_a_change_and_a_first_one_is_new(acting: Acting, client: FlaskClient) -> None:
    publish(acting, small.NATURAL, name="全新名称的身份证")

    said = get(client, "/").text.partition("最近变动")[2]

    assert "有变动" in said.partition("全新名称的身份证")[2][:60]
