"""动态口令: a code of six digits that changes every thirty seconds (RFC 6238), for whoever keeps accounts, settings or the trail."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable

import pyotp
from flask import current_app
from sqlalchemy import delete, or_, select, update

from appcore import clock
from appcore.access import audit, privacy, sessions, tries
from appcore.access.pins import check_own_password
from appcore.access.principal import System, acting_as, signed_in
from appcore.definition.verdict import N_
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import short_write, unit_of_work
from models.account import User
from models.db import HouseSession
from models.sign_in import Credential, RecoveryCode

NEEDS_IT = frozenset({"system_admin", "security_admin", "auditor"})
SECONDS = 30
DRIFT = (0, -1, 1)
"""Windows that are looked at: this one, and one to each side for a clock that is a little wrong."""
CODES = 8
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
WRONG = N_("动态口令不正确，请等下一个再试")


def is_demanded(roles: Iterable[str], *, is_demo: bool) -> bool:
    """Whether an account of these roles must have it; demo accounts need not where the demo runs."""
    demo = is_demo and current_app.extensions["settings"].demo
    return not demo and not NEEDS_IT.isdisjoint(roles)


def is_set(session: HouseSession, account_id: int) -> bool:
    """Whether an account signs in with a second factor."""
    since = session.scalar(select(Credential.second_since).where(Credential.account_id == account_id))
    return since is not None


def begin_setup(password: str) -> None:
    """Draw a new key for whoever acts; it counts for nothing until a code confirms it.

    Raises: Refused for a wrong password; Conflict when a second factor is in use.
    """
    who = signed_in()
    check_own_password(password)
    with unit_of_work() as session:
        credential = tries.credential_of(session, who.account_id)
        if credential.second_since is not None:
            raise Conflict("动态口令已经启用，更换手机请先停用")
        privacy.put(credential, "second", pyotp.random_base32())
        audit.record(session, "second_begun", "account", who.username)


def pending_key(session: HouseSession) -> str | None:
    """The key of whoever acts while it waits for its first code; None when there is none or it is in use."""
    credential = session.scalar(select(Credential).where(Credential.account_id == signed_in().account_id))
    if credential is None or credential.second_since is not None:
        return None
    return privacy.get(credential, "second")


def address_of(key: str, username: str) -> str:
    """What the QR code holds for an authenticator."""
    county = current_app.extensions["settings"].county_name
    return pyotp.TOTP(key, interval=SECONDS).provisioning_uri(name=username, issuer_name=f"办事台-{county}")


def confirm(code: str, *, keep: int) -> list[str]:
    """Take the second factor into use. Sessions of the account other than `keep` end.

    Returns: the recovery codes, shown this once. Raises: Refused.
    """
    who = signed_in()
    if not check(who.account_id, code, pending=True):
        raise Refused(WRONG, field="code")
    made = _drawn()
    with unit_of_work() as session:
        credential = tries.credential_of(session, who.account_id)
        if credential.second_since is not None or credential.second_sealed is None:
            raise Conflict("动态口令已经启用，更换手机请先停用")
        credential.second_since = clock.now()
        _replace_codes(session, who.account_id, made)
        tries.forgive(session, who.account_id)
        sessions.end_all(session, who.account_id, "second_factor", but=keep)
        audit.record(session, "second_on", "account", who.username)
    return made


def new_codes(password: str) -> list[str]:
    """Fresh recovery codes in place of the old ones, shown this once.

    Raises: Refused.
    """
    who = signed_in()
    check_own_password(password)
    made = _drawn()
    with unit_of_work() as session:
        if tries.credential_of(session, who.account_id).second_since is None:
            raise Conflict("还没有启用动态口令")
        _replace_codes(session, who.account_id, made)
        audit.record(session, "recovery_codes_made", "account", who.username)
    return made


def turn_off(password: str, code: str) -> None:
    """Stop using one's own second factor, to change the telephone or for good.

    Raises: Refused at `password` or `code`.
    """
    who = signed_in()
    check_own_password(password)
    if not check(who.account_id, code):
        raise Refused(WRONG, field="code")
    with unit_of_work() as session:
        _clear(session, who.account_id)
        tries.forgive(session, who.account_id)
        audit.record(session, "second_off", "account", who.username)


def reset(username: str) -> None:
    """What a security administrator does for somebody who lost telephone and recovery codes: the sessions end too.

    Raises: NotFound.
    """
    with unit_of_work() as session:
        user = session.scalar(select(User).where(User.username == username))
        if user is None:
            raise NotFound("没有这个账号")
        forget(session, user)


def forget(session: HouseSession, user: User) -> None:
    """Within a unit of work: the account has no second factor any more, and signs in anew."""
    _clear(session, user.id)
    sessions.end_all(session, user.id, "second_factor")
    audit.record(session, "second_reset", "account", user.username)


def pass_second(session: HouseSession, login: sessions.Login, code: str) -> str | None:
    """The step after the password. Returns: the token of a new session, which takes the waiting one's place; None when wrong."""
    account_id, username, waiting = login.user.id, login.user.username, login.session_id
    session.rollback()
    with acting_as(System("sign-in")):
        fits = check(account_id, code)
        with unit_of_work(session):
            act, result = ("signed_in", "done") if fits else ("second_failed", "failed")
            audit.record(session, act, "account", username, result=result)
            if not fits:
                return None
            tries.forgive(session, account_id)
            sessions.end(session, waiting, "renewed")
            return sessions.begin(session, account_id)


