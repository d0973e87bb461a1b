"""Formulas of computed fields: each can be read, names what is there, fits its field, and waits for no circle."""

from __future__ import annotations

from collections.abc import Iterator

from appcore.definition.checks.context import Context
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.expressions.formulas import formulas
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import N_


@rule("C043", "error", N_("自动计算的公式写法正确"))
def formulas_can_be_worked_out(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    labels = {one.key: one.label for one in definition.fields}
    for key, fault in formulas(definition).faults.items():
        yield Problem(
            Place("fields", key, "formula"),
            "字段“%(name)s”的公式第%(at)d个字处有错：%(fault)s",
            "按提示改正公式",
            {"name": labels[key], "at": fault.at + 1, "fault": fault.verdict},
        )


@rule("C044", "error", N_("自动计算的字段不互相等待"))
def formulas_have_no_circle(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    labels = {one.key: one.label for one in definition.fields}
    for circle in formulas(definition).circles:
        names = [labels.get(key) or key for key in circle]
        place = Place("fields", circle[0], "formula")
        if len(circle) == 1:
            yield Problem(place, "自动计算的字段“%(name)s”不能引用自己", "改写这个字段的公式", {"name": names[0]})
            continue
        yield Problem(
            place,
            "自动计算的字段互相等待：%(circle)s",
            "改写其中一个字段的公式",
            {"circle": " → ".join([*names, names[0]])},
        )


@rule("C045", "warning", N_("只有自动计算的字段写公式"))
def only_computed_fields_have_formulas(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for one in definition.fields:
        if one.formula and one.kind != "computed":
            yield Problem(
                Place("fields", one.key, "formula"),
                "字段“%(name)s”写了公式，但不是“自动计算”类型",
                "把字段类型改为“自动计算”，或删去公式",
                {"name": one.label},
            )


@rule("C046", "info", N_("算出小数的字段写明小数位数"))
def decimals_are_said(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    unsaid = {one.key for one in definition.fields if one.places is None}
    for one, _tree, _kind in formulas(definition).sound:
        if one.key in unsaid and one.places:
            yield Problem(
                Place("fields", one.key, "places"),
                "字段“%(name)s”可能算出小数，现在保留两位",
                "填写小数位数；只要整数时填0",
                {"name": one.label},
            )
