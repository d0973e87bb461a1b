"""The limit on every query and write: put on each ORM statement and checked at each flush, closed when nobody acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Mapper, ORMExecuteState, UOWTransaction, with_loader_criteria

from appcore import clock
from appcore.access import criteria
from appcore.access.principal import Person, Public, System, acting_as, current, current_or_none
from appcore.errors import NoPrincipal, NotAllowed
from models.case import Case, CaseGrant
from models.db import Base, HouseSession, ReadSession, db
from models.edition_parts import Part
from models.item import Edition, EditionEvent

OPEN_STATES = ("draft", "returned")
OUTSIDE = "超出您的管辖范围"
FROZEN = "送审或发布后的版本不能修改"


def scope_kind(model: type[Any]) -> str | None:
    """scoped, standard, draft, unscoped or, for Flask-AppBuilder's own tables, "framework"."""
    kind: str | None = getattr(model, "scope_kind", None)
    return "framework" if kind is None and model.__tablename__.startswith("ab_") else kind


def limited_models() -> tuple[type[Any], ...]:
    return tuple(
        mapper.class_
        for mapper in Base.registry.mappers
        if scope_kind(mapper.class_) in ("scoped", "standard", "draft")
    )


def _limits(person: Person) -> tuple[Any, ...]:
    """The limits of a person now. Only those of cases hang on the time of day: what is handed to one begins and ends."""
    return _lasting_limits(person) + _limits_of_the_minute(person, clock.local_now().replace(second=0))


@lru_cache(maxsize=256)
def _lasting_limits(person: Person) -> tuple[Any, ...]:
    return tuple(_limit(model, person) for model in limited_models() if not _can_be_handed(model))


@lru_cache(maxsize=256)
def _limits_of_the_minute(person: Person, _minute: Any) -> tuple[Any, ...]:
    return tuple(_limit(model, person) for model in limited_models() if _can_be_handed(model))


def _limit(model: type[Any], person: Person) -> Any:
    return with_loader_criteria(model, criteria.visible_to(model, person), include_aliases=True)


def _can_be_handed(model: type[Any]) -> bool:
    return model is Case or hasattr(model, "case_id")


@event.listens_for(HouseSession, "do_orm_execute")
@event.listens_for(ReadSession, "do_orm_execute")
def limit_statement(state: ORMExecuteState) -> None:
    """Add the person's limits to a statement; refuse bulk writes, unknown readers and what the public may not read."""
    models = [mapper.class_ for mapper in state.all_mappers]
    limited = [model for model in models if scope_kind(model) not in ("unscoped", "framework")]
    if not state.is_select and limited:
        raise NotAllowed("成批修改不经过记录检查，不允许执行")
    principal = current_or_none()
    if principal is None:
        if limited or not state.is_orm_statement:
            raise NoPrincipal(f"nobody acts: {', '.join(model.__name__ for model in limited) or 'a plain statement'}")
        return
    if isinstance(principal, Public):
        _check_public(state, models)
    elif isinstance(principal, Person) and state.is_select and not state.is_column_load:
        state.statement = state.statement.options(*_limits(principal))


PUBLIC_COLUMNS: dict[str, frozenset[str]] = {}


def allow_public(model: type[Any], *columns: str) -> None:
    """Let the public surface read these columns of a class, and no others."""
    PUBLIC_COLUMNS[model.__name__] = PUBLIC_COLUMNS.get(model.__name__, frozenset()) | frozenset(columns)


def _check_public(state: ORMExecuteState, models: list[type[Any]]) -> None:
    if not state.is_select:
        raise NotAllowed("公众端只能读取")
    if unknown := [model.__name__ for model in models if model.__name__ not in PUBLIC_COLUMNS]:
        raise NotAllowed(f"公众端不能读取:{'、'.join(unknown)}")
    for described in cast(Any, state.statement).column_descriptions:
        entity, key = described["entity"], getattr(described["expr"], "key", None)
        if entity is not None and (
            described["type"] is entity or key not in PUBLIC_COLUMNS[inspect(entity).class_.__name__]
        ):
            raise NotAllowed(f"公众端不能读取:{described['name']}")


