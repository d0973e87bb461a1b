"""A field on paper: boxes for digits, squares for choices, and a line for every kind that is not known."""

from __future__ import annotations

from dataclasses import replace

from appcore.definition import pen
from appcore.definition.item import Choice, Field, ItemDefinition, Material
from appcore.definition.kinds import KINDS

TWO = (Choice(key="a", label="甲"), Choice(key="b", label="乙"))


def test_every_kind_there_is_has_its_room_and_an_unknown_one_a_line() -> None:
    assert set(KINDS) <= set(pen.BY_KIND) | set(pen.UNWRITTEN)
    assert pen.pen_of(Field(key="x", kind="nosuch")).style == "line"


def test_digits_get_boxes_and_choices_squares() -> None:
    assert pen.pen_of(Field(key="x", kind="id_number")) == pen.Pen("boxes", 18)
    assert pen.pen_of(Field(key="x", kind="phone")) == pen.Pen("boxes", 11)
    assert pen.pen_of(Field(key="x", kind="integer", high=250, unit="人")) == pen.Pen("boxes", 3, after="人")
    assert pen.pen_of(Field(key="x", kind="choice", choices=TWO)) == pen.Pen("ticks", 2, ("甲", "乙"))
    assert pen.pen_of(Field(key="x", kind="yes_no")).choices == ("是", "否")
    assert pen.pen_of(Field(key="x", kind="money")).after == "元"


def test_a_table_is_drawn_once_with_its_columns_and_what_is_not_printed_is_left_out() -> None:
    fields = (
        Field(key="people", label="家庭成员", kind="table", group="成员"),
        Field(key="name", label="姓名", kind="text", within="people"),
        Field(key="age", label="年龄", kind="integer", within="people", unit="岁", required=True),
        Field(key="hidden", label="不印", kind="text", printed="none"),
        Field(key="total", label="合计", kind="computed"),
        Field(key="why", label="理由", kind="long_text", required=True),
    )
    definition = ItemDefinition(code="330327-00001", name="样例", fields=fields)

    groups = pen.form_lines(definition)

    assert [(group, [line.label for line in lines]) for group, lines in groups] == [
        ("成员", ["家庭成员"]),
        ("", ["理由"]),
    ]
    assert groups[0][1][0].pen == pen.Pen("table", pen.MOST_ROWS, columns=("姓名", "年龄（岁）*"))


def test_papers_that_need_not_be_handed_in_are_not_asked_for() -> None:
    paper = Material(key="a", name="户口簿")
    definition = ItemDefinition(code="330327-00001", materials=(paper, replace(paper, key="b", exempt=True)))

    assert [one.key for one, _when in pen.papers(definition)] == ["a"]
