"""Expressions of computed fields: read, checked, worked out and said in Chinese, without ever executing text."""

from __future__ import annotations

from appcore.definition.expressions.checking import checked
from appcore.definition.expressions.formulas import Formulas, WorkedOut, compute, formulas, work_out
from appcore.definition.expressions.library import World
from appcore.definition.expressions.reading import parse
from appcore.definition.expressions.saying import say
from appcore.definition.expressions.scope import Scope
from appcore.definition.expressions.tree import Faulty, Trouble, Type
from appcore.definition.item import Asks

__all__ = [
    "Faulty",
    "Formulas",
    "Trouble",
    "WorkedOut",
    "World",
    "check",
    "compute",
    "explain",
    "formulas",
    "parse",
    "work_out",
]


def _scope(definition: Asks, within: str) -> Scope:
    known = {one.key: kind for one, _, kind in formulas(definition).sound}
    return Scope(definition, known, within)


def check(expression: str, definition: Asks, within: str = "") -> Type:
    """The type of what an expression gives; `within`: the table whose column it is for. Raises: Faulty."""
    return checked(parse(expression), _scope(definition, within))[1]


def explain(expression: str, definition: Asks, within: str = "") -> str:
    """An expression in Chinese words. Raises: Faulty."""
    return say(checked(parse(expression), _scope(definition, within))[0])
