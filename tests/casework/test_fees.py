"""The bill: amount times quantity, less the one reduction kindest to the applicant (decisions 26)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcore.casework.fees import bill, reduced
from appcore.definition.answers import given as given_answers
from appcore.definition.conditions import Answer
from appcore.definition.item import Fee, ItemDefinition, Question, Reduction
from tests.definition import strategies
from tests.definition.samples import CARD, when

BASIS = "发改价格规〔2016〕2559号"


def item(*fees: Fee, questions: tuple[Question, ...] = ()) -> ItemDefinition:
    return ItemDefinition(code="330327-00001", fees=fees, questions=questions)


def asked(*keys: str) -> tuple[Question, ...]:
    return tuple(Question(key=key, text=key, kind="yes_no") for key in keys)


reductions = st.builds(
    Reduction,
    key=strategies.keys,
    kind=st.none() | st.sampled_from(["free", "percent", "fixed"]),
    percent=st.none() | st.integers(0, 100),
    amount_fen=st.none() | st.integers(0, 100_000),
    condition=st.none() | strategies.conditions,
)
fees = st.builds(
    Fee,
    key=strategies.keys,
    name=st.just("某费"),
    basis=st.sampled_from(["", " ", BASIS]),
    amount_fen=st.none() | st.integers(0, 100_000),
    quantity=st.sampled_from(["", *strategies.KEYS]),
    condition=st.none() | strategies.conditions,
    reductions=st.lists(reductions, max_size=3).map(tuple),
)
items = st.builds(lambda some: item(*some, questions=asked(*strategies.KEYS)), st.lists(fees, max_size=3))
counts = st.dictionaries(strategies.keys, st.one_of(st.sampled_from("xyz"), st.integers(0, 9), st.booleans()))


@given(items, counts)
def test_no_line_is_dearer_than_the_full_rate_or_below_nothing(
    definition: ItemDefinition, answers: dict[str, Answer]
) -> None:
    for line in bill(definition, answers).lines:
        if line.amount_fen is not None:
            assert line.amount_fen >= 0
            assert line.full_fen is None or line.amount_fen <= line.full_fen


@given(items, counts, counts)
def test_an_amount_once_known_stays_whatever_else_is_answered(
    definition: ItemDefinition, some: dict[str, Answer], more: dict[str, Answer]
) -> None:
    before = {id(line.fee): line.amount_fen for line in bill(definition, some).lines}

    after = {id(line.fee): line.amount_fen for line in bill(definition, more | some).lines}

    assert all(after.get(fee) == amount for fee, amount in before.items() if amount is not None)


@given(items, counts)
def test_the_total_is_the_sum_of_its_lines_or_not_known(definition: ItemDefinition, answers: dict[str, Answer]) -> None:
    found = bill(definition, answers)
    amounts = [line.amount_fen for line in found.lines]

    assert found.total_fen == (None if None in amounts else sum(one or 0 for one in amounts))


@given(st.integers(0, 10_000_000), st.integers(0, 1000), st.integers(0, 100))
def test_a_percentage_is_rounded_half_up_to_whole_fen(amount: int, quantity: int, percent: int) -> None:
    exact = Fraction(amount * quantity * (100 - percent), 100)

    found = reduced(Reduction(key="a", kind="percent", percent=percent), amount, quantity)

    assert found == int(exact + Fraction(1, 2))


@pytest.mark.parametrize(
    ("amount", "percent", "expected"),
    [(1, 50, 1), (3, 50, 2), (5, 50, 3), (101, 50, 51), (99, 33, 66), (550_00, 50, 275_00)],
)
def test_half_a_fen_goes_up(amount: int, percent: int, expected: int) -> None:
    """550 元 for 非住宅, halved: 275 元 (发改价格规〔2016〕2559号)."""
    assert reduced(Reduction(key="a", kind="percent", percent=percent), amount, 1) == expected


@pytest.mark.parametrize(
    ("answers", "lines", "total"),
    [
        ({"reason": "first"}, {}, 0),
        ({"reason": "renew", "low_income": False}, {"card": 2000}, 2000),
        ({"reason": "renew", "low_income": True}, {"card": 0}, 0),
        ({"reason": "renew"}, {"card": None}, None),
        ({"reason": "lost", "low_income": False, "copies": 1}, {"again": 4000}, 4000),
        ({"reason": "lost", "low_income": True, "copies": 3}, {"again": 6000}, 6000),
        ({"reason": "lost", "low_income": True}, {"again": None}, None),
        ({}, {"card": None, "again": None}, None),
        ({"reason": "first", "low_income": True, "copies": 3}, {}, 0),
    ],
)
def test_the_bill_of_an_identity_card(
    answers: dict[str, Answer], lines: dict[str, int | None], total: int | None
) -> None:
    """首次申领 free, 换领 20 元, 丢失补领 40 元 (发改价格〔2003〕2322号); the reductions are made up."""
    found = bill(CARD, answers)

    assert {line.fee.key: line.amount_fen for line in found.lines} == lines
    assert found.total_fen == total
    assert found.is_free == (not lines)


def test_the_kindest_of_several_reductions_is_taken_alone() -> None:
    fee = Fee(key="f", amount_fen=1000, basis=BASIS, reductions=(
        Reduction(key="tenth", kind="percent", percent=10), Reduction(key="rate", kind="fixed", amount_fen=600), Reduction(key="third", kind="percent", percent=30),
    ))  # fmt: skip

    line = bill(item(fee), {}).lines[0]

    assert (line.full_fen, line.amount_fen) == (1000, 600)
    assert line.reduction is not None
    assert line.reduction.key == "rate"


def test_a_reduction_never_makes_a_fee_dearer() -> None:
    fee = Fee(key="f", amount_fen=1000, basis=BASIS, reductions=(Reduction(key="rate", kind="fixed", amount_fen=1500),))

    line = bill(item(fee), {}).lines[0]

    assert (line.amount_fen, line.reduction) == (1000, None)


def test_a_reduced_rate_is_for_one_unit() -> None:
    fee = Fee(
        key="f",
        amount_fen=1000,
        basis=BASIS,
        quantity="n",
        reductions=(Reduction(key="rate", kind="fixed", amount_fen=100),),
    )

    assert bill(item(fee, questions=asked("n")), {"n": 7}).total_fen == 700


def test_an_open_reduction_that_cannot_be_kinder_than_one_that_holds_leaves_nothing_open() -> None:
    fee = Fee(key="f", amount_fen=1000, basis=BASIS, reductions=(
        Reduction(key="half", kind="percent", percent=50), Reduction(key="tenth", kind="percent", percent=10, condition=when("poor", "is", True)),
    ))  # fmt: skip

    assert bill(item(fee, questions=asked("poor")), {}).total_fen == 500


def test_what_is_free_is_free_before_the_quantity_is_known() -> None:
    fee = Fee(key="f", amount_fen=1000, basis=BASIS, quantity="n", reductions=(Reduction(key="free", kind="free"),))

    assert bill(item(fee, questions=asked("n")), {}).total_fen == 0


def test_a_quantity_that_does_not_arise_or_was_left_empty_charges_nothing() -> None:
    fee = Fee(key="f", amount_fen=1000, basis=BASIS, quantity="copies")
    definition = replace(CARD, fees=(fee,))

    assert bill(definition, {"reason": "first"}).total_fen == 0


def test_a_quantity_that_is_asked_nowhere_is_never_known() -> None:
    assert bill(item(Fee(key="f", amount_fen=1000, basis=BASIS, quantity="gone")), {"gone": 2}).total_fen is None


def test_a_fee_without_a_basis_is_charged_as_nothing_until_it_is_mended() -> None:
    """行政许可法 第五十八条: no fee without a law; decisions 51."""
    line = bill(item(Fee(key="f", amount_fen=1000, basis=" ")), {}).lines[0]

    assert (line.full_fen, line.amount_fen, line.without_basis) == (1000, 0, True)


def test_an_item_that_charges_nothing_has_no_lines() -> None:
    assert bill(item(), {}).is_free
    assert bill(replace(CARD, has_fee=False), {"reason": "lost"}).is_free
    assert bill(item(), {}).total_fen == 0


def test_an_amount_that_is_missing_from_a_taken_over_edition_is_not_known() -> None:
    assert bill(item(Fee(key="f", basis=BASIS)), {}).total_fen is None


@given(strategies.definitions(), strategies.answers_given)
def test_every_definition_has_a_bill(definition: ItemDefinition, answers: dict[str, Answer | None]) -> None:
    assert bill(definition, given_answers(answers)).lines is not None
