"""A hall may be kinder than the standard, and nothing else (decisions 18 and 53)."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcore.definition.item import ItemDefinition, Material, Step
from appcore.definition.refine import exempt_key, is_kinder, refine, refusal, shortest_promise
from models import elements as el
from tests.definition import strategies
from tests.definition.samples import CARD

LOCAL_KEYS = st.sampled_from(
    ["promised_days", "materials.a.exempt", "materials.b.exempt", "has_fee", "fees.a.amount_fen", "name", "legal_days", "materials.a.name", ""]
)  # fmt: skip
LOCAL_VALUES = st.one_of(st.none(), st.booleans(), st.integers(-3, 1000), st.floats(), st.text(max_size=3))
offers = st.dictionaries(LOCAL_KEYS, LOCAL_VALUES)


@given(strategies.definitions(), offers)
def test_no_local_value_makes_anything_worse_for_the_applicant(
    definition: ItemDefinition, values: dict[str, Any]
) -> None:
    """Fewer days or the same, exempt papers stay exempt, and every other element is the standard's."""
    refined = refine(definition, values)

    for one in fields(ItemDefinition):
        if one.name not in ("promised_days", "materials"):
            assert getattr(refined, one.name) == getattr(definition, one.name)
    assert refined.promised_days is definition.promised_days or (
        refined.promised_days is not None
        and definition.promised_days is not None
        and 0 < refined.promised_days < definition.promised_days
    )
    for mine, standard in zip(refined.materials, definition.materials, strict=True):
        assert replace(mine, exempt=standard.exempt) == standard
        assert mine.exempt or not standard.exempt


@given(strategies.definitions(), offers)
def test_refining_twice_changes_nothing_more(definition: ItemDefinition, values: dict[str, Any]) -> None:
    once = refine(definition, values)

    assert refine(once, values) == once


@given(strategies.definitions(), LOCAL_KEYS, LOCAL_VALUES)
def test_what_a_hall_may_set_is_kinder_and_takes_effect(definition: ItemDefinition, key: str, value: Any) -> None:
    if refusal(definition, key, value) is None:
        assert is_kinder(definition, key, value)
        assert refine(definition, {key: value}) != definition


@given(strategies.definitions(), LOCAL_KEYS, LOCAL_VALUES)
def test_each_refusal_is_a_whole_sentence(definition: ItemDefinition, key: str, value: Any) -> None:
    refused = refusal(definition, key, value)

    assert refused is None or (str(refused).endswith("。") and "%(" not in str(refused))


def test_only_elements_marked_as_refinable_can_be_refined() -> None:
    refinable = {one.name for one in el.EDITION_ELEMENTS if one.refinable}
    in_parts = {(kind.plural, one.name) for kind in el.PART_KINDS for one in kind.elements if one.refinable}

    assert refinable == {"promised_days"}
    assert in_parts == {("materials", "exempt")}


def test_a_local_promise_overtaken_by_the_standard_loses_at_once() -> None:
    values = {"promised_days": 18}

    assert refine(CARD, values).promised_days == 18
    assert refine(replace(CARD, promised_days=18), values).promised_days == 18
    assert refine(replace(CARD, promised_days=15), values).promised_days == 15


def test_a_promise_once_given_is_kept_although_a_new_standard_would_not_let_it_be_made() -> None:
    """A promise to the public is never lengthened by silence (decisions 53)."""
    later = replace(CARD, steps=tuple(replace(step, duration=10) for step in CARD.steps if step.level == "county"))

    assert refusal(later, "promised_days", 18) is not None
    assert refine(later, {"promised_days": 18}).promised_days == 18


@pytest.mark.parametrize("value", [0, -1, 20, 21, None, True, "18", 18.0])
def test_what_is_no_shorter_promise_changes_nothing(value: Any) -> None:
    assert refine(CARD, {"promised_days": value}) == CARD


@pytest.mark.parametrize("value", [False, None, 1, "yes"])
def test_only_a_plain_yes_makes_a_paper_exempt(value: Any) -> None:
    assert refine(CARD, {exempt_key("household"): value}) == CARD


def test_a_paper_that_the_new_standard_no_longer_has_is_passed_over() -> None:
    assert refine(CARD, {exempt_key("gone"): True}) == CARD


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("promised_days", 18, None),
        ("promised_days", 19, None),
        ("promised_days", 17, "最短可承诺18个工作日"),
        ("promised_days", 20, "更短"),
        ("promised_days", 25, "只能比标准的20个工作日更短"),
        ("promised_days", 0, "即办件"),
        ("promised_days", "18", "整数"),
        ("promised_days", True, "整数"),
        ("materials.household.exempt", True, None),
        ("materials.household.exempt", False, "免提交"),
        ("materials.household.exempt", 1, "免提交"),
        ("materials.gone.exempt", True, "没有这份材料"),
        ("materials.household.name", "x", "“材料名称”由县级标准锁定"),
        ("fees.card.amount_fen", 0, "收费由县里统一规定"),
        ("legal_days", 1, "“法定办结时限”由县级标准锁定"),
        ("nothing", 1, "锁定"),
    ],
)
def test_a_refusal_says_why_and_what_may_be_done(key: str, value: Any, says: str | None) -> None:
    found = refusal(CARD, key, value)

    assert (found is None) if says is None else says in str(found)


@pytest.mark.parametrize(
    ("steps", "shortest"),
    [
        ((), 1),
        ((Step(key="a", level="town", duration=3, unit="working_days"),), 1),
        ((Step(key="a", level="village", duration=1, unit="working_days"), Step(key="b", level="county", duration=4, unit="working_days")), 4),
        ((Step(key="a", level="town", duration=1, unit="natural_days"), Step(key="b", level="county")), 5),
        ((Step(key="a", level="town", duration=1, unit="working_days", counting="not_counted"), Step(key="b", level="city")), 5),
        ((Step(key="a", level="town", duration=9, unit="working_days"), Step(key="b", level="city")), 1),
    ],
)  # fmt: skip
def test_a_town_shortens_only_the_days_of_its_own_steps(steps: tuple[Step, ...], shortest: int) -> None:
    definition = ItemDefinition(code="330327-00001", promised_days=5, promised_unit="working_days", steps=steps)

    assert shortest_promise(definition) == shortest


def test_without_a_promise_there_is_nothing_to_shorten() -> None:
    bare = ItemDefinition(code="330327-00001", materials=(Material(key="a", name="甲", exempt=True),))

    assert shortest_promise(bare) is None
    assert "没有承诺时限" in str(refusal(bare, "promised_days", 3))
    assert "已将“甲”列为免提交" in str(refusal(bare, exempt_key("a"), True))


def test_where_the_standard_promises_nothing_only_a_promise_with_its_own_unit_stands() -> None:
    silent = replace(CARD, promised_days=None, promised_unit="working_days")

    assert refine(silent, {"promised_days": 1}) == silent
    assert refine(silent, {"promised_days": 1, "promised_unit": "working_days"}).promised_days == 1
