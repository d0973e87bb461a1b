"""The menu: long wings under headings, each line once, and only what a person may open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tests.world import World
from views.console.menu import FEW, HEADINGS, sections


@dataclass(frozen=True)
class Room:
    name: str


def rooms(*nouns: str) -> list[Room]:
    return [Room(f"{noun}_menu") for noun in nouns]


def test_every_line_of_a_long_wing_stands_under_one_heading(world: World) -> None:
    menu = {wing.name: wing.childs for wing in world.app.extensions["appbuilder"].menu.get_list()}

    for wing, lines in menu.items():
        named = Counter(f"{noun}_menu" for _title, nouns in HEADINGS.get(wing, ()) for noun in nouns)
        assert set(named.values()) <= {1}
        assert wing not in HEADINGS or set(named) == {one.name for one in lines}, wing


def test_a_wing_of_few_lines_has_no_headings() -> None:
    few = rooms(*(f"own{number}" for number in range(FEW)))

    assert [(one.title, list(one.rooms)) for one in sections("catalogue", few)] == [("", few)]
    assert len(sections("catalogue", [*few, *rooms("item", "tree")])) == 2


def test_a_heading_of_one_line_is_left_out_and_what_no_heading_names_stands_last() -> None:
    others = rooms("bundle", "edition", "board", "tree", "quality", "check_run")
    found = sections("catalogue", rooms("plugin_table", "item", "region") + others)

    assert [one.title for one in found] == ["事项与版本", "质量与整改", ""]
    assert [room.name for room in found[0].rooms] == [
        f"{one}_menu" for one in ("item", "tree", "bundle", "edition", "board")
    ]
    assert [room.name for room in found[-1].rooms] == ["region_menu", "plugin_table_menu"]
