"""Changing one's own password: the present one is asked for, the new one is judged, and every session begins anew."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select
from werkzeug.security import check_password_hash, generate_password_hash

from appcore.access import accounts, audit, passwords, sessions
from appcore.access.passwords import Owner
from appcore.access.pins import check_own_password
from appcore.access.principal import Person, signed_in
from appcore.access.scope import as_system
from appcore.errors import Conflict, Refused
from appcore.settings import Settings
from appcore.transaction import unit_of_work
from models.account import User
from models.place import Hall
from models.sign_in import OldPassword
from models.staff import Staff


def change(current: str, new: str) -> str:
    """Give whoever acts a new password.

    Returns: the token of the one session that goes on; every earlier one is ended. Raises: Refused at `current` or `new`.
    """
    who = signed_in()
    stored = check_own_password(current, "current")
    judge(who, new)
    _refuse_an_old_one(who.account_id, stored, new)
    hashed = generate_password_hash(new)
    with unit_of_work() as session:
        user = session.get(User, who.account_id, populate_existing=True)
        if user is None or user.password != stored:
            raise Conflict("密码刚刚已被修改，请重新登录")
        sessions.end_all(session, user.id, "password")
        accounts.replace_password(session, user, hashed, must_change=False)
        session.flush()  # the net that ends sessions with a password is cast here, before the new one begins
        token = sessions.begin(session, user.id)
        audit.record(session, "password_changed", "account", who.username)
    return token


def judge(who: Person, new: str) -> None:
    """Raises: Refused at `new` when the password is none for this person."""
    settings: Settings = current_app.extensions["settings"]
    found = passwords.verdict(new, owner_of(who), kinds=settings.password_kinds)
    if found is not None:
        raise Refused(found.msgid, fields={"new": found})


def owner_of(who: Person) -> Owner:
    """What others know of a person; the worker's row is read as the system, for it may stand outside his own sight."""
    settings: Settings = current_app.extensions["settings"]
    with as_system("password") as session:
        row = session.execute(
            select(Staff.staff_number, Staff.name)
            .join(User, User.staff_id == Staff.id)
            .where(User.id == who.account_id)
        ).first()
        hall = session.scalar(select(Hall.name).where(Hall.code == who.hall_code)) if who.hall_code else None
    number, staff_name = row or ("", "")
    places = (settings.county_name, settings.office, hall or "")
    return Owner(who.username, staff_name or who.name, number, places)


def _refuse_an_old_one(account_id: int, stored: str, new: str) -> None:
    with as_system("password") as session:
        old = session.scalars(
            select(OldPassword.password_hash)
            .where(OldPassword.account_id == account_id)
            .order_by(OldPassword.id.desc())
            .limit(accounts.KEPT + 1)
        ).all()
    if any(check_password_hash(one, new) for one in (stored, *old)):
        raise Refused("不能与现在的或最近用过的密码相同", field="new")
