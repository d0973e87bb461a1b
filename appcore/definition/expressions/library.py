"""The operators and functions of expressions: what each takes, gives and does. Numbers are exact fractions."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Literal, Protocol

from appcore.definition.expressions.tree import Trouble, Type

MOST = 10**15
LONGEST_TEXT = 2000
MOST_DAYS = 366 * 30
Takes = Type | Literal["same", "numbers", "table"]


class World(Protocol):
    """What an expression may ask of the world."""

    @property
    def today(self) -> date:
        """The local date."""

    def code_list(self, name: str) -> Sequence[tuple[str, str]] | None:
        """Pairs of code and word of a code list; None when there is no such list."""

    def is_working(self, day: date) -> bool | None:
        """Whether a day is a working day; None when its year is not loaded."""


@dataclass(frozen=True, slots=True)
class Function:
    """`takes`: the types of its parts; the last may be repeated when `repeats`, left out when `optional`.

    Without `run` not every part is worked out: `working` decides. "same" is any one type that all parts so marked share, "numbers" a number or a column of numbers.
    """

    label: str
    takes: tuple[Takes, ...]
    gives: Type | Literal["same"]
    run: Callable[..., Any] | None = None
    repeats: bool = False
    optional: bool = False


def rounded(number: Fraction, places: int = 0) -> Fraction:
    """To so many decimals, half away from nought."""
    scale = 10**places
    whole = (abs(number) * scale * 2 + 1) // 2
    return Fraction(-whole if number < 0 else whole, scale)


def _divide(left: Fraction, right: Fraction) -> Fraction:
    if right == 0:
        raise Trouble("除数是0，算不出结果。")
    return left / right


def _round(number: Fraction, places: Fraction = Fraction(0)) -> Fraction:
    if places.denominator != 1 or not 0 <= places <= 6:
        raise Trouble("取整的位数应为0至6的整数。")
    return rounded(number, int(places))


def _average(*numbers: Fraction) -> Fraction:
    if not numbers:
        raise Trouble("没有可以求平均的数。")
    return sum(numbers, Fraction(0)) / len(numbers)


def _extreme(pick: Callable[[Sequence[Fraction]], Fraction]) -> Callable[..., Fraction]:
    def run(*numbers: Fraction) -> Fraction:
        if not numbers:
            raise Trouble("没有可以比较的数。")
        return pick(numbers)

    return run


def _years(since: date, until: date) -> Fraction:
    if until < since:
        raise Trouble("结束日期早于开始日期，请核对。")
    return Fraction(until.year - since.year - ((until.month, until.day) < (since.month, since.day)))


def shifted(day: date, days: Fraction) -> date:
    """So many days later."""
    if days.denominator != 1:
        raise Trouble("日期只能加减整天数。")
    try:
        return day + timedelta(days=int(days))
    except OverflowError as far:
        raise Trouble("算出的日期超出了日历。") from far


def _working_days(world: World, since: date, until: date) -> Fraction:
    """From the day after `since` to `until`, as the law counts."""
    if until < since:
        raise Trouble("结束日期早于开始日期，请核对。")
    if (until - since).days > MOST_DAYS:
        raise Trouble("两个日期相隔太久，算不出工作日。")
    number = 0
    for step in range(1, (until - since).days + 1):
        day = since + timedelta(days=step)
        works = world.is_working(day)
        if works is None:
            raise Trouble("%(year)d年工作日历尚未载入，算不出工作日。", year=day.year)
        number += works
    return Fraction(number)


def _word(world: World, name: str, code: str) -> str:
    pairs = world.code_list(name)
    if pairs is None:
        raise Trouble("没有叫“%(name)s”的代码表。", name=name)
    found = dict(pairs).get(code)
    if found is None:
        raise Trouble("代码表“%(name)s”里没有代码“%(code)s”。", name=name, code=code)
    return found


def written(number: Fraction) -> str:
    """A number as text in a text: without superfluous noughts, at most six decimals."""
    kept = rounded(number, 6)
    whole, rest = divmod(abs(kept.numerator) * 10**6 // kept.denominator, 10**6)
    return f"{'-' if kept < 0 else ''}{whole}{f'.{rest:06}'.rstrip('0').rstrip('.')}"


def joined(*parts: object) -> str:
    """Texts, numbers and days one behind the other."""
    text = unicodedata.normalize("NFC", "".join(map(_as_text, parts)))
    if len(text) > LONGEST_TEXT:
        raise Trouble("算出的文字太长。")
    return text


def _as_text(part: object) -> str:
    if isinstance(part, Fraction):
        return written(part)
    if isinstance(part, bool):
        return "是" if part else "否"
    return part.isoformat() if isinstance(part, date) else str(part)


FUNCTIONS: dict[str, Function] = {
    "sum": Function("合计", ("numbers",), "number", lambda *numbers: sum(numbers, Fraction(0)), repeats=True),
    "avg": Function("平均", ("numbers",), "number", _average, repeats=True),
    "min": Function("最小", ("numbers",), "number", _extreme(min), repeats=True),
    "max": Function("最大", ("numbers",), "number", _extreme(max), repeats=True),
    "count": Function("行数", ("table",), "number", lambda rows: Fraction(len(rows))),
    "round": Function("四舍五入", ("number", "number"), "number", _round, optional=True),
    "if": Function("如果", ("flag", "same", "same"), "same"),
    "default": Function("默认", ("same", "same"), "same"),
    "years_between": Function("周年数", ("date", "date"), "number", _years),
    "days_between": Function("天数", ("date", "date"), "number", lambda since, until: Fraction((until - since).days)),
    "working_days_between": Function("工作日数", ("date", "date"), "number", _working_days),
    "today": Function("今天", (), "date", lambda world: world.today),
    "label": Function("名称", ("text", "text"), "text", _word),
}
ASK_THE_WORLD = frozenset({"working_days_between", "today", "label"})
OPERATORS: dict[str, Callable[..., Any]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": _divide,
    "minus": lambda number: -number,
    "plus": lambda number: number,
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "&": joined,
    "shift": shifted,
    "shift_back": lambda day, days: shifted(day, -days),
}
BY_LABEL = {function.label: slug for slug, function in FUNCTIONS.items()}
