"""Enrolled phones: a village agent's phone takes a one-time code once, and from then on opens with its own PIN (decisions 67).

The cookie of the phone holds 256 random bits, the database their hash. The phone alone opens nothing, and neither does the PIN
elsewhere. Wrong PINs are the phone's own count: a stranger who types wrong passwords elsewhere does not keep an agent from his
phone, and a right PIN says nothing of the password.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, and_, case, literal, null, or_, select, update
from werkzeug.security import check_password_hash, generate_password_hash

from appcore import clock
from appcore.access import accounts, audit, pins, sessions, tries
from appcore.access.leavers import has_left
from appcore.access.origin import origin
from appcore.access.principal import System, acting_as
from appcore.access.sessions import Login
from appcore.definition.verdict import N_
from appcore.errors import Refused
from appcore.transaction import short_write, unit_of_work
from models.account import Role, User
from models.base import UtcInstant
from models.db import HouseSession
from models.phone import EnrolledPhone

ROLE_AT_PHONE = "agent"
MOST_PINS = 15
"""Wrong PINs in a row, over all waits of ten minutes, after which the enrolment is over."""
LIVING, EXPIRED, ENDED = "living", "expired", "ended"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
WRONG_CODE = N_("登记码不对，或者已过期、已用过。请让中心管理员重新发一个")


@dataclass(frozen=True, slots=True)
class Phone:
    """The enrolment behind a phone's cookie. `state`: LIVING, EXPIRED or ENDED."""

    phone_id: int
    account_id: int
    username: str
    name: str
    state: str
    pin_hash: str


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def plain_code(typed: str) -> str:
    """A one-time code as it was drawn: without the strokes and spaces that make it easier to read."""
    return re.sub(r"[\s\-－—]", "", typed).upper()


def may_have_one() -> ColumnElement[bool]:
    """Whether an account's phone opens anything: it is an agent's, in use, and its person has not left."""
    return and_(User.active.is_(True), User.roles.any(Role.name == ROLE_AT_PHONE), ~has_left())


def has_living(session: HouseSession, username: str) -> bool:
    """Whether a person has an enrolled phone that opens now."""
    with acting_as(System("phone")):
        query = (
            select(EnrolledPhone.id)
            .join(User, User.id == EnrolledPhone.account_id)
            .where(
                User.username == username,
                may_have_one(),
                EnrolledPhone.ended_at.is_(None),
                EnrolledPhone.valid_until > clock.now(),
            )
        )
        return session.scalar(query.limit(1)) is not None


def of_token(session: HouseSession, token: object) -> Phone | None:
    """The enrolment of a phone's cookie, living or not; None when there never was one."""
    if not isinstance(token, str) or not 0 < len(token) <= 100:
        return None
    with acting_as(System("phone")):
        found = session.execute(
            select(EnrolledPhone, User, may_have_one().label("may"))
            .join(User, User.id == EnrolledPhone.account_id)
            .where(EnrolledPhone.token_hash == digest(token))
        ).first()
    if found is None:
        return None
    row, user, may = found
    return Phone(
        row.id, user.id, user.username, f"{user.last_name}{user.first_name}", _state(row, may=may), row.pin_hash or ""
    )


def _state(row: EnrolledPhone, *, may: bool) -> str:
    if row.ended_at is not None or not may:
        return ENDED
    return LIVING if row.valid_until is not None and row.valid_until > clock.now() else EXPIRED


def enrol(code: str, pin: str, *, replaces: object = None) -> str:
    """Take a one-time code on the phone that opened it. An enrolment that this phone had before (`replaces`) ends.

    Returns: the token for the phone's cookie. Raises: Refused at `pin` or `code`.
    """
    if not pins.is_pin(pin):
        raise Refused("数字密码要填6位数字", field="pin")
    if pins.too_simple(pin):
        raise Refused("这个数字密码太好猜，请不要用重复或连续的数字", field="pin")
    hashed, token, now = generate_password_hash(pin), secrets.token_urlsafe(32), clock.now()
    with acting_as(System("phone")):
        with unit_of_work() as session:
            username = _take_code(session, plain_code(code), token, hashed, now)
            if username is not None:
                if isinstance(replaces, str):
                    _end(session, [EnrolledPhone.token_hash == digest(replaces)], "replaced")
                audit.record(session, "phone_enrolled", "phone", username)
        if username is None:
            audit.note("phone_enrol_failed", "phone", "", "failed")
            raise Refused(WRONG_CODE, field="code")
    return token


def _take_code(session: HouseSession, code: str, token: str, hashed: str, now: datetime) -> str | None:
    """Turn an open invitation into an enrolment, in one statement: of two who open it at once one gets it."""
    days = current_app.extensions["settings"].phone_days
    open_ones = (
        select(EnrolledPhone.id)
        .join(User, User.id == EnrolledPhone.account_id)
        .where(EnrolledPhone.code_hash == digest(code), EnrolledPhone.code_until > now, may_have_one())
    )
    row = session.execute(
        update(EnrolledPhone)
        .where(
            EnrolledPhone.id.in_(open_ones), EnrolledPhone.code_hash == digest(code), EnrolledPhone.ended_at.is_(None)
        )
        .values(
            code_hash=None, token_hash=digest(token), pin_hash=hashed, device=origin().device[:40], enrolled_at=now,
            valid_until=now + timedelta(days=days), used_at=now,
        )
        .returning(EnrolledPhone.account_id)
        .execution_options(synchronize_session=False)
    ).first()  # fmt: skip
    return None if row is None else session.scalar(select(User.username).where(User.id == row.account_id))


