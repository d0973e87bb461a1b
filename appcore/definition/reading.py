"""A posted form read field by field and row by row: sound values, faults, and what was left empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from appcore.definition.characters import one_line_end, refuse_unstorable
from appcore.definition.conditions import Answer
from appcore.definition.item import Asks, Field
from appcore.definition.kinds import Lookup, kind_of
from appcore.definition.kinds.table import Table
from appcore.definition.nesting import TableField, nested
from appcore.definition.posted import Texts, cell_key, form_name, not_blank, rows_in
from appcore.definition.verdict import Rejected, Verdict

Arising = Mapping[str, bool | None]


@dataclass(slots=True)
class ReadRow:
    """A row with its number as posted: values, faults and the columns in which something stands."""

    number: int
    values: dict[str, Answer] = field(default_factory=dict)
    faults: dict[str, Verdict] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)

    def counts(self, arising: Arising) -> bool:
        """Whether anything stands in a column that arises; a row left empty is dropped."""
        return any(arising[key] is not False for key in self.filled)


@dataclass(slots=True)
class Read:
    """A form as it was read, before it is known which of its fields arise."""

    fields: tuple[Field, ...]
    plain: dict[str, Answer] = field(default_factory=dict)
    faults: dict[str, Verdict] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)
    rows: dict[str, list[ReadRow]] = field(default_factory=dict)
    takes_files: bool = False

    @property
    def open(self) -> set[str]:
        """Keys that are neither answered nor empty: faulty fields, and what no condition may name (tables and columns)."""
        within = {column.key for one in self.fields if isinstance(one, TableField) for column in one.columns}
        tables = {one.key for one in self.fields if isinstance(one, TableField)}
        return set(self.faults) | within | tables

    def kept(self, arising: Arising) -> dict[str, Answer]:
        """The sound values of all fields that are not ruled out; of a table, its rows without the empty ones."""
        values: dict[str, Answer] = {}
        for one in self.fields:
            if arising[one.key] is False:
                continue
            if one.key in self.plain:
                values[one.key] = self.plain[one.key]
            rows = tuple(made for row in self.rows.get(one.key, ()) if (made := _row(row, arising)))
            if rows:
                values[one.key] = rows
        return values

    def numbers(self, arising: Arising) -> dict[str, tuple[int, ...]]:
        """The numbers as posted of the rows that are kept, in their order, by table."""
        return {key: tuple(row.number for row in rows if _row(row, arising)) for key, rows in self.rows.items()}

    def errors(self, arising: Arising) -> dict[str, Verdict]:
        """All problems in the order of the form."""
        found: dict[str, Verdict] = {}
        for one in self.fields:
            if arising[one.key] is False:
                continue
            if isinstance(one, TableField):
                found |= dict(self._in_table(one, arising))
            elif fault := self.faults.get(one.key) or _missing(
                one, one.key in self.filled, arising, takes_files=self.takes_files
            ):
                found[one.key] = fault
        return found

    def _in_table(self, table: TableField, arising: Arising) -> Iterator[tuple[str, Verdict]]:
        rows = [row for row in self.rows.get(table.key, ()) if row.counts(arising)]
        high = Table().high(table)
        low = max(table.low or 0, 1 if table.required else 0) if rows or table.required else 0
        if len(rows) < low and arising[table.key] is not None:
            yield table.key, Verdict("“%(label)s”至少填写%(low)s行。", {"label": table.label, "low": low})
        for position, row in enumerate(rows):
            if position == high:
                first = next(key for key in row.filled if arising[key] is not False)
                yield (
                    cell_key(table.key, row.number, first),
                    Verdict("最多填写%(high)s行，请删去多余的行。", {"high": high}),
                )
                return
            for column in table.columns:
                if arising[column.key] is False:
                    continue
                fault = row.faults.get(column.key) or _missing(column, column.key in row.filled, arising)
                if fault:
                    yield cell_key(table.key, row.number, column.key), fault


def _row(row: ReadRow, arising: Arising) -> dict[str, Answer]:
    return {key: value for key, value in row.values.items() if arising[key] is not False}


def _missing(one: Field, filled: bool, arising: Arising, *, takes_files: bool = False) -> Verdict | None:
    kind = kind_of(one.kind)
    if filled or not one.required or not kind.is_typed or arising[one.key] is None:
        return None
    if kind.later:
        return Verdict("请上传“%(label)s”。", {"label": one.label}) if takes_files else None
    return Verdict("请填写“%(label)s”。", {"label": one.label})


def read(asks: Asks, raw: Texts, lookup: Lookup) -> Read:
    """Read what was posted. Texts for what nobody types (headings, computed values) are not looked at."""
    found = Read(nested(asks.fields), takes_files=lookup.takes_files)
    posted = rows_in(raw)
    for one in found.fields:
        if isinstance(one, TableField):
            rows = posted.get(one.key, {})
            found.rows[one.key] = [_read_row(one, number, cells, lookup) for number, cells in rows.items()]
            continue
        texts = not_blank(raw.get(form_name(one.key), ()))
        if texts and kind_of(one.kind).is_typed:
            found.filled.add(one.key)
            _read_one(one, texts, lookup, found.plain, found.faults)
    return found


def _read_row(table: TableField, number: int, cells: Mapping[str, Sequence[str]], lookup: Lookup) -> ReadRow:
    row = ReadRow(number)
    for column in table.columns:
        texts = not_blank(cells.get(column.key, ()))
        if texts and kind_of(column.kind).is_typed:
            row.filled.add(column.key)
            _read_one(column, texts, lookup, row.values, row.faults)
    return row


def _read_one(
    one: Field, texts: list[str], lookup: Lookup, values: dict[str, Answer], faults: dict[str, Verdict]
) -> None:
    try:
        texts = [one_line_end(text) for text in texts]
        for text in texts:
            refuse_unstorable(text, lines=True)
        values[one.key] = kind_of(one.kind).clean(texts, one, lookup)
    except Rejected as problem:
        faults[one.key] = problem.verdict
