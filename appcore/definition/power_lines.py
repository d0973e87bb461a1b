"""A power list pasted from a spreadsheet: code, name, type, body, basis, duties — a line each, cells apart by tabs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from appcore.definition.verdict import Rejected, Verdict
from appcore.folding import fold
from models.vocabulary import TASK_TYPE

COLUMNS = ("code", "name", "task_type", "body", "basis", "duty")
HEADINGS: Mapping[str, str] = {
    "编码": "code", "权责编码": "code", "权力编码": "code", "基本编码": "code", "事项编码": "code", "名称": "name", "权责名称": "name",
    "权责事项": "name", "职权名称": "name", "权力名称": "name", "事项名称": "name", "类型": "task_type", "权力类型": "task_type",
    "职权类别": "task_type", "事项类型": "task_type", "类别": "task_type", "单位": "body", "实施主体": "body", "部门": "body", "责任主体": "body",
    "依据": "basis", "法律依据": "basis", "实施依据": "basis", "设定依据": "basis", "责任事项": "duty", "责任": "duty",
}  # fmt: skip
"""The words of a first line, folded, by which the columns stand in any order."""
WANTED = {"code": 60, "name": 300, "body": 120, "basis": 2000, "duty": 2000}
MOST_LINES = 3000


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was read; `body` is the name of the body as the list has it."""

    number: int
    code: str
    name: str
    task_type: str
    body: str = ""
    basis: str = ""
    duty: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """The lines that could be read, and of the others number, text and why."""

    lines: tuple[Line, ...]
    left: tuple[tuple[int, str, Verdict], ...]


def read(text: str) -> Pasted:
    """What was pasted; a first line of headings says which column is which, otherwise they stand as in `COLUMNS`."""
    order: tuple[str, ...] = COLUMNS
    lines: list[Line] = []
    left: list[tuple[int, str, Verdict]] = []
    seen: dict[str, int] = {}
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        cells = [cell.strip().strip('"').strip() for cell in raw.split("\t")]
        if not any(cells):
            continue
        if not lines and not left and (named := _headings(cells)):
            order = named
            continue
        try:
            line = _line(number, dict(zip(order, cells, strict=False)))
            if line.code in seen:
                raise Rejected("编码“%(code)s”和第%(number)d行重复", code=line.code, number=seen[line.code])
            if len(lines) >= MOST_LINES:
                raise Rejected("一次最多%(most)d行，请分几次粘贴", most=MOST_LINES)
        except Rejected as problem:
            left.append((number, raw[:80], problem.verdict))
            continue
        seen[line.code] = number
        lines.append(line)
    return Pasted(tuple(lines), tuple(left))


def _headings(cells: list[str]) -> tuple[str, ...]:
    """The columns that a line of headings names; nothing for a line that is none."""
    named = tuple(HEADINGS.get(fold(cell), "") for cell in cells)
    return named if {"code", "name"} <= set(named) else ()


def _line(number: int, cells: Mapping[str, str]) -> Line:
    """Raises: Rejected."""
    code, name = cells.get("code", ""), cells.get("name", "")
    if not code or not name:
        raise Rejected("编码和名称都要有；各列之间用制表符隔开，从表格里复制即可")
    for column, most in WANTED.items():
        if len(cells.get(column, "")) > most:
            raise Rejected("“%(text)s…”太长了，最多%(most)d个字", text=cells[column][:12], most=most)
    typed = cells.get("task_type", "")
    slug = next(
        (one.slug for one in TASK_TYPE if fold(typed) in (fold(one.label), fold(one.label.removeprefix("行政")))), ""
    )
    if typed and not slug and fold(typed) in ("其他", "其他权力", "其他类"):
        slug = "other_power"
    if not slug:
        raise Rejected("类型“%(typed)s”不认识，请写行政许可、行政确认等", typed=typed[:20])
    return Line(number, code, name, slug, cells.get("body", ""), cells.get("basis", ""), cells.get("duty", ""))
