"""Words of local values, in the reader's language."""

from __future__ import annotations

from appcore.definition.drift import Effect
from appcore.definition.item import ItemDefinition
from appcore.definition.refine import PROMISED_DAYS, material_of, shortest_promise, told_unit
from appcore.definition.said import Said
from appcore.definition.verdict import N_
from views.words import _, span

EFFECTS: dict[Effect, tuple[str, str]] = {
    "kinder": (N_("仍比标准优惠，继续有效"), "green"),
    "overtaken": (N_("不再比标准优惠，已按标准执行"), "amber"),
    "gone": (N_("标准里已没有这一项，本地值不起作用"), "grey"),
}
"""What holds while nobody answers."""


def spoken(said: Said) -> str:
    return said.spoken(_)


def element(key: str, standard: ItemDefinition) -> str:
    """What the local value is about."""
    if key == PROMISED_DAYS:
        return _("承诺办结时限")
    material = material_of(standard, key)
    return _("材料“%(name)s”", name=material.name) if material is not None else _("已取消的材料")


def value(standard: ItemDefinition, values: dict[str, object], key: str) -> str:
    """The local value in words."""
    if key == PROMISED_DAYS:
        count = values[key]
        return span(count, told_unit(standard, values)) if isinstance(count, int) else ""
    return _("免提交")


def allowed(standard: ItemDefinition) -> str:
    """The range in which a hall may promise; a sentence where there is none."""
    shortest, days = shortest_promise(standard), standard.promised_days
    if shortest is None or days is None:
        return _("标准没有承诺时限，不能另定")
    longest = days - 1
    if longest < max(shortest, 1):
        return _("本级环节没有可以缩短的时间")
    if longest == shortest:
        return span(longest, standard.promised_unit)
    return _("%(low)s至%(high)s", low=shortest, high=span(longest, standard.promised_unit))
