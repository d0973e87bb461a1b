"""The clock of a case by law and article, with the calendar of 2026 (国务院办公厅关于2026年部分节假日安排的通知)."""

from __future__ import annotations

import inspect
from datetime import date, datetime, time, timezone

import pytest

from appcore.casework import clock_events, counting, deadline, deadline_words, opening, workdays
from appcore.casework.clock_events import ClockEvent, acceptance, may_extend
from appcore.casework.deadline import Deadline, delivery_deadline, light, telling_deadline
from appcore.casework.deadline_words import explain, provisional_sentence
from appcore.casework.opening import Opening
from appcore.casework.workdays import Calendar
from tests.casework.calendars import BOTH_YEARS, YEAR_2026, accepted, at, days_of, event, with_days


def due(events: tuple[ClockEvent, ...], promise: int, unit: str = "working_days", **more: object) -> Deadline:
    found = deadline.deadline(events, promise, unit, YEAR_2026, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


def due_on(events: tuple[ClockEvent, ...], promise: int, unit: str = "working_days", **more: object) -> str:
    found = due(events, promise, unit, **more)
    assert found.at is not None
    assert found.at.time() == time(23, 59)
    return found.at.date().isoformat()[5:]


# --- working days ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-02-13", 5, "02-27"),
        ("2026-02-12", 1, "02-13"),
        ("2026-09-24", 5, "10-09"),
        ("2026-09-18", 3, "09-22"),
        ("2026-04-30", 5, "05-11"),
        ("2026-12-25", 3, "12-30"),
        ("2026-01-03", 1, "01-04"),
        ("2026-05-09", 1, "05-11"),
        ("2026-03-02", 20, "03-30"),
        ("2026-09-30", 20, "11-03"),
    ],
)
def test_working_days_skip_holidays_and_count_make_up_days(start: str, days: int, end: str) -> None:
    """行政许可法 第八十二条; 民法典 第二百零一条: the first day is not counted. Hand-computed vectors (elements.md 5.5)."""
    assert due_on(accepted(start), days) == end


def test_a_count_into_a_year_that_is_not_loaded_has_no_date_but_an_earliest_one() -> None:
    """R93, decisions 24: 30 December and 3 days is undefined while 2027 is not loaded, and not before 2 January."""
    found = due(accepted("2026-12-30"), 3)

    assert found.at is None
    assert found.provisional
    assert found.not_before == at("2027-01-02 23:59")
    assert provisional_sentence(found) == "2027年工作日历尚未载入，不早于1月2日"
    assert explain(found) == "12月30日受理，自次日起算3个工作日，2027年工作日历尚未载入，不早于1月2日。"


def test_a_deadline_becomes_provisional_when_its_year_is_taken_away() -> None:
    """Never silently Monday to Friday (R93)."""
    events = accepted("2025-12-30")

    whole = deadline.deadline(events, 3, "working_days", BOTH_YEARS)
    short = deadline.deadline(events, 3, "working_days", Calendar(days_of(2025)))

    assert whole is not None
    assert short is not None
    assert whole.at == at("2026-01-05 23:59")
    assert (short.at, short.unloaded, short.not_before) == (None, 2026, at("2026-01-02 23:59"))
    assert not whole.provisional
    assert provisional_sentence(whole) == ""


def test_a_year_of_which_a_day_is_missing_is_not_loaded() -> None:
    days = days_of(2026)
    del days[date(2026, 10, 10)]

    found = deadline.deadline(accepted("2026-03-02"), 1, "working_days", Calendar(days))

    assert found is not None
    assert found.provisional
    assert found.not_before == at("2026-03-03 23:59")


def test_a_leap_year_is_loaded_with_all_its_366_days() -> None:
    """R94: 29 February 2024 was a Thursday."""
    days = days_of(2024)

    found = deadline.deadline(accepted("2024-02-28"), 1, "working_days", Calendar(days))
    del days[date(2024, 2, 29)]

    assert found is not None
    assert found.at == at("2024-02-29 23:59")
    assert Calendar(days).years == frozenset()


