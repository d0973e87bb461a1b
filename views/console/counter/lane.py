"""The page model of the counter lane: what the template draws, gathered from the standard and what was typed so far."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wtforms import Form

from appcore.casework import trial
from appcore.casework.acceptance import Waiting
from appcore.casework.application import ID_CARD_KINDS, Application, unreadable
from appcore.casework.fees import Bill, bill
from appcore.casework.standard import Standard
from appcore.catalogue import work_systems
from appcore.definition import entry_form
from appcore.definition.checklist import Checklist, checklist
from appcore.definition.conditions import Answer, dump
from appcore.definition.entry_form import Entered, FormField
from appcore.definition.kinds import Lookup, kind_of
from appcore.definition.kinds.staged import Files
from appcore.definition.nesting import TableField, sums_of
from appcore.definition.questions import as_field
from models.db import house_session
from models.vocabulary import CASE_MODE, ID_DOCUMENT, MATERIAL_STATE, PARTY_ROLE
from views.console.counter.prefilling import Prefilled
from views.words import _, bytes_words, spoken


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
    made: Mapping[str, str]  # what was worked out, in words, by the names that the controls would have
    files: Mapping[str, tuple[tuple[str, str, str], ...]]
    prefilled: Prefilled

    @property
    def definition(self) -> Any:
        return self.found.definition

    @property
    def outside_system(self) -> str:
        """The system whose number of the case is asked for; "" where the item is worked here, or there are no numbers there."""
        name: str = self.definition.worked_in
        return name if work_systems.gives_numbers(house_session(), name) else ""

    @property
    def computes(self) -> bool:
        """Whether this form works anything out, so that it is drawn again as it is filled in."""
        return any(one.kind == "computed" for one in self.found.definition.fields)

    @property
    def brings(self) -> bool:
        """Whether a field of this form begins with what the applicant gave last time."""
        return any(one.prefill == "earlier" for one in self.found.definition.fields)

    @staticmethod
    def condition(one: FormField) -> str:
        return condition(one)

    modes = CASE_MODE.choices
    documents = ID_DOCUMENT.choices
    id_cards = " ".join(ID_CARD_KINDS)
    roles = PARTY_ROLE.choices
    states = MATERIAL_STATE.choices
    is_trial = False


@dataclass(frozen=True, slots=True)
class TrialLane(Lane):
    """The same page on trial: made-up people, and a sample in place of every file."""

    @staticmethod
    def sample(one: FormField) -> str:
        return trial.sample_token(one.field.kind, one.field.code_list)

    is_trial = True


def build(
    found: Standard,
    handed_in: Application,
    lookup: Lookup,
    faults: Mapping[str, str],
    key: str,
    kind: str,
    made_of: type[Lane] = Lane,
    prefilled: Prefilled | None = None,
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
    return made_of(
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
        made_words(fields, entered, lookup),
        _files(fields, handed_in, lookup),
        prefilled or Prefilled({}, "", {}, False),
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


def _files(fields: Any, handed_in: Application, lookup: Lookup) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """The files that were taken in already, as token, name and size in words, by the key of their field."""
    held = {}
    for one, _control in fields:
        if isinstance(kind_of(one.field.kind), Files):
            found = [(token, lookup.file(token)) for token in handed_in.entered.get(one.name, ())]
            held[one.field.key] = tuple((token, file.name, bytes_words(file.size)) for token, file in found if file)
    return held


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


def made_words(fields: Any, entered: Entered, lookup: Lookup) -> dict[str, str]:
    """The computed values in words with their unit, by the name that a control in their place would have."""
    words: dict[str, str] = {}
    for one, _control in fields:
        value: Any = entered.values.get(one.field.key)
        if one.field.kind == "computed" and value is not None:
            words[one.name] = kind_of(one.field.kind).show(value, one.field, lookup)
        if not isinstance(one.field, TableField) or value is None:
            continue
        for number, row in zip(entered.numbers[one.field.key], value, strict=True):
            for column in one.field.columns:
                if column.kind == "computed" and column.key in row:
                    name = entry_form.form_name(entry_form.cell_key(one.field.key, number, column.key))
                    words[name] = kind_of(column.kind).show(row[column.key], column, lookup)
    return words


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
