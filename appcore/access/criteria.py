"""What a person may see of each kind of row, as SQL; the same rule for values in memory stands beside it.

Own rows by grants, standard rows by owner, drafts by drafting department and county office (decisions 1–3, 52).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, DateTime, and_, bindparam, exists, false, or_, select

from appcore import clock
from appcore.access.principal import Grant, Person, place_range
from models.case import Case, CaseGrant
from models.item import Edition
from models.register import RegisterEntry, RegisterRight
from models.vocabulary import OPEN_CASE

PUBLISHED = ("published", "withdrawn")


def scope_kind(model: type[Any]) -> str | None:
    """scoped, standard, draft, unscoped or, for Flask-AppBuilder's own tables, "framework"."""
    kind: str | None = getattr(model, "scope_kind", None)
    return "framework" if kind is None and model.__tablename__.startswith("ab_") else kind


def visible_to(model: Any, person: Person) -> ColumnElement[bool]:
    """The criterion that every select of this class gets."""
    match model.scope_kind:
        case "scoped":
            return _own_rows(model, person)
        case "standard":
            return model.owner_code.in_(person.places)  # type: ignore[no-any-return]
        case "draft":
            return _drafts(model, person)
    raise LookupError(f"{model.__name__} has no kind of scope")


def _own_rows(model: Any, person: Person) -> ColumnElement[bool]:
    clauses = [_granted(model, grant) for grant in person.grants]
    if model is Case or hasattr(model, "case_id"):
        clauses.append(_handed(model.id if model is Case else model.case_id, person))
    in_scope = or_(false(), *clauses)
    if model is RegisterEntry:
        in_scope = and_(in_scope, _in_a_book_of(model, person))
    return and_(in_scope, _own_open_cases(model, person)) if person.at_phone else in_scope


def _own_open_cases(model: Any, person: Person) -> ColumnElement[bool]:
    """What is left of own rows at an enrolled phone: the open cases whose task the agent holds, and what hangs on them."""

    def held(case: Any) -> ColumnElement[bool]:
        return and_(case.state.in_(OPEN_CASE), case.handler_id == person.account_id)

    if model is Case:
        return held(Case)
    if not hasattr(model, "case_id"):
        return false()
    table = _alias_of(Case, "held")
    return model.case_id.in_(select(table.c.id).where(held(table.c)))  # type: ignore[no-any-return]


def _in_a_book_of(model: Any, person: Person) -> ColumnElement[bool]:
    """Entries of the registers that a role of this person reads."""
    table = _alias_of(RegisterRight, "read_book")
    return model.register_code.in_(select(table.c.register_code).where(table.c.role.in_(sorted(person.roles))))  # type: ignore[no-any-return]


def _granted(model: Any, grant: Grant) -> ColumnElement[bool]:
    if _says_nothing(grant):
        return false()
    if grant.kind == "hall":
        return model.hall_code == grant.hall_code  # type: ignore[no-any-return]
    clauses: list[ColumnElement[bool]] = [model.region_code.between(*place_range(grant.region_code or ""))]
    if grant.kind == "items":
        clauses.append(model.item_code.in_(grant.item_codes) if hasattr(model, "item_code") else false())
    if grant.department_code:
        clauses.append(or_(model.department_code.is_(None), model.department_code == grant.department_code))
    return and_(*clauses)


def _this_moment() -> ColumnElement[Any]:
    """The local time at which the statement is sent: limits are kept for a person, and must not keep the time."""
    return bindparam("this_moment", type_=DateTime(), callable_=clock.local_now)


def handed_to(table: Any, person: Person) -> ColumnElement[bool]:
    """Rows of `case_grant` in force now that hand a case to a hall or department of this person.

    What is handed to a department is its line's there where the case is: a line of one town does not see the other towns'.
    """
    now = _this_moment()
    receivers: list[ColumnElement[bool]] = []
    for grant in person.grants:
        if _says_nothing(grant) or grant.kind == "items":
            continue
        if grant.kind == "hall":
            receivers.append(table.c.to_hall_code == grant.hall_code)
            continue
        low, high = place_range(grant.region_code or "")
        if grant.department_code:
            to_the_line = table.c.to_department_code == grant.department_code
            receivers.append(and_(to_the_line, table.c.region_code.between(low, high)))
        else:
            receivers.append(table.c.to_hall_code.between(low, f"{high}-99"))
    in_force = and_(table.c.granted_from <= now, or_(table.c.granted_until.is_(None), table.c.granted_until > now))
    return and_(in_force, or_(false(), *receivers))


