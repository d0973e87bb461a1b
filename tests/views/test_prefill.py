"""预填: a form begins with the day, the applicant's data and what he gave last time — in scope, marked, never over what was typed."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from appcore.casework import intake
from appcore.catalogue import editions
from appcore.transaction import unit_of_work
from models.audit import AuditEntry
from models.case import Case
from models.db import db
from models.privacy import ReadLog
from seeds.small import PROMISED
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, form
from tests.catalogue.drafting import EDITOR, REVIEWER, do
from tests.html import main_form
from tests.people import LINGXI_HALL, acts
from tests.world import QIANKU

LANE = f"/console/casework/intake/{PROMISED}"
ACCOUNT = "6222021234567890128"
ROWS: tuple[dict[str, Any], ...] = (
    {"key": "p_wish", "label": "送达要求", "kind": "text", "prefill": "earlier"},
    {"key": "p_account", "label": "收款账号", "kind": "bank_account", "prefill": "earlier"},
    {"key": "p_day", "label": "填表日期", "kind": "date", "prefill": "today"},
    {"key": "p_who", "label": "签字人", "kind": "person_name", "prefill": "applicant_name"},
)
BEFORE = {"f_p_wish": ["请送到村部"], "f_p_account": [ACCOUNT]}


@pytest.fixture
def client(app: Flask, sign_in: Any) -> Any:
    edition = int(str(do(app, EDITOR, "draft", PROMISED)))
    with acts(app, EDITOR):
        for row in ROWS:
            editions.add_part("field", edition, row)
    for who, act in ((EDITOR, "submit"), (REVIEWER, "approve"), (REVIEWER, "publish")):
        do(app, who, act, edition)
    return sign_in(CLERK)


def earlier(acting: Acting, hall: str, who: str, **changes: Any) -> dict[str, list[str]]:
    """A case of sample person 1 taken in a hall; then what the lane is told of him."""
    with acting(who):
        made = form(PROMISED, 1, hall=hall)
        made = form(PROMISED, 1, hall=hall, entered={**made.entered, **BEFORE, **changes})
        intake.accept(made)
        party = made.parties[0]
    names = ("name", "document_kind", "id_number")
    return {"act": ["refresh"], **{f"party.0.{name}": [getattr(party, name)] for name in names}}


def texts(drawn: Any, key: str) -> list[str]:
    return [one for one in main_form(drawn.text).get(key, []) if one]


def test_a_form_begins_with_the_last_case_of_the_same_applicant_marked_with_its_day(
    client: Any, acting: Acting
) -> None:
    person = earlier(acting, LINGXI_HALL, CLERK)

    opened = client.get(LANE)
    drawn = client.post(LANE, data=person)
    half = client.post(LANE, data={**person, "party.0.id_number": person["party.0.id_number"][0][:17]})

    assert (texts(opened, "f_p_wish"), texts(half, "f_p_wish")) == ([], [])
    assert len(texts(opened, "f_p_day")) == 1
    assert texts(drawn, "f_p_wish") == ["请送到村部"]
    assert texts(drawn, "f_p_who") == person["party.0.name"]
    assert texts(drawn, "f_p_account") == [ACCOUNT], "of one's own open task"
    assert "办件中填写的内容，请核对" in drawn.text
    with acting():
        assert db.session.scalars(select(AuditEntry.act).where(AuditEntry.act == "prefilled")).all()
        assert db.session.scalars(select(ReadLog.reason).where(ReadLog.reason == "own_task")).all()


def test_sensitive_values_of_a_case_that_is_not_ones_own_task_stay_closed(client: Any, acting: Acting) -> None:
    person = earlier(acting, LINGXI_HALL, CLERK)
    with acting(), unit_of_work() as session:
        session.scalars(select(Case).order_by(Case.id.desc())).first().handler_id = None  # type: ignore[union-attr]

    drawn = client.post(LANE, data=person)

    assert texts(drawn, "f_p_wish") == ["请送到村部"]
    assert texts(drawn, "f_p_account") == []
    assert ACCOUNT not in drawn.text


def test_a_case_outside_the_scope_is_never_used(client: Any, acting: Acting) -> None:
    person = earlier(acting, QIANKU, "qianku_clerk")

    drawn = client.post(LANE, data=person)

    assert drawn.status_code == 200
    assert texts(drawn, "f_p_wish") == []
    assert "请送到村部" not in drawn.text
    with acting():
        assert not db.session.scalars(select(AuditEntry.act).where(AuditEntry.act == "prefilled")).all()


def test_what_was_typed_stays_and_another_applicant_takes_the_untouched_along(client: Any, acting: Acting) -> None:
    person = earlier(acting, LINGXI_HALL, CLERK)

    typed = client.post(LANE, data={**person, "f_p_wish": "自取"})
    drawn = main_form(client.post(LANE, data=person).text)
    emptied = client.post(LANE, data={**drawn, "act": "refresh", "f_p_wish": ""})
    other = client.post(LANE, data={**drawn, "act": "refresh", "party.0.id_number": "", "party.0.name": "样例壬"})
    mended = client.post(
        LANE, data={**drawn, "act": "refresh", "party.0.id_number": "", "f_p_wish": "自取", "party.0.name": "样例壬"}
    )

    assert texts(typed, "f_p_wish") == ["自取"]
    assert texts(emptied, "f_p_wish") == [], "what was emptied by hand is not filled again"
    assert (texts(other, "f_p_wish"), texts(other, "f_p_who")) == ([], ["样例壬"])
    assert texts(mended, "f_p_wish") == ["自取"]


def test_nothing_that_was_filled_in_unseen_is_kept_a_clerk_has_it_before_his_eyes_first(
    client: Any, acting: Acting
) -> None:
    person = earlier(acting, LINGXI_HALL, CLERK)
    before = cases(acting)
    blank = main_form(client.get(LANE).text)

    at_once = client.post(LANE, data={**blank, **person, "act": "accept"})
    seen = main_form(at_once.text)
    again = client.post(LANE, data={**seen, "act": "accept"})

    asked = '<a href="#f_p_wish">送达要求：系统刚刚按以前的办件填写或清空，请核对后再提交</a>'
    assert at_once.status_code == 422
    assert asked in at_once.text
    assert "签字人：系统刚刚" not in at_once.text, "what only repeats the applicant above needs no second look"
    assert (texts(at_once, "f_p_wish"), texts(at_once, "f_p_who")) == (["请送到村部"], [seen["party.0.name"][0]])
    assert "系统刚刚按以前的办件" not in again.text
    assert cases(acting) == before, "the rest of the form is still empty"


def test_only_the_applicants_own_data_are_taken_without_a_second_look(client: Any, acting: Acting) -> None:
    person = earlier(acting, LINGXI_HALL, CLERK)
    blank = main_form(client.get(LANE).text)
    nobody = {**person, "party.0.id_number": ["999999199001010016"], "party.0.name": ["样例壬"]}

    at_once = client.post(LANE, data={**blank, **nobody, "act": "accept"})

    assert texts(at_once, "f_p_who") == ["样例壬"]
    assert "系统刚刚按以前的办件" not in at_once.text


def test_the_button_says_what_came_of_it(client: Any, acting: Acting) -> None:
    person = earlier(acting, LINGXI_HALL, CLERK)

    brought = client.post(LANE, data={**person, "act": "bring"}).text
    nothing = client.post(LANE, data={**person, "party.0.id_number": "999999199001010016", "act": "bring"}).text
    nobody = client.post(LANE, data={"act": "bring"}).text

    assert "已带出以前填过的内容，请核对" in brought
    assert "没有以前填过的内容可以带出" in nothing
    assert "请先填写申请人的证件号码，再带出以前填过的内容" in nobody


def cases(acting: Acting) -> int:
    with acting():
        return len(db.session.scalars(select(Case.id)).all())
