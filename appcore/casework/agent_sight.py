"""What a village agent's hall sees of a case by being entrusted with it: it ends with the task, and never outlives the case.

The grants that handing over made can be read off the custody ledger; a hall's other right to read is an agent's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from appcore import clock, records
from appcore.access import phones
from appcore.access.principal import System, acting_as
from appcore.casework.custody import Desk
from appcore.casework.keeping import custody_of, home_of
from models.account import Role, User
from models.case import Case, CaseGrant
from models.db import HouseSession


def followers(session: Session, cases: Iterable[Case]) -> dict[int, bool]:
    """The accounts of village agents whose task one of these cases is; whether each still may do it."""
    wanted = {one.handler_id for one in cases} - {None}
    is_agent = User.roles.any(Role.name == phones.ROLE_AT_PHONE)
    query = select(User.id, phones.may_have_one()).where(User.id.in_(wanted), is_agent)
    return {row[0]: bool(row[1]) for row in session.execute(query)} if wanted else {}


def living(session: HouseSession, case: Case) -> list[CaseGrant]:
    """The grants over a case that have not ended, whoever asks."""
    query = select(CaseGrant).where(CaseGrant.case_id == case.id, CaseGrant.granted_until.is_(None))
    with acting_as(System("custody")):
        return list(session.scalars(query.order_by(CaseGrant.id)))


def grant_of(session: HouseSession, case: Case, desk: Desk) -> CaseGrant | None:
    """The grant of a desk over the case that has not ended."""
    return next((one for one in living(session, case) if _desk(one) == desk), None)


def end_of_agent(session: HouseSession, case: Case) -> None:
    """Within a write: a hall that sees the case for its agent alone sees it no more; a desk where it lies or lay still does."""
    now = custody_of(session, case)
    kept = (home_of(case), now.holder, now.offered_to, *now.before)
    over = [
        one for one in living(session, case)
        if one.case_right == "read" and one.to_hall_code and _desk(one) not in kept
    ]  # fmt: skip
    for grant in over:
        grant.granted_until = minute()
        records.stamp(grant)
    if over:
        with acting_as(System("custody")):
            session.flush()


def minute() -> datetime:
    """The minute at hand from its start: the limits of a person are made anew each minute, and must not run behind."""
    return clock.local_now().replace(second=0)


def _desk(grant: CaseGrant) -> Desk:
    return Desk(grant.to_hall_code, grant.to_department_code)
