"""What stands on paper for a field: boxes for digits, ticks for choices, lines for words — the form as a pen fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from appcore.definition.describe import describe
from appcore.definition.item import Field, ItemDefinition, Material
from appcore.definition.questions import names_of

MOST_ROWS = 5
"""Empty rows of a table; who needs more goes on overleaf."""
BOX_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Pen:
    """How one thing is filled in. `style`: boxes, ticks, date, time, moment, line, lines, table, sign, picture, attached, heading.

    `count`: boxes, lines or rows. `choices`: what may be ticked. `after`: a word behind (元). `columns`: of a table.
    """

    style: str
    count: int = 1
    choices: tuple[str, ...] = ()
    after: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the printed form: label, how to fill it in, and in which case it is filled in at all."""

    label: str
    pen: Pen
    required: bool = False
    when: str = ""
    help: str = ""


def _boxes(count: int) -> Callable[[Field], Pen]:
    return lambda field: Pen("boxes", count, after=field.unit)


def _plain(style: str, count: int = 1) -> Callable[[Field], Pen]:
    return lambda field: Pen(style, count, after=field.unit)


def _number(field: Field) -> Pen:
    """A box a digit where the largest value is known and short; else room for ten."""
    digits = len(str(field.high)) if field.high is not None else BOX_DIGITS
    return Pen("boxes", min(digits, BOX_DIGITS), after=field.unit)


def _money(field: Field) -> Pen:
    return Pen("line", after=field.unit or "元")


def _ticks(field: Field) -> Pen:
    choices = tuple(one.label for one in field.choices)
    return Pen("ticks", len(choices), choices, field.unit) if choices else Pen("line", after=field.unit)


def _yes_no(field: Field) -> Pen:
    return Pen("ticks", 2, ("是", "否"))


BY_KIND: Mapping[str, Callable[[Field], Pen]] = {
    "text": _plain("line"),
    "person_name": _plain("line"),
    "document": _plain("line"),
    "code": _plain("line"),
    "table": _plain("lines", MOST_ROWS),  # without columns; with some it is drawn as rows
    "long_text": _plain("lines", 3),
    "integer": _number,
    "decimal": _plain("line"),
    "money": _money,
    "date": _plain("date"),
    "time": _plain("time"),
    "datetime": _plain("moment"),
    "date_time": _plain("moment"),
    "yes_no": _yes_no,
    "choice": _ticks,
    "choices": _ticks,
    "code_list": _ticks,
    "id_number": _boxes(18),
    "credit_code": _boxes(18),
    "phone": _boxes(11),
    "bank_account": _boxes(19),
    "plate": _boxes(8),
    "address": _plain("lines", 2),
    "region": _plain("line"),
    "email": _plain("line"),
    "file": _plain("attached"),
    "files": _plain("attached"),
    "photo": _plain("picture"),
    "signature": _plain("sign"),
    "heading": _plain("heading"),
}
"""How a kind stands on paper; one that is not here gets a line to write on."""
UNWRITTEN = ("computed", "note")
"""Kinds that nobody fills in."""


def pen_of(field: Field) -> Pen:
    """How a field that is no table stands on paper."""
    return BY_KIND.get(field.kind, _plain("line"))(field)


def _heading(column: Field) -> str:
    """A column's label with its unit; one that must be filled bears the star of the form."""
    unit = column.unit or ("元" if column.kind == "money" else "")
    return f"{column.label}{f'（{unit}）' if unit else ''}{'*' if column.required else ''}"


def form_lines(definition: ItemDefinition) -> list[tuple[str, list[Line]]]:
    """The form's fields by group, in their order; a table once, with its columns, and none that is not to be printed."""
    names = names_of(definition)
    groups: dict[str, list[Line]] = {}
    for field in definition.fields:
        if field.within or field.printed == "none" or field.kind in UNWRITTEN:
            continue
        columns = tuple(_heading(one) for one in definition.fields if one.within == field.key)
        pen = Pen("table", MOST_ROWS, columns=columns) if columns else pen_of(field)
        when = describe(field.condition, names) if field.condition else ""
        groups.setdefault(field.group, []).append(Line(field.label, pen, bool(field.required), when, field.help))
    return list(groups.items())


def question_lines(definition: ItemDefinition) -> list[Line]:
    """The questions that decide what applies."""
    names = names_of(definition)
    return [
        Line(
            one.text,
            _asked(one),
            required=True,
            when=describe(one.condition, names) if one.condition else "",
            help=one.help,
        )
        for one in definition.questions
    ]


def _asked(question: Any) -> Pen:
    if question.kind == "integer":
        return Pen("boxes", 4)
    if question.kind == "yes_no":
        return Pen("ticks", 2, ("是", "否"))
    return Pen("ticks", len(question.choices), tuple(one.label for one in question.choices))


def papers(definition: ItemDefinition) -> list[tuple[Material, str]]:
    """The papers to bring, each with the case in which it is asked for; those that need not be handed in are left out."""
    names = names_of(definition)
    return [
        (one, describe(one.condition, names) if one.condition else "") for one in definition.materials if not one.exempt
    ]
