"""Accounts as their pages show them: the list with its filters, one account with its grants, and who sees a hall."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from appcore import clock
from appcore.access.account_facts import as_grant, roles_of
from appcore.access.account_rules import POWERS, without_grant
from appcore.access.principal import Grant, Person, place_range
from models.account import Role, ScopeGrant, User
from models.organisation import Department
from models.place import Hall, Region
from models.staff import Staff
from models.vocabulary import GRANT_KIND, ROLE


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for; empty means all."""

    q: str = ""
    role: str = ""
    hall_code: str = ""
    active: str = ""
    page: int = 1
    size: int = 25


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A grant in words: its kind, what it reaches, from when to when, and whether it is in force, to come or over."""

    id: int
    kind: str
    reach: str
    starts: date | None
    ends: date | None
    state: str


def matching(wanted: Wanted) -> Select[Any]:
    """The accounts that a list is asked for, by name."""
    query = select(User)
    if wanted.q:
        text = wanted.q.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        like = f"%{text}%"
        query = query.where(or_(User.username.ilike(like, escape="\\"), User.first_name.ilike(like, escape="\\")))
    if wanted.role:
        query = query.where(User.roles.any(Role.name == wanted.role))
    if wanted.hall_code:
        query = query.where(User.hall_code == wanted.hall_code)
    if wanted.active:
        query = query.where(User.active.is_(wanted.active == "yes"))
    return query


def page_of(session: Session, wanted: Wanted) -> tuple[list[User], int]:
    """The accounts of a page with their roles, and how many there are in all."""
    query = matching(wanted)
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(User.id).subquery())) or 0
    ordered = query.options(selectinload(User.roles)).order_by(User.username)
    return list(session.scalars(ordered.offset((wanted.page - 1) * wanted.size).limit(wanted.size))), total


def halls_of_accounts(session: Session) -> list[tuple[str, str]]:
    """The halls that accounts work in, by code and name: the choices of the list's filter."""
    query = select(Hall.code, Hall.name).where(
        Hall.code.in_(select(User.hall_code).where(User.hall_code.is_not(None)).distinct())
    )
    return [(row[0], row[1]) for row in session.execute(query.order_by(Hall.code).limit(100))]


def role_words(user: User) -> tuple[str, ...]:
    """The labels of an account's roles in their usual order."""
    held = roles_of(user)
    return tuple(ROLE.label_of(slug) for slug in ROLE.slugs if slug in held)


def grants_of(session: Session, user: User) -> list[GrantLine]:
    """All grants of an account, those in force first, ended ones last."""
    rows = list(session.scalars(select(ScopeGrant).where(ScopeGrant.account_id == user.id).order_by(ScopeGrant.id)))
    names = Places(session, map(as_grant, rows))
    lines = [line_of(row, names, clock.local_today()) for row in rows]
    order = ("in_force", "to_come", "over")
    return sorted(lines, key=lambda line: (order.index(line.state), line.id))


def line_of(row: ScopeGrant, names: Places, today: date) -> GrantLine:
    """A grant's row in words as of a day."""
    grant = as_grant(row)
    return GrantLine(
        row.id, GRANT_KIND.label_of(row.kind), names.reach(grant), row.valid_from, row.valid_to, state_of(row, today)
    )


def state_of(row: ScopeGrant, today: date) -> str:
    if row.valid_to is not None and row.valid_to < today:
        return "over"
    return "to_come" if row.valid_from is not None and row.valid_from > today else "in_force"


def department_name(session: Session, user: User) -> str:
    """The name of the account's department, if it has one."""
    return Places(session, [Grant("department", department_code=user.department_code)]).of(user.department_code)


def staff_name(session: Session, user: User) -> str:
    """The staff member behind the account, with the staff number."""
    row = session.execute(select(Staff.name, Staff.staff_number).where(Staff.id == user.staff_id)).first()
    return f"{row[0]} {row[1]}" if row is not None else ""


def seeing_nothing(session: Session, user: User) -> tuple[str, ...]:
    """The labels of the roles for which the account has no grant in force."""
    today = clock.local_today()
    rows = session.scalars(select(ScopeGrant).where(ScopeGrant.account_id == user.id))
    living = [as_grant(row) for row in rows if state_of(row, today) == "in_force"]
    return tuple(ROLE.label_of(role) for role in without_grant(roles_of(user), living))


class Places:
    """The names of the halls, regions and departments that grants name, each kind read once."""

    def __init__(self, session: Session, grants: Iterable[Grant]) -> None:
        listed = list(grants)
        self._names: dict[str, str] = {}
        wanted: tuple[tuple[Any, set[str | None]], ...] = (
            (Hall, {one.hall_code for one in listed}),
            (Region, {one.region_code for one in listed}),
            (Department, {one.department_code for one in listed}),
        )
        for model, codes in wanted:
            if known := codes - {None}:
                found = session.execute(select(model.code, model.name).where(model.code.in_(known)))
                self._names |= {row[0]: row[1] for row in found}

    def of(self, code: str | None) -> str:
        """The name of a code; one that is out of sight or gone by itself."""
        return self._names.get(code or "", code or "")

    def reach(self, grant: Grant) -> str:
        """What a grant reaches, by name."""
        parts = [self.of(grant.hall_code), self.of(grant.region_code), self.of(grant.department_code)]
        return "、".join([one for one in parts if one] + list(grant.item_codes))


# --- who sees a hall ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Access:
    """An account that sees rows of a hall, by which grant."""

    username: str
    name: str
    roles: tuple[str, ...]
    kind: str
    reach: str
    starts: date | None
    ends: date | None
    last_login: datetime | None


def who_sees(session: Session, who: Person) -> list[Access]:
    """The active accounts with a grant in force that reaches a hall in this person's own scope, by name.

    The three powers are left out: their place lets them look up names, and no role of theirs opens a hall's pages.
    """
    today = clock.local_today()
    query = (
        select(ScopeGrant, User)
        .join(User, User.id == ScopeGrant.account_id)
        .options(selectinload(User.roles))
        .where(User.active.is_(True))
        .order_by(User.username, ScopeGrant.id)
    )
    rows = [
        (row, user)
        for row, user in session.execute(query)
        if state_of(row, today) == "in_force" and not roles_of(user) <= POWERS and overlaps(as_grant(row), who.grants)
    ]
    names = Places(session, [as_grant(row) for row, _user in rows])
    return [_access(row, user, names, today) for row, user in rows]


def _access(row: ScopeGrant, user: User, names: Places, today: date) -> Access:
    line = line_of(row, names, today)
    name = f"{user.last_name}{user.first_name}"
    return Access(user.username, name, role_words(user), line.kind, line.reach, line.starts, line.ends, user.last_login)


def overlaps(grant: Grant, own: Collection[Grant]) -> bool:
    """Whether a grant reaches into the place or hall of one of these: own grants of a hall admin, of a hall or a place."""
    return any(_meets(grant, one) for one in own)


def _meets(grant: Grant, own: Grant) -> bool:
    if grant.kind == "hall" and own.kind == "hall":
        return grant.hall_code == own.hall_code
    if grant.place is None or own.place is None:
        return False
    (low, high), (own_low, own_high) = _range(grant), _range(own)
    return low <= own_high and own_low <= high


def _range(grant: Grant) -> tuple[str, str]:
    """The regions that a grant reaches: of a hall, only that which it serves."""
    place = grant.place or ""
    return (place, place) if grant.kind == "hall" else place_range(place)
