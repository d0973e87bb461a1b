"""解锁码: six digits that a person sets himself, which open nothing but the lock on his own living session."""

from __future__ import annotations

import re

from sqlalchemy import select
from werkzeug.security import check_password_hash, generate_password_hash

from appcore.access import accounts, audit, sessions, tries
from appcore.access.principal import signed_in
from appcore.access.sessions import Login
from appcore.errors import Refused
from appcore.transaction import unit_of_work
from models.account import User
from models.db import HouseSession, house_session
from models.sign_in import Credential

STEPS = "01234567890123456789"
OPEN, WRONG, ENDED = "open", "wrong", "ended"


def is_pin(text: str) -> bool:
    return re.fullmatch(r"[0-9]{6}", text, re.ASCII) is not None


def too_simple(pin: str) -> bool:
    """One or two different digits, two or three that repeat, or a run up or down (000000, 121212, 345678)."""
    repeats = pin[:2] * 3 == pin or pin[:3] * 2 == pin
    return len(set(pin)) < 3 or repeats or pin in STEPS or pin in STEPS[::-1]


def set_pin(password: str, pin: str) -> None:
    """Set one's own PIN.

    Raises: Refused at the field `pin` or `password`.
    """
    if not is_pin(pin):
        raise Refused("解锁码是6位数字", field="pin")
    if too_simple(pin):
        raise Refused("这个解锁码太好猜，请不要用重复或连续的数字", field="pin")
    who = signed_in()
    check_own_password(password)
    hashed = generate_password_hash(pin)
    with unit_of_work() as session:
        tries.credential_of(session, who.account_id).pin_hash = hashed
        audit.record(session, "pin_set", "account", who.username)


def check_own_password(password: str, field: str = "password") -> str:
    """Look at the password of whoever acts, as every door does. Returns: its hash, for comparing later.

    Raises: Refused at the field.
    """
    who = signed_in()
    session = house_session()
    stored = session.scalar(select(User.password).where(User.id == who.account_id))
    session.rollback()  # nothing is held while hashing
    if not accounts.password_fits(who.account_id, stored, password):
        audit.note("wrong_password", "account", who.username, "failed")
        raise Refused("当前密码不正确", field=field)
    with unit_of_work(session):
        tries.forgive(session, who.account_id)
    return stored or ""


def unlock(session: HouseSession, login: Login, secret: str) -> str:
    """Open a locked session by its PIN or by the account's password.

    Returns: OPEN, WRONG, or ENDED after the fifth wrong PIN. Acts as the system: nobody is signed in while it is locked.
    """
    account_id, username, stored = login.user.id, login.user.username, login.user.password
    pin_hash = session.scalar(select(Credential.pin_hash).where(Credential.account_id == account_id))
    session.rollback()  # nothing is held while hashing
    by_pin = is_pin(secret)
    if by_pin:
        turn = sessions.take_pin_try(login.session_id)
        fits = turn is not None and pin_hash is not None and check_password_hash(pin_hash, secret)
        ended = not fits and (turn is None or turn >= sessions.MOST_PINS)
    else:
        fits, ended = accounts.password_fits(account_id, stored, secret), False
    with unit_of_work(session):
        if fits:
            sessions.unlock(session, login.session_id)
            if not by_pin:
                tries.forgive(session, account_id)
        if ended:
            sessions.end(session, login.session_id, "wrong_pins")
        act, result = ("unlocked", "done") if fits else ("unlock_failed", "failed")
        audit.record(session, act, "account", username, result=result)
    return OPEN if fits else ENDED if ended else WRONG
