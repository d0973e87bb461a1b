"""Wrong passwords and codes are counted before they are looked at, in one statement, over all workers and all doors.

Whoever may try takes a try first; of forty guesses at once five are looked at. Only the account is slowed, never an address
or an office, and whoever is signed in goes on.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import and_, case, func, literal, null, or_, select, update

from appcore import clock
from appcore.transaction import short_write
from models.base import UtcInstant
from models.db import HouseSession
from models.sign_in import Credential

MOST = 5
REFUSED_FOR = timedelta(minutes=10)
NOBODY = -1
"""A try at an account that is none costs the same statement."""


def credential_of(session: HouseSession, account_id: int) -> Credential:
    """Within a write: the row of an account, made when it is not there yet."""
    found = session.scalar(select(Credential).where(Credential.account_id == account_id).with_for_update())
    if found is None:
        found = Credential(account_id=account_id, wrong_tries=0, must_change=False, row_uid=uuid4().hex)
        session.add(found)
        session.flush()
    return found


def take(account_id: int) -> bool:
    """Take one try. False while the account is refused; the fifth try that is not given back begins ten minutes of that."""
    if _take(account_id):
        return True
    if account_id == NOBODY:
        return False
    with short_write() as session:
        there = session.scalar(select(Credential.id).where(Credential.account_id == account_id)) is not None
        if not there:
            credential_of(session, account_id)
    return not there and _take(account_id)


def _take(account_id: int) -> bool:
    now = clock.now()
    begins_anew = Credential.refused_until.is_not(None)
    is_last = and_(Credential.refused_until.is_(None), Credential.wrong_tries + 1 >= MOST)
    with short_write() as session:
        done = session.execute(
            update(Credential)
            .where(
                Credential.account_id == account_id,
                or_(Credential.refused_until.is_(None), Credential.refused_until <= now),
            )
            .values(
                wrong_tries=case((begins_anew, 1), else_=Credential.wrong_tries + 1),
                refused_until=case((is_last, literal(now + REFUSED_FOR, UtcInstant())), else_=null()),
            )
            .returning(Credential.id)
            .execution_options(synchronize_session=False)
        )
        return done.first() is not None


def forgive(session: HouseSession, account_id: int) -> None:
    """Within a write: the person has shown who he is; the count begins anew."""
    _set(session, account_id, all_of_them=True)


def give_back(session: HouseSession, account_id: int) -> None:
    """Within a write: this one try was right, but the person has more to show: earlier wrong ones still count."""
    _set(session, account_id, all_of_them=False)


def _set(session: HouseSession, account_id: int, *, all_of_them: bool) -> None:
    left = 0 if all_of_them else case((Credential.wrong_tries > 0, Credential.wrong_tries - 1), else_=0)
    session.execute(
        update(Credential)
        .where(Credential.account_id == account_id)
        .values(wrong_tries=func.coalesce(left, 0), refused_until=None)
        .execution_options(synchronize_session=False)
    )
