"""The rows of a sheet as values, cell by cell; what says the same as one above it is read once. Pure.

Nearly every cell of a column says what one above it said, and of 30,000 rows of papers few say what no other does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from appcore.change.workbook import cells
from appcore.change.workbook.bodies import Bodies
from appcore.change.workbook.cells import Cell
from appcore.change.workbook.found import CellFault, KeptRow, Place, cells_text, fault, said_of
from appcore.change.workbook.headings import Sheet
from appcore.change.workbook.layout import CODE, ITEM_NAME, Heading
from appcore.change.workbook.naming import BY_NAME
from appcore.definition.said import Said
from appcore.definition.verdict import Rejected

Cells = tuple[Cell, ...]
_Column = tuple[str, int, Heading, dict[Any, Any]]
_MISSING = object()


class RowReader:
    """`columns`: where each element stands; `named_by`: the elements that say which item a row belongs to."""

    def __init__(self, sheet: Sheet, bodies: Bodies) -> None:
        self.sheet, self.bodies = sheet, bodies
        self.columns = {name: column for name, (column, _) in sheet.at.items()}
        self._at: list[_Column] = [(name, column, heading, {}) for name, (column, heading) in sheet.at.items()]
        self._at_item = [one for one in self._at if one[0] in (CODE, ITEM_NAME)]
        self._width = max(self.columns.values(), default=0) + 1
        self._own = [column for name, column in self.columns.items() if name not in (CODE, ITEM_NAME)]
        self.named_by = tuple(name for name in (CODE, ITEM_NAME) if name in self.columns)
        self._of_item = [self.columns[name] for name in self.named_by]
        self._money = {
            place for place, column in enumerate(self._own) for _, (it, one) in sheet.at.items()
            if it == column and one.element.kind == "fen"
        }  # fmt: skip
        self._kept: dict[Cells, KeptRow] = {}
        names_first = [*self._of_item] == [0] and sheet.grid.same
        self._same: Sequence[int] = sheet.grid.same if names_first else ()
        """By `Grid.same`, where the first column alone names the item: what such a row came to, its cells not looked at again."""
        self._known: dict[int, KeptRow] = {}

    def known(self, row: int) -> KeptRow | None:
        """What a row came to that is known to say the same."""
        return self._known.get(self._same[row]) if self._same else None

    def parted(self, line: list[Cell]) -> tuple[Cells, Cells]:
        """What a row says of its item, and what it says itself."""
        if len(line) < self._width:
            line = [*line, *[None] * (self._width - len(line))]
        return tuple([line[one] for one in self._of_item]), tuple([line[one] for one in self._own])

    def kept(self, row: int, own: Cells) -> KeptRow | None:
        """What such a row came to before."""
        found = self._kept.get(own)
        if found is None or found.types != tuple(map(type, own)):
            return None
        self._know(row, found)
        return found

    def _know(self, row: int, kept: KeptRow) -> None:
        if self._same and self._same[row]:
            self._known[self._same[row]] = kept

    def keep(self, row: int, own: Cells, values: Mapping[str, Any], above: str) -> KeptRow:
        """What a row without a fault came to, for the next that says the same."""
        made = KeptRow(tuple(map(type, own)), values, above, not BY_NAME.isdisjoint(values))
        if not any(own[one] == 0 for one in self._money):  # -0.0 equals 0.0, and is no amount
            self._kept.setdefault(own, made)
        self._know(row, made)
        return made

    def values(self, row: int, line: list[Cell], faults: list[CellFault]) -> dict[str, Any]:
        """What the cells of a row say; what is wrong with them goes to `faults`."""
        return self._read(self._at, row, line, faults)

    def of_item(self, row: int, line: list[Cell], faults: list[CellFault]) -> dict[str, Any]:
        """The same of the cells that name the row's item."""
        return self._read(self._at_item, row, line, faults)

    def _read(self, at: Sequence[_Column], row: int, line: list[Cell], faults: list[CellFault]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        width = len(line)
        for name, column, heading, read in at:
            cell = line[column] if column < width else None
            if cell is None or cell == "":
                continue
            said = cell if type(cell) is str else (type(cell), repr(cell))
            before = read.get(said, _MISSING)
            if before is not _MISSING:
                found[name] = before
                continue
            try:
                value = cells.read(heading.element, cell, self.bodies, national=heading.national, own=heading.own)
            except Rejected as bad:
                faults.append(self._fault(row, column, cell, said_of(bad.verdict)))
                continue
            if value is None:
                continue
            found[name] = value
            read[said] = value
        return found

    def _fault(self, row: int, column: int, cell: Cell, why: Said) -> CellFault:
        heading = self.sheet.grid.rows[self.sheet.head][column]
        return fault(Place(self.sheet.number, row, column), str(heading).strip(), cells_text(cell), why)
