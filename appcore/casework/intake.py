"""收件 and 受理: one form of the counter becomes one case — number, papers, clock, slip and audit in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from appcore import clock, records, signals
from appcore.access import audit, privacy, read_log
from appcore.access.principal import Person, current
from appcore.access.read_log import ANSWERS, Seen
from appcore.casework import application, idempotency, numbering, paper_first, slips, standard
from appcore.casework.application import Application, Checked, Papers
from appcore.casework.fees import Bill, bill
from appcore.casework.kind import case_kind
from appcore.casework.standard import Standard
from appcore.definition import entry_form
from appcore.definition.answers import to_json
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import N_
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.lookups import HouseLookup
from appcore.transaction import unit_of_work
from models.account import User
from models.case import Case, ClockEvent, MaterialCheck, Party
from models.db import HouseSession, house_session
from models.offer import Authority, Offer
from models.place import Hall
from models.staff import Post

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
    checked = application.check(found.definition, handed_in, HouseLookup(session))
    faults = {name: fault for name, fault in checked.faults.items() if accepted or not _can_wait(name, handed_in)}
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
        require_authority(session, again.definition.code, again.hall_code)
        case = _open(session, handed_in, checked, again, accepted=accepted)
        slip = _close(session, case, again, checked, cost, accepted=accepted)
        _log_taken_in(session, case, checked)
        idempotency.keep(session, handed_in, f"{case.number}|{slip}")
        signals.announce(session, "case.received", fact_of(case))
        if accepted:
            announce_accepted(session, case)
        audit.record(session, "accepted" if accepted else "received", "case", case.number, _said_of(case))
        return Taken(case.number, slip)


def _can_wait(name: str, handed_in: Application) -> bool:
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
    keep_content(case, definition, checked)
    records.stamp(case, new=True)
    session.add(case)
    session.flush()
    for party in checked.parties:
        session.add(_party(case, party))
    for row in checked.needed.materials:
        if row.applies is not False:
            session.add(paper_of(case, row.part, handed_in.papers))
    reason = f"补录：{case.paper_reason}" if case.paper_reason else None
    add_event(session, case, "received", took_at(case), reason=reason[:300] if reason else None)
    return case


def keep_content(case: Case, definition: ItemDefinition, checked: Checked) -> None:
    """Write answers and values of the form into the case; values of sensitive kinds are sealed."""
    clear, sensitive = entry_form.split_sensitive(definition, checked.values)
    case.answers = _plain(checked.needed.answers, definition)
    case.entered = to_json(clear)
    privacy.put_answers(case, to_json(sensitive))


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
    add_event(session, case, "accepted", at)
    if definition.is_instant:
        add_event(session, case, "decided", at)
        add_event(session, case, "finished", at)
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


def add_event(session: HouseSession, case: Case, kind: str, at: datetime, **facts: Any) -> None:
    """Enter an event into the ledger of a case."""
    session.add(
        ClockEvent(**place_of(case), kind=kind, at=at, actor=current().label[:80], recorded_at=clock.now(), **facts)
    )


def place_of(case: Case) -> dict[str, Any]:
    """What every row under a case carries of it."""
    return {
        "case_id": case.id,
        "county_code": case.county_code,
        "opened_year": case.opened_year,
        "hall_code": case.hall_code,
        "region_code": case.region_code,
        "department_code": case.department_code,
    }


def _party(case: Case, one: application.Applicant) -> Party:
    party = Party(
        **place_of(case),
        role=one.role,
        is_body=one.is_body,
        name=one.name,
        document_kind=one.document_kind,
        unchecked_reason=one.unchecked_reason or None,
    )
    privacy.put(party, "id_number", one.id_number)
    privacy.put(party, "phone", one.phone)
    privacy.put(party, "address", one.address)
    records.stamp(party, new=True)
    return party


def paper_of(case: Case, material: Any, papers: Papers) -> MaterialCheck:
    """The row that says how a paper of a case is met; one that nobody ticked is missing, or shared where it is exempt."""
    default = "shared" if material.exempt else "missing"
    state, note = papers.get(material.key, (default, ""))
    row = MaterialCheck(
        **place_of(case),
        material_key=material.key,
        name=material.name,
        state=state or default,
        note=note.strip() or None,
    )
    records.stamp(row, new=True)
    return row


def _plain(answers: Any, definition: Any) -> dict[str, Any]:
    """The answers to the questions alone, as JSON holds them; values of fields are kept apart and sealed by kind."""
    asked = {question.key for question in definition.questions}
    return to_json({key: value for key, value in answers.items() if key in asked and value is not None})


def require_authority(session: HouseSession, item_code: str, hall_code: str) -> None:
    """A person needs a post that may accept this item in this hall today (授权).

    Raises: NotAllowed.
    """
    who = current()
    if not isinstance(who, Person):
        return
    offer_id = session.scalar(select(Offer.id).where(Offer.item_code == item_code, Offer.hall_code == hall_code))
    if offer_id is None or not has_authority(session, who, offer_id):
        raise NotAllowed("您的岗位没有受理这个事项的权限，请联系中心管理员")


def has_authority(session: HouseSession, who: Person, offer_id: int) -> bool:
    """Whether one of the person's posts may accept an offer today."""
    today = clock.local_today()
    staff_id = session.scalar(select(User.staff_id).where(User.id == who.account_id))
    if staff_id is None:
        return False
    rows = session.execute(
        select(Authority.id)
        .join(Post, Post.id == Authority.post_id)
        .where(
            Authority.offer_id == offer_id,
            Authority.power == "accept",
            Post.staff_id == staff_id,
            or_(Post.valid_from.is_(None), Post.valid_from <= today),
            or_(Post.valid_to.is_(None), Post.valid_to >= today),
            or_(Authority.valid_from.is_(None), Authority.valid_from <= today),
            or_(Authority.valid_to.is_(None), Authority.valid_to >= today),
        )
        .limit(1)
    )
    return rows.first() is not None
