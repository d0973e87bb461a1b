"""The kind that holds rows: a table whose columns are the fields that stand within it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from marshmallow import Schema, ValidationError
from marshmallow import fields as mf
from wtforms import Field as Control
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from appcore.definition.item import Field
from appcore.definition.kinds.base import Cell, Kind, KindField, Value
from appcore.definition.lookup import Lookup
from appcore.definition.verdict import N_, Rejected

if TYPE_CHECKING:
    from appcore.definition.nesting import TableField

MOST_ROWS = 100
LARGEST_TABLE = 300
Row = Mapping[str, Value]


class RowControls(Control):
    """The controls of a table: one form for each row that was typed, by its number; `<table>.<number>.<column>` each."""

    def __init__(self, *args: Any, columns: Sequence[tuple[str, UnboundField]] = (), **named: Any) -> None:
        super().__init__(*args, **named)
        self.columns = columns
        self.rows: dict[int, BaseForm] = {}

    def open(self, number: int, cells: Mapping[str, Any]) -> BaseForm:
        """The controls of a row with what was typed into it."""
        row = BaseForm(self.columns, prefix=f"{self.name}.{number}.")
        row.process(data=cells)
        self.rows[number] = row
        return row

    def __iter__(self) -> Iterator[tuple[int, BaseForm]]:
        return iter(sorted(self.rows.items()))


class Table(Kind[tuple[Any, ...]]):
    """表格. A value is a tuple of rows, each a mapping of column key to value; `low` and `high` are the number of rows.

    Its methods want a `TableField`, which knows the columns; a form reads its cells one by one (`entry_form`).
    """

    slug = "table"
    label = N_("表格")
    holds = tuple
    in_table = False
    settings = ("low", "high")
    bounds = (N_("最少几行"), N_("最多几行"))

    def parse(self, text: str, field: Field, lookup: Lookup) -> tuple[Any, ...]:
        raise Rejected("请在表格中逐行填写。")

    def high(self, field: Field) -> int:
        """The most rows there may be."""
        return MOST_ROWS if field.high is None else min(field.high, LARGEST_TABLE)

    def sums(self, rows: Sequence[Row], field: TableField) -> dict[str, Value]:
        """The sums of the columns that show one, over the rows that have a value."""
        found: dict[str, Value] = {}
        for column in field.columns:
            if column.summed and self.kind_of(column).sums_up:
                total = self.kind_of(column).total([row[column.key] for row in rows if column.key in row], column)
                found |= {} if total is None else {column.key: total}
        return found

    def show(self, value: tuple[Any, ...], field: Field, lookup: Lookup | None = None) -> str:
        """The rows in one line each; pages and paper draw the table itself."""
        columns = {column.key: column for column in _columns(field)}
        lines = (
            "，".join(
                f"{columns[key].label} {self.kind_of(columns[key]).show(cell, columns[key], lookup)}"
                for key, cell in row.items()
                if key in columns
            )
            for row in value
        )
        return "；".join(lines)

    def masked(self, value: tuple[Any, ...], field: Field) -> str:
        return f"{len(value)}行"

    def search_terms(self, value: tuple[Any, ...], field: Field, lookup: Lookup | None = None) -> tuple[str, ...]:
        columns = {column.key: column for column in _columns(field)}
        terms = (
            term
            for row in value
            for key, cell in row.items()
            if key in columns
            for term in self.kind_of(columns[key]).search_terms(cell, columns[key], lookup)
        )
        return tuple(dict.fromkeys(terms))

    def to_cell(self, value: tuple[Any, ...], field: Field, lookup: Lookup | None = None) -> Cell:
        return self.show(value, field, lookup)

    def from_cell(self, cell: Cell | float, field: Field) -> list[str]:
        """A table has a sheet of its own, a row of the sheet for each of its rows."""
        if super().from_cell(cell, field):
            raise Rejected("表格的内容请在它自己的工作表中逐行填写。")
        return []

    def form_field(self, field: Field) -> UnboundField:
        columns = tuple((column.key, self.kind_of(column).form_field(column)) for column in _columns(field))
        return UnboundField(RowControls, field.label, description=field.help, columns=columns)

    def json_schema(self, field: Field) -> dict[str, Any]:
        columns = [column for column in _columns(field) if self.kind_of(column).is_typed]
        row = {
            "type": "object",
            "properties": {column.key: self.kind_of(column).json_schema(column) for column in columns},
            "required": [column.key for column in columns if column.required],
            "minProperties": 1,
            "additionalProperties": False,
        }
        return {"type": "array", "items": row, "minItems": max(1, field.low or 0), "maxItems": self.high(field)}

    def schema_field(self, field: Field, lookup: Lookup) -> mf.Field[Any]:
        return TableRows(self, field, lookup)

    @staticmethod
    def kind_of(column: Field) -> Kind[Any]:
        from appcore.definition.kinds import kind_of

        return kind_of(column.kind)


def _columns(field: Field) -> tuple[Field, ...]:
    columns: tuple[Field, ...] = getattr(field, "columns", ())
    return columns


class TableRows(KindField):
    """The rows of a table in a JSON document, each cell under the check of its column."""

    def __init__(self, kind: Table, field: Field, lookup: Lookup) -> None:
        super().__init__(kind, field, lookup)
        members = {one.key: kind.kind_of(one).schema_field(one, lookup) for one in _columns(field)}
        self.row = Schema.from_dict(members)()
        self.low, self.high = max(1, field.low or 0), kind.high(field)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Value:
        if not isinstance(value, list) or not all(isinstance(row, dict) and row for row in value):
            raise ValidationError("表格应是若干行，每行至少填一格。")
        if not self.low <= len(value) <= self.high:
            raise ValidationError(f"表格应有{self.low}至{self.high}行。")
        return tuple(self.row.load(row) for row in value)

    def _serialize(self, value: Value | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return [self.row.dump(row) for row in value] if isinstance(value, tuple) else value
