"""Fields of a form and their kinds: code lists that exist, tables with columns, sums of numbers, conditions over what is answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from appcore.definition.checks.context import Context
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.checks.walk import conditioned, name_of
from appcore.definition.conditions import keys_used
from appcore.definition.item import Field, ItemDefinition
from appcore.definition.kinds import KINDS, kind_of
from appcore.definition.kinds.staged import FAMILIES
from appcore.definition.lookup import code_lists
from appcore.definition.verdict import N_
from models.vocabulary import ID_DOCUMENT

_DOCUMENTS = frozenset(ID_DOCUMENT.slugs) - {"none"}


def _tables(definition: ItemDefinition) -> set[str]:
    return {one.key for one in definition.fields if one.kind == "table"}


@rule("C029", "error", N_("字段引用的代码表存在"))
def code_lists_exist(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for one in definition.fields:
        known = _lists_for(one, context)
        if known is not None and one.code_list not in known:
            place = Place("fields", one.key, "code_list")
            if not one.code_list:
                said = {"name": one.label, "box": N_("证件类型") if one.kind == "document" else N_("代码表")}
                yield Problem(place, "字段“%(name)s”还没有选择%(box)s", "请选择%(box)s", said)
                continue
            yield Problem(
                place,
                "字段“%(name)s”没有可用的代码表“%(list)s”",
                "从代码表中选择一张",
                {"name": one.label, "list": one.code_list},
            )


def _lists_for(one: Field, context: Context) -> frozenset[str] | None:
    """What `code_list` may name for this kind; None when it is not looked at."""
    if one.kind == "code":
        return frozenset(name for name, _ in code_lists()) | (context.code_lists or frozenset())
    if one.kind == "document":
        return _DOCUMENTS
    return frozenset({"", *FAMILIES}) if one.kind == "files" else None


@rule("C030", "error", N_("表格的列属于现有的表格"))
def columns_have_their_table(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    tables = _tables(definition)
    for one in definition.fields:
        if one.within and one.within not in tables:
            yield Problem(
                Place("fields", one.key, "within"),
                "字段“%(name)s”所属的表格“%(table)s”不存在",
                "在“所在表格”里选现有的表格，或选“不在表格里”",
                {"name": one.label, "table": one.within},
            )


@rule("C031", "error", N_("表格的列是可以逐行填写的字段"))
def columns_can_be_filled(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    tables = _tables(definition)
    for one in definition.fields:
        if one.within in tables and one.kind in KINDS and not kind_of(one.kind).in_table:
            yield Problem(
                Place("fields", one.key, "within"),
                "“%(name)s”是%(kind)s，不能作为表格的一列",
                "移到表格之外",
                {"name": one.label, "kind": kind_of(one.kind).label},
            )


@rule("C032", "error", N_("合计的是表格中的数字"))
def sums_are_of_numbers(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    tables = _tables(definition)
    for one in definition.fields:
        if one.summed and not (one.within in tables and kind_of(one.kind).sums_up):
            yield Problem(
                Place("fields", one.key, "summed"),
                "字段“%(name)s”不能合计",
                "只给表格中的整数、小数、金额或自动计算列设合计",
                {"name": one.label},
            )


@rule("C033", "error", N_("适用条件不依据表格、文件和说明"))
def conditions_hang_on_what_is_answered(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """A condition over what has many answers, or none, would stay unknown for ever."""
    tables = _tables(definition)
    unfit = {one.key: one for one in definition.fields if one.within in tables or not kind_of(one.kind).in_table}
    for row, condition in conditioned(definition):
        for key in sorted(set(keys_used(condition)) & set(unfit)):
            yield Problem(
                row.place("condition"),
                "%(part)s“%(name)s”的适用条件依据“%(field)s”，它没有唯一的回答",
                "改为依据情形问题或表格之外填写的字段",
                {"part": row.kind.label, "name": name_of(row.part), "field": unfit[key].label},
            )


@rule("C034", "error", N_("表格有列"))
def tables_have_columns(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    with_columns = {one.within for one in definition.fields if one.within}
    for one in definition.fields:
        if one.kind == "table" and one.key not in with_columns:
            yield Problem(
                Place("fields", one.key),
                "表格“%(name)s”还没有列",
                "添加字段，并在“所在表格”里选“%(name)s”",
                {"name": one.label},
            )


@rule("C035", "warning", N_("字段名称在同一张表中不重复"))
def labels_are_told_apart(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """A formula names a field by its label, and a person knows it by nothing else."""
    filled_in = [one for one in definition.fields if one.label and (one.kind not in KINDS or kind_of(one.kind).is_data)]
    often = Counter((one.within, one.label) for one in filled_in)
    met: set[tuple[str, str]] = set()
    for one in filled_in:
        place = (one.within, one.label)
        if place in met:
            yield Problem(
                Place("fields", one.key, "label"),
                "有%(times)d个字段都叫“%(name)s”，公式和填写的人会分不清",
                "给其中一个换个名称",
                {"name": one.label, "times": often[place]},
            )
        met.add(place)
