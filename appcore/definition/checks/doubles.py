"""What is there twice: the same item, nearly the same name, a code that another item has, a paper beside the library."""

from __future__ import annotations

from collections.abc import Iterator

from appcore.definition.checks.context import Context
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import N_

CODES = ("handle_item_code", "task_code", "local_task_code")


@rule("O6", "warning", N_("没有同名、同类型、同实施主体的事项"))
def item_is_there_once(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for code in context.twins:
        yield Problem(
            Place(element="name"),
            "与事项%(code)s同名、同类型、同实施主体",
            "核对是否重复；确属两个事项的，在名称中区别开",
            {"code": code},
        )


@rule("O18", "info", N_("没有名称相近的事项"))
def names_are_told_apart(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Names that differ in a character or two, or hold the same words in another order."""
    for code, name in context.near:
        yield Problem(
            Place(element="name"),
            "与事项%(code)s“%(name)s”的名称相近",
            "核对是否同一件事；不是的，在名称中写明区别",
            {"code": code, "name": name},
        )


@rule("O19", "info", N_("材料引用材料库中的标准名称"))
def papers_are_of_the_library(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for material in definition.materials:
        standard = context.near_papers.get(material.name)
        if material.paper is None and standard is not None:
            yield Problem(
                Place("materials", material.key, "paper"),
                "材料“%(name)s”与材料库中的“%(standard)s”是同一种或相近",
                "是同一种的，引用材料库中的这一份",
                {"name": material.name, "standard": standard[1]},
            )


@rule("O20", "error", N_("编码不与其他事项重复"))
def codes_are_its_own(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Handling items of one 实施编码 are told apart by their own code, so that only the longest code counts."""
    for element in CODES:
        code = getattr(definition, element)
        if code and (other := context.doubled.get(code)):
            yield Problem(
                Place(element=element),
                "编码“%(code)s”已是事项%(other)s的编码",
                "核对两个事项的编码，改正其中一个",
                {"code": code, "other": other},
            )
