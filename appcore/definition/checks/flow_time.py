"""How long the steps of a flow take together, whatever the applicant answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from appcore.definition.answers import settle
from appcore.definition.checks.keys import asked
from appcore.definition.checks.limits import calendar_days
from appcore.definition.checks.walk import tests_of
from appcore.definition.conditions import Answer, Answers, Test, evaluate
from appcore.definition.item import Field, ItemDefinition, Question, Step

MOST_CASES = 500
"""Above so many combinations of answers only the steps that always apply are added up."""


def longest_flow(definition: ItemDefinition, given: Answers | None = None) -> Fraction:
    """The longest that counted steps take, in natural days for comparing; of parallel steps only the longest counts.

    `given` are answers that are known already.
    """
    counted = [step for step in definition.steps if step.counting not in ("not_counted", "instant") and step.duration]
    return max(together(applying(counted, answers)) for answers in cases(definition, counted, given))


def together(steps: Sequence[Step]) -> Fraction:
    """Steps one after the other, those of a parallel group side by side."""
    groups: dict[str, Fraction] = {}
    for step in steps:
        name = step.parallel or f"alone:{step.key}"
        groups[name] = max(groups.get(name, Fraction(0)), calendar_days(step.duration or 0, step.unit))
    return sum(groups.values(), Fraction(0))


def applying(steps: Sequence[Step], answers: Answers) -> list[Step]:
    """The steps that are certain to apply under these answers."""
    return [step for step in steps if evaluate(step.condition, answers) is True]


def cases(definition: ItemDefinition, steps: Sequence[Step], given: Answers | None = None) -> Iterator[Answers]:
    """Every combination of the answers that decide about these steps; the ones given when nothing else decides."""
    known = {key: answer for key, answer in (given or {}).items() if answer is not None}
    possible = {
        key: [known[key]] if key in known else answers_to(part, tests)
        for key, (part, tests) in deciding(definition, steps).items()
    }
    number = 1
    for answers in possible.values():
        number *= len(answers)
    if number > MOST_CASES:
        yield settle(definition, known)
        return
    for chosen in product(*possible.values()):
        yield settle(definition, dict(zip(possible, chosen, strict=True)), form_done=True)


def deciding(definition: ItemDefinition, steps: Sequence[Step]) -> dict[str, tuple[Question | Field, list[Test]]]:
    """The questions and fields that decide about these steps, also at one remove, with the comparisons made."""
    there = asked(definition)
    found: dict[str, tuple[Question | Field, list[Test]]] = {}
    open_conditions = [step.condition for step in steps if step.condition]
    while open_conditions:
        for test in tests_of(open_conditions.pop()):
            if test.of not in there:
                continue
            part = there[test.of]
            if test.of not in found and part.condition:
                open_conditions.append(part.condition)
            found.setdefault(test.of, (part, []))[1].append(test)
    return found


def answers_to(part: Question | Field, tests: Sequence[Test]) -> Sequence[Answer]:
    """The answers that can make a difference: each choice, yes and no, and the numbers beside each named one."""
    match part.kind:
        case "choice":
            return [choice.key for choice in part.choices] or [""]
        case "choices":
            every = tuple(choice.key for choice in part.choices)
            return [(), *((one,) for one in every), every]
        case "yes_no":
            return [True, False]
        case "integer" | "money":
            named = {test.value for test in tests if isinstance(test.value, int)}
            return sorted({max(0, one + step) for one in named for step in (-1, 0, 1)}) or [0]
    return [test.value for test in tests]
