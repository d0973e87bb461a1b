"""The page model of the counter lane: what the template draws, gathered from the standard and what was typed so far."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wtforms import Form

from appcore.casework.acceptance import Waiting
from appcore.casework.application import ID_CARD_KINDS, Application, unreadable
from appcore.casework.fees import Bill, bill
from appcore.casework.standard import Standard
from appcore.definition import entry_form
from appcore.definition.checklist import Checklist, checklist
from appcore.definition.conditions import Answer, dump
from appcore.definition.entry_form import FormField
from appcore.definition.kinds import Lookup, kind_of
from appcore.definition.kinds.staged import SENTENCE as LATER
from appcore.definition.nesting import TableField, sums_of
from appcore.definition.questions import as_field
from models.vocabulary import CASE_MODE, ID_DOCUMENT, MATERIAL_STATE, PARTY_ROLE
from views.words import _, spoken


class EntryForm(Form):
    """The base of generated case forms: the token stands in the page's own form."""


def condition(one: FormField) -> str:
    """A field's condition for the browser, which hides and shows the field while the clerk types."""
    return json.dumps(dump(one.field.condition), ensure_ascii=False) if one.field.condition else ""


@dataclass(frozen=True, slots=True)
class Lane:
    """Everything on the page. `faults` are sentences by the name of the control they belong to."""

    found: Standard
    handed_in: Application
    needed: Checklist
    asked: tuple[tuple[Any, list[str]], ...]
    fields: tuple[tuple[FormField, Any], ...]
    cost: Bill
    faults: Mapping[str, str]
    key: str
    labels: Mapping[str, str]
    kind: str
    sums: Mapping[str, Mapping[str, str]]  # by table and column

    @property
    def definition(self) -> Any:
        return self.found.definition

    @staticmethod
    def condition(one: FormField) -> str:
        return condition(one)

    modes = CASE_MODE.choices
    documents = ID_DOCUMENT.choices
    id_cards = " ".join(ID_CARD_KINDS)
    roles = PARTY_ROLE.choices
    states = MATERIAL_STATE.choices
    later = LATER


def build(
    found: Standard, handed_in: Application, lookup: Lookup, faults: Mapping[str, str], key: str, kind: str
) -> Lane:
    """The page at what was typed so far; the checklist, form and fee follow from the answers."""
    definition = found.definition
    entered = entry_form.validate(definition, handed_in.entered, handed_in.answers, lookup)
    answers = {**handed_in.answers, **entered.values}
    needed = checklist(definition, answers)
    names = {question.key for question in needed.questions}
    asked = tuple(
        (as_field(question), _typed(question, handed_in))
        for question in definition.questions
        if question.key in names or question.key in handed_in.answers or question.key in handed_in.unread
    )
    made = entry_form.opened(definition, EntryForm, handed_in.entered, lookup)
    fields = tuple((one, made[one.name]) for one in entry_form.form_fields(definition, answers))
    wrong = {name: spoken(verdict) for name, verdict in unreadable(definition, handed_in, lookup).items()}
    return Lane(
        found,
        handed_in,
        needed,
        asked,
        fields,
        bill(definition, answers),
        {**wrong, **faults},
        key,
        _labels(definition, faults),
        kind,
        sums(fields, entered.values),
    )


def still_open(now: Waiting, lookup: Lookup, faults: Mapping[str, str]) -> Lane:
    """The page of a case that waits for acceptance: only the questions and fields that were left open, or are at fault."""
    whole = build(now.found, now.handed_in, lookup, faults, "", "")
    at_fault = {entry_form.field_of(name) for name in whole.faults}
    return replace(
        whole,
        asked=tuple(one for one in whole.asked if one[0].key not in now.kept or f"a.{one[0].key}" in whole.faults),
        fields=tuple(one for one in whole.fields if one[0].field.key not in now.kept or one[0].field.key in at_fault),
    )


def sums(fields: Any, values: Mapping[str, Answer]) -> dict[str, dict[str, str]]:
    """The sums under each table in words, by table and column."""
    return {
        one.field.key: {
            column.key: kind_of(column.kind).typed(total, column)[0]
            for column in one.field.columns
            for key, total in sums_of(one.field, values.get(one.field.key)).items()
            if key == column.key
        }
        for one, _control in fields
        if isinstance(one.field, TableField)
    }


def _typed(question: Any, handed_in: Application) -> list[str]:
    field = as_field(question)
    answer = handed_in.answers.get(question.key)
    if question.key in handed_in.unread:
        return list(handed_in.unread[question.key])
    return [] if answer is None else kind_of(field.kind).typed(answer, field)


def _labels(definition: Any, faults: Mapping[str, str]) -> dict[str, str]:
    """The words for each control that may be at fault, for the summary on top."""
    words = {"mode": _("办理方式"), "outside_number": _("外部办件号")}
    words |= {
        "paper.received_at": _("收到纸质材料的时间"),
        "paper.reason": _("补录原因"),
        "paper.leader": _("同意补录的领导"),
    }
    words |= {f"a.{one.key}": one.text for one in definition.questions}
    words |= {entry_form.form_name(one.key): one.label for one in definition.fields}
    words |= {name: cell_label(definition, name) for name in faults if name.count(".") > 1}
    words |= {f"paper.{one.key}": one.name for one in definition.materials}
    parts = {"name": _("姓名或名称"), "document_kind": _("证件类型"), "id_number": _("证件号码"), "phone": _("联系电话"), "address": _("地址"),
             "unchecked_reason": _("未通过校验的原因"), "role": _("角色")}  # fmt: skip
    return words | {f"party.{number}.{name}": label for number in range(10) for name, label in parts.items()}


def cell_label(definition: Any, name: str) -> str:
    """人员 第2行 年龄: which cell of which table."""
    labels = {one.key: one.label for one in definition.fields}
    table, number, column = name.removeprefix(entry_form.PREFIX).split(".")[:3]
    if table not in labels or column not in labels:
        return ""
    return _("%(table)s第%(number)s行%(column)s", table=labels[table], number=int(number) + 1, column=labels[column])
