"""A workbook read the short ways says what it says the long way: plain rows, rows read before, items put together of pieces."""

from __future__ import annotations

import gc
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appcore import collecting
from appcore.access.files import plain_sheets
from appcore.change import reading
from appcore.change.reading import ReadRow
from appcore.change.workbook import book, grids, writing
from appcore.change.workbook.bodies import Bodies
from appcore.change.workbook.book import Book
from appcore.change.workbook.grids import Grid
from appcore.change.workbook.naming import Catalogue
from appcore.definition import schema
from appcore.definition.verdict import Rejected
from seeds import documents, source
from tests.change import books

ODD: tuple[Any, ...] = (
    "", " ", "\u3000", True, False, 0, 1, 1.5, -0.0, 1e15, -3, "1", "\uff11", "1.0", "是", "×", "2026-02-30", "2026年1月5日", date(2026, 1, 5), "#N/A",
    "原样:[1]", "原样:1", "长" * 5000, "空\x07格", "反\u202e转", "一行\n二行", "\uff21\uff22", "身份证(id-card)", "没有的部门", "必要", "材料原件", "3元", "不收费",
    "“问”=“答”", "m", "A b", "_x0041_", "a&<b>\"'", 'A5"', "e\u0301",
)  # fmt: skip
PLANTED = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@cache
def catalogue() -> dict[str, list[list[Any]]]:
    """The sheets of a few items that ask for the same papers, some with questions, choices and conditions."""
    samples = [schema.dump(documents.read(row).definition) for row in source.items(("budongchan",))][:2]
    made = books.catalogue(samples, 6, 4)
    target = io.BytesIO()
    writing.workbook(target, made)
    with zipfile.ZipFile(target) as archive:
        assert b"inlineStr" in archive.read("xl/worksheets/sheet1.xml")
    return {"raw": [[target.getvalue()]]}


