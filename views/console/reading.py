"""A draft as its reviewer reads it: part by part, each row with what it says, and where a remark on it is put."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from appcore.definition.checks import Place
from appcore.definition.describe import Names
from appcore.definition.item import ItemDefinition
from appcore.definition.questions import names_of
from appcore.definition.shown import called, shown
from appcore.definition.workbench.parts import PARTS
from models.elements import Element
from views.console.places import coded
from views.console.workbench.page import in_words
from views.words import _


@dataclass(frozen=True, slots=True)
class Line:
    """One element of a group, or one row of a list: what it is called, what it says, and its place as an address has it."""

    name: str
    said: str
    at: str


def reading(definition: ItemDefinition) -> list[tuple[str, list[Line]]]:
    """The parts that say something, with their lines."""
    names = names_of(definition)
    found = []
    for part in PARTS:
        if part.kind is None:
            lines = [
                Line(_(one.label), words, coded(Place(element=one.name)))
                for one in part.typed
                if (words := in_words(shown(one, getattr(definition, one.name), names)))
            ]
        else:
            kind = part.kind
            lines = [
                Line(called(kind, one), _said(part.typed, one, names), coded(Place(part.name, one.key)))
                for one in getattr(definition, part.name)
            ]
        if lines:
            found.append((_(part.label), lines))
    return found


def _said(elements: Sequence[Element], row: Any, names: Names) -> str:
    words = [(one.label, in_words(shown(one, getattr(row, one.name), names))) for one in elements]
    return "；".join(_("%(what)s：%(said)s", what=_(label), said=said) for label, said in words if said)
