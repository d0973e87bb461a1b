"""Kinds that hold a number: a count, a sum of money."""

from __future__ import annotations

import re

from appcore.definition import money
from appcore.definition.characters import half_width
from appcore.definition.item import Field
from appcore.definition.kinds.base import Kind, Lookup
from appcore.definition.verdict import N_, Rejected

# Twelve digits: whole in every browser, database and spreadsheet.
_INTEGER = re.compile(r"(-?)(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})", re.ASCII)


class Integer(Kind[int]):
    """整数, not below 0 unless `low` says so; `high` is the greatest."""

    slug = "integer"
    label = N_("整数")
    holds = int

    def parse(self, text: str, field: Field, lookup: Lookup) -> int:
        found = _INTEGER.fullmatch(half_width(text).strip(" "))
        if found is None:
            raise Rejected("请填写整数，例如 3。")
        number = int(found[2].replace(",", "")) * (-1 if found[1] else 1)
        low = field.low or 0
        if number < low:
            raise Rejected("不能小于%(low)s。", low=low)
        if field.high is not None and number > field.high:
            raise Rejected("不能大于%(high)s。", high=field.high)
        return number

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"inputmode": "numeric", "maxlength": "16"}


class Money(Kind[int]):
    """金额: typed in 元, kept in fen. `low` and `high` are whole 元, as the editor of a form thinks of them."""

    slug = "money"
    label = N_("金额")
    holds = int

    def parse(self, text: str, field: Field, lookup: Lookup) -> int:
        fen = money.fen_of(text)
        if field.low is not None and fen < field.low * 100:
            raise Rejected("不能少于%(low)s元。", low=field.low)
        if field.high is not None and fen > field.high * 100:
            raise Rejected("不能多于%(high)s元。", high=field.high)
        return fen

    def typed(self, value: int, field: Field) -> list[str]:
        return [money.yuan(value)]

    def show(self, value: int, field: Field, lookup: Lookup | None = None) -> str:
        return f"{money.yuan(value)}元"

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"inputmode": "decimal", "maxlength": "22"}