def test_a_day_without_any_calendar_is_provisional_from_the_day_after() -> None:
    found = deadline.deadline(accepted("2031-05-06"), 5, "working_days", Calendar({}))

    assert found is not None
    assert found.not_before == at("2031-05-11 23:59")
    assert Calendar({}).last_loaded is None
    assert BOTH_YEARS.last_loaded == date(2026, 12, 31)


def test_a_case_accepted_in_the_last_minute_of_a_year_counts_from_the_first_day_of_the_next() -> None:
    """R93: 31 December 23:59; 1 to 3 January 2026 are holidays, Sunday the 4th is worked."""
    found = deadline.deadline(accepted("2025-12-31 23:59"), 1, "working_days", BOTH_YEARS)

    assert found is not None
    assert found.at == at("2026-01-04 23:59")


# --- natural days and months -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-02", 60, "05-06"),  # 1 May is a holiday until 5 May
        ("2026-03-02", 15, "03-17"),
        ("2026-09-21", 10, "10-08"),  # 1 October: National Day until 7 October
        ("2026-09-10", 10, "09-20"),  # a Sunday that is worked
    ],
)
def test_natural_days_that_end_on_a_rest_day_end_on_the_next_working_day(start: str, days: int, end: str) -> None:
    """民法典 第二百零三条."""
    assert due_on(accepted(start), days, "natural_days") == end


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-30", 1, "02-28"),  # no 30 February: the month's last day, a worked Saturday
        ("2026-03-31", 1, "04-30"),
        ("2026-04-01", 6, "10-08"),  # 1 October is a holiday
        ("2026-03-02", 1, "04-02"),
    ],
)
def test_months_end_on_the_day_of_the_same_number_or_the_months_last(start: str, months: int, end: str) -> None:
    """民法典 第二百零二条, 第二百零三条."""
    assert due_on(accepted(start), months, "months") == end


def test_the_29th_of_february_has_no_day_in_a_common_year() -> None:
    """R94; 民法典 第二百零二条."""
    assert workdays.count_months(date(2024, 2, 29), 12).on == date(2025, 2, 28)
    assert workdays.count_months(date(2024, 1, 29), 1).on == date(2024, 2, 29)


def test_a_natural_period_into_an_unloaded_year_has_no_date() -> None:
    found = due(accepted("2026-12-20"), 20, "natural_days")

    assert (found.at, found.unloaded, found.not_before) == (None, 2027, at("2027-01-09 23:59"))


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="fortnights"):
        due(accepted("2026-03-02"), 3, "fortnights")


# --- hours -------------------------------------------------------------------------------------------------------------
def test_hours_run_through_nights_and_holidays() -> None:
    """民法典 第二百零一条第二款: from the moment itself; 急难型临时救助 24 hours over National Day."""
    assert due(accepted("2026-09-30 16:20"), 24, "hours").at == at("2026-10-01 16:20")
    assert due(accepted("2026-03-02 10:00"), 90, "minutes").at == at("2026-03-02 11:30")


def test_hours_of_opening_only_stop_at_noon_at_night_and_on_holidays() -> None:
    found = due(accepted("2026-09-30 16:20"), 4, "hours", opening_hours_only=True)

    assert found.at == at("2026-10-08 11:50")


def test_hours_of_opening_only_into_an_unloaded_year_have_no_date() -> None:
    found = due(accepted("2026-12-31 16:30"), 2, "hours", opening_hours_only=True)

    assert (found.at, found.unloaded, found.not_before) == (None, 2027, at("2027-01-01 00:00"))


def test_a_closed_day_gives_no_hours_of_opening_but_does_not_stop_the_clock_of_days() -> None:
    """Decisions 56: the legal clock runs on."""
    typhoon = Opening(special={date(2026, 3, 3): ()})

    assert due(accepted("2026-03-02 16:00"), 2, "hours", opening_hours_only=True, opening=typhoon).at == at(
        "2026-03-04 09:30"
    )
    assert due_on(accepted("2026-03-02"), 1, opening=typhoon) == "03-03"


