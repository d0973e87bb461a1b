"""Questions (情形) as a page asks them: answers to and from the address, and their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from appcore.definition.conditions import Answer
from appcore.definition.describe import Name, Names, plainly
from appcore.definition.item import Asks, Field, Question
from appcore.definition.kinds import Lookup, kind_of
from appcore.definition.verdict import Rejected


def as_field(question: Question) -> Field:
    """A question in the shape of a field, so that its kind draws, reads and shows it."""
    return Field(
        key=question.key,
        label=question.text,
        kind=question.kind or "choice",
        help=question.help,
        choices=question.choices,
        condition=question.condition,
    )


def by_key(definition: Asks) -> dict[str, Field]:
    """Questions and fields in the one name space of conditions; a question hides a field of the same key."""
    fields = {one.key: one for one in definition.fields}
    return fields | {one.key: as_field(one) for one in definition.questions}


def read_answers(definition: Asks, raw: Mapping[str, Sequence[str]], lookup: Lookup) -> dict[str, Answer]:
    """The answers to the item's questions among texts by key, as an address carries them (`a.<key>=…`, prefix off).

    What is no possible answer counts as not answered: an old link must still open.
    """
    found: dict[str, Answer] = {}
    for question in definition.questions:
        field = as_field(question)
        try:
            if texts := [one for one in raw.get(question.key, ()) if one.strip()]:
                found[question.key] = kind_of(field.kind).clean(texts, field, lookup)
        except Rejected:
            continue
    return found


def write_answers(definition: Asks, answers: Mapping[str, Answer | None]) -> list[tuple[str, str]]:
    """Pairs of key and text for an address, in the order of the questions; `read_answers` reads them back."""
    pairs: list[tuple[str, str]] = []
    for question in definition.questions:
        answer = answers.get(question.key)
        if answer is not None:
            field = as_field(question)
            pairs += [(question.key, text) for text in kind_of(field.kind).typed(answer, field)]
    return pairs


def names_of(definition: Asks) -> Names:
    """What `describe` needs to say a condition of this item in words."""
    fields = (*map(as_field, definition.questions), *definition.fields)
    return {field.key: Name(field.label, partial(_show, field)) for field in fields}


def _show(field: Field, value: Answer) -> str:
    """A value that a condition compares with: of a multiple choice one key, and in a faulty draft of any type."""
    kind = kind_of(field.kind)
    if kind.holds is tuple and isinstance(value, str):
        value = (value,)
    return kind.show(value, field) if type(value) is kind.holds else plainly(value)
