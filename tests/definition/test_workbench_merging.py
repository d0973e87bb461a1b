"""Two people's typing of one part made one: one-sided changes are taken, what both changed is asked, nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from appcore.definition.workbench import merging
from appcore.definition.workbench.rows import TOP, Row


def row(number: int, key: str, of: int = TOP, **texts: str) -> Row:
    return Row(number, texts, None, key, key, of)


BASE = [row(0, "a", name="甲", copies="1"), row(1, "b", name="乙", copies="1"), row(2, "c", name="丙")]


def test_what_only_one_side_changed_is_taken_and_what_both_changed_is_asked() -> None:
    theirs = [BASE[0].having(copies="2"), BASE[1].having(name="乙二"), BASE[2]]
    mine = [BASE[0].having(name="甲改"), BASE[1].having(name="我的乙"), BASE[2]]

    made = merging.lists(BASE, theirs, mine)

    assert [one.get("name") for one in made.rows] == ["甲改", "我的乙", "丙"]
    assert made.rows[0].get("copies") == "2"
    assert made.taken == [("a", "", "copies")]
    assert made.asked == {("b", "", "name"): "乙"}


def test_rows_that_they_added_or_deleted_come_and_go_and_a_deleted_one_that_i_changed_is_asked() -> None:
    theirs = [BASE[0], row(1, "x", name="新"), BASE[2]]
    mine = [*BASE, Row(3, {"name": "我加的"})]

    made = merging.lists(BASE, theirs, mine)
    kept = merging.lists(BASE, theirs, [BASE[0], BASE[1].having(name="我改"), BASE[2]])

    assert [one.get("name") for one in made.rows] == ["甲", "新", "丙", "我加的"]
    assert made.asked == {}
    assert kept.asked == {("b", "", ""): ""}
    assert "我改" in [one.get("name") for one in kept.rows]


def test_what_i_deleted_stays_away_unless_they_changed_it() -> None:
    mine = [BASE[0], BASE[2]]

    quiet = merging.lists(BASE, BASE, mine)
    asked = merging.lists(BASE, [BASE[0], BASE[1].having(name="他改"), BASE[2]], mine)
    answered = merging.answered(asked.rows, [BASE[0], BASE[1].having(name="他改"), BASE[2]], ("b", "", ""))

    assert ([one.key for one in quiet.rows], quiet.asked) == (["a", "c"], {})
    assert asked.asked == {("b", "", ""): ""}
    assert sorted(one.key for one in answered) == ["a", "b", "c"]


def test_rows_under_a_row_are_told_apart_too() -> None:
    base = [row(0, "q", text="问"), row(1, "x", 0, label="一"), row(2, "y", 0, label="二")]
    theirs = [base[0], base[1].having(label="壹"), base[2].having(label="贰"), row(3, "z", 0, label="三")]
    mine = [base[0], base[1], base[2].having(label="两")]

    made = merging.lists(base, theirs, mine)

    assert [one.get("label") for one in made.rows[1:]] == ["壹", "两", "三"]
    assert {one.of for one in made.rows[1:]} == {made.rows[0].number}
    assert made.asked == {("q", "y", "label"): "二"}
    after = merging.answered(made.rows, theirs, ("q", "y", "label"))
    assert [one.get("label") for one in after[1:]] == ["壹", "贰", "三"]


def test_their_order_is_taken_where_i_left_the_old_one() -> None:
    theirs = [replace(BASE[2], number=0), replace(BASE[0], number=1), replace(BASE[1], number=2)]
    mine = [BASE[0].having(name="甲改"), BASE[1], BASE[2]]

    merged = merging.reordered(BASE, theirs, merging.lists(BASE, theirs, mine).rows)
    moved = merging.reordered(BASE, theirs, [BASE[1], BASE[0], BASE[2]])

    assert [one.key for one in merged] == ["c", "a", "b"]
    assert [one.key for one in moved] == ["b", "a", "c"]


def test_without_a_base_every_difference_is_asked() -> None:
    made = merging.lists(None, BASE, [BASE[0].having(name="甲改"), BASE[1], BASE[2]])

    assert set(made.asked) == {("a", "", "name")}


CELLS = st.sampled_from(["", "一", "二", "三"])
SIDE = st.dictionaries(st.sampled_from("abcd"), CELLS, min_size=0)


@given(SIDE, SIDE, SIDE)
def test_each_cell_follows_the_rule_of_three(
    base: dict[str, str], theirs: dict[str, str], mine: dict[str, str]
) -> None:
    """A cell that I typed differently from the base is never replaced; one that they alone changed always is."""
    sides = [
        [row(place, key, name=text) for place, (key, text) in enumerate(side.items())] for side in (base, theirs, mine)
    ]

    made = merging.lists(*sides)

    found = {one.key: one.get("name") for one in made.rows}
    for key in {*base, *theirs, *mine}:
        was, saved, own = base.get(key), theirs.get(key), mine.get(key)
        if saved in (own, was):
            assert found.get(key) == own
        elif own == was:
            assert found.get(key) == saved
        else:
            assert found.get(key) == own
            assert any(path[0] == key for path in made.asked)
    assert len({one.number for one in made.rows}) == len(made.rows)
