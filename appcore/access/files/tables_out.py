"""Tables as Excel and CSV in which no cell can become a formula and no value is lost (R68, R69).

A cell is text, a true number, date or time. Excel cells say their type; in CSV, which knows none, a text that a spreadsheet
would take for a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO

import xlsxwriter

Value = str | int | float | date | datetime | time
FORMULA = tuple("=+-@\t\r＝＋－＠")
LONGEST_CELL = 32_767
A4, PAGE_OF_CHARACTERS, SHORTEST_COLUMN = 9, 130, 6
"""Excel's number of the paper; how many narrow characters stand across it, and in the narrowest column."""
LARGEST_NUMBER = 10**15
"""Excel keeps fifteen digits of a number: a longer one is text."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_FORMATS = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm"}


def clean(text: str) -> str:
    """A text as both formats can keep it: line breaks as \\n, control characters out."""
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


Sheet = tuple[str, Sequence[str], Iterable[Sequence[Value]]]
"""Title, headings and rows."""


@dataclass(frozen=True, slots=True)
class Paper:
    """How a workbook prints: across A4 and as wide as the page, `head` above and `foot` below; the widths of each sheet's
    columns as shares of a hundred.
    """

    head: str
    foot: str
    widths: Sequence[Sequence[int]]


def xlsx(target: IO[bytes], title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
    """Write a workbook of one sheet, row by row. Returns: how many rows it has below its heading."""
    return workbook(target, [(title, headings, rows)])[0]


def workbook(target: IO[bytes], sheets: Iterable[Sheet], paper: Paper | None = None) -> list[int]:
    """Write a workbook, row by row; the headings of a sheet stand on each page of it. Returns: how many rows each sheet has below its heading."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        formats = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        bold = book.add_format({"bold": True})
        return [_sheet(book, *one, formats, bold, paper, number) for number, one in enumerate(sheets)]


def _sheet(
    book: xlsxwriter.Workbook, title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]],
    formats: dict[type, object], bold: object, paper: Paper | None, number: int,
) -> int:  # fmt: skip
    count = 0
    sheet = book.add_worksheet(sheet_name(title))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_column(0, max(0, len(headings) - 1), 18)
    if paper is not None:
        _lay_out(book, sheet, paper, paper.widths[number])
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, clean(heading), bold)
    for count, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write(sheet, count, column, value, formats)
    return count


def _lay_out(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, paper: Paper, widths: Sequence[int]
) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, share in enumerate(widths):
        sheet.set_column(column, column, max(SHORTEST_COLUMN, share * PAGE_OF_CHARACTERS / 100), wrapped)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&C{_in_margin(paper.head)}")
    sheet.set_footer(f"&L{_in_margin(paper.foot)}&R第 &P 页，共 &N 页")


def _in_margin(text: str) -> str:
    """Head and foot have marks of their own, that begin with &, and room for 255 characters."""
    return clean(text).replace("\n", " ")[:100].replace("&", "&&")


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Titles as the sheets of one workbook: a name that is taken, whatever its letters' case, gets a number behind it."""
    found: list[str] = []
    for title in titles:
        name, number, taken = sheet_name(title), 1, {one.casefold() for one in found}
        while name.casefold() in taken:
            number += 1
            name = f"{sheet_name(title)[: 30 - len(str(number))]} {number}"
        found.append(name)
    return found


def sheet_name(title: str) -> str:
    """A title as Excel takes it for a sheet."""
    return _NOT_IN_TITLES.sub(" ", clean(title))[:31].strip() or "1"


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Value, formats: dict[type, object]
) -> None:
    if isinstance(value, date | time):
        sheet.write_datetime(row, column, value, formats[type(value)])
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGEST_NUMBER:
        sheet.write_number(row, column, value)
    elif text := clean(str(value)):
        sheet.write_string(row, column, text[:LONGEST_CELL])


def comma_separated(target: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
    """Write a CSV in UTF-8 with the mark by which Excel knows it. Returns: how many rows it has below its heading."""
    count = 0
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([_harmless(heading) for heading in headings])
    for count, row in enumerate(rows, 1):  # noqa: B007 - how many there were is what is returned
        writer.writerow([_said(value) for value in row])
    text.flush()
    text.detach()
    return count


def _said(value: Value) -> str:
    match value:
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case int() | float():
            return str(value)
    return _harmless(value)


def _harmless(text: str) -> str:
    """Judged before and after cleaning: a control character that goes may have hidden what comes behind it."""
    kept = clean(text)
    return f"'{kept}" if text.startswith(FORMULA) or kept.lstrip().startswith(FORMULA) else kept
