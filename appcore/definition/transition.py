"""What an edition that was taken over shows, charges and promises until it is mended (现行·待完善).

Four faults are never let through as they stand: a cancelled item and a code that occurs twice are kept out, a fee without
a basis is charged as 0, and the law's limit stands in for a promise beyond it. Pure: the stored bytes and their hash stay.
Source: decisions 51.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from appcore.definition import checks
from appcore.definition.checks.problem import Place
from appcore.definition.item import Fee, ItemDefinition
from appcore.definition.lengths import calendar_days
from appcore.definition.verdict import Verdict

NEVER_LOWERED = frozenset({"W11", "O2", "O20"})
"""The rules behind these faults: no county may lower their level. That a cancelled item stays out is no rule of a definition."""


def as_it_holds(definition: ItemDefinition) -> ItemDefinition:
    """The definition of an edition that was taken over, as counter, slips, clock and guide go by it."""
    return _within_the_law(replace(definition, fees=tuple(_founded(fee) for fee in definition.fees)))


def _founded(fee: Fee) -> Fee:
    """Source: 行政许可法 第五十八条, 第五十九条: no fee that no law or document sets."""
    return fee if fee.basis.strip() else replace(fee, amount_fen=0, reductions=())


def _within_the_law(definition: ItemDefinition) -> ItemDefinition:
    legal, promised = definition.legal_days, definition.promised_days
    if legal is None or promised is None:
        return definition
    if calendar_days(promised, definition.promised_unit) <= calendar_days(legal, definition.legal_unit):
        return definition
    return replace(definition, promised_days=legal, promised_unit=definition.legal_unit)


def kept_out(definition: ItemDefinition, *, state: str, elsewhere: Mapping[str, str]) -> Verdict | None:
    """Why an item of an import is not taken over at all; None when it is.

    `state` is the item's (`ITEM_STATE`), `elsewhere` the codes of other items, each with the item that holds it.
    """
    if state == "cancelled":
        return Verdict("事项已取消，不接入为现行", source="decisions 51")
    for code in (definition.code, *codes_of(definition)):
        if other := elsewhere.get(code):
            return Verdict(
                "编码%(code)s与事项%(other)s重复，不接入为现行", {"code": code, "other": other}, "decisions 51"
            )
    return None


def codes_of(definition: ItemDefinition) -> tuple[str, ...]:
    """The codes that no other item may have: handling items of one 实施编码 are told apart by their own code."""
    own = definition.handle_item_code or definition.task_code
    return tuple(code for code in (own, definition.local_task_code) if code)


def as_published(definition: ItemDefinition) -> ItemDefinition:
    """What the public reads of an edition that was taken over: what is sound, without what an error stands on."""
    held = as_it_holds(definition)
    return _without(held, (one for one in checks.problems(held) if one.level == "error" and one.id in LEFT_OUT))


def _without(definition: ItemDefinition, problems: Iterable[checks.Problem]) -> ItemDefinition:
    for problem in problems:
        definition = LEFT_OUT[problem.id](definition, problem.place)
    return definition


Cut = Callable[[ItemDefinition, Place], ItemDefinition]


def _element(definition: ItemDefinition, place: Place) -> ItemDefinition:
    """Without the element: of the edition, or of one row."""
    if not place.part:
        emptied: ItemDefinition = _emptied(definition, place.element)
        return emptied
    if place.child or not place.key:
        return definition
    rows = getattr(definition, place.part)
    kept: Any = tuple(_emptied(one, place.element) if one.key == place.key else one for one in rows)
    return replace(definition, **{place.part: kept})


def _row(definition: ItemDefinition, place: Place) -> ItemDefinition:
    """Without the row; a place on the edition itself has none."""
    if not place.key:
        return definition
    kept: Any = tuple(one for one in getattr(definition, place.part) if one.key != place.key)
    return replace(definition, **{place.part: kept})


def _days_of_steps(definition: ItemDefinition, _place: Place) -> ItemDefinition:
    """Steps without their days: they do not add up, and a reader would take them for promises."""
    return replace(definition, steps=tuple(replace(one, duration=None, unit=None) for one in definition.steps))


def _season(definition: ItemDefinition, _place: Place) -> ItemDefinition:
    return replace(definition, season_from="", season_until="")


def _fees(definition: ItemDefinition, place: Place) -> ItemDefinition:
    """An item that says it is free shows no fee."""
    return replace(definition, fees=()) if place.part == "fees" else _element(definition, place)


def _emptied(whole: Any, element: str) -> Any:
    """With an element as it is when nobody filled it in."""
    return replace(whole, **{element: type(whole).__dataclass_fields__[element].default})


LEFT_OUT: Mapping[str, Cut] = {
    **dict.fromkeys(("O1", "O15"), _row),
    **dict.fromkeys(
        ("C012", "C013", "C014", "C015", "C016", "C023", "C025", "L2", "L3", "O16", "W7", "W10", "W17"), _element
    ),
    "C021": _season,
    "W12": _fees,
    "W20": _days_of_steps,
}
"""What the guide leaves out by the rule that finds it; where nothing can be left out, the words stand under their notice."""
