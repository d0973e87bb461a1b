"""What the objects of a package are called, and its sentences in the reader's language."""

from __future__ import annotations

from typing import Any

from models.vocabulary import SLIP_KIND
from views.words import _, term


def said(one: Any) -> str:
    """A sentence of a report in the reader's language."""
    return str(one.spoken(_))


def called(slug: str, key: str, name: str) -> str:
    """What an object is called: a slip template by its kind, in the reader's language."""
    if slug != "slip_template":
        return name or key or _("没有名称")
    kind, _slash, item = key.partition("/")
    whose = name.partition("（")[2].removesuffix("）") if item else ""
    words = term(SLIP_KIND, kind) or _("没有名称")
    return f"{words}（{whose or item}）" if item else words
