"""The flow: core steps, parallel groups, and its days against the promise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from appcore.definition.checks.context import Context
from appcore.definition.checks.flow_time import longest_flow
from appcore.definition.checks.limits import said
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.item import ItemDefinition, Step
from appcore.definition.lengths import calendar_days
from appcore.definition.verdict import N_
from models.vocabulary import STEP_KIND

OTHER_NAMES: Mapping[str, str] = {
    "审核": "examine",
    "初审": "examine",
    "审批": "approve",
    "收件": "accept",
    "发证": "deliver",
}
OF_A_PERMIT = ("accept", "examine", "approve", "finish", "deliver")
BEGINNINGS = {"accept", "register"}
ENDS = {"finish", "deliver", "report_back", "reply"}
NOT_APPLIED_FOR = ("unasked", "found")
ENOUGH_FOR_AN_INSPECTION = calendar_days(5, "working_days")


def kinds_in(definition: ItemDefinition) -> set[str]:
    """The kinds of the steps there are; a step without a kind has the one that its name says."""
    return {kind for step in definition.steps for kind in kinds_of(step)}


def kinds_of(step: Step) -> set[str]:
    """The kind of a step, else those its name names (审核、审批 is one row with two)."""
    if step.kind:
        return {step.kind}
    named = {term.slug for term in STEP_KIND if term.label in step.name}
    return named | {slug for word, slug in OTHER_NAMES.items() if word in step.name}


@rule("W19", "warning", N_("许可的流程包括受理、审核、审批、办结、送达"))
def permit_flow_is_complete(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    missing = [kind for kind in OF_A_PERMIT if kind not in kinds_in(definition)]
    if definition.task_type == "permit" and definition.steps and missing:
        yield lacking(missing)


@rule("L7", "warning", N_("流程有开头和结尾"))
def flow_has_core_steps(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """For permits W19 says it; what nobody applies for needs no 受理."""
    if definition.task_type == "permit" or not definition.steps:
        return
    there = kinds_in(definition)
    missing = [] if there & BEGINNINGS or definition.initiation in NOT_APPLIED_FOR else ["accept"]
    missing += [] if there & ENDS else ["finish"]
    if missing:
        yield lacking(missing)


def lacking(kinds: list[str]) -> Problem:
    """The problem that core steps are missing."""
    return Problem(
        Place("steps"),
        "流程缺少环节：%(kinds)s",
        "补上缺少的环节，或给现有环节选对环节类别",
        {"kinds": "、".join(STEP_KIND.label_of(kind) for kind in kinds)},
    )


@rule("W20", "error", N_("环节时限之和不超过承诺时限"))
def steps_keep_the_promise(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Steps marked 不计入 or 即办 are left out; of parallel steps the longest counts; conditions are respected."""
    promised = definition.promised_days
    if promised is None:
        return
    if longest_flow(definition) > calendar_days(promised, definition.promised_unit):
        yield Problem(
            Place("steps", element="duration"),
            "各环节时限之和超过承诺时限%(promised)s",
            "缩短环节时限，或改正承诺时限",
            {"promised": said(promised, definition.promised_unit)},
        )


@rule("L6", "warning", N_("环节时限之和等于承诺时限"))
def steps_fill_the_promise(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    promised = definition.promised_days
    units = {step.unit for step in definition.steps if step.duration}
    if not promised or units - {definition.promised_unit} or not definition.steps:
        return
    if longest_flow(definition) < calendar_days(promised, definition.promised_unit):
        yield Problem(
            Place("steps", element="duration"),
            "各环节时限之和不到承诺时限%(promised)s",
            "把时限分到各环节；用不了这么久的，缩短承诺时限",
            {"promised": said(promised, definition.promised_unit)},
        )


@rule("L1", "warning", N_("有现场勘查的，承诺不少于5个工作日"))
def inspection_takes_time(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    promised = definition.promised_days
    if promised is None or calendar_days(promised, definition.promised_unit) >= ENOUGH_FOR_AN_INSPECTION:
        return
    for step in definition.steps:
        if "inspect" in kinds_of(step):
            yield Problem(
                Place("steps", step.key),
                "有现场勘查“%(name)s”，承诺时限却只有%(promised)s",
                "核对承诺时限能否做到",
                {"name": step.name, "promised": said(promised, definition.promised_unit)},
            )


@rule("C011", "error", N_("并行组至少两个环节且相邻"))
def parallel_groups_are_groups(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    places: dict[str, list[int]] = {}
    for number, step in enumerate(definition.steps):
        if step.parallel:
            places.setdefault(step.parallel, []).append(number)
    for name, numbers in places.items():
        place = Place("steps", definition.steps[numbers[0]].key, "parallel")
        if len(numbers) < 2:
            yield Problem(place, "并行组“%(name)s”只有一个环节", "把同时办理的环节填成同一组", {"name": name})
        elif numbers[-1] - numbers[0] >= len(numbers):
            yield Problem(place, "并行组“%(name)s”的环节不相邻", "把同组的环节排在一起", {"name": name})
