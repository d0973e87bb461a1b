"""Pages of the document store and the impact sheet, as people use them."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from appcore import clock
from appcore.casework import intake, standard
from appcore.catalogue import editions
from models.case import Case
from models.db import house_session
from models.document import Document
from models.item import Edition
from seeds import small
from tests import page
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, NATURAL, form
from tests.casework.test_better_rules import shorter

SignIn = Callable[[str], FlaskClient]
FEES = "330327/2003-01"


def the_document(acting: Acting) -> tuple[int, int]:
    with acting():
        row = house_session().scalars(select(Document).where(Document.code == FEES)).one()
        return row.id, row.version


def test_a_paper_lists_what_rests_on_it_and_is_repealed_from_there(acting: Acting, sign_in: SignIn) -> None:
    pk, version = the_document(acting)
    editor = sign_in("county_editor")

    shown = page.get(editor, f"/console/catalogue/document/show/{pk}")
    assert "引用它的事项" in shown.text
    assert "居民身份证换领工本费" in shown.text
    asked = page.get(editor, f"/console/catalogue/documents/{pk}/repeal")
    assert "临时居民身份证申领" in asked.text
    wrong = editor.post(
        f"/console/catalogue/documents/{pk}/repeal", data={"_lock": str(version), "repealed_from": "", "reason": "样例"}
    )
    assert wrong.status_code == 422
    assert "请填写废止日期" in wrong.text
    done = editor.post(
        f"/console/catalogue/documents/{pk}/repeal",
        data={"_lock": str(version), "repealed_from": clock.local_today().isoformat(), "reason": "收费标准已调整"},
        follow_redirects=True,
    )  # fmt: skip
    assert "已废止；2个事项引用了它，请逐个修订" in done.text
    again = editor.post(
        f"/console/catalogue/documents/{pk}/reinstate",
        data={"_lock": str(version + 1), "reason": "登记错了"},
        follow_redirects=True,
    )
    assert "已恢复有效" in again.text


def test_a_publication_with_its_better_rules_says_so_on_the_case(acting: Acting, sign_in: SignIn) -> None:
    with acting(CLERK):
        number = intake.accept(form(NATURAL)).number
    with acting():
        now = standard.as_published(house_session(), small.NATURAL)
        assert now is not None
        edition = editions.draft(small.NATURAL, content=shorter(now, 20))
        editions.submit(edition)
        editions.approve(edition)
    reviewer = sign_in("county_reviewer")

    sheet = page.get(reviewer, f"/console/catalogue/editions/{edition}/impact")
    assert "承诺办结时限由30个自然日缩短为20个自然日" in sheet.text
    cases = page.get(reviewer, f"/console/catalogue/editions/{edition}/impact/cases?better=promised")
    assert number in cases.text
    with acting():
        name, asked_by = (
            house_session().execute(select(Case.applicant_name, Case.query_code).where(Case.number == number)).one()
        )
    assert name not in cases.text
    nothing = reviewer.post(f"/console/catalogue/editions/{edition}/better", data={})
    assert nothing.status_code == 422
    done = reviewer.post(
        f"/console/catalogue/editions/{edition}/better", data={"better": ["promised"]}, follow_redirects=True
    )
    assert "已发布。更有利的规定已适用于1件在办办件" in done.text
    with acting():
        assert house_session().get_one(Edition, edition).state == "published"
    case = page.get(sign_in(CLERK), f"/console/casework/cases/{number}", codes=frozenset({asked_by}))
    assert "本件从优适用新版本的规定" in case.text
    over = page.get(reviewer, f"/console/catalogue/editions/{edition}/impact")
    assert "没有要预计的影响" in over.text
    left = page.get(reviewer, f"/console/catalogue/editions/{edition}/better")
    assert "已经全部适用" in left.text
