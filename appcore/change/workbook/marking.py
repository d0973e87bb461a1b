"""An uploaded workbook given back with its faults marked: the cell in colour, why at the end of its row, all of them in front."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter

from appcore.access.files.tables_out import LARGEST_NUMBER, LONGEST_CELL, clean, sheet_names
from appcore.change.workbook.book import letters
from appcore.change.workbook.cells import Cell
from appcore.change.workbook.grids import Grid
from appcore.change.workbook.layout import FOUND, REMARKS
from appcore.change.workbook.writing import OPTIONS
from appcore.definition.faults import Fault

HEADINGS = ("工作表", "行", "列", "标题", "填的内容", "问题")
Line = Sequence[str]


def marked(
    target: IO[bytes],
    grids: Sequence[Grid],
    heads: Mapping[int, int],
    faults: Sequence[Fault],
    others: Iterable[Line] = (),
) -> None:
    """Write the sheets as they were read. `heads`: the row of headings by sheet; `others`: what else there is to say, a line each."""
    kept = [one for one in grids if one.title != FOUND]
    names = sheet_names([FOUND, *(one.title for one in kept)])
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        bad = book.add_format({"bg_color": "#F8C9C4", "font_color": "#7A1410"})
        remark = book.add_format({"font_color": "#7A1410", "text_wrap": True})
        bold = book.add_format({"bold": True})
        _write_list(book.add_worksheet(names[0]), grids, heads, faults, others, bold)
        for grid, name in zip(kept, names[1:], strict=True):
            number = next(place for place, one in enumerate(grids) if one is grid)
            own = [one for one in faults if one.cell and one.cell[0] == number]
            _write_sheet(book.add_worksheet(name), grid, heads.get(number, 0), own, (bad, remark, bold))


def _write_list(
    sheet: Any,
    grids: Sequence[Grid],
    heads: Mapping[int, int],
    faults: Sequence[Fault],
    others: Iterable[Line],
    bold: Any,
) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 4, 16)
    sheet.set_column(5, 5, 80)
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(0, column, heading, bold)
    lines: list[Line] = [_line(grids, heads, one) for one in faults]
    for number, line in enumerate([*lines, *others], 1):
        for column, said in enumerate(line):
            if said:
                sheet.write_string(number, column, clean(said)[:LONGEST_CELL])


def _line(grids: Sequence[Grid], heads: Mapping[int, int], fault: Fault) -> Line:
    if fault.cell is None or not grids:
        return ("", "", "", "", "", str(fault))
    number, row, column = fault.cell
    grid = grids[number]
    heading, value = "", ""
    if column is not None:
        head = grid.rows[heads.get(number, 0)] if grid.rows else []
        heading = str(head[column] or "") if column < len(head) else ""
        line = grid.rows[row] if row < len(grid.rows) else []
        value = _said(line[column]) if column < len(line) else ""
    return (grid.title, str(row + 1), "" if column is None else letters(column), heading, value, str(fault.why))


def _write_sheet(sheet: Any, grid: Grid, head: int, faults: Sequence[Fault], formats: tuple[Any, Any, Any]) -> None:
    bad, remark, bold = formats
    cells = {(one.cell[1], one.cell[2]) for one in faults if one.cell}
    why: dict[int, list[str]] = {}
    for one in faults:
        if one.cell:
            why.setdefault(one.cell[1], []).append(str(one.why))
    widest = max(map(len, grid.rows), default=0)
    at = next((place for place, one in enumerate(grid.rows[head]) if one == REMARKS), widest) if grid.rows else 0
    sheet.freeze_panes(head + 1, 0)
    for number, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            if column != at:
                _write(
                    sheet, number, column, cell, bad if (number, column) in cells else bold if number == head else None
                )
        said = "；".join(why.get(number, ()))
        if number == head:
            sheet.write_string(number, at, REMARKS, bold)
        elif said:
            sheet.write_string(number, at, clean(said)[:LONGEST_CELL], bad if (number, None) in cells else remark)
    sheet.set_column(at, at, 60)


def _write(sheet: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < LARGEST_NUMBER:
        sheet.write_number(row, column, cell, style)
    elif (said := clean(_said(cell))) or style is not None:
        sheet.write_string(row, column, said[:LONGEST_CELL], style)


def _said(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return cell.isoformat()[:10] if isinstance(cell, date) else "" if cell is None else str(cell)
