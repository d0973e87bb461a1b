"""A form with a table and the newer kinds at the counter: drawn, refused cell by cell, taken, shown, and completed later."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from appcore.access import privacy
from models.db import house_session
from seeds.small import PROMISED
from tests import hostile
from tests.acting import Acting
from tests.casework import household_form
from tests.casework.counter_forms import CLERK, form, the_case
from tests.casework.household_form import ID_NUMBER, TYPED
from tests.html import main_form, parse

LANE = f"/console/casework/intake/{PROMISED}"


@pytest.fixture
def published(app: Flask) -> Flask:
    household_form.publish(app)
    return app


def posted(client: Any, acting: Acting, **more: Any) -> dict[str, Any]:
    """The lane as it is opened, with everything filled in: the item's own form by the samples, the household by hand."""
    opened = main_form(client.get(LANE).text)
    with acting(CLERK):
        made = form(PROMISED, 1)
    own = {name: list(texts) for name, texts in made.entered.items() if not name.startswith("f_h_")}
    answers: dict[str, list[str]] = {}
    for key, value in made.answers.items():
        typed = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        answers[f"a.{key}"] = [str(one) for one in typed] if isinstance(typed, tuple) else [str(typed)]
    party = made.parties[0]
    person = {
        f"party.0.{name}": [getattr(party, name)] for name in ("name", "document_kind", "id_number", "phone", "address")
    }
    papers = {f"paper.{key}": [state] for key, (state, _note) in made.papers.items()}
    scan = {"u_h_scan": [(BytesIO(hostile.pdf()), "房产证.pdf")]}
    return {**opened, **own, **answers, **person, **papers, **TYPED, **scan, **more}


def test_the_lane_draws_headings_notes_tables_and_controls_for_files(published: Flask, sign_in: Any) -> None:
    text = sign_in(CLERK).get(LANE).text
    page = parse(text)

    assert [node.text for node in page.every("h3") if node.get("class") == "lane-heading"] == ["家庭情况"]
    assert "同住的家庭成员都要填写，包括未成年人。" in text
    assert [node.get("name") for node in page.every("input") if node.get("type") == "file"] == ["u_h_scan"]
    assert 'name="f_h_people.0.h_name"' in text
    assert "住房面积（平方米）" in text
    assert '<option value="express">' in text
    assert '<optgroup label="灵溪镇">' in text


def test_rows_are_added_and_taken_away_by_submit_and_nothing_typed_is_lost(
    published: Flask, sign_in: Any, acting: Acting
) -> None:
    client = sign_in(CLERK)
    filled = posted(client, acting)

    more = main_form(client.post(LANE, data={**filled, "act": "add_row.h_people"}).text)
    fewer = main_form(
        client.post(
            LANE, data={**filled, "u_h_scan": [], "f_h_scan": more["f_h_scan"], "act": "drop_row.h_people.0"}
        ).text
    )

    names = [name for name in more if name.endswith(".h_name")]
    assert names == ["f_h_people.0.h_name", "f_h_people.3.h_name", "f_h_people.4.h_name"]
    assert (more["f_h_people.0.h_name"], more["f_h_people.4.h_name"]) == (["样例 甲"], [""])
    assert [name for name in fewer if name.endswith(".h_name")] == ["f_h_people.3.h_name"]
    assert fewer["f_h_place"] == TYPED["f_h_place"]
    assert fewer["f_h_scan"] == more["f_h_scan"]


def test_a_fault_in_a_table_stands_in_its_cell_and_in_the_summary(
    published: Flask, sign_in: Any, acting: Acting
) -> None:
    client = sign_in(CLERK)

    answer = client.post(
        LANE, data=posted(client, acting, act=["accept"], **{"f_h_people.3.h_name": [""], "f_h_people.3.h_id": ["12"]})
    )

    page = parse(answer.text)
    assert answer.status_code == 422
    assert {node.get("id") for node in page.walk() if "h_people" in (node.get("id") or "") and (node.get("id") or "").endswith("-fault")} == {
        "f_h_people.3.h_name-fault", "f_h_people.3.h_id-fault",
    }  # fmt: skip
    assert {node.get("href") for node in page.every("a") if "h_people" in (node.get("href") or "")} == {
        "#f_h_people.3.h_name",
        "#f_h_people.3.h_id",
    }
    assert "家庭成员第4行身份证号" in answer.text
    assert main_form(answer.text)["f_h_people.3.h_id"] == ["12"]


def test_a_case_keeps_its_table_sealed_and_shows_it_with_its_sum(
    published: Flask, sign_in: Any, acting: Acting
) -> None:
    client = sign_in(CLERK)

    taken = client.post(LANE, data=posted(client, acting, act=["accept"]))
    assert taken.status_code == 302, [
        node.text for node in parse(taken.text).every("p") if "field__fault" in (node.get("class") or "")
    ]
    slip = client.get(taken.location)
    number = next(
        node.get("href") for node in parse(slip.text).every("a") if "/casework/cases/" in (node.get("href") or "")
    ).rsplit("/", 1)[-1]
    with acting(CLERK):
        case = the_case(house_session(), number)
        clear, sealed = json.dumps(case.entered, ensure_ascii=False), privacy.get_answers(case)

    assert "h_people" not in clear
    assert "h_account" not in clear
    assert ID_NUMBER not in clear
    assert case.entered["h_area"] == "120.50"
    assert case.entered["h_visit"] == "14:30"
    assert sealed["h_people"] == [
        {"h_name": "样例甲", "h_id": ID_NUMBER, "h_poor": False, "h_income": 300000},
        {"h_name": "样例乙", "h_income": 50},
    ]
    page = client.get(f"/console/casework/cases/{number}").text
    for words in ("家庭情况", "样例甲", "3000.50元", "快递送达", "120.50平方米", "6222 0212 3456 7890 128"):
        assert words in page, words


def test_a_table_that_was_begun_at_receipt_is_completed_when_the_case_is_accepted(
    published: Flask, sign_in: Any, acting: Acting
) -> None:
    client = sign_in(CLERK)
    received = client.post(LANE, data=posted(client, acting, act=["receive"], **{"f_h_people.3.h_name": [""]}))
    assert received.status_code == 302, [
        node.text for node in parse(received.text).every("p") if "field__fault" in (node.get("class") or "")
    ]
    slip = client.get(received.location)
    number = next(
        node.get("href") for node in parse(slip.text).every("a") if "/casework/cases/" in (node.get("href") or "")
    ).rsplit("/", 1)[-1]
    url = f"/console/casework/intake/received/{number}"

    opened = main_form(client.get(url).text)
    again = client.post(url, data={**opened, "act": "add_row.h_people"})
    taken = client.post(url, data={**opened, "f_h_people.1.h_name": ["样例丙"], "act": "accept"})

    assert opened["f_h_people.0.h_name"] == ["样例甲"]
    assert "f_h_place" not in opened
    assert again.status_code == 200
    assert "f_h_people.2.h_name" in main_form(again.text)
    assert taken.status_code == 302, [
        node.text for node in parse(taken.text).every("p") if "field__fault" in (node.get("class") or "")
    ]
    with acting(CLERK):
        rows = privacy.get_answers(the_case(house_session(), number))["h_people"]
    assert [row["h_name"] for row in rows] == ["样例甲", "样例丙"]


def test_sample_answers_fill_every_kind(published: Flask, acting: Acting) -> None:
    """What seeds the demo year must fill whatever the county adds to a form."""
    with acting(CLERK):
        made = form(PROMISED, 2)

    assert made.entered["f_h_people.0.h_name"] != []
