"""The catalogue as lists and as a tree: nothing lost from sight, parts that add to the whole."""

from __future__ import annotations

from flask import Flask

from appcore.catalogue import item_lists, work_systems
from appcore.catalogue.item_lists import Branch, ItemLine, counted, fitting, tree
from seeds import small
from tests.people import acts


def line(code: str, tier: str = "handling", parent: str = "", **more: str) -> ItemLine:
    return ItemLine(code=code, name=more.pop("name", code), tier=tier, parent=parent, department="gaj", catalog_code="", state="in_use", **more)  # type: ignore[arg-type]  # texts all of them  # fmt: skip


MAIN, SUB = line("m", "main"), line("s", "sub", "m")
LEAVES = [
    line("a", parent="s", task_type="permit"),
    line("b", parent="s"),
    line("c", parent="m", task_type="public_service"),
]


def said(branches: tuple[Branch, ...]) -> list[object]:
    return [(one.line.code, one.leaves, said(one.children)) for one in branches]


def test_items_stand_under_their_parents_with_the_number_of_handling_items_below() -> None:
    assert said(tree([MAIN, SUB, *LEAVES])) == [("m", 3, [("s", 2, [("a", 1, []), ("b", 1, [])]), ("c", 1, [])])]


def test_an_item_whose_parent_is_missing_or_that_stands_in_a_circle_is_not_lost() -> None:
    round_about = [line("x", "sub", "y"), line("y", "sub", "x"), line("z", parent="gone"), line("w", parent="w")]

    found = said(tree(round_about))

    codes = str(found)
    assert all(codes.count(f"'{one.code}'") == 1 for one in round_about)


def test_a_search_keeps_the_way_to_what_it_finds_and_marks_only_that() -> None:
    (main,) = tree([MAIN, SUB, *LEAVES], lambda one: one.code == "a")

    assert said((main,)) == [("m", 1, [("s", 1, [("a", 1, [])])])]
    assert [main.hit, main.children[0].hit, main.children[0].children[0].hit] == [False, False, True]


def test_powers_and_public_services_are_two_lists_whose_parts_add_to_the_whole() -> None:
    assert [one.code for one in fitting(LEAVES, {"kind": "power"})] == ["a"]
    assert [one.code for one in fitting(LEAVES, {"kind": "service"})] == ["c"]
    assert sum(count for _value, count in counted(LEAVES, "task_type")) == len(LEAVES)


def test_a_name_is_found_by_its_pinyin_and_a_code_by_a_piece_of_it() -> None:
    wanted = line("330327-00003", name="居民身份证申领")

    assert [wanted.is_called(one) for one in ("sfz", "shenfenzheng", "00003", "结婚")] == [True, True, True, False]


def test_the_lines_say_what_the_editions_in_force_say(app: Flask) -> None:
    with acts(app) as session:
        found = {one.code: one for one in item_lists.lines(session)}

    assert (found[small.PROMISED].kind, found[small.PROMISED].worked_in, found[small.PROMISED].edition) == (
        "power",
        "公安",
        1,
    )


def test_a_number_of_another_system_is_asked_for_where_that_system_gives_one(app: Flask) -> None:
    with acts(app) as session:
        asked = {
            one: work_systems.gives_numbers(session, one) for one in ("", work_systems.HOME, "公安", "没有登记的系统")
        }

    assert asked == {"": False, work_systems.HOME: False, "公安": True, "没有登记的系统": True}
