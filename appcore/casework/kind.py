"""Which of the four kinds a case is: 上报 before 联办 before 即办/承诺, from the edition's steps (decisions 23)."""

from __future__ import annotations

from appcore.definition.item import ItemDefinition

RANK = {"village": 0, "town": 1, "county": 2, "city": 3, "province": 4}
HALL_RANK = {"agent_point": 0, "village_room": 0, "town_hall": 1, "county_hall": 2}


def case_kind(definition: ItemDefinition, hall_kind: str) -> str:
    """The kind of a case of this item received in a hall of this kind.

    A decision above the hall's own level makes it 上报件; several departments 联办件; else the item's own type.
    """
    own = HALL_RANK.get(hall_kind, 2)
    if any(RANK.get(step.level or "", 0) > own for step in definition.steps if step.kind in ("approve", "report_up")):
        return "reported"
    if definition.joint_departments or any(step.parallel for step in definition.steps):
        return "joint"
    return "instant" if definition.is_instant else "promised"
