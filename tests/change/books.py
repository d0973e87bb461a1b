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


def catalogue(
    samples: Sequence[Mapping[str, Any]], count: int, materials: int = 10, first: int = 50_001
) -> dict[str, Any]:
    """So many items as a county would write them: each says of itself what one of the samples does, and asks for some of 200
    papers of theirs, in other numbers and with other remarks from item to item. Every fifth asks its sample's questions and has
    the conditions that stand on them.
    """
    made, identities = [], []
    papers = [*{one["name"]: one for sample in samples for one in sample.get("materials", ())}.values()][:200]
    notes = sorted({one["note"] for one in papers if "note" in one})
    for number in range(first, first + count):
        code, sample = f"330327-{number:05d}", samples[number % len(samples)]
        own = {name: value for name, value in sample.items() if name not in ("catalog_code", "handle_item_code")}
        own |= {"code": code, "name": f"{sample['name']}（样例{number}）"}
        asked = [*own.pop("materials", ())][: materials // 2]
        if number % 5:
            asked = []
            own = {
                name: _without_conditions(it) for name, it in own.items() if name not in ("questions", "fees", "fields")
            }
        drawn = [
            _varied(papers[(number * 7 + place * 61) % len(papers)], number + place, notes)
            for place in range(materials)
        ]
        own["materials"] = _one_key_each([*asked, *drawn][:materials])
        made.append(own)
        identities.append({"code": code, "tier": "handling", "department": sample["implementing_body"]})
    return {"items": made, "identities": identities}


def _without_conditions(value: Any) -> Any:
    parts = isinstance(value, list) and all(isinstance(one, dict) and "key" in one for one in value)
    return [{name: it for name, it in one.items() if name != "condition"} for one in value] if parts else value


def _varied(paper: Mapping[str, Any], number: int, notes: Sequence[str]) -> dict[str, Any]:
    """A paper without its condition, for one item in two in its own numbers, for one in ten with another remark."""
    made = {name: value for name, value in paper.items() if name != "condition"}
    if number % 2:
        made |= {"originals": number % 3, "copies": number % 4}
    return made | {"note": f"{notes[number % len(notes)]}（{number}）"} if number % 10 == 3 else made


def _one_key_each(parts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for one in parts:
        key = one["key"]
        while key in found:
            key += "x"
        found[key] = {**one, "key": key}
    return [*found.values()]


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
