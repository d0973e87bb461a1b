"""补齐后受理: a case that was only received is accepted once its papers are met, under the edition in force that day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from appcore import clock, records
from appcore.access import audit, privacy
from appcore.casework import application, authority, case_rows, intake, slips, staging, standard
from appcore.casework.agent_sight import end_of_agent
from appcore.casework.application import Application, Papers
from appcore.casework.fees import bill
from appcore.casework.keeping import require_holder
from appcore.casework.staging import FormLookup
from appcore.casework.standard import Standard
from appcore.definition import entry_form
from appcore.definition.answers import from_json
from appcore.definition.checklist import Checklist
from appcore.definition.conditions import Answer
from appcore.definition.item import ItemDefinition
from appcore.definition.kinds import Lookup
from appcore.definition.posted import Texts
from appcore.definition.questions import read_answers, write_answers
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import unit_of_work
from models.case import Case, MaterialCheck
from models.db import HouseSession, house_session

GONE = "办件状态已经变化，请刷新后再操作"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits for acceptance, under the standard in force in its hall today.

    `handed_in`: what was kept at receipt with what is supplied now. `kept`: keys of the questions and fields that were
    answered at receipt and still are sound; what is supplied for them now does not count.
    """

    case: Case
    found: Standard
    kept: frozenset[str]
    handed_in: Application


def standard_of(session: HouseSession, number: str) -> Standard:
    """The standard in force today in the hall of a case that waits for acceptance.

    A case that was handed on is still taken under the standard of the hall that received it: that was promised.

    Raises: NotFound, Conflict when it no longer waits.
    """
    case = _received(session, number)
    return standard.of_hall_of_case(session, case.item_code, case.hall_code or "", case.received_at.date())


def waiting(session: HouseSession, number: str, supplied: Application) -> Waiting:
    """The case with what is supplied now: papers, answers to open questions, texts of empty fields.

    Raises: as `standard_of`.
    """
    case, found = _received(session, number), standard_of(session, number)
    answers, texts, typed = _held(case, found.definition, FormLookup(session, case_id=case.id))
    kept_fields = {entry_form.field_of(name) for name in texts}
    papers = {row.material_key: (row.state, row.note or "") for row in _papers_of(session, case)}
    handed_in = replace(
        supplied,
        parties=(),
        answers={**supplied.answers, **answers},
        unread={key: given for key, given in supplied.unread.items() if key not in answers},
        entered={**_begun(typed, supplied.entered), **_without(supplied.entered, kept_fields), **texts},
        papers={**papers, **supplied.papers},
    )
    return Waiting(case, found, frozenset({*answers, *kept_fields}), handed_in)


def _begun(typed: Texts, supplied: Texts) -> dict[str, Sequence[str]]:
    """The rows of tables that were begun at receipt, until the form brings its own."""
    brought = {entry_form.field_of(name) for name in supplied}
    rows = {name: texts for name, texts in typed.items() if "." in name}
    return _without(rows, brought)


def _without(texts: Texts, fields: Collection[str]) -> dict[str, Sequence[str]]:
    return {name: given for name, given in texts.items() if entry_form.field_of(name) not in fields}


def _held(
    case: Case, definition: ItemDefinition, lookup: Lookup
) -> tuple[dict[str, Answer], dict[str, list[str]], dict[str, list[str]]]:
    """Answers, and texts of fields, that were kept at receipt and are still sound under this standard; and all texts."""
    held = from_json({**case.answers, **case.entered, **privacy.get_answers(case)})
    given: dict[str, list[str]] = {}
    for key, text in write_answers(definition, held):
        given.setdefault(key, []).append(text)
    answers = read_answers(definition, given, lookup)
    typed = entry_form.typed_values(definition, held)
    unsound = {entry_form.field_of(key) for key in entry_form.validate(definition, typed, answers, lookup).errors}
    return answers, {name: texts for name, texts in typed.items() if entry_form.field_of(name) not in unsound}, typed


def accept_received(number: str, supplied: Application, *, version: int) -> str:
    """Accept a received case: its form is filled and each paper it still needs is met now. An instant item is finished with it.

    Returns: the number of the acceptance slip. Raises: Refused with a sentence for each paper, open question and field,
    Conflict, NotFound, NotAllowed (no authority over this item).
    """
    session = house_session()
    now = waiting(session, number, supplied)
    lookup = FormLookup(session, case_id=now.case.id)
    checked = application.check_content(now.found.definition, now.handed_in, lookup)
    if checked.faults:
        raise Refused("请按提示修改后再提交", fields=checked.faults)
    with unit_of_work(session):
        now = waiting(session, number, supplied)
        case, found = now.case, now.found
        if case.version != version:
            raise Conflict(GONE)
        holder = require_holder(session, case).holder
        authority.require_authority(session, case.item_code, holder.hall_code or "")
        checked = application.check_content(found.definition, now.handed_in, lookup)
        if checked.faults:
            raise Conflict(intake.CHANGED)
        if found.definition.is_instant:
            end_of_agent(session, case)
        _move_to(session, case, found)
        case_rows.keep_content(case, found.definition, checked)
        staging.hand_over(session, case, case_rows.place_of(case), found.definition, checked.values)
        _keep_papers(session, case, checked.needed, now.handed_in.papers)
        cost = bill(found.definition, checked.needed.answers, form_done=True)
        before = case.state
        case.state, case.accepted_at = "accepted", clock.local_now()
        intake.add_accepted(session, case, found.definition, case.accepted_at)
        records.stamp(case)
        session.flush()
        audit.record(session, "accepted", "case", case.number, {"item": case.item_code, "state": [before, case.state]})
        intake.announce_accepted(session, case)
        return slips.issue(session, case, "acceptance", found.definition, cost)


def _received(session: HouseSession, number: str) -> Case:
    case = session.scalar(select(Case).where(Case.number == number))
    if case is None:
        raise NotFound("没有这个办件")
    if case.state != "received":
        raise Conflict(GONE)
    return case


def _papers_of(session: HouseSession, case: Case) -> Sequence[MaterialCheck]:
    return session.scalars(select(MaterialCheck).where(MaterialCheck.case_id == case.id)).all()


def _move_to(session: HouseSession, case: Case, found: Standard) -> None:
    """A case only received moves to the edition in force on the day of acceptance (decisions 16)."""
    if case.definition_hash != found.refined_hash:
        case.edition_id, case.offer_revision = found.edition_id, found.offer_revision
        case.definition_hash = found.refined_hash
        case_rows.add_event(session, case, "edition_moved", clock.local_now())


def _keep_papers(session: HouseSession, case: Case, needed: Checklist, papers: Papers) -> None:
    held = {row.material_key: row for row in _papers_of(session, case)}
    for row in needed.materials:
        if row.applies is False:
            continue
        fresh = case_rows.paper_of(case, row.part, papers)
        kept = held.get(row.part.key)
        if kept is None:
            session.add(fresh)
        elif (kept.state, kept.note) != (fresh.state, fresh.note):
            kept.state, kept.note = fresh.state, fresh.note
            records.stamp(kept)
