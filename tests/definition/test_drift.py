"""What a new standard does to local values: asked about, and decided by silence only in the applicant's favour (decisions 53)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcore.definition.drift import Began, drifts, effect_of, local_keys
from appcore.definition.item import ItemDefinition, Material, Step
from appcore.definition.lengths import calendar_days
from appcore.definition.refine import exempt_key, refine, refusal
from tests.definition.samples import CARD

UNITS = ("working_days", "natural_days")
HOUSEHOLD = exempt_key("household")


def later(*standards: ItemDefinition) -> list[Began]:
    return [Began(number, date(2026, number, 1), one) for number, one in enumerate(standards, start=1)]


def papers(**changes: Any) -> tuple[Material, ...]:
    return tuple(replace(one, **changes) if one.key == "household" else one for one in CARD.materials)


@pytest.mark.parametrize(
    ("new", "values", "effects"),
    [
        (CARD, {"promised_days": 18}, []),
        (replace(CARD, name="别的名称"), {"promised_days": 18, HOUSEHOLD: True}, []),
        (replace(CARD, promised_days=19), {"promised_days": 18}, ["kinder"]),
        (replace(CARD, promised_days=30), {"promised_days": 18}, ["kinder"]),
        (replace(CARD, promised_days=18), {"promised_days": 18}, ["overtaken"]),
        (replace(CARD, promised_days=10), {"promised_days": 18}, ["overtaken"]),
        (replace(CARD, promised_days=10), {HOUSEHOLD: True}, []),
        (replace(CARD, promised_days=None), {"promised_days": 18, "promised_unit": "working_days"}, ["kinder"]),
        (replace(CARD, promised_unit="natural_days"), {"promised_days": 18, "promised_unit": "working_days"}, ["overtaken"]),
        (replace(CARD, materials=papers(copies=2)), {HOUSEHOLD: True}, ["kinder"]),
        (replace(CARD, materials=papers(exempt=True)), {HOUSEHOLD: True}, ["overtaken"]),
        (replace(CARD, materials=CARD.materials[1:]), {HOUSEHOLD: True}, ["gone"]),
        (replace(CARD, materials=CARD.materials[1:]), {"promised_days": 18}, []),
        (replace(CARD, steps=CARD.steps[1:]), {"promised_days": 18}, ["kinder"]),
    ],
)  # fmt: skip
def test_only_a_change_of_what_a_value_is_about_is_asked(
    new: ItemDefinition, values: dict[str, Any], effects: list[str]
) -> None:
    found = drifts(dict.fromkeys(local_keys(values), CARD), later(CARD, new), values)

    assert [one.effect for one in found] == effects
    assert all(one.since.number == 2 for one in found)


def test_a_change_that_was_taken_back_asks_nothing() -> None:
    short = replace(CARD, promised_days=10)

    assert drifts({"promised_days": CARD}, later(CARD, short, CARD), {"promised_days": 18}) == ()


def test_an_answer_is_due_from_the_edition_that_changed_the_element_last() -> None:
    first = replace(CARD, promised_days=19)
    other = replace(first, name="别的名称")

    found = drifts({"promised_days": CARD}, later(CARD, first, other), {"promised_days": 18})

    assert [one.since.number for one in found] == [2]
    again = later(CARD, first, other, replace(other, promised_days=30), replace(other, promised_days=30, name="又一个"))
    found = drifts({"promised_days": CARD}, again, {"promised_days": 18})
    assert [one.since.number for one in found] == [4]


def test_what_changed_is_said_in_sentences() -> None:
    found = drifts({"promised_days": CARD}, later(CARD, replace(CARD, promised_days=10)), {"promised_days": 18})

    assert [str(one) for one in found[0].changes] == ["承诺办结时限由“20”改为“10”"]


def test_a_promise_in_natural_days_does_not_become_one_in_working_days() -> None:
    """The unit is part of what the public was told: 15 natural days are not 15 working days."""
    told = {"promised_days": 15, "promised_unit": "natural_days"}

    refined = refine(replace(CARD, promised_days=20, promised_unit="working_days"), told)

    assert (refined.promised_days, refined.promised_unit) == (15, "natural_days")


def standard(promise: tuple[int, str] | None, own: int) -> ItemDefinition:
    days, unit = promise or (None, None)
    steps = (Step(key="a", level="town", duration=own, unit=unit), Step(key="b", level="county", duration=1, unit=unit))
    return ItemDefinition(code="330327-00001", promised_days=days, promised_unit=unit, steps=steps)


@st.composite
def histories(draw: st.DrawFn) -> tuple[int, tuple[int, str], list[tuple[int, str] | None]]:
    """A local promise, the longer standard under which it was made, and what later editions promise, often nearly the same."""
    local, unit = draw(st.integers(1, 25)), draw(st.sampled_from(UNITS))
    first = local + draw(st.integers(1, 15))
    days = st.one_of(st.integers(0, 40), st.integers(max(0, local - 2), local + 2))
    news = draw(st.lists(st.one_of(st.none(), st.tuples(days, st.sampled_from(UNITS))), min_size=1, max_size=5))
    return local, (first, unit), news


@given(histories())
def test_silence_never_lengthens_what_the_public_was_told_and_is_never_worse_than_the_standard(
    history: tuple[int, tuple[int, str], list[tuple[int, str] | None]],
) -> None:
    """Decisions 53, over any row of editions of which nobody answers one."""
    local, first, news = history
    own = first[0]
    assert refusal(standard(first, own), "promised_days", local) is None
    values = {"promised_days": local, "promised_unit": first[1]}

    for new in news:
        held = refine(standard(new, own), values)

        assert held.promised_days is not None
        length = calendar_days(held.promised_days, held.promised_unit)
        assert length <= calendar_days(local, first[1])
        assert new is None or length <= calendar_days(*new)
        kept = effect_of(standard(new, own), values, "promised_days") == "kinder"
        assert kept == ((held.promised_days, held.promised_unit) == (local, first[1]) and new != (local, first[1]))
