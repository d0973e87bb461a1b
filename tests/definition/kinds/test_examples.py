"""Each kind keeps one form of what people type, and refuses the rest with a Chinese sentence that says what to do."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no type information
from marshmallow import Schema, ValidationError

from appcore.definition import id_documents, kinds
from appcore.definition.formats import formats
from appcore.definition.kinds import KINDS, kind_of
from appcore.definition.verdict import Rejected
from models.vocabulary import ID_DOCUMENT
from tests.definition.kinds.examples import BAD, DOCUMENTS, GOOD, SENSITIVE, UNFILLED, Typed, field_of
from tests.definition.samples import WORLD

HAN = re.compile(r"[\u4e00-\u9fff]")
TEN = ("id_number", "credit_code", "date", "money", "phone", "files")
ALL_GOOD = [(slug, *row) for slug, rows in GOOD.items() for row in rows]
ALL_BAD = [(slug, typed) for slug, rows in BAD.items() for typed in rows]
OTHER_JSON: list[Any] = [
    None,
    True,
    0,
    1,
    -1,
    3.0,
    1.5,
    "",
    " ",
    "x",
    "1",
    [],
    ["a"],
    ["c", "a"],
    ["a", "a"],
    [1],
    {},
    {"a": 1},
    [[]],
    [{}],
    "permit",
    "2026-02-30",
]


def validator(slug: str) -> Any:
    return Draft202012Validator(kind_of(slug).json_schema(field_of(slug)), format_checker=formats(WORLD))


def loads(slug: str, value: Any) -> bool:
    schema = Schema.from_dict({"it": kind_of(slug).schema_field(field_of(slug), WORLD)})()
    try:
        schema.load({"it": value})
    except ValidationError:
        return False
    return True


def test_every_kind_has_its_examples_here() -> None:
    assert set(BAD) == set(KINDS)
    assert set(GOOD) == set(KINDS) - set(UNFILLED)


@pytest.mark.parametrize("slug", KINDS)
def test_every_kind_has_bad_inputs_enough(slug: str) -> None:
    assert len(BAD[slug]) >= (10 if slug in TEN else 5)


def test_the_register_knows_each_kind_by_its_slug_and_a_chinese_label() -> None:
    assert all(slug == kind.slug for slug, kind in KINDS.items())
    assert len({kind.label for kind in KINDS.values()}) == len(KINDS)
    assert kinds.choices()[0] == ("text", "单行文本")


def test_what_tells_of_a_person_is_sensitive_and_so_is_an_unknown_kind() -> None:
    assert {slug for slug in KINDS if kinds.is_sensitive(slug)} == SENSITIVE
    assert kinds.is_sensitive("from_a_later_release")


@pytest.mark.parametrize(("slug", "typed", "kept", "shown", "masked"), ALL_GOOD)
def test_a_kind_keeps_one_form_and_shows_it(slug: str, typed: Typed, kept: Any, shown: str, masked: str) -> None:
    kind, field = kind_of(slug), field_of(slug)

    value = kind.clean(typed, field, WORLD)

    assert (value, type(value)) == (kept, kind.holds)
    assert kind.show(value, field, WORLD) == kind.printed(value, field, WORLD) == shown
    assert slug in ("region", "code") or kind.masked(value, field) == masked
    assert slug in ("files", "photo", "signature") or all(kind.search_terms(value, field, WORLD))


@pytest.mark.parametrize(("slug", "typed"), ALL_BAD)
def test_a_kind_refuses_what_it_cannot_keep_in_a_chinese_sentence(slug: str, typed: Typed) -> None:
    with pytest.raises(Rejected) as refused:
        kind_of(slug).clean(typed, field_of(slug), WORLD)

    said = str(refused.value.verdict)
    assert HAN.search(said)
    assert said.endswith("。")
    assert "%" not in said


@pytest.mark.parametrize(("slug", "typed", "kept", "shown", "masked"), ALL_GOOD)
def test_form_json_schema_and_marshmallow_take_the_kept_form(
    slug: str, typed: Typed, kept: Any, shown: str, masked: str
) -> None:
    kind, field = kind_of(slug), field_of(slug)
    document = json.loads(json.dumps(kept))

    assert kind.clean(kind.typed(kept, field), field, WORLD) == kept
    assert validator(slug).is_valid(document)
    assert loads(slug, document)


@pytest.mark.parametrize(("slug", "typed"), [pair for pair in ALL_BAD if pair[0] not in UNFILLED])
def test_json_schema_and_marshmallow_refuse_what_the_form_refuses(slug: str, typed: Typed) -> None:
    document = [typed] if kind_of(slug).holds is tuple and isinstance(typed, str) else typed

    assert not validator(slug).is_valid(document)
    assert not loads(slug, document)


@pytest.mark.parametrize("slug", GOOD)
@pytest.mark.parametrize("document", OTHER_JSON, ids=repr)
def test_json_schema_and_marshmallow_agree_on_any_json(slug: str, document: Any) -> None:
    assert validator(slug).is_valid(document) == (document is not None and loads(slug, document))


@pytest.mark.parametrize(("slug", "typed", "kept", "shown", "masked"), ALL_GOOD)
def test_a_value_goes_to_a_cell_and_comes_back_the_same(
    slug: str, typed: Typed, kept: Any, shown: str, masked: str
) -> None:
    kind, field = kind_of(slug), field_of(slug)
    cell = kind.to_cell(kept, field, WORLD)
    if kind.later:
        with pytest.raises(Rejected, match="不能从表格导入"):
            kind.from_cell(cell, field)
        return

    assert kind.clean(kind.from_cell(cell, field), field, WORLD) == kept


def test_a_number_that_a_spreadsheet_has_rounded_is_not_taken_for_an_account() -> None:
    with pytest.raises(Rejected, match="文本格式"):
        kind_of("bank_account").from_cell(6.222021234567890e18, field_of("bank_account"))
    assert kind_of("phone").from_cell(13800001234.0, field_of("phone")) == ["13800001234"]


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
    assert validator(slug).is_valid(json.loads(json.dumps(value)))


@pytest.mark.parametrize(("kind", "typed"), [(kind, one) for kind, (good, _) in DOCUMENTS.items() for one in good])
def test_a_document_is_taken_by_the_rule_of_its_kind(kind: str, typed: str) -> None:
    number = id_documents.check(typed, kind, WORLD.today)

    assert id_documents.check(number, kind, WORLD.today) == number


@pytest.mark.parametrize(("kind", "typed"), [(kind, one) for kind, (_, bad) in DOCUMENTS.items() for one in bad])
def test_a_document_is_refused_by_the_rule_of_its_kind(kind: str, typed: str) -> None:
    with pytest.raises(Rejected) as refused:
        id_documents.check(typed, kind, WORLD.today)

    assert str(refused.value.verdict).endswith("。")


def test_every_document_of_the_code_list_can_be_typed() -> None:
    for kind in ID_DOCUMENT.slugs:
        assert id_documents.check("11330327MA0000015K" if kind in ("business_licence", "agency_certificate", "non_profit", "association", "institution")
                                  else DOCUMENTS.get(kind, DOCUMENTS["other_person"])[0][0], kind, WORLD.today)  # fmt: skip


def test_an_identity_number_tells_birth_date_and_sex() -> None:
    assert kind_of("id_number").derived("33032719000101001X") == {"birth_date": "1900-01-01", "sex": "male"}


@pytest.mark.parametrize(
    ("low", "high", "taken", "refused"),
    [(12, None, "330327100001", "330327100000"), (9, None, "330327100000", "330327000000"), (None, 9, "330327100000", "330327100001")],
)  # fmt: skip
def test_a_place_may_have_to_be_a_town_or_a_village(
    low: int | None, high: int | None, taken: str, refused: str
) -> None:
    kind, field = kind_of("region"), field_of("region", low=low, high=high)
    schema = Draft202012Validator(kind.json_schema(field), format_checker=formats(WORLD))

    assert kind.clean(taken, field, WORLD) == taken
    assert schema.is_valid(taken)
    assert not schema.is_valid(refused)
    with pytest.raises(Rejected):
        kind.clean(refused, field, WORLD)


def test_a_designer_learns_what_a_kind_reads_of_a_field() -> None:
    from appcore.definition.item import Field

    for kind in KINDS.values():
        assert set(kind.settings) <= set(Field.__dataclass_fields__), kind.slug
        assert ("low" in kind.settings) == bool(kind.bounds[0]), kind.slug
