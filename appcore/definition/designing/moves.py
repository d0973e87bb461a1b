"""What may be done to the rows of the designer: order, duplicate, delete; a table moves with its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from appcore.definition.designing.rows import Row


def arranged(rows: Sequence[Row]) -> list[Row]:
    """The rows with each table's columns right below it, in their order."""
    tables = {row.get("key") for row in rows if row.kind == "table" and row.get("key")}
    under: dict[str, list[Row]] = {}
    for row in rows:
        if row.within in tables:
            under.setdefault(row.within, []).append(row)
    found: list[Row] = []
    for row in rows:
        if row.within not in tables:
            found += [row, *(under.pop(row.get("key"), []) if row.kind == "table" else [])]
    return found


def blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows that move together: a field by itself, a table with its columns."""
    found: list[list[Row]] = []
    for row in arranged(rows):
        if found and row.within and row.within == found[-1][0].get("key"):
            found[-1].append(row)
        else:
            found.append([row])
    return found


def moved(rows: Sequence[Row], number: int, step: int) -> list[Row]:
    """A row one place up (-1) or down (+1) among those beside it; at the end it stays."""
    groups = blocks(rows)
    at = next((place for place, group in enumerate(groups) if any(row.number == number for row in group)), None)
    if at is None:
        return list(rows)
    if groups[at][0].number == number:
        _swap(groups, at, step)
    else:
        inside = groups[at]
        place = next(place for place, row in enumerate(inside) if row.number == number)
        if place + step >= 1:
            _swap(inside, place, step)
    return [row for group in groups for row in group]


def _swap(items: list[list[Row]] | list[Row], at: int, step: int) -> None:
    there = at + step
    if 0 <= there < len(items):
        items[at], items[there] = items[there], items[at]  # type: ignore[assignment]


def next_number(rows: Sequence[Row], gone: Sequence[Row] = ()) -> int:
    return max((row.number for row in (*rows, *gone)), default=-1) + 1


def added(rows: Sequence[Row], new: Row, after: int | None = None) -> list[Row]:
    """One more row: behind another one and what moves with it, or at the end."""
    groups = blocks(rows)
    at = next((place for place, group in enumerate(groups) if any(row.number == after for row in group)), None)
    if at is None:
        return [*(row for group in groups for row in group), new]
    inside = groups[at]
    if new.within and new.within == inside[0].get("key") and inside[0].number != after:
        place = next(place for place, row in enumerate(inside) if row.number == after)
        inside.insert(place + 1, new)
    else:
        inside.append(new)
    return [row for group in groups for row in group]


def duplicated(rows: Sequence[Row], number: int, number_of_new: int, words: str) -> list[Row]:
    """The row again below itself, under another name and without a key; of a table only the table's own row.

    `words`: how a copy is called, with the label in it.
    """
    one = next((row for row in rows if row.number == number), None)
    if one is None:
        return list(rows)
    copy = replace(one, number=number_of_new, was="").having(key="", label=words, shared="")
    return added(rows, copy, after=number)


def dropped(rows: Sequence[Row], number: int) -> tuple[list[Row], list[tuple[int, Row]]]:
    """The rows without one, and what went with its place: a table takes its columns along."""
    flat = [row for group in blocks(rows) for row in group]
    gone = next(
        (
            {row.number for row in group} if group[0].number == number else {number}
            for group in blocks(rows)
            if any(row.number == number for row in group)
        ),
        set(),
    )
    return (
        [row for row in flat if row.number not in gone],
        [(place, row) for place, row in enumerate(flat) if row.number in gone],
    )


def restored(rows: Sequence[Row], gone: Sequence[tuple[int, Row]]) -> list[Row]:
    """The rows with those that were deleted back in their places."""
    found = list(rows)
    for place, row in sorted(gone, key=lambda pair: pair[0]):
        found.insert(min(place, len(found)), row)
    return arranged(found)


def choice_moved(row: Row, place: int, step: int) -> Row:
    """The row with one of its choices a place up or down."""
    pairs = list(row.choices)
    if 0 <= place < len(pairs) and 0 <= place + step < len(pairs):
        pairs[place], pairs[place + step] = pairs[place + step], pairs[place]
    return replace(row, choices=tuple(pairs))
