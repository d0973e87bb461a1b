"""The form of a case as its page shows it: facts under their headings, tables with their sums, masked where they must be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appcore.definition import masks
from appcore.definition.conditions import Answer
from appcore.definition.item import Asks, Field
from appcore.definition.kinds import Lookup, kind_of
from appcore.definition.kinds.staged import Files
from appcore.definition.nesting import TableField, is_sealed, nested, sums_of

WRITTEN = ("text", "long_text")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that was filled in: its title, headings, rows of words, and the sums by column, "" where there is none."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading of the form, "" before the first and after a table, where its fields go on."""

    title: str
    facts: tuple[tuple[str, str], ...]
    grids: tuple[Grid, ...]


def sections(
    asks: Asks, values: Mapping[str, Answer], lookup: Lookup, *, whole: bool, outside: bool, texts: bool = False
) -> tuple[Section, ...]:
    """The filled fields in the order of the form; a heading over nothing is left out.

    `outside`: the reader does not handle it; `texts`: what was written in plain words is shown there all the same.
    """
    found: list[tuple[str, list[tuple[str, str]], list[Grid]]] = [("", [], [])]
    for field in nested(asks.fields):
        if field.kind == "heading":
            found.append((field.label, [], []))
        elif field.key in values and isinstance(field, TableField):
            found[-1][2].append(_grid(field, values[field.key], lookup, whole=whole, outside=outside, texts=texts))
        elif field.key in values:
            if found[-1][2]:
                found.append(("", [], []))
            fact = (field.label, shown(field, values[field.key], lookup, whole=whole, outside=outside, texts=texts))
            found[-1][1].append(fact)
    return tuple(Section(title, tuple(facts), tuple(grids)) for title, facts, grids in found if facts or grids)


def shown(
    field: Field,
    value: Answer,
    lookup: Lookup | None = None,
    *,
    whole: bool,
    outside: bool = False,
    texts: bool = False,
) -> str:
    """A value of a field of `nested` or `marked` in words. A text may name anybody or hold an account: outside the handling halls none is read."""
    kind = kind_of(field.kind)
    if outside and isinstance(kind, Files) and isinstance(value, tuple):
        return kind.show(value, field)  # how many; the name that a person gave a file may name somebody
    if outside and not texts and field.kind in WRITTEN:
        return masks.HIDDEN
    if whole or not is_sealed(field) or (kind.open_in_hall and not outside):
        return kind.show(value, field, lookup)
    return kind.masked(value, field) if kind.sensitive else masks.HIDDEN


def _grid(table: TableField, value: Any, lookup: Lookup, *, whole: bool, outside: bool, texts: bool) -> Grid:
    rows = value if isinstance(value, tuple) else ()
    columns = [one for one in table.columns if any(one.key in row for row in rows)]
    sums = sums_of(table, rows)
    cells = tuple(
        tuple(
            shown(one, row[one.key], lookup, whole=whole, outside=outside, texts=texts) if one.key in row else ""
            for one in columns
        )
        for row in rows
    )
    totals = tuple(
        shown(one, sums[one.key], whole=whole, outside=outside, texts=texts) if one.key in sums else ""
        for one in columns
    )
    return Grid(table.label, tuple(one.label for one in columns), cells, totals if sums else ())
