"""Fees: that they are wholly said, countable, and founded on what may found them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from appcore.definition.checks.context import Context
from appcore.definition.checks.keys import asked
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.item import Fee, ItemDefinition
from appcore.definition.verdict import N_
from models.elements import PART_BY_NAME

FEE_LABELS = {element.name: element.label for element in PART_BY_NAME["fee"].elements}
QUOTED = re.compile(r"《([^《》]+)》")
UNQUOTED_LAW = re.compile(r"([\u4e00-\u9fff]+(?:法|条例))(?=第|$|[（(，,。;；])")
BOOK_OF_LAW = re.compile(r"(?<!办)法(?:典)?(?:[（(].*)?$")
LOCAL_NAME = re.compile(r"省|市|自治区|自治州|县|自治旗")


@rule("W11", "error", N_("收费的写明项目、标准和依据"))
def fee_is_wholly_said(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """That online payment is stated is C001; a fee without a basis is charged as 0 (`decisions.md` 51)."""
    if definition.has_fee and not definition.fees:
        yield Problem(Place("fees"), "收费事项没有收费项目", "填写收费项目、标准和依据；不收费的，把“是否收费”改为否")
    for fee in definition.fees if definition.has_fee else ():
        for element in ("name", "amount_fen", "basis"):
            if getattr(fee, element) in (None, ""):
                yield Problem(
                    Place("fees", fee.key, element),
                    "收费“%(name)s”没有写明“%(label)s”",
                    "填写“%(label)s”",
                    {"name": fee.name or fee.key, "label": FEE_LABELS[element]},
                )


@rule("W12", "error", N_("不收费的没有收费项目和网上支付"))
def no_fee_means_none(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    if definition.has_fee is not False:
        return
    if definition.fees:
        yield Problem(Place("fees"), "写明不收费，却有收费项目", "删去收费项目，或把“是否收费”改为是")
    if definition.pays_online:
        yield Problem(Place(element="pays_online"), "写明不收费，却支持网上支付", "把“是否支持网上支付”改为否")


@rule("O14", "error", N_("许可收费依据法律或行政法规"))
def permit_fee_rests_on_law(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: 行政许可法 第五十八条: no fee unless a law or an administrative regulation says so."""
    if definition.task_type != "permit":
        return
    for fee in definition.fees:
        if fee.basis and fee.amount_fen and not rests_on_law(fee, definition):
            yield Problem(
                Place("fees", fee.key, "basis"),
                "许可收费“%(name)s”的依据“%(basis)s”不是法律或行政法规",
                "写明作为依据的法律或行政法规；没有的，不得收费",
                {"name": fee.name, "basis": fee.basis[:60]},
            )


def rests_on_law(fee: Fee, definition: ItemDefinition) -> bool:
    """Whether any document that the basis names is a law or an administrative regulation.

    The level of a document that is among the item's bases is taken from there; of others the name tells: …法 is a law,
    …条例 without a place in its name an administrative regulation.
    """
    levels = {basis.title.strip("《》"): basis.level for basis in definition.bases if basis.level}
    named = QUOTED.findall(fee.basis) or UNQUOTED_LAW.findall(fee.basis)
    for title in named:
        if title in levels:
            if levels[title] in ("law", "regulation"):
                return True
        elif BOOK_OF_LAW.search(title) or (
            re.search(r"条例(?:[（(].*)?$", title) and not LOCAL_NAME.search(title.removeprefix("中华人民共和国"))
        ):
            return True
    return False


@rule("C010", "error", N_("收费数量指向整数问题或字段"))
def quantity_is_a_number(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    numbers = {key for key, part in asked(definition).items() if part.kind == "integer"}
    for fee in definition.fees:
        if fee.quantity and fee.quantity != "1" and fee.quantity not in numbers:
            yield Problem(
                Place("fees", fee.key, "quantity"),
                "收费“%(name)s”的数量“%(quantity)s”不是整数问题或字段",
                "选择一个整数问题或整数字段，或留空（1份）",
                {"name": fee.name or fee.key, "quantity": fee.quantity},
            )


@rule("C019", "error", N_("减免写明比例或金额"))
def reduction_is_wholly_said(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for fee in definition.fees:
        for one in fee.reductions:
            element = {"percent": "percent", "fixed": "amount_fen"}.get(one.kind or "")
            if element and getattr(one, element) is None:
                yield Problem(
                    Place("fees", fee.key, element, one.key),
                    "收费“%(name)s”的减免没有写明减多少",
                    "按比例减收的填比例，按定额收取的填减后标准",
                    {"name": fee.name or fee.key},
                )
