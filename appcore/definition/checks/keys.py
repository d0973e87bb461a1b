"""Keys and conditions: every key once, every condition over something that is asked and can be answered so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from appcore.definition.branches import tests_of
from appcore.definition.checks.context import Context
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.checks.walk import conditioned, name_of, rows
from appcore.definition.circles import circle_through
from appcore.definition.conditions import Test, keys_used
from appcore.definition.item import Field, ItemDefinition, Question
from appcore.definition.measure import is_day, is_decimal
from appcore.definition.schema import KEY_PATTERN
from appcore.definition.verdict import N_

CHOOSING = ("choice", "choices")
NUMBERS = ("integer", "money")
ORDERED = {"decimal": is_decimal, "date": is_day}
EQUAL = ("is", "is_not")
BOUNDS = ("at_least", "at_most")
CHOOSE = (*EQUAL, "one_of", "none_of")


def asked(definition: ItemDefinition) -> dict[str, Question | Field]:
    """Questions and fields by key: the one name space of conditions. A question hides a field of the same key."""
    fields: dict[str, Question | Field] = {one.key: one for one in definition.fields}
    return fields | {one.key: one for one in definition.questions}


@rule("C004", "error", N_("标识在同类中不重复"))
def keys_are_unique(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Choices are unique in their question or field, reductions in their fee."""
    by_list = [((row.kind.name, row.parent.key if row.parent else ""), row) for row in rows(definition)]
    by_list.sort(key=lambda pair: pair[0])
    for _, group in groupby(by_list, key=lambda pair: pair[0]):
        members = [row for _, row in group]
        often = Counter(row.part.key for row in members)
        for row in {row.part.key: row for row in members if often[row.part.key] > 1}.values():
            yield Problem(
                row.place("key"),
                "%(part)s中标识“%(key)s”出现了%(times)d次",
                "给后加的一条换一个新标识",
                {"part": row.kind.label, "key": row.part.key, "times": often[row.part.key]},
            )


@rule("C005", "error", N_("标识为小写字母、数字和下划线"))
def keys_are_well_formed(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for row in rows(definition):
        if not KEY_PATTERN.fullmatch(row.part.key):
            yield Problem(
                row.place("key"),
                "%(part)s“%(name)s”的标识“%(key)s”不合规则",
                "以小写字母开头，只用小写字母、数字和下划线，最多40个字符",
                {"part": row.kind.label, "name": name_of(row.part), "key": row.part.key},
            )


@rule("C006", "error", N_("适用条件引用的问题或字段存在"))
def conditions_name_what_is_asked(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    there = asked(definition)
    for row, condition in conditioned(definition):
        for missing in sorted(set(keys_used(condition)) - set(there)):
            yield Problem(
                row.place("condition"),
                "%(part)s“%(name)s”的适用条件引用的问题或字段已不存在（标识%(key)s）",
                "改为引用现有的情形问题或表单字段，或删去这条适用条件",
                {"part": row.kind.label, "name": name_of(row.part), "key": missing},
            )


@rule("C007", "error", N_("适用条件比较的是可能的回答"))
def conditions_name_possible_answers(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    there = asked(definition)
    for row, condition in conditioned(definition):
        for test in tests_of(condition):
            if test.of in there and not is_possible(test, there[test.of]):
                value = "、".join(test.value) if isinstance(test.value, tuple) else str(test.value)
                yield Problem(
                    row.place("condition"),
                    "%(part)s“%(name)s”的适用条件要求“%(question)s”的回答为“%(value)s”，但没有这样的回答",
                    "从该问题的选项中重新选择",
                    {
                        "part": row.kind.label,
                        "name": name_of(row.part),
                        "question": name_of(there[test.of]),
                        "value": value,
                    },
                )


def is_possible(test: Test, part: Question | Field) -> bool:
    """Whether an answer to this question or field can be what the test compares it with."""
    value, comparison = test.value, test.comparison
    if comparison in ("filled", "empty") or part.kind == "computed":
        return True
    if part.kind in CHOOSING:
        named = value if isinstance(value, tuple) else (value,)
        return comparison in CHOOSE and set(named) <= {choice.key for choice in part.choices}
    if part.kind == "yes_no":
        return comparison in EQUAL and isinstance(value, bool)
    if part.kind in NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool)
    if part.kind in ORDERED:
        return comparison in (*EQUAL, *BOUNDS) and ORDERED[part.kind](value)
    return comparison in CHOOSE and not isinstance(value, bool | int)


@rule("C008", "error", N_("问题之间的适用条件不成环"))
def conditions_have_no_circle(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    waits_for = {
        row.part.key: keys_used(condition)
        for row, condition in conditioned(definition)
        if row.kind.name in ("question", "field")
    }
    reported: set[str] = set()
    for start in waits_for:
        circle = [] if start in reported else circle_through(start, waits_for)
        if circle:
            reported |= set(circle)
            there = asked(definition)
            place = Place("questions" if isinstance(there[start], Question) else "fields", start, "condition")
            names = [name_of(there[key]) for key in circle]
            if len(names) == 1:
                yield Problem(place, "“%(name)s”的适用条件不能引用自己", "去掉这条适用条件", {"name": names[0]})
                continue
            yield Problem(
                place,
                "适用条件互相等待：%(circle)s",
                "去掉其中一条适用条件",
                {"circle": " → ".join([*names, names[0]])},
            )


@rule("C009", "error", N_("情形问题与表单字段不同名"))
def questions_and_fields_share_no_key(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    questions = {question.key for question in definition.questions}
    for one in definition.fields:
        if one.key in questions:
            yield Problem(
                Place("fields", one.key, "key"),
                "字段“%(name)s”与情形问题共用标识“%(key)s”",
                "给字段换一个标识",
                {"name": one.label, "key": one.key},
            )