# --- instant items -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("taken", "end"),
    [
        ("2026-03-02 09:00", "03-02"),
        ("2026-03-02 17:00", "03-02"),
        ("2026-03-02 17:01", "03-03"),
        ("2026-03-07 10:00", "03-09"),  # Saturday
        ("2026-09-30 18:00", "10-08"),  # before National Day
        ("2026-05-09 10:00", "05-09"),  # a worked Saturday
        ("2026-05-09 18:00", "05-11"),
    ],
)
def test_an_instant_item_is_due_the_same_day_or_after_closing_on_the_next_working_day(taken: str, end: str) -> None:
    """practice.md 2.1."""
    assert due_on(accepted(taken), 0) == end


def test_an_instant_item_on_a_closed_day_is_due_on_the_next_opening_day() -> None:
    """Decisions 56: 台风, 停办."""
    typhoon = Opening(special={date(2026, 3, 2): (), date(2026, 3, 3): ()})

    assert due_on(accepted("2026-03-02 09:00"), 0, opening=typhoon) == "03-04"


def test_an_instant_item_after_closing_on_the_last_loaded_day_is_provisional() -> None:
    found = due(accepted("2026-12-31 18:00"), 0)

    assert (found.provisional, found.instant, found.not_before) == (True, True, at("2027-01-01 23:59"))


# --- acceptance --------------------------------------------------------------------------------------------------------
def test_what_nobody_answered_in_five_working_days_is_accepted_from_the_day_of_receipt() -> None:
    """行政许可法 第三十二条: 逾期不告知的，自收到申请材料之日起即为受理. Received on 24 September, told until 9 October."""
    events = (event("received", "2026-09-24"),)

    assert deadline.deadline(events, 5, "working_days", YEAR_2026) is None
    assert deadline.deadline(events, 5, "working_days", YEAR_2026, now=at("2026-10-09 23:59")) is None
    found = due(events, 7, now=at("2026-10-10 00:00"))
    assert found.deemed
    assert found.at == at("2026-10-12 23:59")
    assert explain(found).startswith("9月24日收件，逾期未告知补正或受理，视为当日受理，自次日起算7个工作日，")


def test_a_late_acceptance_counts_from_the_day_of_receipt() -> None:
    events = (event("received", "2026-03-02"), event("accepted", "2026-03-10"))

    assert due_on(events, 10) == "03-16"


def test_an_acceptance_on_the_fifth_day_is_in_time() -> None:
    events = (event("received", "2026-03-02"), event("accepted", "2026-03-09 16:00"))

    assert due_on(events, 10) == "03-23"


def test_a_notice_in_time_waits_for_the_papers_and_a_late_one_changes_nothing() -> None:
    """行政许可法 第三十二条."""
    told = (event("received", "2026-03-02"), event("correction_told", "2026-03-09"))
    late = (event("received", "2026-03-02"), event("correction_told", "2026-03-10"))

    assert acceptance(told, YEAR_2026, at("2026-06-01")) is None
    assert acceptance(late, YEAR_2026) == clock_events.Acceptance(at("2026-03-02"), deemed=True)


def test_supplied_papers_must_be_answered_in_five_working_days_too() -> None:
    events = (event("received", "2026-03-02"), event("correction_told", "2026-03-03"), event("corrected", "2026-03-20"))

    found = acceptance(events, YEAR_2026, at("2026-03-30"))

    assert found == clock_events.Acceptance(at("2026-03-20"), deemed=True)


def test_no_clock_runs_for_what_was_refused_or_voided() -> None:
    assert (
        deadline.deadline(
            (event("received", "2026-03-02"), event("refused", "2026-03-03")), 5, "working_days", YEAR_2026
        )
        is None
    )
    assert (
        deadline.deadline(
            (event("received", "2026-03-02"), event("voided", "2026-03-02")), 5, "working_days", YEAR_2026
        )
        is None
    )


def test_receipt_itself_is_never_late_while_the_calendar_does_not_know() -> None:
    """Decisions 56: a year not loaded never refuses intake, and takes nothing for accepted."""
    events = (event("received", "2026-12-30"),)

    assert acceptance(events, YEAR_2026, at("2027-06-01")) is None


