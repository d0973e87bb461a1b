"""What a hall has made kinder reaches checklist, deadline and slip; a year that is not loaded gives a sentence, no date."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from appcore import clock, records
from appcore.access.placing import owner
from appcore.casework import intake, ledger, standard
from appcore.casework.application import check
from appcore.lookups import HouseLookup
from appcore.transaction import unit_of_work
from models.case import MaterialCheck, Slip
from models.db import db, house_session
from models.offer import Offer, OfferRevision
from models.workday import WorkDay
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, PROMISED, form, the_case
from tests.people import LINGXI_HALL, at

MORNING = at("2026-03-02T09:30")


def revise(**values: Any) -> None:
    """The next revision of the local values of the item in the hall of 灵溪, as its admin would make it."""
    with unit_of_work() as session:
        offer = session.scalars(select(Offer).where(Offer.item_code == PROMISED, Offer.hall_code == LINGXI_HALL)).one()
        revision = OfferRevision(
            offer_id=offer.id, number=offer.revision + 1, values=values, at=clock.now(), actor="样例管理员",
            hall_code=offer.hall_code, region_code=offer.region_code, department_code=offer.department_code,
        )  # fmt: skip
        records.add(session, revision)
        records.alter(session, offer, {"revision": offer.revision + 1})


def slip_of(number: str) -> Slip:
    return db.session.scalars(select(Slip).where(Slip.case_id == the_case(house_session(), number).id)).one()


def test_a_shorter_promise_of_the_hall_is_the_deadline_of_its_cases(acting: Acting) -> None:
    """Decisions 18, 53: refine(definition, local values); a case keeps the revision it was received under."""
    with acting(CLERK), clock.fixed(MORNING):
        county = standard.in_hall(house_session(), PROMISED, LINGXI_HALL)
        first = intake.accept(form(PROMISED)).number
        first_due = ledger.due_of(house_session(), the_case(house_session(), first), county.definition)
    assert county.definition.promised_days is not None
    with acting("lingxi_admin"), clock.fixed(MORNING):
        revise(promised_days=county.definition.promised_days - 3)

    with acting(CLERK), clock.fixed(MORNING):
        refined = standard.in_hall(house_session(), PROMISED, LINGXI_HALL)
        second = intake.accept(form(PROMISED, 2)).number
        case = the_case(house_session(), second)
        due = ledger.due_of(house_session(), case, refined.definition)

        assert refined.definition.promised_days == county.definition.promised_days - 3
        assert refined.refined_hash not in (county.refined_hash, "")
        assert (case.offer_revision, case.definition_hash) == (1, refined.refined_hash)
        assert due is not None
        assert first_due is not None
        assert due.at is not None
        assert first_due.at is not None
        assert due.at < first_due.at
        assert slip_of(second).facts["due"] == due.at.isoformat()
        assert standard.of_case(house_session(), case) == refined.definition
        assert standard.as_published(house_session(), PROMISED) == county.definition


def test_a_longer_promise_of_a_hall_never_holds(acting: Acting) -> None:
    """Decisions 53: a town shortens, it does not lengthen."""
    with acting("lingxi_admin"):
        county = standard.in_hall(house_session(), PROMISED, LINGXI_HALL)
        revise(promised_days=(county.definition.promised_days or 0) + 10)

    with acting(CLERK):
        refined = standard.in_hall(house_session(), PROMISED, LINGXI_HALL)

    assert refined.definition.promised_days == county.definition.promised_days
    assert refined.refined_hash == county.refined_hash


def test_a_paper_that_a_hall_does_not_ask_for_is_met_by_itself(acting: Acting) -> None:
    """免提交: on the checklist, marked shared, never asked for."""
    with acting(CLERK), clock.fixed(MORNING):
        handed_in = form(PROMISED)
        found = standard.in_hall(house_session(), PROMISED, LINGXI_HALL)
        required = next(
            one.key for one in found.definition.materials if one.key in handed_in.papers and one.necessity == "required"
        )
        without = replace(handed_in, papers={key: one for key, one in handed_in.papers.items() if key != required})
        assert f"paper.{required}" in check(found.definition, without, HouseLookup(house_session())).faults
    with acting("lingxi_admin"), clock.fixed(MORNING):
        revise(**{f"materials.{required}.exempt": True})

    with acting(CLERK), clock.fixed(MORNING):
        number = intake.accept(without).number
        case = the_case(house_session(), number)
        row = db.session.scalars(
            select(MaterialCheck).where(MaterialCheck.case_id == case.id, MaterialCheck.material_key == required)
        ).one()

    assert row.state == "shared"


def test_a_year_without_its_work_days_gives_a_sentence_and_never_a_date(acting: Acting) -> None:
    """Decisions 24, 56: intake goes on; R93: a year without a table is loud, not silently all weekdays."""
    december = at("2026-12-28T10:00")
    with acting(CLERK), clock.fixed(december):
        number = intake.accept(form(PROMISED)).number
        facts = slip_of(number).facts

        assert facts["due"] == ""
        assert facts["provisional"].startswith("2027年工作日历尚未载入，不早于1月")
        assert facts["promise"]


def test_a_deadline_is_derived_anew_when_the_year_is_loaded(acting: Acting) -> None:
    december = at("2026-12-28T10:00")
    with acting(CLERK), clock.fixed(december):
        number = intake.accept(form(PROMISED)).number
    with acting(), unit_of_work() as session:
        day = december.date().replace(year=2027, month=1, day=1)
        for offset in range(365):
            one = day.fromordinal(day.toordinal() + offset)
            row = WorkDay(day=one, is_off=one.isoweekday() > 5, name="样例", owner_code=owner())
            records.stamp(row, new=True)
            session.add(row)

    with acting(CLERK), clock.fixed(december):
        case = the_case(house_session(), number)
        due = ledger.due_of(house_session(), case, standard.in_hall(house_session(), PROMISED, LINGXI_HALL).definition)

    assert due is not None
    assert not due.provisional
    assert due.at is not None
    assert due.at.year == 2027
