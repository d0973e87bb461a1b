"""试填: an edition is tried at the counter's own form, says what the counter would say, and leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore import clock
from appcore.catalogue import editions
from appcore.definition import made_up
from models.db import db
from models.trial import TrialExample
from seeds.small import PROMISED
from tests.acting import Acting
from tests.casework import household_form
from tests.casework.counter_forms import CLERK, form
from tests.casework.household_form import TYPED
from tests.casework.test_slip_templates import published
from tests.catalogue.drafting import EDITOR, do
from tests.fingerprint import changed, fingerprint
from tests.html import main_form, parse
from tests.people import LINGXI_HALL, acts

Posted = dict[str, list[str]]


@pytest.fixture
def draft(app: Flask) -> str:
    """The address of the trial of a draft that has fields of every sort."""
    edition = int(str(do(app, EDITOR, "draft", PROMISED)))
    with acts(app, EDITOR):
        for row in household_form.ROWS:
            editions.add_part("field", edition, row)
    return f"/console/catalogue/editions/{edition}/trial"


def filled(client: FlaskClient, acting: Acting, address: str, **more: list[str]) -> Posted:
    """The trial as it opens, its form filled in by the samples; the made-up person stands there already."""
    with acting(CLERK):
        made = form(PROMISED, 1)
    answers: Posted = {}
    for key, value in made.answers.items():
        typed = ("yes" if value else "no") if isinstance(value, bool) else value
        answers[f"a.{key}"] = [str(one) for one in typed] if isinstance(typed, tuple) else [str(typed)]
    papers = {f"paper.{key}": [state] for key, (state, _note) in made.papers.items()}
    own = {name: list(texts) for name, texts in made.entered.items()}
    opened = {name: texts for name, texts in main_form(client.get(address).text).items() if name != "f_h_scan"}
    return {**opened, **own, **answers, **papers, **TYPED, "f_h_scan": ["trial_paper"], "act": ["try"], **more}


def test_a_trial_tells_deadline_fee_and_slip_and_the_database_stays_as_it_was(
    app: Flask, draft: str, sign_in: Any, acting: Acting
) -> None:
    client = sign_in("county_editor")
    posted = filled(client, acting, draft, trial_start=["2026-11-02"])
    before = fingerprint(app)

    plain = client.post(draft, data=posted)
    at_hall = client.post(draft, data={**posted, "trial_hall": LINGXI_HALL})
    client.post(draft, data={**posted, "act": "add_row.h_people"})

    assert changed(before, fingerprint(app), but={"login_session"}) == []
    page = parse(plain.text)
    assert plain.status_code == 200
    assert "可以受理" in plain.text, [node.text for node in page.every("li") if "faul" in str(node.get("class"))]
    assert "11月2日受理，自次日起算" in plain.text
    assert "材料齐全、符合法定形式，现予受理" in plain.text
    assert "试填" in plain.text
    assert at_hall.status_code == 200


def test_what_the_counter_would_refuse_is_said_and_a_real_number_is_refused(
    draft: str, sign_in: Any, acting: Acting
) -> None:
    client = sign_in("county_editor")
    posted = filled(client, acting, draft)

    without_file = client.post(draft, data={**posted, "f_h_scan": []}).text
    real = client.post(draft, data={**posted, "party.0.id_number": "330327199001010019"}).text
    no_day = client.post(draft, data={**posted, "trial_start": "明天"}).text
    empty = client.post(draft, data={"act": "try"}).text

    assert "请上传“房产证扫描件”。" in without_file
    assert "可以受理" not in without_file
    assert "只能先收件" in without_file
    assert "试填只用样例人员的证件号码" in real
    assert "现予受理" not in real
    assert "请按 年-月-日 填写日期" in no_day
    assert "：请先回答这个问题" in empty
    assert "？：" not in empty, "a question as a label has no mark of its own"


def test_another_sample_person_is_put_in_and_what_was_typed_stays(draft: str, sign_in: Any, acting: Acting) -> None:
    client = sign_in("county_editor")
    posted = filled(client, acting, draft)

    fresh = main_form(client.post(draft, data={**posted, "act": "person", "trial_person": "body"}).text)

    assert fresh["party.0.name"] == ["样例丁有限公司"]
    assert fresh["party.0.document_kind"] == ["business_licence"]
    assert fresh["f_h_place"] == TYPED["f_h_place"]


def test_a_clerk_has_no_trial(draft: str, sign_in: Any) -> None:
    assert sign_in(CLERK).get(draft).status_code in (403, 404)


def test_a_kept_example_is_tried_again_and_the_reviewer_sees_what_differs(
    app: Flask, draft: str, sign_in: Any, acting: Acting
) -> None:
    client, edition = sign_in("county_editor"), int(draft.split("/")[-2])
    sound = {
        "f_h_account": ["999999 0000 0000 0000"],
        "f_h_people.0.h_id": ["999999199001010016"],
        "f_h_people.3.h_name": ["样例乙"],
    }
    posted = {**filled(client, acting, draft), **sound, "example_name": ["夫妻投靠"], "act": ["keep"]}

    real = client.post(
        draft, data={**posted, "f_h_account": TYPED["f_h_account"], "f_h_people.0.h_id": "330327199001010019"}
    )
    nameless = parse(client.post(draft, data={**posted, "example_name": ""}).text)
    kept = client.post(draft, data=posted)
    same = client.get(draft).text
    with acts(app, EDITOR):
        editions.add_part(
            "field", edition, {"key": "new_must", "label": "新增必填项", "kind": "text", "required": True}
        )
    differs = client.get(draft.replace("/trial", "/preview")).text
    do(app, EDITOR, "submit", edition)
    reviewer, approve = sign_in("county_reviewer"), draft.replace("/trial", "/approve")
    asked = reviewer.post(approve)
    unticked = reviewer.post(approve, data={"seen_asked": "yes"})
    warned = reviewer.post(approve, data={"seen_asked": "yes", "seen": "yes"})
    ticked = reviewer.post(approve, data={"seen": "yes", "ticked": "yes", "tick_reason": "样例理由"})

    assert "样例不保存真实的号码和姓名" in real.text
    assert "已保存样例" not in real.text
    focused = [
        node.get("id")
        for tag in ("input", "section")
        for node in nameless.every(tag)
        if "data-focus" in node.attributes
    ]
    assert focused == ["example_name"], "the cursor goes to the box that is at fault"
    assert "已保存样例" in kept.text, [
        node.text for node in parse(kept.text).every("p") if "field__fault" in (node.get("class") or "")
    ]
    assert "结果一样" in same
    assert "结果不同" in differs
    assert "现在会提示：请填写“新增必填项”。" in differs
    assert (asked.status_code, unticked.status_code) == (422, 422)
    assert "请先看完变化，再勾选" in unticked.text
    assert (warned.status_code, "个问题需要确认" in warned.text) == (422, True)
    assert ticked.status_code == 302
    assert reviewer.post(draft, data={"act": "drop.1"}).status_code == 404, "examples are the editors'"


def test_an_example_keeps_what_the_form_knows_and_nothing_that_may_be_somebodys(
    app: Flask, draft: str, sign_in: Any, acting: Acting
) -> None:
    client = sign_in("county_editor")
    sound = {
        "f_h_account": ["999999 0000 0000 0000"],
        "f_h_people.0.h_id": ["999999199001010016"],
        "f_h_people.3.h_name": ["样例乙"],
    }
    posted = {**filled(client, acting, draft), **sound, "example_name": ["夫妻投靠"], "act": ["keep"]}
    strange = {"f_nosuch": "张三", "note.nosuch": "x", "a.nosuch": "x", "party.0.nosuch": "x", "party.7.phone": "x"}

    refused = [
        "已保存样例" not in client.post(draft, data={**posted, **real}).text
        for real in (
            {"f_h_account": "样例 6222021203001234567"},
            {"f_h_people.3.h_name": "样例张三"},
            {"party.0.unchecked_reason": "李四"},
        )
    ]
    client.post(draft, data={**posted, **strange})

    assert refused == [True, True, True]
    with acting():
        (kept,) = db.session.scalars(select(TrialExample))
        assert {"f_h_account", "party.0.name"} <= kept.typed.keys()
        assert strange.keys() & kept.typed.keys() == set()


@pytest.mark.parametrize(
    ("kind", "text", "is_nobodys"),
    [
        ("phone", "138 0000 5678", True),
        ("phone", "13800005678 13712345678", False),
        ("bank_account", "9999990000000000", True),
        ("bank_account", "6222999999000000", False),
        ("id_number", "330327197803051234 样例", False),
        ("address", "苍南县样例路4号", True),
        ("address", "样例 灵溪镇站前路1号", False),
        ("email", "name@example.cn", True),
        ("email", "name@qq.com", False),
    ],
)
def test_what_is_reserved_for_samples_is_nobodys(kind: str, text: str, is_nobodys: bool) -> None:
    assert made_up.is_nobodys(kind, text) is is_nobodys


def test_the_slip_is_worded_by_the_countys_template_that_would_be_in_force_with_words_for_its_numbers(
    draft: str, sign_in: Any, acting: Acting
) -> None:
    client = sign_in("county_editor")
    posted = filled(client, acting, draft)
    built_in = client.post(draft, data=posted).text
    published(acting, "请妥善保管，编号{办件编号}，文书{文书编号}。")
    later = clock.local_today() + timedelta(days=30)
    published(acting, "下个月的提示，{申请人}。", on=later)

    now = client.post(draft, data=posted).text
    then = client.post(draft, data={**posted, "trial_start": (later + timedelta(days=1)).isoformat()}).text
    receipt = client.post(draft, data={**posted, "f_h_scan": []}).text

    assert "请妥善保管" not in built_in
    assert "请妥善保管，编号试填，文书试填。" in now
    assert "现予受理" in now
    assert "收件中心" in now
    assert "下个月的提示，样例" in then
    assert "请妥善保管" not in then
    assert "请妥善保管" not in receipt, "another kind of slip"
    assert "本中心已经收下" in receipt


def test_what_is_worked_out_stands_on_the_page_and_groups_have_their_heading(
    app: Flask, draft: str, sign_in: Any, acting: Acting
) -> None:
    rows: tuple[dict[str, Any], ...] = (
        {"key": "m_area", "label": "面积", "kind": "integer", "group": "收费依据", "width": "half"},
        {"key": "m_sum", "label": "费用", "kind": "computed", "formula": "面积 * 2", "unit": "元", "group": "收费依据"},
        {"key": "m_lines", "label": "明细", "kind": "table", "group": "附表"},
        {"key": "m_count", "label": "数量", "kind": "integer", "within": "m_lines"},
        {
            "key": "m_part",
            "label": "小计",
            "kind": "computed",
            "formula": "数量 * 3",
            "unit": "元",
            "within": "m_lines",
        },
    )
    with acts(app, EDITOR):
        for row in rows:
            editions.add_part("field", int(draft.split("/")[-2]), row)
    client = sign_in("county_editor")
    typed = {"f_m_area": ["40"], "f_m_lines.0.m_count": [""], "f_m_lines.2.m_count": ["7"]}

    empty = parse(client.get(draft).text)
    drawn = parse(client.post(draft, data={**filled(client, acting, draft), **typed}).text)

    assert [node.text for node in empty.every("h3") if node.get("class") == "lane-heading"][-2:] == ["收费依据", "附表"]
    assert [node.text for node in empty.every("p") if node.get("class") == "made"] == []
    assert [node.text for node in drawn.every("p") if node.get("class") == "made"][-1:] == ["80元"]
    assert [node.text for node in drawn.every("span") if node.get("class") == "made"][-1:] == ["21元"]
    assert any("field--half" in (node.get("class") or "") for node in drawn.every("div"))
