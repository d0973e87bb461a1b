"""What fields and conditions need of a county: field kinds, code lists, places, blocks of the field library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized

from appcore.change.county import County
from appcore.definition.conditions import Condition, Test
from appcore.definition.designing.rows import MOST_ROWS
from appcore.definition.item import Field
from appcore.definition.said import Said
from appcore.definition.verdict import N_

REGION = "region"


def missing(fields: Iterable[Field], county: County) -> Iterator[Said]:
    """Kinds and code lists that are not there: a form could not be drawn."""
    kinds = {one.kind for one in fields if one.kind} - county.field_kinds
    lists = {one.code_list for one in fields if one.code_list} - county.code_lists
    for kind in sorted(kinds):
        yield Said(N_("没有“%(kind)s”这种字段类型，先装上带来它的插件"), {}, {"kind": kind})
    for name in sorted(lists):
        yield Said(N_("没有代码表“%(name)s”"), {}, {"name": name})


def too_many(fields: Sized) -> list[Said]:
    """A form has no more fields than a designer can hold."""
    return [Said(N_("一张表单最多%(most)s个字段。"), {}, {"most": MOST_ROWS})] if len(fields) > MOST_ROWS else []


def notices(fields: Iterable[Field], county: County) -> Iterator[Said]:
    """Blocks that fields were taken from and that are neither here nor in the package."""
    blocks = {one.shared.partition("@")[0] for one in fields if one.shared}
    for code in sorted(blocks - set(county.own_blocks) - county.blocks):
        yield Said(N_("字段取自字段库“%(code)s”，本县没有，以后不会跟着它更新"), {}, {"code": code})


def regions(fields: Iterable[Field], conditions: Iterable[Condition | None], county: County) -> Iterator[Said]:
    """Places that conditions ask for and that are not of this county: such a condition never holds here."""
    asked = {one.key for one in fields if one.kind == REGION}
    named = {
        value
        for condition in conditions
        for test in _tests(condition)
        if test.of in asked
        for value in (test.value if isinstance(test.value, tuple) else (test.value,))
        if isinstance(value, str)
    }
    for code in sorted(named - county.regions):
        yield Said(N_("适用条件里的行政区划“%(code)s”本县没有"), {}, {"code": code})


def _tests(condition: Condition | None) -> Iterator[Test]:
    for part in condition.parts if condition is not None else ():
        if isinstance(part, Condition):
            yield from _tests(part)
        else:
            yield part
