"""How a definition reads on paper: lengths of time, money, papers, steps, in short Chinese words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from appcore.catalogue.booklets.model import Table
from appcore.definition.checklist import Checklist, Row
from appcore.definition.describe import Names
from appcore.definition.item import Fee, ItemDefinition, LegalBasis, Material, Reduction, Step
from appcore.definition.money import yuan
from appcore.definition.shown import shown, wanted
from models import vocabulary as v
from models.elements import Element

UNSAID = "—"
NOTHING = ("", "无", "无。", "没有")


def day(value: date) -> str:
    """2026年11月23日."""
    return f"{value.year}年{value.month}月{value.day}日"


def span(count: int | None, unit: str | None) -> str:
    """5个工作日; "" for what is absent."""
    return "" if count is None else f"{count}{v.TIME_UNIT.label_of(unit or 'working_days')}"


def promise(definition: ItemDefinition) -> str:
    """The promised time; 0 is done on the spot."""
    said = span(definition.promised_days, definition.promised_unit)
    return "当场办结" if definition.promised_days == 0 else said


def legal(definition: ItemDefinition) -> str:
    """The time that the law allows; 0 is at once."""
    return "当场办结" if definition.legal_days == 0 else span(definition.legal_days, definition.legal_unit)


def visits(definition: ItemDefinition) -> str:
    if definition.visits is None:
        return ""
    return f"{definition.visits}次" if definition.visits else "不用跑"


def price(definition: ItemDefinition) -> str:
    """Whether it costs anything, and what at most where there is one fee."""
    charged = [one for one in definition.fees if rate(one)]
    if definition.has_fee is False or (definition.has_fee is not None and not charged):
        return "不收费"
    if not charged:
        return ""
    return "；".join(f"{one.name} {amount(rate(one), one.unit)}" for one in charged)


def rate(fee: Fee) -> int:
    """Nothing while it names no basis. Source: decisions 51."""
    return (fee.amount_fen or 0) if fee.basis.strip() else 0


def amount(fen: int, unit: str = "") -> str:
    return f"{yuan(fen)}{unit}" if unit.startswith("元") else f"{yuan(fen)}元{f'/{unit}' if unit else ''}"


def reduction(less: Reduction, fee: Fee) -> str:
    how = {"free": "免收", "percent": f"减收{less.percent or 0}%"}.get(
        less.kind or "", f"按{amount(less.amount_fen or 0, fee.unit)}收"
    )
    return f"{less.reason or '符合条件的'}：{how}"


def copies(material: Material) -> str:
    """收原件1份、复印件2份; a paper that is not brought says so."""
    if material.exempt:
        return "免提交"
    if material.originals is None and material.copies is None:
        return v.MATERIAL_TYPE.label_of(material.material_type) or UNSAID
    return str(wanted(material)).removeprefix("收")


def when(row: Row[Any]) -> str:
    """On which condition a row applies, "" always."""
    return row.sentence


def who(step: Step) -> str:
    body = step.department.name if step.department else v.STEP_LEVEL.label_of(step.level)
    return " · ".join(one for one in (body, v.STEP_ROLE.label_of(step.role)) if one)


def time(step: Step) -> str:
    if step.counting == "instant" or step.duration == 0:
        return "当场"
    said = span(step.duration, step.unit)
    if step.counting == "not_counted":
        return f"{said}，不计入时限" if said else "不计入时限"
    return said


def value(element: Element, held: Any, names: Names) -> str:
    """The value of any element; of days their unit stands beside them in an element of its own."""
    return "、".join(shown(element, held, names).lines(lambda text, **_more: text))


def basis(one: LegalBasis) -> str:
    number = f"（{one.document_number}）" if one.document_number else ""
    doubt = "（待核对）" if one.unverified else ""
    return f"《{one.title.strip('《》')}》{number}{one.article}{doubt}"


def told(text: str) -> str:
    """What somebody wrote, unless it is a way of writing nothing."""
    return "" if text.strip() in NOTHING else text.strip()


def sentences(*texts: str) -> str:
    """Several texts as one, each ending as a sentence does."""
    said = [one.rstrip("。；;") for one in map(told, texts) if one]
    return f"{'。'.join(said)}。" if said else ""


def together(texts: Iterable[str], between: str = "、") -> str:
    return between.join(one for one in texts if one)


def flow(found: Checklist) -> Table:
    """The steps as a table."""
    rows = tuple(
        (str(number), one.part.name, who(one.part), time(one.part), sentences(one.part.result, when(one)))
        for number, one in enumerate(found.steps, start=1)
    )
    return Table(("序号", "环节", "谁来办", "时限", "办理结果"), rows, (7, 20, 28, 17, 28))
