"""移交: a case goes to another hall or department; it is taken over, sent back or recalled, and the ledger says who holds it.

The case's own place never moves (R05): the receiver gets a grant over the case, first to read it, with the taking over to
handle it; the sender keeps the right to read. The clock runs on. Grants and steps are written by the service alone: whom
a case is handed to is not for a receiver to say otherwise, so the flush is the system's after the rules were asked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from appcore import clock, records, signals
from appcore.access import audit, permissions
from appcore.access.principal import Person, System, acting_as, current, place_range
from appcore.casework.agent_sight import end_of_agent, followers, grant_of, minute
from appcore.casework.custody import Custody, Desk, Step, fault_of_receiver
from appcore.casework.custody import custody as custody_after
from appcore.casework.intake import add_event, place_of
from appcore.casework.keeping import as_step, home_of, require_holder, stands_at, steps_of
from appcore.definition.verdict import N_
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import unit_of_work
from models.case import Case, CaseGrant, MaterialCheck
from models.custody import CustodyEvent
from models.db import HouseSession
from models.organisation import Department
from models.place import Hall

GONE = N_("办件状态已经变化，请刷新后再操作")
USED = N_("这张表单已经用于另一次移交，请重新打开")
LONGEST_REASON = 300
TRAVELLING = ("copy_kept", "original_kept")
"""States of a paper that lies with the case and can travel with it."""


@dataclass(frozen=True, slots=True)
class Handing:
    """What a form of handing over holds. `papers` are keys of papers that travel; `key` makes the form count once."""

    number: str
    to: Desk
    reason: str
    papers: tuple[str, ...] = ()
    version: int | None = None
    key: str = ""


def hand(handed: Handing) -> None:
    """Hand a case that one holds to another desk of the county; until that takes it, one stays answerable for it.

    Raises: Refused with its field, NotFound, Conflict (changed meanwhile, or on its way), NotAllowed (not the holder).
    """
    _require("hand")
    reason = _reason(handed.reason)
    with unit_of_work() as session:
        case = locked(session, handed.number)
        rows = steps_of(session, case.id)
        if _was_sent(rows, handed.key):
            return
        if handed.version is not None and case.version != handed.version:
            raise Conflict(GONE)
        now = _now(case, rows)
        if now.on_its_way:
            raise Conflict(GONE)
        require_holder(session, case)
        fault = fault_of_receiver(now, handed.to, case.state) or _unknown(session, case, handed.to)
        if fault is not None:
            raise Refused(fault, field="receiver")
        papers = _papers(session, case, handed.papers)
        step = Step("handed", clock.local_now(), now.holder, handed.to)
        _enter(session, case, rows, step, reason=reason, papers=papers, form_key=handed.key or None)
        if handed.to != home_of(case) and grant_of(session, case, handed.to) is None:
            session.add(new_grant(case, handed.to))
        _keep(session, case, "handed_over", step, {"reason": reason, "papers": [one["name"] for one in papers]})


def take(number: str) -> None:
    """Take over a case that is on its way to one's own desk: from now on it is handled here.

    Raises: NotFound, Conflict (no longer on its way), NotAllowed (handed to another desk).
    """
    _require("take")
    with unit_of_work() as session:
        case = locked(session, number)
        rows = steps_of(session, case.id)
        if rows and rows[-1].step == "taken" and rows[-1].account_id == _account():
            return
        now = _offered(case, rows)
        receiver = _to_us(case, now)
        end_of_agent(session, case)
        step = Step("taken", clock.local_now(), now.holder, receiver)
        _enter(session, case, rows, step)
        _set_right(session, case, receiver, "handle")
        _set_right(session, case, now.holder, "read")
        add_event(session, case, "handed_over", step.at)
        case.handler_id = _account()
        _keep(session, case, "taken_over", step, {})


def send_back(number: str, reason: str) -> None:
    """Send a case that is on its way to one's own desk back to where it came from.

    Raises: Refused (no reason), and as `take`.
    """
    _require("take")
    words = _reason(reason)
    with unit_of_work() as session:
        case = locked(session, number)
        rows = steps_of(session, case.id)
        now = _offered(case, rows)
        _undo(session, case, rows, now, Step("sent_back", clock.local_now(), _to_us(case, now), now.holder), words)


def recall(number: str, reason: str) -> None:
    """Take back a case that one handed over and that nobody has taken yet.

    Raises: Refused (no reason), NotFound, Conflict (taken meanwhile), NotAllowed (another desk handed it).
    """
    _require("hand")
    words = _reason(reason)
    with unit_of_work() as session:
        case = locked(session, number)
        rows = steps_of(session, case.id)
        now = _offered(case, rows)
        if not stands_at(current(), now.holder, case):
            raise NotAllowed("只有移交方能够收回")
        if followers(session, [case]):
            case.handler_id = _account()
        _undo(
            session, case, rows, now, Step("recalled", clock.local_now(), now.offered_to or Desk(), now.holder), words
        )


def _undo(session: HouseSession, case: Case, rows: list[CustodyEvent], now: Custody, step: Step, reason: str) -> None:
    """The case stays where it was: a desk that never held it sees it no more, and what is taken back an agent neither."""
    if step.kind == "recalled":
        end_of_agent(session, case)
    _enter(session, case, rows, step, reason=reason)
    grant = grant_of(session, case, step.sender)
    if grant is not None and step.sender not in now.before:
        grant.granted_until = minute()
        records.stamp(grant)
    _keep(session, case, step.kind, step, {"reason": reason})


def _require(verb: str) -> None:
    who = current()
    if isinstance(who, Person) and not permissions.may(who.roles, "console:case", verb):
        raise NotAllowed("移交和接收办件由窗口人员或审批人办理")


def _reason(text: str) -> str:
    words = text.strip()
    if not words:
        raise Refused("请写明原因", field="reason")
    if len(words) > LONGEST_REASON:
        raise Refused("原因不能超过300个字", field="reason")
    return words


def locked(session: HouseSession, number: str) -> Case:
    """The case, kept from others until the end: of two who hand it over at once the second sees what the first did."""
    case = session.scalar(select(Case).where(Case.number == number).with_for_update(of=Case))
    if case is None:
        raise NotFound("没有这个办件")
    return case


def _now(case: Case, rows: Collection[CustodyEvent]) -> Custody:
    return custody_after(home_of(case), map(as_step, rows))


def _was_sent(rows: Collection[CustodyEvent], key: str) -> bool:
    """Whether this form handed the case over already.

    Raises: Conflict when somebody else's did.
    """
    same = next((row for row in rows if key and row.form_key == key), None)
    if same is not None and same.account_id != _account():
        raise Conflict(USED)
    return same is not None


def _offered(case: Case, rows: Collection[CustodyEvent]) -> Custody:
    now = _now(case, rows)
    if not now.on_its_way:
        raise Conflict(GONE)
    return now


def _to_us(case: Case, now: Custody) -> Desk:
    """The desk that the case is on its way to, where it is that of whoever acts."""
    receiver = now.offered_to or Desk()
    if not stands_at(current(), receiver, case):
        raise NotAllowed("这个办件不是移交给您这里的")
    return receiver


def _unknown(session: HouseSession, case: Case, to: Desk) -> str | None:
    """Why a desk does not exist in the county of the case; None when it does."""
    if to.hall_code:
        low, high = place_range(case.county_code)
        wanted = select(Hall.id).where(
            Hall.code == to.hall_code, Hall.region_code.between(low, high), Hall.valid_to.is_(None)
        )
    else:
        wanted = select(Department.id).where(Department.code == to.department_code, Department.valid_to.is_(None))
    return None if session.scalar(wanted) is not None else N_("没有这个中心或部门，请重新选择")


def _papers(session: HouseSession, case: Case, keys: Collection[str]) -> list[dict[str, str]]:
    """The papers that travel, by key with the name they have now.

    Raises: Refused for one that does not lie with the case.
    """
    query = select(MaterialCheck).where(MaterialCheck.case_id == case.id).order_by(MaterialCheck.id)
    there = {row.material_key: row for row in session.scalars(query) if row.state in TRAVELLING}
    if set(keys) - set(there):
        raise Refused("有的材料不在这个办件里，请刷新后重新选择", field="papers")
    return [{"key": key, "name": row.name, "state": row.state} for key, row in there.items() if key in keys]


def _enter(session: HouseSession, case: Case, rows: Collection[CustodyEvent], step: Step, **facts: Any) -> None:
    """One more line of the ledger."""
    session.add(
        CustodyEvent(
            **{"papers": [], **place_of(case), **facts}, serial=len(rows) + 1, step=step.kind, at=step.at,
            from_hall_code=step.sender.hall_code, from_department_code=step.sender.department_code,
            to_hall_code=step.receiver.hall_code, to_department_code=step.receiver.department_code,
            actor=current().label[:80], account_id=_account(), recorded_at=clock.now(),
        )
    )  # fmt: skip


def new_grant(case: Case, to: Desk) -> CaseGrant:
    grant = CaseGrant(
        **place_of(case), to_hall_code=to.hall_code, to_department_code=to.department_code, case_right="read",
        granted_from=minute(),
    )  # fmt: skip
    records.stamp(grant, new=True)
    return grant


def _set_right(session: HouseSession, case: Case, desk: Desk, right: str) -> None:
    grant = grant_of(session, case, desk)
    if grant is not None and grant.case_right != right:
        grant.case_right = right
        records.stamp(grant)


def _account() -> int | None:
    who = current()
    return who.account_id if isinstance(who, Person) else None


def _keep(session: HouseSession, case: Case, act: str, step: Step, facts: dict[str, Any]) -> None:
    """Write it all down, with both ends in the trail."""
    records.stamp(case)
    with acting_as(System("custody")):
        session.flush()
    audit.record(session, act, "case", case.number, {"custody": [step.sender.code, step.receiver.code], **facts})
    told = signals.CustodyFact(case.number, case.item_code, case.region_code, step.sender.code, step.receiver.code)
    signals.announce(session, f"case.{act}", told)
