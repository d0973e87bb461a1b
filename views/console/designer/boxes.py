"""The boxes of a row: what each is called and its id, so that a fault leads to the box that it is about."""

from __future__ import annotations

from appcore.definition.designing.rows import Row
from appcore.definition.kinds import KINDS
from appcore.definition.verdict import N_
from views.words import _

CALLED = {
    "label": N_("字段名称"), "kind": N_("字段类型"), "key": N_("标识"), "within": N_("所在表格"), "help": N_("填写说明"),
    "formula": N_("计算公式"), "code_list": N_("代码表"), "low": N_("最小值"), "high": N_("最大值"), "places": N_("小数位数"),
    "unit": N_("计量单位"), "group": N_("分组标题"), "width": N_("宽度"), "printed": N_("打印位置"), "prefill": N_("预填"),
    "condition": N_("适用条件"), "more": N_("再加选项"),
}  # fmt: skip
LISTS = {"document": N_("证件类型"), "files": N_("允许的文件")}
"""What the box of the code list is called for a kind that reads another list there."""


def called(row: Row, name: str) -> str:
    """The words above a box; `choices.2` is the third choice."""
    first, _dot, place = name.partition(".")
    if first == "choices":
        return _("选项%(number)s", number=int(place) + 1)
    if first == "code_list" and row.kind in LISTS:
        return _(LISTS[row.kind])
    kind = KINDS.get(row.kind)
    if kind is not None and first in ("low", "high") and (words := kind.bounds[first == "high"]):
        return _(words)
    return _(CALLED[first]) if first in CALLED else ""


def id_of(row: Row, name: str) -> str:
    """The id of the box on the page."""
    first, _dot, place = name.partition(".")
    if first == "choices":
        return f"r.{row.number}.choice.{place}"
    return f"c{row.number}" if first == "condition" else f"r.{row.number}.{name}"
