"""What the page of local values asks for, and its rule: what a hall may set under a standard, each refusal at its place.

Pure. Source: decisions 18 and 53.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from appcore.definition.item import ItemDefinition
from appcore.definition.refine import PROMISED_DAYS, PROMISED_UNIT, is_kinder, material_of, refusal, told_unit
from appcore.definition.verdict import Verdict
from models.vocabulary import EXEMPT_WAY

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a local value is as it is, and the edition under which it was set or confirmed. `way` is that of a spared paper."""

    reason: str = ""
    way: str = ""
    edition: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """What is local by nature: where and when, and whom to call. `window_id` None: no window of its own."""

    window_id: int | None = None
    place_note: str = ""
    hours_note: str = ""
    consult: tuple[str, ...] = ()
    complaint: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Local:
    """The local side of an offer: values by key, the ground of each, and the settings."""

    values: Mapping[str, Any] = field(default_factory=dict)
    grounds: Mapping[str, Ground] = field(default_factory=dict)
    settings: Settings = Settings()


def fitted(standard: ItemDefinition, wanted: Local, now: Local, edition: int) -> tuple[Local, dict[str, Verdict]]:
    """The wanted values as they are kept, confirmed under this edition; and by key, why one of them is refused.

    A value that stands already may stay while it is kinder than the standard; a new one must be what the town may give.
    """
    values: dict[str, Any] = {}
    grounds: dict[str, Ground] = {}
    faults: dict[str, Verdict] = {}
    for key, value in wanted.values.items():
        if key == PROMISED_UNIT:
            continue
        stays = now.values.get(key) == value and is_kinder(standard, key, value, unit=told_unit(standard, now.values))
        refused = None if stays else refusal(standard, key, value)
        ground = wanted.grounds.get(key, Ground())
        refused = refused or _without_ground(standard, key, ground)
        if refused is not None:
            faults[key] = refused
            continue
        values[key] = value
        grounds[key] = Ground(ground.reason.strip(), ground.way, edition)
        if key == PROMISED_DAYS:
            unit = told_unit(standard, now.values) if stays else standard.promised_unit
            values |= {PROMISED_UNIT: unit} if unit else {}
    return Local(values, grounds, wanted.settings), faults


def _without_ground(standard: ItemDefinition, key: str, ground: Ground) -> Verdict | None:
    if material_of(standard, key) is not None and ground.way not in EXEMPT_WAY:
        return Verdict("请选择这份材料怎样免提交。")
    if not ground.reason.strip():
        return Verdict("请写明理由，全县的“各地差异”会列出。")
    if len(ground.reason.strip()) > LONGEST_REASON:
        return Verdict("理由不能超过%(most)s个字。", {"most": LONGEST_REASON})
    return None
