"""What holds of every deadline, whatever the day, the limit and the calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from appcore.casework.clock_events import ClockEvent
from appcore.casework.deadline import Deadline, deadline, light
from appcore.casework.deadline_words import explain
from appcore.casework.workdays import Calendar
from tests.casework.calendars import BOTH_YEARS, at, with_days

starts = st.datetimes(at("2025-01-01 00:00"), at("2026-06-30 23:59"))
lengths = st.integers(1, 90)
units = st.sampled_from(["working_days", "natural_days", "months", "hours", "minutes"])
days_units = st.sampled_from(["working_days", "natural_days"])
days_of_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def due(start: datetime, promise: int, unit: str, calendar: Calendar = BOTH_YEARS, *more: ClockEvent) -> Deadline:
    found = deadline((ClockEvent("accepted", start), *more), promise, unit, calendar)
    assert found is not None
    return found


@given(starts, lengths, lengths, days_units)
def test_a_longer_promise_is_never_due_earlier(start: datetime, one: int, other: int, unit: str) -> None:
    short, long = sorted((one, other))

    assert due(start, short, unit).not_before <= due(start, long, unit).not_before


@given(starts, st.integers(1, 5), st.integers(1, 5))
def test_more_months_are_never_due_earlier(start: datetime, one: int, other: int) -> None:
    short, long = sorted((one, other))

    assert due(start, short, "months").not_before <= due(start, long, "months").not_before


@given(starts, lengths, days_units)
def test_a_period_of_days_never_ends_on_a_rest_day_nor_on_the_day_it_began(
    start: datetime, promise: int, unit: str
) -> None:
    """行政许可法 第八十二条; 民法典 第二百零一条、第二百零三条."""
    found = due(start, promise, unit)

    assert found.at is not None
    assert BOTH_YEARS.is_working(found.at.date())
    assert found.at.date() > start.date()


@given(starts)
def test_an_instant_item_never_falls_due_on_a_rest_day_nor_before_it_was_taken(start: datetime) -> None:
    found = due(start, 0, "working_days")

    assert found.at is not None
    assert BOTH_YEARS.is_working(found.at.date())
    assert found.at.date() >= start.date()


@given(starts, lengths, days_units, days_of_2026)
def test_another_holiday_never_makes_it_earlier(start: datetime, promise: int, unit: str, holiday: date) -> None:
    more_rest = with_days(BOTH_YEARS, {holiday: False})

    assert due(start, promise, unit, more_rest).not_before >= due(start, promise, unit).not_before


@given(starts, lengths, st.integers(0, 40), st.integers(0, 40), units)
def test_a_suspension_never_makes_it_earlier(start: datetime, promise: int, after: int, length: int, unit: str) -> None:
    stopped = ClockEvent("suspended", start + timedelta(days=after))
    resumed = ClockEvent("resumed", stopped.at + timedelta(days=length))
    promise = min(promise, 5) if unit == "months" else promise

    assert due(start, promise, unit, BOTH_YEARS, stopped, resumed).not_before >= due(start, promise, unit).not_before


@given(starts, st.integers(2, 60), st.integers(1, 30))
def test_a_suspension_before_the_end_adds_back_exactly_its_working_days(
    start: datetime, promise: int, length: int
) -> None:
    """行政许可法 第四十五条: what the procedure takes is not counted."""
    stopped = ClockEvent("suspended", start)
    resumed = ClockEvent("resumed", start + timedelta(days=length))
    rested = sum(
        bool(BOTH_YEARS.is_working((start + timedelta(days=number)).date())) for number in range(1, length + 1)
    )

    assert (
        due(start, promise, "working_days", BOTH_YEARS, stopped, resumed).at
        == due(start, promise + rested, "working_days").at
    )


@given(starts, lengths, st.integers(1, 30))
def test_an_extension_in_the_same_unit_is_a_longer_limit(start: datetime, promise: int, more: int) -> None:
    extended = ClockEvent("extended", start, more, "working_days")

    assert due(start, promise, "working_days", BOTH_YEARS, extended).at == due(start, promise + more, "working_days").at


@given(starts, st.integers(1, 400), units)
def test_an_unloaded_year_never_gives_a_date_and_never_a_later_bound_than_the_date(
    start: datetime, promise: int, unit: str
) -> None:
    """R93: what is said before the year is loaded stays true when it is."""
    promise = min(promise, 5) if unit == "months" else promise
    only_2025 = Calendar({day: works for day, works in BOTH_YEARS.days.items() if day.year == 2025})

    early, late = due(start, promise, unit, only_2025), due(start, promise, unit)

    assert early.not_before <= late.not_before
    if unit not in ("hours", "minutes"):
        assert early.provisional or early.at == late.at
        assert early.at is None or early.at.year == 2025


@given(starts, lengths, units, st.integers(-5, 200))
def test_every_deadline_has_a_sentence_and_a_light(start: datetime, promise: int, unit: str, later: int) -> None:
    promise = min(promise, 5) if unit == "months" else promise
    found = due(start, promise, unit)
    now = start + timedelta(days=later)

    assert explain(found).endswith("。")
    assert (light(found, now, BOTH_YEARS) == "red") == (
        now > found.not_before + timedelta(seconds=59, microseconds=999_999)
    )
