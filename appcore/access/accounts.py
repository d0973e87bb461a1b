"""Accounts: who signs in, with which roles and grants; passwords are checked and counted here, in one place."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import Date, Select, bindparam, func, or_, select, update
from werkzeug.security import check_password_hash, generate_password_hash

from appcore import clock
from appcore.access import audit, permissions, sessions, tries, workers
from appcore.access.account_rules import WORKERS
from appcore.access.leavers import has_left
from appcore.access.principal import Grant, Person, System, acting_as
from appcore.errors import NotFound, Refused
from appcore.transaction import unit_of_work
from models.account import Role, ScopeGrant, User
from models.db import HouseSession
from models.sign_in import Credential, OldPassword
from models.vocabulary import ROLE

NOBODY = "(没有这个账号)"
"""What the trail says of a name that is no account: people type passwords and identity numbers there."""
DUMMY = generate_password_hash(secrets.token_hex(16))
KEPT = 4
"""Old passwords kept beside the one that is being replaced: five in all."""


@cache
def _grants() -> Select[Any]:
    """The grants of `account` on the day `today`; made once, since each request asks it."""
    today = bindparam("today", type_=Date)
    return select(ScopeGrant).where(
        ScopeGrant.account_id == bindparam("account"),
        or_(ScopeGrant.valid_from.is_(None), ScopeGrant.valid_from <= today),
        or_(ScopeGrant.valid_to.is_(None), ScopeGrant.valid_to >= today),
    )


@cache
def _roles() -> Select[Any]:
    """The names of the roles of `account`."""
    return select(Role.name).select_from(User).join(User.roles).where(User.id == bindparam("account"))


def person_of(session: HouseSession, user: User) -> Person:
    """The principal of an account, with the grants that are in force today."""
    rows = session.scalars(_grants(), {"account": user.id, "today": clock.local_today()})
    grants = tuple(
        Grant(row.kind, row.hall_code, row.region_code, row.department_code, tuple(row.item_codes or ()))
        for row in rows
    )
    return Person(
        account_id=user.id,
        username=user.username,
        name=f"{user.last_name}{user.first_name}",
        roles=frozenset(session.scalars(_roles(), {"account": user.id})),
        grants=grants,
        hall_code=user.hall_code,
        department_code=user.department_code,
        staff_id=user.staff_id,
    )


def person_by_name(session: HouseSession, username: str) -> Person | None:
    """Who an account is today, for what he asked for and is carried out after he has gone; None when it is closed or he has left."""
    open_ = select(User).where(User.username == username, User.active.is_(True), ~has_left())
    user: User | None = session.scalar(open_)
    return person_of(session, user) if user is not None else None


def at_phone(person: Person) -> Person:
    """The same person come by an enrolled phone: whatever else the account is, there he is an agent with his own open cases."""
    roles = {permissions.AT_PHONE} if "agent" in person.roles else ()
    return replace(person, roles=frozenset(roles), at_phone=True)


@dataclass(frozen=True, slots=True)
class Entered:
    """Name and password fit. `token` goes into the cookie; there is none when the first password is too old to open anything."""

    token: str
    awaits_second: bool = False
    expired: bool = False


def sign_in(session: HouseSession, username: str, password: str) -> Entered | None:
    """A new session when name and password fit. An account that is missing, closed, left or refused costs the same time.

    Every try is counted before it is looked at, and recorded. The hash is computed outside any write transaction.
    """
    with acting_as(System("sign-in")):
        found = session.execute(
            select(User.id, User.username, User.password, User.is_demo, Credential)
            .outerjoin(Credential, Credential.account_id == User.id)
            .where(User.username == username, User.active.is_(True), ~has_left())
        ).first()
        account_id, name, stored, is_demo, credential = found or (tries.NOBODY, NOBODY, None, False, None)
        has_second = credential is not None and credential.second_since is not None
        expired = credential is not None and not is_demo and _too_old(credential)
        session.rollback()  # nothing is held while hashing
        fits = password_fits(account_id, stored, password)
        with unit_of_work(session):
            if found is not None:
                _count(session, account_id, fits)
            if fits:
                (tries.give_back if has_second else tries.forgive)(session, account_id)
            act = _act(fits, has_second, expired)
            audit.record(session, act, "account", name, result="failed" if act == "sign_in_failed" else "done")
            token = sessions.begin(session, account_id, awaits_second=has_second) if fits and not expired else ""
        return Entered(token, has_second, expired) if fits else None


def _act(fits: bool, has_second: bool, expired: bool) -> str:
    if not fits or expired:
        return "sign_in_failed"
    return "password_accepted" if has_second else "signed_in"


def _too_old(credential: Credential) -> bool:
    """Whether it is a first password that nobody changed within its days."""
    days = current_app.extensions["settings"].first_password_days
    changed = credential.changed_at
    return credential.must_change and changed is not None and changed < clock.now() - timedelta(days=days)


def password_fits(account_id: int, stored: str | None, password: str) -> bool:
    """Look at a password, if the account has a try left; the one place where a password is compared, for every door.

    A right one is given back by the caller (`tries.forgive`, `tries.give_back`). Not inside a unit of work.
    """
    may = tries.take(account_id)
    fits = check_password_hash(stored if may and stored else DUMMY, password)
    return fits and may and stored is not None


def _count(session: HouseSession, user_id: int, accepted: bool) -> None:
    """Count in the database, so that parallel tries are all counted."""
    table = User.__table__
    values: dict[str, Any] = (
        {
            "login_count": _plus_one(table.c.login_count),
            "fail_login_count": 0,
            "last_login": clock.now().replace(tzinfo=None),
        }
        if accepted
        else {"fail_login_count": _plus_one(table.c.fail_login_count)}
    )
    session.connection().execute(update(table).where(table.c.id == user_id).values(**values))


def _plus_one(column: Any) -> Any:
    return func.coalesce(column, 0) + 1


def add(
    username: str, *, role: str, name: str, password: str | None = None, hall_code: str | None = None,
    department_code: str | None = None, grants: tuple[Grant, ...] = (), staff_id: int | None = None, demo: bool = False,
) -> str:  # fmt: skip
    """Make an account with one role and its grants; a role that acts by its posts gets its worker (`workers`).

    Returns: the password, random and shown once when none is given. Raises: Refused for an unknown role or taken name.
    """
    chosen = password or secrets.token_urlsafe(15)
    hashed = generate_password_hash(chosen)
    with unit_of_work() as session:
        if role in WORKERS and staff_id is None and hall_code:
            staff_id = workers.found_or_entered(session, username, name, hall_code)
        insert(
            session, username, hashed=hashed, role=role, name=name, hall_code=hall_code, department_code=department_code,
            grants=grants, staff_id=staff_id, demo=demo,
        )  # fmt: skip
    return chosen


def insert(
    session: HouseSession, username: str, *, hashed: str, role: str, name: str, hall_code: str | None = None,
    department_code: str | None = None, grants: tuple[Grant, ...] = (), staff_id: int | None = None, demo: bool = False,
) -> None:  # fmt: skip
    """Within a unit of work: make an account of a password that was hashed before.

    `staff_id`: the worker whose posts give the account its authority. Raises: as `add`.
    """
    if role not in ROLE:
        raise Refused("没有这个角色", field="role")
    if session.scalar(select(User.id).where(User.username == username)):
        raise Refused("账号名已被使用", field="username")
    user = User(
        username=username, first_name=name, last_name="", email=f"{username}@localhost", active=True, password=hashed,
        hall_code=hall_code, department_code=department_code, staff_id=staff_id, is_demo=demo,
        roles=[role_named(session, role)],
    )  # fmt: skip
    session.add(user)
    session.flush()
    session.add(Credential(account_id=user.id, wrong_tries=0, must_change=not demo, changed_at=clock.now()))
    for grant in grants:
        session.add(
            ScopeGrant(
                account_id=user.id, kind=grant.kind, hall_code=grant.hall_code, region_code=grant.region_code,
                department_code=grant.department_code, item_codes=list(grant.item_codes) or None,
                created_at=clock.now(), created_by="system", changed_at=clock.now(), changed_by="system",
            )
        )  # fmt: skip
    audit.record(session, "created", "account", username, {"role": role})


def reset(username: str) -> str:
    """Give an account a new random password, which must be changed at once, and end its sessions.

    Raises: NotFound.
    """
    chosen = secrets.token_urlsafe(15)
    hashed = generate_password_hash(chosen)
    with unit_of_work() as session:
        user = session.scalar(select(User).where(User.username == username))
        if user is None:
            raise NotFound("没有这个账号")
        give_first_password(session, user, hashed)
        audit.record(session, "password_reset", "account", username)
    return chosen


def give_first_password(session: HouseSession, user: User, hashed: str) -> None:
    """Within a unit of work: a password that must be changed at once; sessions end and wrong tries are forgotten."""
    sessions.end_all(session, user.id, "reset")
    replace_password(session, user, hashed, must_change=not user.is_demo)
    tries.forgive(session, user.id)


def replace_password(session: HouseSession, user: User, hashed: str, *, must_change: bool) -> None:
    """Within a unit of work: a new password takes the old one's place, which is kept to be compared with."""
    if user.password:
        session.add(OldPassword(account_id=user.id, password_hash=user.password, replaced_at=clock.now()))
    kept = select(OldPassword).where(OldPassword.account_id == user.id).order_by(OldPassword.id.desc()).offset(KEPT)
    for row in session.scalars(kept):
        session.delete(row)
    user.password = hashed
    credential = tries.credential_of(session, user.id)
    credential.must_change, credential.changed_at = must_change, clock.now()


def role_named(session: HouseSession, slug: str) -> Role:
    """The role's row, made when it is not there yet."""
    role = session.scalar(select(Role).where(Role.name == slug))
    if role is None:
        role = Role(name=slug)
        session.add(role)
        session.flush()
    return role
