"""What is wrong with a book before it is put into use: each rule finds its fault, and nothing else finds it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appcore.definition.checks import Context
from appcore.definition.item import Choice, Field
from appcore.definition.kinds import KINDS
from appcore.definition.register import RegisterDefinition, problems

CONTEXT = Context(field_kinds=frozenset(KINDS))
SOUND = RegisterDefinition(
    code="river_walks",
    subject="book",
    name="巡河登记",
    writers=("clerk",),
    kept="years10",
    listed=("river",),
    fields=(
        Field(key="river", label="河道", kind="text", required=True),
        Field(key="people", label="人数", kind="integer", summed=True),
    ),
)
PHOTO = Field(key="photo", label="现场照片", kind="photo")
FAULTY = {
    "R001": replace(SOUND, name=" "),
    "R002": replace(SOUND, fields=(Field(key="title", label="标题", kind="heading"),), listed=()),
    "R003": replace(SOUND, writers=()),
    "R004": replace(SOUND, kept=None),
    "R005": replace(SOUND, listed=("gone",)),
    "R006": replace(SOUND, fields=(*SOUND.fields, PHOTO)),
}


def test_a_sound_book_has_no_problems() -> None:
    assert problems(SOUND, CONTEXT) == ()


@pytest.mark.parametrize("rule", FAULTY)
def test_each_rule_finds_its_fault(rule: str) -> None:
    assert [one.id for one in problems(FAULTY[rule], CONTEXT)] == [rule]


def test_files_are_no_fault_in_a_block_which_forms_of_items_take() -> None:
    block = replace(SOUND, subject="block", fields=(*SOUND.fields, PHOTO))

    assert [one.id for one in problems(block, CONTEXT)] == []


def test_columns_of_a_table_in_a_book_are_checked_as_those_of_an_item_are() -> None:
    table = Field(key="visits", label="走访", kind="table")
    column = Field(
        key="found",
        label="发现",
        kind="choice",
        within="visits",
        choices=(Choice(key="a", label="无"), Choice(key="b", label="有")),
    )

    found = problems(replace(SOUND, fields=(*SOUND.fields, table, replace(column, choices=()))), CONTEXT)

    assert [one.place.key for one in found if one.level == "error"] == ["found"]
    assert problems(replace(SOUND, fields=(*SOUND.fields, table, column)), CONTEXT) == ()


PUBLISHED = (replace(SOUND, fields=(*SOUND.fields, Field(key="phone", label="电话", kind="phone"))),)


@pytest.mark.parametrize(
    ("key", "kind", "faulty"),
    [
        ("people", "text", True),
        ("river", "integer", True),
        ("phone", "text", True),
        ("phone", "id_number", False),
        ("river", "long_text", False),
        ("fresh", "integer", False),
    ],
)
def test_a_published_key_keeps_its_type_and_its_seal(key: str, kind: str, faulty: bool) -> None:
    others = tuple(one for one in SOUND.fields if one.key != key)
    book = replace(SOUND, fields=(*others, Field(key=key, label="改过的", kind=kind)), listed=())

    assert [one.id for one in problems(book, CONTEXT, PUBLISHED)] == (["R007"] if faulty else [])
    assert problems(replace(book, subject="block"), CONTEXT, PUBLISHED) == ()
