"""事项规范表: every element of an item in the groups of the standard, the obligatory ones also where nothing is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from appcore.catalogue.booklets import words
from appcore.catalogue.booklets.model import Block, Entry, Facts, Heading, Table
from appcore.definition.questions import names_of
from appcore.definition.shown import called
from models import elements as el

SHORT = 22
"""Values up to this many characters stand two in a line."""
UNITS = {"legal_days": "legal_unit", "promised_days": "promised_unit", "extension_limit": "extension_unit"}
OF_A_ROW = {"duration": "unit"}
COLUMNS: dict[str, tuple[tuple[str, tuple[str, ...], int], ...]] = {
    "legal_basis": (("法律名称", ("title",), 32), ("文号", ("document_number",), 17), ("条款", ("article",), 16), ("层级", ("level",), 10)),
    "acceptance_condition": (("受理条件", ("text",), 50), ("依据", ("basis",), 21)),
    "question": (("问题", ("text",), 34), ("类型", ("kind",), 10)),
    "material": (
        ("材料名称", ("name",), 18), ("类型和形式", ("material_type", "form"), 11), ("份数（原件，复印件）", ("originals", "copies"), 9),
        ("必要性", ("necessity",), 7), ("来源渠道和出具机构", ("source_type", "issuer"), 14),
    ),
    "fee": (("收费项目", ("name",), 19), ("收费标准（元）", ("amount_fen",), 12), ("单位", ("unit",), 9), ("收费依据", ("basis",), 25)),
    "step": (
        ("环节", ("name",), 12), ("办理单位", ("department", "level"), 14), ("办理人员", ("role",), 9), ("时限", ("duration", "counting"), 11),
        ("审查标准", ("standard",), 19), ("办理结果", ("result",), 12),
    ),
    "special_procedure": (
        ("名称", ("name",), 18), ("种类", ("kind",), 10), ("时限", ("duration",), 10), ("计入法定时限", ("counted",), 9), ("依据", ("basis",), 24),
    ),
    "field": (("字段名称", ("label",), 22), ("类型", ("kind",), 13), ("分组", ("group",), 13), ("必填", ("required",), 7)),
    "outcome": (("审批结果名称", ("name",), 32), ("类型", ("result_type",), 12), ("有效期限", ("validity",), 20)),
    "faq": (("问题", ("question",), 35), ("答案", ("answer",), 58)),
}  # fmt: skip
"""The columns of the parts: heading, the elements in it, its share of the width; what has no column stands in the last one."""
NUMBER_WIDTH = 7


def blocks(entry: Entry) -> tuple[Block, ...]:
    """The groups of elements, then the parts as tables."""
    made: list[Block] = []
    names, d = names_of(entry.definition), entry.definition
    for title, group in el.GROUPS:
        rows = [(one.label, _value(d, one, names, UNITS)) for one in group if one.name not in UNITS.values()]
        must = {one.label for one in group if one.need in ("M", "MP")}
        rows = [(label, said or words.UNSAID) for label, said in rows if said or label in must]
        wide = frozenset(label for label, said in rows if len(said) > SHORT)
        if rows:
            made += [Heading(title), Facts(tuple(rows), wide)]
    for kind in el.PART_KINDS:
        parts = () if kind.parent else getattr(d, kind.plural)
        if parts:
            made += [Heading(kind.label), _table(kind, parts, names)]
    return tuple(made)


def _table(kind: el.PartKind, parts: Sequence[Any], names: Any) -> Table:
    """A row for each part; the last column, for what is said beyond the usual, is there only where something is."""
    columns = COLUMNS[kind.name]
    by_name = {one.name: one for one in kind.elements}
    rest = [one for one in kind.elements if not any(one.name in elements for _head, elements, _width in columns)]
    rest = [one for one in rest if one.name not in OF_A_ROW.values() or kind.name not in ("step", "special_procedure")]
    more = [_line(kind, one, rest, names) for one in parts]
    rows = []
    for number, one in enumerate(parts, start=1):
        said = [
            words.together((_value(one, by_name[name], names, OF_A_ROW) for name in elements), "，")
            for _head, elements, _width in columns
        ]
        rows.append((str(number), *(text or words.UNSAID for text in said), *([more[number - 1] or words.UNSAID] if any(more) else [])))  # fmt: skip
    heads = ("序号", *(head for head, _elements, _width in columns), *(["其他"] if any(more) else []))
    widths = (NUMBER_WIDTH, *(width for _head, _elements, width in columns))
    left = 100 - sum(widths)
    return Table(heads, tuple(rows), (*widths, left) if any(more) else widths)


def _value(whole: Any, element: Any, names: Any, units: dict[str, str]) -> str:
    held = getattr(whole, element.name)
    if element.name in units:
        return words.span(held, getattr(whole, units[element.name]))
    return words.value(element, held, names)


def _line(kind: el.PartKind, part: Any, elements: Sequence[Any], names: Any) -> str:
    """What a row says beyond its columns: each element with its label, and under it the rows that belong to it."""
    said = [(one.label, _value(part, one, names, OF_A_ROW)) for one in elements]
    lines = [f"{label}：{text.rstrip('。；')}" for label, text in said if text]
    for under in el.PART_KINDS:
        if under.parent == kind.name:
            rows = [called(under, one) for one in getattr(part, under.plural)]
            lines += [f"{under.label}：{'、'.join(rows)}"] if rows else []
    return "；".join(lines)
