"""承接: a batch is drawn up and issued, a hall takes items on, the county takes them back; open cases are worked on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from appcore import clock, records
from appcore.casework import acceptance, intake, standard
from appcore.catalogue import guides
from appcore.catalogue.local import adoptions, delegations
from appcore.catalogue.local.adoptions import Training
from appcore.catalogue.local.delegations import Facts
from appcore.errors import Conflict, NotFound, Refused
from models.db import db, house_session
from models.delegation import Adoption, Delegation, HandoverCheck, HandoverLine
from models.offer import Offer
from tests.acting import Acting
from tests.casework.counter_forms import form, the_case
from tests.catalogue.drafting import ITEM
from tests.people import LINGXI_HALL, QIANKU_HALL, at

STARTS = date(2026, 3, 2)
MORNING = at("2026-03-02T09:30")
FACTS = Facts("样例批次", "delegated", STARTS, "", "样例文件（苍政办〔2026〕1号）")


def draft(acting: Acting, *halls: str) -> int:
    """A batch of one item for these halls, complete and not yet issued."""
    with acting("county_editor"):
        made = delegations.begin(FACTS)
        delegations.add(made, [ITEM], halls, version=1)
        delegations.set_duties(made, {"county": ["培训和指导"], "town": ["按标准办理"]}, version=2)
        delegations.set_handover(made, ITEM, ["办事指南", "系统账号", " "], version=3)
    return made


def issued(acting: Acting, *halls: str) -> int:
    made = draft(acting, *halls)
    with acting("county_reviewer"):
        delegations.issue(
            made, version=db.session.scalars(select(Delegation.version).where(Delegation.id == made)).one()
        )
    return made


def adoption_of(hall: str) -> Adoption:
    return db.session.scalars(select(Adoption).where(Adoption.hall_code == hall)).one()


def taken_on(acting: Acting, who: str, hall: str) -> int:
    """The id of an adoption after its hall has taken the item on."""
    with acting(who):
        row = adoption_of(hall)
        row_id = row.id
        adoptions.tick(row_id, set(db.session.scalars(select(HandoverLine.id))))
        adoptions.accept(row_id)
    return row_id


def test_a_batch_wants_a_paper_both_sides_duties_and_a_hand_over_list_for_each_item(acting: Acting) -> None:
    with acting("county_editor"):
        with pytest.raises(Refused) as refused:
            delegations.begin(Facts("样例", "delegated", STARTS))
        assert set(refused.value.fields) == {"paper"}
        with pytest.raises(Refused):
            delegations.begin(Facts("样例", "delegated", STARTS, document_code="NOSUCH"))
        made = delegations.begin(FACTS)
        delegations.add(made, [ITEM], [LINGXI_HALL], version=1)
        with pytest.raises(Refused, match="双方的责任"):
            delegations.issue(made, version=2)
        delegations.set_duties(made, {"county": ["指导"], "town": ["办理"]}, version=2)
        with pytest.raises(Refused, match="交接清单"):
            delegations.issue(made, version=3)


def test_an_issued_batch_stands_as_it_is(acting: Acting) -> None:
    made = issued(acting, LINGXI_HALL)
    with acting("county_editor"):
        version = db.session.scalars(select(Delegation.version)).one()
        for change in (
            lambda: delegations.describe(made, FACTS, version=version),
            lambda: delegations.add(made, [ITEM], [QIANKU_HALL], version=version),
            lambda: delegations.set_handover(made, ITEM, [], version=version),
            lambda: delegations.remove(made, ITEM, LINGXI_HALL, version=version),
        ):
            with pytest.raises(Conflict):
                change()


def test_a_hall_takes_an_item_on_once_the_hand_over_list_is_done_and_offers_it_then(acting: Acting) -> None:
    issued(acting, LINGXI_HALL)
    with acting("lingxi_admin"), clock.fixed(MORNING):
        row_id = adoption_of(LINGXI_HALL).id
        lines = set(db.session.scalars(select(HandoverLine.id)))
        with pytest.raises(Refused, match="还有2项"):
            adoptions.accept(row_id)
        adoptions.tick(row_id, {min(lines)})
        adoptions.train(row_id, Training(STARTS, "受理要点", "样例甲", "样例乙、样例丙"))
        assert adoption_of(LINGXI_HALL).state == "training"
        adoptions.tick(row_id, lines)

        offer_id = adoptions.accept(row_id)

        row, offer = adoption_of(LINGXI_HALL), db.session.get(Offer, offer_id)
        assert offer is not None
        assert (row.state, row.offer_id, offer.delegation_paper) == ("accepted", offer_id, FACTS.paper)
        assert len(db.session.scalars(select(HandoverCheck)).all()) == 2
        with pytest.raises(Conflict):
            adoptions.accept(row_id)


def test_a_hall_that_did_not_offer_the_item_offers_it_from_the_first_day(acting: Acting) -> None:
    with acting("lingxi_admin"), clock.fixed(MORNING):
        offer = db.session.scalars(select(Offer).where(Offer.item_code == ITEM, Offer.hall_code == LINGXI_HALL)).one()
        records.end(Offer, offer.id, STARTS - timedelta(days=30))
    issued(acting, LINGXI_HALL)
    with clock.fixed(MORNING):
        taken_on(acting, "lingxi_admin", LINGXI_HALL)
        with acting("lingxi_clerk"), clock.fixed(MORNING):
            assert standard.in_hall(house_session(), ITEM, LINGXI_HALL).definition.code == ITEM


def test_the_admin_of_another_town_neither_sees_nor_takes_on(acting: Acting) -> None:
    issued(acting, LINGXI_HALL, QIANKU_HALL)
    with acting():
        foreign = adoption_of(LINGXI_HALL).id
    with acting("qianku_admin"):
        assert [one.hall_code for one in db.session.scalars(select(Adoption))] == [QIANKU_HALL]
        with pytest.raises(NotFound):
            adoptions.accept(foreign)


def test_a_recall_ends_the_offer_that_day_and_open_cases_are_worked_on(acting: Acting) -> None:
    """A case received before the recall is accepted after it; a new one is not taken, and the guide knows the day."""
    issued(acting, LINGXI_HALL)
    with clock.fixed(MORNING):
        row_id = taken_on(acting, "lingxi_admin", LINGXI_HALL)
    since = STARTS + timedelta(days=7)
    with acting("lingxi_clerk"), clock.fixed(MORNING):
        whole, later = form(ITEM, 1), form(ITEM, 2)
        number = intake.receive(form(ITEM, 1, complete=False)).number
    with acting("county_reviewer"), clock.fixed(MORNING):
        with pytest.raises(Refused):
            adoptions.recall(row_id, since=STARTS - timedelta(days=1), reason="样例原因", cases="finish_here")
        adoptions.recall(row_id, since=since, reason="样例原因", cases="finish_here")
        with pytest.raises(Conflict):
            adoptions.recall(row_id, since=since, reason="样例原因", cases="finish_here")

    with acting("lingxi_clerk"), clock.fixed(at("2026-03-09T09:30")):
        session = house_session()
        assert adoptions.state_on(adoption_of(LINGXI_HALL), clock.local_today()) == "recalled"
        assert adoptions.open_cases(session, adoption_of(LINGXI_HALL)) == 1
        assert guides.offers_and_recalls(session, ITEM, [LINGXI_HALL]) == ((), {LINGXI_HALL: since})
        with pytest.raises(NotFound):
            intake.receive(later)
        acceptance.accept_received(number, whole, version=the_case(session, number).version)
        assert the_case(house_session(), number).state == "accepted"
    with acting("lingxi_clerk"), clock.fixed(at("2026-03-08T09:30")):
        assert adoptions.state_on(adoption_of(LINGXI_HALL), clock.local_today()) == "accepted"
        assert standard.in_hall(house_session(), ITEM, LINGXI_HALL).definition.code == ITEM
