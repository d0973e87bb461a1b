"""A booklet that is a list as a workbook to go on working with: a sheet for each table, what it is of on the last one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from appcore.access.files import tables_out
from appcore.access.files.tables_out import Paper, Value
from appcore.catalogue.booklets.making import Made, Progress
from appcore.catalogue.booklets.model import Content, Table

NUMBER = "序号"
ABOUT = ("说明", ("内容", "说明"), (12, 60))


def render(content: Content, path: Path, progress: Progress) -> Made:
    """Write the booklet; how many pages it prints on is the reader's program's to say."""
    tables = [(one.title, block) for one in content.sections for block in one.blocks if isinstance(block, Table)]
    about, heads, widths = ABOUT
    names = tables_out.sheet_names([*(title for title, _table in tables), about])
    sheets: list[tables_out.Sheet] = [
        (name, table.head, _rows(table)) for name, (_title, table) in zip(names, tables, strict=False)
    ]
    sheets.append((names[-1], heads, (("书名", content.title), ("编制", content.subtitle), *content.cover)))
    paper = Paper(content.title, content.made, (*(one.widths for _title, one in tables), widths))
    with path.open("xb") as target:
        tables_out.workbook(target, sheets, paper)
    progress(sum(len(one.rows) for _title, one in tables))
    return Made(path, None)


def _rows(table: Table) -> Iterator[list[Value]]:
    """The numbers in front are numbers: a sheet that is sorted can be put back into its order by them."""
    for row in table.rows:
        yield [int(text) if head == NUMBER else text for head, text in zip(table.head, row, strict=True)]
