"""Rows from a spreadsheet: cells apart by tabs, columns known by their headings or, without any, by their order."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from appcore.definition.characters import half_width
from appcore.definition.kinds import KINDS
from appcore.definition.verdict import Rejected, Verdict
from appcore.definition.workbench.parts import ELSEWHERE, PartOf, folded_of
from appcore.definition.workbench.rows import MOST_ROWS, Row
from appcore.definition.workbench.values import BETWEEN, NO, YES, Known, value_of
from appcore.folding import fold
from models.elements import Element
from models.vocabulary import TIME_UNIT

YES_WORDS = frozenset({"是", "有", "必填", "y", "yes", "true", "1", "√", "✓", "☑"})
NO_WORDS = frozenset({"否", "无", "n", "no", "false", "0", "×"})
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
APART = re.compile(r"[、,，;；\n]+")
CHOICES = "choices"
"""Stands for the choices under a question or field, which a sheet has in one cell."""
ORDINALS = frozenset({"序号", "no", "编号"})
MOST_IN_CELL = 4000
COUNTED = re.compile(r"(?:约|共|第)?(\d{1,12})\s*(\D{0,6})", re.ASCII)
MEASURES = frozenset({"份", "件", "张", "个", "次", "本", "套", "页", "人", "名", "项", "户", "种", "环节", "岁", "%"})
"""What may stand behind a number without changing it; a unit of time is told apart by `UNITS`."""
UNITS: Mapping[str, str] = {
    "工作日": "working_days", "个工作日": "working_days", "自然日": "natural_days", "个自然日": "natural_days", "日": "", "天": "",
    "小时": "hours", "个小时": "hours", "分钟": "minutes", "月": "months", "个月": "months",
}  # fmt: skip
"""Units of time by their words; "" for those that do not say which of the units it is."""
NOT_IN_SHEETS = (*ELSEWHERE, "condition")


@dataclass(frozen=True, slots=True)
class Left:
    """What did not come in: a column, a row or a cell for which there is no room; by the line from 1."""

    line: int
    heading: str
    text: str
    why: Verdict


@dataclass(frozen=True, slots=True)
class Pasted:
    """The rows read, each with the labels of the choices under it; without numbers yet."""

    rows: tuple[tuple[Row, tuple[str, ...]], ...] = ()
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    element: Element | None
    is_choices: bool = False


def read(part: PartOf, text: str, known: Known, room: int = MOST_ROWS) -> Pasted:
    """What was pasted for a part. `room`: how many rows there may still be."""
    lines = [[cell.strip() for cell in line] for line in _lines(text)]
    filled = [(number, cells) for number, cells in enumerate(lines, 1) if any(cells)]
    if not filled or part.kind is None:
        return Pasted()
    columns, left = _headed(part, filled[0][1]), []
    if columns:
        filled = filled[1:]
        left = [
            Left(1, one.heading, "", Verdict("没有这一列，整列没有加入。"))
            for one in columns
            if one.heading and one.element is None and not one.is_choices and fold(one.heading) not in ORDINALS
        ]
    else:
        columns = in_order(part)
    rows: list[tuple[Row, tuple[str, ...]]] = []
    for number, cells in filled:
        if len(rows) >= room:
            left.append(Left(number, "", cells[0], Verdict("最多%(most)s行，这一行没有加入。", {"most": MOST_ROWS})))
            continue
        rows.append(_row(part.kind.elements, columns, cells, number, known, left))
    return Pasted(tuple(rows), tuple(left))


def in_order(part: PartOf) -> list[_Column]:
    """The columns of a sheet without headings: those of the line, then those of the panel."""
    if part.kind is None:
        return []
    named = [one for one in (*part.columns, *_choices_of(part), *folded_of(part.kind)) if one.kind not in NOT_IN_SHEETS]
    return [_Column(one.label, one, one.name == CHOICES) for one in named]


def _choices_of(part: PartOf) -> tuple[Element, ...]:
    """A column for the choices, where what stands under a row is a label alone."""
    if part.child is None or len(part.child.elements) > 1:
        return ()
    return (Element(CHOICES, "选项"),)


def _lines(text: str) -> list[list[str]]:
    """Lines and cells; a spreadsheet puts quotation marks round a cell that has a line end or a quotation mark in it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return list(csv.reader(io.StringIO(plain), delimiter="\t", strict=True))
    except csv.Error:
        return [line.split("\t") for line in plain.split("\n")]


