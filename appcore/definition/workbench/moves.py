"""What may be done to the rows of a part: order, duplicate, delete, bring back; a row moves with those under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from appcore.definition.workbench.rows import TOP, Row

Gone = list[tuple[int, Row]]


def arranged(rows: Sequence[Row]) -> list[Row]:
    """The rows with those under each right below it; what is under none that is there goes."""
    under: dict[int, list[Row]] = {}
    for row in rows:
        under.setdefault(row.of, []).append(row)
    return [one for row in under.get(TOP, []) for one in (row, *under.get(row.number, []))]


def next_number(rows: Sequence[Row], gone: Sequence[Row] = ()) -> int:
    return max((row.number for row in (*rows, *gone)), default=-1) + 1


def moved(rows: Sequence[Row], number: int, step: int) -> list[Row]:
    """A row so many places down (up when negative) among those beside it; at the end of the list it stays there."""
    one = _row(rows, number)
    if one is None:
        return list(rows)
    beside = [row for row in rows if row.of == one.of]
    at = beside.index(one)
    beside.insert(max(0, min(len(beside) - 1, at + step)), beside.pop(at))
    return arranged([*(row for row in rows if row.of != one.of), *beside])


def added(rows: Sequence[Row], new: Row, after: int | None = None) -> list[Row]:
    """One more row: behind another beside it, or at the end."""
    found = list(rows)
    at = next((place for place, row in enumerate(found) if row.number == after and row.of == new.of), None)
    found.insert(len(found) if at is None else at + 1, new)
    return arranged(found)


def duplicated(rows: Sequence[Row], number: int, free: int, texts: Mapping[str, str]) -> list[Row]:
    """The row and those under it again below itself, without keys; `texts`: what the copy says otherwise."""
    one = _row(rows, number)
    if one is None:
        return list(rows)
    copy = replace(one, number=free, key="", was="").having(**texts)
    under = [row for row in rows if row.of == number]
    # A choice keeps its key under the copy: conditions name the question, and then its answer.
    children = [replace(row, number=free + place, of=free, was="") for place, row in enumerate(under, 1)]
    return arranged([*added(rows, copy, number), *children])


def dropped(rows: Sequence[Row], number: int) -> tuple[list[Row], Gone]:
    """The rows without one and those under it, and what went with its place."""
    gone = {row.number for row in rows if number in (row.number, row.of)}
    return (
        [row for row in rows if row.number not in gone],
        [(place, row) for place, row in enumerate(rows) if row.number in gone],
    )


def restored(rows: Sequence[Row], gone: Gone) -> list[Row]:
    """The rows with those that were deleted back in their places."""
    found = list(rows)
    for place, row in sorted(gone, key=lambda pair: pair[0]):
        found.insert(min(place, len(found)), row)
    return arranged(found)


def _row(rows: Sequence[Row], number: int) -> Row | None:
    return next((row for row in rows if row.number == number), None)
