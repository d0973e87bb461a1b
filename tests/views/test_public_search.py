"""Finding an item: what people type, what the filters leave, and what is said when nothing fits."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from flask.testing import FlaskClient

from appcore import records
from appcore.transaction import unit_of_work
from models.item import ItemAlias
from seeds import small
from tests.views.public_pages import get, json_of
from tests.views.test_public_guides import CARD, MOVE, Acting, change_item, publish


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

    assert "<script" not in page.html


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

    assert 0 < len(document["items"]) <= 8
    assert all(set(one) == {"code", "name", "marks"} for one in document["items"])
    assert json_of(client, "/suggest")["items"] == []
