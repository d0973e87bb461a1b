"""Words for people: the typed way to gettext, and the sentence of an error that a service raised."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from appcore.definition import checks
from appcore.definition.said import Said
from appcore.definition.verdict import Verdict
from appcore.errors import Problem
from models.vocabulary import FINDING_LEVEL, Vocabulary


def _(text: str, /, **parameters: Any) -> str:
    """A Chinese msgid in the reader's language, its named placeholders filled; a verdict among them is translated too."""
    filled = {name: spoken(one) if isinstance(one, Verdict) else one for name, one in parameters.items()}
    return str(gettext(text, **filled))


def spoken(verdict: Verdict) -> str:
    """Why something was refused, in the reader's language."""
    return _(verdict.msgid, **verdict.params)


def sentence(problem: Problem) -> str:
    """What a service refused, in the reader's language."""
    return _(problem.message, **problem.parameters)


def said(one: Said) -> str:
    """A sentence put together of words and of what people typed, in the reader's language."""
    return one.spoken(_)


def finding(problem: checks.Problem) -> str:
    """What a check found, in the reader's language."""
    return _(problem.message, **problem.parameters)


def remedy(problem: checks.Problem) -> str:
    """How it is mended."""
    return _(problem.fix, **problem.parameters)


def level_word(level: str) -> str:
    """How much a problem weighs, in the one word that every page has for it; a reviewer's remark weighs too."""
    return _("退回意见") if level == "remark" else term(FINDING_LEVEL, level)


def bytes_words(size: int) -> str:
    """12.5 MB, 340 KB."""
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(1, round(size / 1024))} KB"


def term(vocabulary: Vocabulary, slug: str | None) -> str:
    """The word of a code list, "" for nothing."""
    said = vocabulary.label_of(slug)
    return _(said) if said else ""


def span(count: float | None, unit: str | None) -> str:
    """A length of time; "" when there is none. Without a unit these are working days."""
    if count is None:
        return ""
    match unit:
        case "natural_days":
            return _("%(count)s 个自然日", count=count)
        case "hours":
            return _("%(count)s 小时", count=count)
        case "minutes":
            return _("%(count)s 分钟", count=count)
        case "months":
            return _("%(count)s 个月", count=count)
    return _("%(count)s 个工作日", count=count)
