"""An application as the counter hands it in, and what is wrong with it: every fault at once, each on its field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from appcore.casework.paper_first import PaperFirst
from appcore.definition import characters, entry_form, identity, person_name
from appcore.definition.checklist import Checklist, checklist
from appcore.definition.conditions import Answer
from appcore.definition.item import ItemDefinition
from appcore.definition.kinds import Lookup, kind_of
from appcore.definition.questions import as_field
from appcore.definition.verdict import Rejected, Verdict
from models.vocabulary import CASE_MODE, ID_DOCUMENT, MATERIAL_STATE, PARTY_ROLE

Papers = Mapping[str, tuple[str, str]]
"""How each paper is met: material key to state and note."""
NOT_MET = ("missing", "wrong")
ID_CARD_KINDS = ("id_card", "hmt_residence")
BODY_KINDS = ("business_licence", "agency_certificate", "non_profit", "association", "institution")


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """A party as typed. `unchecked_reason` lets a number pass that fails its check (a lost card, an old paper)."""

    name: str = ""
    role: str = "applicant"
    document_kind: str = "id_card"
    id_number: str = ""
    phone: str = ""
    address: str = ""
    unchecked_reason: str = ""

    @property
    def is_body(self) -> bool:
        return self.document_kind in BODY_KINDS or self.document_kind == "other_body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Everything that one form of the counter holds. `papers`: material key to (state, note).

    `unread` are texts given as answers that cannot be one, so that they come back with a sentence.
    """

    item_code: str
    hall_code: str
    answers: Mapping[str, Answer]
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parties: tuple[Applicant, ...]
    papers: Papers
    entered: Mapping[str, Sequence[str]]
    mode: str = "window"
    outside_number: str = ""
    definition_hash: str = ""
    key: str = ""
    window_id: int | None = None
    paper: PaperFirst = field(default_factory=PaperFirst)


@dataclass(frozen=True, slots=True)
class Checked:
    """An application that was read: what may be kept, the checklist at these answers, and the faults by form field."""

    parties: tuple[Applicant, ...]
    values: dict[str, Answer]
    needed: Checklist
    faults: dict[str, Verdict] = field(default_factory=dict)

    @property
    def unmet(self) -> tuple[str, ...]:
        return tuple(key for key in self.faults if key.startswith("paper."))


def check(definition: ItemDefinition, handed_in: Application, lookup: Lookup) -> Checked:
    """Read an application against the standard. Faults are keyed as the form's fields are named."""
    faults: dict[str, Verdict] = {}
    parties = tuple(_party(one, number, lookup.today, faults) for number, one in enumerate(handed_in.parties))
    if not parties:
        faults["party.0.name"] = Verdict("请填写申请人")
    if handed_in.mode not in CASE_MODE:
        faults["mode"] = Verdict("请选择办理方式")
    if len(handed_in.outside_number) > 60 or characters_are_bad(handed_in.outside_number):
        faults["outside_number"] = Verdict("外部办件号不能超过60个字")
    content = check_content(definition, handed_in, lookup)
    return Checked(parties, content.values, content.needed, faults | content.faults)


def check_content(definition: ItemDefinition, handed_in: Application, lookup: Lookup) -> Checked:
    """What an application says to the item's own questions, form and papers; who hands it in is not looked at."""
    faults: dict[str, Verdict] = {}
    entered = entry_form.validate(definition, handed_in.entered, handed_in.answers, lookup)
    faults |= {entry_form.form_name(key): verdict for key, verdict in entered.errors.items()}
    needed = checklist(definition, {**handed_in.answers, **entered.values}, form_done=True)
    for question in needed.questions:
        faults[f"a.{question.key}"] = Verdict("请先回答这个问题")
    faults |= unreadable(definition, handed_in, lookup)
    faults |= papers_at_fault(needed, handed_in.papers) | unreadable_papers(handed_in.papers)
    return Checked((), entered.values, needed, faults)


def unreadable(definition: ItemDefinition, handed_in: Application, lookup: Lookup) -> dict[str, Verdict]:
    """Why each text that was given as an answer cannot be one, by the name of its control."""
    faults: dict[str, Verdict] = {}
    for question in definition.questions:
        if question.key in handed_in.unread:
            asked = as_field(question)
            try:
                kind_of(asked.kind).clean(list(handed_in.unread[question.key]), asked, lookup)
            except Rejected as problem:
                faults[f"a.{question.key}"] = problem.verdict
    return faults


