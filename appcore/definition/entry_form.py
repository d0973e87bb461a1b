"""The case form of an item: which fields it shows, and what becomes of what was posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wtforms import Form

from appcore.definition.answers import settle
from appcore.definition.characters import refuse_unstorable
from appcore.definition.conditions import Answer, Answers, evaluate
from appcore.definition.describe import describe
from appcore.definition.item import Field, ItemDefinition
from appcore.definition.kinds import Lookup, is_sensitive, kind_of
from appcore.definition.questions import names_of
from appcore.definition.verdict import Rejected, Verdict

PREFIX = "f_"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field as the form shows it: its control's name, and whether it applies (None: another answer decides it).

    `sentence` says the condition in words, "" when there is none; a page without scripts shows it beside the field.
    """

    field: Field
    name: str
    applies: bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Entered:
    """What was posted, checked: the values to keep and the problems to show, both by the key of their field.

    `answers` are the answers and values that count, with None for what does not arise or was left empty; the bill and
    the checklist of the case are drawn from them. Nothing is to be stored while `errors` is not empty.
    """

    values: dict[str, Answer]
    errors: dict[str, Verdict]
    answers: dict[str, Answer | None]


def form_name(key: str) -> str:
    """The name of a field's control; the prefix keeps it apart from names that a form class has of its own."""
    return PREFIX + key


def form_fields(definition: ItemDefinition, answers: Answers) -> tuple[FormField, ...]:
    """The fields to draw, in order: all but those that the answers to the questions rule out.

    `answers` may hold values of fields too. A field that hangs on another field is drawn whatever that holds now, for
    it may change under the reader's hands; `applies` says how it stands.
    """
    questions = {one.key for one in definition.questions}
    asked = settle(definition, {key: value for key, value in answers.items() if key in questions})
    now = settle(definition, answers)
    names = names_of(definition)
    return tuple(
        FormField(
            field,
            form_name(field.key),
            evaluate(field.condition, now),
            describe(field.condition, names) if field.condition else "",
        )
        for field in definition.fields
        if evaluate(field.condition, asked) is not False
    )


def validate(definition: ItemDefinition, raw: Mapping[str, Sequence[str]], answers: Answers, lookup: Lookup) -> Entered:
    """Check a posted form, all fields at once.

    `raw`: texts by the names of the controls, as a posted form gives them; names that are no field of the item are
    dropped (R81). A field whose condition is false is neither required nor kept; one whose condition is not known yet
    is kept if it is sound, and not required.
    """
    posted = {field.key: _posted(raw.get(form_name(field.key), ())) for field in definition.fields}
    values, faults = _clean_all(definition.fields, posted, lookup)
    questions = {one.key for one in definition.questions}
    known = {key: value for key, value in answers.items() if key in questions}
    # A field that was filled in wrongly is not empty: what hangs on it stays open until it is mended.
    settled = settle(definition, known | values, form_done=True, still_open=faults)
    arising = {field.key: evaluate(field.condition, settled) for field in definition.fields}
    errors = {
        field.key: fault
        for field in definition.fields
        if arising[field.key] is not False and (fault := faults.get(field.key) or _missing(field, posted, arising))
    }
    kept = {key: value for key, value in values.items() if arising[key] is not False}
    return Entered(kept, errors, settled)


def _posted(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if text.strip(" \t\r\n\u3000")]


def _clean_all(
    fields: Sequence[Field], posted: Mapping[str, list[str]], lookup: Lookup
) -> tuple[dict[str, Answer], dict[str, Verdict]]:
    values: dict[str, Answer] = {}
    faults: dict[str, Verdict] = {}
    for field in fields:
        texts = posted[field.key]
        try:
            for text in texts:
                refuse_unstorable(text, lines=True)
            if texts:
                values[field.key] = kind_of(field.kind).clean(texts, field, lookup)
        except Rejected as problem:
            faults[field.key] = problem.verdict
    return values, faults


def _missing(field: Field, posted: Mapping[str, list[str]], arising: Mapping[str, bool | None]) -> Verdict | None:
    if posted[field.key] or not field.required or arising[field.key] is None:
        return None
    return Verdict("请填写“%(label)s”。", {"label": field.label})


def form_class(definition: ItemDefinition, base: type[Form]) -> type[Form]:
    """A form class with a control for each field of the item, derived from the caller's base.

    Kept by base and fields, which are all that the class depends on, so that equal fields share one class whatever
    edition they stand in.
    """
    key: Any = base
    made: type[Form] = _form_class(key, definition.fields)
    return made


@lru_cache(maxsize=1024)
def _form_class(base: Any, fields: tuple[Field, ...]) -> type[Any]:
    members = {form_name(field.key): kind_of(field.kind).form_field(field) for field in fields}
    made: type[Any] = type(base)(f"Entry{base.__name__}", (base,), members)
    return made


def typed_values(definition: ItemDefinition, values: Mapping[str, Answer]) -> dict[str, str | list[str]]:
    """Kept values as a person would type them, by the names of the controls: `form_class(…)(data=typed_values(…))`."""
    typed: dict[str, str | list[str]] = {}
    for field in definition.fields:
        if field.key in values:
            kind = kind_of(field.kind)
            texts = kind.typed(values[field.key], field)
            typed[form_name(field.key)] = texts if kind.holds is tuple else texts[0]
    return typed


def split_sensitive(
    definition: ItemDefinition, values: Mapping[str, Answer]
) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """The values in two: those that may be stored in clear, and those of sensitive kinds, which are sealed."""
    sealed = {field.key for field in definition.fields if is_sensitive(field.kind)}
    clear = {key: value for key, value in values.items() if key not in sealed}
    return clear, {key: value for key, value in values.items() if key in sealed}
