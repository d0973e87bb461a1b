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


def bytes_words(size: int) -> str:
    """12.5 MB, 340 KB."""
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(1, round(size / 1024))} KB"
