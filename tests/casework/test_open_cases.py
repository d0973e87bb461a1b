"""The home page's list: open cases by what is due first, read in a fixed number of queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import event

from appcore import clock
from appcore.casework import finish, intake, open_cases
from models.db import db, house_session
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, INSTANT, NATURAL, PROMISED, form

WEDNESDAY = datetime.fromisoformat("2026-06-03T10:00")
NEXT_WEEK = datetime.fromisoformat("2026-06-12T10:00")


def test_the_case_that_is_due_first_stands_first_and_a_finished_one_not_at_all(acting: Acting) -> None:
    with acting(CLERK), clock.fixed(WEDNESDAY):
        thirty_days = intake.accept(form(NATURAL, 1)).number
        five_days = intake.accept(form(PROMISED, 2)).number
        intake.accept(form(INSTANT, 3))
        done = intake.accept(form(PROMISED, 4)).number
        finish.finish(done, "granted", "")

        due = open_cases.due_first(house_session())

    assert [one.number for one in due] == [five_days, thirty_days]
    assert [one.light for one in due] == ["green", "green"]
    assert due[0].days_left == 5


def test_a_promise_that_has_passed_is_red_and_counts_the_days_over(acting: Acting) -> None:
    """夫妻投靠 promises 5 working days: taken on 3 June 2026 it is due on the 10th, two working days before the 12th."""
    with acting(CLERK):
        with clock.fixed(WEDNESDAY):
            intake.accept(form(PROMISED, 1))
        with clock.fixed(NEXT_WEEK):
            (late,) = open_cases.due_first(house_session())

    assert (late.light, late.days_left) == ("red", -2)


def test_papers_only_received_are_due_by_the_five_days_of_the_law(acting: Acting) -> None:
    """行政许可法 第三十二条."""
    with acting(CLERK), clock.fixed(WEDNESDAY):
        intake.receive(form(NATURAL, 1, complete=False))
        (waiting,) = open_cases.due_first(house_session())

    assert waiting.state == "received"
    assert waiting.due == datetime.fromisoformat("2026-06-10T23:59")


def test_a_neighbouring_town_sees_none_of_them(acting: Acting) -> None:
    with acting(CLERK), clock.fixed(WEDNESDAY):
        intake.accept(form(PROMISED, 1))
    with acting("qianku_clerk"), clock.fixed(WEDNESDAY):
        assert open_cases.due_first(house_session()) == []


def test_the_number_of_queries_does_not_grow_with_the_cases(acting: Acting) -> None:
    asked: list[str] = []
    with acting(CLERK), clock.fixed(WEDNESDAY):
        for number in range(4):
            intake.accept(form((PROMISED, NATURAL)[number % 2], number))
        open_cases.due_first(house_session())

        def count(*args: Any) -> None:
            asked.append(args[2])

        event.listen(db.engine, "before_cursor_execute", count)
        open_cases.due_first(house_session())
        event.remove(db.engine, "before_cursor_execute", count)
    selects = [one for one in asked if one.lstrip().upper().startswith("SELECT")]

    assert len(selects) <= 8, selects
