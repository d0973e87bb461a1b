"""What a check reports: a rule's id, where it is, what is wrong, and what mends it; and the score of what is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from appcore.definition.verdict import Verdict

Level = Literal["error", "warning", "info"]
WEIGHT_OF_LEVEL: Mapping[Level, int] = {"error": 10, "warning": 3, "info": 1}
WEIGHT_OF_RULE: Mapping[str, int] = {"O3": 1, "C028": 0}
"""Rules that are counted row by row, or that nobody in the county can mend, weigh less than their level."""
WEIGHT_OF_A_MISSING_LIST: Mapping[str, int] = {"C002": 30, "O25": 30}
"""A list that is not there weighs more than what its rows usually lack: leaving papers out must not win points."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem stands.

    `part` is the list's name in the definition ("materials"), "" the edition itself; `key` the row, "" the list as a
    whole; `element` the column; `child` the key of a row under the row (a choice, a reduction), which then owns `element`.
    """

    part: str = ""
    key: str = ""
    element: str = ""
    child: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `message` and `fix` are Chinese msgids with `%(name)s` parameters, translated where they are shown.

    A text among the parameters may itself be a label (a msgid). A rule leaves `id` and `level` to the registry; a level
    that it does give (O2 across units) can only be weaker than the rule's.
    """

    place: Place
    message: str
    fix: str
    parameters: Mapping[str, str | int | Verdict] = field(default_factory=dict, hash=False)
    id: str = ""
    level: Level = "error"

    @property
    def text(self) -> str:
        """The message in Chinese."""
        return self.message % self.parameters

    @property
    def advice(self) -> str:
        """The fix in Chinese."""
        return self.fix % self.parameters


def score(problems: Iterable[Problem]) -> int:
    """100 minus the weights of the open problems (those nobody has ticked), never under 0."""
    return max(0, 100 - sum(weight(problem) for problem in problems))


def next_best(problems: Iterable[Problem]) -> tuple[Problem, int] | None:
    """The problem at the place whose mending wins most points, with the points; None when nothing costs any.

    All that stands at one place is mended together. Where so much is lost that no single place brings the score above 0,
    the heaviest one comes first all the same.
    """
    by_place: dict[Place, list[Problem]] = {}
    for problem in problems:
        by_place.setdefault(problem.place, []).append(problem)
    weights = {place: sum(map(weight, there)) for place, there in by_place.items()}
    heaviest = max(weights, key=lambda place: weights[place], default=None)
    if heaviest is None or not weights[heaviest]:
        return None
    return max(by_place[heaviest], key=weight), weights[heaviest]


def weight(problem: Problem) -> int:
    """What one problem costs: by its level, or what its rule says; a rule that only counts here costs no more than that."""
    by_level = WEIGHT_OF_LEVEL[problem.level]
    if problem.id in WEIGHT_OF_A_MISSING_LIST and problem.level != "info":
        return WEIGHT_OF_A_MISSING_LIST[problem.id]
    return min(by_level, WEIGHT_OF_RULE.get(problem.id, by_level))
