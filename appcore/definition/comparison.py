"""Two definitions side by side: what changed, grouped by the part it stands in, as sentences and as the rows of a table.

For any two: two editions, a draft and what is in force, the county's standard and a town's face of it, ours and an imported one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from appcore.definition import difference
from appcore.definition.checks.problem import Place
from appcore.definition.difference import COUNTED, Change
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import N_
from models import elements as el

WHOLE = N_("基本信息")
LABELS: dict[str, str] = {"": WHOLE} | {kind.plural: kind.label for kind in el.PART_KINDS if not kind.parent}
"""What the parts of a definition are called, in their order; "" is the edition itself."""


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one part. `part` is the list's name in the definition, "" the edition itself; `label` a msgid."""

    part: str
    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes from an old definition to a new one, by part; no group where nothing changed."""

    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        return sum(len(group.changes) for group in self.groups)


def compare(
    old: ItemDefinition,
    new: ItemDefinition,
    blocks: Mapping[str, str] = difference.NO_BLOCKS,
    without: frozenset[str] = frozenset(),
) -> Comparison:
    """What changed, in the order of the parts; `blocks` are names of the field library by code, `without` elements left out."""
    found = [one for one in difference.changes(old, new, blocks) if one.place.element not in without]
    by_part = {part: tuple(one for one in found if one.place.part == part) for part in LABELS}
    return Comparison(tuple(Group(part, LABELS[part], changed) for part, changed in by_part.items() if changed))


def touching(changes: Iterable[Change], place: Place) -> tuple[Change, ...]:
    """Those of the changes that are about a place, something under it, or the row that it belongs to as a whole."""
    return tuple(one for one in changes if place == Place() or _touches(one.place, place))


def _touches(changed: Place, place: Place) -> bool:
    if changed.part != place.part:
        return False
    if place.key and changed.key != place.key:
        return False
    if place.child and changed.child not in ("", place.child):
        return False
    if not place.element or changed.element == place.element:
        return True
    if place.part and not changed.element and changed.key:
        return changed.child in ("", place.child)  # the row itself came or went
    return {changed.element, place.element} <= COUNTED
