"""办结: a case that was accepted is decided and finished with its outcome."""

from __future__ import annotations

from sqlalchemy import select

from appcore import clock, records, signals
from appcore.access import audit, permissions
from appcore.access.principal import Person, current
from appcore.casework.agent_sight import end_of_agent
from appcore.casework.intake import add_event, fact_of
from appcore.casework.keeping import require_holder
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import unit_of_work
from models.case import Case

OUTCOMES = ("granted", "denied", "withdrawn", "terminated")


def finish(number: str, outcome: str, reason: str, *, version: int | None = None) -> None:
    """Enter decision and finish into the ledger of an accepted case.

    A window never refuses alone (decisions 60), and a case that lies at another desk is not finished here.
    Raises: NotAllowed, NotFound, Conflict (another state, or changed meanwhile), Refused (no such outcome; no reason for a denial).
    """
    if outcome not in OUTCOMES:
        raise Refused("请选择办理结果", field="outcome")
    if outcome != "granted" and not reason.strip():
        raise Refused("不予、撤回或终止须写明理由", field="reason")
    if len(reason) > 300:
        raise Refused("理由不能超过300个字", field="reason")
    who = current()
    if outcome == "denied" and isinstance(who, Person) and not permissions.may(who.roles, "console:case", "deny"):
        raise NotAllowed("不予须由审批人作出，窗口不能单独否决；请转审批人办理")
    with unit_of_work() as session:
        case = session.scalar(select(Case).where(Case.number == number))
        if case is None:
            raise NotFound("没有这个办件")
        require_holder(session, case)
        if case.state not in ("accepted", "under_way") or (version is not None and case.version != version):
            raise Conflict("办件状态已经变化，请刷新后再操作")
        end_of_agent(session, case)
        now = clock.local_now()
        for kind in ("decided", "finished"):
            add_event(session, case, kind, now, reason=reason.strip() or None)
        before = case.state
        case.state, case.outcome, case.finished_at = "finished", outcome, now
        records.stamp(case)
        session.flush()
        audit.record(session, "finished", "case", case.number, {"outcome": outcome, "state": [before, case.state]})
        signals.announce(session, "case.finished", fact_of(case))