def unreadable_papers(papers: Papers) -> dict[str, Verdict]:
    """What no row could keep, by the name of the note's control: an unknown state, a long note or odd characters."""
    faults: dict[str, Verdict] = {}
    for key, (state, note) in papers.items():
        if state and state not in MATERIAL_STATE:
            faults[f"note.{key}"] = Verdict("请从列出的选项中选择一项。")
        elif len(note.strip()) > 300 or characters_are_bad(note):
            faults[f"note.{key}"] = Verdict("说明不能超过300个字，也不能含有看不见的字符")
    return faults


def papers_at_fault(needed: Checklist, papers: Papers) -> dict[str, Verdict]:
    """What stands in the way of acceptance, by the name of each paper's control."""
    faults: dict[str, Verdict] = {}
    for row in needed.materials:
        material = row.part
        if row.applies is False:
            continue
        name = f"paper.{material.key}"
        state, note = papers.get(material.key, ("shared" if material.exempt else "", ""))
        if state not in MATERIAL_STATE:
            if material.necessity != "optional":
                faults[name] = Verdict("请核对“%(name)s”", {"name": material.name})
        elif state in NOT_MET and material.necessity != "optional":
            faults[name] = Verdict("“%(name)s”尚未齐全，不能受理", {"name": material.name})
        elif state == "to_follow" and material.necessity != "deferrable":
            faults[name] = Verdict("“%(name)s”不在容缺范围内", {"name": material.name})
        elif state == "pledged" and not material.pledge_allowed:
            faults[name] = Verdict("“%(name)s”不能用承诺代替", {"name": material.name})
        elif state == "not_needed" and not note.strip() and material.necessity == "required":
            faults[name] = Verdict("请写明本次不需要“%(name)s”的原因", {"name": material.name})
    return faults


def _party(one: Applicant, number: int, today: date, faults: dict[str, Verdict]) -> Applicant:
    """The party in its one form; faults are added under `party.<number>.<field>`."""
    prefix = f"party.{number}"
    cleaned: dict[str, Any] = {"role": one.role, "document_kind": one.document_kind}
    if one.role not in PARTY_ROLE:
        faults[f"{prefix}.role"] = Verdict("请选择当事人角色")
    if one.document_kind not in ID_DOCUMENT:
        faults[f"{prefix}.document_kind"] = Verdict("请选择证件类型")
    cleaned["unchecked_reason"] = _text(one.unchecked_reason, 200, f"{prefix}.unchecked_reason", faults)
    cleaned["address"] = _text(one.address, 300, f"{prefix}.address", faults)
    cleaned["name"] = _tried(lambda: _name(one), f"{prefix}.name", faults)
    cleaned["id_number"] = _tried(lambda: _number(one, today), f"{prefix}.id_number", faults)
    cleaned["phone"] = (
        _tried(lambda: identity.check_phone(one.phone), f"{prefix}.phone", faults) if one.phone.strip() else ""
    )
    return Applicant(**cleaned)


def _name(one: Applicant) -> str:
    if one.is_body:
        characters.refuse_unstorable(one.name)
        name = " ".join(one.name.split())
        if not 2 <= len(name) <= 100:
            raise Rejected("请填写单位名称，2至100个字")
        return name
    return person_name.clean_person_name(one.name)


def _number(one: Applicant, today: date) -> str:
    """The document number by the rule of its kind; a reason lets a number stand as it is printed (decisions 57)."""
    text = one.id_number.strip()
    if one.document_kind == "none":
        return ""
    if not text:
        raise Rejected("请填写证件号码；没有证件时请把证件类型改为“暂无证件”")
    try:
        if one.document_kind in ID_CARD_KINDS:
            return identity.check_id_number(text, today)
        if one.document_kind in BODY_KINDS:
            return identity.check_credit_code(text)
    except Rejected:
        if not one.unchecked_reason.strip():
            raise
    characters.refuse_unstorable(text)
    if len(text) > 40:
        raise Rejected("证件号码不能超过40个字")
    return text


def _text(text: str, longest: int, name: str, faults: dict[str, Verdict]) -> str:
    cleaned = text.strip()
    if len(cleaned) > longest or characters_are_bad(cleaned):
        faults[name] = Verdict("不能超过%(longest)d个字，也不能含有控制字符", {"longest": longest})
        return ""
    return cleaned


def characters_are_bad(text: str) -> bool:
    try:
        characters.refuse_unstorable(text)
    except Rejected:
        return True
    return False


def _tried(clean: Any, name: str, faults: dict[str, Verdict]) -> str:
    try:
        return str(clean())
    except Rejected as problem:
        faults[name] = problem.verdict
        return ""
