"""Results: that a result has its type and sample, and that its name fits the way of finishing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from appcore.definition.checks.context import Context
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.item import ItemDefinition, Outcome
from appcore.definition.verdict import N_
from models.vocabulary import RESULT_FORM

ResultForm = Literal["approval", "licence", "document"]
BRACKETED = re.compile(r"[（(][^（）()]*[）)]")


def form_by_name(name: str) -> ResultForm | None:
    """The way of finishing that a result's name asks for: 批复 approval, …证 licence, …文 document."""
    plain = BRACKETED.sub("", name).strip("《》 ")
    if plain.endswith(("批复", "批文")):
        return "approval"
    if plain.endswith(("证", "证书")) and not plain.endswith(("凭证", "公证")):
        return "licence"
    if plain.endswith("文"):
        return "document"
    return None


def misnamed(definition: ItemDefinition, form: ResultForm) -> Iterator[Problem]:
    """The outcomes that ask for this form when none of the outcomes fits the form that is given."""
    asked = {outcome.key: form_by_name(outcome.name) for outcome in definition.outcomes}
    if definition.result_form in asked.values():
        return
    for outcome in definition.outcomes:
        if asked[outcome.key] == form:
            yield Problem(
                Place(element="result_form"),
                "结果名称是“%(name)s”，办结方式应为“%(label)s”",
                "把办结方式改为“%(label)s”，或改正结果名称",
                {"name": outcome.name, "label": RESULT_FORM.label_of(form)},
            )


@rule("W2", "warning", N_("结果是批复、批文的，审批办结"))
def a_reply_is_an_approval(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    yield from misnamed(definition, "approval")


@rule("W3", "warning", N_("结果是证、证书的，出证办结"))
def a_certificate_is_a_licence(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    yield from misnamed(definition, "licence")


@rule("W4", "warning", N_("结果是……文的，出文办结"))
def a_paper_is_a_document(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    yield from misnamed(definition, "document")


@rule("W5", "error", N_("有结果的写明结果类型"))
def results_have_a_type(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for outcome in definition.outcomes:
        if outcome.result_type is None:
            yield Problem(
                Place("outcomes", outcome.key, "result_type"),
                "结果“%(name)s”没有写明审批结果类型",
                "选择审批结果类型",
                {"name": outcome.name},
            )


@rule("W6", "warning", N_("有结果的附结果样本"))
def results_have_a_sample(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for outcome in definition.outcomes:
        if is_thing(outcome) and not outcome.sample:
            yield Problem(
                Place("outcomes", outcome.key, "sample"),
                "结果“%(name)s”没有样本",
                "上传一份空白样本",
                {"name": outcome.name},
            )


def is_thing(outcome: Outcome) -> bool:
    """Whether the applicant gets something that can be shown."""
    return outcome.result_type != "none"
