"""What stands in an order: counts, decimal numbers and days, each among its own kind, without a float.

A decimal number is a canonical text ("12.5"), a day is YYYY-MM-DD. The browser's twin is `measure` in conditions.js.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

PLACES = 6
DECIMAL = re.compile(rf"(-?)(0|[1-9][0-9]{{0,14}})(?:\.([0-9]{{1,{PLACES}}}))?", re.ASCII)
DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)

Measure = tuple[Literal["count", "decimal", "day"], int]


def measure(value: object) -> Measure | None:
    """The kind of a value and an integer that keeps its order within the kind; None for what has no order."""
    if isinstance(value, int) and not isinstance(value, bool):
        return "count", value
    if not isinstance(value, str):
        return None
    if found := DAY.fullmatch(value):
        return "day", int("".join(found.groups()))
    if found := DECIMAL.fullmatch(value):
        sign, whole, fraction = found.groups(default="")
        scaled = int(whole + fraction.ljust(PLACES, "0"))
        return "decimal", -scaled if sign else scaled
    return None


def is_day(value: object) -> bool:
    """Whether a value is a day that the calendar has."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_decimal(value: object) -> bool:
    """Whether a value is a decimal number as text."""
    return isinstance(value, str) and DECIMAL.fullmatch(value) is not None
