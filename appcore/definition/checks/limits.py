"""Time: the promise against the law's limit, the kind of item, the steps, extensions and what may stop the clock."""

from __future__ import annotations

from collections.abc import Iterator

from appcore.definition.checks.bodies import is_joint
from appcore.definition.checks.context import Context
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.checks.walk import rows
from appcore.definition.item import ItemDefinition
from appcore.definition.lengths import LENGTHS, calendar_days
from appcore.definition.verdict import N_
from models import vocabulary

ON_THE_SPOT = ("当场办", "当场即办", "立等可取", "即来即办")
LIMIT_PAIRS = (("legal_days", "legal_unit"), ("promised_days", "promised_unit"), ("extension_limit", "extension_unit"))
EXTENSION_OF_A_PERMIT = 10
EXTENSION_OF_A_JOINT_PERMIT = 15


def said(number: int, unit: str | None) -> str:
    """A length as people say it: 5个工作日."""
    return f"{number}{vocabulary.TIME_UNIT.label_of(unit)}"


@rule("W1", "error", N_("办件类型、审查类型与承诺时限一致"))
def kind_of_item_agrees(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """承诺为即办 ⇔ 即办件 ⇔ 即审即办; what is not filled in is not compared."""
    instant = {
        "case_type": None if definition.case_type is None else definition.case_type == "instant",
        "review_type": None if definition.review_type is None else definition.review_type == "on_the_spot",
        "promised_days": None if definition.promised_days is None else definition.promised_days == 0,
    }
    if len({one for one in instant.values() if one is not None}) > 1:
        yield Problem(
            Place(element="case_type"),
            "办件类型、审查类型与承诺时限不一致",
            "即办件：即审即办，承诺时限为0；承诺件：前审后批，承诺时限大于0",
        )


@rule("O2", "error", N_("承诺时限不长于法定时限"))
def promise_keeps_the_law(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """In one unit an error; across units the comparison is rough, so a warning."""
    legal, promised = definition.legal_days, definition.promised_days
    if legal is None or promised is None:
        return
    if calendar_days(promised, definition.promised_unit) > calendar_days(legal, definition.legal_unit):
        yield Problem(
            Place(element="promised_days"),
            "承诺时限%(promised)s长于法定时限%(legal)s",
            "把承诺时限缩短到法定时限以内",
            {"promised": said(promised, definition.promised_unit), "legal": said(legal, definition.legal_unit)},
            level="error" if definition.promised_unit == definition.legal_unit else "warning",
        )


@rule("L2", "error", N_("写明当场办理的，承诺不超过1天"))
def on_the_spot_means_now(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    promised = definition.promised_days
    if (
        definition.is_instant
        or promised is None
        or calendar_days(promised, definition.promised_unit) <= LENGTHS["working_days"]
    ):
        return
    for element in ("promised_note", "summary"):
        text: str = getattr(definition, element)
        if any(word in text for word in ON_THE_SPOT):
            yield Problem(
                Place(element=element),
                "写明当场办理，但承诺时限是%(promised)s",
                "改为即办件，或改写这句话",
                {"promised": said(promised, definition.promised_unit)},
            )


@rule("C024", "error", N_("时限与单位成对"))
def lengths_have_units(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for number, unit in LIMIT_PAIRS:
        if getattr(definition, number) is not None and getattr(definition, unit) is None:
            yield Problem(Place(element=unit), "填写了时限，但没有选单位", "选择时限单位")
    for row in rows(definition):
        if row.kind.name in ("step", "special_procedure"):
            number_of_row, unit_of_row = getattr(row.part, "duration", None), getattr(row.part, "unit", None)
            if number_of_row is not None and unit_of_row is None:
                yield Problem(row.place("unit"), "填写了时限，但没有选单位", "选择时限单位")


@rule("C022", "error", N_("停止计时有依据，许可的现场勘查不停止计时"))
def clock_stops_by_law_only(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: 行政许可法 第四十五条, a closed list without 现场勘查 (`decisions.md` 55)."""
    for procedure in definition.procedures:
        if procedure.counted is False and not procedure.basis:
            yield Problem(
                Place("procedures", procedure.key, "basis"),
                "特别程序“%(name)s”不计入时限，但没有依据",
                "填写依据，或改为计入时限",
                {"name": procedure.name},
            )
    if definition.task_type != "permit":
        return
    for step in definition.steps:
        if step.kind == "inspect" and step.counting == "not_counted":
            yield Problem(
                Place("steps", step.key, "counting"),
                "环节“%(name)s”是现场勘查，不能从许可时限中扣除",
                "改为计入时限",
                {"name": step.name},
            )


@rule("C023", "error", N_("许可的延长期限不超过法定天数"))
def extension_keeps_the_law(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: 行政许可法 第四十二条: 10 working days, 15 for joint handling."""
    if definition.task_type != "permit" or definition.extension_limit is None:
        return
    most = EXTENSION_OF_A_JOINT_PERMIT if is_joint(definition) else EXTENSION_OF_A_PERMIT
    asked = calendar_days(definition.extension_limit, definition.extension_unit)
    if asked > calendar_days(most, "working_days"):
        yield Problem(
            Place(element="extension_limit"),
            "可延长期限%(asked)s超过法定的%(most)d个工作日",
            "不超过%(most)d个工作日",
            {"asked": said(definition.extension_limit, definition.extension_unit), "most": most},
        )


@rule("C025", "error", N_("许可结果在10个工作日内送达"))
def result_is_delivered_in_time(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: 行政许可法 第四十四条."""
    if definition.task_type == "permit" and (definition.delivery_days or 0) > 10:
        yield Problem(
            Place(element="delivery_days"),
            "送达时限%(days)d个工作日超过10个工作日",
            "不超过10个工作日",
            {"days": definition.delivery_days or 0},
        )
