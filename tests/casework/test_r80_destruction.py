"""R80, decisions 65: nothing goes before its term, then only by a list that two more people signed, and gone means gone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from appcore import clock
from appcore.casework import destruction, intake
from appcore.definition.retention import may_go_from
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import unit_of_work
from models.audit import AuditEntry
from models.case import Case, Party, Slip
from models.db import db, house_session
from models.numbering import Counter
from models.privacy import DestructionLine, DestructionList, ReadLog
from models.vocabulary import RETENTION
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, INSTANT, NATURAL, PROMISED, counts, form, with_party
from tests.casework.test_r71_nothing_in_clear import bytes_of, shapes
from tests.conftest import House
from tests.people import LINGXI_HALL, at
from tests.trail import first_bad_row

NAME = "样例销毁甲某"
TAKEN, DUE, DAY_BEFORE = at("2026-03-02T09:00"), at("2037-01-01T09:00"), at("2036-12-31T23:00")


@pytest.mark.parametrize(
    ("finished", "term", "expected"),
    [
        (date(2026, 1, 1), "years10", date(2037, 1, 1)),
        (date(2026, 12, 31), "years10", date(2037, 1, 1)),
        (date(2024, 2, 29), "years30", date(2055, 1, 1)),
        (date(1990, 1, 1), "permanent", None),
        (date(1990, 1, 1), None, None),
        (date(1990, 1, 1), "years5", None),
    ],
)
def test_a_term_counts_from_the_year_after_the_case_was_finished(
    finished: date, term: str | None, expected: date | None
) -> None:
    assert may_go_from(finished, term) == expected


def test_every_term_of_the_list_ends_or_is_permanent() -> None:
    ends = {slug for slug in RETENTION.slugs if may_go_from(date(2026, 1, 1), slug)}

    assert ends == set(RETENTION.slugs) - {"permanent"}


@pytest.fixture
def old(app: Flask, acting: Acting) -> str:
    """An instant case of 灵溪 with a term of ten years, finished in March 2026; beside it others that may not go."""
    with acting(CLERK), clock.fixed(TAKEN):
        number = intake.accept(with_party(form(INSTANT, 1), name=NAME)).number
        intake.accept(form(PROMISED, 2))  # still open
        intake.receive(form(NATURAL, 3, complete=False))
    with acting("qianku_clerk"), clock.fixed(TAKEN):
        intake.accept(form(INSTANT, 4, hall="330327104000-01"))  # of another hall
    return number


def drawn_up(acting: Acting) -> str:
    with acting("lingxi_admin"), clock.fixed(DUE):
        return destruction.draw_up()


def signed(acting: Acting) -> str:
    number = drawn_up(acting)
    for username in ("lingxi_leader", "supervisor"):
        with acting(username), clock.fixed(DUE):
            destruction.sign(number)
    return number


def state(acting: Acting, number: str) -> str:
    with acting():
        return str(db.session.scalar(select(DestructionList.state).where(DestructionList.number == number)))


def test_the_dry_run_names_exactly_the_cases_and_rows_and_changes_nothing(old: str, acting: Acting) -> None:
    with acting("lingxi_admin"), clock.fixed(DUE):
        before = counts(house_session())
        found = destruction.due(house_session(), LINGXI_HALL)
        case_id = db.session.scalar(select(Case.id).where(Case.number == old))
        rows = 1 + sum(
            db.session.scalar(select(func.count()).select_from(model).where(model.case_id == case_id)) or 0
            for model in destruction.children()
        )

        assert [(one.number, one.rows, one.due_on) for one in found] == [(old, rows, date(2037, 1, 1))]
        assert counts(house_session()) == before


def test_nothing_is_due_a_day_before_its_term(old: str, acting: Acting) -> None:
    with acting("lingxi_admin"), clock.fixed(DAY_BEFORE):
        assert destruction.due(house_session(), LINGXI_HALL) == []
        with pytest.raises(Refused, match="没有到期"):
            destruction.draw_up()


def test_r80_what_was_destroyed_is_gone_from_the_store_and_its_number_stays_used(
    house: House, old: str, acting: Acting
) -> None:
    assert NAME.encode() in bytes_of(house), "the bytes are the right ones"
    number = signed(acting)
    with acting():
        before = {row.key: row.n for row in db.session.scalars(select(Counter))}
        others = set(db.session.scalars(select(Case.number))) - {old}
        expected = db.session.scalar(select(DestructionList.row_count).where(DestructionList.number == number))

    with acting("lingxi_admin"), clock.fixed(DUE):
        assert destruction.carry_out(number) == (1, 0)

    held = bytes_of(house)
    assert not [shape for shape in shapes(NAME) if shape in held]
    with acting():
        assert set(db.session.scalars(select(Case.number))) == others
        for model in (Party, Slip):
            assert db.session.scalar(select(func.count()).select_from(model).where(model.hall_code == LINGXI_HALL))
        line = db.session.scalars(select(DestructionLine).where(DestructionLine.case_number == old)).one()
        assert line.destroyed is True
        last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert (last.act, last.row_key, last.changes) == (
            "carried_out",
            number,
            {"cases": 1, "rows": expected, "kept": 0},
        )
        assert first_bad_row() is None
        assert {row.key: row.n for row in db.session.scalars(select(Counter))} == before
        assert db.session.scalar(select(func.count(ReadLog.id)).where(ReadLog.case_number == old)), (
            "who saw it stays known"
        )
    with acting(CLERK), clock.fixed(TAKEN):
        assert intake.accept(form(INSTANT, 9)).number not in {old, *others}


@pytest.mark.parametrize("signers", [(), ("lingxi_leader",), ("supervisor",)])
def test_without_two_signatures_nothing_goes(old: str, acting: Acting, signers: tuple[str, ...]) -> None:
    number = drawn_up(acting)
    for username in signers:
        with acting(username):
            destruction.sign(number)

    with acting("lingxi_admin"), clock.fixed(DUE), pytest.raises(Conflict):
        destruction.carry_out(number)
    with acting():
        assert db.session.scalar(select(Case.id).where(Case.number == old))


def test_drawing_up_approving_and_witnessing_are_three_people(old: str, acting: Acting) -> None:
    number = drawn_up(acting)
    with acting("lingxi_leader"):
        destruction.sign(number)
        with pytest.raises(NotAllowed, match="三个不同的人"):
            destruction.sign(number)
    for username in ("lingxi_admin", "lingxi_decider"):
        with acting(username), pytest.raises(NotAllowed):
            destruction.sign(number)
    assert state(acting, number) == "signed_once"
    with acting("supervisor"):
        destruction.sign(number)
    assert state(acting, number) == "signed"


def test_a_leader_of_another_hall_does_not_see_the_list(old: str, acting: Acting) -> None:
    number = drawn_up(acting)

    with acting("qianku_admin"), pytest.raises(NotFound):
        destruction.withdraw(number)


def test_a_case_whose_term_was_lengthened_after_the_signatures_is_kept(old: str, acting: Acting) -> None:
    number = signed(acting)
    with acting(), unit_of_work() as session:
        case = session.scalars(select(Case).where(Case.number == old)).one()
        case.finished_at = at("2030-05-01T09:00")

    with acting("lingxi_admin"), clock.fixed(DUE):
        assert destruction.carry_out(number) == (0, 1)
    with acting():
        assert db.session.scalar(select(Case.id).where(Case.number == old))
        assert db.session.scalar(select(DestructionLine.destroyed).where(DestructionLine.case_number == old)) is False


def test_a_list_that_was_given_up_lets_nothing_go_and_its_cases_may_stand_in_another(old: str, acting: Acting) -> None:
    number = signed(acting)
    with acting("lingxi_admin"), clock.fixed(DUE):
        assert destruction.due(house_session(), LINGXI_HALL) == [], "it stands in a list"
        destruction.withdraw(number)
        with pytest.raises(Conflict):
            destruction.carry_out(number)
        assert [one.number for one in destruction.due(house_session(), LINGXI_HALL)] == [old]
        assert destruction.draw_up() != number


DELETES = ("DELETE FROM clock_event WHERE case_id = :id", "DELETE FROM svc_case WHERE id = :id")


@pytest.mark.parametrize("statement", DELETES)
def test_the_database_itself_lets_no_case_go_without_two_signatures(old: str, acting: Acting, statement: str) -> None:
    drawn_up(acting)
    with acting(), db.engine.connect() as connection:
        case_id = db.session.scalar(select(Case.id).where(Case.number == old))
        with pytest.raises(IntegrityError, match="append-only"):
            connection.execute(text(statement), {"id": case_id})
        connection.rollback()


def test_the_pages_lead_from_the_dry_run_to_the_end(old: str, sign_in: Any, acting: Acting) -> None:
    """As people click; the clock of the requests stands at the day on which the term is over."""
    with clock.fixed(DUE):
        head, leader, overseer = sign_in("lingxi_admin"), sign_in("lingxi_leader"), sign_in("supervisor")
        tried = head.get("/console/casework/destruction/due")
        assert old in tried.text
        assert "这里只是试算" in tried.text
        made = head.post("/console/casework/destruction/due")
        page = head.get(made.location).text
        assert old in page
        assert "待签字" in page
        assert "执行销毁" not in page
        number = page.partition("XH-")[2][: len(f"{LINGXI_HALL}-2037-0001")]
        for one in (leader, overseer):
            assert "签字" in one.get(made.location).text
            assert one.post(f"/console/casework/destruction/XH-{number}/sign").status_code == 302
        assert "执行销毁" in head.get(made.location).text
        assert head.post(f"/console/casework/destruction/XH-{number}/carry-out").location == made.location
        assert "已销毁" in head.get(made.location).text
        assert head.get(f"/console/casework/cases/{old}").status_code == 404
