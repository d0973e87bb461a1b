"""A case is entrusted to a village agent: he finds it on his phone, and nothing of any other (decisions 67)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from appcore import clock
from appcore.access import account_acts, accounts
from appcore.access.principal import Grant, Person
from appcore.casework import entrusting, finish, handing, open_cases
from appcore.casework.custody import Desk
from appcore.casework.handing import Handing
from appcore.errors import Conflict, NotAllowed, Refused
from appcore.transaction import unit_of_work
from models.account import User
from models.case import Case, CaseGrant, Party
from models.db import db, house_session
from tests.acting import AT_PHONE, Acting
from tests.people import COUNTY_HALL, LINGXI_HALL, QIANKU_HALL, at, keep, plain_case

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


def sees(acting: Acting, who: str, number: str = ONE) -> bool:
    with acting(who):
        return db.session.scalar(select(Case.id).where(Case.number == number)) is not None


def hand(acting: Acting, to: str, by: str = CLERK) -> None:
    with acting(by):
        handing.hand(Handing(ONE, Desk(to), "请贵中心办理"))


def recalled(acting: Acting) -> None:
    hand(acting, QIANKU_HALL)
    with acting(CLERK):
        handing.recall(ONE, "不用移交了")


def given_to_another(acting: Acting) -> None:
    with acting():
        grant = Grant("hall", hall_code=LINGXI_HALL)
        accounts.add("other_agent", role="agent", name="样例乙", hall_code=LINGXI_HALL, grants=(grant,))
    entrust(acting, to="other_agent")


def finished(acting: Acting) -> None:
    with acting(), unit_of_work() as session:
        session.scalars(select(Case).where(Case.number == ONE)).one().state = "accepted"
    with acting(CLERK):
        finish.finish(ONE, "granted", "")


@pytest.mark.parametrize("over", [recalled, given_to_another, finished])
def test_the_hall_of_an_agent_sees_a_case_no_longer_than_it_is_entrusted(acting: Acting, over: Any) -> None:
    entrust(acting)
    before = sees(acting, AGENT)
    over(acting)

    assert (before, sees(acting, AGENT)) == (True, False)
    assert ONE not in seen(acting)


def test_handed_on_the_agents_hall_sees_it_no_more_and_who_held_it_still_does(acting: Acting) -> None:
    hand(acting, QIANKU_HALL)
    with acting("qianku_clerk"):
        handing.take(ONE)
    entrust(acting, by="qianku_clerk")
    hand(acting, COUNTY_HALL, by="qianku_clerk")
    on_its_way = sees(acting, AGENT)
    with acting("county_clerk"):
        handing.take(ONE)

    assert (on_its_way, sees(acting, AGENT)) == (True, False)
    assert all(sees(acting, one) for one in (CLERK, "qianku_clerk", "county_clerk"))


def test_a_phone_shows_no_case_of_another_agent_of_the_same_room(acting: Acting) -> None:
    with acting():
        room = db.session.scalars(select(User.hall_code).where(User.username == AGENT)).one()
        grant = Grant("hall", hall_code=room)
        accounts.add("room_mate", role="agent", name="样例丙", hall_code=room, grants=(grant,))
    entrust(acting, ONE)
    entrust(acting, TWO, to="room_mate")

    assert (seen(acting), seen(acting, "room_mate" + AT_PHONE)) == ([ONE], [TWO])


def test_what_an_agent_followed_whose_account_ended_is_nobodys_and_told_to_its_holder(acting: Acting) -> None:
    entrust(acting)
    with acting("security"):
        account_acts.deactivate(AGENT)

    with acting(CLERK) as clerk:
        assert isinstance(clerk, Person)
        case = db.session.scalars(select(Case).where(Case.number == ONE)).one()
        assert entrusting.entrusted_to(db.session(), case) == ""
        told = {one.number: one.agent_gone for one in open_cases.due_first(house_session(), clerk)}
        assert told == {ONE: True, TWO: False}
        entrusting.take_back(ONE)
        assert not any(one.agent_gone for one in open_cases.due_first(house_session(), clerk))
    assert not sees(acting, AGENT)
