"""What a new edition would do before it does it: pure questions about two definitions and what hangs on them.

Values in, values out; `change.impact_sheet` reads the rows and asks. Source: product test 6.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from appcore.definition.item import Field, ItemDefinition, Ref
from appcore.definition.kinds import kind_of
from appcore.definition.refine import is_kinder

Power = Literal["accept", "decide"]
POWER_OF_ROLE: Mapping[str, Power] = {"clerk": "accept", "decider": "decide"}
"""What a post must be able to do in a hall to take a step; other roles are no matter of posts in halls."""
LEVEL_OF_HALL = {"county_hall": "county", "town_hall": "town", "village_room": "village", "agent_point": "village"}
EMPTY: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class LostField:
    """A field that the new form has no more (`now` is ""), or has as another kind. `within`: the table that it is a column of."""

    key: str
    label: str
    within: str
    was: str
    now: str

    @property
    def is_gone(self) -> bool:
        return not self.now


@dataclass(frozen=True, slots=True)
class Holder:
    """A post that may act on an offer, with whose it is."""

    post_id: int
    staff_id: int
    power: str


@dataclass(frozen=True, slots=True)
class Offered:
    """An item in a hall as it stands today: who may act on it there, and the local values in force."""

    offer_id: int
    hall_code: str
    hall: str
    hall_kind: str
    region_code: str
    window: str
    holders: tuple[Holder, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lack:
    """A hall in which nobody may do what the new edition wants done there. `before`: nor could the old one be."""

    at: Offered
    power: Power
    before: bool


@dataclass(frozen=True, slots=True)
class Loss:
    """Posts of a hall whose power over the item nothing calls for any more."""

    at: Offered
    power: Power
    posts: int
    people: int


@dataclass(frozen=True, slots=True)
class LocalValue:
    """A local value that is kinder than the standard in force, and whether it still is under the new one."""

    at: Offered
    key: str
    value: Any
    overtaken: bool


def lost_fields(old: ItemDefinition, new: ItemDefinition) -> tuple[LostField, ...]:
    """The fields of the old form whose values the new one cannot show: gone, of another kind, or moved to another table."""
    after = {one.key: one for one in new.fields}
    return tuple(_lost(one, after.get(one.key)) for one in old.fields if _is_lost(one, after.get(one.key)))


def _is_lost(field: Field, now: Field | None) -> bool:
    if not kind_of(field.kind).is_data:
        return False
    return now is None or now.kind != field.kind or now.within != field.within


def _lost(field: Field, now: Field | None) -> LostField:
    return LostField(field.key, field.label, field.within, field.kind, now.kind if now is not None else "")


def holds(values: Mapping[str, Any], field: LostField) -> bool:
    """Whether the values of a case hold something in a field; a column of a table, in any of its rows."""
    if not field.within:
        return values.get(field.key) not in EMPTY
    rows = values.get(field.within) or ()
    return any(isinstance(row, Mapping) and row.get(field.key) not in EMPTY for row in rows)


def needed(definition: ItemDefinition, hall_kind: str) -> frozenset[Power]:
    """What posts of a hall of this kind must be able to do: accept where an item is offered, and what its steps there want."""
    level = LEVEL_OF_HALL.get(hall_kind, "")
    steps = (one for one in definition.steps if one.level in (None, level))
    return frozenset(("accept", *(power for one in steps if (power := POWER_OF_ROLE.get(one.role or "")))))


def lacks(old: ItemDefinition | None, new: ItemDefinition, offers: Iterable[Offered]) -> tuple[Lack, ...]:
    """The halls without anybody for what the new edition wants done there."""
    found = []
    for offer in offers:
        held = {one.power for one in offer.holders}
        before = needed(old, offer.hall_kind) if old is not None else frozenset()
        found += [
            Lack(offer, power, power in before) for power in sorted(needed(new, offer.hall_kind)) if power not in held
        ]
    return tuple(found)


def losses(old: ItemDefinition | None, new: ItemDefinition, offers: Iterable[Offered]) -> tuple[Loss, ...]:
    """The halls in which posts lose what they may do: the old edition wanted it done there, the new one does not."""
    if old is None:
        return ()
    found = []
    for offer in offers:
        for power in sorted(needed(old, offer.hall_kind) - needed(new, offer.hall_kind)):
            holders = [one for one in offer.holders if one.power == power]
            if holders:
                posts, people = {one.post_id for one in holders}, {one.staff_id for one in holders}
                found.append(Loss(offer, power, len(posts), len(people)))
    return tuple(found)


def local_values(old: ItemDefinition | None, new: ItemDefinition, offers: Iterable[Offered]) -> tuple[LocalValue, ...]:
    """The local values that hold today, each with whether the new standard overtakes it (decisions 18, 53)."""
    if old is None:
        return ()
    return tuple(
        LocalValue(offer, key, value, not is_kinder(new, key, value))
        for offer in offers
        for key, value in sorted(offer.values.items())
        if is_kinder(old, key, value)
    )


def documents_of(definition: ItemDefinition) -> tuple[Ref, ...]:
    """The papers of the document store that a definition names, each once."""
    reductions = [one.document for fee in definition.fees for one in fee.reductions]
    named: Sequence[Ref | None] = [
        definition.delegation_document,
        *(one.document for one in definition.bases),
        *(one.document for one in definition.fees),
        *reductions,
    ]
    return tuple({one.code: one for one in named if one is not None}.values())


def halls_of(rows: Iterable[Lack | Loss | LocalValue]) -> Collection[str]:
    """The halls that these are about."""
    return {one.at.hall_code for one in rows}


def towns_of(rows: Iterable[Lack | Loss | LocalValue]) -> Collection[str]:
    """The places that these are about."""
    return {one.at.region_code for one in rows}
