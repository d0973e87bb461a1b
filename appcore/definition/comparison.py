"""Two definitions side by side: what changed, grouped by the part it stands in, as sentences and as the rows of a table.

For any two: two editions, a draft and what is in force, the county's standard and a town's face of it, ours and an imported one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from appcore.definition import difference
from appcore.definition.difference import Change
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
