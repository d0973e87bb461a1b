"""The open cases that a new edition would touch: counted by hall and state, by lost field, and listed without a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from appcore.access import privacy
from appcore.catalogue.editions_in_force import in_force_query
from appcore.catalogue.stored import read_definition
from appcore.change import impact
from appcore.change.impact import LostField
from appcore.definition.answers import from_json
from appcore.definition.item import ItemDefinition
from models.case import Case
from models.db import HouseSession
from models.item import Edition
from models.place import Hall

OPEN_STATES = ("received", "correction", "accepted", "under_way", "suspended")


@dataclass(frozen=True, slots=True)
class CaseCount:
    """Open cases of one hall by state."""

    hall_code: str
    hall: str
    by_state: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_state.values())


@dataclass(frozen=True, slots=True)
class FieldCount:
    """A field that is lost, with the open cases that hold something in it."""

    field: LostField
    cases: int


def open_cases(session: HouseSession, item_code: str) -> tuple[CaseCount, ...]:
    """Open cases by the hall that received them and by state."""
    query = (
        select(Case.hall_code, Hall.name, Case.state, func.count(Case.id))
        .join(Hall, Hall.code == Case.hall_code)
        .where(Case.item_code == item_code, Case.state.in_(OPEN_STATES))
        .group_by(Case.hall_code, Hall.name, Case.state)
        .order_by(Case.hall_code)
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for hall_code, hall, state, count in session.execute(query):
        found.setdefault((hall_code or "", hall), {})[state] = count
    return tuple(CaseCount(*hall, by_state) for hall, by_state in found.items())


def field_counts(session: HouseSession, item_code: str, new: ItemDefinition) -> tuple[FieldCount, ...]:
    """Each field that an open case's own edition has and the new one loses, with the cases that hold something in it."""
    pinned = _pinned(session, item_code)
    lost = {edition_id: impact.lost_fields(definition, new) for edition_id, definition in pinned.items()}
    fields = {(one.key, one.was, one.within): one for found in lost.values() for one in found}
    counted: Counter[tuple[str, str, str]] = Counter()
    for case in _cases_of(session, item_code, [one for one, found in lost.items() if found]):
        values = from_json({**case.entered, **privacy.get_answers(case)})
        counted.update(
            (one.key, one.was, one.within) for one in lost[case.edition_id or 0] if impact.holds(values, one)
        )
    return tuple(FieldCount(field, counted[key]) for key, field in fields.items())


def _pinned(session: HouseSession, item_code: str) -> dict[int, ItemDefinition]:
    """The editions that open cases go by; the one in force among them, for what is filled in today."""
    used = select(Case.edition_id).where(Case.item_code == item_code, Case.state.in_(OPEN_STATES))
    in_force = select(in_force_query().where(Edition.item_code == item_code).subquery().c.id)
    rows = session.execute(
        select(Edition.id, Edition.definition_hash, Edition.definition, Edition.taken_over).where(
            or_(Edition.id.in_(used), Edition.id.in_(in_force))
        )
    )
    return {
        row.id: read_definition(row.definition_hash, row.definition, row.taken_over) for row in rows if row.definition
    }


def _cases_of(session: HouseSession, item_code: str, edition_ids: list[int]) -> Iterable[Case]:
    if not edition_ids:
        return ()
    query = select(Case).where(
        Case.item_code == item_code, Case.state.in_(OPEN_STATES), Case.edition_id.in_(edition_ids)
    )
    return session.scalars(query)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open case as the sheet's list names it: nobody's name, nothing that was filled in."""

    number: str
    hall: str
    state: str
    received_on: datetime
    edition_number: int | None


def list_cases(
    session: HouseSession, item_code: str, *, hall_code: str = "", state: str = "", field: LostField | None = None, only: Collection[int] | None = None,
    first: int = 0, most: int = 100,
) -> tuple[int, list[OpenCase]]:  # fmt: skip
    """How many there are, and one page of them, the oldest first. `only`: of these ids."""
    query = (
        select(Case, Hall.name, Edition.number)
        .join(Hall, Hall.code == Case.hall_code)
        .outerjoin(Edition, Edition.id == Case.edition_id)
        .where(Case.item_code == item_code, Case.state.in_(OPEN_STATES))
        .order_by(Case.received_at, Case.id)
    )
    query = query.where(Case.hall_code == hall_code) if hall_code else query
    query = query.where(Case.state == state) if state else query
    query = query.where(Case.id.in_(only)) if only is not None else query
    if field is None:
        total = session.scalar(select(func.count()).select_from(query.with_only_columns(Case.id).subquery())) or 0
        rows = session.execute(query.offset(first).limit(most)).all()
        return total, [_open_case(*row) for row in rows]
    pinned = _pinned(session, item_code)
    kept = [row for row in session.execute(query) if _holds(row[0], field, pinned)]
    return len(kept), [_open_case(*row) for row in kept[first : first + most]]


def _holds(case: Case, field: LostField, pinned: Mapping[int, ItemDefinition]) -> bool:
    """Whether the case's own edition has this field as it was, and the case holds something in it."""
    own = pinned.get(case.edition_id or 0)
    kinds = {(one.key, one.kind, one.within) for one in own.fields} if own is not None else set()
    if (field.key, field.was, field.within) not in kinds:
        return False
    return impact.holds(from_json({**case.entered, **privacy.get_answers(case)}), field)


def _open_case(case: Case, hall: str, number: int | None) -> OpenCase:
    return OpenCase(case.number, hall, case.state, case.received_at, number)
