"""变化: what each published edition of an item changed, in sentences by part, the newest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flask import Response, abort

from appcore.catalogue import guides
from appcore.catalogue.guides import EditionFacts, ItemFacts
from appcore.definition.comparison import Comparison, compare
from appcore.definition.item import ItemDefinition
from views.public import answers
from views.public.reading import reading, the_site
from views.words import said

MOST = 10
"""Editions on the page; older ones have pages of their own."""
LINES = 40
"""Sentences of one edition; what changed beyond them is seen by opening it."""
INSIDE = frozenset({"shared", "prefill", "width", "printed"})
"""What only says how the office's form is laid out or filled."""


@dataclass(frozen=True, slots=True)
class Step:
    """An edition and what it changed; None for the first."""

    edition: EditionFacts
    changed: Comparison | None

    @property
    def groups(self) -> list[tuple[str, list[str]]]:
        """The sentences by part, no more than the page takes."""
        left, found = LINES, []
        for group in self.changed.groups if self.changed else ():
            found.append((group.label, [said(one.said) for one in group.changes[:left]]))
            left -= len(found[-1][1])
        return [(label, lines) for label, lines in found if lines]

    @property
    def beyond(self) -> int:
        return max(0, self.changed.count - LINES) if self.changed else 0


def changes(code: str) -> Response:
    facts = guides.item(reading(), code)
    if facts is None or not facts.editions:
        abort(404)

    def model() -> dict[str, Any]:
        return {"item": facts, "name": _name(facts), "steps": _steps(facts), "older": facts.editions[MOST:]}

    return answers.page("public/changes.html", facts, model)


def _name(facts: ItemFacts) -> str:
    shown = facts.in_force or facts.editions[0]
    return _said(facts, shown).name or facts.name


def _said(facts: ItemFacts, one: EditionFacts) -> ItemDefinition:
    """What an edition told the public: of one that was taken over, what is sound."""
    return the_site().definitions.get(reading(), facts.code, one.definition_hash, taken_over=one.taken_over)


def _steps(facts: ItemFacts) -> list[Step]:
    listed = [(one, _said(facts, one)) for one in facts.editions[: MOST + 1]]
    found = [Step(new, compare(was, now, without=INSIDE)) for (new, now), (_old, was) in pairwise(listed)]
    return found if len(facts.editions) > MOST else [*found, Step(listed[-1][0], None)]


ADDRESSES: tuple[tuple[str, Callable[..., Any]], ...] = (("/items/<code>/changes", changes),)
