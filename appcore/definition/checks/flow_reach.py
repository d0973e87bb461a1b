"""Steps that no case ever comes to: the condition holds under no combination of answers."""

from __future__ import annotations

from collections.abc import Iterator

from appcore.definition.checks.context import Context
from appcore.definition.checks.flow_time import cases, deciding
from appcore.definition.checks.keys import is_possible
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.conditions import evaluate
from appcore.definition.item import ItemDefinition, Question, Step
from appcore.definition.verdict import N_

DECIDED = ("choice", "yes_no", "integer")
"""Kinds of questions whose answers `cases` runs through without leaving out one that matters."""


@rule("C045", "error", N_("每个环节都有办件能走到"))
def every_step_is_reached(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for step in definition.steps:
        if step.condition and is_decidable(definition, step) and is_never_reached(definition, step):
            yield Problem(
                Place("steps", step.key, "condition"),
                "无论怎样回答，都不会走到环节“%(name)s”",
                "改正它的适用条件；不需要这个环节的，删去",
                {"name": step.name},
            )


def is_decidable(definition: ItemDefinition, step: Step) -> bool:
    """Whether only questions of those kinds decide, each compared with a possible answer: else another rule speaks."""
    return all(
        isinstance(part, Question) and part.kind in DECIDED and all(is_possible(test, part) for test in tests)
        for part, tests in deciding(definition, [step]).values()
    )


def is_never_reached(definition: ItemDefinition, step: Step) -> bool:
    """Certain only: a case that leaves the condition open counts as one that may reach the step."""
    return all(evaluate(step.condition, answers) is False for answers in cases(definition, [step]))
