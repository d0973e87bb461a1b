"""Kinds that hold a number: a count, a measure with decimals, a sum of money."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal as Number
from typing import Any

from appcore.definition import money
from appcore.definition.characters import half_width
from appcore.definition.item import Field
from appcore.definition.kinds.base import FORMAT, Cell, Kind
from appcore.definition.lookup import Lookup
from appcore.definition.verdict import N_, Rejected

# Twelve digits: whole in every browser, database and spreadsheet.
_INTEGER = re.compile(r"(-?)(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})", re.ASCII)
_DECIMAL = re.compile(r"(-?)(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,6}))?", re.ASCII)
LARGEST = 10**12 - 1
MOST_PLACES = 6


def _with_unit(number: str, field: Field) -> str:
    return f"{number}{field.unit}"


class Integer(Kind[int]):
    """整数, not below 0 unless `low` says so; `high` is the greatest."""

    slug = "integer"
    label = N_("整数")
    holds = int
    sums_up = True
    settings = ("low", "high", "unit", "summed")
    bounds = (N_("最小值"), N_("最大值"))

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

    def show(self, value: int, field: Field, lookup: Lookup | None = None) -> str:
        return _with_unit(str(value), field)

    def to_cell(self, value: int, field: Field, lookup: Lookup | None = None) -> Cell:
        return value

    def total(self, values: Sequence[int], field: Field) -> int:
        return sum(values)

    def fits(self, instance: object, argument: str, lookup: Lookup) -> bool:
        return type(instance) is int

    def json_schema(self, field: Field) -> dict[str, Any]:
        high = LARGEST if field.high is None else min(field.high, LARGEST)
        return {"type": "integer", "minimum": field.low or 0, "maximum": high, "format": FORMAT + self.slug}

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"inputmode": "numeric", "maxlength": "16"}


class Decimal(Kind[str]):
    """小数, kept as text with the decimals that were typed, at most `places` (2 unless it says otherwise)."""

    slug = "decimal"
    label = N_("小数")
    sums_up = True
    settings = ("low", "high", "places", "unit", "summed")
    bounds = (N_("最小值"), N_("最大值"))

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        found = _DECIMAL.fullmatch(half_width(text).strip(" "))
        if found is None:
            raise Rejected("请填写数字，例如 12.5。")
        places = decimals_of(field)
        decimals = found[3] or ""
        if len(decimals) > places:
            raise Rejected("最多%(places)s位小数，请改短。", places=places)
        kept = str(int(found[2].replace(",", ""))) + (f".{decimals}" if decimals else "")
        number = Number(kept) * (-1 if found[1] else 1)
        if number < (field.low or 0):
            raise Rejected("不能小于%(low)s。", low=field.low or 0)
        if field.high is not None and number > field.high:
            raise Rejected("不能大于%(high)s。", high=field.high)
        return f"-{kept}" if number < 0 else kept

    def show(self, value: str, field: Field, lookup: Lookup | None = None) -> str:
        return _with_unit(value, field)

    def to_cell(self, value: str, field: Field, lookup: Lookup | None = None) -> Cell:
        return Number(value)

    def total(self, values: Sequence[str], field: Field) -> str:
        return f"{sum((Number(one) for one in values), Number(0)):f}"

    def fits(self, instance: object, argument: str, lookup: Lookup) -> bool:
        """The argument of the format is `low..high..places`: JSON Schema cannot compare texts as numbers."""
        low, high, places = (int(part) if part else None for part in argument.split(".."))
        field = Field(key="it", kind=self.slug, low=low, high=high, places=places)
        return isinstance(instance, str) and self.keeps(instance, field, lookup)

    def json_schema(self, field: Field) -> dict[str, Any]:
        high = "" if field.high is None else field.high
        return {
            "type": "string",
            "pattern": r"^-?(0|[1-9]\d{0,11})(\.\d{1,6})?$",
            "format": f"{FORMAT}{self.slug}:{field.low or 0}..{high}..{decimals_of(field)}",
        }

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"inputmode": "decimal", "maxlength": "24"}


def decimals_of(field: Field) -> int:
    """How many decimals a field takes at most."""
    return 2 if field.places is None else min(field.places, MOST_PLACES)


class Money(Kind[int]):
    """金额: typed in 元, kept in fen. `low` and `high` are whole 元, as the editor of a form thinks of them."""

    slug = "money"
    label = N_("金额")
    holds = int
    sums_up = True
    settings = ("low", "high", "summed")
    bounds = (N_("最少多少元"), N_("最多多少元"))

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

    def to_cell(self, value: int, field: Field, lookup: Lookup | None = None) -> Cell:
        return Number(money.yuan(value))

    def total(self, values: Sequence[int], field: Field) -> int:
        return sum(values)

    def fits(self, instance: object, argument: str, lookup: Lookup) -> bool:
        return type(instance) is int

    def json_schema(self, field: Field) -> dict[str, Any]:
        high = 100 * LARGEST + 99 if field.high is None else field.high * 100
        return {"type": "integer", "minimum": (field.low or 0) * 100, "maximum": high, "format": FORMAT + self.slug}

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"inputmode": "decimal", "maxlength": "22"}
