"""Tables of a form: rows keep their order, faults are told per cell, empty rows are dropped, sums are exact."""

from __future__ import annotations

from typing import Any

import pytest
from wtforms import Form

from appcore.definition import posted
from appcore.definition.answers import from_json
from appcore.definition.entry_form import form_fields, opened, split_sensitive, typed_values, validate
from appcore.definition.item import Choice, Field, Question
from appcore.definition.nesting import TableField, nested, sums_of
from tests.definition.kinds.forms import Sheet
from tests.definition.samples import WORLD, when

CHOICES = (Choice(key="a", label="甲"), Choice(key="b", label="乙"))
PEOPLE = Sheet(
    questions=(Question(key="rich", text="有收入吗？", kind="yes_no"),),
    fields=(
        Field(key="head", label="家庭", kind="heading"),
        Field(key="people", label="人员", kind="table", required=True, low=1, high=3),
        Field(key="data", label="姓名", kind="person_name", within="people", required=True),
        Field(key="years", label="年龄", kind="integer", within="people", summed=True),
        Field(key="income", label="收入", kind="money", within="people", summed=True, condition=when("rich", "is", True)),
        Field(key="area", label="面积", kind="decimal", within="people", summed=True),
        Field(key="kinds", label="类别", kind="choices", within="people", choices=CHOICES),
        Field(key="all", label="合计", kind="computed"),
        Field(key="scan", label="扫描件", kind="files", required=True),
        Field(key="after", label="备注", kind="text"),
    ),
)  # fmt: skip
RICH: dict[str, Any] = {"rich": True}
RAW = {
    "f_people.2.data": ["李四"], "f_people.2.years": ["7"], "f_people.2.income": ["0.20"], "f_people.10.data": ["王五"], "f_people.10.area": ["1.25"],
    "f_people.0.data": ["张三"], "f_people.0.years": ["40"], "f_people.0.income": ["0.10"], "f_people.0.area": ["0.5"], "f_people.0.kinds": ["b", "a"],
    "f_people.5.data": [""], "f_people.5.years": ["　"],
}  # fmt: skip
ROWS = (
    {"data": "张三", "years": 40, "income": 10, "area": "0.5", "kinds": ("a", "b")},
    {"data": "李四", "years": 7, "income": 20},
    {"data": "王五", "area": "1.25"},
)


def table() -> TableField:
    return next(one for one in nested(PEOPLE.fields) if isinstance(one, TableField))


def test_rows_keep_their_order_and_one_left_empty_is_dropped() -> None:
    entered = validate(PEOPLE, RAW, RICH, WORLD)

    assert entered.errors == {}
    assert entered.values == {"people": ROWS}


def test_faults_are_told_cell_by_cell_under_the_number_that_was_posted() -> None:
    raw = {"f_people.2.years": ["x"], "f_people.7.data": ["李四"], "f_people.7.years": ["-1"]}

    errors = validate(PEOPLE, raw, RICH, WORLD).errors

    assert list(errors) == ["people.2.data", "people.2.years", "people.7.years"]
    assert str(errors["people.2.data"]) == "请填写“姓名”。"


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"f_people.0.data": [""]},
        {"f_people.0.other": ["x"]},
        {"f_people.x.data": ["x"]},
        {"f_people.00001.data": ["x"]},
        {"f_people": ["x"]},
    ],
)
def test_a_table_that_must_have_a_row_says_so(raw: dict[str, list[str]]) -> None:
    errors = validate(PEOPLE, raw, RICH, WORLD).errors

    assert [(key, str(one)) for key, one in errors.items()] == [("people", "“人员”至少填写1行。")]


def test_too_many_rows_are_told_at_the_first_that_is_too_many() -> None:
    raw = {f"f_people.{number}.data": ["张三"] for number in range(5)}

    assert list(validate(PEOPLE, raw, RICH, WORLD).errors) == ["people.3.data"]


def test_a_column_that_is_ruled_out_is_neither_drawn_nor_kept_and_a_row_with_nothing_else_counts_as_empty() -> None:
    raw = {"f_people.0.data": ["张三"], "f_people.0.income": ["nonsense"], "f_people.1.income": ["1"]}

    entered = validate(PEOPLE, raw, {"rich": False}, WORLD)
    drawn = next(one.field for one in form_fields(PEOPLE, {"rich": False}) if one.name == "f_people")

    assert (entered.errors, entered.values) == ({}, {"people": ({"data": "张三"},)})
    assert isinstance(drawn, TableField)
    assert [one.key for one in drawn.columns] == ["data", "years", "area", "kinds"]


