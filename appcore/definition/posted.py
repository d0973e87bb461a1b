"""What a posted form holds for each field: the names of the controls, and the rows of tables in their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from appcore.definition.conditions import Answer
from appcore.definition.item import Asks
from appcore.definition.kinds import kind_of
from appcore.definition.kinds.base import BLANKS
from appcore.definition.nesting import TableField, nested

PREFIX = "f_"
_CELL = re.compile(r"([a-z][a-z0-9_]*)\.(0|[1-9]\d{0,3})\.([a-z][a-z0-9_]*)", re.ASCII)
Texts = Mapping[str, Sequence[str]]
Rows = dict[int, dict[str, list[str]]]
"""Typed texts by the number of their row and the key of their column."""


def form_name(key: str) -> str:
    """The name of a field's control; the prefix keeps it apart from names that a form class has of its own.

    The cell of a table is `<table>.<row>.<column>`, as a key of `Entered.errors` and behind the prefix as a name.
    """
    return PREFIX + key


def field_of(name: str) -> str:
    """The key of the field that a control belongs to: of a cell, its table."""
    return name.removeprefix(PREFIX).partition(".")[0]


def cell_key(table: str, number: int, column: str) -> str:
    """The key of one cell among errors and, behind the prefix, names."""
    return f"{table}.{number}.{column}"


def not_blank(texts: Sequence[str]) -> list[str]:
    """The texts that say something."""
    return [text for text in texts if text.strip(BLANKS)]


def names_in(asks: Asks, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that are controls of the form; all others are dropped (R81)."""
    fields = nested(asks.fields)
    plain = {form_name(one.key) for one in fields if not isinstance(one, TableField)}
    columns = {one.key: {column.key for column in one.columns} for one in fields if isinstance(one, TableField)}
    return tuple(name for name in names if name in plain or _is_cell(name, columns))


def _is_cell(name: str, columns: Mapping[str, set[str]]) -> bool:
    found = _CELL.fullmatch(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else None
    return found is not None and found[3] in columns.get(found[1], ())


def rows_in(raw: Texts) -> dict[str, Rows]:
    """The rows of every table that was posted, by its key; rows in the order of their numbers."""
    tables: dict[str, Rows] = {}
    for name in raw:
        found = _CELL.fullmatch(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else None
        if found:
            tables.setdefault(found[1], {}).setdefault(int(found[2]), {})[found[3]] = list(raw[name])
    return {key: dict(sorted(rows.items())) for key, rows in tables.items()}


def with_row(asks: Asks, raw: Texts, table: str) -> dict[str, Sequence[str]]:
    """What was posted, with one more empty row at the end of a table; unchanged when the table is not there or full."""
    found = next((one for one in nested(asks.fields) if one.key == table and isinstance(one, TableField)), None)
    rows = rows_in(raw).get(table, {})
    if not isinstance(found, TableField) or len(rows) >= kind_of(found.kind).high(found):  # type: ignore[attr-defined]
        return dict(raw)
    number = max(rows, default=-1) + 1
    # A table that shows one empty row without having been posted gets its second row with the first.
    numbers = [0, 1] if not rows else [number]
    added = {form_name(cell_key(table, one, column.key)): [""] for one in numbers for column in found.columns}
    return {**raw, **added}


def without_row(raw: Texts, table: str, number: int) -> dict[str, Sequence[str]]:
    """What was posted, without one row of a table."""
    gone = form_name(f"{table}.{number}.")
    return {name: texts for name, texts in raw.items() if not name.startswith(gone)}


def typed_values(asks: Asks, values: Mapping[str, Answer]) -> dict[str, list[str]]:
    """Kept values as a person would type them, by the names of the controls, cell by cell."""
    typed: dict[str, list[str]] = {}
    for field in nested(asks.fields):
        if field.key not in values or not kind_of(field.kind).is_typed:
            continue
        if not isinstance(field, TableField):
            typed[form_name(field.key)] = kind_of(field.kind).typed(values[field.key], field)
            continue
        rows: object = values[field.key]
        for number, row in enumerate(rows if isinstance(rows, tuple) else ()):
            for column in field.columns:
                kind = kind_of(column.kind)
                if column.key in row and kind.is_typed:
                    name = form_name(cell_key(field.key, number, column.key))
                    typed[name] = kind.typed(row[column.key], column)
    return typed
