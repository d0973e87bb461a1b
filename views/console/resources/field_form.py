"""The form of a field of an edition's form: code lists and tables are chosen, and the functions of formulas stand beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from appcore.catalogue import compile as compiler
from appcore.definition.expressions.library import FUNCTIONS
from appcore.definition.kinds import KINDS
from appcore.definition.kinds.staged import FAMILIES
from appcore.definition.lookup import code_lists
from appcore.definition.verdict import N_
from models.db import house_session
from models.vocabulary import ID_DOCUMENT
from views.console.resources.conditions import furnish_condition
from views.words import _

FAMILY_WORDS = {"image": N_("图片"), "pdf": N_("PDF")}
EXAMPLES = {
    "sum": "合计(地块.亩数)",
    "avg": "平均(地块.亩数)",
    "min": "最小(申请面积, 120)",
    "max": "最大(人数, 1)",
    "count": "行数(家庭成员)",
    "round": "四舍五入(面积 * 单价, 2)",
    "if": "如果(人数 >= 3, 100, 50)",
    "default": "默认(减免金额, 0)",
    "years_between": "周年数(出生日期, 今天())",
    "days_between": "天数(开始日期, 结束日期)",
    "working_days_between": "工作日数(开始日期, 结束日期)",
    "today": "今天()",
    "label": '名称("sex", 性别)',
}


def code_list_choices(say: Callable[[str], str] = str) -> tuple[tuple[str, str], ...]:
    """What a field may draw on: code lists, for 其他证件 the document, for 文件 what they must be; `say` translates."""
    documents = [(one, label) for one, label in ID_DOCUMENT.choices if one != "none"]
    families = [(one, FAMILY_WORDS[one]) for one in FAMILIES]
    kinds = (("code", code_lists()), ("document", documents), ("files", families))
    return tuple((value, f"{say(KINDS[kind].label)}：{say(label)}") for kind, pairs in kinds for value, label in pairs)


def furnish_field(form: Any, part: Any) -> None:
    """A new field's edition is the chosen one; a value that is offered no more stays where it is, and can be seen."""
    furnish_condition(form, part)
    edition = part.edition if part is not None else form["edition_id"].row()
    tables = []
    if edition is not None:
        fields = compiler.compile_edition(house_session(), edition).fields
        own = part.key if part is not None else ""
        tables = [(one.key, one.label or one.key) for one in fields if one.kind == "table" and one.key != own]
    _offer(form["within"], tables, part.within if part is not None else None)
    _offer(form["code_list"], code_list_choices(_), part.code_list if part is not None else None)
    form["formula"].fold = (_("可以用的函数"), [(one.label, EXAMPLES[slug]) for slug, one in FUNCTIONS.items()])


def _offer(field: Any, pairs: Any, kept: str | None) -> None:
    there = list(pairs)
    if kept and kept not in dict(there):
        there.append((kept, _("%(value)s（已经没有了）", value=kept)))
    # As they are: what people typed is no sentence of the catalogue, and a lazy one is not escaped.
    field.choices = [("", _("请选择")), *there]
