"""The limit on every query and write: put on each ORM statement and checked at each flush, closed when nobody acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, UOWTransaction

from appcore.access import frozen, reach, writing
from appcore.access.criteria import scope_kind
from appcore.access.limits import Limits
from appcore.access.principal import Person, Public, System, acting_as, current, current_or_none
from appcore.errors import NoPrincipal, NotAllowed
from models.db import Base, HouseSession, ReadSession, db


def limited_models() -> tuple[type[Any], ...]:
    return tuple(
        mapper.class_
        for mapper in Base.registry.mappers
        if scope_kind(mapper.class_) in ("scoped", "standard", "draft")
    )


@lru_cache(maxsize=256)
def _limits(person: Person) -> Limits:
    """The limits of a person; what hangs on the time of day is asked anew at each statement."""
    return Limits(person, limited_models())


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
            state.statement = state.statement.options(_limits(principal))


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
        frozen.check(session, row)
        if isinstance(principal, Person):
            writing.check(session, row, principal)


@contextmanager
def as_system(reason: str) -> Iterator[HouseSession]:
    """A session of its own in which the system reads; hand out values, never its rows."""
    with acting_as(System(reason)), HouseSession(db, autoflush=False) as session:
        yield session
