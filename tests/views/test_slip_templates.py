"""Slip templates in the console: faults stand beside their part, a preview keeps nothing, and the slip page prints the wording."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from appcore.casework import intake, slip_templates
from models.db import db, house_session
from models.slip_template import SlipTemplateVersion
from tests import page
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, PROMISED, form
from tests.people import COUNTY

SignIn = Callable[[str], FlaskClient]
BASE = "/console/casework/slip-templates"


def notice_of(acting: Acting, made: int) -> str:
    with acting():
        content = db.session.scalar(select(SlipTemplateVersion.content).where(SlipTemplateVersion.id == made)) or []
    return next(str(part["text"]) for part in content if part["key"] == "notice")


def test_a_draft_is_tried_saved_and_sent_to_the_second_person(acting: Acting, sign_in: SignIn) -> None:
    editor = sign_in("county_editor")
    begun = editor.post(f"{BASE}/acceptance/draft", data={"like": "", "item": ""})
    made = int(begun.location.split("/")[-2])
    here = f"{BASE}/versions/{made}/edit"
    typed = {"_lock": "1", "part.notice": "{窗户}", "part.body": "", "part.contact": "", "part.law": "改法律"}

    tried = editor.post(here, data=typed | {"act": "preview"})
    assert "提示第1行第1个字：没有“窗户”这个占位符，是不是“窗口”？" in tried.text
    assert notice_of(acting, made) == ""

    shown = editor.post(here, data=typed | {"act": "preview", "part.notice": "<i>{申请人}</i>", "state": "fees"})
    assert "&lt;i&gt;张样例&lt;/i&gt;" in shown.text
    sent = editor.post(here, data=typed | {"act": "submit"})
    assert sent.location == here
    assert notice_of(acting, made) == "{窗户}"
    again = editor.post(here, data=typed | {"act": "save"})
    assert again.status_code == 409
    done = editor.post(here, data=typed | {"act": "submit", "_lock": "2", "part.notice": "请妥善保管"})
    assert done.location == f"{BASE}/versions/{made}"
    page.get(sign_in("county_reviewer"), done.location)


def test_the_slip_page_prints_what_the_county_wrote_and_the_form_keeps_the_true_time(
    acting: Acting, sign_in: SignIn
) -> None:
    with acting("county_editor"):
        made = slip_templates.draft("acceptance", COUNTY)
        version = house_session().get_one(SlipTemplateVersion, made).version
        slip_templates.save(made, {"notice": "# 温馨提示\n请妥善保管<b>本单</b>"}, "", version=version)
        slip_templates.submit(made)
    with acting("county_reviewer"):
        slip_templates.publish(made)
    with acting(CLERK):
        number = intake.accept(form(PROMISED)).slip_number
    clerk = sign_in(CLERK)

    slip = page.get(clerk, f"/console/casework/slips/{number}").text
    assert "温馨提示</h3>" in slip
    assert "请妥善保管&lt;b&gt;本单&lt;/b&gt;" in slip
    lane = clerk.post(
        f"/console/casework/intake/{PROMISED}",
        data={"act": "receive", "key": "k" * 24, "paper.received_at": "2999-01-01T08:00", "paper.reason": "停电"},
    )
    assert lane.status_code == 422
    assert "收到纸质材料的时间不能晚于现在" in lane.text
    assert 'value="2999-01-01T08:00"' in lane.text


def test_a_blank_form_is_drawn_for_an_item_in_force_and_for_no_other(sign_in: SignIn) -> None:
    clerk = sign_in(CLERK)

    drawn = page.get(clerk, f"/console/casework/blank-forms/{PROMISED}").text

    assert "以下由窗口填写" in drawn
    assert "pen-boxes" in drawn
    assert clerk.get("/console/casework/blank-forms/330327-99999").status_code == 404
