"""A workbook that is written plainly, read by its marks: rows that say the same are looked at once. None for any other.

Plainly: what office programs and exports write of texts, numbers and yes or no. Dates, formulas, errors, merged cells, escapes of
characters and whatever is not to the letter as it is here are left to the general reader, which gives the same rows.
The file has passed `archives.check`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from appcore.access.files import archives, sheets
from appcore.access.files.plain_cells import PlainValues, Unplain, Value, numbers_of, strings_of
from appcore.access.files.sheets import Bounds

_ATTRIBUTES = re.compile(rb'(?: [A-Za-z0-9]+(?::[A-Za-z0-9]+)?="[^"<>&]*")*/?>')
_CELL, _END, _ROW, _ROW_END = b'<c r="', b"</c>", b'<row r="', b"</row>"
_FIRST = b'<c r="A'
_EMPTY, _WITH_CELLS, _LONGEST_MARK = 1, 2, 8
_UNKNOWN: Any = object()
_DATA, _DATA_END, _NO_DATA = b"<sheetData>", b"</sheetData>", b"<sheetData/>"
_HEAD = 20_000
"""Within which an empty sheet says so; one that says it later is left to the general reader."""


@dataclass(slots=True)
class PlainSheet:
    """`rows`: from the first on, "" where nothing stands; `same`: of each row, a number that rows share which say the same from
    the second column on, 0 for one that no other is known to share.
    """

    title: str
    rows: list[list[Value]]
    same: list[int]


@dataclass(slots=True)
class _Tail:
    """What stands in a row from the second column on; `cells` and `shared`: how many hold something, and their shared characters."""

    number: int
    values: list[Value]
    cells: int
    shared: int


@dataclass(slots=True)
class _Count:
    """What was read of all sheets."""

    cells: int = 0
    characters: int = 0
    area: int = 0


def read(path: Path, bounds: Bounds) -> list[PlainSheet] | None:
    """The sheets that hold cells, in their order; None for what is not written plainly, or may be beyond the bounds."""
    with archives.opened(path) as archive:
        listed = sheets.listed(archive)
        if len({name for name, _ in listed}) < len(listed):
            return None
        try:
            known, count = PlainValues(strings_of(archive), numbers_of(archive), bounds.columns), _Count()
            found = [_Reading(name, archive.read(part), known, bounds, count).sheet() for name, part in listed]
        except (Unplain, UnicodeDecodeError):
            return None
    return [one for one in found if one is not None]


def _number(mark: bytes, last: int) -> int:
    """The number of a row, written plainly and higher than the last one's."""
    if len(mark) > _LONGEST_MARK or not mark[:-1].isdigit() or mark[:1] == b"0" or int(mark[:-1]) <= last:
        raise Unplain
    return int(mark[:-1])


def _row_kind(attributes: bytes) -> int:
    """Of what stands behind a row's number."""
    if _ATTRIBUTES.fullmatch(attributes) is None:
        raise Unplain
    return _EMPTY if attributes.endswith(b"/>") else _WITH_CELLS


