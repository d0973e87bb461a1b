"""补齐后受理: a case that was only received is accepted once its papers are met, under the edition in force that day."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from appcore import clock, records
from appcore.access import audit, privacy
from appcore.casework import application, intake, slips, standard
from appcore.casework.application import Papers
from appcore.casework.fees import bill
from appcore.casework.standard import Standard
from appcore.definition import entry_form
from appcore.definition.answers import from_json
from appcore.definition.checklist import Checklist, checklist
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import unit_of_work
from models.case import Case, MaterialCheck
from models.db import HouseSession, house_session

GONE = "办件状态已经变化，请刷新后再操作"


def received(session: HouseSession, number: str) -> tuple[Case, Standard, Checklist]:
    """A case that waits for acceptance, the standard in force in its hall today, and what is needed at its answers.

    Raises: NotFound, Conflict when it no longer waits.
    """
    case = session.scalar(select(Case).where(Case.number == number))
    if case is None:
        raise NotFound("没有这个办件")
    if case.state != "received":
        raise Conflict(GONE)
    found = standard.in_hall(session, case.item_code, case.hall_code or "")
    entered = from_json({**case.answers, **case.entered, **privacy.get_answers(case)})
    return case, found, checklist(found.definition, entered, form_done=True)


def accept_received(number: str, papers: Papers, *, version: int) -> str:
    """Accept a received case: its form is filled and each paper it still needs is met now. An instant item is finished with it.

    Returns: the number of the acceptance slip. Raises: Refused with a sentence for each paper, open question or empty field,
    Conflict, NotFound, NotAllowed (no authority over this item).
    """
    session = house_session()
    _case, found, needed = received(session, number)
    faults = application.papers_at_fault(needed, papers) | application.unreadable_papers(papers)
    if needed.questions:
        raise Refused("还有情形没有回答，请重新收件并回答：%(first)s", first=needed.questions[0].text)
    if empty := entry_form.unfilled(found.definition, needed.answers):
        raise Refused("表单还没有填完，请重新收件并填写：%(first)s", first=empty[0].label)
    if faults:
        raise Refused("请按提示修改后再提交", fields=faults)
    with unit_of_work(session):
        case, found, needed = received(session, number)
        if case.version != version:
            raise Conflict(GONE)
        intake.require_authority(session, found)
        _move_to(session, case, found)
        _keep_papers(session, case, needed, papers)
        cost = bill(found.definition, needed.answers, form_done=True)
        now = clock.local_now()
        before = case.state
        case.state, case.accepted_at = "accepted", now
        intake.add_accepted(session, case, found.definition, now)
        records.stamp(case)
        session.flush()
        audit.record(session, "accepted", "case", case.number, {"item": case.item_code, "state": [before, case.state]})
        return slips.issue(session, case, "acceptance", found.definition, cost)


def _move_to(session: HouseSession, case: Case, found: Standard) -> None:
    """A case only received moves to the edition in force on the day of acceptance (decisions 16)."""
    if case.definition_hash != found.refined_hash:
        case.edition_id, case.offer_revision = found.edition_id, found.offer_revision
        case.definition_hash = found.refined_hash
        intake.add_event(session, case, "edition_moved", clock.local_now())


def _keep_papers(session: HouseSession, case: Case, needed: Checklist, papers: Papers) -> None:
    held: Mapping[str, MaterialCheck] = {
        row.material_key: row for row in session.scalars(select(MaterialCheck).where(MaterialCheck.case_id == case.id))
    }
    for row in needed.materials:
        if row.applies is False:
            continue
        fresh = intake.paper_of(case, row.part, papers)
        kept = held.get(row.part.key)
        if kept is None:
            session.add(fresh)
        elif (kept.state, kept.note) != (fresh.state, fresh.note):
            kept.state, kept.note = fresh.state, fresh.note
            records.stamp(kept)
