"""Thousands of rows: asked for in portions, and new ones written in one statement.

What SQLAlchemy would work out again for each new row is worked out once. The statement and the form that each value takes are SQLAlchemy's own; nothing here asks who may write, so that is the caller's part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Dialect, Table, insert

PORTION = 500
"""So many keys are named in one statement: stores have a bound, and what is read stays small."""
Row = Mapping[str, Any]
T = TypeVar("T")


def portions(several: Sequence[T], most: int = PORTION) -> Iterator[Sequence[T]]:
    """So many at a time as one statement asks for."""
    for start in range(0, len(several), most):
        yield several[start : start + most]


def add(connection: Connection, table: Table, rows: Sequence[Row], same: Row | None = None) -> None:
    """Insert rows, without the columns that all of them leave empty. `same`: what all of them hold.

    Raises: LookupError for a column whose default is made anew for each row and that a row does not hold.
    """
    if not rows:
        return
    own = {name for one in rows for name, value in one.items() if value is not None}
    same = {**_defaults(table, own | set(same or ())), **(same or {})}
    dialect = connection.dialect
    statement = insert(table).inline().compile(dialect=dialect, column_keys=[*own, *same])
    names = list(statement.positiontup or statement.binds)
    forms = {name: form for name in names if (form := _form(table.c[name], dialect)) is not None}
    shared = {name: forms[name](value) if name in forms else value for name, value in same.items()}
    formed = [(at, forms[name]) for at, name in enumerate(names) if name in forms and name not in shared]
    filled: list[Any] = []
    for one in rows:
        values = list(map({**one, **shared}.get, names))
        for at, form in formed:
            values[at] = form(values[at])
        filled.append(tuple(values) if statement.positional else dict(zip(names, values, strict=True)))
    connection.exec_driver_sql(str(statement), filled)


def _defaults(table: Table, said: set[str]) -> dict[str, Any]:
    """What stands in the columns of which nothing is said."""
    found: dict[str, Any] = {}
    for column in table.columns:
        default: Any = column.default
        if column.name in said or default is None:
            continue
        if not default.is_scalar:
            raise LookupError(f"{table.name}.{column.name} is made anew for each row")
        found[column.name] = default.arg
    return found


def _form(column: Column[Any], dialect: Dialect) -> Any:
    """What brings a value of this column into the form that the driver takes; None where it is that already."""
    return column.type.dialect_impl(dialect).bind_processor(dialect)
