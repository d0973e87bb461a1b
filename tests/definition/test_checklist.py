"""Questions in, checklist out: what is needed, what is not, and what depends on an answer not yet given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcore.definition.answers import given as given_answers
from appcore.definition.checklist import Checklist, Row, checklist
from appcore.definition.conditions import Answer
from appcore.definition.item import ItemDefinition, Question, Reduction
from appcore.definition.refine import refine
from tests.definition import strategies
from tests.definition.samples import CARD, when


def states(found: Checklist) -> dict[str, str]:
    return {row.part.key: row.state for row in found.materials}


def asked(found: Checklist) -> list[str]:
    return [question.key for question in found.questions]


def test_before_any_answer_a_paper_is_needed_or_depends_with_its_sentence() -> None:
    found = checklist(CARD, {})

    assert states(found) == {"household": "needed", "old_card": "depends", "low_income_proof": "depends"}
    assert [row.sentence for row in found.materials] == [
        "",
        "当“您为什么办证”选择“到期换领”时",
        "当“您是低保对象吗”选择“是”时",
    ]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"reason": "first"}, {"household": "needed", "old_card": "not_needed", "low_income_proof": "not_needed"}),
        ({"reason": "renew"}, {"household": "needed", "old_card": "needed", "low_income_proof": "depends"}),
        ({"reason": "lost", "low_income": True}, {"household": "needed", "old_card": "not_needed", "low_income_proof": "needed"}),
        ({"reason": "first", "low_income": True}, {"household": "needed", "old_card": "not_needed", "low_income_proof": "not_needed"}),
    ],
)  # fmt: skip
def test_answers_settle_which_papers_are_needed(answers: Mapping[str, Answer], expected: dict[str, str]) -> None:
    assert states(checklist(CARD, answers)) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, ["reason"]),
        ({"reason": "first"}, []),
        ({"reason": "renew"}, ["low_income"]),
        ({"reason": "lost"}, ["low_income", "copies"]),
        ({"reason": "lost", "low_income": True}, ["copies"]),
        ({"reason": "lost", "low_income": True, "copies": 1}, []),
    ],
)
def test_only_questions_that_arise_and_can_still_change_something_are_asked(
    answers: Mapping[str, Answer], expected: list[str]
) -> None:
    """Decisions 19. The question that no part hangs on is never asked."""
    found = checklist(CARD, answers)

    assert asked(found) == expected
    assert found.is_settled == (not expected)


def test_a_paper_marked_exempt_is_listed_and_not_to_be_brought() -> None:
    found = checklist(refine(CARD, {"materials.household.exempt": True}), {"reason": "renew"})

    assert states(found)["household"] == "needed"
    assert [row.part.key for row in found.to_bring] == ["old_card", "low_income_proof"]


def test_a_fee_waits_for_its_quantity_and_its_reductions() -> None:
    waits = {row.part.key: row.waits_for for row in checklist(CARD, {"reason": "lost"}).fees}

    assert waits == {"card": (), "again": ("copies", "low_income")}


def test_a_fee_that_is_free_already_asks_nothing_more() -> None:
    found = checklist(CARD, {"reason": "renew", "low_income": True})

    assert [row.waits_for for row in found.fees] == [(), ()]


def test_what_is_free_asks_neither_for_its_quantity_nor_for_other_reductions() -> None:
    fee = CARD.fees[1]
    free = Reduction(key="free", kind="free", condition=when("reason", "is", "lost"))

    found = checklist(
        replace(CARD, fees=(replace(fee, reductions=(free, *fee.reductions)),), materials=()), {"reason": "lost"}
    )

    assert [row.waits_for for row in found.fees] == [()]
    assert asked(found) == []


def test_a_question_is_asked_for_the_sake_of_one_that_hangs_on_it() -> None:
    found = checklist(replace(CARD, materials=CARD.materials[2:], fees=(), fields=()), {})

    assert asked(found) == ["reason"]


def test_fields_and_steps_stand_in_the_list_with_their_state() -> None:
    found = checklist(CARD, {"reason": "first"})

    assert {row.part.key: row.state for row in found.fields} == {
        "holder": "needed",
        "number": "not_needed",
        "married": "needed",
        "spouse": "depends",
        "home": "needed",
    }
    assert [row.applies for row in found.steps] == [True, True]


@given(strategies.definitions(), strategies.answers_given.map(given_answers))
def test_each_question_asked_arises_is_open_and_something_waits_for_it_in_the_end(
    definition: ItemDefinition, answers: dict[str, Answer]
) -> None:
    found = checklist(definition, answers)
    rows: list[Row[Any]] = [*found.conditions, *found.materials, *found.fees, *found.steps, *found.fields]

    for question in found.questions:
        assert question.key not in found.answers
    assert all((row.applies is None) == (row.state == "depends") for row in rows)
    assert not found.questions or any(row.waits_for for row in rows)


def test_a_draft_with_a_key_twice_does_not_ask_without_end() -> None:
    """C004 refuses it at approval; until then the preview asks and settles by the same one of the two."""
    twice = (Question(key="own"), Question(key="own", condition=when("own", "at_most", 0)))
    draft = replace(
        CARD,
        questions=twice,
        fields=(),
        fees=(),
        materials=(replace(CARD.materials[1], condition=when("own", "is", "x")),),
    )

    assert all(checklist(draft, answers).is_settled for answers in ({}, {"own": "x"}))


@given(strategies.definitions(), st.data())
def test_answering_what_is_asked_comes_to_an_end(definition: ItemDefinition, data: st.DataObject) -> None:
    answers: dict[str, Answer] = {}
    for _ in range(len(definition.questions) + 1):
        found = checklist(definition, answers)
        if found.is_settled:
            return
        answers |= {question.key: data.draw(st.sampled_from("xyz")) for question in found.questions}

    assert checklist(definition, answers).is_settled
