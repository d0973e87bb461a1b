"""The answers to a question or field that can make a difference to some comparisons: few stand for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations

from appcore.definition.conditions import Answer, Test
from appcore.definition.item import Field
from appcore.definition.measure import PLACES, is_day, measure

UNIT = 10**PLACES
OTHER = "·"


def domain(part: Field, tests: Sequence[Test]) -> list[Answer]:
    """One answer at least for each way in which the tests can come out together, and only answers that can be given."""
    match part.kind:
        case "choice":
            return [choice.key for choice in part.choices]
        case "choices":
            return _ticked(part, tests)
        case "yes_no":
            return [True, False]
        case "integer":
            return list(_counts(part, tests, 1))
        case "money":
            return list(_counts(part, tests, 100))
        case "decimal":
            return [decimal_text(one) for one in _counts(part, tests, UNIT, "decimal")]
        case "date":
            return [*_days(tests)]
    return _anything(tests)


def decimal_text(scaled: int) -> str:
    """The canonical text of a number of millionths."""
    whole, rest = divmod(abs(scaled), UNIT)
    fraction = f"{rest:0{PLACES}}".rstrip("0")
    return f"{'-' if scaled < 0 else ''}{whole}{'.' if fraction else ''}{fraction}"


def _named(tests: Sequence[Test]) -> list[Answer]:
    """The values that the tests name, each once."""
    return list(
        dict.fromkeys(
            one
            for test in tests
            if test.comparison not in ("filled", "empty")
            for one in (test.value if isinstance(test.value, tuple) else (test.value,))
        )
    )


def _ticked(part: Field, tests: Sequence[Test]) -> list[Answer]:
    """What can be ticked, as far as the tests tell it apart: of the choices they do not name one stands for all."""
    named = set(_named(tests))
    keys = [choice.key for choice in part.choices if choice.key in named]
    keys += [choice.key for choice in part.choices if choice.key not in named][:1]
    return [ticked for number in range(1, len(keys) + 1) for ticked in combinations(keys, number)]


def _counts(part: Field, tests: Sequence[Test], unit: int, kind: str = "count") -> list[int]:
    """The named numbers and those beside them within the limits, and the limits themselves."""
    low = (part.low or 0) * unit
    high = None if part.high is None else part.high * unit
    found = [order[1] for one in _named(tests) if (order := measure(one)) and order[0] == kind]
    beside = {low, *(one + step for one in found for step in (-1, 0, 1))}
    if high is not None and high >= low:
        beside = {one for one in beside if one <= high} | {high}
    return sorted(one for one in beside if one >= low)


def _days(tests: Sequence[Test]) -> list[str]:
    named = [date.fromisoformat(one) for one in _named(tests) if isinstance(one, str) and is_day(one)]
    numbers = {one.toordinal() + step for one in named for step in (-1, 0, 1)} or {date(2000, 1, 1).toordinal()}
    first = date.fromordinal(1)
    return [
        (first + timedelta(days=one - 1)).isoformat() for one in sorted(numbers) if 1 <= one <= date.max.toordinal()
    ]


def _anything(tests: Sequence[Test]) -> list[Answer]:
    """For text and for kinds whose values are not known here: what is named, what stands beside it, and something else."""
    named = _named(tests)
    found: list[Answer] = [one for one in named if not isinstance(one, bool)]
    found += [one + step for one in named if isinstance(one, int) and not isinstance(one, bool) for step in (-1, 1)]
    found += _days(tests) if any(is_day(one) for one in named) else []
    scaled = [order[1] for one in named if (order := measure(one)) and order[0] == "decimal"]
    found += [decimal_text(one + step) for one in scaled for step in (-1, 1)]
    other = OTHER
    while other in found:
        other += OTHER
    return [*dict.fromkeys(found), other, *([True, False] if any(isinstance(one, bool) for one in named) else [])]
