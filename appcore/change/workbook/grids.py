"""Spreadsheets of any make as grids of cells: .xlsx, .xls, .ods, .csv and a zip of .csv, bounded before anything is built."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

from python_calamine import CalamineError, CalamineWorkbook

from appcore.access.files import archives, plain_sheets, sheet_child, sheets
from appcore.access.files.kinds import KINDS
from appcore.access.files.tables_out import FORMULA
from appcore.change.workbook import open_document
from appcore.change.workbook.cells import BROKEN, Cell
from appcore.definition.verdict import N_, Rejected

BOUNDS = sheets.Bounds(rows=60_000, columns=200, cells=2_000_000, characters=100_000_000, area=4_000_000)
CSV_BYTES = 60 * 1024 * 1024
TEXTS, TABLES = (".csv", ".txt"), (".xlsx", ".xls", ".ods", ".zip")
UNREADABLE = N_("文件打不开，可能已经损坏，请用原来的程序重新保存后再上传。")
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
_SEPARATORS = ",\t;"
Range = tuple[int, int, int, int]


@dataclass(slots=True)
class Grid:
    """One sheet: its rows from the first on, and its merged ranges (first row and column, last row and column, from 0)."""

    title: str
    rows: list[list[Cell]]
    merged: tuple[Range, ...] = ()
    same: Sequence[int] = ()
    """Of each row a number that rows share which say the same from the second column on, 0 for one by itself; or nothing."""


def is_workbook(raw: bytes, name: str) -> bool:
    """Whether a file is one of those that are read here, by what it begins with; a text, and a table that is none, by its name."""
    return raw.startswith((_OLE, _ZIP)) or (name.lower().endswith((*TEXTS, *TABLES)) and not _is_json(raw))


def _is_json(raw: bytes) -> bool:
    return raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read(path: Path, name: str) -> list[Grid]:
    """The sheets of a file, in their order.

    Raises: Rejected when it cannot be read or holds too much.
    """
    with path.open("rb") as content:
        begins = content.read(4)
    if begins.startswith(_OLE):
        return _grids(_of_child(path))
    if not begins.startswith(_ZIP) and name.lower().endswith(TABLES):
        raise Rejected(UNREADABLE)
    if not begins.startswith(_ZIP):
        return _bounded([_of_text(path.read_bytes(), name)])
    with archives.opened(path) as archive:
        members = archive.namelist()
    if "[Content_Types].xml" in members:
        return _of_xlsx(path)
    if "content.xml" in members:
        return [_filled(one) for one in _bounded(Grid(*one) for one in open_document.read(path, BOUNDS))]
    texts = archives.contents(path, lambda one: one.lower().endswith(".csv") and "__MACOSX" not in one, CSV_BYTES)
    if not texts:
        raise Rejected("压缩包里没有 CSV 文件。")
    return _bounded(_of_text(raw, one) for one, raw in texts.items())


def _of_xlsx(path: Path) -> list[Grid]:
    archives.check(path, KINDS["xlsx"])
    plain = plain_sheets.read(path, BOUNDS)
    if plain is not None:
        return [Grid(one.title, cast(list[list[Cell]], one.rows), same=one.same) for one in plain]
    return _generally(path)


def _generally(path: Path) -> list[Grid]:
    """The sheets of a workbook however it is written."""
    there, broken = _there(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            found = [_of_calamine(book, name) for name in book.sheet_names if name in there]
    except CalamineError as wrong:
        raise Rejected(UNREADABLE) from wrong
    by_title = {one.title: one for one in found}
    for cell in broken:
        row = by_title[cell.sheet].rows[cell.row - 1] if cell.sheet in by_title else []
        if cell.column <= len(row) and row[cell.column - 1] == "":
            row[cell.column - 1] = cell.text
    return found


def _there(path: Path) -> tuple[Container[str], list[sheets.Cell]]:
    """The sheets that hold something, and the cells that show an error: the reader would take those for empty.

    Raises: Rejected beyond the bounds; the reader builds every cell that a sheet spans.
    """
    extent = sheets.extent(path, BOUNDS)
    if extent is not None and not extent.has_errors:
        return extent.sheets, []
    there, broken = set(), []
    for cell in sheets.cells(path, BOUNDS):
        there.add(cell.sheet)
        if cell.text in BROKEN:
            broken.append(cell)
    return there, broken


def _of_calamine(book: CalamineWorkbook, name: str) -> Grid:
    sheet = book.get_sheet_by_name(name)
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return _filled(Grid(name, rows, merged))


def _of_child(path: Path) -> list[tuple[str, list[list[Any]], list[Range]]]:
    """An old workbook is read by a program of its own, within limits of time and memory."""
    told = sheet_child.asked(path)
    if told is None:
        raise Rejected(UNREADABLE)
    return [
        (one["title"], [[sheet_child.cell(it) for it in row] for row in one["rows"]], [tuple(it) for it in one["merged"]])
        for one in told
    ]  # fmt: skip


def _grids(found: Iterable[tuple[str, list[list[Any]], list[Range]]]) -> list[Grid]:
    return _bounded(_filled(Grid(title, rows, tuple(merged))) for title, rows, merged in found)


def _bounded(found: Iterable[Grid]) -> list[Grid]:
    """The grids, if they are no larger than a workbook may be. Raises: Rejected."""
    kept: list[Grid] = []
    cells = 0
    for one in found:
        cells += sum(map(len, one.rows))
        widest = max(map(len, one.rows), default=0)
        if len(one.rows) > BOUNDS.rows or widest > BOUNDS.columns:
            raise Rejected(
                "表格太大：最多%(rows)s行%(columns)s列，请分成几份。", rows=BOUNDS.rows, columns=BOUNDS.columns
            )
        if cells > BOUNDS.cells:
            raise Rejected("表格内容太多（超过%(most)s格），请分成几份。", most=BOUNDS.cells)
        kept.append(one)
    return kept


def _filled(grid: Grid) -> Grid:
    """Each cell of a merged range holds what its first one does.

    Raises: Rejected for ranges that lie over each other many times: a few kilobytes of them would take hours to fill.
    """
    height, width = len(grid.rows), max(map(len, grid.rows), default=0)
    spread = sum(
        max(0, min(bottom + 1, height) - top) * max(0, min(right + 1, width) - left)
        for top, left, bottom, right in grid.merged
    )
    if spread > BOUNDS.cells:
        raise Rejected("表格内容太多（超过%(most)s格），请分成几份。", most=BOUNDS.cells)
    for top, left, bottom, right in grid.merged:
        if top >= len(grid.rows) or left >= len(grid.rows[top]):
            continue
        value = grid.rows[top][left]
        for row in grid.rows[top : bottom + 1]:
            row.extend([None] * (min(right + 1, width) - len(row)))  # of an .ods, rows end with their last cell
            for column in range(left, min(right + 1, len(row))):
                row[column] = value
    return grid


def _of_text(raw: bytes, name: str) -> Grid:
    """One table of separated values, in UTF-8 or the national encoding; a harmless apostrophe before a formula is taken off."""
    text = decoded(raw)
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    if max(map(text.count, (separator, "\n", "\r"))) > BOUNDS.cells:  # before millions of empty rows are built
        raise Rejected("表格内容太多（超过%(most)s格），请分成几份。", most=BOUNDS.cells)
    try:
        rows: list[list[Cell]] = [
            [*map(_plain, row)] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error as wrong:
        raise Rejected(UNREADABLE) from wrong
    return Grid(re.sub(r"\.(?:csv|txt)\Z", "", PurePosixPath(name).name, flags=re.IGNORECASE), rows)


def _plain(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip().startswith(FORMULA) else cell


def decoded(raw: bytes) -> str:
    """Raises: Rejected when it is in none of the encodings in which tables are kept here."""
    is_wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Rejected("文件的文字编码不认识，请另存为 UTF-8 编码的 CSV 或 XLSX 后再上传。")
