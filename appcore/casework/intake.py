"""收件 and 受理: one form of the counter becomes one case — number, papers, clock, slip and audit in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from appcore import clock, records, signals
from appcore.access import audit, read_log
from appcore.access.principal import Person, current
from appcore.access.read_log import ANSWERS, Seen
from appcore.casework import (
    application,
    authority,
    case_rows,
    idempotency,
    numbering,
    paper_first,
    slips,
    staging,
    standard,
)
from appcore.casework.application import Application, Checked
from appcore.casework.fees import Bill, bill
from appcore.casework.kind import case_kind
from appcore.casework.staging import FormLookup
from appcore.casework.standard import Standard
from appcore.definition import entry_form
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import N_
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import unit_of_work
from models.case import Case
from models.db import HouseSession, house_session
from models.place import Hall

CHANGED = N_("办事标准刚刚更新，请按新的清单核对后再提交")


@dataclass(frozen=True, slots=True)
class Taken:
    """A case that was taken: its number and the number of the slip to print."""

    number: str
    slip_number: str


def accept(handed_in: Application) -> Taken:
    """受理: the papers are complete. An instant item (即办件) is finished in the same transaction.

    Raises: Refused with the sentence for each field, Conflict when the standard changed under the clerk's hands or the
    form's key was used for something else, NotFound (not offered here), NotAllowed (no authority over this item).
    """
    return _take(handed_in, accepted=True)


def receive(handed_in: Application) -> Taken:
    """收件: papers are taken in although some are missing or wrong; the five days of 行政许可法 第三十二条 begin.

    Raises: as `accept`.
    """
    return _take(handed_in, accepted=False)


def _take(handed_in: Application, *, accepted: bool) -> Taken:
    session: HouseSession = house_session()
    before = idempotency.answer(session, handed_in)
    if before is not None:
        return Taken(*before.split("|"))
    found = standard.in_hall(session, handed_in.item_code, handed_in.hall_code)
    if handed_in.definition_hash and handed_in.definition_hash != found.refined_hash:
        raise Conflict(CHANGED)
    checked = application.check(found.definition, handed_in, FormLookup(session))
    faults = {name: fault for name, fault in checked.faults.items() if accepted or not can_wait(name, handed_in)}
    faults |= paper_first.faults(handed_in.paper, clock.local_now())
    if faults:
        raise Refused("请按提示修改后再提交", fields=faults)
    cost = bill(found.definition, {**handed_in.answers, **checked.values}, form_done=True)
    with unit_of_work(session):
        before = idempotency.claim(session, handed_in)
        if before is not None:
            return Taken(*before.split("|"))
        again = standard.in_hall(session, handed_in.item_code, handed_in.hall_code)
        if again.refined_hash != found.refined_hash:
            raise Conflict(CHANGED)
        authority.require_authority(session, again.definition.code, again.hall_code)
        case = _open(session, handed_in, checked, again, accepted=accepted)
        staging.hand_over(session, case, case_rows.place_of(case), found.definition, checked.values)
        slip = _close(session, case, again, checked, cost, accepted=accepted)
        _log_taken_in(session, case, checked)
        idempotency.keep(session, handed_in, f"{case.number}|{slip}")
        signals.announce(session, "case.received", fact_of(case))
        if accepted:
            announce_accepted(session, case)
        audit.record(session, "accepted" if accepted else "received", "case", case.number, _said_of(case))
        return Taken(case.number, slip)


def can_wait(name: str, handed_in: Application) -> bool:
    """What need not be there when papers are only received: papers, empty fields, unanswered questions.

    What was typed and cannot be read does not wait: it would be lost without a word.
    """
    if name.startswith(entry_form.PREFIX):
        return not any(text.strip() for text in handed_in.entered.get(name, ()))
    if name.startswith("a."):
        return name.removeprefix("a.") not in handed_in.unread
    return name.startswith("paper.")


def _said_of(case: Case) -> dict[str, Any]:
    """What the trail keeps of a case that was taken: of one keyed from paper also the true time, and on whose word."""
    paper = {"paper_received_at": case.paper_received_at, "paper_leader": case.paper_leader}
    return {"item": case.item_code, **{name: value for name, value in paper.items() if value}}


def took_at(case: Case) -> datetime:
    """When the case was truly taken: on paper, where it was keyed later. The law's clock runs from here."""
    return case.paper_received_at or case.received_at


