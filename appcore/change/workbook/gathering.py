"""Sheets gathered into a package: columns found by heading, rows by the item they name, every fault with its cell. Pure.

The outcome is the document of a package like any other, and beside it where each of its values stands, so that whatever is
found wrong with it later is said of a cell too. Keys and codes that a file does not give are proposed by `naming`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from appcore.change.workbook import layout
from appcore.change.workbook.bodies import Bodies
from appcore.change.workbook.cells import Cell
from appcore.change.workbook.found import CellFault, Gathered, ItemRow, PartRow, Place, fault
from appcore.change.workbook.grids import Grid
from appcore.change.workbook.headings import Recognising, Sheet
from appcore.change.workbook.layout import ABOVE, CODE, IDENTITY, ITEM_NAME
from appcore.change.workbook.row_reading import Cells, RowReader
from appcore.definition.exchange_columns import Table as Names
from appcore.definition.said import Said
from appcore.definition.verdict import N_
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
        self.by_cells: dict[tuple[str, ...], dict[Cells, ItemRow]] = {}

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
        reader = RowReader(sheet, self.bodies)
        for row, line in sheet.filled:
            faults: list[CellFault] = []
            values = reader.values(row, line, faults)
            identity = {name: values.pop(name) for name in _IDENTITY_NAMES & values.keys()}
            item = ItemRow(Place(sheet.number, row), values, identity, reader.columns, faults=faults)
            self.found.items.append(item)
            if isinstance(code := values.get(CODE), str):
                self.by_code.setdefault(code, []).append(item)
            self.by_name.setdefault(fold(values.get("name") or ""), []).append(item)

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
        reader = RowReader(sheet, self.bodies)
        items = self.by_cells.setdefault(reader.named_by, {})
        kind = sheet.table.kind
        for row, line in sheet.filled:
            if (kept := reader.known(row)) is not None:
                of_item: Cells = (line[0],)
            else:
                of_item, own = reader.parted(line)
                kept = reader.kept(row, own) if kind is not None else None
            item = items.get(of_item) or (self._named(reader, items, row, line, of_item) if kept is not None else None)
            if item is None or kept is None or kind is None:
                self._row_of_part(reader, row, line)
                continue
            part = PartRow(sheet.number, row, kept.values, reader.columns, kept.above, kept)
            item.parts.setdefault(kind.name, []).append(part)

    def _named(
        self, reader: RowReader, items: dict[Cells, ItemRow], row: int, line: list[Cell], cells: Cells
    ) -> ItemRow | None:
        """The item that a row's cells name without a fault; `items`: those that rows above named, by their cells."""
        faults: list[CellFault] = []
        said = reader.of_item(row, line, faults)
        found = self._item_at(said.get(CODE, ""), said.get(ITEM_NAME, ""))
        if faults or found is None or not all(isinstance(one, str | None) for one in cells):
            return None
        items[cells] = found
        return found

    def _row_of_part(self, reader: RowReader, row: int, line: list[Cell]) -> None:
        """A row that is the first to say so, or says something wrong."""
        sheet, faults = reader.sheet, list[CellFault]()
        values = reader.values(row, line, faults)
        code, name = values.pop(CODE, ""), values.pop(ITEM_NAME, "")
        item = self._item_of(sheet, row, code, name, reader.columns)
        if item is None:
            self.found.loose += faults
            return
        item.faults += faults
        if sheet.table.kind is None:
            item.aliases.append(values.get("text", ""))
            return
        above = values.pop(ABOVE, "")
        kept = reader.keep(row, reader.parted(line)[1], values, above) if not faults else None
        part = PartRow(sheet.number, row, values, reader.columns, above, kept)
        item.parts.setdefault(sheet.table.kind.name, []).append(part)

    def _item_at(self, code: str, name: str) -> ItemRow | None:
        """By its code, or by a name that it has alone."""
        found = self.by_code.get(code) if code else self.by_name.get(fold(name)) if name else None
        return found[0] if found and (len(found) == 1 or code) else None

    def _item_of(self, sheet: Sheet, row: int, code: str, name: str, columns: Mapping[str, int]) -> ItemRow | None:
        """The item that a row belongs to; None after saying why there is none."""
        if (found := self._item_at(code, name)) is not None:
            return found
        if several := self.by_name.get(fold(name)) if name and not code else None:
            why = Said(
                N_("有%(count)s个事项都叫“%(name)s”，请写事项编号"), {}, {"count": len(several), "name": name[:40]}
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