def written(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    path.write_bytes(books.xlsx(sheets))
    return path


def copied(tmp_path: Path) -> dict[str, list[list[Any]]]:
    """The sheets of the catalogue, to be planted in."""
    found = books.sheets_of(catalogue()["raw"][0][0], tmp_path)
    return {title: [[*row] for row in rows] for title, rows in found.items() if len(rows) > 1}


def opened(sheets: Sequence[Grid]) -> Book:
    return book.read(sheets, Bodies({"gaj": "苍南县公安局"}), Catalogue("330327"), lambda _code: None)


def told(row: ReadRow) -> tuple[Any, ...]:
    faults = [(str(one), one.cell) for one in (*row.faults, *row.kept_out)]
    return (row.key, row.name, row.content, row.digest, faults, row.more)


def the_long_way(sheets: Sequence[Grid]) -> list[tuple[Any, ...]]:
    """Each item read alone, so that no row was read before, and judged as a whole document."""
    found = []
    for code in [row[0] for row in sheets[0].rows[1:]]:
        alone = [
            Grid(one.title, [one.rows[0], *(row if row[0] == code else [] for row in one.rows[1:])]) for one in sheets
        ]
        made = opened(alone)
        for entry in made.entries:
            entry.whole = None
        found += [told(one) for one in reading.said_in(made).rows]
    return found


@PLANTED
@given(draw=st.data())
def test_whatever_stands_in_the_cells_a_book_says_the_same_item_by_item_the_short_way_and_the_long(
    tmp_path: Path, draw: st.DataObject
) -> None:
    sheets = copied(tmp_path)
    for _ in range(draw.draw(st.integers(0, 4))):
        rows = sheets[draw.draw(st.sampled_from([*sheets]))]
        row, column = draw.draw(st.integers(1, len(rows) - 1)), draw.draw(st.integers(1, len(rows[0]) - 1))
        rows[row][column] = draw.draw(st.sampled_from(ODD))
    path = written(tmp_path / "planted.xlsx", sheets)

    quickly = reading.said_in(opened(grids.read(path, path.name)))

    assert [told(one) for one in quickly.rows] == the_long_way(grids._generally(path))


def test_of_sound_items_each_is_put_together_of_pieces_and_of_the_same_rows_each_is_read_once(tmp_path: Path) -> None:
    path = written(tmp_path / "sound.xlsx", copied(tmp_path))

    made = opened(grids.read(path, path.name))

    assert [one.whole is not None for one in made.entries] == [True] * 6
    rows = [part for entry in made.entries for part in entry.row.parts["step"]]
    assert len({id(one.kept) for one in rows}) < len(rows) / 2


@pytest.mark.parametrize(("first", "second"), [(1, True), (True, 1), (0.0, -0.0), ("1", 1), ("是", True)])
@pytest.mark.parametrize("column", ["原件份数", "免提交", "收费标准(元)"])
def test_what_python_takes_for_equal_is_read_for_itself(first: Any, second: Any, column: str, tmp_path: Path) -> None:
    """The second row says what the first says to Python's `==`: what is wrong in one is not wrong in the other."""
    sheet = "收费" if column.startswith("收费") else "材料"
    named = "收费项目名称" if sheet == "收费" else "材料名称"
    rows = [["330327-00001", "a", "证", first], ["330327-00002", "a", "证", second]]
    path = written(
        tmp_path / "two.xlsx",
        {
            "事项": [["事项编号", "事项名称"], ["330327-00001", "甲"], ["330327-00002", "乙"]],
            sheet: [["事项编号", "标识", named, column], *rows],
        },
    )

    quickly = reading.said_in(opened(grids.read(path, path.name)))

    assert [told(one) for one in quickly.rows] == the_long_way(grids._generally(path))


CELLS = st.one_of(
    st.sampled_from(ODD), st.text(max_size=5), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.integers(-(10**6), 10**6), st.text("&<>\"'A12 _x\u3000中", max_size=6),
)  # fmt: skip


def strictly(rows: Sequence[Sequence[Any]]) -> list[list[tuple[str, str]]]:
    """With the type of each cell, and the sign of nought."""
    return [[(type(cell).__name__, repr(cell)) for cell in row] for row in rows]


@PLANTED
@given(drawn=st.lists(st.lists(CELLS, max_size=5), max_size=4), twice=st.booleans())
def test_a_plain_sheet_has_the_rows_that_the_general_reader_finds(
    tmp_path: Path, drawn: list[list[Any]], twice: bool
) -> None:
    rows = [["编号", *row] for row in drawn * 2] if twice else drawn
    try:
        path = written(tmp_path / "drawn.xlsx", {"表": rows, "空": []})
    except (UnicodeEncodeError, ValueError):
        return  # a lone surrogate is in no file
    expected = grids._generally(path)

    found = plain_sheets.read(path, grids.BOUNDS)

    if found is not None:
        assert [one.title for one in found] == [one.title for one in expected]
        assert [strictly(one.rows) for one in found] == [strictly(one.rows) for one in expected]
        assert [len(one.same) for one in found] == [len(one.rows) for one in found]
        for one in found:
            for place, number in enumerate(one.same):
                if number:
                    assert strictly([one.rows[place][1:]]) == strictly([one.rows[one.same.index(number)][1:]])


def text(said: str, place: str, style: str = "") -> str:
    return f'<c r="{place}"{style} t="inlineStr"><is><t>{said}</t></is></c>'


def line(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def packed(path: Path, data: str, head: str = "", tail: str = "") -> Path:
    """A workbook of one sheet in which this is written."""
    made = io.BytesIO(books.xlsx({"表": [["甲", 1, date(2026, 1, 5)]]}))
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            raw = old.read(one).decode()
            if one.endswith("sheet1.xml"):
                raw = re.sub(r"<sheetData>.*</sheetData>", lambda _: f"{head}<sheetData>{data}</sheetData>{tail}", raw)
            new.writestr(one, raw)
    return path


def outcome(path: Path, *, generally: bool = False) -> Any:
    try:
        found = grids._generally(path) if generally else grids.read(path, path.name)
    except Rejected as bad:
        return bad.verdict
    return [(one.title, strictly(one.rows), one.merged) for one in found]


A1, NUMBER = text("甲", "A1"), '<c r="B1"><v>1</v></c>'
PLAINLY = {
    "rows of the same": line(1, A1, NUMBER) + line(2, text("乙", "A2"), NUMBER.replace("B1", "B2")),
    "rows that are not there": line(3, text("甲", "A3")) + line(7, text("乙", "B7"), more=' spans="1:2"'),
    "entities": line(1, text("a&amp;b&lt;c&gt;&quot;&apos;&amp;lt;", "A1")),
    "looks without a value": line(1, '<c r="A1" s="1"/>', text("甲", "B1"), '<c r="C1" s="1"/>') + '<row r="2"/>',
    "a look before what stands in the row above": line(1, A1, text("乙", "B1"))
    + line(2, '<c r="A2" s="1"/>', text("乙", "B2")),
    "an empty text at the end": line(1, A1, text("", "D1")),
    "its own number in a text": line(1, A1, text('x1"', "B1")) + line(2, text("甲", "A2"), text('x2"', "B2")),
    "numbers": line(
        1, '<c r="A1"><v>-1.5E+3</v></c>', '<c r="B1" t="n"><v>0012</v></c>', '<c r="C1" t="b"><v>0</v></c>'
    ),
    "nothing": "",
}
OTHERWISE = {
    "days": line(1, '<c r="A1" s="1"><v>45000</v></c>'),
    "a formula": line(1, '<c r="A1"><f>1+1</f><v>2</v></c>'),
    "an error": line(1, A1, '<c r="B1" t="e"><v>#N/A</v></c>'),
    "an escape": line(1, text("_x0041_", "A1")),
    "a character by its number": line(1, text("&#20013;", "A1")),
    "blanks that are not kept": line(1, text(" 甲 ", "A1")),
    "a line end of two": line(1, text("甲\r\n乙", "A1")),
    "a section": line(1, A1.replace("甲", "<![CDATA[甲]]>")),
    "runs": line(1, A1.replace("<t>甲</t>", "<r><t>甲</t></r><r><t>乙</t></r>")),
    "rows upside down": line(2, text("乙", "A2")) + line(1, A1),
    "cells upside down": line(1, NUMBER, A1),
    "a cell twice": line(1, A1, text("乙", "A1")),
    "a cell of another row": line(2, text("乙", "A3")),
    "a cell of another row after one that is the same": line(1, A1, NUMBER) + line(2, text("甲", "A2"), NUMBER),
    "a cell without a number": line(1, A1, '<c r="B"><v>1</v></c>'),
    "a cell without a number beside a text that has it": line(1, A1, text("x", "B1"), text("y", "C1"))
    + line(2, text("甲", "A2"), text("x", "B2"), text("y", "C")),
    "a shared text that is not there": line(1, '<c r="A1" t="s"><v>99</v></c>'),
    "far away": line(1, A1, text("乙", "XFD1")),
    "far below": line(1, A1) + line(1_048_576, text("乙", "A1048576")),
    "line ends between the rows": "\n" + line(1, A1) + "\n",
    "cells by another name": line(1, A1).replace("<c ", "<x:c ").replace("</c>", "</x:c>"),
    "no quotes as here": line(1, A1).replace('r="A1"', "r='A1'"),
}


@pytest.mark.parametrize("case", [*PLAINLY, *OTHERWISE])
def test_a_sheet_is_read_to_the_same_rows_however_it_is_written(case: str, tmp_path: Path) -> None:
    path = packed(tmp_path / "odd.xlsx", (PLAINLY | OTHERWISE)[case])

    assert (plain_sheets.read(path, grids.BOUNDS) is not None) == (case in PLAINLY)
    assert outcome(path) == outcome(path, generally=True)


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        (f"<!-- <sheetData>{line(1, text('藏', 'A1'))}</sheetData> -->", ""),
        ("<!-- <sheetData/> -->", ""),
        ("", f"<!-- <sheetData>{line(1, text('藏', 'A1'))}</sheetData> -->"),
        ("", f"<sheetData>{line(1, text('藏', 'A1'))}</sheetData>"),
        ("", '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>'),
    ],
)
def test_what_stands_around_the_rows_hides_none_and_shows_none(head: str, tail: str, tmp_path: Path) -> None:
    path = packed(tmp_path / "odd.xlsx", line(1, A1) + line(2, text("乙", "B2")), head, tail)

    assert plain_sheets.read(path, grids.BOUNDS) is None
    assert outcome(path) == outcome(path, generally=True) or "<!" in head + tail


