"""Which halls and departments handle a case, and so see the names in it whole: one rule, and its twin as SQL for searching.

A hall handles a case when it received it or has it handed over; so does the department that decides, in its own line. Whoever
works there in a handling role sees names in clear. Everybody else sees 姓 and stars (decisions 29; docs/decisions/0015).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import Person, System, current, place_range
from appcore.definition import masks
from models.case import CaseGrant, Party


@dataclass(frozen=True, slots=True)
class Handed:
    """To whom a case is handed over now: a hall or a department."""

    hall_code: str | None = None
    department_code: str | None = None


def halls_of(person: Person) -> frozenset[str]:
    """The halls in which a person works: the account's own, and each that a grant names alone."""
    named = {grant.hall_code for grant in person.grants if grant.kind == "hall"}
    return frozenset(code for code in (*named, person.hall_code) if code)


def _departments_of(person: Person) -> frozenset[str]:
    return frozenset(one.department_code for one in person.grants if one.kind == "department" and one.department_code)


def handles(
    person: Person, *, hall: str | None, region: str, department: str | None, handed: Iterable[Handed] = ()
) -> bool:
    """Whether a person works where a case is handled."""
    if not permissions.may(person.roles, "console:case", "handle"):
        return False
    halls, departments = halls_of(person), _departments_of(person)
    if hall in halls or any(one.hall_code in halls or one.department_code in departments for one in handed):
        return True
    return department is not None and any(
        grant.kind == "department" and grant.department_code == department and _within(region, grant.region_code)
        for grant in person.grants
    )


def _within(region: str, place: str | None) -> bool:
    if not place:
        return True
    low, high = place_range(place)
    return low <= region <= high


def handled_by(model: Any, case_id: Any, person: Person) -> ColumnElement[bool]:
    """The same rule as a criterion over a case or what hangs on one; `case_id` is its column."""
    if not permissions.may(person.roles, "console:case", "handle"):
        return false()
    halls, departments = halls_of(person), _departments_of(person)
    to = or_(CaseGrant.to_hall_code.in_(halls), CaseGrant.to_department_code.in_(departments))
    clauses = [model.hall_code.in_(halls), case_id.in_(select(CaseGrant.case_id).where(_in_force(), to))]
    for grant in person.grants:
        if grant.kind == "department" and grant.department_code:
            line = model.department_code == grant.department_code
            inside = model.region_code.between(*place_range(grant.region_code)) if grant.region_code else line
            clauses.append(and_(line, inside))
    return or_(*clauses)


def _in_force() -> ColumnElement[bool]:
    now = clock.local_now()
    return and_(CaseGrant.granted_from <= now, or_(CaseGrant.granted_until.is_(None), CaseGrant.granted_until > now))


class Names:
    """How names in these rows (cases, or what hangs on them) are shown to whoever acts: two queries at most for all of them."""

    def __init__(self, session: Session, rows: Iterable[Any]) -> None:
        listed = list(rows)
        who = current()
        outside = [] if isinstance(who, System) else [row for row in listed if not self._inside(who, row)]
        if outside and isinstance(who, Person) and permissions.may(who.roles, "console:case", "handle"):
            handed = _handed(session, {_case_of(row) for row in outside})
            outside = [row for row in outside if not self._inside(who, row, handed.get(_case_of(row), ()))]
        self._masked = {_key(row) for row in outside}
        self._bodies = _bodies(session, {_case_of(row) for row in outside} - {None}) if outside else frozenset()

    @staticmethod
    def _inside(who: Any, row: Any, handed: Iterable[Handed] = ()) -> bool:
        return isinstance(who, Person) and handles(
            who, hall=row.hall_code, region=row.region_code, department=row.department_code, handed=handed
        )

    def are_masked(self, row: Any) -> bool:
        return _key(row) in self._masked

    def of(self, row: Any, name: str) -> str:
        """A name of this row as it is shown; that of a company or office is public and never masked."""
        if not self.are_masked(row) or (_case_of(row), name) in self._bodies:
            return name
        return masks.mask_name(name)


def _case_of(row: Any) -> int | None:
    """The id of the row's case; None for rows with names that hang on none (requests)."""
    if hasattr(row, "case_id"):
        return int(row.case_id)
    return int(row.id) if hasattr(row, "applicant_name") else None


def _key(row: Any) -> tuple[str, int]:
    return row.__tablename__, row.id


def _handed(session: Session, cases: set[int | None]) -> dict[int | None, list[Handed]]:
    query = select(CaseGrant.case_id, CaseGrant.to_hall_code, CaseGrant.to_department_code)
    found: dict[int | None, list[Handed]] = {}
    for row in session.execute(query.where(CaseGrant.case_id.in_(cases - {None}), _in_force())):
        found.setdefault(row.case_id, []).append(Handed(row.to_hall_code, row.to_department_code))
    return found


def _bodies(session: Session, cases: set[int | None]) -> frozenset[tuple[int | None, str]]:
    query = select(Party.case_id, Party.name).where(Party.case_id.in_(cases), Party.is_body.is_(True))
    return frozenset((row.case_id, row.name) for row in session.execute(query))
