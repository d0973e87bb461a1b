"""权责清单 pasted from a spreadsheet."""

from __future__ import annotations

from appcore.definition.power_lines import read


def test_headings_say_which_column_is_which_in_any_order() -> None:
    said = read("职权名称\t类型\t基本编码\t实施主体\n出生登记\t行政确认\t000707001000\t公安局\n")

    assert [(one.code, one.name, one.task_type, one.body) for one in said.lines] == [
        ("000707001000", "出生登记", "confirmation", "公安局")
    ]


def test_without_headings_the_columns_stand_as_they_are_told() -> None:
    said = read("确认-00012-001\t出生登记\t确认\t公安局\t《户口登记条例》第七条\t受理、审查、决定")

    assert [(one.task_type, one.basis, one.duty) for one in said.lines] == [("confirmation", "《户口登记条例》第七条", "受理、审查、决定")]  # fmt: skip


def test_a_line_that_cannot_be_read_is_left_with_its_number_and_the_reason() -> None:
    said = read("编码\t名称\t类型\nA1\t甲\t行政许可\n\nA2\t\t行政许可\nA3\t丙\t审批\nA1\t丁\t行政许可")

    assert [one.code for one in said.lines] == ["A1"]
    assert [(number, str(why)[:6]) for number, _line, why in said.left] == [
        (4, "编码和名称都"),
        (5, "类型“审批”"),
        (6, "编码“A1”"),
    ]


def test_other_powers_are_known_by_their_usual_words() -> None:
    assert [one.task_type for one in read("1\t甲\t其他\n2\t乙\t其他行政权力").lines] == ["other_power", "other_power"]
