"""Numbers under many writers: none twice, none left out, no writer turned away (R35, R37, recipes 1 and 2)."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from appcore.casework import numbering
from appcore.transaction import unit_of_work
from models.case import Case, ClockEvent, Slip
from models.db import db
from models.numbering import Counter
from tests.acting import Acting
from tests.casework import crowd
from tests.conftest import House
from tests.people import COUNTY_HALL, LINGXI, LINGXI_HALL, QIANKU_HALL

DAY = date(2026, 3, 2)


def draw(hall: str, day: date = DAY) -> str:
    with unit_of_work() as session:
        return numbering.case_number(session, hall, day)


def test_a_number_names_town_day_and_turn(acting: Acting) -> None:
    """Decisions 12: nine digits of the town (county halls 330327000), the day, four digits."""
    with acting():
        assert [draw(hall) for hall in (LINGXI_HALL, COUNTY_HALL)] == ["330327100202603020001", "330327000202603020001"]


def test_the_halls_of_a_town_share_one_counter_and_each_day_begins_anew(acting: Acting) -> None:
    with acting():
        drawn = [draw(LINGXI_HALL), draw(f"{LINGXI}-02"), draw("330327100001-01"), draw(QIANKU_HALL)]
        drawn.append(draw(LINGXI_HALL, date(2026, 3, 3)))

    assert [number[-4:] for number in drawn] == ["0001", "0002", "0003", "0001", "0001"]


def test_a_number_that_was_rolled_back_is_drawn_again(acting: Acting) -> None:
    with acting():
        with pytest.raises(crowd.Undo):
            _draw_and_undo()

        assert draw(LINGXI_HALL)[-4:] == "0001"


def _draw_and_undo() -> None:
    with unit_of_work() as session:
        numbering.case_number(session, LINGXI_HALL, DAY)
        raise crowd.Undo


def test_the_ten_thousandth_of_a_day_is_refused_and_takes_no_number(acting: Acting) -> None:
    key = "case:330327100:20260302"
    with acting():
        draw(LINGXI_HALL)
        with unit_of_work() as session:
            counter = session.get(Counter, key)
            assert counter is not None
            counter.n = 9998

        assert draw(LINGXI_HALL)[-4:] == "9999"
        with pytest.raises(OverflowError):
            draw(LINGXI_HALL)
        assert db.session.scalar(select(Counter.n).where(Counter.key == key)) == 9999


def test_slips_are_numbered_by_hall_kind_and_year(acting: Acting) -> None:
    with acting(), unit_of_work() as session:
        drawn = [
            numbering.slip_number(session, LINGXI_HALL, kind, year)
            for kind, year in (("receipt", 2026), ("receipt", 2026), ("acceptance", 2026), ("receipt", 2027))
        ]

    assert [number[-5:] for number in drawn] == ["00001", "00002", "00001", "00001"]
    assert len(set(drawn)) == 4


def test_r35_eight_writers_with_rollbacks_leave_no_double_and_no_gap(house: House, app: Flask) -> None:
    """8 processes × 60, one in ten rolled back."""
    wrote = crowd.run(house.settings, crowd.draw_numbers, 60)

    numbers = sorted(number for one in wrote for number in one.numbers)
    assert [one.errors for one in wrote] == [()] * crowd.WRITERS
    assert sum(one.undone for one in wrote) > 20
    assert numbers == [f"33032710020260302{serial:04d}" for serial in range(1, len(numbers) + 1)]


def test_r37_eight_writers_take_whole_cases_and_none_is_turned_away(house: House, app: Flask, acting: Acting) -> None:
    """Fewer than the 10,000 of `make soak`; a wait may be ten times the 5 s of the requirement (decisions 41)."""
    wrote = crowd.run(house.settings, crowd.take_cases, 6)

    numbers = {number for one in wrote for number in one.numbers}
    assert [one.errors for one in wrote] == [()] * crowd.WRITERS
    assert len(numbers) == crowd.WRITERS * 6
    assert max(one.longest for one in wrote) < 50
    with acting():
        counters = db.session.scalars(select(Counter.n).where(Counter.key.like("case:%"))).all()
        rows = db.session.scalar(select(func.count(Case.id)))
        assert sum(counters) == rows == len(numbers)
        assert db.session.scalar(select(func.count(Slip.id))) == rows
        assert db.session.scalar(select(func.count(ClockEvent.id))) == rows * 4
