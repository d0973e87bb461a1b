"""The form of an item, a register or a sheet: which fields it shows, and what becomes of what was posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as member
from functools import lru_cache
from typing import Any

from wtforms import Form, SelectChoice

from appcore.definition.answers import settle
from appcore.definition.conditions import Answer, Answers, evaluate
from appcore.definition.describe import describe
from appcore.definition.expressions.formulas import compute
from appcore.definition.item import Asks, Field
from appcore.definition.kinds import Lookup, kind_of
from appcore.definition.kinds.table import RowControls
from appcore.definition.nesting import TableField, is_sealed, nested
from appcore.definition.posted import PREFIX, Texts, cell_key, field_of, form_name, rows_in, typed_values
from appcore.definition.questions import names_of
from appcore.definition.reading import read
from appcore.definition.verdict import Verdict

__all__ = [
    "PREFIX", "Asks", "Entered", "FormField", "cell_key", "field_of", "form_class", "form_fields", "form_name", "opened",
    "split_sensitive", "typed_values", "validate",
]  # fmt: skip
MOST_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class FormField:
    """One field as the form shows it: its control's name, and whether it applies (None: another answer decides it).

    `sentence` says the condition in words, "" when there is none; a page without scripts shows it beside the field.
    A table is a `TableField` with the columns that are not ruled out.
    """

    field: Field
    name: str
    applies: bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Entered:
    """What was posted, checked: the values to keep and the problems to show, both by the key of their field.

    A problem within a table has the key `<table>.<row>.<column>`, by the number under which the row was posted.
    `answers` are the answers and values that count, with None for what does not arise or was left empty; the bill and
    the checklist of the case are drawn from them. Nothing is to be stored while `errors` is not empty.
    `numbers`: the numbers under which the rows of each table's value were posted.
    """

    values: dict[str, Answer]
    errors: dict[str, Verdict]
    answers: dict[str, Answer | None]
    numbers: dict[str, tuple[int, ...]] = member(default_factory=dict)


def form_fields(asks: Asks, answers: Answers) -> tuple[FormField, ...]:
    """The fields to draw, in order: all but those that the answers to the questions rule out.

    `answers` may hold values of fields too. A field that hangs on another field is drawn whatever that holds now, for
    it may change under the reader's hands; `applies` says how it stands.
    """
    questions = {one.key for one in asks.questions}
    asked = settle(asks, {key: value for key, value in answers.items() if key in questions})
    now = settle(asks, answers)
    names = names_of(asks)
    return tuple(
        FormField(
            _drawn(field, asked),
            form_name(field.key),
            evaluate(field.condition, now),
            describe(field.condition, names) if field.condition else "",
        )
        for field in nested(asks.fields)
        if evaluate(field.condition, asked) is not False
    )


def _drawn(field: Field, asked: Answers) -> Field:
    if not isinstance(field, TableField):
        return field
    shown = tuple(one for one in field.columns if evaluate(one.condition, asked) is not False)
    return field if shown == field.columns else TableField(**{**_members(field), "columns": shown})


def _members(field: TableField) -> dict[str, Any]:
    return {name: getattr(field, name) for name in TableField.__dataclass_fields__}


def validate(asks: Asks, raw: Texts, answers: Answers, lookup: Lookup) -> Entered:
    """Check a posted form, all fields at once.

    `raw`: texts by the names of the controls, as a posted form gives them; names that are no field of the form are
    dropped (R81). A field whose condition is false is neither required nor kept; one whose condition is not known yet
    is kept if it is sound, and not required. Computed fields
    are worked out from the values that count; one that cannot be worked out yet stays empty.
    """
    found = read(asks, raw, lookup)
    questions = {one.key for one in asks.questions}
    known = {key: value for key, value in answers.items() if key in questions and value is not None}
    made: dict[str, Answer] = {}
    for _ in range(MOST_ROUNDS):
        # A field that was filled in wrongly is not empty: what hangs on it stays open until it is mended.
        settled = settle(asks, known | found.plain | made, form_done=True, still_open=found.open)
        arising = {field.key: evaluate(field.condition, settled) for field in asks.fields}
        kept = found.kept(arising)
        fresh = _computed(asks, known | kept, arising, lookup)
        # What was worked out may decide what arises, and with it what is worked out.
        if fresh == made:
            break
        made = fresh
    return Entered(_with_made(asks, kept, made), found.errors(arising), settled, found.numbers(arising))


def _computed(
    asks: Asks, values: Mapping[str, Answer], arising: Mapping[str, bool | None], lookup: Lookup
) -> dict[str, Answer]:
    """The computed values of the fields that arise; of a table, its rows."""
    wanted = {one.key for one in asks.fields if one.kind == "computed" and arising[one.key] is not False}
    tables = {one.within for one in asks.fields if one.key in wanted}
    if not wanted:
        return {}
    made = compute(asks, values, lookup)
    return {key: value for key, value in made.items() if key in wanted or (key in tables and key in values)}


def _with_made(asks: Asks, kept: Mapping[str, Answer], made: Mapping[str, Answer]) -> dict[str, Answer]:
    """The values in the order of the form, computed ones among them."""
    all_values = {**kept, **made}
    return {one.key: all_values[one.key] for one in asks.fields if one.key in all_values}


def form_class(asks: Asks, base: type[Form]) -> type[Form]:
    """A form class with a control for each field, derived from the caller's base; a table's control holds its rows.

    Kept by base and fields, which are all that the class depends on, so that equal fields share one class whatever
    edition they stand in.
    """
    key: Any = base
    made: type[Form] = _form_class(key, asks.fields)
    return made


@lru_cache(maxsize=1024)
def _form_class(base: Any, fields: tuple[Field, ...]) -> type[Any]:
    members = {form_name(field.key): kind_of(field.kind).form_field(field) for field in nested(fields)}
    made: type[Any] = type(base)(f"Entry{base.__name__}", (base,), members)
    return made


def opened(asks: Asks, base: type[Form], texts: Texts, lookup: Lookup) -> Form:
    """The form with what was typed, and the options that come from look-ups. A table without rows shows an empty one."""
    fields = nested(asks.fields)
    held = {
        form_name(one.key): _as_data(one, texts[form_name(one.key)]) for one in fields if form_name(one.key) in texts
    }
    form = form_class(asks, base)(data=held)
    rows = rows_in(texts)
    offers: dict[tuple[str, str], Any] = {}
    for field in fields:
        control = form[form_name(field.key)]
        if isinstance(field, TableField) and isinstance(control, RowControls):
            blank = range(max(1, field.low or 0)) if field.key not in rows else ()
            for number, cells in {**{one: {} for one in blank}, **rows.get(field.key, {})}.items():
                row = control.open(
                    number, {one.key: _as_data(one, cells[one.key]) for one in field.columns if one.key in cells}
                )
                for column in field.columns:
                    _offer(row[column.key], column, lookup, offers)
        else:
            _offer(control, field, lookup, offers)
    return form


def _as_data(field: Field, texts: Any) -> Any:
    if kind_of(field.kind).holds is tuple or len(texts) > 1:
        return list(texts)
    return texts[0] if texts else ""


def _offer(control: Any, field: Field, lookup: Lookup, offers: dict[tuple[str, str], Any]) -> None:
    """Fields that offer the same are asked for it once."""
    key = (field.kind, f"{field.code_list}.{field.low}.{field.high}")
    if key not in offers:
        offers[key] = kind_of(field.kind).offered(field, lookup)
    if offers[key] is None:
        return
    # What was typed and is not offered stands in the list all the same, so that it comes back.
    other = control.data if control.data and all(control.data != one.value for one in offers[key]) else None
    words = kind_of(field.kind).show(other, field, lookup) if other else ""
    control.choices = [*offers[key], *([SelectChoice(other, words)] if other else [])]


def split_sensitive(asks: Asks, values: Mapping[str, Answer]) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """The values in two: those that may be stored in clear, and those to be sealed, tables with a sensitive column whole."""
    sealed = {field.key for field in nested(asks.fields) if is_sealed(field)}
    clear = {key: value for key, value in values.items() if key not in sealed}
    return clear, {key: value for key, value in values.items() if key in sealed}
