"""Papers and steps: none vague, none forbidden, none twice, each with a basis."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations

from appcore.definition.checks.context import Context
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.item import ItemDefinition, Material, Step
from appcore.definition.verdict import N_

VILLAGE = re.compile(r"村民?委员?会|居民?委员?会|村\(社区\)|村\(居\)|社区|村居|村级|村民小组")


def folded(text: str) -> str:
    """A name for comparing: width, brackets and spaces do not count."""
    return re.sub(r"[\s()\[\]〔〕【】《》“”\"]", "", unicodedata.normalize("NFKC", text)).casefold()


@rule("O1", "error", N_("没有兜底性材料"))
def papers_are_named(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: 国办发〔2018〕45号 and the county's list of vague words, which data may change."""
    for material in definition.materials:
        found = said_vaguely(material.name, context.vague_words, context)
        if found:
            yield Problem(
                Place("materials", material.key, "name"),
                "材料“%(name)s”含兜底说法“%(word)s”",
                "逐项写明要哪几份材料",
                {"name": material.name, "word": found},
            )


def said_vaguely(text: str, patterns: tuple[str, ...], context: Context) -> str | None:
    """The first vague words of a text, save what the county allows to be said."""
    for allowed in context.allowed_words:
        text = text.replace(allowed, "　")
    return next((hit[0] for word in patterns if (hit := re.search(word, text))), None)


@rule("O3", "warning", N_("每份材料、每个环节有依据"))
def rows_have_a_basis(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for material in definition.materials:
        if not material.basis:
            yield Problem(
                Place("materials", material.key, "basis"),
                "材料“%(name)s”没有写明依据",
                "填写要求提供这份材料的文件和条款",
                {"name": material.name},
            )
    for step in definition.steps:
        if not step.basis:
            yield Problem(
                Place("steps", step.key, "basis"),
                "环节“%(name)s”没有写明依据",
                "填写设定这个环节的文件和条款",
                {"name": step.name},
            )


OF_THE_AUTHORITY = ("penalty", "coercion", "levy", "inspection")
NOT_APPLIED_FOR = ("unasked", "found")
TO_BE_TOLD = ("disclosure", "policy")


def wants_papers(definition: ItemDefinition) -> bool:
    """Whether somebody applies for it and is decided about: nobody brings papers to an inspection or to ask for a policy."""
    return not (
        definition.task_type in OF_THE_AUTHORITY
        or definition.initiation in NOT_APPLIED_FOR
        or definition.service_class in TO_BE_TOLD
    )


@rule("O25", "warning", N_("依申请办理的事项写明材料"))
def papers_are_listed(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """An item without a row of papers reads as one that wants none; a person says so by ticking this (decisions 51)."""
    if not definition.materials and wants_papers(definition):
        yield Problem(
            Place("materials"),
            "没有填写任何材料，指南会写“不用带材料”",
            "逐项填写要交的材料；确实不用交材料的，写明理由并确认",
        )


FORM = re.compile(r"申请(?:表|书)|登记表|审批表|备案表|承诺书|声明书|委托书")


@rule("O24", "info", N_("要填写的表格可以下载"))
def forms_can_be_had(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: 国务院办公厅 2017 check of guides: two items in five had no form to download."""
    for material in definition.materials:
        if (material.kind == "form" or FORM.search(material.name)) and not material.blank_form:
            yield Problem(
                Place("materials", material.key, "blank_form"),
                "表格“%(name)s”没有空白表可以下载",
                "上传空白表；有样表的一并上传",
                {"name": material.name},
            )


@rule("O9", "info", N_("即办件没有事后补交的材料"))
def instant_items_need_all_at_once(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for material in definition.materials if definition.is_instant else ():
        if material.necessity == "deferrable":
            yield Problem(
                Place("materials", material.key, "necessity"),
                "即办件的材料“%(name)s”可以事后补交",
                "核对：当场办结后还能补交的材料，可能不是必要材料",
                {"name": material.name},
            )


@rule("O12", "warning", N_("同一材料、同一部门不重复"))
def nothing_is_asked_twice(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Two rows that apply under different conditions are not twice; a department twice counts side by side only."""
    for before, after in combinations(definition.materials, 2):
        if is_same_paper(before, after):
            yield Problem(
                Place("materials", after.key, "name"),
                "材料“%(name)s”与“%(before)s”是同一份",
                "合并为一条，或写明各自的适用条件",
                {"name": after.name, "before": before.name},
            )
    for first, second in combinations(definition.steps, 2):
        if is_same_turn(first, second):
            yield Problem(
                Place("steps", second.key, "department"),
                "环节“%(name)s”与“%(before)s”由同一部门同时办理",
                "合并为一个环节，或改正办理单位",
                {"name": second.name, "before": first.name},
            )


def is_same_paper(before: Material, after: Material) -> bool:
    """Whether both ask for one paper and can apply together."""
    same = folded(before.name) == folded(after.name) or (before.paper is not None and before.paper == after.paper)
    return same and (before.condition == after.condition or None in (before.condition, after.condition))


def is_same_turn(first: Step, second: Step) -> bool:
    """Whether one department is asked twice: in one parallel group, or in two steps of one name under one condition."""
    if first.department is None or second.department is None or first.department.code != second.department.code:
        return False
    if first.condition != second.condition:
        return False
    return bool(first.parallel and first.parallel == second.parallel) or folded(first.name) == folded(second.name)


@rule("O15", "error", N_("不索要村（社区）不应出具的证明"))
def village_proofs_are_not_asked(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: 民发〔2020〕20号. A proof counts as a village's where its name, issuer or note says so."""
    advice = N_("删去这份材料，改由数据核验、部门核查或告知承诺")
    for material in definition.materials:
        kind = forbidden_kind(material.name, context)
        said = unicodedata.normalize("NFKC", f"{material.name} {material.issuer} {material.note} {material.fill_note}")
        if kind and VILLAGE.search(said):
            yield Problem(
                Place("materials", material.key, "name"),
                "材料“%(name)s”属于村（社区）不应出具的“%(kind)s证明”",
                advice,
                {"name": material.name, "kind": kind},
            )
    kind = forbidden_kind(definition.name, context)
    body = definition.implementing_body.name if definition.implementing_body else ""
    if kind and ("village" in definition.use_levels or VILLAGE.search(unicodedata.normalize("NFKC", body))):
        yield Problem(
            Place(element="name"),
            "事项“%(name)s”属于村（社区）不应出具的“%(kind)s证明”",
            "取消这个事项，写明由谁核查",
            {"name": definition.name, "kind": kind},
        )


def forbidden_kind(name: str, context: Context) -> str | None:
    """The forbidden kind of proof that a name names, if any."""
    if "证明" not in name:
        return None
    return next((kind for kind in context.village_proofs if kind in name or kind.removeprefix("居民") in name), None)
