"""The form of rows: values from their lists, choices where there is choosing, references that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from appcore.definition.checks.context import Context
from appcore.definition.checks.keys import CHOOSING
from appcore.definition.checks.obligatory import is_absent
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.checks.walk import name_of, rows, values
from appcore.definition.item import ItemDefinition, Ref
from appcore.definition.verdict import N_
from models.elements import Element

MONTH_AND_DAY = re.compile(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])", re.ASCII)


@rule("C017", "error", N_("引用的部门、标准材料和文件都在"))
def references_lead_somewhere(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    known = {
        "department": context.departments,
        "departments": context.departments,
        "paper": context.papers,
        "file": context.files,
    }
    for place, element, value in values(definition):
        register = known.get(element.kind)
        if register is None or is_absent(value):
            continue
        for one in value if isinstance(value, tuple) else (value,):
            code, name = (one.code, one.name) if isinstance(one, Ref) else (str(one), str(one)[:12])
            if code not in register:
                yield Problem(
                    place,
                    "“%(label)s”引用的“%(name)s”已不存在",
                    "重新选择“%(label)s”",
                    {"label": element.label, "name": name or code},
                )


@rule("C018", "error", N_("选择题有选项"))
def choosing_has_choices(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for row in rows(definition):
        if row.kind.name not in ("question", "field"):
            continue
        choices: tuple[object, ...] = getattr(row.part, "choices", ())
        kind = getattr(row.part, "kind", None)
        if kind in CHOOSING and len(choices) < 2:
            yield Problem(
                row.place("choices"),
                "“%(name)s”是选择题，但选项不足两个",
                "至少填写两个选项，或改为“是/否”",
                {"name": name_of(row.part)},
            )
        elif kind and kind not in CHOOSING and choices:
            yield Problem(
                row.place("choices"),
                "“%(name)s”不是选择题，却有选项",
                "改为单选或多选，或删去选项",
                {"name": name_of(row.part)},
            )


@rule("C020", "error", N_("表单字段的类型和上下限有效"))
def fields_can_be_drawn(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for one in definition.fields:
        if context.field_kinds is not None and one.kind and one.kind not in context.field_kinds:
            yield Problem(
                Place("fields", one.key, "kind"),
                "字段“%(name)s”的类型“%(kind)s”无法识别",
                "从字段类型表中选择",
                {"name": one.label, "kind": one.kind},
            )
        if one.low is not None and one.high is not None and one.low > one.high:
            yield Problem(
                Place("fields", one.key, "high"),
                "字段“%(name)s”的最小值%(low)d大于最大值%(high)d",
                "核对上下限",
                {"name": one.label, "low": one.low, "high": one.high},
            )


@rule("C021", "error", N_("每年受理时段起止成对"))
def season_is_a_pair_of_days(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    pair = {"season_from": definition.season_from, "season_until": definition.season_until}
    if not any(pair.values()):
        return
    for element, value in pair.items():
        if not MONTH_AND_DAY.fullmatch(value):
            yield Problem(
                Place(element=element),
                "每年受理时段“%(value)s”不是“月-日”",
                "起止两天都按“月-日”填写，如 09-01",
                {"value": value},
            )


@rule("C026", "error", N_("取值在代码表和限度之内"))
def values_are_allowed(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for place, element, value in values(definition):
        if not is_absent(value) and not is_allowed(element, value):
            yield Problem(
                place,
                "“%(label)s”的取值“%(value)s”不在允许范围内",
                "从代码表中选择，或缩短到规定长度",
                {"label": element.label, "value": str(value)[:40]},
            )


def is_allowed(element: Element, value: object) -> bool:
    """Whether a value keeps to its element's code list, length or range."""
    if element.vocabulary is not None:
        return all(one in element.vocabulary for one in (value if isinstance(value, tuple) else (value,)))
    if isinstance(value, bool):
        return True
    if isinstance(value, int):
        return 0 <= value <= element.maximum
    return not (isinstance(value, str) and element.kind in ("text", "long")) or len(value) <= element.maximum


@rule("C027", "info", N_("内容已与官方文本核对"))
def content_is_verified(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: decisions.md 45: what could not be checked against a source is shown as 待核对."""
    for row in rows(definition):
        if getattr(row.part, "unverified", None):
            yield Problem(
                row.place("unverified"),
                "%(part)s“%(name)s”尚未与官方文本核对",
                "核对原文后去掉“待核对”",
                {"part": row.kind.label, "name": name_of(row.part)},
            )
