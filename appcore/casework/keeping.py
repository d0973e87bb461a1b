"""Who keeps a case now, asked of its rows: only the people of the desk that holds it act on it; others in scope read."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from appcore.access import criteria
from appcore.access.principal import Person, Principal, System, acting_as, current
from appcore.casework.custody import Custody, Desk, Step, custody
from appcore.definition.verdict import N_
from appcore.errors import NotAllowed
from models.case import Case
from models.custody import CustodyEvent

ELSEWHERE = N_("这个办件已经移交，您可以查看，但只有现在的持有方能够办理")
ON_ITS_WAY = N_("这个办件正在移交途中，对方接收或退回之前不能办理")


def home_of(case: Case) -> Desk:
    """The desk that received a case: it holds it until it is handed on."""
    return Desk(hall_code=case.hall_code)


def steps_of(session: Session, case_id: int) -> list[CustodyEvent]:
    """The custody ledger of a case in the order in which it was entered."""
    return ledgers(session, [case_id]).get(case_id, [])


def ledgers(session: Session, case_ids: Iterable[int]) -> dict[int, list[CustodyEvent]]:
    """The custody ledgers of cases that were found within the scope.

    Read whole, as the system: to whom a case is in sight by its item alone sees nothing that hangs on it, and without the
    ledger it would seem to lie where it was received.
    """
    query = select(CustodyEvent).where(CustodyEvent.case_id.in_(list(case_ids)))
    found: dict[int, list[CustodyEvent]] = {}
    with acting_as(System("custody")):
        for row in session.scalars(query.order_by(CustodyEvent.case_id, CustodyEvent.serial)):
            found.setdefault(row.case_id, []).append(row)
    return found


def as_step(row: CustodyEvent) -> Step:
    """A row of the ledger as a value."""
    sender = Desk(row.from_hall_code, row.from_department_code)
    return Step(row.step, row.at, sender, Desk(row.to_hall_code, row.to_department_code))


def custody_of(session: Session, case: Case) -> Custody:
    """Who holds a case now."""
    return custody(home_of(case), map(as_step, steps_of(session, case.id)))


def stands_at(who: Principal, desk: Desk, case: Case) -> bool:
    """Whether somebody works at a desk: at the one that received the case by the case's own place, else by a grant."""
    if not isinstance(who, Person):
        return True
    if desk == home_of(case):
        return criteria.admits_own(
            who, region=case.region_code, department=case.department_code, hall=case.hall_code, item=case.item_code
        )
    return any(
        criteria.receives(grant, region=case.region_code, hall=desk.hall_code, department=desk.department_code)
        for grant in who.grants
    )


def was_here(session: Session, case: Case, who: Principal) -> bool:
    """Whether a case lies, or once lay, at a desk of this person; one that is only offered to it does not."""
    now = custody_of(session, case)
    return any(stands_at(who, one, case) for one in (home_of(case), now.holder, *now.before))


def holds(session: Session, case: Case, who: Principal | None = None) -> bool:
    """Whether somebody, or whoever acts, may act on a case now: it lies at his desk and is not on its way."""
    now = custody_of(session, case)
    return not now.on_its_way and stands_at(who or current(), now.holder, case)


def held(session: Session, cases: Iterable[Case], who: Person) -> list[Case]:
    """Those of these cases that lie at a desk of this person; what is on its way still counts for its holder."""
    listed = list(cases)
    rows = ledgers(session, [one.id for one in listed])
    return [
        one for one in listed if stands_at(who, custody(home_of(one), map(as_step, rows.get(one.id, ()))).holder, one)
    ]


def require_holder(session: Session, case: Case) -> Custody:
    """The custody of a case that lies at the desk of whoever acts.

    Raises: NotAllowed when another desk holds it, or when it is on its way.
    """
    now = custody_of(session, case)
    if not stands_at(current(), now.holder, case):
        raise NotAllowed(ELSEWHERE)
    if now.on_its_way:
        raise NotAllowed(ON_ITS_WAY)
    return now
