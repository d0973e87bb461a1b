"""Asking why: the account and the record are read as the system, and the question stands in the trail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from appcore import clock
from appcore.access import audit, why
from appcore.access.account_facts import as_grant, roles_of
from appcore.access.scope import as_system
from appcore.definition.verdict import N_
from appcore.errors import Refused
from models.account import ScopeGrant, User
from models.case import Case, CaseGrant, Slip
from models.db import HouseSession
from models.item import Edition, Item
from models.offer import Offer
from models.organisation import Department
from models.place import Hall, Region
from models.staff import Staff
from models.window import Window

KINDS: dict[str, tuple[Any, str, str]] = {
    "case": (Case, "number", N_("办件")),
    "slip": (Slip, "number", N_("文书")),
    "staff": (Staff, "staff_number", N_("工作人员")),
    "window": (Window, "id", N_("窗口")),
    "offer": (Offer, "id", N_("进驻事项")),
    "item": (Item, "code", N_("事项")),
    "edition": (Edition, "id", N_("事项版本")),
    "hall": (Hall, "code", N_("服务中心")),
}
"""The kinds of record that can be asked about: class, the column that names one, and what it is called."""
LARGEST_ID = 2**31 - 1
MOST_CALLED = 20


@dataclass(frozen=True, slots=True)
class Called:
    """An account that goes by a name."""

    username: str
    name: str
    hall: str


def called(text: str) -> tuple[Called, ...]:
    """The accounts that somebody may mean: the one of that name to sign in with, else those of people called so."""
    with as_system("why") as session:
        full = User.last_name + User.first_name
        query = select(User.username, full, Hall.name).outerjoin(Hall, Hall.code == User.hall_code)
        of_staff = User.staff_id.in_(select(Staff.id).where(Staff.name == text))
        for fits in (User.username == text, or_(full == text, of_staff)):
            rows = session.execute(query.where(fits).order_by(User.username).limit(MOST_CALLED)).all()
            if rows:
                return tuple(Called(row[0], row[1], row[2] or "") for row in rows)
    return ()


def ask(username: str, noun: str, key: str) -> why.Explanation:
    """Why an account sees a record or not, now.

    Raises: Refused with the field for an account or a record that is not there.
    """
    model, column, title = KINDS[noun]
    with as_system("why") as session:
        user = session.scalar(select(User).where(User.username == username))
        if user is None:
            raise Refused("没有这个账号", field="account")
        account = account_of(session, user)
        row = _row(session, model, column, key)
        if row is None:
            raise Refused("没有这条记录，谁都看不到", field="key")
        subject = subject_of(session, noun, row)
        names = _Names(session)
        found = why.explain(account, subject, title, names.of, clock.local_now())
    answer = "seen" if found.sees else "unseen"
    audit.note("asked_why", noun, key, changes={"account": username, "answer": answer})
    return found


def account_of(session: HouseSession, user: User) -> why.Account:
    """What of an account decides, with the grants that are over or to come."""
    rows = session.scalars(select(ScopeGrant).where(ScopeGrant.account_id == user.id).order_by(ScopeGrant.id))
    grants = tuple(why.DatedGrant(as_grant(row), row.valid_from, row.valid_to) for row in rows)
    return why.Account(user.username, bool(user.active), roles_of(user), grants)


def _row(session: HouseSession, model: Any, column: str, key: str) -> Any:
    value: Any = key
    if column == "id":
        if not (key.isascii() and key.isdigit() and len(key) <= 10 and int(key) <= LARGEST_ID):
            return None
        value = int(key)
    return session.scalar(select(model).where(getattr(model, column) == value))


def subject_of(session: HouseSession, noun: str, row: Any) -> why.Subject:
    """What of a row decides; of a case and what hangs on it also to whom it was handed."""
    case_id = row.id if isinstance(row, Case) else getattr(row, "case_id", None)
    return why.Subject(
        noun=noun,
        scope=row.scope_kind,
        region_code=getattr(row, "region_code", None),
        department_code=getattr(row, "department_code", None),
        hall_code=getattr(row, "hall_code", None),
        item_code=getattr(row, "item_code", None),
        owner_code=getattr(row, "owner_code", None),
        state=getattr(row, "state", "") or "",
        ended_on=getattr(row, "valid_to", None),
        handed=_handed(session, case_id) if case_id is not None else (),
    )


def _handed(session: HouseSession, case_id: int) -> tuple[why.Handed, ...]:
    rows = session.scalars(select(CaseGrant).where(CaseGrant.case_id == case_id).order_by(CaseGrant.id))
    return tuple(
        why.Handed(row.to_hall_code, row.to_department_code, row.granted_from, row.granted_until) for row in rows
    )


class _Names:
    """The names of places and departments by code, each asked for once."""

    def __init__(self, session: HouseSession) -> None:
        self._session = session
        self._known: dict[str, str] = {}

    def of(self, code: str | None) -> str:
        if not code:
            return ""
        if code not in self._known:
            model: Any = Hall if "-" in code else Region if code.isdigit() else Department
            self._known[code] = self._session.scalar(select(model.name).where(model.code == code)) or code
        return self._known[code]