@dataclass(slots=True)
class _Reading:
    """One sheet."""

    title: str
    raw: bytes
    known: PlainValues
    bounds: Bounds
    count: _Count
    attributes: dict[bytes, int] = field(default_factory=dict)
    tails: dict[bytes, _Tail] = field(default_factory=dict)
    numbers: int = 0

    def sheet(self) -> PlainSheet | None:
        lines = self._lines()
        if not lines:
            return None if _CELL not in self.raw else PlainSheet(self.title, [], [])
        height, width = lines[-1][0], max([len(tail.values) for _, _, tail in lines]) + 1
        self._require_within(height, width, lines)
        rows: list[list[Value]] = []
        same: list[int] = []
        for number, first, tail in lines:
            for _ in range(number - 1 - len(rows)):
                rows.append([""] * width)
                same.append(0)
            if len(tail.values) < width - 1:
                tail.values += [""] * (width - 1 - len(tail.values))
            rows.append([first, *tail.values])
            same.append(tail.number)
        return PlainSheet(self.title, rows, same)

    def _require_within(self, height: int, width: int, lines: Sequence[tuple[int, Value, _Tail]]) -> None:
        count, bounds = self.count, self.bounds
        count.cells += sum([tail.cells for _, _, tail in lines])
        count.characters += len(self.raw) + sum([tail.shared for _, _, tail in lines])
        count.area += height * width
        if (
            height > bounds.rows or width > bounds.columns or count.cells > bounds.cells
            or (bounds.area is not None and count.area > bounds.area)
            or (bounds.characters is not None and count.characters > bounds.characters)
        ):  # fmt: skip
            raise Unplain

    def _inside(self) -> bytes:
        """The rows, all that holds cells; nothing in there is taken that is not to the letter a row or a cell."""
        begin, end = self.raw.find(_DATA), self.raw.rfind(_DATA_END)
        before, after = self.raw[: max(begin, 0)], self.raw[max(end, 0) + len(_DATA_END) :]
        if begin < 0 or end < begin or b"\0" in self.raw:  # which stands for a row's number here
            raise Unplain
        if any(one in part for part in (before, after) for one in (b"sheetData", b"mergeCell", b"<!")):
            raise Unplain
        return self.raw[begin + len(_DATA) : end]

    def _lines(self) -> list[tuple[int, Value, _Tail]]:
        """The number of each row that holds something, its first cell, and what stands behind that."""
        if _NO_DATA in self.raw[:_HEAD] and self.raw.count(b"sheetData") == 1:
            return []
        first, *pieces = self._inside().split(_ROW)
        if first:
            raise Unplain
        found: list[tuple[int, Value, _Tail]] = []
        number, tails, known, attributes = 0, self.tails, self.known.known, self.attributes
        for piece in pieces:
            stop = piece.find(b'"') + 1
            mark = piece[:stop]
            number = _number(mark, number)
            begin = piece.find(b">", stop) + 1
            kind = attributes.get(piece[stop:begin])
            if kind is None:
                kind = attributes[piece[stop:begin]] = _row_kind(piece[stop:begin])
            if kind == _EMPTY:
                if len(piece) > begin:
                    raise Unplain
                continue
            cut = piece.find(_END, begin) + len(_END)
            key = piece[cut:].replace(mark, b"\0")
            tail = tails.get(key)
            if tail is not None and piece.startswith(_FIRST + mark, begin):
                raw = piece[begin + len(_FIRST) + stop : cut]
                value: Any = known.get(raw, _UNKNOWN)
                if value is not _UNKNOWN or _CELL not in raw:  # else it is a look alone, and more behind it
                    value = self.known.of(raw) if value is _UNKNOWN else value
                    found.append((number, value, tail))
                    continue
            self._whole_line(found, number, piece, begin, mark, key)
        return found

    def _whole_line(
        self, found: list[tuple[int, Value, _Tail]], number: int, row: bytes, begin: int, mark: bytes, key: bytes
    ) -> None:
        """A row that is the first to say so, cell by cell."""
        if not row.endswith(_ROW_END):
            raise Unplain
        before, *pieces = row[begin : -len(_ROW_END)].split(_CELL)
        if before:
            raise Unplain
        values, cells, shared = self._cells(pieces, mark)
        if not cells:
            return
        # A number of the row's own that stands in a text too would be another one in the next row.
        is_whole = pieces[0].startswith(b"A") and pieces[0].endswith(_END) and key.count(b"\0") == len(pieces) - 1
        self.numbers += 1
        tail = _Tail(self.numbers if is_whole else 0, values[1:], cells, shared)
        if is_whole:
            self.tails[key] = tail
        found.append((number, values[0], tail))

    def _cells(self, pieces: Sequence[bytes], mark: bytes) -> tuple[list[Value], int, int]:
        """The values of a row, how many of its cells hold something, and how many characters of shared texts they show."""
        values: list[Value] = []
        last, cells, shared = -1, 0, 0
        columns, known = self.known.columns, self.known.known
        for piece in pieces:
            letters, _, raw = piece.partition(mark)
            column, value = columns.get(letters, -1), known.get(raw, _UNKNOWN)
            if column < 0:
                column = self.known.column(letters)
            if value is _UNKNOWN:
                value = self.known.of(raw)
            if column <= last:
                raise Unplain
            last = column
            if value == "" and raw in self.known.nothing:
                continue
            cells += 1
            shared += self.known.shared.get(raw, 0)
            if column > len(values):
                values += [""] * (column - len(values))
            values.append(value)
        return values, cells, shared
