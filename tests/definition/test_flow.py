"""The flow of an item: its stages at given answers, when each step is done, and what it adds up to."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcore.definition import schema
from appcore.definition.chart.figures import NARROW, WIDE, Captions, Figure, Node
from appcore.definition.chart.layout import draw
from appcore.definition.chart.lines import broken, phrases, width
from appcore.definition.checks import problems
from appcore.definition.flow import Flow, flow, lane_of, lanes_of
from appcore.definition.item import ItemDefinition, Step
from seeds import documents, source
from tests.definition.sound import CONTEXT, SOUND, sound, step, when

CAPTIONS = Captions("开始", "结束", "是", "否", "以下%(count)s项同时办理", lambda number: f"情形{number}")


def keys(made: Flow) -> list[list[str]]:
    return [[one.step.key for one in stage] for stage in made.taken]


def ends(made: Flow) -> dict[str, Fraction | None]:
    return {one.step.key: one.ends for stage in made.taken for one in stage}


def test_steps_follow_one_another_and_a_step_that_depends_is_open() -> None:
    made = flow(SOUND, {})

    assert keys(made) == [["accept"], ["examine"], ["inspect"], ["compare"], ["approve"], ["finish"], ["deliver"]]
    assert [one.applies for stage in made.taken for one in stage] == [True, True, None, None, True, True, True]


def test_an_answer_takes_out_the_steps_that_do_not_apply() -> None:
    made = flow(SOUND, {"trade": "meals"})

    assert ["compare"] not in keys(made)
    assert [one.step.key for one in made.skipped] == ["compare"]


def test_times_are_those_of_the_longest_way_and_steps_that_exclude_each_other_are_not_added() -> None:
    """1 受理 + 3 审查 + 4 现场核查 or 4 书面核对 + 1 决定 + 1 办结 = 10; 送达 is not counted."""
    made = flow(SOUND, {})

    assert ends(made)["compare"] == ends(made)["inspect"] == 8
    assert (made.total, made.promised, made.unit, made.is_over) == (Fraction(10), 10, "working_days", False)


def test_of_steps_worked_on_together_the_longest_counts() -> None:
    together = tuple(
        replace(one, parallel="both", condition=None) if one.key in ("inspect", "compare") else one
        for one in SOUND.steps
    )
    made = flow(sound(steps=together), {})

    assert keys(made)[2] == ["inspect", "compare"]
    assert made.taken[2][0].starts == made.taken[2][1].starts == 4
    assert made.total == 10


def test_two_groups_with_other_steps_between_are_two_stages() -> None:
    steps = (
        step("a", "甲", "handle", 1, parallel="x"),
        step("b", "乙", "handle", 2, parallel="x"),
        step("c", "丙", "handle", 1),
        step("d", "丁", "handle", 1, parallel="x"),
    )

    assert keys(flow(sound(steps=steps), {})) == [["a", "b"], ["c"], ["d"]]


@pytest.mark.parametrize(
    ("unit", "own", "number", "total"),
    [
        ("natural_days", "hours", 12, Fraction(1, 2)),
        ("hours", "minutes", 30, Fraction(1, 2)),
        ("hours", "natural_days", 2, 48),
        ("working_days", "hours", 4, None),
        ("months", "natural_days", 30, None),
    ],
)
def test_units_are_added_up_only_where_they_turn_into_one_another_exactly(
    unit: str, own: str, number: int, total: Any
) -> None:
    steps = (step("one", "办理", "handle", number, unit=own),)

    assert flow(sound(steps=steps, promised_unit=unit), {}).total == total


def test_a_flow_over_its_promise_says_so() -> None:
    assert flow(sound(promised_days=9), {}).is_over
    assert not flow(sound(promised_days=9, steps=SOUND.steps[:4]), {"trade": "meals"}).is_over


def test_lanes_go_from_below_upwards_and_only_those_that_the_flow_passes() -> None:
    made = flow(SOUND, {})

    assert [title for _key, title in lanes_of(made, "level")] == ["乡镇", "县"]
    assert [title for _key, title in lanes_of(made, "department")] == ["苍南县灵溪镇人民政府", "苍南县市场监督管理局"]
    assert [title for _key, title in lanes_of(made, "role")] == ["窗口人员", "承办人", "审批人"]


def test_a_definition_without_acts_keeps_its_bytes() -> None:
    """Editions stored before steps said what may be done there stay what they are."""
    old = sound(steps=tuple(replace(one, acts=()) for one in SOUND.steps))

    assert b"acts" not in schema.write(old)
    assert schema.read(schema.write(old)) == old
    assert [one.level for one in problems(old, CONTEXT)] == ["warning"]


def test_steps_that_begin_together_have_none_to_return_to() -> None:
    first = [replace(one, parallel="start", acts=("pass", "return"), condition=None) for one in SOUND.steps[:2]]

    assert [
        one.place.key for one in problems(sound(steps=(*first, *SOUND.steps[2:])), CONTEXT) if one.id == "C062"
    ] == ["accept", "examine"]


# --- lines -----------------------------------------------------------------------------------------------------------------


def test_lines_are_as_wide_as_their_signs() -> None:
    assert broken("苍南县市场监督管理局", 5) == ("苍南县市场", "监督管理局")
    assert broken("12 个工作日", 4.5) == ("12 个工", "作日")
    assert broken("", 5) == ()


def test_a_line_begins_with_no_closing_mark_and_ends_with_no_opening_one() -> None:
    assert broken("核对材料，作出决定", 4) == ("核对材", "料，作出", "决定")
    assert broken("核对身份（本人）", 5) == ("核对身份", "（本人）")


def test_what_is_joined_by_a_dot_is_parted_there_first() -> None:
    assert phrases("县税务局 · 承办人", 20) == ("县税务局 · 承办人",)
    assert phrases("县税务局 · 承办人", 6) == ("县税务局", "承办人")


@given(st.text(st.sampled_from("一二三，。“”（）ab12 "), max_size=40), st.floats(1, 12))
def test_no_sign_is_lost_and_no_line_is_too_wide(text: str, most: float) -> None:
    lines = broken(text, most)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(line for line in lines)
    assert all(width(line) <= most or len(line) == 1 for line in lines)


# --- the chart -------------------------------------------------------------------------------------------------------------


def nodes(definition: ItemDefinition) -> tuple[list[list[Node]], tuple[tuple[str, str], ...]]:
    made = flow(definition, {})

    def node(one: Any) -> Node:
        body: Step = one.step
        who = f"{body.department.name if body.department else ''} · {body.role}"
        return Node(
            lane_of(body, "level")[0],
            body.name,
            (who, f"{body.duration} 个工作日"),
            one.sentence if one.applies is None else "",
        )

    return [[node(one) for one in stage] for stage in made.taken], lanes_of(made, "level")


LIVE = [one for one in map(documents.read, source.items()) if one.definition.steps]


@pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])
def test_on_the_charts_of_all_samples_nothing_overlaps_and_all_stands_on_the_sheet(shape: Any) -> None:
    for sample in LIVE:
        stages, lanes = nodes(sample.definition)
        made = draw(stages, lanes, CAPTIONS, shape)

        assert all(
            one.x >= 0 and one.x + one.w <= made.width and one.y + one.h <= made.height for one in made.figures
        ), sample.code
        assert overlapping(made.figures) == [], sample.code
        assert sum(one.kind == "box" for one in made.figures) == sum(map(len, stages)), sample.code
        assert sum(one.kind == "diamond" for one in made.figures) == sum(
            bool(one.question) for stage in stages for one in stage
        )
        assert [one.text for one in lines_too_wide(made.figures)] == [], sample.code


def overlapping(figures: tuple[Figure, ...]) -> list[tuple[Figure, Figure]]:
    return [
        (one, other)
        for number, one in enumerate(figures)
        for other in figures[number + 1 :]
        if one.x < other.x + other.w
        and other.x < one.x + one.w
        and one.y < other.y + other.h
        and other.y < one.y + one.h
    ]


def lines_too_wide(figures: tuple[Figure, ...]) -> list[Any]:
    """Lines that stick out of their figure; in a diamond the room is narrower above and below its middle."""
    found = []
    for one in figures:
        for line in one.lines:
            off = abs((line.y - line.size / 3) - (one.y + one.h / 2)) + line.size / 2 if one.kind == "diamond" else 0
            room = one.w * (1 - off / (one.h / 2)) if one.kind == "diamond" else one.w
            if width(line.text) * line.size > room + 1 or not one.y < line.y < one.y + one.h:
                found.append(line)
    return found


def test_a_condition_too_long_for_its_diamond_stands_in_a_note_below() -> None:
    long = Node("county", "公示", (), "“属于哪一种”选择“法定继承”、“按遗嘱继承”、“受遗赠”之一" * 4)
    made = draw([[long]], [("county", "县")], CAPTIONS, WIDE)

    assert [line.text for one in made.figures if one.kind == "diamond" for line in one.lines] == ["情形1"]
    assert any(one.text.startswith("情形1：“属于哪一种”") for one in made.labels)


def test_the_start_stands_in_the_lane_of_the_first_step_and_the_end_in_that_of_the_last() -> None:
    stages, lanes = nodes(SOUND)
    made = draw(stages, lanes, CAPTIONS, WIDE)
    start, end = (one for one in made.figures if one.kind == "terminal")
    town, county = made.lanes

    assert town.x < start.x + start.w / 2 < town.x + town.w
    assert county.x < end.x + end.w / 2 < county.x + county.w


def test_a_flow_of_no_steps_is_drawn_too() -> None:
    assert [one.kind for one in draw([], [], CAPTIONS, WIDE).figures] == ["terminal", "terminal"]


def test_a_depending_step_reached_under_no_answer_has_no_time() -> None:
    never = replace(SOUND.steps[2], condition=when("trade", "nothing"))

    assert flow(sound(steps=(SOUND.steps[0], never)), {}).total is None
