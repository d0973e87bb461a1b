"""Form, JSON Schema and marshmallow accept and refuse the same input, over random forms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no type information
from marshmallow import ValidationError

from appcore.definition.documents import document_schema, json_schema
from appcore.definition.entry_form import typed_values, validate
from appcore.definition.formats import formats
from appcore.definition.item import Field
from tests.definition.kinds.examples import field_of
from tests.definition.kinds.forms import Filled, Sheet, forms
from tests.definition.samples import WORLD, when


def is_valid(sheet: Sheet, document: dict[str, Any]) -> bool:
    schema = json_schema(sheet)
    Draft202012Validator.check_schema(schema)
    valid: bool = Draft202012Validator(schema, format_checker=formats(WORLD)).is_valid(document)
    return valid


def loaded(sheet: Sheet, document: dict[str, Any]) -> Any:
    try:
        return document_schema(sheet, WORLD).load(document)
    except ValidationError:
        return None


@given(forms())
def test_the_three_accept_and_refuse_the_same(filled: Filled) -> None:
    entered = validate(filled.sheet, filled.raw, {}, WORLD)

    assert (entered.errors == {}) == is_valid(filled.sheet, filled.document)
    assert (entered.errors == {}) == (loaded(filled.sheet, filled.document) is not None)
    if not entered.errors:
        assert loaded(filled.sheet, filled.document) == entered.values


@given(forms())
def test_what_was_kept_is_kept_when_it_is_typed_again(filled: Filled) -> None:
    values = validate(filled.sheet, filled.raw, {}, WORLD).values

    again = validate(filled.sheet, typed_values(filled.sheet, values), {}, WORLD)

    assert again.values == values


@given(forms())
def test_hidden_fields_are_neither_required_nor_kept(filled: Filled) -> None:
    never = when("asked", "is", True)
    sheet = Sheet(
        (
            *(replace(one, condition=None if one.within else never) for one in filled.sheet.fields),
            Field(key="asked", label="问", kind="yes_no"),
        )
    )

    entered = validate(sheet, filled.raw | {"f_asked": ["no"]}, {}, WORLD)

    assert entered.errors == {}
    assert entered.values == {"asked": False}


def test_neither_schema_takes_what_the_form_does_not_ask_or_nobody_types() -> None:
    sheet = Sheet(
        (
            field_of("text"),
            Field(key="sum", label="合计", kind="computed"),
            Field(key="head", label="标题", kind="heading"),
        )
    )

    for document in ({"other": "x"}, {"sum": "1"}, {"head": "x"}):
        assert not is_valid(sheet, document)
        assert loaded(sheet, document) is None
    assert document_schema(sheet, WORLD).dump({"it": "x", "sum": "1"}) == {"it": "x", "sum": "1"}
