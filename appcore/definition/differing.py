"""Where a hall's rules differ from the standard, side by side, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appcore.definition.drift import effect_of, local_keys
from appcore.definition.item import ItemDefinition
from appcore.definition.refine import PROMISED_DAYS, material_of, told_unit
from appcore.definition.said import Said
from appcore.definition.verdict import N_
from models.vocabulary import EXEMPT_WAY, TIME_UNIT


def differences(standard: ItemDefinition, values: Mapping[str, Any], ways: Mapping[str, str]) -> dict[str, Said]:
    """By key, what holds in the hall and not elsewhere; a value that the standard has overtaken makes no difference.

    `ways`: by key, how a paper is come by that the applicant need not hand in.
    """
    return {
        key: _said(standard, values, key, ways.get(key, ""))
        for key in local_keys(values)
        if effect_of(standard, values, key) == "kinder"
    }


def _said(standard: ItemDefinition, values: Mapping[str, Any], key: str, way: str) -> Said:
    if key == PROMISED_DAYS:
        return _promise(standard, int(values[key]), told_unit(standard, values))
    material = material_of(standard, key)
    name = {"name": material.name if material is not None else key}
    if way in EXEMPT_WAY:
        return Said(N_("材料“%(name)s”免提交（%(way)s）"), {"way": EXEMPT_WAY.label_of(way)}, name)
    return Said(N_("材料“%(name)s”免提交"), {}, name)


def _promise(standard: ItemDefinition, mine: int, unit: str | None) -> Said:
    own = TIME_UNIT.label_of(unit)
    if standard.promised_days is None:
        return Said(N_("承诺办结时限%(mine)s%(own)s，标准没有承诺"), {"own": own}, {"mine": mine})
    terms = {"own": own, "unit": TIME_UNIT.label_of(standard.promised_unit)}
    return Said(
        N_("承诺办结时限%(mine)s%(own)s，标准为%(days)s%(unit)s"), terms, {"mine": mine, "days": standard.promised_days}
    )