def _open(session: HouseSession, handed_in: Application, checked: Checked, found: Standard, *, accepted: bool) -> Case:
    now = clock.local_now()
    hall = session.scalar(select(Hall).where(Hall.code == found.hall_code))
    if hall is None:
        raise NotFound("没有这个服务中心")
    definition = found.definition
    body = definition.deciding_department or definition.implementing_body
    who, moment = current(), handed_in.paper.moment
    case = Case(
        county_code=hall.region_code[:6] + "000000",
        opened_year=now.year,
        number=numbering.case_number(session, hall.code, now.date()),
        query_code=numbering.query_code(),
        item_code=definition.code,
        edition_id=found.edition_id,
        offer_revision=found.offer_revision,
        definition_hash=found.refined_hash,
        hall_code=hall.code,
        region_code=hall.region_code,
        department_code=body.code if body else None,
        window_id=handed_in.window_id or found.window_id,
        state="accepted" if accepted else "received",
        kind=case_kind(definition, hall.kind),
        mode=handed_in.mode,
        received_at=now,
        accepted_at=(moment or now) if accepted else None,
        paper_received_at=moment,
        paper_reason=handed_in.paper.reason.strip() or None if moment else None,
        paper_leader=handed_in.paper.leader.strip() or None if moment else None,
        applicant_name=checked.parties[0].name,
        outside_number=handed_in.outside_number or None,
        first_contact=who.label[:80],
        handler_id=who.account_id if isinstance(who, Person) else None,
    )
    case_rows.keep_content(case, definition, checked)
    records.stamp(case, new=True)
    session.add(case)
    session.flush()
    for party in checked.parties:
        session.add(case_rows.party_of(case, party))
    for row in checked.needed.materials:
        if row.applies is not False:
            session.add(case_rows.paper_of(case, row.part, handed_in.papers))
    reason = f"补录：{case.paper_reason}" if case.paper_reason else None
    case_rows.add_event(session, case, "received", took_at(case), reason=reason[:300] if reason else None)
    return case


def _close(session: HouseSession, case: Case, found: Standard, checked: Checked, cost: Bill, *, accepted: bool) -> str:
    """The events and the slip that end the act."""
    if accepted:
        add_accepted(session, case, found.definition, took_at(case))
    session.flush()
    return slips.issue(session, case, "acceptance" if accepted else "receipt", found.definition, cost)


def _log_taken_in(session: HouseSession, case: Case, checked: Checked) -> None:
    """Whoever keyed a person's numbers has seen them (R83)."""
    if not isinstance(current(), Person):
        return
    seen = [
        Seen(tuple(name for name in ("id_number", "phone", "address") if getattr(one, name)), one.id_number, one.phone)
        for one in checked.parties
    ]
    seen += [Seen((ANSWERS,))] if case.entered_sealed is not None else []
    read_log.record(session, case.number, [one for one in seen if one.columns], "taken_in")


def add_accepted(session: HouseSession, case: Case, definition: ItemDefinition, at: datetime) -> None:
    """Enter the acceptance; an instant item (即办件) is decided and finished with it."""
    case_rows.add_event(session, case, "accepted", at)
    if definition.is_instant:
        case_rows.add_event(session, case, "decided", at)
        case_rows.add_event(session, case, "finished", at)
        case.state, case.outcome, case.finished_at = "finished", "granted", at


def announce_accepted(session: HouseSession, case: Case) -> None:
    """Say that a case was accepted; an instant item (即办件) was finished with it."""
    signals.announce(session, "case.accepted", fact_of(case))
    if case.state == "finished":
        signals.announce(session, "case.finished", fact_of(case))


def fact_of(case: Case) -> signals.CaseFact:
    """What a signal says of a case: codes alone."""
    return signals.CaseFact(
        number=case.number, item=case.item_code, region=case.region_code, hall=case.hall_code,
        department=case.department_code, state=case.state, outcome=case.outcome,
    )  # fmt: skip
