"""National codes of items: taken apart, proposed, and in the columns of an exchange scheme."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appcore.definition import exchange_columns
from appcore.definition.item import ItemDefinition, Ref
from appcore.definition.item_codes import pieces, proposed_task_code
from appcore.definition.verdict import Rejected
from models.elements import EDITION_ELEMENTS

BODY = "11330327000000019W"
"""A synthetic credit code (elements.md 5.2)."""


def test_a_code_is_taken_apart_as_it_is_built() -> None:
    """Source: elements.md 1.3, a county civil-affairs bureau's 33 characters."""
    said = pieces("1132090201436063XK400051100200001")

    assert [text for _label, text, _meaning in said] == [
        "1132090201436063XK",
        "4",
        "00",
        "05",
        "11",
        "002",
        "000",
        "01",
    ]
    assert [meaning for _label, _text, meaning in said if meaning] == ["县级", "国家目录", "行政给付"]


@pytest.mark.parametrize(
    "code", ["许可-00001-001", "62052400MZ-XK-0001", "00051100200", "", "511A0138000000-511602000000-000"]
)
def test_a_provincial_code_is_left_alone(code: str) -> None:
    assert pieces(code) == ()


def test_the_31_characters_are_proposed_from_body_level_and_catalogue_code() -> None:
    assert proposed_task_code(BODY, ["county"], "000511002000") == f"{BODY}4000511002000"
    assert proposed_task_code(BODY, ["city", "county"], "000511002000")[18] == "4"
    assert proposed_task_code(BODY, ["town"], "000511002000")[18] == "5"


@pytest.mark.parametrize(
    ("body", "levels", "catalogue", "why"),
    [
        (BODY, ["county"], "", "基本编码"),
        ("", ["county"], "000511002000", "统一社会信用代码"),
        ("113303270000000190", ["county"], "000511002000", "校验码"),
        (BODY, [], "000511002000", "行使层级"),
        (BODY, ["city", "province"], "000511002000", "行使层级"),
    ],
)
def test_without_a_sound_piece_nothing_is_proposed_and_it_is_said_why(
    body: str, levels: list[str], catalogue: str, why: str
) -> None:
    with pytest.raises(Rejected, match=why):
        proposed_task_code(body, levels, catalogue)


BENEFIT = ItemDefinition(
    code="330327-00042", catalog_code="000511002000", name="临时救助", task_type="benefit", use_levels=("county", "town"),
    implementing_body=Ref("mzj", "民政局"), has_fee=False, promised_days=3, promised_unit="working_days",
)  # fmt: skip


def test_the_national_columns_have_the_national_names_and_digits() -> None:
    row = exchange_columns.row(BENEFIT, {})

    assert row["task_name"] == "临时救助"
    assert row["catalog_code"] == "000511002000"
    assert (row["task_type"], row["use_level"], row["dept_name"], row["is_fee"], row["promise_day"]) == ("05", "4^5", "民政局", "0", "3")  # fmt: skip
    assert set(row) == {"catalog_code", *(one.exchange for one in EDITION_ELEMENTS if one.exchange)}


def test_the_countys_table_puts_columns_and_codes_right() -> None:
    """Source: elements.md 1.4: some provinces number the types otherwise."""
    table = {("task_type", ""): "ql_kind", ("task_type", "行政给付"): "JF", ("has_fee", ""): "-"}

    row = exchange_columns.row(BENEFIT, table)

    assert row["ql_kind"] == "JF"
    assert "task_type" not in row
    assert not {"is_fee", "-"} & set(row)


def test_another_scheme_has_only_the_columns_that_the_table_names() -> None:
    assert exchange_columns.row(BENEFIT, {("name", ""): "SXMC"}, "zhejiang") == {"SXMC": "临时救助"}


def test_what_goes_out_under_a_code_comes_in_as_the_same_value() -> None:
    table = {("task_type", "行政给付"): "01"}
    coded = [one for one in EDITION_ELEMENTS if one.kind == "code" and one.vocabulary]

    for one in coded:
        for slug in one.vocabulary.slugs if one.vocabulary else ():
            changed: Any = {one.name: slug}
            said = exchange_columns.row(replace(BENEFIT, **changed), {})
            column = exchange_columns.column_of(one.name, {})
            if column:
                assert exchange_columns.value_of(one.name, said[column], {}) == slug, (one.name, slug)
    assert exchange_columns.value_of("task_type", "01", table) == "benefit"
