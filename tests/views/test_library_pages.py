"""The pages of the library, the power list and 一件事: the way from the first press to what the public reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from appcore import clock, records
from appcore.casework import acceptance, intake
from appcore.catalogue import bundles, editions, item_state
from models.db import db, house_session
from models.item import Edition, Item
from models.material_library import PaperMerge, StandardMaterial
from models.organisation import Department
from models.power import PowerMatch
from seeds import small
from tests import page
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, form, the_case
from tests.catalogue.test_bundle_editions import CODE, write

SignIn = Callable[[str], FlaskClient]
LIBRARY = "/console/catalogue/library"


def token_of(text: str, name: str) -> str:
    return text.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0]


def test_two_papers_are_merged_after_what_would_happen_was_read_and_taken_back(sign_in: SignIn, acting: Acting) -> None:
    editor = sign_in("county_editor")
    asked = {"into": "id-card", "reason": "同一份材料"}

    shown = editor.post(f"{LIBRARY}/papers/household-book/merge", data=asked)
    done = editor.post(f"{LIBRARY}/papers/household-book/merge", data={**asked, "seen": token_of(shown.text, "seen")})

    assert (shown.status_code, done.status_code) == (200, 302)
    assert "夫妻投靠户口迁移" in shown.text
    assert "已并入“居民身份证”" in editor.get(done.location).text
    with acting():
        code = db.session.scalar(select(PaperMerge.code))
    assert editor.post(f"{LIBRARY}/merges/{code}/undo").status_code == 302
    with acting():
        assert (
            db.session.scalar(select(StandardMaterial.merged_into).where(StandardMaterial.code == "household-book"))
            is None
        )


def test_a_merge_without_a_reason_keeps_what_was_chosen_and_writes_nothing(sign_in: SignIn, acting: Acting) -> None:
    editor = sign_in("county_editor")
    shown = editor.post(f"{LIBRARY}/papers/household-book/merge", data={"into": "id-card"})

    answer = editor.post(
        f"{LIBRARY}/papers/household-book/merge", data={"into": "id-card", "seen": token_of(shown.text, "seen")}
    )

    assert answer.status_code == 422
    assert "请写明合并的原因" in answer.text
    assert 'value="id-card" selected' in answer.text
    with acting():
        assert db.session.scalar(select(PaperMerge.id)) is None


def test_a_power_list_is_pasted_matched_by_a_press_and_parted(sign_in: SignIn, acting: Acting) -> None:
    editor = sign_in("county_editor")
    pasted = "编码\t名称\t类型\nQ1\t夫妻投靠户口迁移\t行政确认"

    assert editor.post("/console/catalogue/powers/paste", data={"text": f"{pasted}\nQ2\t乙\t审批"}).status_code == 422
    assert editor.post("/console/catalogue/powers/paste", data={"text": pasted}).status_code == 302
    assert 'value="330327-00001|Q1" checked' in editor.get("/console/catalogue/powers").text
    editor.post("/console/catalogue/powers/confirm", data={"chosen": "330327-00001|Q1"})

    with acting():
        assert db.session.execute(select(PowerMatch.entry_code, PowerMatch.item_code)).all() == [("Q1", "330327-00001")]
    assert editor.post("/console/catalogue/powers/entries/1/part/330327-00001").status_code == 302
    with acting():
        assert db.session.scalar(select(PowerMatch.id)) is None


def test_an_implementation_code_is_proposed_from_body_and_catalogue_code_and_written_with_one_press(
    sign_in: SignIn, acting: Acting
) -> None:
    with acting("county_editor"):
        row = db.session.scalars(select(Item).where(Item.code == small.PROMISED)).one()
        records.change(Item, row.id, {"catalog_code": "000707001000"}, version=row.version)
        credit = db.session.scalar(select(Department.credit_code).where(Department.code == "gaj"))
    editor = sign_in("county_editor")

    assert f"{credit}4000707001000" in editor.get(f"/console/catalogue/items/{small.PROMISED}").text
    answer = editor.post(f"/console/catalogue/codes/{small.PROMISED}")

    assert answer.status_code == 302
    with acting():
        draft = db.session.scalars(select(Edition).where(Edition.state == "draft")).one()
        assert draft.task_code == f"{credit}4000707001000"


def test_a_cancelled_item_takes_no_new_case_goes_on_with_old_ones_and_the_guide_says_what_to_ask_for(
    sign_in: SignIn, acting: Acting, client: FlaskClient
) -> None:
    with acting(CLERK):
        whole = form(small.PROMISED, 1)
        number = intake.receive(form(small.PROMISED, 1, complete=False)).number
    reviewer, today = sign_in("county_reviewer"), clock.local_today().isoformat()
    asked = {"reason": "职能划转", "from_on": today, "replaced_by": small.NATURAL}

    assert reviewer.post(f"/console/catalogue/items/{small.PROMISED}/state/cancel", data=asked).status_code == 302

    said = page.get(client, f"/items/{small.PROMISED}")
    assert "已经取消" in said.text
    assert "职能划转" in said.text
    assert f"/items/{small.NATURAL}" in said.text
    clerk = sign_in(CLERK)
    assert clerk.get(f"/console/casework/intake/{small.PROMISED}").status_code == 404
    with acting(CLERK):
        acceptance.accept_received(number, whole, version=the_case(house_session(), number).version)
        assert the_case(house_session(), number).state == "accepted"


def test_a_paused_item_says_until_when_and_is_open_again_the_day_after(acting: Acting, client: FlaskClient) -> None:
    last = clock.local_today() + timedelta(days=3)
    with acting("county_reviewer"):
        item_state.pause(small.PROMISED, "系统升级", clock.local_today(), last)

    assert "系统升级" in page.get(client, f"/items/{small.PROMISED}").text
    assert f"暂停到{last.year}年{last.month}月{last.day}日" in client.get(f"/items/{small.PROMISED}").text
    with clock.fixed(clock.local_now() + timedelta(days=4)):
        opened = client.get(f"/items/{small.PROMISED}").text
    assert "系统升级" not in opened
    assert 'id="bring"' in opened


def test_what_is_to_come_stands_on_the_guide_which_holds_until_then(acting: Acting, client: FlaskClient) -> None:
    with acting("county_reviewer"):
        item_state.cancel(small.PROMISED, "职能划转", clock.local_today() + timedelta(days=7))

    said = page.get(client, f"/items/{small.PROMISED}").text

    assert "起取消，在那之前还可以办" in said
    assert 'id="bring"' in said


def test_the_public_reads_a_bundle_with_one_list_of_papers_by_its_answers(acting: Acting, client: FlaskClient) -> None:
    with acting("county_editor"):
        write(house_session())
    assert client.get(f"/bundles/{CODE}").status_code == 404
    with acting("county_reviewer"):
        bundles.publish(CODE)

    for url in ("/bundles", f"/bundles/{CODE}", f"/bundles/{CODE}/checklist"):
        page.get(client, url)
    assert "证件一件事" in client.get(f"/bundles/{CODE}?lang=en").text
    assert "证件一件事" in client.get("/").text
    page.get(client, "/items?q=证件一件事")
    assert [f"/bundles/{CODE}" in client.get(f"/items?q={q}").text for q in ("证件一件事", "zjyjs", "没有的事")] == [
        True,
        True,
        False,
    ]
    assert [client.get(f"/suggest?q={q}").get_json()["matters"] for q in ("zjyjs", "没有的事")] == [
        [{"code": CODE, "name": "证件一件事"}],
        [],
    ]
    one, both = (client.get(f"/bundles/{CODE}/checklist?a.urgent={answer}").text for answer in ("buji", "jiyong"))

    assert "您不用办" in one
    assert "您不用办" not in both
    assert "只带一份" in both
    assert "只带一份" not in one


def test_a_questions_answer_that_is_none_is_passed_over(acting: Acting, client: FlaskClient) -> None:
    with acting("county_editor"):
        write(house_session())
    with acting("county_reviewer"):
        bundles.publish(CODE)

    assert page.get(client, f"/bundles/{CODE}/checklist?a.urgent=nosuch&a.x.y=1&a.=2").status == 200


def test_the_form_of_an_edition_offers_the_countys_systems_and_keeps_one_that_is_not_among_them(
    sign_in: SignIn, acting: Acting
) -> None:
    editor = sign_in("county_editor")
    with acting("county_editor"):
        draft = editions.draft(small.PROMISED)
        editions.save(draft, {"worked_in": "县里的老系统"}, version=db.session.get_one(Edition, draft).version)

    forms = (f"/console/catalogue/edition/edit/{draft}", f"/console/catalogue/workbench/{draft}?part=bodies")
    for said in (editor.get(one).text for one in forms):
        assert 'value="浙江政务服务网"' in said
        assert "县里的老系统（不在清单里）" in said


def test_a_paper_is_found_by_its_pinyin_and_its_initials(sign_in: SignIn) -> None:
    editor = sign_in("county_editor")

    found = [
        editor.get(f"/console/catalogue/standard-material/list/?q={q}").text for q in ("jiehunz", "jhz", "id-card")
    ]

    assert [("结婚证" in one, "居民身份证" in one) for one in found] == [(True, False), (True, False), (False, True)]
