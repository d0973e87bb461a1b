"""Accounts: who signs in, with which roles and grants; passwords are checked and counted here, in one place."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import func, or_, select, update
from werkzeug.security import check_password_hash, generate_password_hash

from appcore import clock
from appcore.access import audit
from appcore.access.principal import Grant, Person, System, acting_as
from appcore.errors import NotFound, Refused
from appcore.transaction import unit_of_work
from models.account import Role, ScopeGrant, User
from models.db import HouseSession
from models.vocabulary import ROLE

NOBODY = "(没有这个账号)"
"""What the trail says of a name that is no account: people type passwords and identity numbers there."""
DUMMY = generate_password_hash(secrets.token_hex(16))


def person_of(session: HouseSession, user: User) -> Person:
    """The principal of an account, with the grants that are in force today."""
    today = clock.local_today()
    rows = session.scalars(
        select(ScopeGrant).where(
            ScopeGrant.account_id == user.id,
            or_(ScopeGrant.valid_from.is_(None), ScopeGrant.valid_from <= today),
            or_(ScopeGrant.valid_to.is_(None), ScopeGrant.valid_to >= today),
        )
    )
    grants = tuple(
        Grant(row.kind, row.hall_code, row.region_code, row.department_code, tuple(row.item_codes or ()))
        for row in rows
    )
    return Person(
        account_id=user.id,
        username=user.username,
        name=f"{user.last_name}{user.first_name}",
        roles=frozenset(role.name for role in user.roles),
        grants=grants,
        hall_code=user.hall_code,
        department_code=user.department_code,
    )


def sign_in(session: HouseSession, username: str, password: str) -> User | None:
    """The account when name and password fit; a missing account costs the same time. Every try is recorded.

    The hash is computed outside any write transaction.
    """
    with acting_as(System("sign-in")):
        user = session.scalar(select(User).where(User.username == username, User.active.is_(True)))
        fits = check_password_hash(user.password if user is not None and user.password else DUMMY, password)
        accepted = user is not None and fits
        with unit_of_work(session):
            if user is not None:
                _count(session, user.id, accepted)
            act, result = ("signed_in", "done") if accepted else ("sign_in_failed", "failed")
            audit.record(session, act, "account", user.username if user else NOBODY, result=result)
        return user if accepted else None


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
    """Make an account with one role and its grants.

    Returns: the password, random and shown once when none is given. Raises: Refused for an unknown role or taken name.
    """
    chosen = password or secrets.token_urlsafe(15)
    hashed = generate_password_hash(chosen)
    with unit_of_work() as session:
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
    """Give an account a new random password.

    Raises: NotFound.
    """
    chosen = secrets.token_urlsafe(15)
    hashed = generate_password_hash(chosen)
    with unit_of_work() as session:
        user = session.scalar(select(User).where(User.username == username))
        if user is None:
            raise NotFound("没有这个账号")
        user.password = hashed
        audit.record(session, "password_reset", "account", username)
    return chosen


def role_named(session: HouseSession, slug: str) -> Role:
    """The role's row, made when it is not there yet."""
    role = session.scalar(select(Role).where(Role.name == slug))
    if role is None:
        role = Role(name=slug)
        session.add(role)
        session.flush()
    return role
