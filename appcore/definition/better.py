"""What of a new edition is better for the applicant, and the old rules with only that put in (从优适用, decisions 54).

Pure: two definitions in, changes and a definition out. Compared is only what can be compared: lengths in one unit, papers and
fees that are the same thing by their key. Whatever of the new edition asks more of the applicant stays out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from appcore.definition import conditions
from appcore.definition.item import Fee, ItemDefinition, Material, Reduction
from appcore.definition.money import yuan
from appcore.definition.said import Said
from appcore.definition.verdict import N_
from models.vocabulary import NECESSITY, TIME_UNIT

Group = Literal["time", "paper", "fee"]
LIMITS = {"promised": N_("承诺办结时限"), "legal": N_("法定办结时限")}
EASIER = {"required": 2, "deferrable": 1, "optional": 0}
"""How hard a paper is asked for; 容缺后补 may follow, 非必要 may be left out."""


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that is better than before. `key` names it in the records of a case: `promised`, `materials.<key>.gone` …"""

    key: str
    group: Group
    sentence: Said


def changes(old: ItemDefinition, new: ItemDefinition) -> tuple[Change, ...]:
    """What is better in the new definition for whoever applied under the old one, in the order time, papers, fees."""
    return (*_times(old, new), *_papers(old, new), *_fees(old, new))


def bettered(old: ItemDefinition, new: ItemDefinition, chosen: Collection[str]) -> ItemDefinition:
    """The old definition with the chosen better rules of the new one in their place, and nothing else of it.

    A key that is no better rule between these two is passed over; without any the old definition itself comes back.
    """
    taken = {one.key for one in changes(old, new)} & set(chosen)
    if not taken:
        return old
    after = {one.key: one for one in new.materials}
    materials = tuple(
        _easier(one, after.get(one.key), taken) for one in old.materials if f"materials.{one.key}.gone" not in taken
    )
    prices = {one.key: one for one in new.fees}
    known = _asked(old)
    fees = tuple(
        _cheaper(one, prices.get(one.key), taken, known) for one in old.fees if f"fees.{one.key}.gone" not in taken
    )
    values: dict[str, Any] = {"materials": materials, "fees": fees}
    values |= {f"{limit}_days": getattr(new, f"{limit}_days") for limit in LIMITS if limit in taken}
    return replace(old, **values)


def _times(old: ItemDefinition, new: ItemDefinition) -> Iterator[Change]:
    for limit, label in LIMITS.items():
        was, now = getattr(old, f"{limit}_days"), getattr(new, f"{limit}_days")
        unit = getattr(old, f"{limit}_unit")
        same = unit == getattr(new, f"{limit}_unit") and bool(old.opening_hours_only) == bool(new.opening_hours_only)
        # 0 is an item done on the spot: a case that is open already cannot be one.
        if same and was is not None and now is not None and 1 <= now < was:
            words = [f"{days}{TIME_UNIT.label_of(unit)}" for days in (was, now)]
            said = Said(N_("%(label)s由%(old)s缩短为%(new)s"), {"label": label}, {"old": words[0], "new": words[1]})
            yield Change(limit, "time", said)


def _papers(old: ItemDefinition, new: ItemDefinition) -> Iterator[Change]:
    after = {one.key: one for one in new.materials}
    for paper in old.materials:
        now = after.get(paper.key)
        name = {"name": paper.name}
        if now is None:
            yield Change(f"materials.{paper.key}.gone", "paper", Said(N_("不再要求“%(name)s”"), {}, name))
            continue
        at = f"materials.{paper.key}"
        if now.exempt and not paper.exempt:
            yield Change(f"{at}.exempt", "paper", Said(N_("“%(name)s”改为免提交"), {}, name))
        if now.pledge_allowed and not paper.pledge_allowed:
            yield Change(f"{at}.pledge_allowed", "paper", Said(N_("“%(name)s”可用告知承诺代替"), {}, name))
        if _is_easier(paper, now):
            terms = {"old": NECESSITY.label_of(paper.necessity), "new": NECESSITY.label_of(now.necessity)}
            yield Change(f"{at}.necessity", "paper", Said(N_("“%(name)s”由“%(old)s”改为“%(new)s”"), terms, name))


def _is_easier(old: Material, new: Material) -> bool:
    was, now = EASIER.get(old.necessity or ""), EASIER.get(new.necessity or "")
    return was is not None and now is not None and now < was


def _fees(old: ItemDefinition, new: ItemDefinition) -> Iterator[Change]:
    after, known = {one.key: one for one in new.fees}, _asked(old)
    for fee in old.fees:
        now, name = after.get(fee.key), {"name": fee.name}
        if now is None:
            yield Change(f"fees.{fee.key}.gone", "fee", Said(N_("不再收取“%(name)s”"), {}, name))
            continue
        if _is_cheaper(fee, now):
            typed = {**name, "old": yuan(fee.amount_fen or 0), "new": yuan(now.amount_fen or 0)}
            said = Said(N_("“%(name)s”由%(old)s元降为%(new)s元"), {}, typed)
            yield Change(f"fees.{fee.key}.amount", "fee", said)
        for one in _kinder(fee, now, known):
            typed = {**name, "reason": one.reason or one.key}
            said = Said(N_("“%(name)s”的减免更优惠：%(reason)s"), {}, typed)
            yield Change(f"fees.{fee.key}.reductions.{one.key}", "fee", said)


def _is_cheaper(old: Fee, new: Fee) -> bool:
    """A lower rate for the same thing: the same unit, counted by the same answer, under the same condition."""
    same = (old.unit, old.quantity, old.condition) == (new.unit, new.quantity, new.condition)
    return same and old.amount_fen is not None and new.amount_fen is not None and new.amount_fen < old.amount_fen


def _kinder(old: Fee, new: Fee, known: Collection[str]) -> Iterator[Reduction]:
    """Reductions of the new fee that the old one lacks or has at less, decided by what the applicant was asked."""
    before = {one.key: one for one in old.reductions}
    for one in new.reductions:
        asked = set(conditions.keys_used(one.condition)) <= set(known)
        was = before.get(one.key)
        if asked and (was is None or (was.condition == one.condition and _takes_more(was, one))):
            yield one


def _takes_more(old: Reduction, new: Reduction) -> bool:
    if old.kind == "free" or old.kind is None:
        return False
    if new.kind == "free":
        return True
    if old.kind != new.kind:
        return False
    if new.kind == "percent":
        return (new.percent or 0) > (old.percent or 0)
    return new.amount_fen is not None and (old.amount_fen is None or new.amount_fen < old.amount_fen)


def _easier(paper: Material, now: Material | None, taken: Collection[str]) -> Material:
    if now is None:
        return paper
    wanted = ("exempt", "pledge_allowed", "necessity")
    values: dict[str, Any] = {name: getattr(now, name) for name in wanted if f"materials.{paper.key}.{name}" in taken}
    return replace(paper, **values) if values else paper


def _cheaper(fee: Fee, now: Fee | None, taken: Collection[str], known: Collection[str]) -> Fee:
    if now is None:
        return fee
    amount = now.amount_fen if f"fees.{fee.key}.amount" in taken else fee.amount_fen
    kinder = {one.key: one for one in _kinder(fee, now, known) if f"fees.{fee.key}.reductions.{one.key}" in taken}
    kept = tuple(kinder.pop(one.key, one) for one in fee.reductions)
    return replace(fee, amount_fen=amount, reductions=(*kept, *kinder.values()))


def _asked(definition: ItemDefinition) -> frozenset[str]:
    return frozenset(one.key for one in (*definition.questions, *definition.fields))