def test_a_received_case_must_be_answered_within_five_working_days() -> None:
    waiting = telling_deadline((event("received", "2026-09-24"),), YEAR_2026)

    assert waiting is not None
    assert waiting.at == at("2026-10-09 23:59")
    assert light(waiting, at("2026-10-08"), YEAR_2026) == "yellow"
    assert telling_deadline(accepted("2026-09-24"), YEAR_2026) is None


def test_a_result_is_delivered_within_ten_working_days_of_the_decision() -> None:
    """行政许可法 第四十四条."""
    assert delivery_deadline(at("2026-09-30"), YEAR_2026).at == at("2026-10-20 23:59")


# --- stopping and lengthening ------------------------------------------------------------------------------------------
def test_suspended_working_days_are_added_back() -> None:
    """行政许可法 第四十五条: 3 working days of testing (3, 4, 5 March) are not counted."""
    events = (*accepted("2026-02-27"), event("suspended", "2026-03-02", reason="检测"), event("resumed", "2026-03-05"))

    found = due(events, 5)

    assert due_on(accepted("2026-02-27"), 5) == "03-05"
    assert found.at == at("2026-03-10 23:59")
    assert explain(found) == "2月27日受理，自次日起算5个工作日，其间因检测中止3个工作日，应于3月10日办结。"


def test_a_suspension_whose_days_count_does_not_stop_the_clock() -> None:
    """Decisions 55: a notice may carry the mark that its days count."""
    events = (*accepted("2026-02-27"), event("suspended", "2026-03-02", counted=True), event("resumed", "2026-03-05"))

    assert due_on(events, 5) == "03-05"


def test_while_the_clock_stands_there_is_no_date_and_the_rest_is_kept() -> None:
    events = (*accepted("2026-02-27"), event("suspended", "2026-03-02", reason="专家评审"))

    found = due(events, 5)

    assert found.at is None
    assert found.suspended
    assert found.left == 3
    assert found.days_left(at("2026-04-20"), YEAR_2026) == 3
    assert light(found, at("2026-04-20"), YEAR_2026) == "grey"
    assert explain(found) == "2月27日受理，自次日起算5个工作日，3月2日起因专家评审中止，恢复后还剩3个工作日。"


def test_a_suspension_after_the_last_day_saves_nobody() -> None:
    events = (*accepted("2026-03-02"), event("suspended", "2026-03-09"))

    found = due(events, 3)

    assert found.at == at("2026-03-05 23:59")
    assert light(found, at("2026-03-10"), YEAR_2026) == "red"


def test_suspensions_that_overlap_are_one_that_ends_with_the_last() -> None:
    events = (
        *accepted("2026-03-02"), event("suspended", "2026-03-03"), event("suspended", "2026-03-04"), event("resumed", "2026-03-05"),
        event("resumed", "2026-03-09"),
    )  # fmt: skip

    assert due_on(events, 3) == "03-11"


def test_a_resumption_ends_the_suspension_of_its_own_procedure() -> None:
    """A notice whose days count and a test run side by side; the end of the notice does not end the test."""
    notice = ClockEvent("suspended", at("2026-03-03"), counted=True, procedure="notice")
    testing = ClockEvent("suspended", at("2026-03-03"), procedure="testing")
    ends = [
        ClockEvent("resumed", at(day), procedure=name)
        for day, name in (("2026-03-04", "notice"), ("2026-03-06", "testing"))
    ]

    assert due_on((*accepted("2026-03-02"), testing, notice, *ends), 3) == "03-10"
    assert due_on((*accepted("2026-03-02"), notice, testing, *ends), 3) == "03-10"


def test_a_resumption_without_a_suspension_changes_nothing() -> None:
    assert due_on((*accepted("2026-03-02"), event("resumed", "2026-03-03")), 3) == "03-05"


def test_a_clock_that_was_put_back_makes_no_negative_suspension() -> None:
    """R94: the ledger's order holds, not that of the times."""
    events = (*accepted("2026-03-02"), event("suspended", "2026-03-04"), event("resumed", "2026-03-03"))

    assert due_on(events, 3) == "03-05"


