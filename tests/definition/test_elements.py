"""The definition, the list of elements and the stored document say the same things, byte for byte."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from marshmallow import ValidationError

from appcore.definition import canonical, schema
from appcore.definition.item import ItemDefinition
from appcore.definition.schema import PART_CLASSES
from models import elements as el
from models.elements import PartKind
from tests.definition import strategies

CODE = {"code": "330327-00001"}


def children_of(kind: str) -> list[str]:
    return [child.plural for child in el.PART_KINDS if child.parent == kind]


def test_no_label_holds_a_per_cent_sign() -> None:
    """A label is a sentence of the catalogue, and gettext takes the sign for the beginning of a placeholder."""
    labels = [one.label for kind in el.PART_KINDS for one in kind.elements] + [one.label for one in el.EDITION_ELEMENTS]

    assert [one for one in labels if "%" in one] == []


def test_a_definition_has_exactly_the_elements_of_an_edition() -> None:
    expected = {"format", "code", "catalog_code", *(one.name for one in el.EDITION_ELEMENTS), *children_of("")}

    assert {one.name for one in fields(ItemDefinition)} == expected


@pytest.mark.parametrize("kind", el.PART_KINDS, ids=lambda kind: kind.name)
def test_each_part_has_exactly_its_elements(kind: PartKind) -> None:
    expected = {"key", *(one.name for one in kind.elements), *children_of(kind.name)}

    assert {one.name for one in fields(PART_CLASSES[kind.name])} == expected


def test_every_kind_of_part_has_its_class() -> None:
    assert set(PART_CLASSES) == {kind.name for kind in el.PART_KINDS}


def test_no_element_is_declared_twice() -> None:
    for group in (el.EDITION_ELEMENTS, *(kind.elements for kind in el.PART_KINDS)):
        names = [one.name for one in group]
        assert len(names) == len(set(names))


@given(strategies.definitions())
def test_a_definition_comes_back_from_its_document_with_the_same_bytes_and_hash(definition: ItemDefinition) -> None:
    stored = schema.write(definition)

    again = schema.read(stored)

    assert again == definition
    assert schema.write(again) == stored
    assert canonical.digest(schema.write(again)) == canonical.digest(stored)


@given(strategies.definitions())
def test_a_stored_document_holds_no_null_no_float_and_nothing_empty(definition: ItemDefinition) -> None:
    """Source: decisions 15."""

    def sound(value: Any) -> bool:
        if isinstance(value, dict):
            return bool(value) and list(value) == sorted(value) and all(sound(one) for one in value.values())
        if isinstance(value, list):
            return bool(value) and all(sound(one) for one in value)
        return isinstance(value, bool | int) or (isinstance(value, str) and value != "")

    stored = schema.write(definition)

    assert sound(json.loads(stored))
    assert json.dumps(json.loads(stored), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() == stored


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="floats"):
        canonical.to_bytes({"amount": 1.5})


def test_text_is_brought_to_one_form_of_unicode() -> None:
    assert canonical.to_bytes({"a": "e\u0301"}) == canonical.to_bytes({"a": "\u00e9"})


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"code": "330327-00001\n"},
        {"code": "٣٣٠٣٢٧-00001"},
        CODE | {"surprise": 1},
        CODE | {"materials": [{"key": "a", "surprise": 1}]},
        CODE | {"materials": [{"name": "无标识"}]},
        CODE | {"materials": [{"key": "A"}]},
        CODE | {"materials": [{"key": "a\n"}]},
        CODE | {"questions": [{"key": "a", "choices": [{"key": "b", "surprise": 1}]}]},
        CODE | {"promised_days": "5"},
        CODE | {"promised_days": 5.0},
        CODE | {"promised_days": True},
        CODE | {"promised_days": -1},
        CODE | {"has_fee": "yes"},
        CODE | {"task_type": "99"},
        CODE | {"use_levels": ["town", "moon"]},
        CODE | {"name": None},
        CODE | {"name": "长" * 201},
        CODE | {"name": "空\x00"},
        CODE | {"name": "\ud800"},
        CODE | {"name": "反\u202e转"},
        CODE | {"implementing_body": {"code": 1}},
        CODE | {"implementing_body": {"code": ""}},
        CODE | {"implementing_body": {"code": "x", "name": None}},
        CODE | {"implementing_body": {"code": "x\x00"}},
        CODE | {"materials": [{"key": "a", "condition": {"all": []}}]},
        CODE | {"format": 99},
        CODE | {"catalog_code": "1234"},
    ],
)
def test_a_document_that_is_no_definition_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        schema.load(document)
