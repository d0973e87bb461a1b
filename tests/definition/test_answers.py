"""Which answers count: those to questions that are known to arise."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcore.definition import conditions
from appcore.definition.answers import from_json, settle
from appcore.definition.answers import given as given_answers
from appcore.definition.conditions import Answer
from appcore.definition.item import Field, ItemDefinition, Question
from appcore.definition.questions import read_answers, write_answers
from tests.definition import strategies
from tests.definition.samples import CARD, WORLD

EXAMPLES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("settle_examples.json").read_text(encoding="utf-8")
)


def definition_of(asked: list[dict[str, Any]]) -> ItemDefinition:
    loaded = [
        (one["key"], conditions.load(one["condition"]) if one["condition"] else None, one["field"]) for one in asked
    ]
    return ItemDefinition(
        code="330327-00001",
        questions=tuple(Question(key=key, condition=condition) for key, condition, field in loaded if not field),
        fields=tuple(Field(key=key, condition=condition) for key, condition, field in loaded if field),
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["says"] for one in EXAMPLES])
def test_every_example_is_settled_as_it_says(example: dict[str, Any]) -> None:
    found = settle(definition_of(example["asked"]), from_json(example["answers"]), form_done=example["form_done"])

    assert found == example["expected"]


asked = st.builds(
    lambda rows: ItemDefinition(
        code="330327-00001", questions=tuple(Question(key=key, condition=condition) for key, condition in rows.items())
    ),
    st.dictionaries(strategies.keys, st.none() | strategies.conditions),
)
plain_answers: st.SearchStrategy[dict[str, Answer]] = strategies.answers_given.map(given_answers)


@given(asked, plain_answers)
def test_settling_twice_changes_nothing(definition: ItemDefinition, answers: dict[str, Answer]) -> None:
    once = settle(definition, answers)

    assert settle(definition, once) == once


@given(asked, plain_answers)
def test_the_order_of_the_questions_does_not_matter(definition: ItemDefinition, answers: dict[str, Answer]) -> None:
    backwards = replace(definition, questions=definition.questions[::-1])

    assert settle(backwards, answers) == settle(definition, answers)


@given(asked, plain_answers, plain_answers)
def test_a_further_answer_takes_nothing_back(
    definition: ItemDefinition, some: dict[str, Answer], more: dict[str, Answer]
) -> None:
    assert settle(definition, some).items() <= settle(definition, more | some).items()


def test_answers_travel_in_an_address_and_back() -> None:
    answers: dict[str, Answer] = {"reason": "lost", "low_income": False, "copies": 2}

    pairs = write_answers(CARD, answers)
    raw = {key: [text for other, text in pairs if other == key] for key, _ in pairs}

    assert pairs == [("reason", "lost"), ("low_income", "no"), ("copies", "2")]
    assert read_answers(CARD, raw, WORLD) == answers


@pytest.mark.parametrize(
    "raw", [{"reason": ["gone"]}, {"reason": ["lost", "renew"]}, {"copies": ["many"]}, {"zzz": ["1"]}, {"reason": [" "]}, {"low_income": ["\ud800"]}]
)  # fmt: skip
def test_what_is_no_answer_in_an_old_link_counts_as_not_answered(raw: dict[str, list[str]]) -> None:
    assert read_answers(CARD, raw, WORLD) == {}
