"""Problems as columns: how a finding, a task or the problem of an offer is kept (`models.check.Found`), and read again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from appcore.definition import checks
from appcore.definition.checks import Place, Problem

LEVEL_COLUMNS: tuple[tuple[str, checks.Level], ...] = (("errors", "error"), ("warnings", "warning"), ("infos", "info"))


def found_columns(problem: Problem, mark: str) -> dict[str, Any]:
    """The columns of a problem."""
    place = problem.place
    return {
        "rule_id": problem.id, "group": checks.RULES[problem.id].group, "part": place.part, "key": place.key,
        "element": place.element, "child": place.child, "message": problem.message, "fix": problem.fix,
        "parameters": plain(problem), "text": problem.text[:500], "fingerprint": mark,
    }  # fmt: skip


def plain(problem: Problem) -> dict[str, Any]:
    """The parameters of a sentence as JSON; a verdict among them as its Chinese."""
    return {name: one if isinstance(one, int) else str(one) for name, one in problem.parameters.items()}


def problem_of(row: Any) -> Problem:
    """The problem that a row keeps; a task has no level of its own, for it was an error."""
    return Problem(
        place_of(row), row.message, row.fix, row.parameters, id=row.rule_id, level=getattr(row, "level", "error")
    )


def place_of(row: Any) -> Place:
    return Place(row.part, row.key, row.element, row.child)


def counted(problems: Iterable[Problem]) -> dict[str, int]:
    """How many there are of each level, by the columns of a run."""
    levels = [one.level for one in problems]
    return {name: levels.count(level) for name, level in LEVEL_COLUMNS}
