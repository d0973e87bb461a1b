"""The guard of places at flush: a row stays inside the scope, before and after, and points at nothing outside it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import inspect, select

from appcore.access import criteria
from appcore.access.criteria import scope_kind
from appcore.access.frozen import editions_of, was
from appcore.access.principal import Person
from appcore.errors import NotAllowed
from models.case import Case, CaseGrant
from models.db import Base, HouseSession
from models.item import Item, ItemAlias

OUTSIDE = "超出您的管辖范围"
OWN = {"region": "region_code", "department": "department_code", "hall": "hall_code", "item": "item_code"}
STANDARD = {"owner": "owner_code", "department": "department_code"}


def check(session: HouseSession, row: Any, person: Person) -> None:
    """Raises: NotAllowed when this person may not write this row."""
    if not _may_write(session, row, person):
        raise NotAllowed(OUTSIDE)


def _may_write(session: HouseSession, row: Any, person: Person) -> bool:
    if person.at_phone and scope_kind(type(row)) in ("scoped", "standard", "draft"):
        return False  # a phone looks; what it leaves behind (session, trail, read log) belongs to no place
    match scope_kind(type(row)):
        case "scoped":
            if not _links_are_in_sight(session, row) or not _stands_with_its_case(session, row):
                return False
            inside = all(criteria.admits_own(person, **place) for place in _places(row, OWN))
            return inside or _was_handed(session, row, person)
        case "standard":
            places = _places(row, STANDARD) if not isinstance(row, ItemAlias) else _places_of_alias(session, row)
            return bool(places) and all(criteria.may_write_standard(person, **place) for place in places)
        case "draft":
            return all(
                criteria.may_write_standard(person, **place)
                for edition in editions_of(session, row)
                for place in _places(edition, STANDARD)
            )
    return True


def _places(row: Any, names: dict[str, str]) -> list[dict[str, Any]]:
    """The place of a row as it was and as it will be: both must be inside."""
    attributes = inspect(row).attrs
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, column in names.items():
        if column not in attributes:
            before[name] = after[name] = None
            continue
        history = attributes[column].history
        after[name] = getattr(row, column)
        before[name] = history.deleted[0] if history.deleted else after[name]
    return [after] if before == after else [before, after]


def _places_of_alias(session: HouseSession, row: ItemAlias) -> list[dict[str, Any]]:
    """An alias is kept by the department of its item, and of the item that it is taken from; none of an item out of sight."""
    codes = {row.item_code, was(row, "item_code")}
    departments = dict(session.execute(select(Item.code, Item.department_code).where(Item.code.in_(codes))).all())
    if len(departments) < len(codes):
        return []
    return [
        {**place, "department": department} for place in _places(row, STANDARD) for department in departments.values()
    ]


def _links_are_in_sight(session: HouseSession, row: Any) -> bool:
    """Whether each own row that this one has come to point at can be seen by the person (R04)."""
    attributes = inspect(row).attrs
    model: Any = type(row)
    for name, target in _links(model):
        value = getattr(row, name)
        is_new = row in session.new or attributes[name].history.has_changes()
        if is_new and value is not None and session.get(target, value) is None:
            return False
    return True


@lru_cache(maxsize=256)
def _links(model: type[Any]) -> tuple[tuple[str, type[Any]], ...]:
    """Attribute and class of each reference from a class to own rows by their id."""
    by_table = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    return tuple(
        (attribute.key, by_table[key.column.table.name])
        for attribute in inspect(model).column_attrs
        for key in attribute.columns[0].foreign_keys
        if key.column.name == "id" and scope_kind(by_table[key.column.table.name]) == "scoped"
    )


def _stands_with_its_case(session: HouseSession, row: Any) -> bool:
    """Whether what hangs on a case has the case's own place; a slip or grant of a foreign case would open it."""
    if not hasattr(row, "case_id"):
        return True
    case = session.get(Case, row.case_id)
    return case is not None and all(
        getattr(row, column) == getattr(case, column) for column in ("hall_code", "region_code", "department_code")
    )


def _was_handed(session: HouseSession, row: Any, person: Person) -> bool:
    """Whether the row is of a case handed to this person with the right to handle it, and stays in its place.

    Whom a case is handed to is not for the receiver to say.
    """
    handed = isinstance(row, Case) or (hasattr(row, "case_id") and not isinstance(row, CaseGrant))
    if not handed or len(_places(row, OWN)) > 1:
        return False
    table = CaseGrant.__table__
    case_id = row.id if isinstance(row, Case) else row.case_id
    query = select(table.c.id).where(
        table.c.case_id == case_id, table.c.case_right == "handle", criteria.handed_to(table, person)
    )
    return session.connection().execute(query).first() is not None
