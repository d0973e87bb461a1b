"""Conditions hold, do not hold, or are not known yet; the table is shared with the browser's twin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcore.definition import conditions
from appcore.definition.answers import from_json
from appcore.definition.conditions import MAX_DEPTH, Answer, Condition, evaluate, keys_used, open_keys
from appcore.definition.describe import Name, describe
from appcore.definition.item import Choice, ItemDefinition, Question
from appcore.definition.questions import names_of
from tests.definition import samples, strategies

EXAMPLES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("condition_examples.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["says"] for one in EXAMPLES])
def test_every_example_of_the_table_is_judged_as_it_says(example: dict[str, Any]) -> None:
    condition = conditions.load(example["condition"])

    assert evaluate(condition, from_json(example["answers"])) is example["expected"]


def test_the_table_is_large_and_says_each_thing_once() -> None:
    assert len(EXAMPLES) >= 300
    assert len({one["says"] for one in EXAMPLES}) == len(EXAMPLES)


def test_the_table_shows_each_comparison_true_false_and_unknown() -> None:
    shown = {
        (name, example["expected"])
        for example in EXAMPLES
        for name in conditions.COMPARISONS
        if f'"{name}"' in json.dumps(example["condition"])
    }

    assert shown == {(name, value) for name in conditions.COMPARISONS for value in (True, False, None)}


def test_no_condition_always_holds() -> None:
    assert evaluate(None, {}) is True


@given(strategies.conditions, strategies.answers_given, strategies.answers_given)
def test_what_is_known_stays_known_when_more_is_answered(
    condition: Condition, some: dict[str, Answer | None], more: dict[str, Answer | None]
) -> None:
    """Kleene's logic is monotone: unknown may become known, but nothing known changes."""
    before = evaluate(condition, some)

    after = evaluate(condition, more | some)

    assert before is None or after is before


@given(strategies.conditions, strategies.answers_given)
def test_a_condition_with_all_its_keys_answered_is_known(condition: Condition, some: dict[str, Answer | None]) -> None:
    answers = dict.fromkeys(keys_used(condition)) | some

    assert evaluate(condition, answers) is not None


@given(strategies.conditions, strategies.answers_given)
def test_open_keys_are_used_unanswered_and_there_just_while_it_is_unknown(
    condition: Condition, some: dict[str, Answer | None]
) -> None:
    found = open_keys(condition, some)

    assert set(found) <= set(keys_used(condition)) - set(some)
    assert bool(found) == (evaluate(condition, some) is None)


@given(strategies.conditions, strategies.answers_given)
def test_answering_only_the_open_keys_settles_a_condition(condition: Condition, some: dict[str, Answer | None]) -> None:
    assert evaluate(condition, dict.fromkeys(open_keys(condition, some)) | some) is not None


@given(strategies.conditions)
def test_a_condition_survives_json(condition: Condition) -> None:
    assert conditions.load(json.loads(json.dumps(conditions.dump(condition)))) == condition


