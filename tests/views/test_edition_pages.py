"""Pages of the review: remarks at their places, two editions side by side, what the public reads of changes and withdrawals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore import clock
from appcore.catalogue import editions, faces, remarks
from appcore.definition.checks import Place
from models.db import db, house_session
from models.item import Edition
from models.review import EditionRemark
from seeds import small
from tests import page
from tests.acting import Acting
from tests.catalogue.drafting import REVIEWER, bring
from tests.html import main_form, parse
from tests.people import acts, at
from tests.views import public_pages
from tests.views.test_public_guides import local_values, publish

Enter = Callable[[str], FlaskClient]
ITEM, PUBLIC = small.PROMISED, f"/items/{small.PROMISED}"
CATALOGUE = "/console/catalogue"


def submitted(acting: Acting) -> int:
    with acting("county_editor"):
        edition = editions.draft(ITEM)
        version = db.session.scalar(select(Edition.version).where(Edition.id == edition)) or 0
        editions.save(edition, {"summary": "改过的说明"}, version=version)
        editions.submit(edition)
    return edition


def test_a_reviewer_remarks_from_the_line_that_he_reads_and_the_author_finds_it_at_the_field(
    acting: Acting, sign_in: Enter
) -> None:
    edition = submitted(acting)
    reviewer, author = sign_in("county_reviewer"), sign_in("county_editor")

    compared = page.get(reviewer, f"{CATALOGUE}/compare/{ITEM}")
    link = next(node for node in parse(compared.text).every("a") if node.text.startswith("提意见"))
    form = main_form(page.get(reviewer, link.get("href")).text)
    noted = reviewer.post(f"{CATALOGUE}/remarks/of/{edition}/note", data=form | {"text": "请写清楚"})
    reviewer.post(f"{CATALOGUE}/editions/{edition}/return", data={"reason": "样例原因", "due_on": ""})
    field = parse(author.get(f"{CATALOGUE}/edition/edit/{edition}").text)

    assert "改过的说明" in compared.text
    assert form["place"] == ["基本信息 · 一句话说明"]
    assert noted.status_code == 302
    assert "请写清楚" in next(node for node in field.every("p") if node.get("id") == "summary-fault").text


def test_a_place_that_is_none_keeps_what_was_typed(acting: Acting, sign_in: Enter) -> None:
    edition = submitted(acting)

    answer = sign_in("county_reviewer").post(
        f"{CATALOGUE}/remarks/of/{edition}/note", data={"place": "没有的地方", "text": "请写清楚"}
    )

    checked = page.check(answer, "note", status=422)
    assert "请从列表中选一处" in checked.text
    assert "请写清楚" in next(node for node in checked.root.every("textarea") if node.get("id") == "text").text
    with acting():
        assert db.session.scalar(select(EditionRemark.id)) is None


def test_the_second_round_shows_what_was_done_about_each_remark(acting: Acting, sign_in: Enter) -> None:
    edition = submitted(acting)
    with acting("county_reviewer"):
        first = remarks.note(edition, Place(element="summary"), "请写清楚")
        second = remarks.note(edition, Place(), "再想一想")
        editions.send_back(edition, "样例原因")
    author, reviewer = sign_in("county_editor"), sign_in("county_reviewer")
    author.post(f"{CATALOGUE}/remarks/{second}/answer", data={"answer": "想过了"})
    with acting("county_editor"):
        version = db.session.scalar(select(Edition.version).where(Edition.id == edition)) or 0
        editions.save(edition, {"summary": "写清楚了"}, version=version)
        editions.submit(edition)

    shown = page.get(reviewer, f"{CATALOGUE}/remarks/of/{edition}")
    reviewer.post(f"{CATALOGUE}/remarks/{first}/judge/met")
    reviewer.post(f"{CATALOGUE}/remarks/{second}/judge/unmet")

    for words in ("一句话说明由“改过的说明”改为“写清楚了”", "想过了", "没有落实"):
        assert words in shown.text
    with acting() as _system:
        assert [one.state for one in remarks.listed(house_session(), edition, unsent=True)] == ["settled", "unmet"]
    approving = reviewer.get(f"{CATALOGUE}/edition/show/{edition}").text
    assert "还有1条审核意见没有核对落实" in approving


def test_an_act_that_may_not_be_done_now_says_why(app: Flask, sign_in: Enter) -> None:
    edition = bring(app, "in force")

    reviewer = sign_in("county_reviewer").get(f"{CATALOGUE}/edition/show/{edition}").text
    editor = sign_in("county_editor").get(f"{CATALOGUE}/edition/show/{edition}").text

    assert "已经生效的版本不能撤销" in reviewer
    assert f"/editions/{edition}/withdraw" in reviewer
    assert f"/editions/{edition}/restore" in editor
    assert f"/editions/{edition}/withdraw" not in editor


def test_a_restored_edition_is_a_draft_whose_page_opens(acting: Acting, sign_in: Enter) -> None:
    publish(acting, ITEM, summary="第二版")
    client = sign_in("county_editor")
    with acting():
        first = min(one.id for one in faces.editions_of(house_session(), ITEM))

    answer = client.post(f"{CATALOGUE}/editions/{first}/restore")

    made = int(answer.location.rpartition("/")[2])
    assert client.get(answer.location).status_code == 200
    with acting() as _system:
        rows = {one.id: one for one in faces.editions_of(house_session(), ITEM)}
        assert rows[made].state == "draft"
        assert faces.content(house_session(), made) == faces.content(house_session(), first)


def test_a_town_is_compared_with_the_standard(acting: Acting, sign_in: Enter) -> None:
    local_values(acting, ITEM, promised_days=3)

    own = page.get(sign_in("lingxi_admin"), f"{CATALOGUE}/compare/{ITEM}/local").text
    none = sign_in("qianku_admin").get(f"{CATALOGUE}/compare/{ITEM}/local?hall=330327100000-01")

    assert "承诺办结时限由“5”改为“3”" in own
    assert none.status_code == 404


def test_the_public_reads_what_each_edition_changed(acting: Acting, client: FlaskClient) -> None:
    publish(acting, ITEM, promised_days=6)
    publish(acting, ITEM, date(2026, 12, 1), summary="以后的说明")

    shown = public_pages.get(client, f"{PUBLIC}/changes")

    texts = [
        shown.text.index(words)
        for words in ("第3版", "以后的说明", "第2版", "承诺办结时限由“5”改为“6”", "第1版", "第一次发布")
    ]
    assert texts == sorted(texts)
    assert f"{PUBLIC}/changes" in public_pages.get(client, PUBLIC).links
    assert public_pages.get(client, "/items/330327-99999/changes", status=404)


def test_a_withdrawal_is_told_before_its_day_and_after_it(acting: Acting, app: Flask, client: FlaskClient) -> None:
    edition = bring(app, "in force")
    told = "因系统切换，请到县中心办理。"
    with clock.fixed(at("2026-11-23T10:00")):
        with acts(app, REVIEWER):
            editions.withdraw(edition, "只在内部说的原因", at("2026-12-01T00:00"), notice=told)
        before = public_pages.get(client, PUBLIC).text
    with clock.fixed(at("2026-12-01T08:00")):
        after = public_pages.get(client, PUBLIC).text

    for text in (before, after):
        assert told in text
        assert "2026年12月1日起停用" in text
        assert "2026年11月23日" in text
        assert "只在内部说的原因" not in text
    assert "怎么走" in before
    assert "怎么走" not in after


def test_the_form_of_a_withdrawal_wants_what_the_public_reads(app: Flask, sign_in: Enter) -> None:
    edition = bring(app, "in force")
    client, address = sign_in("county_reviewer"), f"{CATALOGUE}/editions/{edition}/withdraw"

    empty = page.check(client.post(address, data={"when": "now", "reason": "样例原因"}), address, status=422)
    done = client.post(address, data={"when": "now", "reason": "样例原因", "notice": "样例公告"})

    assert "请写明公告内容" in empty.text
    assert done.status_code == 302
    assert "样例公告" in public_pages.get(app.test_client(), PUBLIC).text
