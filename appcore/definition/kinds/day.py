"""The kind that holds a calendar day."""

from __future__ import annotations

import re
from datetime import date

from appcore.definition.characters import half_width
from appcore.definition.item import Field
from appcore.definition.kinds.base import Kind, Lookup
from appcore.definition.verdict import N_, Rejected

_DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))", re.ASCII)


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


class Day(Kind[str]):
    """日期, kept as YYYY-MM-DD."""

    slug = "date"
    label = N_("日期")

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        return parse_day(text).isoformat()

    def show(self, value: str, field: Field, lookup: Lookup | None = None) -> str:
        day = date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日"

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"inputmode": "numeric", "placeholder": "2026-01-31", "maxlength": "20"}
