"""Workbooks that grow when they are read: each is refused before the reader that builds every cell sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from appcore.access.files import sheets
from appcore.definition.item import Field
from appcore.definition.register import RegisterDefinition
from appcore.definition.verdict import Rejected
from appcore.lookups import HouseLookup
from appcore.registers import sheet_in
from models.db import HouseSession, db
from tests import hostile

BOOK = RegisterDefinition(code="walks", name="登记", fields=(Field(key="a", label="甲", kind="text"),))
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
SHARED = '<c r="{place}" t="s"><v>0</v></c>'


def workbook(rows: str, text: str = "甲", namespace: str = MAIN) -> bytes:
    return hostile.changed(
        hostile.workbook(),
        **{
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'.encode(),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'.encode(),
        },
    )


def shared(rows: int) -> str:
    return "".join(
        f'<row r="{row}">{"".join(SHARED.format(place=f"{letter}{row}") for letter in "ABCDEFGHIJ")}</row>'
        for row in range(1, rows + 1)
    )


GROWING = {
    "one text in many cells": (workbook(shared(20), "长" * 30_000), "个字"),
    "a text longer than any cell holds": (workbook(shared(1), "长" * 600_000), "个字"),
    "the same in a namespace of another edition": (workbook(shared(20), "长" * 30_000, STRICT), "个字"),
    "a rectangle between two cells": (
        workbook(f"<row>{SHARED.format(place='A1')}</row><row>{SHARED.format(place='GR19999')}</row>"),
        "空白的行和列",
    ),
    "a place in small letters": (workbook(f"<row>{SHARED.format(place='a1048576')}</row>"), "表格太大"),
    "a place that its row alone says": (workbook('<row r="1048576"><c t="s"><v>0</v></c></row>'), "表格太大"),
    "a place that is none": (workbook(f"<row>{SHARED.format(place='A01')}</row>"), "损坏"),
    "more lines than one import takes": (workbook(shared(502)), "最多导入500行"),
}


@pytest.mark.parametrize("case", GROWING)
def test_a_workbook_that_would_grow_is_refused(tmp_path: Path, case: str) -> None:
    content, sentence = GROWING[case]
    path = tmp_path / "one"
    path.write_bytes(content)

    with HouseSession(db) as session, pytest.raises(Rejected) as refused:
        sheet_in.read(path, BOOK, HouseLookup(session))

    assert sentence in str(refused.value.verdict)


def test_cells_without_places_stand_one_after_another_in_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "one"
    cell = '<c t="s"><v>0</v></c>'
    path.write_bytes(workbook(f'<row>{cell}{cell}</row><row r="4">{cell}</row><row>{cell}</row>'))

    assert [one.place for one in sheets.cells(path)] == ["A1", "B1", "A4", "A5"]
