"""Sheets gathered into a package: columns found by heading, rows by the item they name, every fault with its cell. Pure.

The outcome is the document of a package like any other, and beside it where each of its values stands, so that whatever is
found wrong with it later is said of a cell too. Keys and codes that a file does not give are proposed by `naming`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from appcore.change.workbook import cells, layout
from appcore.change.workbook.cells import Bodies, Cell
from appcore.change.workbook.grids import Grid
from appcore.change.workbook.layout import ABOVE, CODE, IDENTITY, ITEM_NAME, Heading, Table
from appcore.definition.said import Said
from appcore.definition.verdict import N_, Rejected, Verdict
from appcore.folding import fold

HEADING_WITHIN = 10
"""A title or two may stand above the headings."""
LEAST_KNOWN = 2
_IDENTITY_NAMES = frozenset(one.name for one in IDENTITY)


@dataclass(frozen=True, slots=True)
class Place:
    """A cell, or with column None a whole row, of a sheet by its number; rows and columns count from 0."""

    sheet: int
    row: int
    column: int | None = None


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell, and what stands in it."""

    place: Place
    heading: str
    value: str
    why: Said


@dataclass(slots=True)
class PartRow:
    """One part as a row gives it; `above`: the key or name of what it stands under."""

    place: Place
    values: dict[str, Any]
    columns: Mapping[str, int]
    above: str = ""


@dataclass(slots=True)
class ItemRow:
    """One item: its row, its values, its identity, its parts by kind, and its own faults."""

    place: Place
    values: dict[str, Any]
    identity: dict[str, Any]
    columns: Mapping[str, int]
    parts: dict[str, list[PartRow]] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    doubled: bool = False


@dataclass(slots=True)
class Gathered:
    """`items` in their order; `heads`: the row of headings by sheet; `loose`: faults of no item; `notices`: what harms nothing."""

    grids: Sequence[Grid]
    items: list[ItemRow] = field(default_factory=list)
    heads: dict[int, int] = field(default_factory=dict)
    loose: list[CellFault] = field(default_factory=list)
    notices: list[Said] = field(default_factory=list)

    def fault(self, place: Place, column: int | None, value: str, why: Said) -> CellFault:
        """A fault of one column of a row, with the words of its heading."""
        head = self.heads.get(place.sheet)
        line = self.grids[place.sheet].rows[head] if head is not None else []
        heading = str(line[column]).strip() if column is not None and column < len(line) else ""
        return CellFault(Place(place.sheet, place.row, column), heading[:40], value, why)

    def text_at(self, place: Place, column: int | None) -> str:
        """What stands in a column of a row, as a report shows it."""
        line = self.grids[place.sheet].rows[place.row]
        return cells_text(line[column]) if column is not None and column < len(line) else ""


@dataclass(slots=True)
class _Sheet:
    number: int
    grid: Grid
    table: Table
    head: int
    at: dict[str, tuple[int, Heading]]
    doubles: list[tuple[int, str]]


def gather(grids: Sequence[Grid], bodies: Bodies) -> Gathered:
    """The items of a workbook."""
    return _Gatherer(grids, bodies).run()


