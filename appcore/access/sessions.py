"""Sessions stand on the server: a cookie whose session ended, was replaced or grew old opens nothing at the next request."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from flask import current_app
from sqlalchemy import Select, and_, bindparam, delete, event, inspect, or_, select, update
from sqlalchemy.orm import UOWTransaction

from appcore import clock
from appcore.access.leavers import has_left
from appcore.access.origin import origin
from appcore.access.principal import System, acting_as
from appcore.settings import Settings
from appcore.transaction import short_write
from models.account import ScopeGrant, User
from models.db import HouseSession
from models.phone import EnrolledPhone
from models.sign_in import Credential, LoginSession

SEEN_EVERY = timedelta(minutes=1)
SECOND_WITHIN = timedelta(minutes=5)
"""How long one may take between password and second factor."""
KEPT_FOR = timedelta(days=90)
MOST_PINS = 5


@dataclass(frozen=True, slots=True)
class Login:
    """A living session as a request finds it."""

    session_id: int
    user: User
    locked: bool
    awaits_second: bool
    must_change: bool
    has_second: bool
    has_pin: bool
    seen_at: datetime
    phone_id: int | None = None
    """The enrolled phone by which it came; its PIN takes the place of password and unlocking PIN."""


def _settings() -> Settings:
    chosen: Settings = current_app.extensions["settings"]
    return chosen


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def begin(session: HouseSession, account_id: int, *, awaits_second: bool = False, phone_id: int | None = None) -> str:
    """Within a unit of work: a new session of the account from where this request comes.

    Returns: the token for the cookie, 256 random bits; only its hash is kept.
    """
    token, now, where = secrets.token_urlsafe(32), clock.now(), origin()
    session.execute(
        delete(LoginSession)
        .where(LoginSession.account_id == account_id, LoginSession.begun_at < now - KEPT_FOR)
        .execution_options(synchronize_session=False)
    )
    session.add(
        LoginSession(
            token_hash=_digest(token), account_id=account_id, begun_at=now, seen_at=now, address=where.address[:45],
            device=where.device[:40], awaits_second=awaits_second, wrong_pins=0, phone_id=phone_id,
        )
    )  # fmt: skip
    return token


@cache
def _living() -> Select[tuple[LoginSession, User, Credential]]:
    """The session of `token` that began after `since` and lives `now`; made once, since each request asks it."""
    return (
        select(LoginSession, User, Credential)
        .join(User, User.id == LoginSession.account_id)
        .outerjoin(Credential, Credential.account_id == User.id)
        .outerjoin(EnrolledPhone, EnrolledPhone.id == LoginSession.phone_id)
        .where(
            LoginSession.token_hash == bindparam("token"),
            LoginSession.ended_at.is_(None),
            LoginSession.begun_at >= bindparam("since"),
            User.active.is_(True),
            ~has_left(),
            or_(
                LoginSession.phone_id.is_(None),
                and_(EnrolledPhone.ended_at.is_(None), EnrolledPhone.valid_until > bindparam("now")),
            ),
        )
    )


def of_token(session: HouseSession, token: object) -> Login | None:
    """The living session of a cookie's token, read anew at each request; None when it ended, grew old or its account is closed."""
    if not isinstance(token, str) or len(token) > 100:
        return None
    now = clock.now()
    with acting_as(System("session")):
        found = session.execute(
            _living(),
            {"token": _digest(token), "since": now - timedelta(hours=_settings().session_hours), "now": now},
        ).first()
    if found is None:
        return None
    row, user, credential = found
    if row.awaits_second and row.begun_at < now - SECOND_WITHIN:
        return None
    return Login(
        session_id=row.id,
        user=user,
        locked=row.locked_at is not None or row.seen_at < now - timedelta(minutes=_settings().idle_minutes),
        awaits_second=row.awaits_second,
        must_change=row.phone_id is None and must_change(credential),
        has_second=credential is not None and credential.second_since is not None,
        has_pin=credential is not None and credential.pin_hash is not None,
        seen_at=row.seen_at,
        phone_id=row.phone_id,
    )


def must_change(credential: Credential | None) -> bool:
    """Whether the password is a first one, or older than the installation allows."""
    if credential is None:
        return False
    most = _settings().password_days
    old = most > 0 and credential.changed_at is not None and credential.changed_at < clock.now() - timedelta(days=most)
    return credential.must_change or old


def touch(login: Login) -> None:
    """Note that the session is in use, at most once a minute, by a short write of its own."""
    now = clock.now()
    if now - login.seen_at < SEEN_EVERY:
        return
    with acting_as(System("session")), short_write() as session:
        session.execute(
            update(LoginSession)
            .where(LoginSession.id == login.session_id, LoginSession.seen_at < now)
            .values(seen_at=now)
            .execution_options(synchronize_session=False)
        )


def lock(session_id: int) -> None:
    """Lock a session's pages: until its PIN or password nothing is answered but the lock."""
    with acting_as(System("session")), short_write() as session:
        session.execute(
            update(LoginSession)
            .where(LoginSession.id == session_id, LoginSession.locked_at.is_(None))
            .values(locked_at=clock.now())
            .execution_options(synchronize_session=False)
        )


