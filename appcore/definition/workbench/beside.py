"""What two people have of one part, side by side, where it differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from appcore.definition.describe import Names
from appcore.definition.shown import Shown, called, shown
from appcore.definition.workbench.parts import PartOf

Said = tuple[tuple[str, Shown], ...]


@dataclass(frozen=True, slots=True)
class Differing:
    """A row or element: its key ("" for an element of a group), what people call it, and each side; None where it is not there."""

    key: str
    name: str
    mine: Said | None
    theirs: Said | None
    under: tuple[str, str] = ("", "")
    """What stands under the row on each side, where that differs."""


def beside(part: PartOf, mine: Any, theirs: Any, names: tuple[Names, Names]) -> tuple[Differing, ...]:
    """The differences of a part between two definitions, in the order of what is typed here."""
    if part.kind is None:
        return tuple(
            Differing("", one.label, ((one.label, shown(one, own, names[0])),), ((one.label, shown(one, saved, names[1])),))
            for one in part.elements
            if (own := getattr(mine, one.name)) != (saved := getattr(theirs, one.name))
        )  # fmt: skip
    typed, saved_rows = ({one.key: one for one in getattr(side, part.name)} for side in (mine, theirs))
    return tuple(
        _row(part, key, typed.get(key), saved_rows.get(key), names)
        for key in {**typed, **saved_rows}
        if typed.get(key) != saved_rows.get(key)
    )


def is_reordered(part: PartOf, mine: Any, theirs: Any) -> bool:
    """Whether the rows that both have stand in another order."""
    if part.kind is None:
        return False
    orders: list[Sequence[str]] = [[one.key for one in getattr(side, part.name)] for side in (mine, theirs)]
    both = set(orders[0]) & set(orders[1])
    return [key for key in orders[0] if key in both] != [key for key in orders[1] if key in both]


def _row(part: PartOf, key: str, mine: Any, theirs: Any, names: tuple[Names, Names]) -> Differing:
    kind = part.kind
    if kind is None:
        raise LookupError(part.name)
    differing = [
        one
        for one in part.elements
        if mine is None or theirs is None or getattr(mine, one.name) != getattr(theirs, one.name)
    ]
    sides: list[Said | None] = []
    for side, known in ((mine, names[0]), (theirs, names[1])):
        said = [(one.label, shown(one, getattr(side, one.name), known)) for one in differing] if side else []
        sides.append(tuple(pair for pair in said if pair[1] != Shown() or (mine and theirs)) if side else None)
    return Differing(key, called(kind, mine or theirs), sides[0], sides[1], _under(part, mine, theirs))


def _under(part: PartOf, mine: Any, theirs: Any) -> tuple[str, str]:
    child = part.child
    if child is None:
        return "", ""
    said = [
        "、".join(called(child, one) for one in getattr(side, child.plural)) if side is not None else ""
        for side in (mine, theirs)
    ]
    is_same = mine is not None and theirs is not None and getattr(mine, child.plural) == getattr(theirs, child.plural)
    return ("", "") if is_same else (said[0], said[1])