class _Gatherer:
    def __init__(self, grids: Sequence[Grid], bodies: Bodies) -> None:
        self.grids, self.bodies = grids, bodies
        self.found = Gathered(grids)
        self.by_code: dict[str, list[ItemRow]] = {}
        self.by_name: dict[str, list[ItemRow]] = {}

    def run(self) -> Gathered:
        sheets = [one for number, grid in enumerate(self.grids) if (one := self._sheet(number, grid)) is not None]
        mains = [one for one in sheets if one.table is layout.MAIN]
        if not mains:
            self.found.loose.append(_fault(Place(0, 0), "", "", Said(N_("没有“事项”工作表，或者它没有“事项名称”一列"))))
        for sheet in mains:
            self._items(sheet)
        self._doubles()
        for sheet in sheets:
            if sheet.table is not layout.MAIN:
                self._rows_of_parts(sheet)
        return self.found

    def _sheet(self, number: int, grid: Grid) -> _Sheet | None:
        """What a sheet is, by its name or else by its headings; None for one that is not read."""
        if fold(grid.title) in (fold(layout.NOTES), fold(layout.LISTS), fold(layout.FOUND)) or not any(
            map(any, grid.rows)
        ):
            return None
        named = layout.titles().get(fold(grid.title)) or _by_end_of(grid.title)
        tables = [named] if named else list(layout.TABLES)
        best = max((self._headed(number, grid, one) for one in tables), key=lambda one: len(one.at))
        if best.table.wanted not in best.at or (not named and len(best.at) < LEAST_KNOWN):
            if named:
                wanted = {"heading": next(one.label for one in named.columns if one.name == named.wanted)}
                self.found.loose.append(
                    _fault(
                        Place(number, 0), "", "", Said(N_("没有“%(heading)s”这一列，请按模板的标题填写"), {}, wanted)
                    )
                )
            else:
                self.found.notices.append(Said(N_("没有读工作表“%(sheet)s”：不是目录的表"), {}, {"sheet": grid.title}))
            return None
        self.found.heads[number] = best.head
        self._tell_headings(best)
        return best

    def _headed(self, number: int, grid: Grid, table: Table) -> _Sheet:
        known = layout.headings(table)
        best = _Sheet(number, grid, table, 0, {}, [])
        for head, row in enumerate(grid.rows[:HEADING_WITHIN]):
            at: dict[str, tuple[int, Heading]] = {}
            doubles: list[tuple[int, str]] = []
            for column, cell in enumerate(row):
                heading = known.get(fold(cell)) if isinstance(cell, str) else None
                if heading is None:
                    continue
                if heading.element.name in at:
                    doubles.append((column, str(cell)))
                else:
                    at[heading.element.name] = (column, heading)
            if len(at) > len(best.at):
                best = _Sheet(number, grid, table, head, at, doubles)
        return best

    def _tell_headings(self, sheet: _Sheet) -> None:
        for column, said in sheet.doubles:
            why = Said(N_("这一列出现了两次，请删去一列"))
            self.found.loose.append(_fault(Place(sheet.number, sheet.head, column), said, said, why))
        used = {column for column, _ in sheet.at.values()} | {column for column, _ in sheet.doubles}
        others = [
            str(cell).strip()[:30] for column, cell in enumerate(sheet.grid.rows[sheet.head])
            if column not in used and isinstance(cell, str) and cell.strip() and fold(cell) != fold(layout.REMARKS)
        ]  # fmt: skip
        if others:
            told = {"sheet": sheet.grid.title, "names": "、".join(others[:20])}
            self.found.notices.append(Said(N_("工作表“%(sheet)s”里没有用到的列：%(names)s"), {}, told))
        merged = [one for one in sheet.grid.merged if one[2] > sheet.head]
        if merged:
            count: dict[str, str | int] = {"sheet": sheet.grid.title, "count": len(merged)}
            said = N_("工作表“%(sheet)s”有%(count)s处合并单元格，每一格都按合并前第一格的内容读取")
            self.found.notices.append(Said(said, {}, count))

    def _items(self, sheet: _Sheet) -> None:
        columns = {name: column for name, (column, _) in sheet.at.items()}
        for row, line in _filled(sheet):
            faults: list[CellFault] = []
            values = self._values(sheet, row, line, faults)
            identity = {name: values.pop(name) for name in _IDENTITY_NAMES & values.keys()}
            item = ItemRow(Place(sheet.number, row), values, identity, columns, faults=faults)
            self.found.items.append(item)
            if isinstance(code := values.get(CODE), str):
                self.by_code.setdefault(code, []).append(item)
            self.by_name.setdefault(fold(values.get("name") or ""), []).append(item)

    def _values(self, sheet: _Sheet, row: int, line: list[Cell], faults: list[CellFault]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        width = len(line)
        for name, (column, heading) in sheet.at.items():
            cell = line[column] if column < width else None
            if cell is None or cell == "":
                continue
            try:
                value = cells.read(heading.element, cell, self.bodies, national=heading.national)
            except Rejected as bad:
                faults.append(_of_cell(sheet, row, column, cell, said_of(bad.verdict)))
                continue
            if value is not None:
                found[name] = value
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

    def _rows_of_parts(self, sheet: _Sheet) -> None:
        columns = {name: column for name, (column, _) in sheet.at.items()}
        for row, line in _filled(sheet):
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

    def _item_of(self, sheet: _Sheet, row: int, code: str, name: str, columns: Mapping[str, int]) -> ItemRow | None:
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


def _by_end_of(title: str) -> Table | None:
    """A file of one sheet is often called 苍南县-材料."""
    folded = fold(title)
    found = [table for name, table in layout.titles().items() if len(name) > 1 and folded.endswith(name)]
    return max(found, key=lambda table: len(table.title), default=None)


def _filled(sheet: _Sheet) -> Iterator[tuple[int, list[Cell]]]:
    """The rows below the headings that hold something in a column that is read."""
    at = [column for column, _ in sheet.at.values()]
    for row, line in enumerate(sheet.grid.rows[sheet.head + 1 :], sheet.head + 1):
        width = len(line)
        if any(column < width and (line[column] not in ("", None)) and str(line[column]).strip() for column in at):
            yield row, line


def said_of(verdict: Verdict) -> Said:
    """A refusal as a sentence of a report, without its full stop."""
    return Said(
        verdict.msgid, {}, {name: str(one) if isinstance(one, Verdict) else one for name, one in verdict.params.items()}
    )


def cells_text(cell: Cell) -> str:
    """A cell as a report shows it."""
    if cell is None:
        return ""
    try:
        return cells.text_of(cell)[:100]
    except Rejected:
        return str(cell)[:100]


def _of_cell(sheet: _Sheet, row: int, column: int, cell: Cell, why: Said) -> CellFault:
    heading = sheet.grid.rows[sheet.head][column]
    return _fault(Place(sheet.number, row, column), str(heading).strip(), cells_text(cell), why)


def _fault(place: Place, heading: str, value: str, why: Said) -> CellFault:
    return CellFault(place, heading[:40], value, why)
