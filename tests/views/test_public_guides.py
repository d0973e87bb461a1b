"""The guide page as its readers and their grandchildren meet it: through addresses alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from appcore import clock, records
from appcore.catalogue import editions
from appcore.definition import schema
from appcore.definition.checklist import checklist
from appcore.transaction import unit_of_work
from models.item import Edition, Item
from models.offer import Offer, OfferRevision
from models.place import HallDetail
from seeds import small
from tests.acting import Acting
from tests.views.public_pages import Page, get, json_of


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A civil time in the county."""
    return datetime.combine(date(year, month, day), time(hour, minute, second))


LINGXI, QIANKU = "330327100000", "330327104000"
HALL = "330327100000-01"
CARD, MOVE = f"/items/{small.NATURAL}", f"/items/{small.PROMISED}"
MONDAY = local(2026, 11, 23, 9, 0)


@pytest.fixture(autouse=True)
def monday() -> Any:
    """A working day of a loaded year, nine in the morning."""
    with clock.fixed(MONDAY):
        yield


def change_item(acting: Acting, code: str, **values: Any) -> None:
    with acting():
        with unit_of_work() as session:
            row = session.query(Item).filter_by(code=code).one()
            row_id, version = row.id, row.version
        records.change(Item, row_id, values, version=version)


def publish(acting: Acting, code: str, effective_on: date | None = None, **changes: Any) -> None:
    """The next edition of an item: what the last one said, with some of it changed."""
    with acting():
        with unit_of_work() as session:
            last = session.query(Edition).filter_by(item_code=code, state="published").order_by(Edition.number.desc())
            stored = last.limit(1).one().definition
            assert stored is not None
        edition = editions.draft(code, content=replace(schema.read(stored), **changes))
        editions.submit(edition)
        editions.approve(edition)
        editions.publish(edition, effective_on)


def local_values(acting: Acting, code: str, **values: Any) -> None:
    """What 灵溪's hall admin set for an item."""
    with acting(), unit_of_work() as session:
        offer = session.query(Offer).filter_by(item_code=code, hall_code=HALL).one()
        offer.revision += 1
        place = {"region_code": offer.region_code, "hall_code": offer.hall_code}
        number = offer.revision
        session.add(OfferRevision(offer_id=offer.id, number=number, values=values, at=clock.now(), actor="t", **place))


def test_the_first_screen_answers_how_long_how_much_where_when_and_which_phone(client: FlaskClient) -> None:
    page = get(client, f"{CARD}?town={LINGXI}")

    above, _jump, _rest = (
        page.text.partition("本页内容") if "本页内容" in page.text else page.text.partition("您能办吗")
    )
    for words in (
        "居民身份证申领、换领、补领",
        "承诺件",
        "今天能办",
        "现在开门，到",
        "30 个自然日",
        "法定 60 个自然日",
        "1 次",
        "40.00 元/证",
    ):
        assert words in above
    for words in ("灵溪镇", "窗口", "工作日", "0577-", "样例，未经核对"):
        assert words in above


def test_the_parts_stand_in_the_order_in_which_people_ask(client: FlaskClient) -> None:
    html = get(client, f"{CARD}?town={LINGXI}").html

    places = [
        html.index(f'id="{key}"')
        for key in ["who", "bring", "how", "cost", "result", "where", "faq", "basis", "complain"]
    ]

    assert places == sorted(places)


def test_without_a_town_the_county_standard_stands_with_the_halls_that_offer_it(client: FlaskClient) -> None:
    page = get(client, CARD)

    assert "选好乡镇" in page.text
    assert {"/halls/330327100000-01", "/halls/330327104000-01"} <= set(page.links)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (local(2026, 11, 23, 7, 0), "今天 8:30 开门"),
        (local(2026, 11, 23, 22, 0), "今天来不及了"),
        (local(2026, 11, 22, 9, 0), "今天不办公"),
        (local(2026, 10, 1, 9, 0), "今天不办公"),
        (local(2027, 3, 1, 9, 0), "请先打电话"),
    ],
    ids=["before opening", "after closing", "Sunday", "national day", "a year that is not loaded"],
)
def test_whether_one_can_come_today_follows_the_hall_and_the_loaded_calendar(
    when: datetime, words: str, acting: Acting, client: FlaskClient
) -> None:
    """R93: a day of a year that is not loaded is unknown, never Monday to Friday."""
    with acting(), unit_of_work() as session:
        detail = session.query(HallDetail).filter_by(hall_code=HALL).one()
        detail.opens_saturday, detail.morning_opens = False, time(8, 30)

    with clock.fixed(when):
        assert words in get(client, f"{CARD}?town={LINGXI}").text


