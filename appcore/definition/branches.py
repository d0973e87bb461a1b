"""Which conditions can come true at all: by trying every answer that makes a difference, as far as that is bounded.

Exact while the combinations are few. Above the bound each question is tried by itself, and what is said then is still
right: a branch called dead is dead, but one that is dead may go unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import Literal

from appcore.definition.answers import settle
from appcore.definition.conditions import Answer, Answers, Condition, Test, evaluate
from appcore.definition.domains import domain
from appcore.definition.item import Field, ItemDefinition
from appcore.definition.questions import by_key

MOST_CASES = 500

Asked = Mapping[str, tuple[Field, Sequence[Test]]]


@dataclass(frozen=True, slots=True)
class Fate:
    """What can become of a condition, and those of its comparisons that never hold although the whole may."""

    verdict: Literal["never", "always", "open"]
    dead: tuple[Test, ...] = ()


def tests_of(condition: Condition) -> Iterator[Test]:
    """The comparisons of a condition at every depth."""
    for part in condition.parts:
        if isinstance(part, Condition):
            yield from tests_of(part)
        else:
            yield part


def fate(definition: ItemDefinition, condition: Condition) -> Fate:
    """Whether a condition holds never, always, or as it comes."""
    tried = list(_tried(definition, condition))
    outcomes = [{evaluate(condition, answers) for answers in group} for group in tried]
    if {False} in outcomes:
        return Fate("never")
    if {True} in outcomes:
        return Fate("always")
    tests = dict.fromkeys(tests_of(condition))
    dead = (test for test in tests if any(_holds(test, group) == {False} for group in tried))
    return Fate("open", tuple(dead))


def _holds(test: Test, group: Iterable[Answers]) -> set[bool | None]:
    return {evaluate(Condition("all", (test,)), answers) for answers in group}


def _tried(definition: ItemDefinition, condition: Condition) -> Iterator[list[Answers]]:
    """Sets of answers of which each covers all that can happen; one exact set while that is bounded."""
    asked = deciding(definition, [condition])
    exact = cases(definition, asked)
    if exact is not None:
        yield exact
        return
    for key in dict.fromkeys(test.of for test in tests_of(condition)):
        if key in asked:
            part, tests = asked[key]
            yield [{key: answer} for answer in (*domain(part, tests), None)]


def deciding(definition: ItemDefinition, conditions: Iterable[Condition | None]) -> Asked:
    """The questions and fields that decide about these conditions, also at one remove, with the comparisons made."""
    there = by_key(definition)
    found: dict[str, tuple[Field, list[Test]]] = {}
    waiting = [one for one in conditions if one]
    while waiting:
        for test in tests_of(waiting.pop()):
            if test.of not in there:
                continue
            part = there[test.of]
            if test.of not in found and part.condition:
                waiting.append(part.condition)
            found.setdefault(test.of, (part, []))[1].append(test)
    return found


def cases(
    definition: ItemDefinition, asked: Asked, most: int = MOST_CASES, given: Answers | None = None
) -> list[Answers] | None:
    """Every combination of answers that makes a difference, settled; None when there are more than `most`.

    `given` are answers that are known already. An optional field may also be left empty. Without anything to ask there is the one empty combination.
    """
    may_be_empty = {field.key for field in definition.fields if not field.required}
    possible: dict[str, list[Answer | None]] = {
        key: [*domain(part, tests), *((None,) if key in may_be_empty else ())] for key, (part, tests) in asked.items()
    }
    possible |= {key: [answer] for key, answer in (given or {}).items() if key in asked and answer is not None}
    if prod(map(len, possible.values())) > most:
        return None
    small = replace(
        definition,
        questions=tuple(one for one in definition.questions if one.key in asked),
        fields=tuple(one for one in definition.fields if one.key in asked),
    )
    chosen = (dict(zip(possible, row, strict=True)) for row in product(*possible.values()))
    return [
        settle(small, {key: answer for key, answer in row.items() if answer is not None}, form_done=True)
        for row in chosen
    ]
