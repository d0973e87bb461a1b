"""What a hall's own values make of a standard: only what is kinder to the applicant, and nothing else (可细化).

Local values are keyed `promised_days`, with the unit that it was promised in beside it, and `materials.<key>.exempt`.
Source: decisions 18 and 53.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeGuard

from appcore.definition.item import ItemDefinition, Material
from appcore.definition.lengths import calendar_days
from appcore.definition.verdict import Verdict
from models import elements
from models.vocabulary import TIME_UNIT

PROMISED_DAYS = "promised_days"
PROMISED_UNIT = "promised_unit"
_EXEMPT = re.compile(r"materials\.([a-z][a-z0-9_]*)\.exempt", re.ASCII)
_OWN_LEVELS = ("town", "village")


def exempt_key(material_key: str) -> str:
    """The key of the local value that spares applicants this paper."""
    return f"materials.{material_key}.exempt"


def refine(definition: ItemDefinition, offer_values: Mapping[str, Any]) -> ItemDefinition:
    """The definition as it holds in one hall: each local value that is kinder than the standard, else the standard.

    A value that a new standard has overtaken, or that is no local value at all, loses without a word here; the inbox
    of the hall asks about it. Refining twice changes nothing more.
    """
    unit = told_unit(definition, offer_values)
    kinder = {key: value for key, value in offer_values.items() if is_kinder(definition, key, value, unit=unit)}
    if not kinder:
        return definition
    materials = tuple(
        replace(material, exempt=True) if exempt_key(material.key) in kinder else material
        for material in definition.materials
    )
    if PROMISED_DAYS not in kinder:
        return replace(definition, materials=materials)
    return replace(definition, promised_days=kinder[PROMISED_DAYS], promised_unit=unit, materials=materials)


def told_unit(definition: ItemDefinition, offer_values: Mapping[str, Any]) -> str | None:
    """The unit in which the public was told the local promise; that of the standard's promise where the value says none.

    15 natural days do not become 15 working days because the standard counts anew. None where neither says one: a unit that
    stands in a standard without a promise tells nobody anything.
    """
    said = offer_values.get(PROMISED_UNIT)
    if said in TIME_UNIT:
        return said
    return definition.promised_unit if definition.promised_days is not None else None


def is_kinder(definition: ItemDefinition, key: str, value: object, *, unit: str | None = None) -> bool:
    """Whether the local value is better for the applicant than the standard; False for what may not be local.

    `unit` is that of a local promise, None for the standard's. Where a new standard promises nothing any more, a promise
    that was given with its unit stands: some promise is better than none.
    """
    if key == PROMISED_DAYS:
        standard = definition.promised_days
        if not _is_count(value) or value < 1:
            return False
        if standard is None:
            return unit is not None
        if unit in (None, definition.promised_unit):
            return value < standard
        return calendar_days(value, unit) < calendar_days(standard, definition.promised_unit)
    material = material_of(definition, key)
    return material is not None and value is True and not material.exempt


def refusal(definition: ItemDefinition, key: str, value: object) -> Verdict | None:
    """Why a hall may not set this local value, in a sentence; None when it may.

    Stricter than `is_kinder`: a new promise may take days only from the steps of town and village, while a promise
    once given is kept as long as it is better than the standard.
    """
    if key == PROMISED_DAYS:
        return _refused_days(definition, value)
    if _EXEMPT.fullmatch(key):
        return _refused_exemption(material_of(definition, key), value)
    if key.startswith("fees"):
        return Verdict("收费由县里统一规定，乡镇不能修改；减免请报县级在标准中写明依据。", source="decisions 53")
    return Verdict("“%(label)s”由县级标准锁定，乡镇不能修改。", {"label": _label(key)}, "decisions 53")


def shortest_promise(definition: ItemDefinition) -> int | None:
    """The fewest days a hall may promise: the standard less the days of its own steps, and at least 1.

    Where no step stands above the town, all days are its own. None when the standard names no promise.
    """
    standard = definition.promised_days
    if standard is None:
        return None
    if all(step.level in (None, *_OWN_LEVELS) for step in definition.steps):
        return min(1, standard)
    own = sum(
        step.duration or 0
        for step in definition.steps
        if step.level in _OWN_LEVELS and step.unit == definition.promised_unit and step.counting != "not_counted"
    )
    return max(min(1, standard), standard - own)


def _refused_days(definition: ItemDefinition, value: object) -> Verdict | None:
    standard, shortest = definition.promised_days, shortest_promise(definition)
    if standard is None or shortest is None:
        return Verdict("标准没有承诺时限，不能另定。", source="decisions 53")
    if not _is_count(value):
        return Verdict("承诺时限应填整数。")
    if value >= standard:
        return Verdict(
            "承诺时限只能比标准的%(standard)s更短，不能相同或更长。",
            {"standard": _in_words(standard, definition)},
            "decisions 53",
        )
    if value == 0:
        return Verdict("当场办结要由县级把办件类型改为即办件，乡镇不能自行改为0。", source="W1")
    if value < shortest:
        return Verdict(
            "乡镇只能缩短本级环节的时限，最短可承诺%(shortest)s。",
            {"shortest": _in_words(shortest, definition)},
            "decisions 53",
        )
    return None


def _refused_exemption(material: Material | None, value: object) -> Verdict | None:
    if material is None:
        return Verdict("事项中没有这份材料。")
    if value is not True:
        return Verdict(
            "“%(name)s”是标准要求的材料，乡镇只能标为免提交，不能另加要求。", {"name": material.name}, "decisions 53"
        )
    if material.exempt:
        return Verdict("标准已将“%(name)s”列为免提交，不必另设。", {"name": material.name})
    return None


def material_of(definition: ItemDefinition, key: str) -> Material | None:
    """The paper of the standard that a local value spares; None when it has no such paper, or the value is about none."""
    found = _EXEMPT.fullmatch(key)
    return next((one for one in definition.materials if found and one.key == found[1]), None)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _in_words(count: int, definition: ItemDefinition) -> str:
    return f"{count}{TIME_UNIT.label_of(definition.promised_unit)}"


def _label(key: str) -> str:
    """The Chinese name of the element at the end of the key; the key itself when it is none of ours."""
    name = key.rpartition(".")[2]
    part = next((one for one in elements.PART_KINDS if one.plural == key.partition(".")[0]), None)
    known = part.elements if part else elements.EDITION_ELEMENTS
    return next((one.label for one in known if one.name == name), part.label if part else key)
