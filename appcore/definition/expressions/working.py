"""Working out a checked expression. What is not known makes the result unknown (None); numbers are exact fractions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from appcore.definition.expressions.library import ASK_THE_WORLD, FUNCTIONS, MOST, OPERATORS, World
from appcore.definition.expressions.tree import Called, Literally, Node, Trouble, Type, Value
from appcore.definition.item import Field

Row = Mapping[str, Any]
NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?", re.ASCII)


def work(node: Node, values: Row, row: Row | None, world: World | None) -> Any:
    """The value: Fraction, text, date or yes/no; None while something it needs is not known.

    `row`: the cells of the row that a column's formula stands in. Raises: Trouble.
    """
    match node:
        case Literally(value=value):
            return value
        case Value():
            return _read(node, values, row)
        case Called(name="and" | "or" as name):
            return _logic(name == "or", [work(part, values, row, world) for part in node.parts])
        case Called(name="not"):
            held = work(node.parts[0], values, row, world)
            return None if held is None else not held
        case Called(name="if"):
            held = work(node.parts[0], values, row, world)
            return None if held is None else work(node.parts[1 if held else 2], values, row, world)
        case Called(name="default"):
            first = work(node.parts[0], values, row, world)
            return work(node.parts[1], values, row, world) if first is None else first
        case Called():
            return _applied(node, values, row, world)
    raise TypeError(node)


def _applied(node: Called, values: Row, row: Row | None, world: World | None) -> Any:
    given: list[Any] = []
    for part in node.parts:
        found = work(part, values, row, world)
        if found is None:
            return None
        given += found if isinstance(found, list) and node.name != "count" else [found]
    run = FUNCTIONS[node.name].run if node.name in FUNCTIONS else OPERATORS[node.name]
    if run is None:
        raise TypeError(node.name)
    found = run(*((world,) if node.name in ASK_THE_WORLD else ()), *given)
    if isinstance(found, Fraction) and abs(found) >= MOST:
        raise Trouble("算出的数太大。")
    return found


def _logic(settles: bool, held: list[bool | None]) -> bool | None:
    if settles in held:
        return settles
    return None if None in held else not settles


def _read(node: Value, values: Row, row: Row | None) -> Any:
    """A field's value; of a table its rows, of a column the cells that are filled."""
    if node.type not in ("table", "column"):
        cells = (row or {}) if node.in_row else values
        return taken(cells.get(node.field.key), node.field, node.type)  # type: ignore[arg-type]  # a Type: see above
    rows = values.get(node.field.key)
    if not isinstance(rows, list | tuple):
        # A table that was left empty has no rows; one that was not reached yet is not known.
        return [] if node.field.key in values and rows is None else None
    kept = [one for one in rows if isinstance(one, Mapping)]
    if node.column is None:
        return kept
    column = node.column
    cells_of = (taken(one.get(column.key), column, "number") for one in kept)
    return [cell for cell in cells_of if cell is not None]


def taken(value: Any, field: Field, kind: Type) -> Any:
    """A kept value as expressions reckon with it: money in 元. None for what is absent or of another type."""
    if kind == "number":
        if isinstance(value, int) and not isinstance(value, bool):
            return Fraction(value, 100 if field.kind == "money" else 1)
        return Fraction(value) if isinstance(value, str) and NUMBER.fullmatch(value) else None
    if kind == "date":
        try:
            return date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None
    if kind == "flag":
        return value if isinstance(value, bool) else None
    return value if isinstance(value, str) and value else None
