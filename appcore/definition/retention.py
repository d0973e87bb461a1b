"""档案保管期限: from when on a finished case may be destroyed. Nothing goes before its term (decisions 65)."""

from __future__ import annotations

from datetime import date

YEARS = {"years10": 10, "years30": 30}
"""The terms of the code list that end; a permanent case, and one whose item names no term, is kept."""


def may_go_from(finished: date, term: str | None) -> date | None:
    """The first day on which a case may be destroyed: terms count from the year after it was finished. None: never.

    Source: 机关文件材料归档范围和文书档案保管期限规定 (a term runs from 1 January of the following year).
    """
    years = YEARS.get(term or "")
    return date(finished.year + years + 1, 1, 1) if years else None
