"""Sheets of an OpenDocument workbook (.ods), with every repetition counted before it is built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from defusedxml import ElementTree

from appcore.access.files import archives
from appcore.access.files.sheets import Bounds
from appcore.definition.verdict import Rejected

CONTENT = "content.xml"
MOST_BYTES = 100 * 1024 * 1024
MOST_ELEMENTS = 5_000_000
"""More than a cell and its text for each cell that a workbook may hold: markup is counted before a tree of it is built."""
Read = tuple[str, list[list[Any]], tuple[tuple[int, int, int, int], ...]]


def read(path: Path, bounds: Bounds) -> Iterator[Read]:
    """Title, rows and merged ranges of each sheet. Raises: Rejected."""
    raw = archives.contents(path, lambda name: name == CONTENT, MOST_BYTES)[CONTENT]
    if raw.count(b"<") - raw.count(b"</") > MOST_ELEMENTS:
        raise Rejected("表格内容太多（超过%(most)s格），请分成几份。", most=bounds.cells)
    with archives.reading():
        root = ElementTree.fromstring(raw, forbid_dtd=True)
    left = bounds.cells
    for table in root.iter():
        if _name(table) == "table":
            rows, merged, left = _Sheet(bounds, left).read(table)
            yield _attribute(table, "name"), rows, merged


class _Sheet:
    def __init__(self, bounds: Bounds, left: int) -> None:
        self.bounds, self.left = bounds, left
        self.rows: list[list[Any]] = []
        self.merged: list[tuple[int, int, int, int]] = []

    def read(self, table: Any) -> tuple[list[list[Any]], tuple[tuple[int, int, int, int], ...], int]:
        empty = 0
        for element in table.iter():
            if _name(element) != "table-row":
                continue
            cells, times = self._cells(element, len(self.rows) + empty), _times(element, "number-rows-repeated")
            if not cells:
                empty += times  # a sheet ends with a million rows that hold nothing
                continue
            if len(self.rows) + empty + times > self.bounds.rows:
                self._too_large()
            self._count(len(cells) * (times - 1) + empty)
            self.rows += [[] for _ in range(empty)] + [list(cells) for _ in range(times)]
            empty = 0
        return self.rows, tuple(self.merged), self.left

    def _cells(self, row: Any, number: int) -> list[Any]:
        """The cells of a row up to its last that holds something."""
        found: list[Any] = []
        empty = 0
        for element in row:
            if _name(element) not in ("table-cell", "covered-table-cell"):
                continue
            value, times = _value(element), _times(element, "number-columns-repeated")
            self._span(element, number, len(found) + empty)
            if value is None:
                empty += times
                continue
            if len(found) + empty + times > self.bounds.columns:
                self._too_large()
            self._count(empty + times)
            found += [None] * empty + [value] * times
            empty = 0
        return found

    def _span(self, element: Any, row: int, column: int) -> None:
        rows, columns = _times(element, "number-rows-spanned"), _times(element, "number-columns-spanned")
        if rows * columns > 1 and rows <= self.bounds.rows and columns <= self.bounds.columns:
            self.merged.append((row, column, row + rows - 1, column + columns - 1))

    def _count(self, cells: int) -> None:
        self.left -= cells
        if self.left < 0:
            raise Rejected("表格内容太多（超过%(most)s格），请分成几份。", most=self.bounds.cells)

    def _too_large(self) -> None:
        raise Rejected(
            "表格太大：最多%(rows)s行%(columns)s列，请分成几份。", rows=self.bounds.rows, columns=self.bounds.columns
        )


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Any, name: str) -> str:
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _times(element: Any, name: str) -> int:
    said = _attribute(element, name)
    return int(said) if said.isascii() and said.isdigit() and 0 < len(said) < 9 else 1


def _value(element: Any) -> Any:
    """What a cell holds: its date, truth or number where it says one, else the lines of its text; None for an empty one."""
    kind = _attribute(element, "value-type")
    try:
        if kind == "date":
            said = _attribute(element, "date-value")
            return datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)
        if kind == "boolean":
            return _attribute(element, "boolean-value") == "true"
        if kind in ("float", "currency"):
            return float(_attribute(element, "value"))
    except ValueError:
        pass  # what a date or number should be and is none is shown as it looks
    lines = [_text(one) for one in element if _name(one) == "p"]
    return "\n".join(lines) or None


def _text(element: Any) -> str:
    """A paragraph with its spaces, tabs and line breaks, without remarks beside it."""
    said = element.text or ""
    for one in element:
        match _name(one):
            case "s":
                said += " " * min(_times(one, "c"), 1000)
            case "tab":
                said += "\t"
            case "line-break":
                said += "\n"
            case "annotation":
                pass
            case _:
                said += _text(one)
        said += one.tail or ""
    return said
