"""What stands at a problem's place, and the mark by which a tick holds for it: sentence and element as they were."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from appcore.definition.checks.problem import Place, Problem
from appcore.definition.item import ItemDefinition


def fingerprint(definition: ItemDefinition, problem: Problem) -> str:
    """Equal while the rule says the same of the same place and what stands there is unchanged."""
    place = problem.place
    said = (problem.id, place.part, place.key, place.element, place.child, problem.text, value_at(definition, place))
    return sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()


def value_at(definition: ItemDefinition, place: Place) -> Any:
    """The element, row or list that a place names; None where there is none (any more)."""
    if not place.part:
        return getattr(definition, place.element, None)
    rows = getattr(definition, place.part, ())
    if not place.key:
        return rows
    row = next((one for one in rows if one.key == place.key), None)
    if place.child:
        below = (*getattr(row, "choices", ()), *getattr(row, "reductions", ()))
        row = next((one for one in below if one.key == place.child), None)
    return getattr(row, place.element, row) if place.element else row
