"""What a case costs: each fee that applies, less the one reduction that is kindest to the applicant.

Pure: a definition and answers in, a bill out. Money is integer fen. Source: decisions 26 and 51; 行政许可法 第五十八条.
"""

from __future__ import annotations

from dataclasses import dataclass

from appcore.definition.answers import settle
from appcore.definition.conditions import Answers, evaluate
from appcore.definition.item import Fee, ItemDefinition, Reduction


@dataclass(frozen=True, slots=True)
class Line:
    """One fee of the bill. `amount_fen` is None while an answer is missing that would change it.

    `quantity` is None while unknown. `full_fen` is the amount before reduction, `reduction` the one that was applied.
    `without_basis`: the fee names no basis and is charged as 0 until the edition is mended.
    """

    fee: Fee
    quantity: int | None
    full_fen: int | None
    reduction: Reduction | None
    amount_fen: int | None
    without_basis: bool = False


@dataclass(frozen=True, slots=True)
class Bill:
    """The lines that apply or may apply. No lines means 不收费."""

    lines: tuple[Line, ...]

    @property
    def is_free(self) -> bool:
        """不收费: no fee applies, which is not the same as a fee reduced to nothing."""
        return not self.lines

    @property
    def total_fen(self) -> int | None:
        """The sum; None while a line is not yet known."""
        amounts = [line.amount_fen for line in self.lines]
        return None if None in amounts else sum(one for one in amounts if one is not None)


def bill(definition: ItemDefinition, answers: Answers, *, form_done: bool = False) -> Bill:
    """The bill for these answers and values of fields, as far as they settle it.

    `form_done`: the form was handed in, so that fields left empty stay empty (see `answers.settle`).
    """
    if definition.has_fee is False:
        return Bill(())
    settled = settle(definition, answers, form_done=form_done)
    return Bill(tuple(line for fee in definition.fees if (line := _line(fee, settled)) is not None))


def _line(fee: Fee, settled: Answers) -> Line | None:
    applies = evaluate(fee.condition, settled)
    if applies is False:
        return None
    quantity = _quantity(fee, settled)
    full = None if quantity is None or fee.amount_fen is None else fee.amount_fen * quantity
    if not fee.basis.strip():
        return Line(fee, quantity, full, None, 0 if applies else None, without_basis=True)
    holding = [(one, evaluate(one.condition, settled)) for one in fee.reductions]
    sure = _kindest(fee, quantity, [one for one, holds in holding if holds])
    hoped = _kindest(fee, quantity, [one for one, holds in holding if holds is not False])
    known = applies is True and sure[1] is not None and sure[1] == hoped[1]
    return Line(fee, quantity, full, sure[0] if known else None, sure[1] if known else None)


def _kindest(fee: Fee, quantity: int | None, reductions: list[Reduction]) -> tuple[Reduction | None, int | None]:
    """The cheapest way and its price; the first named wins among equals, and no reduction ever makes a fee dearer."""
    if free := next((one for one in reductions if one.kind == "free"), None):
        return free, 0
    if quantity is None or fee.amount_fen is None:
        return None, None
    full = fee.amount_fen * quantity
    prices = [(None, full), *((one, reduced(one, fee.amount_fen, quantity)) for one in reductions)]
    return min(prices, key=lambda pair: pair[1])


def reduced(reduction: Reduction, amount_fen: int, quantity: int) -> int:
    """The price under one reduction: nothing, the rest after a percentage rounded half up, or the reduced rate.

    A reduction whose number is missing changes nothing. The reduced rate is for one unit, as the rate itself is.
    """
    full = amount_fen * quantity
    match reduction.kind:
        case "free":
            return 0
        case "percent" if reduction.percent is not None:
            return (full * (100 - reduction.percent) + 50) // 100
        case "fixed" if reduction.amount_fen is not None:
            return reduction.amount_fen * quantity
    return full


def _quantity(fee: Fee, settled: Answers) -> int | None:
    """1 without a quantity; 0 when the question does not arise or was left empty; None while it is open."""
    if not fee.quantity:
        return 1
    if fee.quantity not in settled:
        return None
    value = settled[fee.quantity]
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
