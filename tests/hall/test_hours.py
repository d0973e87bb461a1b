"""Whether a hall is open today: hours of the hall and days of the loaded calendar, nothing guessed."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from appcore.hall.hours import Day, Hours, Today, beyond, in_season, sessions_on, today


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A civil time in the county."""
    return datetime.combine(date(year, month, day), time(hour, minute, second))


MORNING, AFTERNOON = (time(8, 30), time(12)), (time(14), time(17))
USUAL = Hours((MORNING, AFTERNOON))
DAYS: dict[date, Day] = {
    date(2026, 11, 20): "work",  # Friday
    date(2026, 11, 21): "rest",
    date(2026, 11, 22): "rest",
    date(2026, 11, 23): "work",
    date(2026, 11, 24): "work",
}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (local(2026, 11, 20, 8, 29), Today("later", opens=local(2026, 11, 20, 8, 30))),
        (local(2026, 11, 20, 8, 30), Today("open", until=time(12))),
        (local(2026, 11, 20, 12, 0), Today("later", opens=local(2026, 11, 20, 14))),
        (local(2026, 11, 20, 16, 59), Today("open", until=time(17))),
        (local(2026, 11, 20, 17, 0), Today("over", opens=local(2026, 11, 23, 8, 30))),
        (local(2026, 11, 22, 10, 0), Today("rest", opens=local(2026, 11, 23, 8, 30))),
    ],
)
def test_the_state_follows_the_clock_and_the_calendar(now: datetime, expected: Today) -> None:
    assert today(USUAL, DAYS, now) == expected


def test_a_hall_may_keep_its_hours_on_saturdays_but_not_on_a_holiday() -> None:
    hours = Hours((MORNING,), saturdays=True)

    assert sessions_on(hours, DAYS, date(2026, 11, 21)) == (MORNING,)
    assert sessions_on(hours, DAYS, date(2026, 11, 22)) == ()
    assert sessions_on(hours, {date(2026, 11, 21): "holiday"}, date(2026, 11, 21)) == ()


def test_a_day_that_the_calendar_does_not_know_is_unknown() -> None:
    """R93: never Monday to Friday."""
    assert today(USUAL, {}, local(2027, 1, 4, 10)) == Today("unknown")


def test_the_next_opening_is_not_guessed_beyond_the_calendar() -> None:
    assert today(USUAL, DAYS, local(2026, 11, 24, 18)) == Today("over", opens=None)


def test_a_hall_without_hours_is_unknown() -> None:
    assert today(Hours(), DAYS, local(2026, 11, 23, 10)) == Today("unknown")


@pytest.mark.parametrize(
    ("first", "last", "day", "expected"),
    [
        ("", "", date(2026, 5, 1), True),
        ("09-01", "12-31", date(2026, 8, 31), False),
        ("09-01", "12-31", date(2026, 9, 1), True),
        ("09-01", "12-31", date(2026, 12, 31), True),
        ("11-15", "02-10", date(2027, 1, 1), True),
        ("11-15", "02-10", date(2026, 6, 1), False),
    ],
)
def test_a_season_holds_from_its_first_to_its_last_day_and_over_the_new_year(
    first: str, last: str, day: date, expected: bool
) -> None:
    assert in_season(first, last, day) is expected


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("", ""),
        ("工作日，上午8:30-12:00，下午2:00-5:00", ""),
        ("工作日，上午8:30-12:00，下午2:00-5:00；夏季（7月至9月）下午2:30-5:30", "夏季（7月至9月）下午2:30-5:30"),
        ("周一至周五上午8：30—12：00、14:00至17:00（样例）", ""),
        ("上午8点半至12点，下午2点至5点，中午有人值班", "中午有人值班"),
        ("夏季上午8:30-12:00", "夏季上午8:30-12:00"),
        ("下午2:00-5:30", "下午2:00-5:30"),
        ("下午2:99-5:00", "下午2:99-5:00"),
        ("请先预约。", "请先预约"),
    ],
)
def test_a_note_says_only_what_the_hours_do_not(note: str, said: str) -> None:
    assert beyond(note, USUAL) == said
