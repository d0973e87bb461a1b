"""Kinds that hold a calendar day, a time of day, or both."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from appcore.definition.characters import half_width
from appcore.definition.item import Field
from appcore.definition.kinds.base import Cell, Kind
from appcore.definition.lookup import Lookup
from appcore.definition.verdict import N_, Rejected

_DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))", re.ASCII)
_TIME = re.compile(r"(上午|下午)?(\d{1,2})(?::(\d{2})(?::00)?|[点时](?:(\d{1,2})分|(半))?)", re.ASCII)
_BOTH = re.compile(r"(.+?)(?:T| +|(?<=日))(上午|下午|\d{1,2}[:点时].*)(.*)", re.ASCII)
NOON = 12


def parse_day(text: str) -> date:
    """The day of 2026-11-23, 2026/11/23, 2026.11.23, 2026年11月23日 or 20261123, in full or half width.

    Raises: Rejected when it is no day between the years 1900 and 2200.
    """
    found = _DAY.fullmatch(half_width(text).replace(" ", ""))
    if found is None:
        raise Rejected("请按“年-月-日”填写日期，例如 2026-01-31。")
    year, month, day = (
        int(part) for part in (found[1], found[3] or found[5] or found[7], found[4] or found[6] or found[8])
    )
    try:
        meant = date(year, month, day)
    except ValueError as wrong:
        raise Rejected("没有这一天，请核对月份和日期。") from wrong
    if not 1900 <= meant.year <= 2200:
        raise Rejected("年份应在1900年至2200年之间。")
    return meant


def parse_time(text: str) -> time:
    """The time of 9:30, 09:30, 下午2:30, 9点, 9点半 or 9时30分, in full or half width.

    Raises: Rejected when it is no time between 0:00 and 23:59.
    """
    found = _TIME.fullmatch(half_width(text).replace(" ", ""))
    if found is None:
        raise Rejected("请按24小时制填写时间，例如 09:30 或 14:05。")
    half, hour = found[1], int(found[2])
    minute = 30 if found[5] else int(found[3] or found[4] or 0)
    if half and not 1 <= hour <= NOON:
        raise Rejected("写“上午”“下午”时，钟点应在1至12之间。")
    if half:
        hour = hour % NOON + (NOON if half == "下午" else 0)
    try:
        return time(hour, minute)
    except ValueError as wrong:
        raise Rejected("没有这个时间，请填写0:00至23:59之间的时间。") from wrong


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


class Day(Kind[str]):
    """日期, kept as YYYY-MM-DD."""

    slug = "date"
    label = N_("日期")

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        return parse_day(text).isoformat()

    def show(self, value: str, field: Field, lookup: Lookup | None = None) -> str:
        return _in_words(date.fromisoformat(value))

    def search_terms(self, value: str, field: Field, lookup: Lookup | None = None) -> tuple[str, ...]:
        return value, self.show(value, field)

    def to_cell(self, value: str, field: Field, lookup: Lookup | None = None) -> Cell:
        return date.fromisoformat(value)

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"inputmode": "numeric", "placeholder": "2026-01-31", "maxlength": "20"}


class TimeOfDay(Kind[str]):
    """时间, kept as HH:MM."""

    slug = "time"
    label = N_("时间")

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        return parse_time(text).isoformat(timespec="minutes")

    def to_cell(self, value: str, field: Field, lookup: Lookup | None = None) -> Cell:
        return time.fromisoformat(value)

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"inputmode": "numeric", "placeholder": "09:30", "maxlength": "12"}


class DayAndTime(Kind[str]):
    """日期和时间, kept as YYYY-MM-DDTHH:MM, local."""

    slug = "datetime"
    label = N_("日期和时间")

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        found = _BOTH.fullmatch(half_width(text).strip(" "))
        if found is None:
            raise Rejected("请先填日期、空一格再填时间，例如 2026-01-31 09:30。")
        moment = datetime.combine(parse_day(found[1]), parse_time(found[2] + found[3]))
        return moment.isoformat(timespec="minutes")

    def typed(self, value: str, field: Field) -> list[str]:
        return [value.replace("T", " ")]

    def show(self, value: str, field: Field, lookup: Lookup | None = None) -> str:
        moment = datetime.fromisoformat(value)
        return f"{_in_words(moment)} {moment:%H:%M}"

    def search_terms(self, value: str, field: Field, lookup: Lookup | None = None) -> tuple[str, ...]:
        return value.replace("T", " "), self.show(value, field)

    def to_cell(self, value: str, field: Field, lookup: Lookup | None = None) -> Cell:
        return datetime.fromisoformat(value)

    def from_cell(self, cell: Cell | float, field: Field) -> list[str]:
        return [cell.isoformat(timespec="minutes")] if isinstance(cell, datetime) else super().from_cell(cell, field)

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {
            "inputmode": "numeric",
            "placeholder": "2026-01-31 09:30",
            "maxlength": "30",
        }
