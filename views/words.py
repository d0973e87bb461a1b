"""Words for people: the typed way to gettext, and the sentence of an error that a service raised."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from appcore.definition.verdict import Verdict
from appcore.errors import Problem


def _(text: str, **parameters: Any) -> str:
    """A Chinese msgid in the reader's language, its named placeholders filled."""
    return str(gettext(text, **parameters))


def spoken(verdict: Verdict) -> str:
    """Why something was refused, in the reader's language."""
    return _(verdict.msgid, **verdict.params)


def sentence(problem: Problem) -> str:
    """What a service refused, in the reader's language."""
    return _(problem.message, **problem.parameters)
