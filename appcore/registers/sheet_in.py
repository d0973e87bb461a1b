"""Excel in: the lines of a sheet are read and checked, each fault with its row and column, before anything is written.

The first sheet has a line of the book in each row. A table of the form has a sheet of its own name, whose rows say by the
column 序号 which line they belong to. Days, times and numbers may be typed as Excel types them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from appcore.access.files import sheets
from appcore.access.files.tables_out import sheet_names
from appcore.definition import entry_form
from appcore.definition.entry_form import cell_key, form_name
from appcore.definition.item import Field
from appcore.definition.kinds import Lookup, kind_of
from appcore.definition.nesting import TableField, nested
from appcore.definition.register import RegisterDefinition
from appcore.definition.verdict import N_, Rejected, Verdict
from appcore.folding import fold
from appcore.registers.entries import fault_of_day

MOST_ROWS = 500
BOUNDS = sheets.Bounds(rows=20_000, columns=200, cells=300_000, characters=5_000_000, area=2_000_000)
NUMBER, DAY, NOTES = N_("序号"), N_("日期"), N_("说明")
DAY_FIELD = Field(key="day", label=DAY, kind="date", required=True)
_BROKEN = N_("文件打不开，可能已经损坏，请用原来的程序重新保存后再上传。")
_TOO_MANY = N_("一次最多导入%(most)s行，请分成几份。")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell: sheet, row as Excel counts it, heading ("" for the whole row) and why."""

    sheet: str
    row: int
    heading: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Line:
    """One line to be: the row it stands in, its day, its texts by control, its values as read and its faults."""

    row: int
    day: date | None
    raw: Mapping[str, list[str]]
    values: Mapping[str, Any]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds: its lines, and what is wrong with the file itself."""

    lines: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def sound(self) -> tuple[Line, ...]:
        return tuple(one for one in self.lines if not one.faults)

    @property
    def all_faults(self) -> tuple[Fault, ...]:
        return (*self.faults, *(fault for one in self.lines for fault in one.faults))


@dataclass(slots=True)
class _Draft:
    """A line while its cells are gathered."""

    row: int
    number: str
    day: date | None = None
    raw: dict[str, list[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    rows: dict[str, list[int]] = field(default_factory=dict)


def columns_of(definition: RegisterDefinition) -> tuple[Field, ...]:
    """The fields that have a column in the first sheet."""
    return tuple(
        one
        for one in nested(definition.fields)
        if not isinstance(one, TableField) and kind_of(one.kind).is_typed and not kind_of(one.kind).later
    )


def tables_of(definition: RegisterDefinition) -> tuple[TableField, ...]:
    return tuple(one for one in nested(definition.fields) if isinstance(one, TableField))


def names_of(definition: RegisterDefinition) -> dict[str, str]:
    """The name of the sheet of each table by its key, and under "" of the lines' own; the one of explanations is taken."""
    tables = tables_of(definition)
    _notes, main, *others = sheet_names([NOTES, definition.name, *(one.label for one in tables)])
    return {"": main, **{table.key: name for table, name in zip(tables, others, strict=True)}}


def read(path: Path, definition: RegisterDefinition, lookup: Lookup) -> Sheet:
    """The lines of a workbook that has passed the check of its kind.

    Raises: Rejected when it cannot be read or holds too much.
    """
    there: dict[str, set[int]] = {}
    for cell in sheets.cells(
        path, BOUNDS
    ):  # the reader below builds every cell, whatever a file of a few kilobytes says
        if cell.text.strip():
            there.setdefault(cell.sheet, set()).add(cell.row)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            names = [name for name in book.sheet_names if name != NOTES]
            if not names or len(set(names)) < len(names):
                raise Rejected(_BROKEN)
            if len(there.get(names[0], set()) - {1}) > MOST_ROWS:
                raise Rejected(_TOO_MANY, most=MOST_ROWS)
            held = {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) if name in there else []
                for name in names
            }
    except CalamineError as broken:
        raise Rejected(_BROKEN) from broken
    return _Reader(definition, lookup, names[0]).read(held)


