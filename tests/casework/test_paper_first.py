"""补录: a case taken on paper is keyed with its true time, within limits, and the law's clock runs from there (decisions 12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from appcore import clock
from appcore.casework import intake, paper_first
from appcore.casework.paper_first import PaperFirst
from appcore.errors import Refused
from models.audit import AuditEntry
from models.case import ClockEvent, Slip
from models.db import db, house_session
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, PROMISED, form, the_case
from tests.people import at

NOW = at("2026-03-04T09:30")
MONDAY = "2026-03-02T10:05"


@pytest.mark.parametrize(
    ("paper", "faulty"),
    [
        (PaperFirst(), set()),
        (PaperFirst(MONDAY, "停电"), set()),
        (PaperFirst("2026-03-04T09:31", "停电"), {"paper.received_at"}),
        (PaperFirst("昨天", "停电"), {"paper.received_at"}),
        (PaperFirst("2026-03-02", "停电"), {"paper.received_at"}),
        (PaperFirst("2026-03-02T10:05+08:00", "停电"), {"paper.received_at"}),
        (PaperFirst("", "停电"), {"paper.received_at"}),
        (PaperFirst(MONDAY, " "), {"paper.reason"}),
        (PaperFirst(MONDAY, "停" * 301), {"paper.reason"}),
        (PaperFirst("2026-02-02T09:30", "停电"), set()),
        (PaperFirst("2026-02-02T09:29", "停电"), {"paper.leader"}),
        (PaperFirst("2026-02-02T09:29", "停电", "样例主任"), set()),
        (PaperFirst("2025-03-04T09:30", "停电", "样例主任"), set()),
        (PaperFirst("2025-03-04T09:29", "停电", "样例主任"), {"paper.received_at"}),
        (PaperFirst("1026-03-04T09:30", "停电", "样例主任"), {"paper.received_at"}),
    ],
)
def test_what_may_be_keyed_later(paper: PaperFirst, faulty: set[str]) -> None:
    assert set(paper_first.faults(paper, NOW)) == faulty


def test_the_true_time_stands_beside_the_entry_and_the_clock_runs_from_it(acting: Acting) -> None:
    with acting(CLERK), clock.fixed(NOW):
        at_once = intake.accept(form(PROMISED))
        taken = intake.accept(replace(form(PROMISED, number=2), paper=PaperFirst(MONDAY, "停电", "样例主任")))

        case = the_case(house_session(), taken.number)
        true = at(MONDAY)
        assert (case.received_at, case.paper_received_at, case.accepted_at) == (NOW, true, true)
        assert taken.number[9:17] == "20260304", "the number is of the day of entry"
        events = db.session.scalars(
            select(ClockEvent).where(ClockEvent.case_id == case.id).order_by(ClockEvent.id)
        ).all()
        assert [(one.kind, one.at) for one in events] == [("received", true), ("accepted", true)]
        assert events[0].reason == "补录：停电"
        assert all(one.recorded_at == clock.now() for one in events)
        due = [
            db.session.scalars(select(Slip).where(Slip.number == one.slip_number)).one().facts["due"]
            for one in (at_once, taken)
        ]
        assert due[1] < due[0]
    with acting():
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
        assert entry is not None
        assert entry.row_key == taken.number
        assert "2026-03-02" in str(entry.changes)
        assert "样例主任" in str(entry.changes)


def test_a_time_to_come_or_a_month_ago_is_refused_on_its_field_and_nothing_is_taken(acting: Acting) -> None:
    with acting(CLERK), clock.fixed(NOW):
        long_ago = (NOW - timedelta(days=40)).isoformat()
        for typed, name in (("2026-03-05T08:00", "paper.received_at"), (long_ago, "paper.leader")):
            with pytest.raises(Refused) as refused:
                intake.receive(replace(form(PROMISED), paper=PaperFirst(typed, "断网")))
            assert list(refused.value.fields) == [name]
