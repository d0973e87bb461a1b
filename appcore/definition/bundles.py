"""一件事: several items asked for together — which of them somebody needs, one list of questions and one of papers without doubles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from appcore.definition import canonical, conditions
from appcore.definition.checklist import Checklist, Row
from appcore.definition.conditions import Answer, Answers, Condition, evaluate
from appcore.definition.item import Choice, Field, ItemDefinition, Material, Question
from appcore.definition.schema import plain
from appcore.folding import fold

FORMAT = 1
STRICTEST_FIRST = ("required", "deferrable", "optional")


@dataclass(frozen=True, slots=True)
class BundledItem:
    """An item of a bundle in its place; needed always, or on a condition over the bundle's own questions."""

    code: str
    note: str = ""
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class BundleDefinition:
    """What is published of a bundle; its items are read in the edition in force when it is shown."""

    code: str
    name: str
    summary: str = ""
    guide: str = ""
    lead: str = ""
    questions: tuple[Question, ...] = ()
    items: tuple[BundledItem, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """A bundle asks questions only; its items have the forms."""
        return ()

    def wanted(self, answers: Answers) -> tuple[tuple[BundledItem, bool | None], ...]:
        """Its items in order, each with whether it is needed; None while a question is open."""
        return tuple((one, evaluate(one.condition, answers)) for one in self.items)


def write(definition: BundleDefinition) -> bytes:
    """The canonical bytes."""
    return canonical.to_bytes({"format": FORMAT, **plain(definition)})


def read(stored: bytes) -> BundleDefinition:
    """A definition from its stored bytes."""
    said = json.loads(stored)
    return BundleDefinition(
        code=said["code"], name=said["name"], summary=said.get("summary", ""), guide=said.get("guide", ""),
        lead=said.get("lead", ""), questions=tuple(_question(one) for one in said.get("questions", ())),
        items=tuple(
            BundledItem(one["code"], one.get("note", ""), conditions.load(one["condition"]) if "condition" in one else None)
            for one in said.get("items", ())
        ),
    )  # fmt: skip


def _question(said: Mapping[str, Any]) -> Question:
    choices = tuple(Choice(key=one["key"], label=one.get("label", "")) for one in said.get("choices", ()))
    return Question(key=said["key"], text=said["text"], kind=said["kind"], help=said.get("help", ""), choices=choices)


@dataclass(frozen=True, slots=True)
class SharedQuestion:
    """A question that one or several items ask in the same words; `name` is what it is called in an address."""

    name: str
    question: Question
    asked_by: tuple[tuple[str, Question], ...]


def shared_questions(definitions: Iterable[ItemDefinition]) -> tuple[SharedQuestion, ...]:
    """The questions of several items, those with the same words and answers asked once."""
    groups: dict[Any, list[tuple[str, Question]]] = {}
    for definition in definitions:
        for one in definition.questions:
            same = (one.kind, fold(one.text), tuple(fold(choice.label) for choice in one.choices))
            groups.setdefault(same, []).append((definition.code, one))
    return tuple(
        SharedQuestion(f"{asked[0][0]}.{asked[0][1].key}", asked[0][1], tuple(asked)) for asked in groups.values()
    )


def answers_for(code: str, shared: Iterable[SharedQuestion], given: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers in the keys of one item, from those given by the names of the shared questions."""
    found: dict[str, Answer] = {}
    for one in shared:
        for item, question in one.asked_by:
            if item == code and one.name in given:
                found[question.key] = _in_words_of(one.question, question, given[one.name])
    return found


def _in_words_of(asked: Question, own: Question, answer: Answer) -> Answer:
    """The same answer under the item's own keys: choices of the same words stand in the same order."""
    keys = {one.key: mine.key for one, mine in zip(asked.choices, own.choices, strict=True)}
    if isinstance(answer, tuple):
        return tuple(keys.get(one, one) if isinstance(one, str) else one for one in answer)
    return keys.get(answer, answer) if isinstance(answer, str) else answer


@dataclass(frozen=True, slots=True)
class SharedPaper:
    """One paper of the union: as the strictest of the items wants it, and which items those are."""

    row: Row[Material]
    wanted_by: tuple[str, ...]


def union(lists: Sequence[tuple[ItemDefinition, Checklist]]) -> tuple[SharedPaper, ...]:
    """The papers of several items without doubles: the same standard paper, or the same folded name, stands once.

    Counts are the highest, a paper is obligatory when one item says so, and spared only when all spare it.
    """
    groups: dict[str, list[tuple[str, Row[Material]]]] = {}
    for definition, found in lists:
        for row in found.materials:
            if row.applies is not False:
                paper = row.part.paper
                groups.setdefault(f"paper {paper.code}" if paper else fold(row.part.name), []).append(
                    (definition.name, row)
                )
    return tuple(
        SharedPaper(_strictest([row for _name, row in rows]), tuple(dict.fromkeys(name for name, _row in rows)))
        for rows in groups.values()
    )


def _strictest(rows: Sequence[Row[Material]]) -> Row[Material]:
    first = next((row for row in rows if row.applies), rows[0])
    parts = [row.part for row in rows]
    brought = [one for one in parts if not one.exempt] or parts
    part = replace(
        first.part,
        originals=_most(one.originals for one in brought),
        copies=_most(one.copies for one in brought),
        necessity=min((one.necessity or "required" for one in brought), key=STRICTEST_FIRST.index),
        material_type=_type({one.material_type for one in brought if one.material_type}),
        exempt=all(one.exempt for one in parts) or None,
        pledge_allowed=all(one.pledge_allowed for one in brought) or None,
    )
    applies = True if any(row.applies for row in rows) else None
    waits = tuple(dict.fromkeys(key for row in rows for key in row.waits_for))
    return Row(part, applies, "" if applies else first.sentence, waits)


def _most(counts: Iterable[int | None]) -> int | None:
    return max((one for one in counts if one is not None), default=None)


def _type(wanted: set[str]) -> str | None:
    """Original and copy: a paper that one item keeps in copy and another sees in original is brought as both."""
    original, copy = wanted & {"original", "both"}, wanted & {"copy", "both"}
    if original and copy:
        return "both"
    return "original" if original else "copy" if copy else next(iter(wanted), None)
