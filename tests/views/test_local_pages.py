"""The pages of local values: what was typed is kept, what was saved is what the public reads, answers go in at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from appcore import clock
from appcore.casework import intake
from appcore.catalogue import editions
from appcore.catalogue.local import adoptions, delegations, offers
from appcore.catalogue.local.delegations import Facts
from models.db import db, house_session
from models.delegation import Adoption, HandoverLine
from models.offer import Offer
from tests.acting import Acting
from tests.casework.counter_forms import form
from tests.catalogue.drafting import ITEM
from tests.people import LINGXI, LINGXI_HALL

GUIDE = f"/items/{ITEM}?town={LINGXI}"
VALUES = {
    "promised_days": "3",
    "reason.promised_days": "样例理由",
    "hours_note": "每周二上午",
    "place_note": "二楼东侧",
}


def page_of(acting: Acting) -> tuple[str, dict[str, str]]:
    """The address of the local values of 灵溪's offer, and the version that a form carries."""
    with acting():
        offer = db.session.scalars(select(Offer).where(Offer.item_code == ITEM, Offer.hall_code == LINGXI_HALL)).one()
        return f"/console/hall/offers/{offer.id}/local", {
            "_lock": str(offer.version),
            "window_id": str(offer.window_id or ""),
        }


def revise(acting: Acting, days: int) -> None:
    """The county's next edition, which promises so many days."""
    with acting():
        found = offers.standard_of(house_session(), ITEM)
        assert found is not None
        steps = tuple(replace(one, duration=days - 3) if one.name == "审核" else one for one in found.definition.steps)
        edition = editions.draft(ITEM, content=replace(found.definition, promised_days=days, steps=steps))
        editions.submit(edition)
        editions.approve(edition)
        editions.publish(edition)


def test_a_refused_value_keeps_what_was_typed_and_says_why_at_its_place(acting: Acting, sign_in: Any) -> None:
    address, lock = page_of(acting)
    client = sign_in("lingxi_admin")

    answer = client.post(address, data={**lock, **VALUES, "promised_days": "9", "consult": "很多"})

    assert answer.status_code == 422
    assert 'value="9"' in answer.text
    assert 'value="样例理由"' in answer.text
    assert "承诺时限只能比标准的5个工作日更短" in answer.text
    assert 'id="consult-fault"' in answer.text


def test_what_a_hall_saves_is_what_the_public_reads_until_the_standard_is_kinder(
    acting: Acting, sign_in: Any, client: FlaskClient
) -> None:
    """Decisions 18, 53: each face of an item in a hall is refine(definition, values); silence never lengthens it."""
    address, lock = page_of(acting)
    admin = sign_in("lingxi_admin")
    assert admin.post(address, data={**lock, **VALUES}).status_code == 302

    guide = client.get(GUIDE).text
    assert "3 个工作日" in guide
    assert "每周二上午" in guide
    assert "二楼东侧" in guide

    revise(acting, 4)
    assert "3 个工作日" in client.get(GUIDE).text
    inbox = admin.get("/console/hall/drift").text
    assert "承诺办结时限由“5”改为“4”" in inbox
    assert "标准变化待答复" in admin.get("/console/").text

    revise(acting, 3)
    assert "3 个工作日" in client.get(GUIDE).text
    assert "已按标准执行" in admin.get("/console/hall/drift").text


def test_one_button_answers_for_all_that_is_still_kinder(acting: Acting, sign_in: Any) -> None:
    address, lock = page_of(acting)
    admin = sign_in("lingxi_admin")
    admin.post(address, data={**lock, **VALUES})
    revise(acting, 4)
    name = f"{address.split('/')[-2]}.promised_days"
    rows = {"row": name, f"edition.{name}": "2", f"kinder.{name}": "yes"}

    refused = admin.post("/console/hall/drift", data={**rows, f"choice.{name}": "new", f"days.{name}": "8"})
    assert refused.status_code == 422
    assert 'value="8"' in refused.text
    assert admin.post("/console/hall/drift", data={**rows, f"choice.{name}": "other"}).status_code == 400
    assert admin.post("/console/hall/drift", data={**rows, "act": "rest_keep"}).status_code == 302

    assert "没有要答复的" in admin.get("/console/hall/drift").text
    assert "样例理由" in admin.get("/console/hall/differences").text


def test_a_recall_is_told_on_the_guide_and_on_the_open_cases_of_the_hall(
    acting: Acting, sign_in: Any, client: FlaskClient
) -> None:
    since = clock.local_today() + timedelta(days=5)
    with acting():
        batch = delegations.begin(Facts("样例批次", "delegated", clock.local_today(), paper="样例文件"))
        delegations.add(batch, [ITEM], [LINGXI_HALL], version=1)
        delegations.set_duties(batch, {"county": ["指导"], "town": ["办理"]}, version=2)
        delegations.set_handover(batch, ITEM, ["办事指南"], version=3)
        delegations.issue(batch, version=4)
        adoption = db.session.scalars(select(Adoption.id)).one()
        adoptions.tick(adoption, set(db.session.scalars(select(HandoverLine.id))))
        adoptions.accept(adoption)
    with acting("lingxi_clerk"):
        number = intake.accept(form(ITEM)).number
    assert "不再办理这件事" not in client.get(GUIDE).text

    reviewer = sign_in("county_reviewer")
    told = {"since": since.isoformat(), "reason": "样例原因", "cases": "hand_up"}
    assert reviewer.post(f"/console/hall/adoptions/{adoption}/recall", data=told).status_code == 302

    assert f"{since.year}年{since.month}月{since.day}日起" in client.get(GUIDE).text
    assert "不再办理这件事" in client.get(GUIDE).text
    assert "移交收回机关办理" in sign_in("lingxi_clerk").get(f"/console/casework/cases/{number}").text
    assert number in sign_in("lingxi_admin").get(f"/console/hall/adoptions/{adoption}").text


def test_a_refused_value_is_linked_from_the_top_and_is_not_said_to_be_overtaken(acting: Acting, sign_in: Any) -> None:
    address, kept = page_of(acting)
    client: FlaskClient = sign_in("lingxi_admin")

    refused = client.post(address, data=VALUES | kept | {"promised_days": "99"})

    assert refused.status_code == 422
    assert '<a href="#promised_days">' in refused.text
    assert "不再比标准优惠" not in refused.text


def test_offers_are_found_by_the_name_of_the_item_and_of_the_hall_written_or_spelt(
    acting: Acting, sign_in: Any
) -> None:
    with acting():
        offer = db.session.scalars(select(Offer).where(Offer.item_code == ITEM, Offer.hall_code == LINGXI_HALL)).one()
        item, link = offer.item.name, f"/console/hall/offer/show/{offer.id}"
    client: FlaskClient = sign_in("lingxi_admin")

    found = {
        q: client.get("/console/hall/offer/list/", query_string={"q": q}).text
        for q in (item[:4], "lingxi", "没有这样的事")
    }

    assert [link in page for page in found.values()] == [True, True, False]
