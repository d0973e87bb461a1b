"""The one reader of workbooks: cells as text, counted as they come, whatever size the sheet claims to have (R60).

A sheet's `dimension` is never asked: a file of five kilobytes may declare XFD1048576. Elements are known by their own names
whatever namespace they claim, as other readers know them, so that what passes here is what those find.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from defusedxml import ElementTree

from appcore.access.files import archives
from appcore.definition.verdict import Rejected

_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
LONGEST_TEXT = 32_767
MOST_STRINGS = 500_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something: row and column count from 1."""

    sheet: str
    row: int
    column: int
    text: str

    @property
    def place(self) -> str:
        """B3, as people say it."""
        letters, rest = "", self.column
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(65 + digit) + letters
        return f"{letters}{self.row}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a workbook is read.

    `characters`: of all cells together, a shared text counted at each cell that shows it; `area`: of the rectangles that the
    sheets span. Both are for readers that build every cell; None where cells are only looked through.
    """

    rows: int = 20_000
    columns: int = 200
    cells: int = 1_000_000
    characters: int | None = None
    area: int | None = None


def cells(path: Path, bounds: Bounds | None = None) -> Iterator[Cell]:
    """The cells of all sheets in their order. The file has passed `archives.check`.

    Raises: Rejected beyond the bounds, or when it cannot be read.
    """
    most, count, characters, area = bounds or Bounds(), 0, 0, 0
    with archives.opened(path) as archive:
        strings = _strings(archive)
        for sheet, part in listed(archive):
            bottom = right = 0
            for row, column, text in _cells_of(archive, part, strings, most):
                count, characters = count + 1, characters + len(text)
                bottom, right = max(bottom, row), max(right, column)
                if count > most.cells:
                    raise Rejected("表格内容太多（超过%(most)s格），请分成几份。", most=most.cells)
                if most.characters is not None and characters > most.characters:
                    raise Rejected("表格内容太多（超过%(most)s个字），请分成几份。", most=most.characters)
                if most.area is not None and area + bottom * right > most.area:
                    raise Rejected("表格占的地方太大（超过%(most)s格），请删去空白的行和列。", most=most.area)
                if text:
                    yield Cell(sheet, row, column, text[:LONGEST_TEXT])
            area += bottom * right


@dataclass(frozen=True, slots=True)
class Extent:
    """What the sheets of a workbook come to: the names of those that hold cells, and whether a cell shows an error."""

    sheets: tuple[str, ...]
    has_errors: bool


_CELL = re.compile(rb"<(?:[A-Za-z0-9_.-]+:)?c[\s/>]")
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="[0-9]+")?(?: t="(s|n|b|e|str|inlineStr)")?/?>')
_SHARED = re.compile(rb't="s"><v>([0-9]+)</v>')


def extent(path: Path, bounds: Bounds) -> Extent | None:
    """What a large plain workbook comes to, found by its marks without building anything of it: thirty times as fast as to
    count its cells one by one. None when it is not written plainly, or may be beyond the bounds: `cells` knows then.
    """
    names, has_errors, cells_in_all, characters, area = [], False, 0, 0, 0
    with archives.opened(path) as archive:
        lengths = [len(one) for one in _strings(archive)]
        for name, part in listed(archive):
            raw = archive.read(part)
            found = _PLAIN_CELL.findall(raw)
            shared = [int(one) for one in _SHARED.findall(raw)]
            kinds = Counter(kind for _, _, kind in found)
            if (
                len(found) != len(_CELL.findall(raw))
                or kinds[b"s"] != len(shared)
                or max(shared, default=-1) >= len(lengths)
            ):
                return None
            if not found:
                continue
            rows = max(map(int, {row for _, row, _ in found}))
            columns = max(number_of(one.decode()) for one in {one for one, _, _ in found})
            if rows > bounds.rows or columns > bounds.columns:
                return None
            cells_in_all, area = cells_in_all + len(found), area + rows * columns
            characters += len(raw) + sum(lengths[one] for one in shared)
            has_errors = has_errors or kinds[b"e"] > 0
            names.append(name)
    is_within = (
        cells_in_all <= bounds.cells
        and (bounds.area is None or area <= bounds.area)
        and (bounds.characters is None or characters <= bounds.characters)
    )
    return Extent(tuple(names), has_errors) if is_within else None


def _name(element: Any) -> str:
    """The element's own name, without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _parts(archive: zipfile.ZipFile, name: str, tag: str, opening: str = "") -> Iterator[Any]:
    """Each finished element of a name, and each begun one of the name `opening`; what was read is let go."""
    with archive.open(name) as content:
        events = ElementTree.iterparse(content, events=("start", "end"), forbid_dtd=True)
        _event, root = next(events)
        for event, element in events:
            if event == "start" and opening and _name(element) == opening:
                yield element
            if event == "end" and _name(element) == tag:
                yield element
                element.clear()
                if len(root) > 64:
                    root.clear()


def _strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    found: list[str] = []
    for one in _parts(archive, "xl/sharedStrings.xml", "si"):
        found.append(_text_in(one))
        if len(found) > MOST_STRINGS:
            raise Rejected("表格内容太多（超过%(most)s格），请分成几份。", most=MOST_STRINGS)
    return found


def _text_in(element: Any) -> str:
    """The runs of a text, without the readings (phonetic hints) beside it."""
    runs = [one for one in element if _name(one) != "rPh"]
    return "".join(text.text or "" for run in runs for text in run.iter() if _name(text) == "t")


def listed(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name and member of each sheet."""
    with archive.open("xl/_rels/workbook.xml.rels") as content:
        links = {one.get("Id"): one.get("Target", "") for one in ElementTree.parse(content, forbid_dtd=True).iter()}
    with archive.open("xl/workbook.xml") as content:
        listed = [one for one in ElementTree.parse(content, forbid_dtd=True).iter() if _name(one) == "sheet"]
    found = []
    for one in listed:
        target = links.get(one.get(_LINK), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.namelist():
            found.append((one.get("name", ""), part))
    return found


def _cells_of(archive: zipfile.ZipFile, part: str, strings: list[str], most: Bounds) -> Iterator[tuple[int, int, str]]:
    row, column = 0, 0
    for one in _parts(archive, part, "c", opening="row"):
        said = one.get("r", "")
        if _name(one) == "row":
            row, column = (int(said) if said.isascii() and said.isdigit() else row + 1), 0
            continue
        place = _PLACE.fullmatch(said.upper())
        if said and not place:
            raise Rejected("文件打不开，可能已经损坏，请用原来的程序重新保存后再上传。")
        row, column = (int(place[2]), number_of(place[1])) if place else (row, column + 1)
        if row > most.rows or column > most.columns:
            raise Rejected("表格太大：最多%(rows)s行%(columns)s列，请分成几份。", rows=most.rows, columns=most.columns)
        yield row, column, _value(one, strings)


def number_of(letters: str) -> int:
    """A column by its letters: A is 1, AB is 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _value(cell: Any, strings: list[str]) -> str:
    """The text of a cell; of a formula its last result, never the formula."""
    if cell.get("t") == "inlineStr":
        return "".join(_text_in(one) for one in cell.iter() if _name(one) == "is")
    text = "".join(one.text or "" for one in cell if _name(one) == "v")
    if cell.get("t") == "s":
        return strings[int(text)] if text.isascii() and text.isdigit() and int(text) < len(strings) else ""
    return text