@event.listens_for(HouseSession, "before_flush")
@event.listens_for(ReadSession, "before_flush")
def check_flush(session: HouseSession, _context: UOWTransaction, _instances: object) -> None:
    """Refuse a write outside a unit of work, into or out of a foreign place, or to a frozen edition."""
    touched = [*session.new, *(row for row in session.dirty if session.is_modified(row)), *session.deleted]
    if not touched:
        return
    if not session.info.get("writing"):
        raise NoPrincipal("a write outside a unit of work")
    principal = current()
    if isinstance(principal, Public):
        raise NotAllowed("公众端只能读取")
    for row in touched:
        check_frozen(session, row)
        if isinstance(principal, Person) and not _may_write(session, row, principal):
            raise NotAllowed(OUTSIDE)


def check_frozen(session: HouseSession, row: Any) -> None:
    """Parts and content of an edition change only while it is a draft or was returned; stored bytes never."""
    if isinstance(row, Part):
        edition = row.edition or session.get(Edition, row.edition_id)
        if edition is None or _was(edition, "state") not in (*OPEN_STATES, None):
            raise NotAllowed(FROZEN)
    elif isinstance(row, EditionEvent):
        if row not in session.new:
            raise NotAllowed(FROZEN)
    elif isinstance(row, Edition) and row not in session.new:
        state: Any = inspect(row)
        changed = {attribute.key for attribute in state.attrs if attribute.history.has_changes()}
        content = changed & _content_columns()
        if row in session.deleted or (content and _was(row, "state") not in OPEN_STATES):
            raise NotAllowed(FROZEN)
        if "definition" in changed and _was(row, "definition_hash"):
            raise NotAllowed(FROZEN)


def _was(row: Any, name: str) -> Any:
    history = inspect(row).attrs[name].history
    return history.deleted[0] if history.deleted else getattr(row, name)


@lru_cache(maxsize=1)
def _content_columns() -> frozenset[str]:
    mapper: Mapper[Edition] = inspect(Edition)
    return frozenset(column.key for column in mapper.columns if column.info.get("element")) | {
        "item_code",
        "owner_code",
    }


def _may_write(session: HouseSession, row: Any, person: Person) -> bool:
    match scope_kind(type(row)):
        case "scoped":
            return all(criteria.admits_own(person, **place) for place in _places(row)) or _was_handed(
                session, row, person
            )
        case "standard":
            return all(
                criteria.may_write_standard(person, owner=place["owner"], department=place["department"])
                for place in _places(row, owner=True)
            )
        case "draft":
            edition = row if isinstance(row, Edition) else row.edition or session.get(Edition, row.edition_id)
            return edition is not None and criteria.may_write_standard(
                person, owner=edition.owner_code, department=edition.department_code
            )
    return True


def _places(row: Any, *, owner: bool = False) -> list[dict[str, Any]]:
    """The place of a row as it was and as it will be: both must be inside."""
    names = {"owner": "owner_code", "department": "department_code"}
    if not owner:
        names = {"region": "region_code", "department": "department_code", "hall": "hall_code", "item": "item_code"}
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


def _was_handed(session: HouseSession, row: Any, person: Person) -> bool:
    """Whether the row is of a case handed to this person with the right to handle it, and stays in its place."""
    if not (isinstance(row, Case) or hasattr(row, "case_id")) or len(_places(row)) > 1:
        return False
    table = CaseGrant.__table__
    case_id = row.id if isinstance(row, Case) else row.case_id
    query = select(table.c.id).where(
        table.c.case_id == case_id, table.c.case_right == "handle", criteria.handed_to(table, person)
    )
    return session.connection().execute(query).first() is not None


@contextmanager
def as_system(reason: str) -> Iterator[HouseSession]:
    """A session of its own in which the system reads; hand out values, never its rows."""
    with acting_as(System(reason)), HouseSession(db, autoflush=False) as session:
        yield session
