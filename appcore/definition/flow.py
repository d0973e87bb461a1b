"""The flow of an item at given answers: its stages in order, who works on each step, and when each is done at the latest.

Times are counted from the start of the clock in the unit of the item's own limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Literal

from appcore.definition.answers import settle
from appcore.definition.checks.flow_time import applying, applying_cases, longest_flow
from appcore.definition.conditions import Answers, evaluate
from appcore.definition.describe import describe
from appcore.definition.item import ItemDefinition, Step
from appcore.definition.lengths import calendar_days
from appcore.definition.questions import names_of
from models.vocabulary import STEP_LEVEL, STEP_ROLE

Lanes = Literal["level", "role", "department"]
UNCOUNTED = ("not_counted", "instant")
HOURS = {"minutes": Fraction(1, 60), "hours": Fraction(1), "natural_days": Fraction(24)}
"""The units that turn into one another exactly; working days and months do not."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One step in its stage. `applies` is None while an open question decides; `sentence` is its condition in words.

    `starts` and `ends`: how much of the limit has passed at the latest, in the flow's unit; None where the units of the
    steps cannot be added up, or the step is certain not to apply.
    """

    step: Step
    applies: bool | None
    sentence: str
    starts: Fraction | None
    ends: Fraction | None


@dataclass(frozen=True, slots=True)
class Stage:
    """Steps that are worked on at the same time; most stages have one. The next begins when all are done."""

    branches: tuple[Branch, ...]

    @property
    def taken(self) -> tuple[Branch, ...]:
        """The steps that apply or may apply."""
        return tuple(one for one in self.branches if one.applies is not False)


@dataclass(frozen=True, slots=True)
class Flow:
    """All stages. `total` is the longest that counted steps take in `unit`, None where they cannot be added up.

    `promised` is the promise in the same unit; `is_over` also compares across units, roughly.
    """

    stages: tuple[Stage, ...]
    unit: str
    total: Fraction | None
    promised: int | None
    is_over: bool

    @property
    def taken(self) -> tuple[tuple[Branch, ...], ...]:
        """The stages with the steps that apply or may apply; stages of which none does are left out."""
        return tuple(stage.taken for stage in self.stages if stage.taken)

    @property
    def skipped(self) -> tuple[Branch, ...]:
        """The steps that are certain not to apply."""
        return tuple(one for stage in self.stages for one in stage.branches if one.applies is False)


def flow(definition: ItemDefinition, answers: Answers) -> Flow:
    """The flow for these answers; what is not answered yet stays open, and times are those of the longest way."""
    settled = settle(definition, answers)
    unit = definition.promised_unit or definition.legal_unit or _first_unit(definition.steps) or "working_days"
    times = _latest(definition, settled, unit)
    names = names_of(definition)

    def branch(step: Step) -> Branch:
        sentence = describe(step.condition, names) if step.condition else ""
        return Branch(step, evaluate(step.condition, settled), sentence, *times.get(id(step), (None, None)))

    stages = tuple(Stage(tuple(map(branch, together))) for together in stages_of(definition.steps))
    ends = [one.ends for stage in stages for one in stage.taken]
    promised = definition.promised_days
    return Flow(
        stages=stages,
        unit=unit,
        total=None if None in ends else max((one for one in ends if one is not None), default=Fraction(0)),
        promised=promised,
        is_over=promised is not None
        and longest_flow(definition, settled) > calendar_days(promised, definition.promised_unit),
    )


def stages_of(steps: Sequence[Step]) -> Iterator[tuple[Step, ...]]:
    """The steps by stage: neighbours of one parallel group together, every other step alone."""
    for _group, together in groupby(steps, key=lambda step: (step.parallel, "" if step.parallel else id(step))):
        yield tuple(together)


def lane_of(step: Step, by: Lanes) -> tuple[str, str]:
    """The swim lane of a step: its key and its Chinese title, both "" where the step does not say."""
    match by:
        case "level":
            return step.level or "", STEP_LEVEL.label_of(step.level)
        case "role":
            return step.role or "", STEP_ROLE.label_of(step.role)
    return (step.department.code, step.department.name) if step.department else ("", "")


def lanes_of(shown: Flow, by: Lanes) -> tuple[tuple[str, str], ...]:
    """The lanes that the flow passes: levels from below upwards, the others in the order in which they come."""
    found = dict(lane_of(one.step, by) for stage in shown.taken for one in stage)
    if by == "level":
        order = (*STEP_LEVEL.slugs, "")
        return tuple(sorted(found.items(), key=lambda lane: order.index(lane[0]) if lane[0] in order else len(order)))
    return tuple(found.items())


def _first_unit(steps: Sequence[Step]) -> str | None:
    return next((step.unit for step in steps if step.duration and step.unit), None)


def _latest(
    definition: ItemDefinition, settled: Answers, unit: str
) -> dict[int, tuple[Fraction | None, Fraction | None]]:
    """By the identity of a step, since a faulty draft may hold a key twice: the latest start and end in any case."""
    given = {key: answer for key, answer in settled.items() if answer is not None}
    found: dict[int, tuple[Fraction | None, Fraction | None]] = {}
    for answers in applying_cases(definition, definition.steps, given):
        for step, starts, ends in _times(applying(definition.steps, answers), unit):
            before = found.get(id(step), (Fraction(0), Fraction(0)))
            found[id(step)] = (_later(before[0], starts), _later(before[1], ends))
    return found


def _times(steps: Sequence[Step], unit: str) -> Iterator[tuple[Step, Fraction | None, Fraction | None]]:
    passed: Fraction | None = Fraction(0)
    for together in stages_of(steps):
        begin = passed
        for step in together:
            lasts = _in_unit(step, unit)
            ends = None if begin is None or lasts is None else begin + lasts
            passed = _later(passed, ends)
            yield step, begin, ends


def _in_unit(step: Step, unit: str) -> Fraction | None:
    """What a step takes of the limit; None where its unit does not turn into the limit's."""
    if step.counting in UNCOUNTED or not step.duration:
        return Fraction(0)
    own = step.unit or "working_days"
    if own == unit:
        return Fraction(step.duration)
    return step.duration * HOURS[own] / HOURS[unit] if own in HOURS and unit in HOURS else None


def _later(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else max(one, other)
