"""The menu's long wings under a few headings that people understand; what stands in them is Flask-AppBuilder's menu, drawn by permissions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from appcore.definition.verdict import N_

FEW = 8
"""A wing with no more lines than these needs no headings."""
HEADINGS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "catalogue": (
        (N_("事项与版本"), ("item", "tree", "item_list", "bundle", "edition", "board")),
        (N_("材料与依据"), ("standard_material", "material", "paper_report", "document", "power")),
        (N_("质量与整改"), ("quality", "check_finding", "check_run", "item_task", "confirm", "miss")),
        (N_("导入、导出与印制"), ("package", "booklet", "exchange_column")),
        (N_("文书、字段与用词"), ("slip_template", "block", "synonym", "check_level", "check_word")),
        (N_("部门、区划与日历"), ("department", "region", "work_day", "work_system")),
    ),
    "hall": (
        (N_("中心与窗口"), ("hall", "hall_detail", "window", "window_kind")),
        (N_("人员与权限"), ("staff", "post", "authority")),
        (N_("进驻的事项"), ("offer", "offer_finding", "drift", "local_difference")),
        (N_("下放与承接"), ("delegation", "adoption", "village")),
    ),
    "access": (
        (N_("账号与权限"), ("account", "phone", "hall_access", "why", "permission")),
        (N_("记录与审计"), ("audit", "read_log", "readers", "export_request")),
        (N_("系统对接"), ("hook_subscription", "hook_delivery")),
    ),
}
"""By wing: each heading with the names of its entries in the menu, in their order."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of a wing under their heading; without one they stand in the wing itself."""

    title: str
    slug: str
    rooms: tuple[Any, ...]


def sections(wing: str, rooms: Iterable[Any]) -> list[Section]:
    """The lines that this person may open in a wing, under headings where they are many.

    A heading over a single line says no more than the line; what no heading names (an entry of a plug-in) stands last.
    """
    seen = {room.name: room for room in rooms}
    headings = HEADINGS.get(wing, ())
    if len(seen) <= FEW or not headings:
        return [Section("", "", tuple(seen.values()))]
    made: list[Section] = []
    single: list[Any] = []
    for title, nouns in headings:
        under = tuple(seen.pop(name) for noun in nouns if (name := f"{noun}_menu") in seen)
        if len(under) > 1:
            made.append(Section(title, f"{wing}.{nouns[0]}", under))
        else:
            single += under
    rest = (*single, *seen.values())
    return [*made, Section("", "", rest)] if rest else made
