"""The form of a case: what it draws, what it keeps, and all its problems at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wtforms import Form

from appcore.definition.entry_form import (
    Entered,
    form_class,
    form_fields,
    form_name,
    opened,
    split_sensitive,
    typed_values,
    validate,
)
from appcore.definition.item import Field
from appcore.definition.kinds import kind_of
from tests.definition import strategies
from tests.definition.samples import CARD, WORLD

ID_NUMBER = "33032719000101001X"
GOOD = {"f_holder": ["张三"], "f_number": [ID_NUMBER], "f_married": ["no"], "f_home": ["灵溪镇人民路1号"]}
LOST = {"reason": "lost"}


def test_fields_come_in_order_and_say_how_they_stand() -> None:
    drawn = form_fields(CARD, {"reason": "renew"})

    assert [(one.name, one.applies) for one in drawn] == [
        ("f_holder", True),
        ("f_number", True),
        ("f_married", True),
        ("f_spouse", None),
        ("f_home", True),
    ]
    assert [one.sentence for one in drawn if one.applies is None] == ["当“是否已婚”选择“是”时"]


def test_a_field_that_the_answers_rule_out_is_not_drawn() -> None:
    assert "f_number" not in {one.name for one in form_fields(CARD, {"reason": "first"})}


def test_a_field_that_hangs_on_another_field_stays_drawn_while_that_may_change() -> None:
    drawn = {one.name: one.applies for one in form_fields(CARD, {"reason": "first", "married": False})}

    assert drawn["f_spouse"] is False


def test_a_sound_form_gives_its_values() -> None:
    entered = validate(CARD, GOOD, LOST, WORLD)

    assert entered.errors == {}
    assert entered.values == {"holder": "张三", "number": ID_NUMBER, "married": False, "home": "灵溪镇人民路1号"}
    assert entered.answers["spouse"] is None


def test_the_lines_of_a_long_text_come_from_a_browser_with_two_characters_each_and_are_kept_with_one() -> None:
    noted = replace(CARD, fields=(*CARD.fields, Field(key="matter", label="情况说明", kind="long_text")))
    entered = validate(noted, {**GOOD, "f_matter": ["第一行\r\n第二行\r第三行"]}, LOST, WORLD)

    assert entered.errors == {}
    assert entered.values["matter"] == "第一行\n第二行\n第三行"


def test_all_problems_are_told_at_once_in_the_order_of_the_form() -> None:
    raw = {"f_number": ["1"], "f_married": ["perhaps"], "f_home": ["空\x00"]}

    entered = validate(CARD, raw, LOST, WORLD)

    assert list(entered.errors) == ["holder", "number", "married", "home"]
    assert str(entered.errors["holder"]) == "请填写“姓名”。"


def test_a_hidden_field_is_neither_required_nor_kept() -> None:
    raw = {"f_holder": ["张三"], "f_number": ["nonsense"], "f_spouse": ["李四"], "f_married": ["no"]}

    entered = validate(CARD, raw, {"reason": "first"}, WORLD)

    assert entered == Entered(
        {"holder": "张三", "married": False},
        {},
        {"reason": "first", "low_income": None, "copies": None, "holder": "张三", "number": None, "married": False, "spouse": None, "home": None},
    )  # fmt: skip


def test_a_field_shown_by_another_field_is_required() -> None:
    entered = validate(CARD, GOOD | {"f_married": ["yes"]}, LOST, WORLD)

    assert list(entered.errors) == ["spouse"]


def test_while_its_condition_is_open_a_field_is_kept_if_sound_and_not_required() -> None:
    without = {key: value for key, value in GOOD.items() if key != "f_number"}

    assert validate(CARD, without, {}, WORLD).errors == {}
    assert validate(CARD, GOOD, {}, WORLD).values["number"] == ID_NUMBER
    assert list(validate(CARD, GOOD | {"f_number": ["1"]}, {}, WORLD).errors) == ["number"]


def test_a_field_filled_in_wrongly_does_not_hide_what_hangs_on_it() -> None:
    entered = validate(CARD, GOOD | {"f_married": ["?"], "f_spouse": ["李四"]}, LOST, WORLD)

    assert list(entered.errors) == ["married"]
    assert entered.values["spouse"] == "李四"
    assert "spouse" not in entered.answers


def test_what_hangs_on_a_field_left_empty_is_not_asked_for() -> None:
    without = {key: value for key, value in GOOD.items() if key != "f_married"} | {"f_spouse": ["李四"]}

    entered = validate(CARD, without, LOST, WORLD)

    assert entered.errors == {}
    assert "spouse" not in entered.values


def test_names_that_are_no_field_of_the_item_are_dropped() -> None:
    """R81: only what the item needs is collected."""
    extra = {"f_religion": ["x"], "number": ["x"], "reason": ["first"], "f_reason": ["first"], "csrf_token": ["x"]}

    assert validate(CARD, GOOD | extra, LOST, WORLD) == validate(CARD, GOOD, LOST, WORLD)


def test_answers_to_questions_cannot_be_smuggled_in_as_values_of_fields() -> None:
    entered = validate(CARD, GOOD, LOST | {"holder": "别人"}, WORLD)

    assert entered.values["holder"] == "张三"
    assert list(validate(CARD, {}, LOST | {"holder": "别人"}, WORLD).errors) == ["holder", "number"]
    assert list(validate(CARD, {}, LOST | {"married": True}, WORLD).errors) == ["holder", "number"]


@pytest.mark.parametrize("text", ["\x00", "\ud800", "a\udfffb", "\u202e"])
def test_what_no_store_can_keep_is_refused_in_every_kind(text: str) -> None:
    """R88."""
    for field in CARD.fields:
        entered = validate(CARD, GOOD | {form_name(field.key): [text]}, LOST | {"low_income": True}, WORLD)
        assert field.key in entered.errors or field.key == "spouse"


@pytest.mark.parametrize("blank", [[], [""], [" "], ["　"], ["\n"], ["", " "]])
def test_a_blank_field_counts_as_left_empty(blank: list[str]) -> None:
    assert list(validate(CARD, GOOD | {"f_holder": blank}, LOST, WORLD).errors) == ["holder"]
    assert "home" not in validate(CARD, GOOD | {"f_home": blank}, LOST, WORLD).values


@given(
    st.dictionaries(
        st.sampled_from([form_name(one.key) for one in CARD.fields]), st.lists(st.text(max_size=8), max_size=2)
    ),
    strategies.answers_given,
)
def test_whatever_is_posted_values_are_sound_and_problems_are_sentences(
    raw: dict[str, list[str]], answers: dict[str, str | int | bool | tuple[str, ...] | None]
) -> None:
    entered = validate(CARD, raw, answers, WORLD)

    assert not set(entered.values) & set(entered.errors)
    assert all(str(one).endswith("。") for one in entered.errors.values())
    for field in CARD.fields:
        if field.key in entered.values:
            kind = kind_of(field.kind)
            assert kind.clean(kind.typed(entered.values[field.key], field), field, WORLD) == entered.values[field.key]


def test_editions_with_equal_fields_share_one_form_class_and_others_do_not() -> None:
    class Base(Form):
        pass

    class Other(Form):
        pass

    made = form_class(CARD, Base)

    assert issubclass(made, Base)
    assert form_class(replace(CARD, name="另一名称"), Base) is made
    assert form_class(CARD, Other) is not made
    assert form_class(replace(CARD, fields=CARD.fields[:1]), Base) is not made
    assert [one.name for one in made()] == [form_name(field.key) for field in CARD.fields]


def test_a_form_opened_again_holds_what_was_kept() -> None:
    values = validate(CARD, GOOD, LOST, WORLD).values

    form = opened(CARD, Form, typed_values(CARD, values), WORLD)

    assert 'value="张三"' in form["f_holder"]()
    assert form["f_married"].data == "no"


def test_sensitive_values_are_parted_from_the_rest() -> None:
    clear, sealed = split_sensitive(CARD, validate(CARD, GOOD, LOST, WORLD).values)

    assert clear == {"holder": "张三", "married": False}
    assert sealed == {"number": ID_NUMBER, "home": "灵溪镇人民路1号"}
