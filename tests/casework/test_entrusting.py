"""A case is entrusted to a village agent: he finds it on his phone, and nothing of any other (decisions 67)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from appcore import clock
from appcore.casework import entrusting, open_cases
from appcore.errors import Conflict, NotAllowed, Refused
from appcore.transaction import unit_of_work
from models.case import Case, CaseGrant, Party
from models.db import db, house_session
from tests.acting import AT_PHONE, Acting
from tests.people import LINGXI_HALL, QIANKU_HALL, at, keep, plain_case

AGENT, CLERK = "lingxi_agent", "lingxi_clerk"
ONE, TWO, NEXT_DOOR = "330327100202603020001", "330327100202603020002", "330327104202603020001"


@pytest.fixture(autouse=True)
def cases(acting: Acting) -> Any:
    """Two cases of 灵溪 and one of 钱库, each with its applicant."""
    with clock.fixed(at("2026-03-02T10:00")):
        with acting():
            for number, hall in ((ONE, LINGXI_HALL), (TWO, LINGXI_HALL), (NEXT_DOOR, QIANKU_HALL)):
                case = plain_case(number, hall)
                keep(case)
                place = {
                    name: getattr(case, name)
                    for name in ("county_code", "opened_year", "hall_code", "region_code", "department_code")
                }
                keep(Party(**place, case_id=case.id, role="applicant", name="样例甲", document_kind="id_card"))
        yield


def seen(acting: Acting, who: str = AGENT + AT_PHONE) -> list[str]:
    with acting(who):
        numbers = list(db.session.scalars(select(Case.number).order_by(Case.number)))
        assert db.session.scalar(select(func.count(Party.id))) == len(numbers)
        assert len(open_cases.due_first(house_session())) == len(numbers)
        return numbers


def entrust(acting: Acting, number: str = ONE, to: str = AGENT, by: str = CLERK) -> None:
    with acting(by):
        entrusting.entrust(number, to)


def test_the_phone_shows_the_entrusted_case_and_no_other(acting: Acting) -> None:
    before = seen(acting)
    entrust(acting)

    assert (before, seen(acting)) == ([], [ONE])
    with acting(CLERK):
        case = db.session.scalars(select(Case).where(Case.number == ONE)).one()
        assert entrusting.entrusted_to(db.session(), case) != ""


def test_what_was_taken_back_finished_or_given_to_another_is_gone_from_the_phone(acting: Acting) -> None:
    entrust(acting, ONE)
    entrust(acting, TWO)
    with acting(CLERK):
        entrusting.take_back(ONE)
    taken_back = seen(acting)
    with acting(), unit_of_work() as session:
        session.scalars(select(Case).where(Case.number == TWO)).one().state = "finished"

    assert (taken_back, seen(acting)) == ([TWO], [])
    with acting():
        ended = select(func.count(CaseGrant.id)).where(CaseGrant.granted_until.is_not(None))
        assert db.session.scalar(ended) == 1


def test_entrusted_taken_back_and_entrusted_again_it_is_there(acting: Acting) -> None:
    entrust(acting)
    with acting(CLERK):
        entrusting.take_back(ONE)
    entrust(acting)

    assert seen(acting) == [ONE]


def test_only_who_holds_a_case_entrusts_it_and_only_to_an_agent_of_its_place(acting: Acting) -> None:
    with pytest.raises(Refused):
        entrust(acting, NEXT_DOOR, by="qianku_clerk")
    with pytest.raises(Refused):
        entrust(acting, ONE, to="lingxi_decider")
    with pytest.raises(NotAllowed):
        entrust(acting, ONE, by="lingxi_leader")
    with pytest.raises(Conflict), acting(CLERK):
        entrusting.take_back(ONE)

    assert seen(acting) == []


def test_from_a_phone_no_row_with_a_place_is_written(acting: Acting) -> None:
    entrust(acting)

    with pytest.raises(NotAllowed), acting(AGENT + AT_PHONE), unit_of_work() as session:
        session.scalars(select(Case).where(Case.number == ONE)).one().outside_number = "1"
