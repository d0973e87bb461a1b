"""What a statement reaches: the classes it touches anywhere in it, and the columns that its selects give out.

The entities that SQLAlchemy names for a statement leave out those in `select_from`, EXISTS, subqueries and CTEs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import Alias, SelectBase, Table

from models.db import Base

Given = tuple[type[Any], str | None]


def classes_in(statement: Any) -> frozenset[type[Any]]:
    """The mapped classes of all tables in a statement, however deep they stand."""
    names = {element.name for element in _elements([statement]) if isinstance(element, Table)}
    return frozenset(model for name, model in _classes_by_table().items() if name in names)


def given_out(statement: Any) -> frozenset[Given]:
    """Class and attribute of each column that a select anywhere in the statement gives out; None for a whole row."""
    shown = [column for element in _elements([statement]) for column in getattr(element, "_raw_columns", ())]
    return frozenset(_given(shown))


def _given(shown: Iterable[Any]) -> Iterator[Given]:
    by_table = _classes_by_table()
    for element in _elements(shown, into_selects=False):
        whole = _table_of(element)
        table = whole if whole is not None else _table_of(getattr(element, "table", None))
        if table is not None and table.name in by_table:
            yield (
                by_table[table.name],
                None if whole is not None else element._annotations.get("proxy_key", element.key),
            )


def _table_of(element: Any) -> Table | None:
    """The table itself or under an alias."""
    while isinstance(element, Alias):
        element = element.element
    return element if isinstance(element, Table) else None


@lru_cache(maxsize=1)
def _classes_by_table() -> dict[str, type[Any]]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def _elements(roots: Iterable[Any], *, into_selects: bool = True) -> Iterator[Any]:
    """All elements under these, each once. A select names all that it reads from, also what only its columns imply."""
    seen: dict[int, Any] = {}
    waiting = list(roots)
    while waiting:
        element = waiting.pop()
        if id(element) in seen or (isinstance(element, SelectBase) and not into_selects):
            continue
        seen[id(element)] = element  # kept, so that no id is used twice
        yield element
        if into_selects or not isinstance(element, Table):
            waiting.extend(element.get_children())