def test_a_town_that_does_not_offer_it_sends_to_the_hall_that_does(acting: Acting, client: FlaskClient) -> None:
    with acting(), unit_of_work() as session:
        offer = session.query(Offer).filter_by(item_code=small.NATURAL, hall_code=HALL).one()
        offer.valid_to = MONDAY.date().replace(day=1)

    page = get(client, f"{CARD}?town={LINGXI}")

    assert "这里不办" in page.text


def test_a_local_value_shows_in_its_own_town_only(acting: Acting, client: FlaskClient) -> None:
    local_values(acting, small.PROMISED, promised_days=3)

    assert "3 个工作日" in get(client, f"{MOVE}?town={LINGXI}").text.partition("法定")[0]
    assert "5 个工作日" in get(client, f"{MOVE}?town={QIANKU}").text.partition("法定")[0]


def test_the_checklist_of_a_reader_is_that_of_the_counter(client: FlaskClient) -> None:
    definition = schema.load(json_of(client, f"{CARD}.json")["definition"])
    wanted = checklist(definition, {"reason": "lost", "age": "minor", "needy": True})

    page = get(client, f"{CARD}/checklist?a.reason=lost&a.age=minor&a.needy=yes&town={LINGXI}")

    listed = [row.part.name for row in wanted.to_bring]
    left_out = [row.part.name for row in wanted.materials if row.applies is False]
    assert listed
    assert left_out
    assert f"您要带{len(listed)}样" in page.text
    assert all(f"<strong>{name}</strong>" in page.html for name in listed)
    assert not any(f"<strong>{name}</strong>" in page.html for name in left_out)
    assert "0.00 元" in page.text  # 低保对象免收


def test_a_question_that_arises_from_an_answer_is_asked_next(client: FlaskClient) -> None:
    first = get(client, f"{CARD}/checklist")
    then = get(client, f"{CARD}/checklist?a.reason=lost")

    assert "a.needy" not in first.html
    assert "a.needy" in then.html
    assert "还有2个问题" in then.text


def test_an_old_or_odd_answer_in_the_address_counts_as_none(client: FlaskClient) -> None:
    plain = get(client, f"{CARD}/checklist")
    odd = get(client, f"{CARD}/checklist?a.reason=gone&a.none=x&a.age=%00")

    assert [one for one in odd.words if one not in plain.words] == []


@pytest.mark.parametrize(("state", "words"), [("paused", "暂停办理"), ("cancelled", "已取消")])
def test_an_item_that_cannot_be_applied_for_says_why_and_what_to_do_instead(
    state: str, words: str, acting: Acting, client: FlaskClient
) -> None:
    change_item(acting, small.NATURAL, state=state, state_reason="设备检修", replaced_by_code=small.INSTANT)

    page = get(client, CARD)

    assert words in page.text
    assert "设备检修" in page.text
    assert f"/items/{small.INSTANT}" in page.links
    assert 'id="bring"' not in page.html
    assert client.get(f"{CARD}/checklist").location.endswith(CARD)


def test_an_earlier_edition_is_marked_and_leads_to_the_present_one(acting: Acting, client: FlaskClient) -> None:
    publish(acting, small.NATURAL, promised_days=40)

    now, before = get(client, CARD), get(client, f"{CARD}/editions/1")

    assert "40 个自然日" in now.text.partition("法定")[0]
    assert "第2版" in now.text
    assert f"{CARD}/editions/1" in now.links
    assert "旧版本" in before.text
    assert "30 个自然日" in before.text
    assert CARD in before.links
    assert 'content="noindex"' in before.html


def test_an_edition_comes_into_force_on_its_day_without_any_job(acting: Acting, client: FlaskClient) -> None:
    publish(acting, small.NATURAL, date(2026, 12, 1), promised_days=40)

    assert "30 个自然日" in get(client, CARD).text.partition("法定")[0]
    with clock.fixed(local(2026, 12, 1, 0, 0, 1)):
        assert "40 个自然日" in get(client, CARD).text.partition("法定")[0]


def test_a_draft_is_nothing_that_the_public_can_find(acting: Acting, client: FlaskClient) -> None:
    with acting():
        item = {
            "code": "330327-09999",
            "name": "尚未发布的事项",
            "tier": "handling",
            "state": "in_use",
            "is_sample": True,
        }
        with unit_of_work() as session:
            department = session.query(Item).filter_by(code=small.NATURAL).one().department_code
        records.create(Item, item | {"department_code": department})
        editions.draft("330327-09999")

    assert get(client, "/items/330327-09999", status=404)
    assert "尚未发布" not in get(client, "/items?q=尚未发布的事项").text.replace("“尚未发布的事项”", "")


@pytest.mark.parametrize(
    "path", ["/items/330327-99999", "/items/x", "/items/%00", f"{CARD}/editions/9", "/halls/nowhere"]
)
def test_what_does_not_exist_is_not_found(path: str, client: FlaskClient) -> None:
    assert client.get(path).status_code == 404


