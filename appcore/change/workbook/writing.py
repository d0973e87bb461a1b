"""A package's items as the catalogue workbook: every table a sheet, code lists to choose from, and how to fill it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from appcore.access.files.tables_out import LONGEST_CELL, clean
from appcore.change.workbook import cells, layout
from appcore.change.workbook.layout import ABOVE, CODE, IDENTITY, KEY, Table
from models import elements as el
from models.elements import Element
from models.vocabulary import Vocabulary

OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
LAST_ROW = 60_000
NARROW, WIDE = 14, 40
Document = Mapping[str, Any]
Row = list[str | int | float | None]
NEEDED = {"M": "必填（公共服务可以不填）", "MP": "必填", "c": "按其他内容确定", "o": ""}
GUIDE = (
    "每张工作表是一类内容，第一行是标题，从第二行开始一行一条。列的顺序可以变，用不到的列可以删去。",
    "“事项编号”把各张表连在一起：材料、流程等每一行都写它所属事项的编号。还没有编号的新事项留空，在“事项名称”一列写名称。",
    "“标识”是一条内容在各个版本之间不变的名字，已有的不要改；新增的行留空，导入时自动给出。",
    "代码类的列从下拉列表里选；可以选几项的列，用分号隔开。部门和标准材料写名称，同名的在后面用括号写明编码。",
    "金额以元为单位，最多两位小数；日期写成 2026-01-31；“是否”类的列填“是”或“否”。",
    "适用条件写成“标识=值”，例如 huji=nongye 且 renkou>=3；不填表示始终适用。",
    "以“原样:”开头的格子由系统导出，里面的内容不要改。",
)


def workbook(target: IO[bytes], package: Document) -> None:
    """Write the items and identities of a package; of an empty one, the template."""
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        sheets = {table.title: book.add_worksheet(table.title) for table in layout.TABLES}
        notes, lists = book.add_worksheet(layout.NOTES), book.add_worksheet(layout.LISTS)
        head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True, "valign": "top"})
        money = book.add_format({"num_format": "0.00"})
        places = _write_lists(lists, head)
        for table in layout.TABLES:
            sheet = sheets[table.title]
            _headings(sheet, table, head)
            for number, row in enumerate(rows(table, package), 1):
                _row(sheet, number, table.columns, row, money)
            _choices(sheet, table, places)
        _write_notes(notes, head)


def exchange(target: IO[bytes], package: Document) -> None:
    """The same under the names of the national exchange and with its numbers; what it has no name for keeps ours."""
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        head = book.add_format({"bold": True})
        for table in layout.TABLES:
            sheet = book.add_worksheet(table.title)
            for column, one in enumerate(table.columns):
                sheet.write_string(0, column, one.exchange or one.label, head)
            for number, row in enumerate(_values(table, package), 1):
                said = [
                    (cells.national if one.exchange else cells.write)(one, row.get(one.name)) for one in table.columns
                ]
                _row(sheet, number, table.columns, said, None)


def rows(table: Table, package: Document) -> Iterator[Row]:
    """The rows of one sheet below its headings."""
    for values in _values(table, package):
        yield [cells.write(one, values.get(one.name)) for one in table.columns]


def _values(table: Table, package: Document) -> Iterator[Document]:
    identities = {one["code"]: one for one in package.get("identities", ())}
    if table is layout.MAIN:
        yield from package.get("branches", ())
    for item in package.get("items", ()):
        identity = identities.get(item["code"], {})
        if table is layout.MAIN:
            yield {**item, **{one.name: identity.get(one.name) for one in IDENTITY}}
        elif table.kind is None:
            yield from ({CODE: item["code"], "text": text} for text in identity.get("aliases", ()))
        else:
            yield from _parts(table, item)


def _parts(table: Table, item: Document) -> Iterator[Document]:
    kind = table.kind
    if kind is None:
        return
    if not kind.parent:
        yield from ({**part, CODE: item["code"]} for part in item.get(kind.plural, ()))
        return
    for above in item.get(el.PART_BY_NAME[kind.parent].plural, ()):
        for part in above.get(kind.plural, ()):
            yield {**part, CODE: item["code"], ABOVE: above[KEY]}


def _headings(sheet: Any, table: Table, head: Any) -> None:
    sheet.freeze_panes(1, 2 if table is not layout.MAIN else 1)
    for column, one in enumerate(table.columns):
        sheet.set_column(
            column, column, WIDE if one.kind == "long" or (one.kind == "text" and one.maximum >= 300) else NARROW
        )
        sheet.write_string(0, column, one.label, head)


def _row(sheet: Any, number: int, columns: Sequence[Element], row: Row, money: Any) -> None:
    for column, (element, value) in enumerate(zip(columns, row, strict=True)):
        if isinstance(value, int | float):
            sheet.write_number(number, column, value, money if element.kind == "fen" else None)
        elif value:
            sheet.write_string(number, column, clean(value)[:LONGEST_CELL])


def _vocabularies() -> dict[str, Vocabulary]:
    return {one.vocabulary.name: one.vocabulary for table in layout.TABLES for one in table.columns if one.vocabulary}


def _write_lists(sheet: Any, head: Any) -> dict[str, str]:
    """Each code list in a column. Returns: where the words of each stand."""
    found: dict[str, str] = {}
    known = list(_vocabularies().values())
    for column, one in enumerate(known):
        sheet.set_column(column, column, 20)
        sheet.write_string(0, column, one.label, head)
        found[one.name] = f"='{layout.LISTS}'!{xl_range_abs(1, column, len(one.terms), column)}"
    for number in range(max(len(one.terms) for one in known)):
        for column, one in enumerate(known):
            if number < len(one.terms):
                sheet.write_string(number + 1, column, one.terms[number].label)
    return found


def _choices(sheet: Any, table: Table, places: Mapping[str, str]) -> None:
    for column, one in enumerate(table.columns):
        if one.kind == "code" and one.vocabulary:
            rule: dict[str, Any] = {"validate": "list", "source": places[one.vocabulary.name], "error_type": "warning"}
        elif one.kind == "flag":
            rule = {"validate": "list", "source": ["是", "否"], "error_type": "warning"}
        else:
            continue
        sheet.data_validation(1, column, LAST_ROW, column, rule)


def _write_notes(sheet: Any, head: Any) -> None:
    sheet.set_column(0, 1, 20)
    sheet.set_column(2, 4, WIDE)
    number = 0
    for number, line in enumerate(GUIDE):
        sheet.write_string(number, 0, line)
    number += 2
    for column, said in enumerate(("工作表", "标题", "怎么填", "是否必填", "可以选的值")):
        sheet.write_string(number, column, said, head)
    for table in layout.TABLES:
        for one in table.columns:
            number += 1
            lists = "、".join(one.vocabulary.label_of(slug) for slug in one.vocabulary.slugs) if one.vocabulary else ""
            for column, said in enumerate((table.title, one.label, one.help, NEEDED[one.need], lists)):
                if said:
                    sheet.write_string(number, column, said)
