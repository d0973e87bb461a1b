"""Each kind of field takes what people type, keeps one form of it, and refuses the rest with a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError
from wtforms import Form

from appcore.definition import entry_form, kinds, money
from appcore.definition.item import Choice, Field, ItemDefinition
from appcore.definition.kinds import KINDS, Kind, kind_of
from appcore.definition.kinds.day import parse_day
from appcore.definition.kinds.written import Text
from appcore.definition.verdict import Rejected
from tests.definition.kinds.examples import GOOD, field_of
from tests.definition.samples import WORLD


@pytest.mark.parametrize("slug", GOOD)
def test_a_value_typed_again_is_the_same_value_in_a_form_and_in_json(slug: str) -> None:
    kind, field = kind_of(slug), field_of(slug)
    value = kind.clean(GOOD[slug][0][0], field, WORLD)
    schema = Schema.from_dict({"it": kind.schema_field(field, WORLD)})()

    document = json.loads(json.dumps(schema.dump({"it": value})))

    assert kind.clean(kind.typed(value, field), field, WORLD) == value
    assert schema.load(document) == {"it": value}


@pytest.mark.parametrize(
    ("slug", "value"),
    [("integer", "3"), ("integer", True), ("integer", 3.0), ("integer", -1), ("money", "20.00"), ("money", -1), ("money", True), ("yes_no", "yes"), ("yes_no", 1),
     ("choice", ["a"]), ("choice", "d"), ("choices", "a"), ("choices", [1]), ("choices", [["a"]]), ("text", None), ("text", 5), ("date", "2026-02-30"),
     ("region", 330327100000), ("id_number", {})],
)  # fmt: skip
def test_json_of_another_type_or_a_wrong_value_is_refused(slug: str, value: Any) -> None:
    schema = Schema.from_dict({"it": kind_of(slug).schema_field(field_of(slug), WORLD)})()

    with pytest.raises(ValidationError):
        schema.load({"it": value})


@given(st.integers(0, 99_999_999_999_999))
def test_money_is_typed_in_yuan_and_kept_in_fen_exactly(fen: int) -> None:
    assert money.fen_of(money.yuan(fen)) == fen
    assert money.fen_of(f"{fen // 100:,}.{fen % 100:02d}") == fen


@pytest.mark.parametrize(
    ("typed", "fen"), [("20", 2000), ("20.5", 2050), ("0.01", 1), ("０．０１", 1), ("1，234.50", 123450), ("20元", 2000), ("¥20.00", 2000), (" 20 ", 2000)]
)  # fmt: skip
def test_an_amount_may_be_written_in_several_ways(typed: str, fen: int) -> None:
    assert money.fen_of(typed) == fen


def test_a_negative_amount_and_a_negative_number_say_so() -> None:
    with pytest.raises(Rejected, match="负数"):
        money.fen_of("－5")
    with pytest.raises(Rejected, match="不能小于0"):
        kind_of("integer").clean("-5", field_of("integer"), WORLD)
    assert money.yuan(-5) == "-0.05"


@given(st.dates(min_value=parse_day("1900-01-01"), max_value=parse_day("2200-12-31")))
def test_a_day_may_be_written_in_several_ways(day: Any) -> None:
    full = str.maketrans("0123456789-", "０１２３４５６７８９－")
    typed = [
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d}",
        f"{day:%Y.%m.%d}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}-{day.month}-{day.day}",
    ]

    assert {parse_day(one) for one in [*typed, typed[0].translate(full)]} == {day}


@pytest.mark.parametrize(
    ("slug", "low", "high", "fits", "below", "above"),
    [
        ("text", 2, 3, "两字", "一", "四个字的"),
        ("integer", 2, 5, "2", "1", "6"),
        ("money", 2, 5, "5.00", "1.99", "5.01"),
        ("address", 5, 8, "一二三四五", "一二三四", "一二三四五六七八九"),
    ],
)
def test_a_field_may_set_bounds(slug: str, low: int, high: int, fits: str, below: str, above: str) -> None:
    kind, field = kind_of(slug), field_of(slug, low=low, high=high)

    assert kind.clean(fits, field, WORLD)
    for typed in (below, above):
        with pytest.raises(Rejected):
            kind.clean(typed, field, WORLD)


@pytest.mark.parametrize("slug", GOOD)
def test_a_kind_draws_a_labelled_control_that_holds_what_was_typed(slug: str) -> None:
    definition = ItemDefinition(code="330327-00001", fields=(field_of(slug, required=True, help="说明"),))
    value = kind_of(slug).clean(GOOD[slug][0][0], definition.fields[0], WORLD)

    control = entry_form.opened(definition, Form, entry_form.typed_values(definition, {"it": value}), WORLD)["f_it"]

    assert control.label.text == "某项"
    assert control.description == "说明"
    if kind_of(slug).later:
        assert control() == ""
        return
    assert f'data-kind="{slug}"' in control()
    for text in kind_of(slug).typed(value, definition.fields[0]):
        assert text in control()


def test_a_long_list_of_choices_is_a_select_that_begins_with_none() -> None:
    many = tuple(Choice(key=f"k{number}", label=f"第{number}项") for number in range(9))
    definition = ItemDefinition(
        code="330327-00001", fields=(Field(key="it", label="某项", kind="choice", choices=many),)
    )

    control = entry_form.form_class(definition, Form)()["f_it"]

    assert "<select" in control()
    assert '<option value="">请选择</option>' in control() or '<option selected value="">请选择</option>' in control()


class Plate(Kind[str]):
    """车牌号, as a county might add it."""

    slug = "plate"
    label = "车牌号"
    sensitive = True

    def parse(self, text: str, field: Field, lookup: kinds.Lookup) -> str:
        if not text.startswith("浙C"):
            raise Rejected("请填写以“%(start)s”开头的车牌号。", start="浙C")
        return text


def test_a_new_kind_is_one_class_and_one_line_of_the_register(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "plate", Plate())
    definition = ItemDefinition(
        code="330327-00001", fields=(Field(key="car", label="车牌", kind="plate", required=True),)
    )

    good = entry_form.validate(definition, {"f_car": ["浙C12345"]}, {}, WORLD)
    bad = entry_form.validate(definition, {"f_car": ["沪A1"]}, {}, WORLD)

    assert good.values == {"car": "浙C12345"}
    assert str(bad.errors["car"]) == "请填写以“浙C”开头的车牌号。"
    assert entry_form.split_sensitive(definition, good.values) == ({}, {"car": "浙C12345"})
    assert 'data-kind="plate"' in entry_form.form_class(definition, Form)()["f_car"]()


def test_an_unknown_kind_of_an_unchecked_draft_is_a_line_of_text() -> None:
    assert isinstance(kind_of("from_a_later_release"), Text)