class _Reader:
    def __init__(self, definition: RegisterDefinition, lookup: Lookup, main: str) -> None:
        self.definition, self.lookup, self.main = definition, lookup, main
        self.names = names_of(definition)
        self.faults: list[Fault] = []

    def read(self, held: Mapping[str, list[list[Any]]]) -> Sheet:
        drafts = self._lines(held[self.main])
        for table in tables_of(self.definition):
            self._rows_of(table, held.get(self.names[table.key], []), drafts)
        return Sheet(tuple(self._checked(one) for one in drafts), tuple(self.faults))

    def _lines(self, rows: list[list[Any]]) -> list[_Draft]:
        fields = {fold(one.label): one for one in (DAY_FIELD, *columns_of(self.definition))}
        at = self._headings(self.main, rows, {**fields, fold(NUMBER): None})
        drafts: list[_Draft] = []
        numbers: set[str] = set()
        for count, cells in _filled(rows):
            if len(drafts) == MOST_ROWS:
                raise Rejected(_TOO_MANY, most=MOST_ROWS)
            draft = _Draft(count, _plain(_at(cells, at.get(fold(NUMBER)))))
            if draft.number in numbers and tables_of(self.definition):
                self._say(self.main, count, NUMBER, N_("这个序号前面已经用过，请改成不同的序号。"))
            numbers |= {draft.number} - {""}
            for name, one in fields.items():
                self._take(draft, one, _at(cells, at.get(name)), self.main, count, form_name(one.key))
            drafts.append(draft)
        if not drafts:
            self._say(self.main, 1, "", N_("表格里没有可以导入的内容，请在标题行下面逐行填写。"))
        return drafts

    def _take(self, draft: _Draft, one: Field, cell: Any, sheet: str, count: int, name: str) -> None:
        try:
            texts = kind_of(one.kind).from_cell(cell, one)
            if one is DAY_FIELD:
                draft.day = date.fromisoformat(kind_of("date").clean(texts, one, self.lookup)) if texts else None
            elif texts:
                draft.raw[name] = texts
        except Rejected as bad:
            draft.faults.append(Fault(sheet, count, one.label, bad.verdict))

    def _rows_of(self, table: TableField, rows: list[list[Any]], drafts: list[_Draft]) -> None:
        if not rows:
            return
        sheet, by_number = self.names[table.key], {one.number: one for one in drafts if one.number}
        columns = {fold(one.label): one for one in table.columns if kind_of(one.kind).is_typed}
        at = self._headings(sheet, rows, {**columns, fold(NUMBER): None})
        for count, cells in _filled(rows):
            draft = by_number.get(_plain(_at(cells, at.get(fold(NUMBER)))))
            if draft is None:
                self._say(sheet, count, NUMBER, N_("第一张工作表里没有这个序号，请核对。"))
                continue
            places = draft.rows.setdefault(table.key, [])
            for name, one in columns.items():
                cell = form_name(cell_key(table.key, len(places), one.key))
                draft.raw.setdefault(cell, [])
                self._take(draft, one, _at(cells, at.get(name)), sheet, count, cell)
            places.append(count)

    def _headings(self, sheet: str, rows: list[list[Any]], known: Mapping[str, Field | None]) -> dict[str, int]:
        """Where each known heading stands; unknown, doubled and missing ones are told."""
        at: dict[str, int] = {}
        for place, cell in enumerate(rows[0] if rows else []):
            said = _plain(cell)
            if said and fold(said) not in known:
                self._say(sheet, 1, said[:40], N_("台账里没有这一列，请按模板填写。"))
            elif said and fold(said) in at:
                self._say(sheet, 1, said, N_("这一列出现了两次，请删去一列。"))
            elif said:
                at[fold(said)] = place
        for name, one in known.items():
            if one is not None and one.required and not one.condition and name not in at:
                self._say(sheet, 1, one.label, N_("缺少这一列，请按模板填写。"))
        return at

    def _checked(self, draft: _Draft) -> Line:
        found = entry_form.validate(self.definition, draft.raw, {}, self.lookup)
        told = {fault.heading for fault in draft.faults}
        faults = list(draft.faults)
        if DAY_FIELD.label not in told:
            faults += [Fault(self.main, draft.row, DAY, one) for one in [fault_of_day(draft.day)] if one]
        for key, verdict in found.errors.items():
            fault = self._placed(draft, key, verdict)
            faults += [] if fault.heading in told and fault.sheet == self.main else [fault]
        return Line(draft.row, draft.day, draft.raw, found.values, tuple(faults))

    def _placed(self, draft: _Draft, key: str, verdict: Verdict) -> Fault:
        labels = {one.key: one.label for one in self.definition.fields}
        table, _dot, rest = key.partition(".")
        if not rest:
            return Fault(self.main, draft.row, labels.get(table, ""), verdict)
        number, _dot, column = rest.partition(".")
        places = draft.rows.get(table, [])
        row = places[int(number)] if number.isdigit() and int(number) < len(places) else draft.row
        return Fault(self.names.get(table, ""), row, labels.get(column, ""), verdict)

    def _say(self, sheet: str, row: int, heading: str, sentence: str) -> None:
        self.faults.append(Fault(sheet, row, heading, Verdict(sentence)))


def _filled(rows: list[list[Any]]) -> Iterator[tuple[int, list[Any]]]:
    """The rows below the heading that hold something, as Excel counts them."""
    for count, cells in enumerate(rows[1:], 2):
        if any(_plain(cell) for cell in cells):
            yield count, cells


def _at(cells: list[Any], place: int | None) -> Any:
    cell = cells[place] if place is not None and place < len(cells) else None
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return None if cell == "" else cell


def _plain(cell: Any) -> str:
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell if cell is not None else "").strip()
