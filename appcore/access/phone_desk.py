"""Phones of village agents as their admins keep them: invited, listed, stopped; by the agent himself stopped."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from appcore import clock
from appcore.access import audit, criteria, permissions, phones
from appcore.access.account_facts import as_grant, living
from appcore.access.principal import Grant, Person, current, place_range, signed_in
from appcore.definition.verdict import N_
from appcore.errors import NotAllowed, NotFound, Refused
from appcore.transaction import unit_of_work
from models.account import Role, User
from models.db import HouseSession
from models.phone import EnrolledPhone
from models.place import Hall

CODE_FOR = timedelta(minutes=15)
GROUPS, LETTERS_A_GROUP = 3, 4
ONESELF = N_("不能给自己的账号登记手机，请由另一位管理员办理")
INVITED, OVER = "invited", "over"


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """An enrolment, or an invitation that is still open. `state`: INVITED, phones.LIVING, EXPIRED or ENDED."""

    id: int
    device: str
    enrolled_at: datetime | None
    valid_until: datetime | None
    used_at: datetime | None
    state: str
    ended_why: str


@dataclass(frozen=True, slots=True)
class Agent:
    """A village agent with the phones that he has, the one in use first."""

    username: str
    name: str
    hall: str
    active: bool
    phones: tuple[PhoneLine, ...]


def agents(session: HouseSession, who: Person) -> list[Agent]:
    """The agents whose phones a person keeps, by hall and name."""
    query = select(User).where(User.roles.any(Role.name == phones.ROLE_AT_PHONE)).options(selectinload(User.roles))
    kept = [
        user for user in session.scalars(query.order_by(User.hall_code, User.username)) if keeps(session, who, user)
    ]
    rows: dict[int, list[EnrolledPhone]] = {}
    wanted = select(EnrolledPhone).where(EnrolledPhone.account_id.in_([user.id for user in kept]))
    for row in session.scalars(wanted.order_by(EnrolledPhone.id.desc())):
        rows.setdefault(row.account_id, []).append(row)
    named = select(Hall.code, Hall.name).where(Hall.code.in_({user.hall_code for user in kept} - {None}))
    halls = {row[0]: row[1] for row in session.execute(named)}
    return [
        Agent(
            user.username, f"{user.last_name}{user.first_name}", halls.get(user.hall_code or "", user.hall_code or ""),
            bool(user.active), tuple(lines(rows.get(user.id, []))),
        )
        for user in kept
    ]  # fmt: skip


def own(session: Session) -> list[PhoneLine]:
    """The phones of whoever acts."""
    query = select(EnrolledPhone).where(EnrolledPhone.account_id == signed_in().account_id)
    return lines(list(session.scalars(query.order_by(EnrolledPhone.id.desc()))))


def lines(rows: list[EnrolledPhone]) -> list[PhoneLine]:
    """Enrolments in words, the newest first; an invitation that nobody took leaves no line."""
    return [
        PhoneLine(row.id, row.device or "", row.enrolled_at, row.valid_until, row.used_at, state, row.ended_why or "")
        for row in rows
        for state in [_state(row)]
        if state != OVER
    ]


def _state(row: EnrolledPhone) -> str:
    now = clock.now()
    if row.token_hash is None:
        return INVITED if row.ended_at is None and row.code_until > now else OVER
    if row.ended_at is not None:
        return phones.ENDED
    return phones.LIVING if row.valid_until is not None and row.valid_until > now else phones.EXPIRED


def keeps(session: HouseSession, who: Person, user: User) -> bool:
    """Whether a person keeps the phones of an account: it is an agent's, and what it sees is all within his own scope.

    Else whoever keeps the phones of one place could enrol one of his own and look into another. Accounts belong to no place
    for who keeps them all.
    """
    if phones.ROLE_AT_PHONE not in {role.name for role in user.roles}:
        return False
    if permissions.may(who.roles, "console:account", "edit"):
        return True
    seen = [as_grant(row) for row in living(session, user)]
    if not seen and user.hall_code:
        seen = [Grant("hall", hall_code=user.hall_code)]
    return bool(seen) and all(_within(grant, who) for grant in seen)


def _within(grant: Grant, who: Person) -> bool:
    """Whether a person sees all that a grant reaches."""
    if grant.kind == "hall":
        return criteria.admits_own(who, region=grant.place, department=None, hall=grant.hall_code, item=None)
    low, high = place_range(grant.place or "000000000000")
    wide = [
        place_range(one.region_code)
        for one in who.grants
        if one.kind == "region" and one.region_code and not one.department_code
    ]
    return bool(grant.place) and any(first <= low and high <= last for first, last in wide)


def invite(username: str) -> str:
    """Make the one-time code by which an agent enrols his phone; an earlier open code of the account is void.

    Returns: the code, to be shown once. Raises: NotFound, Refused (not in use), NotAllowed.
    """
    who = _require("enrol")
    code = "-".join("".join(secrets.choice(phones.LETTERS) for _ in range(LETTERS_A_GROUP)) for _ in range(GROUPS))
    now = clock.now()
    with unit_of_work() as session:
        user = _agent(session, who, username)
        if not session.scalar(select(User.id).where(User.id == user.id, phones.may_have_one())):
            raise Refused("这个账号没有启用，或者本人已离岗，不能登记手机")
        session.execute(
            update(EnrolledPhone)
            .where(EnrolledPhone.account_id == user.id, EnrolledPhone.code_hash.is_not(None))
            .values(code_hash=None, ended_at=now, ended_why="replaced")
            .execution_options(synchronize_session=False)
        )
        session.add(
            EnrolledPhone(
                account_id=user.id, invited_at=now, invited_by=current().label[:80], wrong_pins=0,
                code_hash=phones.digest(phones.plain_code(code)), code_until=now + CODE_FOR,
            )
        )  # fmt: skip
        audit.record(session, "phone_invited", "phone", username)
    return code


def revoke(phone_id: int) -> str:
    """End an enrolment, or void a code that is still open; its sessions end at once.

    Returns: the name of the account. Raises: NotFound, NotAllowed.
    """
    who = _require("revoke")
    with unit_of_work() as session:
        row = session.get(EnrolledPhone, phone_id)
        user = session.get(User, row.account_id) if row is not None else None
        if user is None or (who is not None and not keeps(session, who, user)):
            raise NotFound("没有这部手机的登记")
        _require_other(who, user)
        phones.end(session, phone_id, "administrator")
        audit.record(session, "phone_ended", "phone", user.username)
        return str(user.username)


def stop_own(phone_id: int) -> None:
    """End an enrolment of one's own account.

    Raises: NotFound.
    """
    who = signed_in()
    with unit_of_work() as session:
        row = session.get(EnrolledPhone, phone_id)
        if row is None or row.account_id != who.account_id:
            raise NotFound("没有这部手机的登记")
        phones.end(session, phone_id, "own")
        audit.record(session, "phone_ended", "phone", who.username)


def _require(verb: str) -> Person | None:
    who = current()
    if not isinstance(who, Person):
        return None
    if not permissions.may(who.roles, "console:phone", verb):
        raise NotAllowed("代办员的手机由中心管理员或安全管理员登记")
    return who


def _require_other(who: Person | None, user: User) -> None:
    if who is not None and who.account_id == user.id:
        raise NotAllowed(ONESELF)


def _agent(session: HouseSession, who: Person | None, username: str) -> User:
    user = session.scalar(select(User).where(User.username == username).with_for_update(of=User))
    if user is None or (who is not None and not keeps(session, who, user)):
        raise NotFound("没有这个代办员")
    _require_other(who, user)
    return user