@pytest.mark.parametrize("bound", ["rows", "columns", "cells", "characters", "area"])
def test_a_plain_sheet_beyond_a_bound_is_left_to_the_reader_that_says_so(bound: str, tmp_path: Path) -> None:
    path = written(tmp_path / "plain.xlsx", {"表": [["甲", "乙", "丙"], ["丁", "甲", "甲"]], "又": [["甲"]]})
    wide = {"rows": 2, "columns": 3, "cells": 7, "characters": 100_000, "area": 7}

    assert plain_sheets.read(path, replace(grids.BOUNDS, **wide)) is not None
    less = 1_000 if bound == "characters" else wide[bound] - 1
    assert plain_sheets.read(path, replace(grids.BOUNDS, **(wide | {bound: less}))) is None


def test_shared_texts_count_at_each_cell_that_shows_them(tmp_path: Path) -> None:
    path = written(tmp_path / "long.xlsx", {"表": [["甲", "长" * 30_000]] * 50})

    assert plain_sheets.read(path, replace(grids.BOUNDS, characters=1_400_000)) is None
    assert plain_sheets.read(path, replace(grids.BOUNDS, characters=1_600_000)) is not None


def test_cycles_are_looked_for_again_when_the_last_reading_has_ended() -> None:
    assert gc.isenabled()

    with collecting.put_off():
        with pytest.raises(RuntimeError), collecting.put_off():
            raise RuntimeError
        assert not gc.isenabled()

    assert gc.isenabled()


