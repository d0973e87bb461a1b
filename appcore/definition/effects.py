"""What the answers change: for each question and each of its answers, the parts that come and those that fall away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from appcore.definition.answers import settle
from appcore.definition.branches import deciding
from appcore.definition.conditions import Answer, evaluate
from appcore.definition.domains import domain
from appcore.definition.item import ItemDefinition, Part
from appcore.definition.questions import by_key, names_of

LISTS = ("conditions", "materials", "fees", "steps", "fields")
"""The lists of a definition whose parts can hang on answers, as a reader meets them."""
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Changed:
    """A part that the answers decide about: the list it stands in, its key and what people call it."""

    part: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One way to answer: pairs of question and answer in words, what comes with it and what falls away."""

    answers: tuple[tuple[str, str], ...]
    comes: tuple[Changed, ...]
    goes: tuple[Changed, ...]


def effects(definition: ItemDefinition) -> tuple[Effect, ...]:
    """One row for each answer that decides a part by itself, and for each pair of answers that only together decide one.

    Questions with choices, yes or no, and numbers beside which something changes. At most MOST_ROWS rows.
    """
    found = [row for keys in _asked_together(definition) for row in _rows(definition, keys)]
    return tuple(found[:MOST_ROWS])


def _asked_together(definition: ItemDefinition) -> Iterator[tuple[str, ...]]:
    questions = [one.key for one in definition.questions]
    yield from ((key,) for key in questions)
    for pair in combinations(questions, 2):
        if any(set(pair) <= keys for _part, _list, keys in _hanging(definition)):
            yield pair


def _hanging(definition: ItemDefinition) -> Iterator[tuple[Any, str, set[str]]]:
    """Each part with a condition, its list, and the questions and fields that decide about it."""
    for name in LISTS:
        for part in getattr(definition, name):
            if part.condition is not None:
                yield part, name, set(deciding(definition, [part.condition]))


def _rows(definition: ItemDefinition, keys: tuple[str, ...]) -> Iterator[Effect]:
    """The rows of these questions; parts that are known however they are answered, or never, are left out."""
    there, asked = (
        by_key(definition),
        deciding(definition, [part.condition for part, _list, _keys in _hanging(definition)]),
    )
    tried: list[list[Answer]] = [domain(there[key], asked[key][1]) if key in asked else [] for key in keys]
    outcomes = {
        answers: _outcome(definition, dict(zip(keys, answers, strict=True)), keys) for answers in product(*tried)
    }
    differing = {one for one in {key for row in outcomes.values() for key in row} if _differs(one, outcomes)}
    names = names_of(definition)
    for answers, row in outcomes.items():
        said = tuple((names[key].label, names[key].show(answer)) for key, answer in zip(keys, answers, strict=True))
        comes = tuple(one for one, applies in row.items() if applies and one in differing)
        goes = tuple(one for one, applies in row.items() if applies is False and one in differing)
        if comes or goes:
            yield Effect(said, comes, goes)


def _outcome(
    definition: ItemDefinition, answers: dict[str, Answer], keys: tuple[str, ...]
) -> dict[Changed, bool | None]:
    """Whether each part applies, as far as these answers tell; of a pair, only what neither answer tells alone."""
    settled = settle(definition, answers)
    alone = [settle(definition, {key: answers[key]}) for key in keys] if len(keys) > 1 else []
    return {
        Changed(name, part.key, _called(part)): evaluate(part.condition, settled)
        for part, name, decided_by in _hanging(definition)
        if set(keys) <= decided_by and all(evaluate(part.condition, one) is None for one in alone)
    }


def _differs(one: Changed, outcomes: dict[tuple[Answer, ...], dict[Changed, bool | None]]) -> bool:
    found = {row.get(one) for row in outcomes.values()}
    return bool(found & {True, False}) and len(found) > 1


def _called(part: Part) -> str:
    return str(next((text for name in ("name", "label", "text") if (text := getattr(part, name, ""))), part.key))
