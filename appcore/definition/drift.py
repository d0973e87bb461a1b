"""What a new standard does to a hall's own values: which are asked about, and what holds while nobody answers (本地值与标准的变化).

Pure. Silence needs no act and no job: `refine` keeps a value that is still kinder and takes the standard where it is not.
Source: decisions 18 and 53.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from appcore.definition import difference
from appcore.definition.item import ItemDefinition, Material
from appcore.definition.refine import (
    PROMISED_DAYS,
    PROMISED_UNIT,
    is_kinder,
    material_of,
    refusal,
    told_unit,
)
from appcore.definition.said import Said

Effect = Literal["kinder", "overtaken", "gone"]
"""kinder: still better for the applicant, and kept. overtaken: no better than the standard, which holds. gone: what it was
about is no more in the standard."""


@dataclass(frozen=True, slots=True)
class Began:
    """One edition of an item: its number, the local day from which it holds, and what it says."""

    number: int
    on: date
    definition: ItemDefinition


@dataclass(frozen=True, slots=True)
class Drift:
    """One local value that a new standard asks about: since which edition, and what changed, in sentences."""

    key: str
    effect: Effect
    since: Began
    changes: tuple[Said, ...]
    may_stay: bool
    """Whether the value might be set anew under the new standard; one that is kept may be shorter than that."""


def local_keys(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The local values, each by its key; the unit of a promise is part of the promise."""
    return tuple(key for key in values if key != PROMISED_UNIT)


def effect_of(standard: ItemDefinition, values: Mapping[str, Any], key: str) -> Effect:
    """What becomes of a local value under a standard."""
    if is_kinder(standard, key, values[key], unit=told_unit(standard, values)):
        return "kinder"
    if key == PROMISED_DAYS:
        return "gone" if standard.promised_days is None else "overtaken"
    return "overtaken" if material_of(standard, key) is not None else "gone"


def drifts(seen: Mapping[str, ItemDefinition], later: Sequence[Began], values: Mapping[str, Any]) -> tuple[Drift, ...]:
    """The local values that the newest of the later editions asks about.

    `seen` is, for each local value, the standard under which it was last set or confirmed; `later` are the editions that
    held since, oldest first, the last one in force. A change that was taken back asks nothing.
    """
    found = []
    for key in local_keys(values):
        if key not in seen or not later:
            continue
        after = _since(seen[key], later, key)
        changes = changes_of(seen[key], after[-1].definition, key) if after else ()
        narrowed = bool(after) and _is_narrowed(seen[key], after[-1].definition, values, key)
        if not changes and not narrowed:
            continue
        standard = after[-1].definition
        found.append(
            Drift(key, effect_of(standard, values, key), _last_change(seen[key], after, values, key), changes, may_stay=refusal(standard, key, values[key]) is None)
        )  # fmt: skip
    return tuple(found)


def _since(seen: ItemDefinition, later: Sequence[Began], key: str) -> Sequence[Began]:
    """The editions after the one that the value was set under."""
    numbers = [index for index, one in enumerate(later) if one.definition is seen]
    return later[numbers[-1] + 1 :] if numbers else later


def _last_change(seen: ItemDefinition, after: Sequence[Began], values: Mapping[str, Any], key: str) -> Began:
    """The newest edition that changed the element: an answer is due from its day on."""
    before = [seen, *(one.definition for one in after)]
    changed = [
        one
        for old, one in zip(before, after, strict=False)
        if changes_of(old, one.definition, key) or _is_narrowed(old, one.definition, values, key)
    ]
    return changed[-1] if changed else after[-1]


def changes_of(old: ItemDefinition, new: ItemDefinition, key: str) -> tuple[Said, ...]:
    """What changed of the element that a local value is about, in sentences."""
    return difference.items(_only(old, key), _only(new, key))


def _only(definition: ItemDefinition, key: str) -> ItemDefinition:
    """The definition with nothing but this element, and what conditions call their questions by."""
    if key == PROMISED_DAYS:
        return ItemDefinition(code="", promised_days=definition.promised_days, promised_unit=definition.promised_unit)
    material: Material | None = material_of(definition, key)
    return ItemDefinition(code="", materials=(material,) if material is not None else ())


def _is_narrowed(old: ItemDefinition, new: ItemDefinition, values: Mapping[str, Any], key: str) -> bool:
    """Whether a value that might be set before could not be set now: the town has fewer days of its own to give."""
    same_unit = told_unit(new, values) == new.promised_unit
    return same_unit and refusal(old, key, values[key]) is None and refusal(new, key, values[key]) is not None


def bare(values: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """The values without some of them, and without a unit that no promise needs."""
    dropped = set(keys)
    left = {key: value for key, value in values.items() if key not in dropped}
    if PROMISED_DAYS not in left:
        left.pop(PROMISED_UNIT, None)
    return left
