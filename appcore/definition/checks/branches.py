"""Conditions that decide nothing: those that can never hold, those that always do, comparisons that never come true."""

from __future__ import annotations

from collections.abc import Iterator

from appcore.definition.branches import Fate, deciding, fate, tests_of
from appcore.definition.checks.context import Context
from appcore.definition.checks.keys import asked, is_possible
from appcore.definition.checks.problem import Problem
from appcore.definition.checks.registry import rule
from appcore.definition.checks.walk import Row, conditioned, name_of
from appcore.definition.conditions import Condition
from appcore.definition.describe import describe
from appcore.definition.item import ItemDefinition
from appcore.definition.questions import names_of
from appcore.definition.verdict import N_


@rule("C040", "error", N_("适用条件有可能成立"))
def conditions_can_hold(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for row, condition, found in _fates(definition):
        if found.verdict == "never":
            yield Problem(
                row.place("condition"),
                "%(part)s“%(name)s”的适用条件（%(sentence)s）永远不会成立",
                "核对条件中的选项、数值和它所依据的问题，或删去这条适用条件",
                _said(row, condition, definition),
            )


@rule("C041", "warning", N_("适用条件有可能不成立"))
def conditions_can_fail(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for row, condition, found in _fates(definition):
        if found.verdict == "always":
            yield Problem(
                row.place("condition"),
                "%(part)s“%(name)s”的适用条件（%(sentence)s）无论怎样回答都成立",
                "删去这条适用条件，或改成真正需要区分的情形",
                _said(row, condition, definition),
            )


@rule("C042", "warning", N_("适用条件中的每项比较都有可能成立"))
def comparisons_can_hold(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for row, _, found in _fates(definition):
        for test in found.dead:
            yield Problem(
                row.place("condition"),
                "%(part)s“%(name)s”的适用条件中，“%(sentence)s”这一项永远不会成立",
                "改正或删去这一项比较",
                _said(row, Condition("all", (test,)), definition),
            )


def _said(row: Row, condition: Condition, definition: ItemDefinition) -> dict[str, str | int]:
    return {
        "part": row.kind.label,
        "name": name_of(row.part),
        "sentence": describe(condition, names_of(definition)),
    }


def _fates(definition: ItemDefinition) -> Iterator[tuple[Row, Condition, Fate]]:
    """Conditions over what is there and can be answered so; what other rules find wrong is not said twice."""
    there = asked(definition)
    for row, condition in conditioned(definition):
        at_a_remove = [test for _, tests in deciding(definition, [condition]).values() for test in tests]
        tests = [*at_a_remove, *tests_of(condition)]
        if all(test.of in there and is_possible(test, there[test.of]) for test in tests):
            yield row, condition, fate(definition, condition)
