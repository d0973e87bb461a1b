"""From how much to how much an item costs, over all answers to its questions: for the first screen of a guide.

Pure. Reductions are left out: who gets one is told beside the price.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from math import prod

from appcore.casework.fees import bill
from appcore.definition.conditions import Answer, keys_used
from appcore.definition.item import ItemDefinition, Question

MOST = 600


def price_range(definition: ItemDefinition) -> tuple[int, int] | None:
    """The least and the greatest bill in fen for one piece; None when it hangs on more than some questions."""
    plain = replace(definition, fees=tuple(replace(fee, reductions=(), quantity="") for fee in definition.fees))
    questions = _that_decide(plain)
    if questions is None:
        return None
    options = [_options(one) for one in questions]
    if prod(map(len, options)) > MOST:
        return None
    keys = [one.key for one in questions]
    totals = [bill(plain, dict(zip(keys, given, strict=True))).total_fen for given in product(*options)]
    known = [one for one in totals if one is not None]
    return (min(known), max(known)) if known and len(known) == len(totals) else None


def _that_decide(definition: ItemDefinition) -> list[Question] | None:
    """The questions that decide which fees apply, in their order; None when a field of the form does."""
    by_key = {one.key: one for one in definition.questions}
    waiting = [key for fee in definition.fees for key in keys_used(fee.condition)]
    wanted: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in by_key:
            return None
        if key not in wanted:
            wanted.add(key)
            waiting += keys_used(by_key[key].condition)
    return [one for one in definition.questions if one.key in wanted]


def _options(question: Question) -> list[Answer]:
    keys: Iterable[str] = [one.key for one in question.choices]
    match question.kind:
        case "yes_no":
            return [True, False]
        case "integer":
            return [1]
        case "choices":
            return [(), *((key,) for key in keys), tuple(keys)]
    return list(keys)
