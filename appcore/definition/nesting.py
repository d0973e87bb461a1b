"""Fields as a form draws them: the columns of a table inside it, the rest in a row."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from appcore.definition.conditions import Answer
from appcore.definition.item import Field
from appcore.definition.kinds import is_sensitive, kind_of
from appcore.definition.kinds.table import Table
from appcore.definition.sealing import SealedField, marked


@dataclass(frozen=True, slots=True, kw_only=True)
class TableField(Field):
    """A field of kind table with its columns."""

    columns: tuple[Field, ...] = ()


@lru_cache(maxsize=1024)
def nested(all_fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields that stand in the form itself; each table is a `TableField`.

    Only an unchecked draft names a table that is not there: such a column is drawn as a field. What cannot be a column
    (a table, a file, a heading) is left out.
    """
    all_fields = marked(all_fields)
    tables = {one.key for one in all_fields if one.kind == Table.slug and not one.within}
    columns: dict[str, list[Field]] = {key: [] for key in tables}
    for one in all_fields:
        if one.within in tables and kind_of(one.kind).in_table:
            columns[one.within].append(one)
    return tuple(
        _with_columns(one, tuple(columns[one.key])) if one.key in tables else one
        for one in all_fields
        if one.within not in tables and not (one.within and one.kind == Table.slug)
    )


def _with_columns(field: Field, columns: tuple[Field, ...]) -> TableField:
    return TableField(**{one.name: getattr(field, one.name) for one in fields(Field)}, columns=columns)


def is_sealed(field: Field) -> bool:
    """Whether values of a field (of `nested` or `marked`) are sealed: its kind is sensitive, it is worked out from such, or
    it is a table with such a column, which is sealed whole then.
    """
    if isinstance(field, TableField):
        return any(is_sealed(column) for column in field.columns)
    return isinstance(field, SealedField) or is_sensitive(field.kind)


def sums_of(field: TableField, value: Answer | None) -> dict[str, Answer]:
    """The sums under a table, by column; none for a table that was left empty."""
    rows: Any = value
    return Table().sums(rows, field) if isinstance(rows, tuple) else {}
