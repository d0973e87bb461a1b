"""Wording: names of other counties, vague words, real questions and answers, bases in their own columns."""

from __future__ import annotations

from collections.abc import Iterator

from appcore.definition.checks.attendance import is_reason
from appcore.definition.checks.context import Context
from appcore.definition.checks.papers import said_vaguely
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.checks.walk import texts, values
from appcore.definition.item import ItemDefinition, Ref
from appcore.definition.verdict import N_


@rule("O4", "warning", N_("文字中没有其他县的地名"))
def text_is_of_this_county(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """The county's own names are taken out first: 苍南县 holds 南县, which is a county in Hunan."""
    if not context.other_counties:
        return
    own = sorted(context.own_places, key=len, reverse=True)
    for place, element, text in texts(definition):
        rest = text
        for name in own:
            rest = rest.replace(name, "\n")
        for name in sorted(name for name in context.other_counties if name in rest):
            yield Problem(
                place,
                "“%(label)s”中出现其他县的地名“%(name)s”",
                "核对是否从别县抄来，改成本县的",
                {"label": element.label, "name": name},
            )


SAYS_WHAT_IS_WANTED = {
    "conditions": ("text",),
    "materials": ("fill_note", "accept_standard", "note"),
    "steps": ("standard",),
    "faqs": ("answer",),
}
"""Texts that a reader must be able to follow without asking back."""


@rule("O17", "warning", N_("条件和说明没有含糊用语"))
def texts_say_what_they_want(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for part, elements in SAYS_WHAT_IS_WANTED.items():
        for row in getattr(definition, part):
            for element in elements:
                if found := said_vaguely(getattr(row, element), context.vague_texts, context):
                    yield Problem(
                        Place(part, row.key, element),
                        "“%(words)s”说得含糊，群众无法判断",
                        "写明具体是什么条件、什么情形",
                        {"words": found},
                    )


@rule("O22", "warning", N_("引用的文件没有废止"))
def documents_are_in_force(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Titles and numbers of repealed documents, wherever a basis names them."""
    if not context.repealed:
        return
    for place, element, value in values(definition):
        if element.kind == "document" and isinstance(value, Ref):
            text = value.code
        elif isinstance(value, str) and (place.part == "bases" or element.name in ("basis", "delegation_paper")):
            text = value
        else:
            continue
        for named in sorted(one for one in context.repealed if one in text):
            yield Problem(
                place,
                "引用的“%(name)s”已经废止",
                "改用现行有效的文件；没有依据的，取消这项要求",
                {"name": named},
            )


@rule("W18", "warning", N_("许可至少有一条常见问题"))
def permit_answers_a_question(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Only a real question with a real answer counts; 无 does not."""
    real = [one for one in definition.faqs if is_reason(one.question) and is_reason(one.answer)]
    if definition.task_type == "permit" and not real:
        yield Problem(Place("faqs"), "许可事项没有常见问题", "写一条群众真正问过的问题和回答")


@rule("W21", "info", N_("每条依据只写一份文件并写明层级"))
def bases_stand_apart(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """National and provincial documents in rows of their own, so that each can be counted and replaced."""
    for basis in definition.bases:
        if basis.level is None or basis.title.count("《") > 1:
            yield Problem(
                Place("bases", basis.key, "level"),
                "依据“%(name)s”没有分层级单独填写",
                "一份文件一条，并选择依据层级",
                {"name": basis.title},
            )
