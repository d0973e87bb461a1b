"""How long the steps of a flow take together, whatever the applicant answers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from appcore.definition.answers import settle
from appcore.definition.branches import cases, deciding
from appcore.definition.conditions import Answers, evaluate
from appcore.definition.item import ItemDefinition, Step
from appcore.definition.lengths import calendar_days


def longest_flow(definition: ItemDefinition, given: Answers | None = None) -> Fraction:
    """The longest that counted steps take, in natural days for comparing; of parallel steps only the longest counts.

    `given` are answers that are known already.
    """
    counted = [step for step in definition.steps if step.counting not in ("not_counted", "instant") and step.duration]
    return max(together(applying(counted, answers)) for answers in applying_cases(definition, counted, given))


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


def applying_cases(definition: ItemDefinition, steps: Sequence[Step], given: Answers | None = None) -> list[Answers]:
    """Every combination of the answers that decide about these steps; one empty one when they are too many.

    Then only the steps that always apply are added up.
    """
    asked = deciding(definition, (step.condition for step in steps))
    found = cases(definition, asked, given=given)
    return [settle(definition, given or {})] if found is None else found
