"""Ways through a definition that several rules take: all its rows, all its texts, all its conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import fields as columns
from typing import Any

from appcore.definition.checks.problem import Place
from appcore.definition.conditions import Condition
from appcore.definition.item import ItemDefinition, Part
from models.elements import EDITION_ELEMENTS, PART_KINDS, Element, PartKind


@dataclass(frozen=True, slots=True)
class Row:
    """A part with its kind, and its parent where it is a choice or a reduction."""

    kind: PartKind
    part: Part
    parent: Part | None = None
    parent_kind: PartKind | None = None

    def place(self, element: str = "") -> Place:
        """Where an element of this row stands."""
        if self.parent is None or self.parent_kind is None:
            return Place(self.kind.plural, self.part.key, element)
        return Place(self.parent_kind.plural, self.parent.key, element, self.part.key)


def rows(definition: ItemDefinition) -> Iterator[Row]:
    """Every part of the edition, each followed by the rows under it."""
    for kind in PART_KINDS:
        if kind.parent:
            continue
        below = [child for child in PART_KINDS if child.parent == kind.name]
        for part in getattr(definition, kind.plural):
            yield Row(kind, part)
            for child in below:
                yield from (Row(child, one, part, kind) for one in getattr(part, child.plural))


def values(definition: ItemDefinition) -> Iterator[tuple[Place, Element, Any]]:
    """Every element of the edition and of its rows with its value."""
    for element in EDITION_ELEMENTS:
        yield Place(element=element.name), element, getattr(definition, element.name)
    for row in rows(definition):
        for element in row.kind.elements:
            yield row.place(element.name), element, getattr(row.part, element.name)


def texts(definition: ItemDefinition) -> Iterator[tuple[Place, Element, str]]:
    """Every text that is not empty."""
    for place, element, value in values(definition):
        if isinstance(value, str) and value and element.kind in ("text", "long"):
            yield place, element, value


def conditioned(definition: ItemDefinition) -> Iterator[tuple[Row, Condition]]:
    """Every row that applies only under a condition."""
    for row in rows(definition):
        condition = getattr(row.part, "condition", None)
        if isinstance(condition, Condition):
            yield row, condition


def name_of(part: Part) -> str:
    """What people call a row: its name, question or sentence, else its key."""
    present = {column.name for column in columns(part)}
    for element in ("name", "label", "title", "text", "question", "reason"):
        if element in present and getattr(part, element):
            return str(getattr(part, element))
    return part.key
