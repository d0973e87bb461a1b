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
from tests.definition.samples import LINGXI, WORLD

CHOICES = (Choice(key="a", label="甲"), Choice(key="b", label="乙"), Choice(key="c", label="丙"))
GOOD: dict[str, tuple[str | list[str], Any, str, str]] = {
    # slug: typed, kept, shown, masked
    "text": (" 灵溪 ", "灵溪", "灵溪", "灵溪"),
    "long_text": ("一\r\n二", "一\n二", "一\n二", "一\n二"),
    "integer": ("１,２３４", 1234, "1234", "1234"),
    "money": ("￥1,234.5", 123450, "1234.50元", "1234.50元"),
    "date": ("2026年1月31日", "2026-01-31", "2026年1月31日", "2026年1月31日"),
    "yes_no": ("no", False, "否", "否"),
    "choice": ("b", "b", "乙", "乙"),
    "choices": (["c", "a", "a"], ("a", "c"), "甲、丙", "甲、丙"),
    "id_number": ("33032719000101001x", "33032719000101001X", "33032719000101001X", "33*************01X"),
    "credit_code": ("11330327ma0000015k", "11330327MA0000015K", "11330327MA0000015K", "11330327MA0000015K"),
    "phone": ("138 0000 1234", "13800001234", "13800001234", "138****1234"),
    "address": ("苍南县灵溪镇人民路1号", "苍南县灵溪镇人民路1号", "苍南县灵溪镇人民路1号", "苍南县灵溪镇****"),
    "region": ("330327100", LINGXI, "灵溪镇", "灵溪镇"),
}
BAD: dict[str, list[str | list[str]]] = {
    "text": ["长" * 201, "空\x00", "反\u202e转", "\ud800", "两\n行", ["a", "b"], []],
    "long_text": ["长" * 2001, "空\x00", "\ud800"],
    "integer": ["", "3.0", "1e3", "三", "٣", "²", "3\n", "-1", "1,23", "0x10", "1_000", "9" * 13, ["1", "2"]],
    "money": ["", "-1", "-0.01", "1.005", "1.", ".5", "1,23.00", "1e3", "NaN", "∞", "٣", "3\n", "二十元", "1 000", "9" * 13, "元"],
    "date": ["", "2026-02-30", "2026-1", "26-01-31", "2026-01/31", "٢٠٢٦-01-31", "2026-01-31\n", "20261301", "1899-12-31", "2201-01-01", "明天"],
    "yes_no": ["", "true", "1", "Yes", ["yes", "no"]],
    "choice": ["", "d", "甲", "A", ["a", "b"], "a\x00"],
    "choices": [["d"], ["a", "d"], ["甲"]],
    "id_number": ["330327000101001", "330327190001010010", "33032719000101001X\n"],
    "credit_code": ["11330327MA0000015X", "11330327MA0000015"],
    "phone": ["1380000123", "13800001234\n"],
    "address": ["长" * 201, "空\x00"],
    "region": ["330327999000", "330327", "33032710000", "３３０３２７１０００００\n", "灵溪镇", "٣٣٠٣٢٧١٠٠٠٠٠"],
}  # fmt: skip


def field_of(slug: str, **more: Any) -> Field:
    return Field(key="it", label="某项", kind=slug, choices=CHOICES, **more)


def test_every_kind_has_its_examples_here() -> None:
    assert set(GOOD) == set(BAD) == set(KINDS)


def test_the_register_knows_each_kind_by_its_slug_and_a_chinese_label() -> None:
    assert all(slug == kind.slug for slug, kind in KINDS.items())
    assert len({kind.label for kind in KINDS.values()}) == len(KINDS)
    assert kinds.choices()[0] == ("text", "单行文本")


def test_identity_numbers_telephones_and_addresses_are_sensitive_and_so_is_an_unknown_kind() -> None:
    assert {slug for slug in KINDS if kinds.is_sensitive(slug)} == {"id_number", "phone", "address"}
    assert kinds.is_sensitive("from_a_later_release")


@pytest.mark.parametrize("slug", GOOD)
def test_a_kind_keeps_one_form_and_shows_it(slug: str) -> None:
    typed, kept, shown, masked = GOOD[slug]
    kind, field = kind_of(slug), field_of(slug)

    value = kind.clean(typed, field, WORLD)

    assert (value, type(value)) == (kept, kind.holds)
    assert kind.show(value, field, WORLD) == shown
    assert slug == "region" or kind.masked(value, field) == masked


@pytest.mark.parametrize(("slug", "typed"), [(slug, typed) for slug, all_typed in BAD.items() for typed in all_typed])
def test_a_kind_refuses_what_it_cannot_keep(slug: str, typed: str | list[str]) -> None:
    with pytest.raises(Rejected) as refused:
        kind_of(slug).clean(typed, field_of(slug), WORLD)

    assert "%" not in str(refused.value.verdict)


@pytest.mark.parametrize("slug", GOOD)
def test_a_value_typed_again_is_the_same_value_in_a_form_and_in_json(slug: str) -> None:
    kind, field = kind_of(slug), field_of(slug)
    value = kind.clean(GOOD[slug][0], field, WORLD)
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


@pytest.mark.parametrize("slug", GOOD)
@given(typed=st.text(max_size=30))
def test_no_text_makes_a_kind_fail_in_another_way(slug: str, typed: str) -> None:
    """R88, and the law of the form opened again: typing what was kept keeps the same."""
    kind, field = kind_of(slug), field_of(slug)
    try:
        value = kind.clean(typed, field, WORLD)
    except Rejected:
        return

    assert kind.clean(kind.typed(value, field), field, WORLD) == value
    json.dumps(value).encode()


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
    value = kind_of(slug).clean(GOOD[slug][0], definition.fields[0], WORLD)

    form = entry_form.form_class(definition, Form)(data=entry_form.typed_values(definition, {"it": value}))
    control = form["f_it"]

    assert control.label.text == "某项"
    assert control.description == "说明"
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