def test_sums_are_exact_and_only_under_columns_that_show_one() -> None:
    assert sums_of(table(), ROWS) == {"years": 47, "income": 30, "area": "1.75"}
    assert sums_of(table(), None) == {}


def test_a_table_with_a_sensitive_column_is_sealed_whole() -> None:
    clear, sealed = split_sensitive(PEOPLE, {"people": ROWS, "after": "x"})

    assert (clear, sealed) == ({"after": "x"}, {"people": ROWS})


def test_a_form_opened_again_holds_each_row_under_its_number_whatever_its_columns_are_called() -> None:
    form = opened(PEOPLE, Form, RAW, WORLD)

    rows = dict(iter(form["f_people"]))

    assert list(rows) == [0, 2, 5, 10]
    assert 'name="f_people.10.data"' in rows[10]["data"]()
    assert 'value="王五"' in rows[10]["data"]()
    assert rows[0]["kinds"].data == ["b", "a"]
    assert list(dict(iter(opened(PEOPLE, Form, {}, WORLD)["f_people"]))) == [0]


def test_values_go_through_json_and_are_typed_again_as_they_were() -> None:
    import json

    again = from_json(json.loads(json.dumps({"people": ROWS})))

    assert again == {"people": ROWS}
    assert validate(PEOPLE, typed_values(PEOPLE, again), RICH, WORLD).values == again


def test_a_row_is_added_and_taken_away_in_what_was_posted() -> None:
    more = posted.with_row(PEOPLE, {"f_people.4.data": ["张三"]}, "people")
    fresh = posted.with_row(PEOPLE, {}, "people")

    assert more["f_people.5.data"] == [""]
    assert {name.split(".")[1] for name in fresh} == {"0", "1"}
    assert posted.without_row(more, "people", 4).keys() == more.keys() - {"f_people.4.data"}
    assert posted.with_row(PEOPLE, {f"f_people.{one}.data": ["x"] for one in range(3)}, "people").keys() == {
        f"f_people.{one}.data" for one in range(3)
    }
    assert posted.with_row(PEOPLE, {}, "after") == {}


def test_only_names_of_the_form_are_taken_from_a_post() -> None:
    names = [
        "f_after",
        "f_people.0.data",
        "f_people.0.after",
        "f_people",
        "f_head.0.data",
        "after",
        "f_people.0.data.x",
        "csrf_token",
        "f_other",
    ]

    assert posted.names_in(PEOPLE, names) == ("f_after", "f_people.0.data")


def test_what_is_posted_for_a_computed_field_or_a_heading_is_never_looked_at() -> None:
    raw = {**RAW, "f_all": ["999"], "f_head": ["x"]}

    assert validate(PEOPLE, raw, RICH, WORLD) == validate(PEOPLE, RAW, RICH, WORLD)


def test_computed_values_are_kept_and_may_decide_what_else_arises() -> None:
    sheet = Sheet((
        Field(key="a", label="甲", kind="integer"), Field(key="double", label="倍", kind="computed", formula="a * 2"),
        Field(key="reason", label="理由", kind="text", required=True, condition=when("double", "at_least", 10)),
    ))  # fmt: skip

    few, many = (validate(sheet, {"f_a": [typed]}, {}, WORLD) for typed in ("4", "5"))

    assert (few.values, list(few.errors)) == ({"a": 4, "double": 8}, [])
    assert (many.values, list(many.errors)) == ({"a": 5, "double": 10}, ["reason"])


def test_rows_get_their_computed_cells() -> None:
    sheet = Sheet((
        Field(key="t", label="表", kind="table"), Field(key="n", label="数", kind="integer", within="t"),
        Field(key="sq", label="方", kind="computed", formula="n * n", within="t", summed=True),
    ))  # fmt: skip

    entered = validate(sheet, {"f_t.0.n": ["3"], "f_t.1.n": ["4"]}, {}, WORLD)

    assert entered.values == {"t": ({"n": 3, "sq": 9}, {"n": 4, "sq": 16})}


def test_a_condition_over_a_table_stays_unknown_so_that_nothing_is_lost() -> None:
    sheet = Sheet(
        (
            *PEOPLE.fields[:3],
            Field(key="why", label="理由", kind="text", required=True, condition=when("people", "is", "x")),
        )
    )

    without = validate(sheet, {"f_people.0.data": ["张三"]}, {}, WORLD)
    given = validate(sheet, {"f_people.0.data": ["张三"], "f_why": ["因为"]}, {}, WORLD)

    assert without.errors == {}
    assert given.values["why"] == "因为"