def unlock(session: HouseSession, session_id: int) -> None:
    """Within a write: the person is back."""
    session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.ended_at.is_(None))
        .values(locked_at=None, seen_at=clock.now(), wrong_pins=0)
        .execution_options(synchronize_session=False)
    )


def renew(session_id: int) -> str:
    """A new token for a session that was unlocked: whoever copied the cookie while it was locked holds nothing.

    Returns: the token for the cookie.
    """
    token = secrets.token_urlsafe(32)
    with acting_as(System("session")), short_write() as session:
        session.execute(
            update(LoginSession)
            .where(LoginSession.id == session_id, LoginSession.ended_at.is_(None))
            .values(token_hash=_digest(token))
            .execution_options(synchronize_session=False)
        )
    return token


def take_pin_try(session_id: int) -> int | None:
    """Count one try at the PIN before it is looked at. Returns: which try it is, None when there is none left."""
    with acting_as(System("session")), short_write() as session:
        return session.scalar(
            update(LoginSession)
            .where(LoginSession.id == session_id, LoginSession.ended_at.is_(None), LoginSession.wrong_pins < MOST_PINS)
            .values(wrong_pins=LoginSession.wrong_pins + 1)
            .returning(LoginSession.wrong_pins)
            .execution_options(synchronize_session=False)
        )


def end(session: HouseSession, session_id: int, why: str) -> None:
    """Within a write: end one session. `why` is a slug of SESSION_END."""
    session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now(), ended_why=why)
        .execution_options(synchronize_session=False)
    )


def end_all(session: HouseSession, account_id: int, why: str, *, but: int | None = None) -> None:
    """Within a write: end every session of an account, save one where it is named."""
    wanted = [LoginSession.account_id == account_id, LoginSession.ended_at.is_(None)]
    if but is not None:
        wanted.append(LoginSession.id != but)
    session.execute(
        update(LoginSession)
        .where(*wanted)
        .values(ended_at=clock.now(), ended_why=why)
        .execution_options(synchronize_session=False)
    )


def end_of_phone(session: HouseSession, phone_id: int, why: str) -> None:
    """Within a write: end the sessions that came by an enrolled phone."""
    session.execute(
        update(LoginSession)
        .where(LoginSession.phone_id == phone_id, LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now(), ended_why=why)
        .execution_options(synchronize_session=False)
    )


def living(session: HouseSession, account_id: int) -> list[LoginSession]:
    """The sessions of an account that still open something, the one used last first."""
    since = clock.now() - timedelta(hours=_settings().session_hours)
    return list(
        session.scalars(
            select(LoginSession)
            .where(
                LoginSession.account_id == account_id, LoginSession.ended_at.is_(None),
                LoginSession.awaits_second.is_(False), LoginSession.begun_at >= since,
            )
            .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
        )
    )  # fmt: skip


@event.listens_for(HouseSession, "before_flush")
def end_with_the_rights(session: HouseSession, _context: UOWTransaction, _instances: object) -> None:
    """Whatever changes an account's password, state or roles ends its sessions in the same transaction.

    A service says so itself as well; this net holds for any other way to the rows. Grants are read anew at each request, so a
    change of them acts without it: somebody who is given another hall does not lose what he is typing.
    """
    if not session.info.get("writing"):
        return
    for account_id, why in {*_changed_accounts(session)}:
        end_all(session, account_id, why)
    for account_id, why in {*_lost_phones(session)}:
        end_phones(session, account_id, why)


def _changed_accounts(session: HouseSession) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for row in session.dirty:
        if isinstance(row, User):
            found += [(row.id, why) for name, why in CAUSES if inspect(row).attrs[name].history.has_changes()]
    return found


def _lost_phones(session: HouseSession) -> list[tuple[int, str]]:
    """What an enrolled phone does not outlive: its account's password and state, a grant that was cut, the loss of a role.

    Another role ends sessions, but the phone stays; another grant changes neither.
    """
    found: list[tuple[int, str]] = []
    for row in [*session.dirty, *session.deleted]:
        if isinstance(row, ScopeGrant) and row.account_id and (session.is_modified(row) or row in session.deleted):
            found.append((row.account_id, "rights"))
        elif isinstance(row, User):
            attributes = inspect(row).attrs
            found += [(row.id, why) for name, why in CAUSES[:2] if attributes[name].history.has_changes()]
            found += [(row.id, "rights")] if attributes["roles"].history.deleted else []
    return found


def end_phones(session: HouseSession, account_id: int, why: str) -> None:
    """Within a write: end every enrolled phone of an account; those that were only invited too. `why` is a slug of PHONE_END."""
    session.execute(
        update(EnrolledPhone)
        .where(EnrolledPhone.account_id == account_id, EnrolledPhone.ended_at.is_(None))
        .values(ended_at=clock.now(), ended_why=why, code_hash=None)
        .execution_options(synchronize_session=False)
    )


CAUSES = (("password", "password"), ("active", "deactivated"), ("roles", "rights"))