def check(account_id: int, code: str, *, pending: bool = False) -> bool:
    """Look at a code or recovery code, if the account has a try left; each opens once. Not inside a unit of work.

    A right one is given back by the caller, as a password is.
    """
    if not tries.take(account_id):
        return False
    plain = re.sub(r"[\s-]", "", code).upper()
    if re.fullmatch(r"[0-9]{6}", plain, re.ASCII):
        return _use_step(account_id, plain, pending=pending)
    return not pending and _use_recovery(account_id, plain)


def _use_step(account_id: int, code: str, *, pending: bool) -> bool:
    with acting_as(System("second factor")), short_write() as session:
        credential = session.scalar(select(Credential).where(Credential.account_id == account_id).with_for_update())
        if credential is None or (credential.second_since is None) != pending:
            return False
        key = privacy.get(credential, "second")
        if key is None:
            return False
        one_time, now = pyotp.TOTP(key, interval=SECONDS), int(clock.now().timestamp()) // SECONDS
        step = next((now + by for by in DRIFT if hmac.compare_digest(one_time.generate_otp(now + by), code)), None)
        if step is None:
            return False
        done = session.execute(
            update(Credential)
            .where(Credential.id == credential.id, or_(Credential.second_step.is_(None), Credential.second_step < step))
            .values(second_step=step)
            .returning(Credential.id)
            .execution_options(synchronize_session=False)
        )
        return done.first() is not None


def _use_recovery(account_id: int, code: str) -> bool:
    with acting_as(System("second factor")), short_write() as session:
        done = session.execute(
            update(RecoveryCode)
            .where(
                RecoveryCode.account_id == account_id, RecoveryCode.code_hash == _digest(code),
                RecoveryCode.used_at.is_(None),
                select(Credential.id)
                .where(Credential.account_id == account_id, Credential.second_since.is_not(None))
                .exists(),
            )
            .values(used_at=clock.now())
            .returning(RecoveryCode.id)
            .execution_options(synchronize_session=False)
        )  # fmt: skip
        return done.first() is not None


def codes_left(session: HouseSession) -> int:
    """How many recovery codes whoever acts still has."""
    unused = select(RecoveryCode.id).where(
        RecoveryCode.account_id == signed_in().account_id, RecoveryCode.used_at.is_(None)
    )
    return len(session.scalars(unused).all())


def _drawn() -> list[str]:
    """Codes of sixteen letters and digits in four groups; none that looks like another."""
    return ["-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4)) for _ in range(CODES)]


def _replace_codes(session: HouseSession, account_id: int, made: list[str]) -> None:
    _clear_codes(session, account_id)
    for code in made:
        session.add(RecoveryCode(account_id=account_id, code_hash=_digest(code.replace("-", ""))))


def _clear(session: HouseSession, account_id: int) -> None:
    credential = tries.credential_of(session, account_id)
    credential.second_sealed = credential.second_since = None
    _clear_codes(session, account_id)


def _clear_codes(session: HouseSession, account_id: int) -> None:
    session.execute(
        delete(RecoveryCode).where(RecoveryCode.account_id == account_id).execution_options(synchronize_session=False)
    )


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()
