"""Two definitions side by side: nothing is lost between sentences and table, each change stands at a place that there is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from appcore.definition import difference, places
from appcore.definition.checks import Place
from appcore.definition.comparison import LABELS, compare, touching
from appcore.definition.item import Choice, Fee, ItemDefinition, Material, Question, Reduction
from models import elements as el
from tests.definition import strategies
from tests.definition.test_difference import has_a_key_twice

BOOK, CARD = Material(key="book", name="户口簿", originals=1), Material(key="card", name="身份证")
BASE = ItemDefinition(
    code="330327-00001", name="样例", summary="旧", promised_days=5, materials=(BOOK, CARD),
    questions=(Question(key="kind", text="户口类型？", choices=(Choice(key="farm", label="农业户口"),)),),
    fees=(Fee(key="fee", name="工本费", reductions=(Reduction(key="poor", reason="低保户", percent=50),)),),
)  # fmt: skip


def sides(old: ItemDefinition, new: ItemDefinition) -> list[tuple[str, str, str, list[str], list[str]]]:
    """Part, name, label and both sides of each row of the table."""
    return [
        (group.part, one.name, one.label, one.was.lines(_as_it_is), one.now.lines(_as_it_is))
        for group in compare(old, new).groups
        for one in group.changes
    ]


def _as_it_is(msgid: str, **params: object) -> str:
    return msgid % params if params else msgid


def test_the_table_says_what_stood_there_and_what_stands_there_now() -> None:
    new = replace(
        BASE, promised_days=3, summary="",
        materials=(replace(BOOK, originals=None, copies=2), Material(key="form", name="申请表", originals=1)),
    )  # fmt: skip

    assert sides(BASE, new) == [
        ("", "", "一句话说明", ["旧"], []),
        ("", "", "承诺办结时限", ["5"], ["3"]),
        ("materials", "户口簿", "份数", ["收原件1份"], ["收复印件2份"]),
        ("materials", "申请表", "新增", [], ["材料名称：申请表", "原件份数：1"]),
        ("materials", "身份证", "删除", ["材料名称：身份证"], []),
    ]


def test_a_long_text_is_whole_in_the_table_and_clipped_in_the_sentence() -> None:
    long = "很长的说明" * 40

    (group,) = compare(BASE, replace(BASE, summary=long)).groups

    assert group.changes[0].now.text == long
    assert f"{long}”" not in str(group.changes[0].said)
    assert "…" in str(group.changes[0].said)


def test_what_is_left_out_is_in_neither() -> None:
    found = compare(BASE, replace(BASE, promised_days=3, summary="新"), without=frozenset({"summary"}))

    assert [str(one.said) for group in found.groups for one in group.changes] == ["承诺办结时限由“5”改为“3”"]


@given(strategies.definitions(), strategies.definitions())
@settings(max_examples=40)
def test_nothing_is_lost_and_every_change_stands_at_a_place_of_one_of_the_two(
    old: ItemDefinition, new: ItemDefinition
) -> None:
    found = compare(old, new)

    changes = [one for group in found.groups for one in group.changes]
    assert sorted(map(str, difference.items(old, new))) == sorted(str(one.said) for one in changes)
    assert found.count == len(changes)
    assert [group.part for group in found.groups] == [
        part for part in LABELS if part in {one.place.part for one in changes}
    ]
    if has_a_key_twice(old) or has_a_key_twice(new):
        return  # a fault that the checks tell: a key names one row
    for one in changes:
        there = [places.at(side, one.place) is not places.GONE for side in (old, new)]
        assert any(there) or one.place.element in {one.name for one in (difference.CODE, *el.EDITION_ELEMENTS)}, (
            one.place
        )


REMARKS = {
    "its element": (Place(element="promised_days"), True),
    "another element": (Place(element="legal_days"), False),
    "the whole": (Place(), True),
    "the list": (Place("materials"), True),
    "another list": (Place("steps"), False),
    "the row": (Place("materials", "book"), True),
    "another row": (Place("materials", "card"), False),
    "how many, said of the other element": (Place("materials", "book", "originals"), True),
    "another element of the row": (Place("materials", "book", "issuer"), False),
    "a row under the row": (Place("fees", "fee", "percent", "poor"), True),
    "the row above it": (Place("fees", "fee"), True),
    "an element of a row that is gone": (Place("questions", "kind", "text"), True),
    "a choice of a row that is gone": (Place("questions", "kind", "label", "farm"), True),
}


@pytest.mark.parametrize("name", REMARKS)
def test_a_remark_is_met_by_what_changed_at_its_place(name: str) -> None:
    place, is_met = REMARKS[name]
    new = replace(
        BASE, promised_days=3, materials=(replace(BOOK, copies=2), CARD), questions=(),
        fees=(replace(BASE.fees[0], reductions=(replace(BASE.fees[0].reductions[0], percent=100),)),),
    )  # fmt: skip

    assert bool(touching(difference.changes(BASE, new), place)) is is_met


def test_every_place_that_is_listed_is_there() -> None:
    found = list(places.listed(BASE))

    assert len(found) == len(set(found))
    assert all(places.at(BASE, one) is not places.GONE for one in found)
    assert places.at(BASE, Place("materials", "nothing")) is places.GONE
    assert places.at(BASE, Place("code")) is places.GONE
