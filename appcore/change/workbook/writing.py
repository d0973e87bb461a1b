"""A package's items as the catalogue workbook: every table a sheet, code lists to choose from, and how to fill it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from appcore.access.files.tables_out import LONGEST_CELL, clean
from appcore.change.workbook import asked, cells_out, layout
from appcore.change.workbook.asked import NOBODY, Asked
from appcore.change.workbook.asked import Names as Spoken
from appcore.change.workbook.bodies import Bodies
from appcore.change.workbook.layout import ABOVE, CODE, IDENTITY, KEY, Table
from appcore.definition.exchange_columns import NATIONAL, NOTHING, column_of, is_left_out
from appcore.definition.exchange_columns import Table as Names
from models import elements as el
from models.elements import Element
from models.vocabulary import Vocabulary

OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
LAST_ROW = 60_000
NARROW, WIDE = 14, 40
Document = Mapping[str, Any]
NO_BODIES = Bodies()
Row = list[str | int | float | None]
NEEDED = {"M": "必填（公共服务可以不填）", "MP": "必填", "c": "按其他内容确定", "o": ""}
GUIDE = (
    "每张工作表是一类内容，第一行是标题，从第二行开始一行一条。列的顺序可以变，用不到的列可以删去。",
    "“事项编号”把各张表连在一起：材料、流程等每一行都写它所属事项的编号。还没有编号的新事项留空，在“事项名称”一列写名称。",
    "“标识”是一条内容在各个版本之间不变的名字，已有的不要改；新增的行留空，导入时自动给出。",
    "代码类的列从下拉列表里选；可以选几项的列，用分号隔开。部门和标准材料写名称，同名的在后面用括号写明编码。",
    "金额以元为单位，最多两位小数；日期写成 2026-01-31；“是否”类的列填“是”或“否”。",
    "适用条件写成 “问题或字段”=“选项”，例如 “户口性质”=“农业” 且 “家庭人口”>=3；几组条件用括号分开；不填表示始终适用。",
    "“所属情形”“所属字段”“数量”等列写问题或字段的名称；有同名的，写它的标识。",
    "以“原样:”开头的格子由系统导出，里面的内容不要改。",
)


def workbook(target: IO[bytes], package: Document, bodies: Bodies = NO_BODIES) -> None:
    """Write the items and identities of a package; of an empty one, the template. `bodies`: what the county calls its windows."""
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        sheets = {table.title: book.add_worksheet(table.title) for table in layout.TABLES}
        notes, lists = book.add_worksheet(layout.NOTES), book.add_worksheet(layout.LISTS)
        head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True, "valign": "top"})
        money = book.add_format({"num_format": "0.00"})
        places = _write_lists(lists, head)
        for table in layout.TABLES:
            sheet = sheets[table.title]
            _headings(sheet, table, head)
            for number, row in enumerate(rows(table, package, bodies), 1):
                _row(sheet, number, table.columns, row, money)
            _choices(sheet, table, places)
        _write_notes(notes, head)


def exchange(
    target: IO[bytes], package: Document, own: Names = NOTHING, scheme: str = NATIONAL, bodies: Bodies = NO_BODIES
) -> None:
    """The same under the names of an exchange scheme and with its codes, the county's own (`own`) before those built in.

    The national scheme has all sheets, and what it has no name for keeps ours; another has the items' columns that `own` names.
    """
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        head = book.add_format({"bold": True})
        for table in layout.TABLES if scheme == NATIONAL else (layout.MAIN,):
            names = own if table is layout.MAIN else NOTHING
            columns = [one for one in table.columns if not is_left_out(one, names, scheme)]
            said = [column_of(one, names, scheme) for one in columns]
            sheet = book.add_worksheet(table.title)
            for column, (one, name) in enumerate(zip(columns, said, strict=True)):
                sheet.write_string(0, column, name or one.label, head)
            for number, (row, asks) in enumerate(_values(table, package), 1):
                line = [
                    cells_out.exchanged(one, row.get(one.name), names)
                    if name
                    else cells_out.write(one, row.get(one.name), bodies, asks)
                    for one, name in zip(columns, said, strict=True)
                ]
                _row(sheet, number, columns, line, None)


def rows(table: Table, package: Document, bodies: Bodies = NO_BODIES) -> Iterator[Row]:
    """The rows of one sheet below its headings."""
    for values, asks in _values(table, package):
        yield [cells_out.write(one, values.get(one.name), bodies, asks) for one in table.columns]


def _values(table: Table, package: Document) -> Iterator[tuple[Document, Asked]]:
    """The rows of a sheet as values, each with what its item asks."""
    identities = {one["code"]: one for one in package.get("identities", ())}
    if table is layout.MAIN:
        yield from ((one, NOBODY) for one in package.get("branches", ()))
    for item in package.get("items", ()):
        identity = identities.get(item["code"], {})
        if table is layout.MAIN:
            yield {**item, **{one.name: identity.get(one.name) for one in IDENTITY}}, NOBODY
        elif table.kind is None:
            yield from (({CODE: item["code"], "text": text}, NOBODY) for text in identity.get("aliases", ()))
        else:
            asks = asked.of(item)
            yield from ((part, asks) for part in _parts(table, item, asks))


def _parts(table: Table, item: Document, asks: Asked) -> Iterator[Document]:
    kind = table.kind
    if kind is None:
        return
    if not kind.parent:
        yield from ({**part, **_said(part, asks), CODE: item["code"]} for part in item.get(kind.plural, ()))
        return
    above = el.PART_BY_NAME[kind.parent]
    called, names = layout.called_by(above).name, Spoken()
    for one in item.get(above.plural, ()):
        names.add(one[KEY], str(one.get(called, "")))
    for one in item.get(above.plural, ()):
        over = names.said(one[KEY]) or one[KEY]
        yield from ({**part, CODE: item["code"], ABOVE: over} for part in one.get(kind.plural, ()))


def _said(part: Document, asks: Asked) -> Document:
    """What points to a question or field, by the name that people read."""
    return {name: asks.names.said(part[name]) or part[name] for name in ("quantity", "within") if part.get(name)}


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
        if one.kind in ("code", "text") and one.vocabulary:
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