def test_another_known_code_leads_to_the_item_with_the_readers_choices_kept(
    acting: Acting, client: FlaskClient
) -> None:
    change_item(acting, small.NATURAL, catalog_code="000709002000")

    answer = client.get(f"/items/000709002000?town={LINGXI}&size=large&x=1")

    assert answer.status_code == 302
    assert answer.location == f"{CARD}?town={LINGXI}&size=large"


def test_the_code_of_an_edition_leads_to_the_item(acting: Acting, client: FlaskClient) -> None:
    publish(acting, small.NATURAL, local_task_code="GA0303270001")

    assert client.get("/items/GA0303270001").location == CARD


def test_a_code_that_several_items_share_leads_to_their_list(acting: Acting, client: FlaskClient) -> None:
    for code in (small.NATURAL, small.INSTANT):
        change_item(acting, code, catalog_code="000709002000")

    answer = client.get("/items/000709002000", follow_redirects=True)

    assert {CARD, f"/items/{small.INSTANT}"} <= set(Page(answer.get_data(as_text=True)).links)


def test_the_json_is_the_definition_with_its_edition_and_its_halls(client: FlaskClient) -> None:
    document = json_of(client, f"{CARD}.json")

    assert document["code"] == small.NATURAL
    assert document["edition"]["number"] == 1
    assert schema.load(document["definition"]).name == document["name"]
    assert {"330327100000-01", "330327104000-01"} <= {one["code"] for one in document["halls"]}
    wanted = {
        "code",
        "name",
        "region",
        "address",
        "consult_phone",
        "complaint_phone",
        "promised_days",
        "exempt_materials",
    }
    assert all(set(one) == wanted for one in document["halls"])


def test_a_program_may_ask_for_json_at_the_address_of_the_page(client: FlaskClient) -> None:
    answer = client.get(CARD, headers={"Accept": "application/json"})

    assert answer.json is not None
    assert answer.json["code"] == small.NATURAL
    assert "Accept" in answer.headers["Vary"]
    assert "Accept" in client.get(CARD).headers["Vary"]


def test_who_has_the_page_gets_304_and_no_body(client: FlaskClient) -> None:
    first = client.get(f"{CARD}?town={LINGXI}")

    again = client.get(f"{CARD}?town={LINGXI}", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]


def test_the_tag_is_another_for_each_thing_that_the_page_shows(acting: Acting, client: FlaskClient) -> None:
    """Decisions 34: definition hash, offer revision, hall state, local date, language, layout."""

    def tag(address: str = f"{MOVE}?town={LINGXI}") -> str:
        return client.get(address).headers["ETag"]

    tags = [
        tag(),
        tag(f"{MOVE}?town={QIANKU}"),
        tag(f"{MOVE}?town={LINGXI}&lang=en"),
        tag(f"{MOVE}?town={LINGXI}&size=large"),
    ]
    local_values(acting, small.PROMISED, promised_days=3)
    tags.append(tag())
    with acting(), unit_of_work() as session:
        session.query(HallDetail).filter_by(hall_code=HALL).one().consult_phone = "0577-0000 0099"
    tags.append(tag())
    publish(acting, small.PROMISED, promised_days=6)
    tags.append(tag())
    with clock.fixed(local(2026, 11, 24, 9, 0)):
        tags.append(tag())

    assert len(set(tags)) == len(tags)
    assert tag() == tag()


def test_head_is_get_without_the_body(client: FlaskClient) -> None:
    got, headed = client.get(CARD), client.head(CARD)

    assert headed.status_code == 200
    assert headed.data == b""
    assert headed.headers["ETag"] == got.headers["ETag"]


def test_a_guide_asks_at_most_seven_questions_of_the_database(app: Flask, client: FlaskClient) -> None:
    """The seventh is for the forms of the material library, which stand as they are today (docs/decisions/0012)."""
    asked: list[str] = []
    engine = app.extensions["public_site"].engine
    event.listen(engine, "before_cursor_execute", lambda *said: asked.append(said[2]))

    client.get(f"{CARD}?town={LINGXI}&x=1")

    assert len([one for one in asked if one.lstrip().upper().startswith("SELECT")]) <= 7


def test_english_is_asked_for_in_the_address_and_kept_in_the_links(client: FlaskClient) -> None:
    page = get(client, f"{CARD}?town={LINGXI}&lang=en&size=large")

    kept = f"town={LINGXI}&lang=en&size=large"
    onward = [one for one in page.links if one.startswith("/") and one.partition("?")[0] != CARD]
    assert page.language == "en"
    assert onward
    assert [one for one in onward if not one.endswith(kept)] == []
    assert '<h1 lang="zh-CN">' in page.html
