"""Obligatory elements: what the national exchange tables demand of every item, of a permit, and of a row."""

from __future__ import annotations

from collections.abc import Iterator

from appcore.definition.checks.context import Context
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.checks.walk import name_of, rows
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import N_
from models.elements import EDITION_ELEMENTS, PART_BY_NAME, Element

SAID_ELSEWHERE = {
    "": {"visits", "legal_unit", "promised_unit"},  # W7, C024
    "outcomes": {"result_type"},  # W5
    "fees": {"name", "amount_fen"},  # W11
}
"""Obligatory elements whose absence a rule of its own reports, so that one fault has one id."""

OBLIGATORY_LISTS = ("legal_basis", "acceptance_condition", "step")
OF_A_PERMIT = ("review_body", "litigation_court", "quota_note")
ELEMENT_BY_NAME = {element.name: element for element in EDITION_ELEMENTS}


def is_absent(value: object) -> bool:
    """Whether nothing stands there; 0 and 否 are values."""
    return value is None or value in ("", ())


def is_wanted(element: Element, definition: ItemDefinition) -> bool:
    """M binds all types but 公共服务, MP binds all."""
    return element.need == "MP" or (element.need == "M" and definition.task_type != "public_service")


@rule("C001", "error", N_("必填要素齐全"))
def elements_are_filled(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: 实施清单 exchange tables, NOT NULL columns (elements.md 1.5)."""
    for element in EDITION_ELEMENTS:
        if element.name in SAID_ELSEWHERE[""] or not is_wanted(element, definition):
            continue
        if is_absent(getattr(definition, element.name)):
            yield Problem(Place(element=element.name), "未填写“%(label)s”", "填写“%(label)s”", {"label": element.label})
    for row in rows(definition):
        for element in row.kind.elements:
            if element.name in SAID_ELSEWHERE.get(row.kind.plural, set()) or not is_wanted(element, definition):
                continue
            if is_absent(getattr(row.part, element.name)):
                yield Problem(
                    row.place(element.name),
                    "%(part)s“%(name)s”未填写“%(label)s”",
                    "在%(part)s中补填“%(label)s”",
                    {"part": row.kind.label, "name": name_of(row.part), "label": element.label},
                )


@rule("C002", "error", N_("依据、条件、流程各至少一条"))
def lists_are_filled(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: by_law, accept_condition and handle_flow are NOT NULL for all types."""
    for name in OBLIGATORY_LISTS:
        kind = PART_BY_NAME[name]
        if not getattr(definition, kind.plural):
            yield Problem(Place(kind.plural), "“%(part)s”一条也没有", "至少填写一条%(part)s", {"part": kind.label})


@rule("C003", "error", N_("行政许可写明复议机关、诉讼法院和数量限制"))
def permit_says_remedies_and_quota(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: 行政许可法 第三十条 (数量 to be published), 第三十八条 (remedies); exchange columns that are M for type 01."""
    if definition.task_type != "permit":
        return
    for name in OF_A_PERMIT:
        if is_absent(getattr(definition, name)):
            yield Problem(
                Place(element=name),
                "行政许可事项未填写“%(label)s”",
                "填写“%(label)s”；没有数量限制的填“无”",
                {"label": ELEMENT_BY_NAME[name].label},
            )
