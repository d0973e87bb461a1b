"""The acts on accounts: made, changed, let in, shut out, given a new password. Each one transaction.

Nobody does any of them to himself (R11). What the security administrator does with an account of the three powers is
in force when the system administrator has confirmed it: it takes two to come by another power.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from werkzeug.security import generate_password_hash

from appcore.access import account_rules as rules
from appcore.access import accounts, audit, permissions, second_factor, sessions
from appcore.access.account_facts import as_grant, describe, facts, living, roles_of, stamp
from appcore.access.placing import county
from appcore.access.principal import Grant, Person, current
from appcore.access.rights import rights_changed
from appcore.access.same_person import held, same_person
from appcore.definition.verdict import N_, Verdict
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import CHANGED, unit_of_work
from models.account import Role, User
from models.db import HouseSession
from models.organisation import Department
from models.place import Hall
from models.staff import Staff
from models.vocabulary import GRANT_KIND, ROLE

USERNAME = re.compile(r"[a-z][a-z0-9_.-]{2,31}", re.ASCII)
ONESELF = N_("不能修改自己的账号和权限，请由另一位管理员办理")
LAST = N_("这是最后一个在用的%(role)s账号，停用或重置之前请先另建一个并启用")


@dataclass(frozen=True, slots=True)
class Profile:
    """Who an account is for, and as what: the place and department are the defaults of its work, no grants."""

    name: str
    roles: frozenset[str]
    hall_code: str | None = None
    department_code: str | None = None
    staff_id: int | None = None


def make(username: str, profile: Profile, *, with_grants: bool = True) -> str:
    """Make an account, with the grants that its roles begin with. One of the three powers waits to be confirmed.

    Returns: its first password, to be told once. Raises: Refused with its field, NotAllowed.
    """
    require("add")
    if not USERNAME.fullmatch(username):
        raise Refused("账号名为3至32个小写字母、数字、点、横线或下划线，以字母开头", field="username")
    _check(profile)
    grants = _proposed(profile) if with_grants else ()
    refuse("staff_id", rules.fault_of_staff(profile.roles, profile.staff_id))
    password = secrets.token_urlsafe(15)
    hashed = generate_password_hash(password)
    first, *others = sorted(profile.roles)
    with unit_of_work() as session:
        _check_places(session, profile)
        _check_powers(session, profile)
        accounts.insert(
            session, username, hashed=hashed, role=first, name=profile.name.strip(), hall_code=profile.hall_code,
            department_code=profile.department_code, grants=grants, staff_id=profile.staff_id,
        )  # fmt: skip
        user = _account(session, username)
        user.roles = [accounts.role_named(session, slug) for slug in (first, *others)]
        user.active = not rules.is_power(profile.roles)
        session.flush()
        rights_changed(
            session, user.id, "granted", {"role": [None, facts(user)["role"]], "grant": [None, _said(grants)]}
        )
    return password


def change(username: str, profile: Profile, *, seen: str) -> None:
    """Set name, roles, place and staff member of an account; `seen` is its `stamp` when the form was opened.

    Raises: NotFound, Conflict, Refused with its field, NotAllowed.
    """
    require("edit")
    _check(profile)
    with unit_of_work() as session:
        user = other(session, username)
        if stamp(user) != seen:
            raise Conflict(CHANGED)
        before = facts(user)
        refuse("roles", rules.fault_of_change(before["role"], profile.roles))
        refuse("staff_id", rules.fault_of_staff(profile.roles, profile.staff_id))
        for grant in living(session, user):
            fault = rules.fault_of_grant(profile.roles, as_grant(grant), county())
            if fault is not None:
                words = GRANT_KIND.label_of(grant.kind)
                raise Refused("这个账号还有“%(kind)s”的范围，与所选角色不符，请先结束该范围", field="roles", kind=words)
        _check_places(session, profile)
        _check_powers(session, profile, but=user.id)
        user.first_name, user.last_name = profile.name.strip(), ""
        user.hall_code, user.department_code, user.staff_id = (
            profile.hall_code,
            profile.department_code,
            profile.staff_id,
        )
        if set(before["role"]) != profile.roles:
            user.roles = [accounts.role_named(session, slug) for slug in sorted(profile.roles)]
        session.flush()
        rights_changed(session, user.id, "changed", _before_after(before, facts(user)))


def deactivate(username: str) -> None:
    """Shut an account out, from its next request on.

    Raises: NotFound, Conflict (is out already), Refused (the last of its power), NotAllowed.
    """
    require("deactivate")
    with unit_of_work() as session:
        user = other(session, username)
        if not user.active:
            raise Conflict(CHANGED)
        _keep_one_of_each_power(session, user)
        user.active = False
        session.flush()
        rights_changed(session, user.id, "deactivated")


def activate(username: str) -> None:
    """Let an account sign in (again): for one of the three powers this is the system administrator's confirmation.

    Raises: NotFound, Conflict (is in already), NotAllowed.
    """
    require("activate")
    with unit_of_work() as session:
        user = other(session, username)
        who = current()
        if isinstance(who, Person) and not rules.may_activate(who.roles, roles_of(user)):
            raise NotAllowed("系统管理员、安全管理员、审计员的账号由系统管理员确认启用，其他账号由安全管理员启用")
        if user.active:
            raise Conflict(CHANGED)
        user.active = True
        session.flush()
        rights_changed(session, user.id, "activated")


def reset(username: str) -> str:
    """Give an account a new first password; one of the three powers must be confirmed again before it signs in.

    Returns: the password, to be told once. Raises: NotFound, Refused (the last of its power), NotAllowed.
    """
    require("reset")
    password = secrets.token_urlsafe(15)
    hashed = generate_password_hash(password)
    with unit_of_work() as session:
        user = other(session, username)
        accounts.give_first_password(session, user, hashed)
        _confirm_anew(session, user)
        session.flush()
        rights_changed(session, user.id, "password_reset")
    return password


def reset_second(username: str) -> None:
    """Take the second factor from an account whose telephone and recovery codes are lost; a power must be confirmed again.

    Raises: as `reset`.
    """
    require("reset")
    with unit_of_work() as session:
        user = other(session, username)
        second_factor.forget(session, user)
        _confirm_anew(session, user)


def end_sessions(username: str) -> None:
    """End every session of an account, on whatever machine.

    Raises: NotFound, NotAllowed.
    """
    require("reset")
    with unit_of_work() as session:
        user = other(session, username)
        sessions.end_all(session, user.id, "administrator")
        audit.record(session, "session_ended", "account", username)


def _confirm_anew(session: HouseSession, user: User) -> None:
    if rules.is_power(roles_of(user)) and user.active:
        _keep_one_of_each_power(session, user)
        user.active = False


def _said(grants: tuple[Grant, ...]) -> str:
    return "、".join(describe(grant) for grant in grants)


def _before_after(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def require(verb: str) -> None:
    who = current()
    if isinstance(who, Person) and not permissions.may(who.roles, "console:account", verb):
        raise NotAllowed("账号由安全管理员管理")


def refuse(field: str, fault: Verdict | None) -> None:
    if fault is not None:
        raise Refused("请按提示修改后再提交", fields={field: fault})


def _check(profile: Profile) -> None:
    name = profile.name.strip()
    if not 0 < len(name) <= 40 or not name.isprintable():
        raise Refused("请填写姓名，不超过40个字", field="name")
    refuse("roles", rules.fault_of_roles(profile.roles))


def _proposed(profile: Profile) -> tuple[Grant, ...]:
    found: list[Grant] = []
    for role in sorted(profile.roles):
        made = rules.proposed(role, hall=profile.hall_code, department=profile.department_code, county=county())
        if not isinstance(made, Grant):
            refuse(*made)
        elif made not in found:
            found.append(made)
    return tuple(found)


def _account(session: HouseSession, username: str) -> User:
    user = session.scalar(select(User).where(User.username == username).with_for_update(of=User))
    if user is None:
        raise NotFound("没有这个账号")
    return user


def other(session: HouseSession, username: str) -> User:
    """The account, which is not one of whoever acts."""
    user = _account(session, username)
    who = current()
    if isinstance(who, Person) and same_person(who, held(user)):
        raise NotAllowed(ONESELF)
    return user


def _keep_one_of_each_power(session: HouseSession, user: User) -> None:
    for role in sorted(rules.POWERS & roles_of(user)):
        query = select(func.count(User.id)).where(
            User.active.is_(True), User.id != user.id, User.roles.any(Role.name == role)
        )
        if user.active and not session.scalar(query):
            raise Refused(LAST, field="roles", role=ROLE.label_of(role))


def _check_powers(session: HouseSession, profile: Profile, but: int | None = None) -> None:
    """The three powers are three people, whatever accounts they have."""
    if profile.staff_id is None:
        return
    others = session.scalars(select(User).where(User.staff_id == profile.staff_id, User.id != but))
    refuse("staff_id", rules.fault_of_powers(profile.roles, {role for one in others for role in roles_of(one)}))


def _check_places(session: HouseSession, profile: Profile) -> None:
    wanted: dict[str, Callable[[], Any]] = {
        "hall_code": lambda: select(Hall.id).where(Hall.code == profile.hall_code, Hall.valid_to.is_(None)),
        "department_code": lambda: select(Department.id).where(Department.code == profile.department_code),
        "staff_id": lambda: select(Staff.id).where(Staff.id == profile.staff_id),
    }
    for field, query in wanted.items():
        if getattr(profile, field) is not None and session.scalar(query()) is None:
            raise Refused("没有这个选项，请重新选择", field=field)
