"""Catalogue workbooks for tests: made of definitions, changed cell by cell, written in any make."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlsxwriter

from appcore.change.workbook import grids, writing
from appcore.definition import schema
from appcore.definition.item import ItemDefinition
from models import elements as el

Sheets = dict[str, list[list[Any]]]
HALL_BODY = {"code": "gaj", "name": "苍南县公安局"}


def with_keys(definition: ItemDefinition) -> ItemDefinition:
    """A drawn definition whose parts have each a key of their own, and which has a name."""
    changes: dict[str, Any] = {}
    for kind in el.PART_KINDS:
        if kind.parent:
            continue
        under = [one for one in el.PART_KINDS if one.parent == kind.name]
        changes[kind.plural] = tuple(
            replace(
                part, key=f"k{number}",
                **{one.plural: tuple(replace(it, key=f"c{place}") for place, it in enumerate(getattr(part, one.plural))) for one in under},
            )
            for number, part in enumerate(getattr(definition, kind.plural))
        )  # fmt: skip
    return replace(definition, name=definition.name.strip() or "样例", **changes)


def workbook(definitions: Iterable[ItemDefinition], identities: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """The exported workbook."""
    target = io.BytesIO()
    writing.workbook(target, {"items": [schema.dump(one) for one in definitions], "identities": list(identities)})
    return target.getvalue()


def package(count: int, materials: int = 10, first: int = 50_001) -> dict[str, Any]:
    """So many small sound items, as a package holds them."""
    items, identities = [], []
    steps = (("accept", "受理"), ("examine", "审查"), ("approve", "决定"))
    for number in range(first, first + count):
        code = f"330327-{number:05d}"
        items.append({
            "code": code, "name": f"样例事项{number}", "task_type": "confirmation", "use_levels": ["county"], "service_objects": ["person"],
            "implementing_body": HALL_BODY, "case_type": "promised", "review_type": "examined", "legal_days": 20,
            "legal_unit": "working_days", "promised_days": 5, "promised_unit": "working_days", "has_fee": False,
            "materials": [
                {"key": f"m{place}", "name": f"样例材料{place}", "necessity": "required", "originals": 1, "form": "paper"}
                for place in range(materials)
            ],
            "steps": [
                {"key": key, "name": name, "kind": key, "role": "clerk", "duration": 1, "unit": "working_days"} for key, name in steps
            ],
        })  # fmt: skip
        identities.append({"code": code, "tier": "handling", "department": HALL_BODY})
    return {"items": items, "identities": identities}


def sheets_of(raw: bytes, tmp_path: Path) -> Sheets:
    """The tables of a workbook, to be changed and written again."""
    path = tmp_path / "read.xlsx"
    path.write_bytes(raw)
    return {one.title: one.rows for one in grids.read(path, path.name) if one.title not in ("说明", "代码表")}


def xlsx(sheets: Mapping[str, Sequence[Sequence[Any]]], merged: Mapping[str, Sequence[str]] = {}) -> bytes:
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, {"in_memory": True, **options}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if hasattr(cell, "isoformat"):
                        sheet.write_datetime(number, column, cell, day)
                    elif cell not in ("", None):
                        sheet.write(number, column, cell)
            for one in merged.get(title, ()):
                first = one.partition(":")[0]
                sheet.merge_range(one, rows[int(first[1:]) - 1][ord(first[0]) - 65])
    return target.getvalue()


def zipped(sheets: Mapping[str, Sequence[Sequence[Any]]], encoding: str) -> bytes:
    """A zip of one .csv a table."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for title, rows in sheets.items():
            text = io.StringIO()
            csv.writer(text).writerows([["" if cell is None else cell for cell in row] for row in rows])
            archive.writestr(f"{title}.csv", text.getvalue().encode(encoding))
    return target.getvalue()


def ods(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """The smallest .ods with these tables, ending in a million empty rows as LibreOffice writes them."""
    from xml.sax.saxutils import escape, quoteattr

    def cell(value: Any) -> str:
        if value in ("", None):
            return "<table:table-cell/>"
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'

    tables = "".join(
        f"<table:table table:name={quoteattr(title)}>"
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        + "</table:table>"
        for title, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
    )
    content = f"<office:document-content {spaces}><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return target.getvalue()
