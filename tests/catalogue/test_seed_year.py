"""The demo year: spread over working days, over all halls, in season, and the same for the same seed."""

from __future__ import annotations

from datetime import date, datetime, time
from random import Random

import pytest

from appcore.casework.workdays import Calendar
from appcore.definition.item import ItemDefinition
from seeds import workdays, year

NOW = datetime.combine(date(2026, 11, 23), time(10))
CALENDAR = Calendar(
    {row.day: not row.is_off for y in (2024, 2025, 2026) for row in map(workdays.row, workdays.days_of(y))}
)
OFFERED = {
    "330327000000-01": ["a", "b"],
    "330327100000-01": ["a", "b"],
    "330327104000-01": ["a"],
    "330327100001-01": ["a"],
}
DEFINITIONS = {
    "a": ItemDefinition(code="330327-00001"),
    "b": ItemDefinition(code="330327-00002", season_from="09-01", season_until="02-28"),
}


def drawn(seed: int, number: int = 400) -> list[year.Visit]:
    return year.visits(Random(seed), number, NOW, CALENDAR, OFFERED, DEFINITIONS)


def test_the_same_seed_draws_the_same_year() -> None:
    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_nobody_comes_on_a_rest_day_or_later_than_now() -> None:
    visits = drawn(3)

    assert [one for one in visits if not CALENDAR.is_working(one.at.date())] == []
    assert max(one.at for one in visits) <= NOW
    assert min(one.at for one in visits).date() >= date(2025, 11, 24)


def test_every_large_hall_is_visited() -> None:
    assert {one.hall_code for one in drawn(4, 3)} == {code for code in OFFERED if code[9:12] == "000"}


def test_an_item_is_applied_for_in_its_season_only() -> None:
    months = {one.at.month for one in drawn(5) if one.item_code == "b"}

    assert months
    assert months <= {9, 10, 11, 12, 1, 2}


def test_a_day_of_a_year_that_is_not_loaded_is_taken_for_a_week_day() -> None:
    assert year.is_working(date(2031, 1, 6), CALENDAR)
    assert not year.is_working(date(2031, 1, 5), CALENDAR)


@pytest.mark.parametrize(
    ("day", "works", "name"),
    [
        (date(2026, 1, 4), True, "元旦调休上班"),
        (date(2026, 10, 1), False, "国庆节"),
        (date(2026, 9, 20), True, "国庆节调休上班"),
        (date(2026, 11, 22), False, "周末"),
        (date(2026, 11, 23), True, None),
    ],
)
def test_the_work_days_are_those_of_the_state_council(day: date, works: bool, name: str | None) -> None:
    """国务院办公厅关于2026年部分节假日安排的通知 (2025-11-04)."""
    row = workdays.row(day)

    assert (not row.is_off, row.name) == (works, name)


@pytest.mark.parametrize(("number", "working"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_as_many_working_days_as_the_notice_says(number: int, working: int) -> None:
    rows = [workdays.row(day) for day in workdays.days_of(number)]

    assert sum(not one.is_off for one in rows) == working