@pytest.mark.parametrize("heading", ["事项编号", "标识", "材料名称"])
def test_a_list_where_a_key_or_a_name_should_stand_is_told_with_its_cell(heading: str, tmp_path: Path) -> None:
    parts = {"事项编号": "330327-00001", "标识": "a", "材料名称": "证"} | {heading: "原样:[1]"}
    path = written(
        tmp_path / "list.xlsx",
        {"事项": [["事项编号", "事项名称"], ["330327-00001", "甲"]], "材料": [[*parts], [*parts.values()]]},
    )

    found = opened(grids.read(path, path.name))

    assert any(f"“{heading}”：填的是“原样:[1]”" in str(one) for one in (*found.loose, *found.faults_of(0)))


def both_ways(path: Path) -> list[tuple[Any, ...]]:
    """What the items say the short way, which is what they say the long way."""
    quickly = [told(one) for one in reading.said_in(opened(grids.read(path, path.name))).rows]
    assert quickly == the_long_way(grids._generally(path))
    return quickly


TWO = [["事项编号", "事项名称"], ["330327-00001", "甲"], ["330327-00002", "乙"]]


def test_rows_that_say_the_same_from_the_second_column_on_are_told_apart_by_the_first(tmp_path: Path) -> None:
    rows = [["户口簿", "330327-00001"], ["身份证", "330327-00001"]]
    path = written(tmp_path / "names.xlsx", {"事项": TWO, "材料": [["材料名称", "事项编号"], *rows]})

    first, _ = reading.said_in(opened(grids.read(path, path.name))).rows

    assert [one.name for one in first.content.materials] == ["户口簿", "身份证"]


def test_a_condition_of_the_same_words_means_the_question_of_its_own_item(tmp_path: Path) -> None:
    asked = [["330327-00001", "qa", "几人？", "整数"], ["330327-00002", "qb", "几人？", "整数"]]
    rows = [[code, "a", "户口簿", "“几人？”>=3"] for code in ("330327-00001", "330327-00002")]
    path = written(
        tmp_path / "asked.xlsx",
        {
            "事项": TWO,
            "情形": [["事项编号", "标识", "问题", "问题类型"], *asked],
            "材料": [["事项编号", "标识", "材料名称", "适用条件"], *rows],
        },
    )

    found = both_ways(path)

    assert [one[2].materials[0].condition.parts[0].of for one in found if one[2]] == ["qa", "qb"]


def test_a_number_that_a_built_in_format_shows_as_a_day_is_one(tmp_path: Path) -> None:
    path = tmp_path / "day.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("表")
        sheet.write_number(0, 0, 45000, made.add_format({"num_format": 14}))

    assert plain_sheets.read(path, grids.BOUNDS) is None
    assert grids.read(path, path.name)[0].rows == [[date(2023, 3, 15)]]