def receives(grant: Grant, *, region: str | None, hall: str | None, department: str | None) -> bool:
    """The rule of `handed_to` on values in memory: whether a case of this region reaches the grant when it is handed to this
    hall or department."""
    if _says_nothing(grant) or grant.kind == "items":
        return False
    if grant.kind == "hall":
        return hall == grant.hall_code
    low, high = place_range(grant.region_code or "")
    if grant.department_code:
        return department == grant.department_code and region is not None and low <= region <= high
    return hall is not None and low <= hall <= f"{high}-99"


def _handed(case_id: Any, person: Person) -> ColumnElement[bool]:
    table = _alias_of(CaseGrant, "handed")
    return exists(select(table.c.id).where(table.c.case_id == case_id, handed_to(table, person)))


@cache
def _alias_of(model: Any, name: str) -> Any:
    """One alias for all criteria: SQLAlchemy copies every column for a new one, and an edition has eighty."""
    return model.__table__.alias(name)


def _drafts(model: Any, person: Person) -> ColumnElement[bool]:
    if model is Edition:
        return _editions(model, person)
    table = _alias_of(Edition, "seen_edition")
    return model.edition_id.in_(select(table.c.id).where(_editions(table.c, person)))  # type: ignore[no-any-return]


def _editions(columns: Any, person: Person) -> ColumnElement[bool]:
    drafting = [
        and_(
            columns.owner_code == grant.region_code,
            *([columns.department_code == grant.department_code] if grant.department_code else []),
        )
        for grant in person.grants
        if grant.kind in ("region", "department") and not _says_nothing(grant)
    ]
    return or_(and_(columns.state.in_(PUBLISHED), columns.owner_code.in_(person.places)), *drafting)


def shows_edition(person: Person, *, owner: str, department: str | None, state: str) -> bool:
    """The rule for editions and their parts on values in memory."""
    if state in PUBLISHED and owner in person.places:
        return True
    return any(drafts(grant, owner=owner, department=department) for grant in person.grants)


def drafts(grant: Grant, *, owner: str, department: str | None) -> bool:
    """Whether a grant is the county office's or the drafting department's for an edition of this owner."""
    if grant.kind not in ("region", "department") or _says_nothing(grant) or grant.region_code != owner:
        return False
    return not grant.department_code or department == grant.department_code


def admits_own(
    person: Person, *, region: str | None, department: str | None, hall: str | None, item: str | None
) -> bool:
    """The rule for own rows on values in memory, as the flush guard asks it."""
    return any(admits(grant, region, department, hall, item) for grant in person.grants)


def admits(grant: Grant, region: str | None, department: str | None, hall: str | None, item: str | None) -> bool:
    """Whether one grant admits an own row of this place: the rule of the select, on values in memory."""
    if _says_nothing(grant):
        return False
    if grant.kind == "hall":
        return hall == grant.hall_code
    low, high = place_range(grant.region_code or "")
    if region is None or not low <= region <= high:
        return False
    if grant.kind == "items" and item not in grant.item_codes:
        return False
    return not grant.department_code or department in (None, grant.department_code)


def _says_nothing(grant: Grant) -> bool:
    """A grant that lacks what its kind is about admits nothing: a line without its department is not the whole place."""
    match grant.kind:
        case "hall":
            return not grant.hall_code
        case "region":
            return not grant.region_code
        case "department":
            return not (grant.region_code and grant.department_code)
        case "items":
            return not (grant.region_code and grant.item_codes)
    return True


def may_write_standard(person: Person, *, owner: str, department: str | None) -> bool:
    """Standard rows and editions are written by the owner's place, or by a department's line there for its own."""
    return any(
        grant.kind in ("region", "department")
        and not _says_nothing(grant)
        and grant.region_code == owner
        and (grant.department_code is None or grant.department_code == department)
        for grant in person.grants
    )
