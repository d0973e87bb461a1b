"""What an applicant needs for an item, given the answers so far: one object for the public page and for the counter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Generic, Literal, Protocol, TypeVar

from appcore.definition.answers import asked_when, settle
from appcore.definition.conditions import Answer, Answers, Condition, evaluate, open_keys
from appcore.definition.describe import Names, describe
from appcore.definition.item import AcceptanceCondition, Fee, Field, ItemDefinition, Material, Question, Step
from appcore.definition.questions import names_of


class Conditional(Protocol):
    """A part that may apply on a condition."""

    @property
    def condition(self) -> Condition | None:
        """When it applies; None is always."""


P = TypeVar("P", bound=Conditional)


@dataclass(frozen=True, slots=True)
class Row(Generic[P]):
    """One part: whether it applies (None: not known yet), the sentence of its condition ("" when it has none).

    `waits_for`: the keys of the questions and fields that are still to decide it, or a fee's amount.
    """

    part: P
    applies: bool | None
    sentence: str
    waits_for: tuple[str, ...]

    @property
    def state(self) -> Literal["needed", "not_needed", "depends"]:
        """需要, 不需要, or 视情形."""
        if self.applies is None:
            return "depends"
        return "needed" if self.applies else "not_needed"


@dataclass(frozen=True, slots=True)
class Checklist:
    """Rows in the order of the definition; `answers` are those that count, `questions` those to ask now."""

    answers: dict[str, Answer | None]
    questions: tuple[Question, ...]
    conditions: tuple[Row[AcceptanceCondition], ...]
    materials: tuple[Row[Material], ...]
    fees: tuple[Row[Fee], ...]
    steps: tuple[Row[Step], ...]
    fields: tuple[Row[Field], ...]

    @property
    def is_settled(self) -> bool:
        """No question is left whose answer is needed: acceptance may go on (decisions 19)."""
        return not self.questions

    @property
    def to_bring(self) -> tuple[Row[Material], ...]:
        """The papers that the applicant brings or may have to bring: not those marked 免提交."""
        return tuple(row for row in self.materials if row.applies is not False and not row.part.exempt)


def checklist(definition: ItemDefinition, answers: Answers, *, form_done: bool = False) -> Checklist:
    """The checklist for these answers (and values of fields, once there are some; `form_done` as in `settle`).

    A question is asked only if its own condition holds and its answer can still change a row: a question whose
    condition is unknown waits behind those that decide it. Source: decisions 19.
    """
    settled = settle(definition, answers, form_done=form_done)
    rows = _Rows(settled, names_of(definition))
    found = Checklist(
        answers=settled,
        questions=(),
        conditions=rows.of(definition.conditions),
        materials=rows.of(definition.materials),
        fees=tuple(replace(row, waits_for=_fee_waits_for(row, settled)) for row in rows.of(definition.fees)),
        steps=rows.of(definition.steps),
        fields=rows.of(definition.fields),
    )
    return replace(found, questions=_to_ask(definition, found))


@dataclass(frozen=True, slots=True)
class _Rows:
    settled: Answers
    names: Names

    def of(self, parts: Iterable[P]) -> tuple[Row[P], ...]:
        return tuple(self._row(part) for part in parts)

    def _row(self, part: P) -> Row[P]:
        condition = part.condition
        sentence = describe(condition, self.names) if condition else ""
        return Row(part, evaluate(condition, self.settled), sentence, open_keys(condition, self.settled))


def _fee_waits_for(row: Row[Fee], settled: Answers) -> tuple[str, ...]:
    """For a fee that applies: its quantity and the reductions, unless it is free already."""
    fee = row.part
    free = any(one.kind == "free" and evaluate(one.condition, settled) for one in fee.reductions)
    if not row.applies or free:
        return row.waits_for
    quantity = (fee.quantity,) if fee.quantity and fee.quantity not in settled else ()
    reductions = (key for one in fee.reductions for key in open_keys(one.condition, settled))
    return tuple(dict.fromkeys((*quantity, *reductions)))


def _to_ask(definition: ItemDefinition, found: Checklist) -> tuple[Question, ...]:
    conditions = asked_when(definition)
    rows = (found.conditions, found.materials, found.fees, found.steps, found.fields)
    waiting = [key for group in rows for row in group for key in row.waits_for]
    wanted: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key in conditions and key not in wanted:
            wanted.add(key)
            waiting += open_keys(conditions[key], found.answers)
    return tuple(
        one
        for one in definition.questions
        if one.key in wanted and evaluate(conditions[one.key], found.answers) is True
    )
