"""What is known from the answers given so far: answers to questions that do not arise are set aside."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from appcore.definition.conditions import Answer, Answers, Condition, evaluate
from appcore.definition.item import Asks


def asked_when(definition: Asks) -> dict[str, Condition | None]:
    """When each question and field arises, by key. A draft may hold a key twice: the last question with it counts."""
    fields = {one.key: one.condition for one in definition.fields}
    return fields | {one.key: one.condition for one in definition.questions}


def settle(
    definition: Asks, answers: Answers, *, form_done: bool = False, still_open: Collection[str] = ()
) -> dict[str, Answer | None]:
    """The answers that count, by key: those to questions and fields that are known to arise.

    A question or field whose condition is false gets None, even if an answer was given (an old link, a changed mind).
    While its condition is unknown its answer waits, and the key is absent. Keys foreign to the definition are dropped.
    `form_done`: the form has been handed in, so that a field left empty stays empty and gets None; but not those
    `still_open`, which were filled in wrongly.
    """
    asked = asked_when(definition)
    may_be_empty = {one.key for one in definition.fields} - set(still_open) if form_done else set()
    settled: dict[str, Answer | None] = {}
    while True:
        # Each round can only learn more, so that the order of questions does not matter and a circle stays unknown.
        learnt = {
            key: None if applies is False else answers.get(key)
            for key, condition in asked.items()
            if key not in settled
            and (applies := evaluate(condition, settled)) is not None
            and (not applies or key in answers or key in may_be_empty)
        }
        if not learnt:
            return settled
        settled |= learnt


def given(settled: Answers) -> dict[str, Answer]:
    """The answers and values that there are, without those that do not arise or were left empty."""
    return {key: answer for key, answer in settled.items() if answer is not None}


def from_json(document: Mapping[str, Any]) -> dict[str, Answer]:
    """Answers or values as JSON keeps them: its lists are tuples here, the rows of a table mappings."""
    return {key: _from_json(value) for key, value in document.items()}


def _from_json(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(from_json(one) if isinstance(one, dict) else one for one in value)
    return value


def to_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers or values as JSON keeps them; `from_json(to_json(values)) == values`."""
    return {key: _to_json(value) for key, value in values.items()}


def _to_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [to_json(one) if isinstance(one, Mapping) else one for one in value]
    return value