def _headed(part: PartOf, cells: Sequence[str]) -> list[_Column]:
    """The columns that a first line of headings names; none when it is no such line."""
    by_label: dict[str, _Column] = {}
    for one in in_order(part):
        by_label.setdefault(fold(one.heading), one)
        if one.element is not None:
            by_label.setdefault(fold(one.element.label.partition("(")[0]), one)
    columns = [by_label.get(fold(cell), _Column(cell, None)) for cell in cells]
    known = sum(one.element is not None for one in columns)
    return columns if known and known * 2 >= sum(bool(cell) for cell in cells) else []


def _row(
    elements: Sequence[Element],
    columns: Sequence[_Column],
    cells: Sequence[str],
    number: int,
    known: Known,
    left: list[Left],
) -> tuple[Row, tuple[str, ...]]:
    texts: dict[str, str] = {}
    labels: tuple[str, ...] = ()
    for column, cell in zip(columns, cells, strict=False):
        if not cell or column.element is None:
            continue
        if column.is_choices:
            labels = tuple(dict.fromkeys(one.strip() for one in APART.split(cell) if one.strip()))
            continue
        try:
            texts[column.element.name] = _cell(column.element, cell, known)
        except Rejected:
            # As it was pasted: the box says what is wrong with it, like with anything else that is typed there.
            texts[column.element.name] = cell[:MOST_IN_CELL]
    _with_units(elements, columns, cells, texts)
    left += [
        Left(number, "", cell[:60], Verdict("这一格在最后一列的右边，没有加入。"))
        for cell in cells[len(columns) :]
        if cell
    ]
    return Row(-1, texts), labels


def _cell(element: Element, cell: str, known: Known) -> str:
    """The text of a box for what stands in a cell: words become slugs and codes.

    Raises: Rejected.
    """
    # A line end in a cell only breaks it to fit; in Chinese nothing stands for it.
    text = _as_typed(element, cell if element.kind == "long" else cell.replace("\n", ""), known)
    value_of(element, text, known)
    return text


def _counted(text: str) -> tuple[str, str] | None:
    """A number and the word behind it: 1份, ２份, 3 个工作日; None for anything else."""
    found = COUNTED.fullmatch(half_width(text).strip())
    return (found[1], found[2].strip()) if found else None


def _with_units(
    elements: Sequence[Element], columns: Sequence[_Column], cells: Sequence[str], texts: dict[str, str]
) -> None:
    """A unit of time behind a number is the row's unit; where the row has none or another, the cell stays as it was pasted."""
    unit = next((one for one in elements if one.vocabulary is TIME_UNIT), None)
    for column, cell in zip(columns, cells, strict=False):
        said = _counted(cell) if column.element is not None and column.element.kind == "integer" else None
        slug = UNITS.get(said[1], "") if said is not None else ""
        if column.element is None or not slug:
            continue
        if unit is None or texts.setdefault(unit.name, slug) != slug:
            texts[column.element.name] = cell[:MOST_IN_CELL]


def _as_typed(element: Element, cell: str, known: Known) -> str:
    words = _words(element, known)
    if element.kind in ("codes", "departments"):
        return BETWEEN.join(_slug(words, one) for one in APART.split(cell) if one.strip())
    if words:
        return _slug(words, cell)
    counted = _counted(cell) if element.kind == "integer" else None
    if counted is not None and (not counted[1] or counted[1] in MEASURES or counted[1] in UNITS):
        return counted[0]
    found = DAY.fullmatch(cell) if element.kind == "date" else None
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else cell


def _words(element: Element, known: Known) -> dict[str, str]:
    """What a cell may say where only some things may be said, and what each becomes."""
    match element.kind:
        case "flag":
            return dict.fromkeys(YES_WORDS, YES) | dict.fromkeys(NO_WORDS, NO)
        case "department" | "departments":
            return {name: code for code, name in known.departments.items()} | {code: code for code in known.departments}
        case "paper":
            return {name: code for code, name in known.papers.items()} | {code: code for code in known.papers}
    if element.name == "kind" and element.kind == "text":
        return {kind.label: kind.slug for kind in KINDS.values()} | {slug: slug for slug in KINDS}
    pairs = element.vocabulary.choices if element.vocabulary is not None else ()
    return {label: slug for slug, label in pairs} | {slug: slug for slug, _label in pairs}


def _slug(words: Mapping[str, str], text: str) -> str:
    """Raises: Rejected."""
    plain = text.strip()
    if plain.lower() in words or plain in words:
        return words.get(plain) or words[plain.lower()]
    wanted = fold(plain)
    found = next((slug for word, slug in words.items() if wanted and fold(word) == wanted), None)
    if found is None:
        raise Rejected("请从列表中选择。")
    return found
