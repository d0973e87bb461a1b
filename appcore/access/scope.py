"""The limit on every query and write: put on each ORM statement and checked at each flush, closed when nobody acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Mapper, ORMExecuteState, UOWTransaction, with_loader_criteria

from appcore import clock
from appcore.access import criteria, reach
from appcore.access.principal import Person, Public, System, acting_as, current, current_or_none
from appcore.errors import NoPrincipal, NotAllowed
from models.case import Case, CaseGrant
from models.db import Base, HouseSession, ReadSession, db
from models.edition_parts import Part
from models.item import Edition, EditionEvent

OPEN_STATES = ("draft", "returned")
NOT_YET_PUBLISHED = (*OPEN_STATES, "submitted", "approved")
MAY_END = frozenset(("state", "withdrawn_from", "plan_cancel_on", "version", "changed_at", "changed_by"))
"""What may still change of an edition that has its number: that it ends."""
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
        _check_nobody(state)
    elif isinstance(principal, Public):
        _check_public(state)
    elif isinstance(principal, Person):
        if not state.is_orm_statement:
            raise NotAllowed("没有管辖范围可依的语句，不允许执行")
        if state.is_select and not state.is_column_load:
            state.statement = state.statement.options(*_limits(principal))


def _check_nobody(state: ORMExecuteState) -> None:
    """Before anybody is known, only rows without a place may be read: accounts and their grants."""
    if not state.is_orm_statement:
        raise NoPrincipal("nobody acts: a plain statement")
    limited = [
        model for model in reach.classes_in(state.statement) if scope_kind(model) not in ("unscoped", "framework")
    ]
    if limited:
        raise NoPrincipal(f"nobody acts: {', '.join(sorted(model.__name__ for model in limited))}")


PUBLIC_COLUMNS: dict[str, frozenset[str]] = {}


def allow_public(model: type[Any], *columns: str) -> None:
    """Let the public surface read these columns of a class, and no others."""
    PUBLIC_COLUMNS[model.__name__] = PUBLIC_COLUMNS.get(model.__name__, frozenset()) | frozenset(columns)


_fit_for_public: set[Any] = set()
"""Keys of statements that were looked through and found fit; equal statements have equal keys."""
MOST_KEPT = 5000


def _check_public(state: ORMExecuteState) -> None:
    if not state.is_select or not state.is_orm_statement:
        raise NotAllowed("公众端只能读取")
    statement: Any = state.statement
    made = statement._generate_cache_key()
    if made is not None and made.key in _fit_for_public:
        return
    unknown = {model.__name__ for model in reach.classes_in(state.statement)} - set(PUBLIC_COLUMNS)
    given = {
        (model.__name__, name) for model, name in reach.given_out(state.statement) if model.__name__ not in unknown
    }
    unknown |= {f"{model}.{name or '*'}" for model, name in given if name not in PUBLIC_COLUMNS[model]}
    if unknown:
        raise NotAllowed(f"公众端不能读取：{'、'.join(sorted(unknown))}")
    if made is not None and len(_fit_for_public) < MOST_KEPT:
        _fit_for_public.add(made.key)


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
    """Parts and content of an edition change only while it is a draft or was returned; once numbered, only its end."""
    if isinstance(row, Part):
        if any(_was(edition, "state") not in OPEN_STATES for edition in _editions_of(session, row)):
            raise NotAllowed(FROZEN)
    elif isinstance(row, EditionEvent):
        if row not in session.new:
            raise NotAllowed(FROZEN)
    elif isinstance(row, Edition) and row not in session.new:
        _check_edition(row, deleted=row in session.deleted)


def _editions_of(session: HouseSession, row: Any) -> list[Edition]:
    """The edition that a row belongs to and, when it moves, the one it came from.

    Raises: NotAllowed when one of them is out of sight.
    """
    if isinstance(row, Edition):
        return [row]
    ids = {row.edition_id, _was(row, "edition_id")} - {None}
    found = [session.get(Edition, one) for one in ids] + ([row.edition] if row.edition is not None else [])
    if not found or None in found:
        raise NotAllowed(OUTSIDE)
    return [edition for edition in found if edition is not None]


def _check_edition(edition: Edition, *, deleted: bool) -> None:
    state: Any = inspect(edition)
    changed = {attribute.key for attribute in state.attrs if attribute.history.has_changes()}
    was_open = _was(edition, "state") in OPEN_STATES
    numbered = _was(edition, "number") is not None
    if deleted or (not was_open and changed & _content_columns()):
        raise NotAllowed(FROZEN)
    if numbered and (changed - MAY_END or edition.state in NOT_YET_PUBLISHED):
        raise NotAllowed(FROZEN)
    if "definition" in changed and _was(edition, "definition_hash") and edition.state != "returned":
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
        "department_code",
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
            return all(
                criteria.may_write_standard(person, owner=place["owner"], department=place["department"])
                for edition in _editions_of(session, row)
                for place in _places(edition, owner=True)
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
    """Whether the row is of a case handed to this person with the right to handle it, and stays in its place.

    Whom a case is handed to is not for the receiver to say.
    """
    handed = isinstance(row, Case) or (hasattr(row, "case_id") and not isinstance(row, CaseGrant))
    if not handed or len(_places(row)) > 1:
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
