"""Books with tables as workbooks: sheets of different names both ways, and lines that are told apart by their number."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from appcore.definition.item import Field
from appcore.definition.register import RegisterDefinition
from appcore.lookups import HouseLookup
from appcore.registers import books, sheet_in
from models.db import house_session
from tests.acting import Acting


def book(name: str, table: str) -> RegisterDefinition:
    fields = (
        Field(key="topic", label="主题", kind="text"),
        Field(key="people", label=table, kind="table"),
        Field(key="person", label="姓名", kind="text", within="people"),
    )
    return RegisterDefinition(code="lessons", name=name, writers=("clerk",), kept="years10", fields=fields)


@pytest.mark.parametrize(("name", "table"), [("Lessons", "lessons"), ("说明", "说明"), ("长" * 40, "长" * 35)])
def test_a_template_whose_names_meet_is_given_out_filled_and_read(
    app: Flask, acting: Acting, sign_in: Callable[[str], FlaskClient], tmp_path: Path, name: str, table: str
) -> None:
    definition = book(name, table)
    with acting("county_editor"):
        books.publish(books.begin(definition))

    answer = sign_in("lingxi_clerk").get("/console/registers/lessons/template.xlsx")

    assert answer.status_code == 200
    workbook = load_workbook(io.BytesIO(answer.data))
    workbook.worksheets[0].append([1, "2026-01-05", "样例主题"])
    workbook.worksheets[1].append([1, "样例甲"])
    workbook.save(tmp_path / "one.xlsx")
    with acting("lingxi_clerk"):
        found = sheet_in.read(tmp_path / "one.xlsx", definition, HouseLookup(house_session()))
    assert found.all_faults == ()
    assert found.lines[0].values == {"topic": "样例主题", "people": ({"person": "样例甲"},)}


def test_a_number_that_two_lines_have_is_told(app: Flask, acting: Acting, tmp_path: Path) -> None:
    workbook = Workbook()
    for row in (["序号", "日期", "主题"], [1, "2026-01-05", "甲"], [1, "2026-01-06", "乙"]):
        workbook.active.append(row)
    workbook.save(tmp_path / "one.xlsx")
    with acting("lingxi_clerk"):
        found = sheet_in.read(tmp_path / "one.xlsx", book("培训", "人员"), HouseLookup(house_session()))

    assert [(one.row, one.heading) for one in found.faults] == [(3, "序号")]