@pytest.mark.parametrize(
    "document",
    [
        {}, [], None, "all", {"all": []}, {"all": {}}, {"none": [{"of": "q", "is": "a"}]}, {"all": ["q"]}, {"all": [{}]},
        {"all": [{"of": "q"}]}, {"all": [{"of": "", "is": "a"}]}, {"all": [{"of": 1, "is": "a"}]},
        {"all": [{"of": "q", "is": None}]}, {"all": [{"of": "q", "is": ""}]}, {"all": [{"of": "q", "is": 1.5}]},
        {"all": [{"of": "q", "is": ["a"]}]}, {"all": [{"of": "q", "like": "a"}]}, {"all": [{"of": "q", "is": "a", "is_not": "b"}]},
        {"all": [{"of": "q", "one_of": []}]}, {"all": [{"of": "q", "one_of": "a"}]}, {"all": [{"of": "q", "one_of": [1]}]},
        {"all": [{"of": "q", "at_least": "three"}]}, {"all": [{"of": "q", "at_most": "2026-02-30"}]}, {"all": [{"of": "q", "at_least": "03"}]},
        {"all": [{"of": "q", "none_of": "a"}]}, {"all": [{"of": "q", "filled": False}]}, {"all": [{"of": "q", "empty": 1}]},
        {"all": [{"of": "q", "at_least": 1.5}]}, {"all": [{"of": "q", "none_of": [""]}]}, {"all": [{"of": "q", "at_least": True}]},
        {"all": [{"of": "q", "is": "a"}], "any": [{"of": "q", "is": "a"}]},
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused(document: Any) -> None:
    with pytest.raises(ValueError, match=r"condition|test|wants"):
        conditions.load(document)


def nested(levels: int) -> dict[str, Any]:
    document: dict[str, Any] = {"of": "q", "is": "a"}
    for _ in range(levels):
        document = {"all": [document]}
    return document


def test_a_condition_may_be_nested_so_deep_and_no_deeper() -> None:
    assert conditions.load(nested(MAX_DEPTH))

    for levels in (MAX_DEPTH + 1, 20_000):
        with pytest.raises(ValueError, match="not a condition"):
            conditions.load(nested(levels))


HOUSEHOLDS = {"farm": "农业户口", "town": "非农业户口"}
NAMES = {
    "kind": Name("户口类型", lambda key: HOUSEHOLDS[str(key)]),
    "household": Name("家庭人口"),
    "low": Name("是否低保？"),
}


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (
            {"all": [{"of": "kind", "is": "farm"}, {"of": "household", "at_least": 3}]},
            "当“户口类型”选择“农业户口”且“家庭人口”不少于3时",
        ),
        ({"any": [{"of": "kind", "is_not": "farm"}, {"of": "household", "at_most": 2}]}, "当“户口类型”未选择“农业户口”或“家庭人口”不超过2时"),
        ({"all": [{"of": "kind", "one_of": ["farm", "town"]}]}, "当“户口类型”选择“农业户口”、“非农业户口”之一时"),
        ({"all": [{"of": "kind", "one_of": ["farm"]}]}, "当“户口类型”选择“农业户口”时"),
        ({"all": [{"of": "low", "is": True}, {"of": "household", "is": 1}]}, "当“是否低保”选择“是”且“家庭人口”为1时"),
        ({"all": [{"of": "low", "is_not": True}, {"of": "household", "is_not": 1}]}, "当“是否低保”未选择“是”且“家庭人口”不为1时"),
        (
            {"all": [{"of": "low", "is": False}, {"any": [{"of": "kind", "is": "farm"}, {"of": "household", "at_least": 6}]}]},
            "当“是否低保”选择“否”且（“户口类型”选择“农业户口”或“家庭人口”不少于6）时",
        ),
        ({"all": [{"any": [{"of": "kind", "is": "farm"}]}]}, "当“户口类型”选择“农业户口”时"),
        ({"all": [{"of": "gone", "is": "x"}]}, "当“gone”选择“x”时"),
        ({"all": [{"of": "kind", "none_of": ["farm", "town"]}]}, "当“户口类型”未选择“农业户口”、“非农业户口”中的任何一项时"),
        ({"all": [{"of": "kind", "none_of": ["farm"]}]}, "当“户口类型”未选择“农业户口”时"),
        ({"any": [{"of": "low", "filled": True}, {"of": "household", "empty": True}]}, "当“是否低保”已填写或“家庭人口”未填写时"),
        ({"all": [{"of": "since", "at_least": "2026-01-31"}]}, "当“since”不早于2026-01-31时"),
        ({"all": [{"of": "since", "at_most": "2026-01-31"}]}, "当“since”不晚于2026-01-31时"),
        ({"all": [{"of": "area", "at_most": "12.5"}]}, "当“area”不超过12.5时"),
        ({"all": [{"any": [{"of": "low", "is": True}, {"of": "low", "empty": True}]}]}, "当“是否低保”选择“是”或“是否低保”未填写时"),
    ],
)  # fmt: skip
def test_a_condition_reads_as_one_sentence(document: dict[str, Any], sentence: str) -> None:
    assert describe(conditions.load(document), NAMES) == sentence


def test_the_sentence_names_questions_and_choices_in_the_words_of_the_item() -> None:
    names = names_of(samples.CARD)

    assert describe(samples.when("reason", "is", "lost"), names) == "当“您为什么办证”选择“丢失补领”时"
    assert describe(samples.when("low_income", "is", True), names) == "当“您是低保对象吗”选择“是”时"


def test_a_key_of_a_multiple_choice_reads_as_its_label() -> None:
    question = Question(
        key="m", text="哪几项", kind="choices", choices=(Choice(key="x", label="某甲"), Choice(key="y", label="某乙"))
    )
    names = names_of(ItemDefinition(code="330327-00001", questions=(question,)))

    assert describe(samples.when("m", "is", "y"), names) == "当“哪几项”选择“某乙”时"
    assert describe(samples.when("m", "one_of", ["x", "y"]), names) == "当“哪几项”选择“某甲”、“某乙”之一时"


@given(st.data())
def test_any_condition_can_be_said_whatever_it_compares(data: st.DataObject) -> None:
    definition = data.draw(strategies.definitions())
    condition = data.draw(strategies.conditions)

    sentence = describe(condition, names_of(definition))

    assert sentence.startswith("当")
    assert sentence.endswith("时")
