"""Sheets gathered into a package: columns found by heading, rows by the item they name, every fault with its cell. Pure.

The outcome is the document of a package like any other, and beside it where each of its values stands, so that whatever is
found wrong with it later is said of a cell too. Keys and codes that a file does not give are proposed by `naming`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from appcore.change.workbook import cells, layout
from appcore.change.workbook.bodies import Bodies
from appcore.change.workbook.cells import Cell
from appcore.change.workbook.found import CellFault, Gathered, ItemRow, PartRow, Place, cells_text, fault, said_of
from appcore.change.workbook.grids import Grid
from appcore.change.workbook.headings import Recognising, Sheet, filled
from appcore.change.workbook.layout import ABOVE, CODE, IDENTITY, ITEM_NAME
from appcore.definition.exchange_columns import Table as Names
from appcore.definition.said import Said
from appcore.definition.verdict import N_, Rejected
from appcore.folding import fold

_IDENTITY_NAMES = frozenset(one.name for one in IDENTITY)
NO_SCHEMES: Mapping[str, Names] = {}


def gather(grids: Sequence[Grid], bodies: Bodies, schemes: Mapping[str, Names] = NO_SCHEMES) -> Gathered:
    """The items of a workbook; `schemes`: what the county's table calls the columns of each exchange scheme."""
    return _Gatherer(grids, bodies, schemes).run()


class _Gatherer:
    def __init__(self, grids: Sequence[Grid], bodies: Bodies, schemes: Mapping[str, Names]) -> None:
        self.grids, self.bodies, self.schemes = grids, bodies, schemes
        self.found = Gathered(grids)
        self.by_code: dict[str, list[ItemRow]] = {}
        self.by_name: dict[str, list[ItemRow]] = {}

    def run(self) -> Gathered:
        known = Recognising(self.found, self.schemes)
        sheets = [one for number, grid in enumerate(self.grids) if (one := known.sheet(number, grid)) is not None]
        mains = [one for one in sheets if one.table is layout.MAIN]
        if not mains:
            self.found.loose.append(fault(Place(0, 0), "", "", Said(N_("没有“事项”工作表，或者它没有“事项名称”一列"))))
        for sheet in mains:
            self._items(sheet)
        self._doubles()
        for sheet in sheets:
            if sheet.table is not layout.MAIN:
                self._rows_of_parts(sheet)
        return self.found

    def _items(self, sheet: Sheet) -> None:
        columns = {name: column for name, (column, _) in sheet.at.items()}
        for row, line in filled(sheet):
            faults: list[CellFault] = []
            values = self._values(sheet, row, line, faults)
            identity = {name: values.pop(name) for name in _IDENTITY_NAMES & values.keys()}
            item = ItemRow(Place(sheet.number, row), values, identity, columns, faults=faults)
            self.found.items.append(item)
            if isinstance(code := values.get(CODE), str):
                self.by_code.setdefault(code, []).append(item)
            self.by_name.setdefault(fold(values.get("name") or ""), []).append(item)

    def _values(self, sheet: Sheet, row: int, line: list[Cell], faults: list[CellFault]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        width = len(line)
        for name, (column, heading) in sheet.at.items():
            cell = line[column] if column < width else None
            if cell is None or cell == "":
                continue
            before = sheet.read[name]
            if isinstance(cell, str) and cell in before:
                found[name] = before[cell]  # nearly every cell of a column says what one above it said
                continue
            try:
                value = cells.read(heading.element, cell, self.bodies, national=heading.national, own=heading.own)
            except Rejected as bad:
                faults.append(_of_cell(sheet, row, column, cell, said_of(bad.verdict)))
                continue
            if value is None:
                continue
            found[name] = value
            if isinstance(cell, str):
                before[cell] = value
        return found

    def _doubles(self) -> None:
        """A code that occurs twice: neither row is taken, and where they contradict each other is said (O10)."""
        for code, rows in self.by_code.items():
            if len(rows) > 1:
                self._contradictions(rows)
                for item in rows:
                    self._double(
                        item, CODE, code, _twice(N_("编号“%(code)s”出现了两次，另见第%(rows)s行"), code, item, rows)
                    )
        by_handle: dict[str, list[ItemRow]] = {}
        for item in self.found.items:
            if given := item.values.get("handle_item_code"):
                by_handle.setdefault(given, []).append(item)
        for handle, rows in by_handle.items():
            if len({one.values.get(CODE) for one in rows}) > 1:
                for one in rows:
                    self._double(
                        one,
                        "handle_item_code",
                        handle,
                        _twice(N_("业务办理项编码“%(code)s”出现了两次，另见第%(rows)s行"), handle, one, rows),
                    )

    def _double(self, item: ItemRow, name: str, code: str, why: Said) -> None:
        item.doubled = True
        item.faults.append(self.found.fault(item.place, item.columns.get(name), code, why))

    def _contradictions(self, rows: list[ItemRow]) -> None:
        first = rows[0]
        for other in rows[1:]:
            for name in first.values.keys() & other.values.keys():
                if first.values[name] != other.values[name]:
                    column = other.columns[name]
                    there = self.found.text_at(first.place, first.columns[name])
                    told: dict[str, str | int] = {"row": first.place.row + 1, "other": there}
                    why = Said(N_("和第%(row)s行互相矛盾：那里是“%(other)s”"), {}, told)
                    other.faults.append(
                        self.found.fault(other.place, column, self.found.text_at(other.place, column), why)
                    )

    def _rows_of_parts(self, sheet: Sheet) -> None:
        columns = {name: column for name, (column, _) in sheet.at.items()}
        for row, line in filled(sheet):
            faults: list[CellFault] = []
            values = self._values(sheet, row, line, faults)
            code, name = values.pop(CODE, ""), values.pop(ITEM_NAME, "")
            item = self._item_of(sheet, row, code, name, columns)
            if item is None:
                self.found.loose += faults
                continue
            item.faults += faults
            if sheet.table.kind is None:
                item.aliases.append(values.get("text", ""))
                continue
            above = values.pop(ABOVE, "")
            part = PartRow(Place(sheet.number, row), values, columns, above)
            item.parts.setdefault(sheet.table.kind.name, []).append(part)

    def _item_of(self, sheet: Sheet, row: int, code: str, name: str, columns: Mapping[str, int]) -> ItemRow | None:
        """The item that a row belongs to; None after saying why there is none."""
        found = self.by_code.get(code) if code else self.by_name.get(fold(name)) if name else None
        if found and (len(found) == 1 or code):
            return found[0]
        if found:
            why = Said(
                N_("有%(count)s个事项都叫“%(name)s”，请写事项编号"), {}, {"count": len(found), "name": name[:40]}
            )
        elif code or name:
            why = Said(N_("“事项”工作表里没有“%(name)s”"), {}, {"name": (code or name)[:40]})
        else:
            why = Said(N_("没有写事项编号，不知道是哪个事项的"))
        column = columns.get(CODE if code or not name else ITEM_NAME)
        self.found.loose.append(self.found.fault(Place(sheet.number, row), column, code or name, why))
        return None


def _twice(msgid: str, code: str, item: ItemRow, rows: Sequence[ItemRow]) -> Said:
    others = "、".join(str(one.place.row + 1) for one in rows if one is not item)
    return Said(msgid, {}, {"code": code, "rows": others})


def _of_cell(sheet: Sheet, row: int, column: int, cell: Cell, why: Said) -> CellFault:
    heading = sheet.grid.rows[sheet.head][column]
    return fault(Place(sheet.number, row, column), str(heading).strip(), cells_text(cell), why)
