"""Which sheet is which table, and in which of its columns each element stands: by name, or else by the headings. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from appcore.change.workbook import layout
from appcore.change.workbook.cells import Cell
from appcore.change.workbook.found import Gathered, Place, SheetRead, fault
from appcore.change.workbook.grids import Grid
from appcore.change.workbook.layout import Heading, Table
from appcore.definition.exchange_columns import NOTHING
from appcore.definition.exchange_columns import Table as Names
from appcore.definition.said import Said
from appcore.definition.verdict import N_
from appcore.folding import fold

HEADING_WITHIN = 10
"""A title or two may stand above the headings."""
LEAST_KNOWN = 2


@dataclass
class Sheet:
    """A sheet that is read: where its headings stand, which column holds which element."""

    number: int
    grid: Grid
    table: Table
    head: int
    at: dict[str, tuple[int, Heading]]
    doubles: list[tuple[int, str]]

    @cached_property
    def filled(self) -> list[tuple[int, list[Cell]]]:
        """The rows below the headings that hold something in a column that is read."""
        at = [column for column, _ in self.at.values()]
        first = at[0]
        return [
            (row, line) for row, line in enumerate(self.grid.rows[self.head + 1 :], self.head + 1)
            if (first < len(line) and type(one := line[first]) is str and one and not one.isspace()) or _holds(line, at)
        ]  # fmt: skip


class Recognising:
    """`schemes`: what the county's table calls the columns of each exchange scheme."""

    def __init__(self, found: Gathered, schemes: Mapping[str, Names]) -> None:
        self.found, self.schemes = found, {"": NOTHING, **schemes}

    def sheet(self, number: int, grid: Grid) -> Sheet | None:
        """What a sheet is, by its name or else by its headings; None for one that is not read, after saying why."""
        title = fold(grid.title)
        if title in (fold(layout.NOTES), fold(layout.LISTS), fold(layout.FOUND)):
            return self._left(grid, Said(N_("只供查看，不读")))
        if not any(map(any, grid.rows)):
            return self._left(grid, Said(N_("是空的")))
        called = layout.titles().get(title) or _by_end_of(grid.title)
        tables = [called] if called else list(layout.TABLES)
        best = max(
            (self._headed(number, grid, one, scheme) for one in tables for scheme in self._schemes_of(one)),
            key=lambda one: len(one.at),
        )
        if best.table.wanted in best.at and (called or len(best.at) >= LEAST_KNOWN):
            return self._taken(best)
        if called is None:
            return self._left(grid, Said(N_("认不出是哪一类内容：表名不是模板里的，标题里也没有模板里的列")))
        wanted = {"heading": next(one.label for one in called.columns if one.name == called.wanted)}
        why = Said(N_("没有“%(heading)s”这一列，请按模板的标题填写"), {}, wanted)
        self.found.loose.append(fault(Place(number, 0), "", "", why))
        return self._left(grid, why)

    def _schemes_of(self, table: Table) -> list[str]:
        """Under which schemes a table may have come: only items are mapped."""
        return list(self.schemes) if table is layout.MAIN else [""]

    def _left(self, grid: Grid, why: Said) -> Sheet | None:
        self.found.sheets.append(SheetRead(grid.title, 0, why))
        return None

    def _taken(self, best: Sheet) -> Sheet:
        self.found.sheets.append(SheetRead(best.grid.title, len(best.filled)))
        number = best.number
        self.found.heads[number] = best.head
        self._tell_headings(best)
        return best

    def _headed(self, number: int, grid: Grid, table: Table, scheme: str) -> Sheet:
        known = layout.headings_of(table, self.schemes[scheme])
        best = Sheet(number, grid, table, 0, {}, [])
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
                best = Sheet(number, grid, table, head, at, doubles)
        return best

    def _tell_headings(self, sheet: Sheet) -> None:
        for column, said in sheet.doubles:
            why = Said(N_("这一列出现了两次，请删去一列"))
            self.found.loose.append(fault(Place(sheet.number, sheet.head, column), said, said, why))
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


def _by_end_of(title: str) -> Table | None:
    """A file of one sheet is often called 苍南县-材料."""
    folded = fold(title)
    found = [table for name, table in layout.titles().items() if len(name) > 1 and folded.endswith(name)]
    return max(found, key=lambda table: len(table.title), default=None)


def _holds(line: Sequence[Cell], at: Sequence[int]) -> bool:
    width = len(line)
    return any(column < width and (line[column] not in ("", None)) and str(line[column]).strip() for column in at)