def sign_in(session: HouseSession, token: object, pin: str) -> str | None:
    """A new session of the phone when its PIN fits. Not inside a unit of work.

    Returns: the token for the session's cookie; None for a wrong PIN, while tries are refused, and for a phone that opens nothing.
    """
    phone = of_token(session, token)
    session.rollback()  # nothing is held while hashing
    if phone is None or phone.state != LIVING:
        check_password_hash(accounts.DUMMY, pin)
        return None
    fits = pin_fits(phone.phone_id, phone.pin_hash, pin)
    with acting_as(System("phone")), unit_of_work(session):
        fits = settle(session, phone.phone_id, fits=fits)
        act, result = ("phone_signed_in", "done") if fits else ("phone_failed", "failed")
        audit.record(session, act, "phone", phone.username, result=result)
        return sessions.begin(session, phone.account_id, phone_id=phone.phone_id) if fits else None


def unlock(session: HouseSession, login: Login, pin: str) -> str:
    """Open a locked session of a phone by the phone's PIN: the account's password and its own unlocking PIN do not.

    Returns: one of `pins.OPEN`, `pins.WRONG`, and `pins.ENDED` when that was the phone's last try.
    """
    phone_id, username = login.phone_id or 0, login.user.username
    pin_hash = session.scalar(select(EnrolledPhone.pin_hash).where(EnrolledPhone.id == phone_id)) or ""
    session.rollback()  # nothing is held while hashing
    fits = pins.is_pin(pin) and pin_fits(phone_id, pin_hash, pin)
    with acting_as(System("phone")), unit_of_work(session):
        fits = settle(session, phone_id, fits=fits)
        if fits:
            sessions.unlock(session, login.session_id)
        act, result = ("unlocked", "done") if fits else ("unlock_failed", "failed")
        audit.record(session, act, "phone", username, result=result)
        over = session.scalar(select(EnrolledPhone.ended_at).where(EnrolledPhone.id == phone_id)) is not None
    return pins.OPEN if fits else pins.ENDED if over else pins.WRONG


def pin_fits(phone_id: int, pin_hash: str, pin: str) -> bool:
    """Look at a PIN, if the phone has a try left; it is counted before it is looked at. Not inside a unit of work."""
    with acting_as(System("phone")):
        may = _take_pin(phone_id)
    fits = check_password_hash(pin_hash if may and pin_hash else accounts.DUMMY, pin)
    return fits and may and bool(pin_hash)


def _take_pin(phone_id: int) -> bool:
    """Take one try, in one statement; each fifth that is not given back begins the same wait as with passwords."""
    now = clock.now()
    taken = EnrolledPhone.wrong_pins + 1
    with short_write() as session:
        done = session.execute(
            update(EnrolledPhone)
            .where(
                EnrolledPhone.id == phone_id,
                EnrolledPhone.ended_at.is_(None),
                EnrolledPhone.wrong_pins < MOST_PINS,
                or_(EnrolledPhone.refused_until.is_(None), EnrolledPhone.refused_until <= now),
            )
            .values(
                wrong_pins=taken,
                refused_until=case(
                    (taken % tries.MOST == 0, literal(now + tries.REFUSED_FOR, UtcInstant())), else_=null()
                ),
            )
            .returning(EnrolledPhone.id)
            .execution_options(synchronize_session=False)
        )
        return done.first() is not None


def settle(session: HouseSession, phone_id: int, *, fits: bool) -> bool:
    """Within a unit of work: a right PIN is given back with the phone's earlier tries, the last wrong one ends the enrolment.

    Returns: whether the phone opens: one that was ended since its PIN was looked at does not.
    """
    row = session.get(EnrolledPhone, phone_id, populate_existing=True, with_for_update=True)
    if row is None or row.ended_at is not None:
        return False
    if fits:
        row.wrong_pins, row.refused_until, row.used_at = 0, None, clock.now()
    elif row.wrong_pins >= MOST_PINS:
        end(session, phone_id, "wrong_pins")
    return fits


def end(session: HouseSession, phone_id: int, why: str) -> None:
    """Within a write: end one enrolment with its sessions. `why` is a slug of PHONE_END."""
    _end(session, [EnrolledPhone.id == phone_id], why)


def _end(session: HouseSession, wanted: list[ColumnElement[bool]], why: str) -> None:
    ended = session.scalars(
        update(EnrolledPhone)
        .where(*wanted, EnrolledPhone.ended_at.is_(None))
        .values(ended_at=clock.now(), ended_why=why, code_hash=None)
        .returning(EnrolledPhone.id)
        .execution_options(synchronize_session=False)
    ).all()
    for phone_id in ended:
        sessions.end_of_phone(session, phone_id, "wrong_pins" if why == "wrong_pins" else "administrator")