def test_natural_days_and_months_are_stopped_by_natural_days() -> None:
    events = (*accepted("2026-03-02"), event("suspended", "2026-03-05"), event("resumed", "2026-03-12"))

    assert due_on(events, 15, "natural_days") == "03-24"
    assert due_on(events, 1, "months") == "04-09"
    standing = due((*accepted("2026-03-02"), event("suspended", "2026-03-05")), 15, "natural_days")
    assert standing.left == 12


def test_hours_are_stopped_to_the_minute() -> None:
    events = (
        *accepted("2026-03-02 10:00"),
        event("suspended", "2026-03-02 12:00"),
        event("resumed", "2026-03-03 09:15"),
    )

    assert due(events, 24, "hours").at == at("2026-03-04 07:15")
    assert due(events, 4, "hours", opening_hours_only=True).at == at("2026-03-03 11:15")
    assert due(events[:-1], 24, "hours").left == 22 * 60
    assert due(events[:-1], 4, "hours", opening_hours_only=True).left == 120


def test_a_pause_that_begins_on_the_last_day_comes_too_late() -> None:
    """It begins on the day after, as every period does."""
    assert due_on((*accepted("2026-03-02"), event("suspended", "2026-03-05")), 3) == "03-05"


def test_hours_of_opening_may_end_with_a_session() -> None:
    assert due(accepted("2026-03-02 08:00"), 210, "minutes", opening_hours_only=True).at == at("2026-03-02 12:00")


def test_the_usual_hours_are_half_past_eight_to_twelve_and_two_to_five() -> None:
    assert Opening().sessions == ((time(8, 30), time(12)), (time(14), time(17)))


def test_a_standing_clock_of_hours_says_what_is_left_and_the_earliest_end() -> None:
    standing = (*accepted("2026-03-02 10:00"), event("suspended", "2026-03-02 15:00"))

    through = due(standing, 24, "hours")
    open_only = due(standing, 4, "hours", opening_hours_only=True)
    at_noon = due(
        (*accepted("2026-03-02 10:00"), event("suspended", "2026-03-02 13:00")), 4, "hours", opening_hours_only=True
    )

    assert (through.left, through.not_before) == (19 * 60, at("2026-03-03 10:00"))
    assert (open_only.left, open_only.not_before) == (60, at("2026-03-02 16:00"))
    assert (at_noon.left, at_noon.not_before) == (120, at("2026-03-02 15:00"))


def test_two_lengths_of_which_one_reaches_into_an_unloaded_year_have_no_date() -> None:
    for first, second in ((5, 3), (3, 5)):
        events = (*accepted("2026-12-28"), event("extended", "2026-12-29", second, "natural_days"))

        found = due(events, first)

        assert (found.provisional, found.unloaded) == (True, 2027)


def test_a_limit_may_be_extended_by_its_own_number() -> None:
    """行政许可法 第四十二条: 20 working days, and 10 more."""
    events = (*accepted("2026-03-02"), event("extended", "2026-03-25", 10, "working_days", reason="情况复杂"))

    assert due_on(events, 20, limit="legal") == "04-14"
    assert explain(due(events, 20)) == "3月2日受理，自次日起算20个工作日，因情况复杂延长10个工作日，应于4月14日办结。"


def test_moving_the_promise_inside_the_legal_limit_leaves_that_limit_alone() -> None:
    """Decisions 55: two limits run on each case."""
    events = (*accepted("2026-03-02"), event("extended", "2026-03-05", 3, "working_days", counted=True))

    assert due_on(events, 5) == "03-12"
    assert due_on(events, 20, limit="legal") == "03-30"


def test_each_limit_may_be_extended_once() -> None:
    moved = (*accepted("2026-03-02"), event("extended", "2026-03-05", 3, counted=True))
    both = (*moved, event("extended", "2026-03-25", 10))

    assert not may_extend(moved, "promise")
    assert may_extend(moved, "legal")
    assert not may_extend(both, "legal")


def test_an_extension_in_another_unit_begins_where_the_limit_ends() -> None:
    """低保: 30 natural days and 10 working days."""
    events = (*accepted("2026-03-02"), event("extended", "2026-03-20", 10, "working_days"))

    assert due_on(events, 30, "natural_days") == "04-16"
    standing = due((*events, event("suspended", "2026-03-25")), 30, "natural_days")
    assert standing.suspended
    assert standing.left == 7


