"""Who has the power and for whom: joint handling, delegation, themes."""

from __future__ import annotations

from collections.abc import Iterator

from appcore.definition.checks.context import Context
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import N_

ENTRUSTED_SOURCES = ("entrusted_above", "entrusted_peer")


def is_joint(definition: ItemDefinition) -> bool:
    """联办件: other departments are named, or steps of several departments run side by side."""
    side_by_side: dict[str, set[str]] = {}
    for step in definition.steps:
        if step.parallel and step.department:
            side_by_side.setdefault(step.parallel, set()).add(step.department.code)
    return bool(definition.joint_departments) or any(len(group) > 1 for group in side_by_side.values())


@rule("O7", "error", N_("联办件写明共同实施部门和牵头部门"))
def joint_handling_is_named(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    if not is_joint(definition):
        return
    if not definition.joint_departments:
        yield Problem(
            Place(element="joint_departments"), "几个部门并行办理，但没有共同实施部门", "填写至少一个共同实施部门"
        )
    if definition.lead_department is None:
        yield Problem(Place(element="lead_department"), "联办件没有牵头部门", "选择一个牵头部门")


@rule("O8", "error", N_("委托写明委托部门，下放写明文件"))
def delegation_is_named(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    entrusted = definition.body_kind == "entrusted" or definition.power_source in ENTRUSTED_SOURCES
    if entrusted and not definition.entrusting_body:
        yield Problem(Place(element="entrusting_body"), "受委托实施的事项没有写明委托部门", "填写委托部门")
    if definition.power_source == "handed_down" and not definition.delegation_paper:
        yield Problem(Place(element="delegation_paper"), "上级下放的事项没有写明下放文件", "填写下放文件的名称和文号")


@rule("W17", "error", N_("服务对象与主题分类一致"))
def themes_fit_those_served(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    if not definition.service_objects:
        return
    served = {
        "person_themes": ("面向自然人主题分类", "person" in definition.service_objects),
        "body_themes": ("面向法人主题分类", any(one != "person" for one in definition.service_objects)),
    }
    for element, (label, wanted) in served.items():
        there = bool(getattr(definition, element))
        if wanted and not there:
            yield Problem(
                Place(element=element),
                "服务对象包括这一类人，但没有选“%(label)s”",
                "选择“%(label)s”，或修改服务对象",
                {"label": label},
            )
        elif there and not wanted:
            yield Problem(
                Place(element=element),
                "选了“%(label)s”，但服务对象不包括这一类人",
                "删去“%(label)s”，或修改服务对象",
                {"label": label},
            )
