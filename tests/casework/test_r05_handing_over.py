"""R05: a case changes hands by one act alone; its own place stays, the ledger says who holds it, and only he acts on it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from appcore.access.principal import Person
from appcore.access.scope import as_system
from appcore.casework import (
    acceptance,
    case_reading,
    case_rows,
    custody_reading,
    finish,
    handing,
    intake,
    keeping,
    open_cases,
    standard,
)
from appcore.casework.custody import Desk
from appcore.casework.handing import Handing
from appcore.errors import Conflict, NotAllowed, NotFound, Problem, Refused
from appcore.transaction import unit_of_work
from models.audit import AuditEntry
from models.case import Case, CaseGrant, MaterialCheck, Slip
from models.custody import CustodyEvent
from models.db import db, house_session
from models.place import HallDetail
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, PROMISED, form, the_case
from tests.casework.test_local_values import revise
from tests.people import COUNTY_HALL, LINGXI_HALL, QIANKU_HALL, acts, keep, plain_case

NUMBER = "330327100202603020001"
QIANKU, COUNTY_DESK, POLICE = Desk(QIANKU_HALL), Desk(COUNTY_HALL), Desk(department_code="gaj")


@pytest.fixture
def case(app: Flask) -> int:
    """An accepted case in the hall of 灵溪, with one paper that lies with it."""
    with acts(app) as session:
        [made] = keep(plain_case(NUMBER, LINGXI_HALL, state="accepted"))
        row = session.get(Case, made)
        assert row is not None
        paper = {"material_key": "hukou", "name": "户口簿", "state": "original_kept"}
        keep(MaterialCheck(**case_rows.place_of(row), **paper))
    return made


def hand(to: Desk = QIANKU, **changes: Any) -> None:
    values: dict[str, Any] = {"number": NUMBER, "to": to, "reason": "请贵中心办理"}
    handing.hand(Handing(**values | changes))


def seen() -> bool:
    return db.session.scalar(select(Case.id).where(Case.number == NUMBER)) is not None


def holder() -> str:
    with as_system("test") as session:
        case = session.scalars(select(Case).where(Case.number == NUMBER)).one()
        return keeping.custody_of(session, case).holder.code


def test_until_it_is_taken_over_the_sender_answers_for_it_and_nobody_finishes_it(case: int, acting: Acting) -> None:
    with acting("lingxi_clerk"):
        hand()

    for username in ("lingxi_clerk", "qianku_clerk"):
        with acting(username):
            assert seen(), "both ends read it"
            with pytest.raises(NotAllowed):
                finish.finish(NUMBER, "granted", "")
    with acting():
        assert holder() == LINGXI_HALL


def test_what_was_sent_back_is_told_with_who_and_why_until_its_holder_acts_on_it(case: int, acting: Acting) -> None:
    with acting("lingxi_clerk"):
        hand()
    with acting("qianku_clerk") as receiver:
        assert isinstance(receiver, Person)
        assert [one.number for one in custody_reading.handed(house_session(), receiver).to_take] == [NUMBER]
        handing.send_back(NUMBER, "不归本中心管")
        who = receiver.label

    with acting("lingxi_clerk") as holder_now:
        assert isinstance(holder_now, Person)
        [told] = custody_reading.handed(house_session(), holder_now).returned
        assert (told.number, told.actor, told.reason) == (NUMBER, who, "不归本中心管")
        hand()
        lists = custody_reading.handed(house_session(), holder_now)
        assert (lists.returned, [one.number for one in lists.given]) == ([], [NUMBER])


def test_what_was_sent_back_lies_with_its_clerk_as_before(case: int, acting: Acting) -> None:
    """Until somebody has taken it over it is still his open task, numbers and all (decisions 66)."""
    with acting("lingxi_clerk") as clerk:
        before = clerk.account_id  # type: ignore[union-attr]
        with unit_of_work() as session:
            session.get_one(Case, case).handler_id = before
        hand(version=None)
        assert db.session.get_one(Case, case).handler_id == before
    with acting("qianku_clerk"):
        handing.send_back(NUMBER, "不归这里办")
    with acting():
        assert db.session.get_one(Case, case).handler_id == before


def test_once_taken_over_the_receiver_acts_and_the_sender_reads(case: int, acting: Acting) -> None:
    with acting("lingxi_clerk"):
        hand()
    with acting("qianku_clerk") as taker:
        handing.take(NUMBER)
        account = taker.account_id  # type: ignore[union-attr]
    with acting():
        assert holder() == QIANKU_HALL
        assert db.session.get_one(Case, case).handler_id == account

    with acting("lingxi_decider"):
        assert seen()
        with pytest.raises(NotAllowed):
            finish.finish(NUMBER, "granted", "")
    with acting("qianku_clerk"):
        finish.finish(NUMBER, "granted", "")
        assert db.session.get_one(Case, case).state == "finished"


def test_r05_the_place_of_the_case_stays_and_the_trail_names_both_ends(case: int, acting: Acting) -> None:
    with acting("lingxi_clerk"):
        hand(papers=("hukou",))
    with acting("qianku_clerk"):
        handing.take(NUMBER)

    with acting():
        row = db.session.get_one(Case, case)
        assert (row.hall_code, row.region_code, row.department_code) == (LINGXI_HALL, "330327100000", "gaj")
        query = select(AuditEntry).where(AuditEntry.row_key == NUMBER).order_by(AuditEntry.id)
        trail = db.session.scalars(query).all()
        steps = keeping.steps_of(db.session(), case)
    assert [(one.act, one.account, one.changes["custody"]) for one in trail] == [
        ("handed_over", "lingxi_clerk", [LINGXI_HALL, QIANKU_HALL]),
        ("taken_over", "qianku_clerk", [LINGXI_HALL, QIANKU_HALL]),
    ]
    assert [(one.step, one.papers) for one in steps] == [
        ("handed", [{"key": "hukou", "name": "户口簿", "state": "original_kept"}]),
        ("taken", []),
    ]


def test_sent_back_it_lies_where_it_was_and_is_out_of_sight_of_who_sent_it_back(case: int, acting: Acting) -> None:
    with acting("lingxi_clerk"):
        hand()
    with acting("qianku_clerk"):
        with pytest.raises(Refused):
            handing.send_back(NUMBER, " ")
        handing.send_back(NUMBER, "不属于本中心办理")
        assert not seen()

    with acting("lingxi_clerk"):
        finish.finish(NUMBER, "granted", "")


def test_what_nobody_has_taken_can_be_recalled_by_its_sender_alone(case: int, acting: Acting) -> None:
    with acting("lingxi_clerk"):
        hand()
    with acting("qianku_clerk"), pytest.raises(NotAllowed):
        handing.recall(NUMBER, "收回")
    with acting("lingxi_decider"):
        handing.recall(NUMBER, "选错了中心")
        with pytest.raises(Conflict):
            handing.recall(NUMBER, "再收一次")
    with acting("qianku_clerk"):
        assert not seen()
        with pytest.raises(NotFound):
            handing.take(NUMBER)


def test_handed_on_from_desk_to_desk_each_earlier_holder_keeps_the_right_to_read(case: int, acting: Acting) -> None:
    with acting("lingxi_clerk"):
        hand()
    with acting("qianku_clerk"):
        handing.take(NUMBER)
        hand(COUNTY_DESK)
    with acting("county_clerk"):
        handing.take(NUMBER)

    for username, may in (("lingxi_clerk", False), ("qianku_clerk", False), ("county_clerk", True)):
        with acting(username):
            assert seen(), username
            assert keeping.holds(house_session(), db.session.get_one(Case, case)) is may, username
    with acting():
        rights = dict(db.session.execute(select(CaseGrant.to_hall_code, CaseGrant.case_right)).all())
        assert rights == {QIANKU_HALL: "read", COUNTY_HALL: "handle"}


def test_it_can_be_handed_back_and_then_the_first_desk_acts_again(case: int, acting: Acting) -> None:
    with acting("lingxi_clerk"):
        hand()
    with acting("qianku_clerk"):
        handing.take(NUMBER)
        hand(Desk(LINGXI_HALL))
    with acting("lingxi_clerk"):
        handing.take(NUMBER)
        finish.finish(NUMBER, "granted", "")
    with acting("qianku_clerk"):
        assert seen()


def test_a_department_takes_a_case_over_by_its_own_line(case: int, app: Flask, acting: Acting) -> None:
    """Its people are those with a grant for it; the hall beside it is not asked."""
    with acting() as _, unit_of_work() as session:
        session.connection().execute(
            text("UPDATE scope_grant SET kind='department', hall_code=NULL, region_code='330327000000', department_code='gaj' "
                 "WHERE account_id = (SELECT id FROM ab_user WHERE username='qianku_clerk')")
        )  # fmt: skip
    with acting("lingxi_clerk"):
        hand(POLICE)
    with acting("county_clerk"), pytest.raises(NotFound):
        handing.take(NUMBER)
    with acting("qianku_clerk"):
        handing.take(NUMBER)
        finish.finish(NUMBER, "granted", "")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"reason": "长" * 301}, "reason"),
        ({"to": Desk(LINGXI_HALL)}, "receiver"),
        ({"to": Desk("330302001000-01")}, "receiver"),
        ({"to": Desk(department_code="nosuch")}, "receiver"),
        ({"to": Desk()}, "receiver"),
        ({"papers": ("hukou", "foreign")}, "papers"),
    ],
)
def test_what_cannot_be_handed_is_refused_at_its_field(
    case: int, acting: Acting, changes: dict[str, Any], field: str
) -> None:
    with acting("lingxi_clerk"):
        with pytest.raises(Refused) as told:
            hand(**changes)
        assert list(told.value.fields) == [field]
        assert db.session.scalar(select(func.count(CustodyEvent.id))) == 0


def test_only_who_handles_cases_and_holds_this_one_hands_it_over(case: int, acting: Acting) -> None:
    for username, refusal in (("lingxi_admin", NotAllowed), ("supervisor", NotAllowed), ("qianku_clerk", NotFound)):
        with acting(username), pytest.raises(refusal):
            hand()


def test_r05_who_held_it_before_reads_it_and_cannot_hand_it_on(case: int, acting: Acting) -> None:
    with acting("lingxi_clerk"):
        hand()
    with acting("qianku_clerk"):
        handing.take(NUMBER)

    for username in ("lingxi_clerk", "lingxi_decider"):
        with acting(username):
            assert seen(), username
            with pytest.raises(NotAllowed):
                hand(COUNTY_DESK)
    with acting():
        assert db.session.scalar(select(func.count(CustodyEvent.id))) == 2
        assert holder() == QIANKU_HALL


def test_r33_the_form_sent_twice_hands_once_and_is_nobody_elses(case: int, acting: Acting) -> None:
    with acting("lingxi_clerk"):
        version = db.session.get_one(Case, case).version
        for _ in range(2):
            hand(key="k" * 24, version=version)
        assert db.session.scalar(select(func.count(CustodyEvent.id))) == 1
        with pytest.raises(Conflict):
            hand(key="other" * 5, version=version)
    with acting("lingxi_decider"), pytest.raises(Conflict):
        hand(key="k" * 24)


def test_taking_twice_takes_once(case: int, acting: Acting) -> None:
    with acting("lingxi_clerk"):
        hand()
    with acting("qianku_clerk"):
        handing.take(NUMBER)
        handing.take(NUMBER)
        assert db.session.scalar(select(func.count(CustodyEvent.id))) == 2


def test_r40_of_two_clerks_who_hand_over_at_once_one_wins(case: int, app: Flask, acting: Acting) -> None:
    told: list[str] = []
    start = threading.Barrier(2)

    def one(username: str, to: Desk) -> None:
        with acting(username):
            start.wait(timeout=30)
            try:
                hand(to)
                told.append("done")
            except Problem as problem:
                told.append(type(problem).__name__)

    both = [
        threading.Thread(target=one, args=args) for args in (("lingxi_clerk", QIANKU), ("lingxi_decider", COUNTY_DESK))
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=60)

    assert sorted(told) == ["Conflict", "done"]
    with acting():
        assert db.session.scalar(select(func.count(CustodyEvent.id))) == 1
        assert db.session.scalar(select(func.count(CaseGrant.id))) == 1


@pytest.mark.parametrize("change", ["UPDATE custody_event SET step = 'taken'", "DELETE FROM custody_event"])
def test_no_statement_changes_the_custody_ledger(case: int, acting: Acting, change: str) -> None:
    with acting("lingxi_clerk"):
        hand()

    with acting(), pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text(change))


# --- with the standard and the clock behind it ------------------------------------------------------------------------


def test_the_clock_runs_on_and_reads_the_same_at_both_desks(acting: Acting) -> None:
    """Also where the first hall promises fewer days than the standard: its own values are out of the other's sight."""

    def limits() -> Any:
        case = the_case(house_session(), number)
        return case_reading.read(house_session(), case).limits, open_cases.due_first(house_session())

    with acting(CLERK):
        days = standard.in_hall(house_session(), PROMISED, LINGXI_HALL).definition.promised_days or 0
    with acting("lingxi_admin"):
        revise(promised_days=days - 1)
    with acting(CLERK):
        number = intake.accept(form(PROMISED, 1)).number
        before = limits()
        hand(number=number)
    with acting("qianku_clerk"):
        handing.take(number)
        after = limits()

    assert f"{days - 1}个工作日" in before[0][0].sentence
    assert after[0] == before[0]
    assert after[1] == [one for one in before[1] if one.number == number]


def test_a_case_only_received_is_accepted_by_the_hall_that_took_it_over(acting: Acting) -> None:
    """代收转交 (decisions 60): under the standard of the hall that received it, by a post that may accept the item here."""
    with acting(CLERK):
        papers = form(PROMISED, 1)
        number = intake.receive(form(PROMISED, 1, complete=False)).number
        with pytest.raises(Refused, match="尚未受理"):
            hand(POLICE, number=number)
        hand(number=number)
    with acting("qianku_clerk"):
        handing.take(number)
    for username in (CLERK, "lingxi_leader", "qianku_clerk"):
        with acting(username):
            version = the_case(house_session(), number).version
            if username != "qianku_clerk":
                with pytest.raises(NotAllowed):
                    acceptance.accept_received(number, papers, version=version)
                continue
            slip = acceptance.accept_received(number, papers, version=version)
            case = the_case(house_session(), number)

    assert (case.state, case.hall_code) == ("accepted", LINGXI_HALL)
    with acting():
        facts = house_session().scalars(select(Slip.facts).where(Slip.number == slip)).one()
        phone = house_session().scalar(select(HallDetail.consult_phone).where(HallDetail.hall_code == LINGXI_HALL))
        assert facts["consult_phone"] == phone