def test_a_renewal_is_due_before_the_licence_ends() -> None:
    """行政许可法 第五十条: after the last day it is 视为准予延续."""
    found = due(accepted("2026-03-02"), 20, valid_until=date(2026, 3, 15))

    assert found.at == at("2026-03-15 23:59")
    assert explain(found).endswith("原证3月15日到期，应于到期前办结。")
    assert due(accepted("2026-03-02"), 5, valid_until=date(2026, 3, 15)).at == at("2026-03-09 23:59")
    assert due(accepted("2026-12-30"), 20, valid_until=date(2026, 12, 31)).provisional is False


# --- lights ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("promise", "now", "colour"),
    [
        (20, "2026-03-20", "green"),  # due 30 March; 6 left
        (20, "2026-03-23", "yellow"),  # 5 left, a quarter of 20
        (20, "2026-03-30 23:59", "yellow"),
        (20, "2026-03-31 00:00", "red"),
        (3, "2026-03-03", "green"),  # due 5 March; 2 left
        (3, "2026-03-04", "yellow"),  # at least 1
    ],
)
def test_yellow_is_a_quarter_of_the_promise_and_at_least_a_day(promise: int, now: str, colour: str) -> None:
    """Decisions 72: working days left, today not counted, at most max(1, ⌊promise ÷ 4⌋)."""
    found = due(accepted("2026-03-02"), promise)

    assert light(found, at(now), YEAR_2026, promise) == colour
    assert light(found, at(now), YEAR_2026) == colour


def test_an_instant_item_is_yellow_half_an_hour_before_closing() -> None:
    """Decisions 72."""
    found = due(accepted("2026-03-02 09:00"), 0)

    assert light(found, at("2026-03-02 16:29"), YEAR_2026) == "green"
    assert light(found, at("2026-03-02 16:30"), YEAR_2026) == "yellow"
    assert light(found, at("2026-03-03 00:00"), YEAR_2026) == "red"


def test_hours_are_yellow_in_their_last_quarter() -> None:
    found = due(accepted("2026-03-02 10:00"), 24, "hours")

    assert light(found, at("2026-03-03 03:59"), YEAR_2026) == "green"
    assert light(found, at("2026-03-03 04:00"), YEAR_2026) == "yellow"
    assert light(found, at("2026-03-03 10:01"), YEAR_2026) == "red"


def test_a_limit_in_months_is_yellow_by_its_days() -> None:
    found = due(accepted("2026-03-02"), 2, "months")

    assert light(found, at("2026-04-03"), YEAR_2026) == "green"
    assert light(found, at("2026-04-17"), YEAR_2026) == "yellow"


def test_a_case_that_is_done_is_green_or_red_for_ever() -> None:
    in_time = due((*accepted("2026-03-02"), event("decided", "2026-03-05"), event("finished", "2026-03-20")), 3)
    late = due((*accepted("2026-03-02"), event("finished", "2026-03-06")), 3)

    assert light(in_time, at("2026-05-01"), YEAR_2026) == "green"
    assert light(late, at("2026-03-01"), YEAR_2026) == "red"
    assert late.days_left(at("2026-05-01"), YEAR_2026) == -1


def test_lights_use_the_earliest_day_while_the_year_is_not_loaded() -> None:
    """Decisions 24."""
    found = due(accepted("2026-12-30"), 3)

    assert light(found, at("2026-12-30"), YEAR_2026) == "green"
    assert light(found, at("2027-01-01"), YEAR_2026) == "yellow"
    assert found.days_left(at("2026-12-30"), YEAR_2026) == 3


def test_days_left_do_not_count_today_and_turn_negative() -> None:
    found = due(accepted("2026-09-24"), 5)

    assert [
        found.days_left(at(day), YEAR_2026) for day in ("2026-09-24", "2026-09-30", "2026-10-09", "2026-10-12")
    ] == [5, 2, 0, -2]


