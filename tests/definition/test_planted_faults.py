"""Faults planted in ten items, at least one for each rule and drawn from the rule list: all are found (product test 23)."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import Any

from appcore.definition.checks import RULES, offer_problems, problems
from appcore.definition.item import ItemDefinition
from tests.definition.faults import FAULTS, Fault
from tests.definition.sound import CONTEXT, FACE, SOUND

ITEMS = 10
LISTS = {one.name for one in fields(ItemDefinition) if isinstance(getattr(SOUND, one.name), tuple) and one.name not in (
    "use_levels", "service_objects", "person_themes", "body_themes", "joint_departments", "handle_forms", "delivery_ways",
)}  # fmt: skip


@cache
def planted() -> list[tuple[Fault, frozenset[str]]]:
    """Ten faulty items, each with the rules that were broken in it; a fault goes where it hides no other."""
    items: list[tuple[Fault, frozenset[str]]] = [(Fault(), frozenset())] * ITEMS
    for number, rule_id in enumerate(RULES):
        turns = [(number + turn) % ITEMS for turn in range(ITEMS)]
        for fault, at in ((fault, at) for fault in FAULTS[rule_id] for at in turns):
            whole, broken = items[at]
            more = merged(whole, fault)
            if more is not None and broken | {rule_id} <= found(more):
                items[at] = more, broken | {rule_id}
                break
        else:
            raise AssertionError(f"{rule_id} fits into none of the items")
    return items


def merged(whole: Fault, fault: Fault) -> Fault | None:
    """An item with one more fault; None where both touch the same element or row."""
    parts = [
        (whole.definition, fault.definition, SOUND),
        (whole.context, fault.context, CONTEXT),
        (whole.face, fault.face, FACE),
    ]
    made = [_merged(*part) for part in parts]
    return None if None in made else Fault(*made)


def _merged(whole: Any, faulty: Any, sound: Any) -> Any:
    changes = {}
    for one in fields(sound):
        new, old, now = (getattr(it, one.name) for it in (faulty, sound, whole))
        if new == old:
            continue
        if now == old:
            changes[one.name] = new
        elif one.name in LISTS and isinstance(sound, ItemDefinition):
            rows = _rows(now, new, old)
            if rows is None:
                return None
            changes[one.name] = rows
        else:
            return None
    return replace(whole, **changes)


def _rows(now: tuple[Any, ...], new: tuple[Any, ...], old: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Rows changed by two faults, None where both change one."""
    if [one.key for one in new[: len(old)]] != [one.key for one in old] or len(now) < len(old):
        return None
    rows = list(now)
    for at, (was, becomes) in enumerate(zip(old, new, strict=False)):
        if was != becomes:
            if now[at] != was:
                return None
            rows[at] = becomes
    added = new[len(old) :]
    return None if {one.key for one in added} & {one.key for one in rows} else (*rows, *added)


def found(fault: Fault) -> set[str]:
    of_the_offer = offer_problems(fault.definition, fault.face)
    return {one.id for one in (*problems(fault.definition, fault.context), *of_the_offer)}


def test_every_planted_fault_is_found_and_nothing_in_the_clean_item() -> None:
    items = planted()

    assert len(items) == ITEMS
    assert set().union(*(broken for _fault, broken in items)) == set(RULES)
    for fault, broken in items:
        assert len(broken) >= len(RULES) // ITEMS // 2
        assert broken <= found(fault)
    assert problems(SOUND, CONTEXT) == ()
    assert offer_problems(SOUND, FACE) == ()
