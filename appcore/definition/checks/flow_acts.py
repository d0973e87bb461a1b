"""What may be done at each step: somebody moves it on, a return has somewhere to go, the clock stops only where it may."""

from __future__ import annotations

from collections.abc import Iterator

from appcore.definition.checks.context import Context
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import N_

ONWARD = frozenset(("pass", "hand_over"))


@rule("C061", "error", N_("每个环节都有人能往下办"))
def every_step_can_be_left(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """An edition made before steps said what may be done there says it nowhere: that is only a warning."""
    says_it = any(step.acts for step in definition.steps)
    if definition.steps and not says_it:
        yield Problem(
            Place("steps", element="acts"),
            "流程没有写明各环节可以做什么",
            "给每个环节勾选“可以做”的事，至少有“通过”或“移交”",
            level="warning",
        )
    for step in definition.steps if says_it else ():
        if not ONWARD & set(step.acts):
            yield Problem(
                Place("steps", step.key, "acts"),
                "环节“%(name)s”既不能通过也不能移交，办到这里就走不下去了",
                "在“可以做”里勾选“通过”或“移交”",
                {"name": step.name},
            )


@rule("C062", "error", N_("能退回的环节前面有环节"))
def a_return_has_somewhere_to_go(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Steps of the first parallel group begin together: none of them comes before another."""
    for number, step in enumerate(definition.steps):
        before = [one for one in definition.steps[:number] if not step.parallel or one.parallel != step.parallel]
        if "return" in step.acts and not before:
            yield Problem(
                Place("steps", step.key, "acts"),
                "环节“%(name)s”可以退回，但前面没有可以退回到的环节",
                "去掉“退回”；要申请人补材料的，勾选“补正”",
                {"name": step.name},
            )


@rule("C063", "error", N_("能中止的事项有停止计时的特别程序"))
def a_clock_stops_by_a_procedure(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """What stops a clock are the edition's special procedures (decisions 55)."""
    if any(one.counted is False and one.kind != "extension" for one in definition.procedures):
        return
    for step in definition.steps:
        if "suspend" in step.acts:
            yield Problem(
                Place("steps", step.key, "acts"),
                "环节“%(name)s”可以中止，但事项没有不计入时限的特别程序",
                "登记中止所依据的特别程序，或去掉“中止”",
                {"name": step.name},
            )


@rule("C064", "error", N_("能延长的事项写明可延长期限"))
def an_extension_has_its_length(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    if definition.extension_limit:
        return
    for step in definition.steps:
        if "extend" in step.acts:
            yield Problem(
                Place("steps", step.key, "acts"),
                "环节“%(name)s”可以延长，但事项没有写明可延长期限",
                "填写“可延长期限”和单位，或去掉“延长”",
                {"name": step.name},
            )