# --- words and purity --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("events", "promise", "unit", "sentence"),
    [
        (accepted("2026-09-24"), 5, "working_days", "9月24日受理，自次日起算5个工作日，应于10月9日办结。"),
        (accepted("2026-03-02"), 0, "working_days", "3月2日受理，即办件，应于当日办结。"),
        (
            accepted("2026-03-07"), 0, "working_days",
            "3月7日受理，即办件，受理时已过下班时间或不是工作日，应于3月9日办结。",
        ),
        (accepted("2026-03-02 10:00"), 24, "hours", "3月2日受理，自10:00起算24小时，应于3月3日10:00前办结。"),
        (accepted("2026-03-02"), 1, "months", "3月2日受理，自次日起算1个月，应于4月2日办结。"),
    ],
)  # fmt: skip
def test_a_deadline_explains_itself_in_one_sentence(
    events: tuple[ClockEvent, ...], promise: int, unit: str, sentence: str
) -> None:
    assert explain(due(events, promise, unit)) == sentence


def test_a_sentence_says_what_stopped_and_lengthened_a_limit_in_its_own_unit() -> None:
    stop = (event("suspended", "2026-03-05", reason="公示"), event("resumed", "2026-03-12"))
    longer = event("extended", "2026-03-20", 5)

    natural = explain(due((*accepted("2026-03-02"), *stop, longer), 15, "natural_days"))
    hours = explain(due((*accepted("2026-03-05 08:00"), *stop), 48, "hours"))
    unsaid = explain(
        due(
            (*accepted("2026-03-05 08:00"), event("suspended", "2026-03-05"), event("resumed", "2026-03-06")),
            48,
            "hours",
        )
    )

    assert natural == "3月2日受理，自次日起算15个自然日，其间因公示中止7个自然日，延长5个自然日，应于3月30日办结。"
    assert hours == "3月5日受理，自08:00起算48小时，其间因公示中止的时间不计入，应于3月14日08:00前办结。"
    assert unsaid == "3月5日受理，自08:00起算48小时，其间中止的时间不计入，应于3月8日08:00前办结。"


def test_a_suspension_without_a_working_day_is_not_worth_a_word() -> None:
    events = (*accepted("2026-03-06"), event("suspended", "2026-03-06", reason="检测"), event("resumed", "2026-03-08"))

    assert "中止" not in explain(due(events, 5))


def test_a_standing_clock_is_not_a_missing_year() -> None:
    standing = due((*accepted("2026-03-02"), event("suspended", "2026-03-03")), 5)

    assert (standing.suspended, standing.provisional, provisional_sentence(standing)) == (True, False, "")
    assert standing.is_overdue(at("2026-12-01")) is False


def test_a_licence_that_ends_on_the_very_day_changes_nothing() -> None:
    found = due(accepted("2026-03-02"), 5, valid_until=date(2026, 3, 9))

    assert found.at == at("2026-03-09 23:59")
    assert found.valid_until is None


def test_a_sentence_names_the_year_when_it_is_another() -> None:
    found = deadline.deadline(accepted("2025-12-31"), 1, "working_days", BOTH_YEARS)

    assert found is not None
    assert explain(found) == "12月31日受理，自次日起算1个工作日，应于2026年1月4日办结。"


def test_a_time_with_a_zone_is_refused() -> None:
    """Law time is local civil time (architecture.md, invariant 7); the county has no summer time."""
    with pytest.raises(ValueError, match="no zone"):
        ClockEvent("accepted", datetime(2026, 3, 2, tzinfo=timezone.utc))  # noqa: UP017


@pytest.mark.parametrize("module", [workdays, opening, clock_events, counting, deadline, deadline_words])
def test_the_clock_asks_neither_the_time_nor_a_zone(module: object) -> None:
    """Pure: `now` is given; the server's zone and summer time cannot enter (R94)."""
    source = inspect.getsource(module)  # type: ignore[arg-type]

    assert not any(
        word in source for word in ("zoneinfo", "timezone", ".now(", ".today(", "astimezone", "import time\n")
    )


def test_a_declared_day_off_moves_what_was_due_on_it() -> None:
    storm = with_days(YEAR_2026, {date(2026, 3, 5): False})

    found = deadline.deadline(accepted("2026-03-02"), 3, "working_days", storm)

    assert found is not None
    assert found.at == at("2026-03-06 23:59")
