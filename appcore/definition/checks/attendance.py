"""Coming in person: number of visits, the reason for them, and the ways that spare them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from appcore.definition.checks.context import Context
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import N_
from models import vocabulary

NO_REASON = re.compile(
    r"无|没有|/|-|—+|(?:无|不)(?:需|须|用|必)(?:要)?(?:到|去)?(?:办事)?(?:现场|窗口|大厅)?(?:办理)?[。.]?"
)
NOT_APPLIED_FOR = ("unasked", "found")


def is_reason(text: str) -> bool:
    """Whether a text gives a reason for coming: 无 and 无需到现场办理 do not."""
    return bool(text.strip()) and not NO_REASON.fullmatch(text.strip())


@rule("W7", "error", N_("到现场次数已填写，大于0的有真实原因"))
def visits_have_a_reason(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    if definition.visits is None:
        yield Problem(Place(element="visits"), "未填写到办事现场次数", "填写次数；不用到现场的填0")
    elif definition.visits > 0 and not is_reason(definition.visits_reason):
        yield Problem(
            Place(element="visits_reason"),
            "须到现场%(visits)d次，但没有写明原因",
            "写明为什么必须到现场；确实不必到的，把次数改为0",
            {"visits": definition.visits},
        )


@rule("O23", "info", N_("到现场不超过1次"))
def one_visit_is_enough(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """跑多次事项, with the reason that the edition gives: the list from which the county takes one after the other."""
    if (definition.visits or 0) > 1:
        yield Problem(
            Place(element="visits"),
            "须到现场%(visits)d次：%(reason)s",
            "看哪一次可以改为网上、邮寄或由窗口代跑",
            {"visits": definition.visits or 0, "reason": definition.visits_reason[:120] or N_("没有写明原因")},
        )


@rule("W8", "warning", N_("不用到现场的，不写现场办理原因"))
def no_visit_needs_no_reason(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    if definition.visits == 0 and is_reason(definition.visits_reason):
        yield Problem(Place(element="visits_reason"), "到现场次数是0，却写了必须现场办理的原因", "删去原因，或改正次数")


@rule("W9", "error", N_("零跑又不能网办的，可以邮寄申请"))
def no_visit_has_another_way(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Items that nobody applies for (免申即享, 主动发现) need no way to apply."""
    by_mail = definition.mails_material or "express" in definition.handle_forms
    if (
        definition.visits == 0
        and not definition.is_online
        and not by_mail
        and definition.initiation not in NOT_APPLIED_FOR
    ):
        yield Problem(
            Place(element="mails_material"),
            "不用到现场，但既不能网办，也不能邮寄申请",
            "开通网办或邮寄申请，或改正到现场次数",
        )


@rule("W10", "error", N_("全程网办的，到现场次数为0"))
def wholly_online_means_no_visit(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    if definition.online_grade == "grade4" and (definition.visits or 0) > 0:
        yield Problem(
            Place(element="online_grade"),
            "网办深度是全程网办，但须到现场%(visits)d次",
            "改正网办深度或到现场次数",
            {"visits": definition.visits or 0},
        )


@rule("L3", "error", N_("须本人到场的，不可代办"))
def in_person_means_no_agent(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    if definition.must_attend and definition.agent_allowed not in (None, "no"):
        yield Problem(
            Place(element="agent_allowed"),
            "须本人到场，却写明可代办（%(label)s）",
            "改为不可代办，或取消须本人到场",
            {"label": vocabulary.AGENT_ALLOWED.label_of(definition.agent_allowed)},
        )
