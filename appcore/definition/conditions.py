"""Conditions (适用条件) as data: when a question, material, fee, step or field applies, given the answers.

Stored as JSON: `{"all": [{"of": "key", "is": "a"}, {"any": [...]}]}`. A test names a question or field by its key.
`views/static/js/conditions.js` is the browser's twin of `evaluate`; both are run over the same table of examples.
"""

from __future__ import annotations

import reprlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from appcore.definition.characters import refuse_unstorable
from appcore.definition.measure import is_day, is_decimal, measure

Comparison = Literal["is", "is_not", "one_of", "none_of", "at_least", "at_most", "filled", "empty"]
COMPARISONS: tuple[Comparison, ...] = (
    "is", "is_not", "one_of", "none_of", "at_least", "at_most", "filled", "empty"
)  # fmt: skip
MAX_DEPTH = 8

Answer = str | int | bool | tuple[str, ...] | tuple[Any, ...]  # the rows of a table are mappings
Answers = Mapping[str, Answer | None]
"""Answers by the key of their question or field.

A key that is absent has not been answered yet. None means that there is nothing to answer: the question does not
arise, or an optional field was left empty; nothing is chosen then, and no number is reached.
"""


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison: the answer to `of` stands in `comparison` to `value`.

    The value is a key or text, yes/no, or an integer; of `one_of` and `none_of` several keys; of `at_least` and `at_most`
    an integer, a decimal number as text or a day; of `filled` and `empty` always True.
    """

    __test__ = False  # not a test class for pytest

    of: str
    comparison: Comparison
    value: str | int | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """All or any of several tests or groups."""

    mode: Literal["all", "any"]
    parts: tuple[Test | Condition, ...]


def load(document: Mapping[str, Any]) -> Condition:
    """Read the JSON form.

    Raises: ValueError with the faulty piece when the document is not a condition, or is nested deeper than MAX_DEPTH; Rejected, one
    of them, where a text holds what cannot be kept (R88).
    """
    return _load_group(document, 1)


def _load_group(document: object, depth: int) -> Condition:
    if not isinstance(document, Mapping) or len(document) != 1 or depth > MAX_DEPTH:
        raise ValueError(f"not a condition: {_piece(document)}")
    mode, rows = next(iter(document.items()))
    if mode not in ("all", "any"):
        raise ValueError(f"not a condition: {_piece(document)}")
    if not isinstance(rows, list) or not rows:
        raise ValueError(f"a condition wants a list that is not empty: {_piece(document)}")
    return Condition(mode, tuple(_load_part(row, depth) for row in rows))


def _load_part(row: object, depth: int) -> Test | Condition:
    if not isinstance(row, Mapping):
        raise ValueError(f"not a test: {_piece(row)}")
    if "of" not in row:
        return _load_group(row, depth + 1)
    found = [name for name in COMPARISONS if name in row]
    if len(found) != 1 or len(row) != 2 or not isinstance(row["of"], str) or not row["of"]:
        raise ValueError(f"a test wants 'of' and one comparison: {_piece(row)}")
    test = Test(row["of"], found[0], _load_value(found[0], row[found[0]], row))
    for text in (test.of, *(test.value if isinstance(test.value, tuple) else (test.value,))):
        if isinstance(text, str) and not text.isprintable():
            refuse_unstorable(text, lines=True)
    return test


def _load_value(comparison: Comparison, value: object, row: object) -> str | int | bool | tuple[str, ...]:
    match comparison:
        case "one_of" | "none_of":
            if isinstance(value, list) and value and all(isinstance(one, str) and one for one in value):
                return tuple(value)
            raise ValueError(f"'{comparison}' wants a list of keys: {_piece(row)}")
        case "at_least" | "at_most":
            if isinstance(value, str) and (is_day(value) or is_decimal(value)):
                return value
            if isinstance(value, int) and not isinstance(value, bool):
                return value
            raise ValueError(f"'{comparison}' wants an integer, a decimal number or a day: {_piece(row)}")
        case "filled" | "empty":
            if value is True:
                return True
            raise ValueError(f"'{comparison}' wants true: {_piece(row)}")
    if isinstance(value, str | int) and value != "":
        return value
    raise ValueError(f"a test wants a key, an integer or yes/no: {_piece(row)}")


def _piece(document: object) -> str:
    """A short form of what was found; reprlib looks only a few levels deep."""
    return reprlib.repr(document)


def dump(condition: Condition) -> dict[str, Any]:
    """The JSON form; `load(dump(c)) == c`."""
    return {condition.mode: [_dump_part(part) for part in condition.parts]}


def _dump_part(part: Test | Condition) -> dict[str, Any]:
    if isinstance(part, Condition):
        return dump(part)
    value = list(part.value) if isinstance(part.value, tuple) else part.value
    return {"of": part.of, part.comparison: value}


def evaluate(condition: Condition | None, answers: Answers) -> bool | None:
    """Whether the condition holds; None while an open question leaves that unknown. No condition always holds.

    Kleene's three values: one false part settles `all` and one true part settles `any`, whatever else is open.
    """
    if condition is None:
        return True
    found = [_evaluate_part(part, answers) for part in condition.parts]
    settles = condition.mode == "any"
    if settles in found:
        return settles
    return None if None in found else not settles


def _evaluate_part(part: Test | Condition, answers: Answers) -> bool | None:
    if isinstance(part, Condition):
        return evaluate(part, answers)
    return _holds(part, answers[part.of]) if part.of in answers else None


def _holds(test: Test, answer: Answer | None) -> bool:
    match test.comparison:
        case "is":
            return _chosen(answer, test.value)
        case "is_not":
            return not _chosen(answer, test.value)
        case "one_of":
            return _meets(answer, test.value)
        case "none_of":
            return not _meets(answer, test.value)
        case "filled":
            return answer not in (None, "", ())
        case "empty":
            return answer in (None, "", ())
    wanted, found = measure(test.value), measure(answer)
    if wanted is None or found is None or wanted[0] != found[0]:
        return False
    return found >= wanted if test.comparison == "at_least" else found <= wanted


def _meets(answer: Answer | None, values: object) -> bool:
    return isinstance(values, tuple) and any(_chosen(answer, one) for one in values)


def _chosen(answer: Answer | None, value: object) -> bool:
    """Equal and of one type, for `True == 1` in Python; of a multiple choice, one of those chosen."""
    if isinstance(answer, tuple):
        return value in answer
    return type(answer) is type(value) and answer == value


def keys_used(condition: Condition | None) -> tuple[str, ...]:
    """The keys of the questions and fields that the condition names, each once, in the order of reading."""
    if condition is None:
        return ()
    found: dict[str, None] = {}
    for part in condition.parts:
        found |= dict.fromkeys(keys_used(part) if isinstance(part, Condition) else (part.of,))
    return tuple(found)


def open_keys(condition: Condition | None, answers: Answers) -> tuple[str, ...]:
    """The unanswered keys that can still decide the condition; none once it is known."""
    if condition is None or evaluate(condition, answers) is not None:
        return ()
    found: dict[str, None] = {}
    for part in condition.parts:
        if isinstance(part, Condition):
            found |= dict.fromkeys(open_keys(part, answers))
        elif part.of not in answers:
            found[part.of] = None
    return tuple(found)
