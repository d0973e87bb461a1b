"""A deadline explains itself in one Chinese sentence, for the case page and the slips."""

from __future__ import annotations

from datetime import date, datetime

from appcore.casework.counting import MINUTES
from appcore.casework.deadline import Deadline
from models.vocabulary import TIME_UNIT


def explain(due: Deadline) -> str:
    """How the deadline came about: accepted when, counted how, stopped and extended why, due when.

    9月24日受理，自次日起算5个工作日，应于10月9日办结。
    """
    return "，".join([*_beginning(due), *_changes(due), _end(due)]) + "。"


def provisional_sentence(due: Deadline) -> str:
    """Why there is no date yet, "" when there is one: 2027年工作日历尚未载入，不早于1月2日 (`decisions.md` 24)."""
    if not due.provisional or due.unloaded is None:
        return ""
    return f"{due.unloaded}年工作日历尚未载入，不早于{_day(due.not_before, due.unloaded)}"


def _beginning(due: Deadline) -> list[str]:
    start = due.started_at
    told = [f"{_day(start)}收件", "逾期未告知补正或受理", "视为当日受理"] if due.deemed else [f"{_day(start)}受理"]
    if due.instant:
        return [*told, "即办件"]
    length = f"{due.promise}{TIME_UNIT.label_of(due.unit)}"
    return [*told, f"自{start:%H:%M}起算{length}" if due.unit in MINUTES else f"自次日起算{length}"]


def _changes(due: Deadline) -> list[str]:
    said = []
    over = [pause for pause in due.pauses if pause.until]
    if over and due.paused and due.unit not in MINUTES:
        counted = TIME_UNIT.label_of("working_days" if due.unit == "working_days" else "natural_days")
        said.append(f"其间{_because([pause.reason for pause in over])}中止{due.paused}{counted}")
    elif over and due.unit in MINUTES:
        said.append(f"其间{_because([pause.reason for pause in over])}中止的时间不计入")
    lengths = [f"{one.days}{TIME_UNIT.label_of(one.unit or due.unit)}" for one in due.extensions]
    reasons = [_because([one.reason]) for one in due.extensions]
    return said + [f"{why}延长{length}" for why, length in zip(reasons, lengths, strict=True)]


def _end(due: Deadline) -> str:
    year = due.started_at.year
    if due.suspended:
        since = due.pauses[-1]
        left = f"{due.left}{TIME_UNIT.label_of(_unit_of_rest(due.unit))}"
        return f"{_day(since.since, year)}起{_because([since.reason])}中止，恢复后还剩{left}"
    if due.provisional:
        return provisional_sentence(due)
    end = _day(due.not_before, year)
    if due.unit in MINUTES and not due.instant:
        end += f"{due.not_before:%H:%M}前"
    if due.valid_until:
        return f"原证{end}到期，应于到期前办结"
    if due.instant and due.not_before.date() != due.started_at.date():
        return f"受理时已过下班时间或不是工作日，应于{end}办结"
    return "应于当日办结" if due.instant else f"应于{end}办结"


def _unit_of_rest(unit: str) -> str:
    return "minutes" if unit in MINUTES else "working_days" if unit == "working_days" else "natural_days"


def _because(reasons: list[str]) -> str:
    """因检测、专家评审, nothing without a reason."""
    given = list(dict.fromkeys(reason for reason in reasons if reason))
    return f"因{'、'.join(given)}" if given else ""


def _day(when: date | datetime, year: int | None = None) -> str:
    """1月2日, with the year when it is not the one the sentence is about."""
    plain = f"{when.month}月{when.day}日"
    return plain if year in (None, when.year) else f"{when.year}年{plain}"
