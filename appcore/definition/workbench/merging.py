"""Two people's typing of one part made one: what only one of them changed is taken, what both changed waits for an answer.

Three sides, each as rows: the base that the author opened, theirs (saved meanwhile), mine (typed). A row is the same
while its key is; a cell is one element of a row. Mine stands in the box until it is answered otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from appcore.definition.workbench import moves
from appcore.definition.workbench.rows import TOP, Row

Path = tuple[str, str, str]
"""Key of the row, key of the row under it or "", element; without an element it is the row as a whole."""
CONDITION = "condition"


@dataclass
class Merged:
    """`taken`: what only they changed, now in `rows`. `asked`: what both changed, with what it said before."""

    rows: list[Row] = field(default_factory=list)
    taken: list[Path] = field(default_factory=list)
    asked: dict[Path, str] = field(default_factory=dict)
    free: int = 0
    """The next number that no row has."""


def cell(row: Row, name: str) -> str:
    """What a cell says, as it can be compared."""
    if name == CONDITION:
        return json.dumps(row.condition, ensure_ascii=False, sort_keys=True) if row.condition else ""
    return row.get(name)


def with_cell(row: Row, name: str, other: Row) -> Row:
    """A row with the cell of another."""
    if name == CONDITION:
        return replace(row, condition=other.condition)
    return row.having(**{name: other.texts.get(name, "")})


def group(base: Row | None, theirs: Row, mine: Row) -> Merged:
    """The one row of a group."""
    made = Merged()
    made.rows = [_cells(made, base, theirs, mine, ("", ""))]
    return made


def lists(base: Sequence[Row] | None, theirs: Sequence[Row], mine: Sequence[Row]) -> Merged:
    """The rows of a list with those under them. Without a base every difference is asked about."""
    made = Merged(free=moves.next_number(mine))
    merged = _level(made, base, theirs, mine, "", TOP)
    made.rows = moves.arranged(merged)
    return made


def _of(rows: Sequence[Row], above: Row | None) -> list[Row]:
    number = TOP if above is None else above.number
    return [row for row in rows if row.of == number]


def _key(row: Row) -> str:
    return row.was or row.key


def _level(
    made: Merged, base: Sequence[Row] | None, theirs: Sequence[Row], mine: Sequence[Row], above: str, of: int,
    at: tuple[Row | None, Row | None, Row | None] = (None, None, None),
) -> list[Row]:  # fmt: skip
    """The rows of one level; those under a row follow it."""
    was = {_key(row): row for row in _of(base or (), at[0])} if base is not None and (of == TOP or at[0]) else {}
    now = {_key(row): row for row in _of(theirs, at[1])}
    own = _of(mine, at[2])
    kept: list[Row] = []
    for row in own:
        key = _key(row)
        if key in now and (row.was or of != TOP):
            path = (above, key) if above else (key, "")
            both = _cells(made, was.get(key), now[key], row, path)
            kept.append(both)
            if of == TOP:
                kept += _level(
                    made,
                    base,
                    theirs,
                    mine,
                    key,
                    row.number,
                    (was.get(key), now[key], row),
                )
        elif row.was and key in was and _same(base or (), was[key], mine, row):
            made.taken.append(_row_path(above, key))  # they deleted it, I left it as it was
        else:
            kept += [row, *_of(mine, row)] if of == TOP else [row]
            if row.was and (key in was or base is None):
                made.asked[_row_path(above, key)] = ""
    return _with_new(
        made,
        (base or (), theirs),
        was,
        now,
        {_key(row) for row in own},
        kept,
        above,
        of,
        is_known=base is not None,
    )


def _with_new(
    made: Merged, sides: tuple[Sequence[Row], Sequence[Row]], was: Mapping[str, Row], now: Mapping[str, Row], own: set[str],
    kept: list[Row], above: str, of: int, *, is_known: bool,
) -> list[Row]:  # fmt: skip
    """With the rows that only they have, each behind the one that it follows there; in their order where I kept the old one."""
    before = ""
    for key, row in now.items():
        if key not in own:
            if key in was or not is_known:  # I deleted it
                if not is_known or not _same(sides[0], was[key], sides[1], row):
                    made.asked[_row_path(above, key)] = ""
            else:
                fresh = replace(row, number=made.free, of=of)
                under = [
                    replace(one, number=fresh.number + place, of=fresh.number)
                    for place, one in enumerate(_of(sides[1], row) if of == TOP else (), 1)
                ]
                made.free += 1 + len(under)
                after = next((place for place, one in enumerate(kept) if one.of == of and _key(one) == before), None)
                end = len(kept) if after is None and before else 0 if after is None else _end(kept, after)
                kept[end:end] = [fresh, *under]
                made.taken.append(_row_path(above, key))
        before = key
    return kept


def _end(rows: Sequence[Row], at: int) -> int:
    """Where the row at a place ends with those under it."""
    end = at + 1
    while end < len(rows) and rows[end].of == rows[at].number:
        end += 1
    return end


def _row_path(above: str, key: str) -> Path:
    return (above, key, "") if above else (key, "", "")


def _same(one_side: Sequence[Row], one: Row, other_side: Sequence[Row], other: Row) -> bool:
    """Whether a row and those under it say the same on two sides."""
    if _said(one) != _said(other):
        return False
    under = [
        [(_key(row), _said(row)) for row in _of(side, row_above)]
        for side, row_above in ((one_side, one), (other_side, other))
    ]
    return under[0] == under[1]


def _said(row: Row) -> tuple[dict[str, str], str, str]:
    return {name: row.get(name) for name in row.texts if row.get(name)}, cell(row, CONDITION), row.key


def _cells(made: Merged, base: Row | None, theirs: Row, mine: Row, at: tuple[str, str]) -> Row:
    """My row with the cells that only they changed; of a row that was not there before, every difference is asked about."""
    row = mine
    for name in sorted({*theirs.texts, *mine.texts, *(base.texts if base else ()), CONDITION}):
        own, saved = cell(mine, name), cell(theirs, name)
        former = cell(base, name) if base is not None else None
        if saved in (own, former):
            continue
        path = (*at, name)
        if own == former:
            row = with_cell(row, name, theirs)
            made.taken.append(path)
        else:
            made.asked[path] = former or ""
    return row


def reordered(base: Sequence[Row] | None, theirs: Sequence[Row], merged: Sequence[Row]) -> list[Row]:
    """In their order where I left the old one; rows that only I have stay behind the one that they followed."""
    if base is None:
        return list(merged)
    top = [row for row in merged if row.of == TOP]
    orders = [[_key(row) for row in rows if row.of == TOP] for rows in (base, theirs, merged)]
    common = set(orders[0]) & set(orders[1]) & set(orders[2])
    was, now, own = ([key for key in order if key in common] for order in orders)
    if own != was or now == was:
        return list(merged)
    place = {key: number for number, key in enumerate(orders[1])}
    ranked: list[tuple[float, int, Row]] = []
    last = -1.0
    for number, row in enumerate(top):
        last = place.get(_key(row), last + 0.0) if _key(row) in place else last
        ranked.append((last + (0.0 if _key(row) in place else 0.5), number, row))
    under = [row for row in merged if row.of != TOP]
    return moves.arranged([*(row for _rank, _number, row in sorted(ranked, key=lambda one: one[:2])), *under])


def answered(rows: Sequence[Row], theirs: Sequence[Row], path: Path) -> list[Row]:
    """The rows with what they say at a path in place of mine."""
    key, child, name = path
    above_mine, above_theirs = _find(rows, key, TOP), _find(theirs, key, TOP)
    mine, saved = above_mine, above_theirs
    if child:
        mine = _find(rows, child, above_mine.number) if above_mine else None
        saved = _find(theirs, child, above_theirs.number) if above_theirs else None
    if not key:
        mine, saved = rows[0], theirs[0]
    if name and mine is not None and saved is not None:
        changed = with_cell(mine, name, saved)
        return [changed if row.number == mine.number else row for row in rows]
    found = list(rows)
    if mine is not None:
        found, _gone = moves.dropped(found, mine.number)
    if saved is None or (child and above_mine is None):
        return found
    free = moves.next_number(rows)
    fresh = replace(saved, number=free, of=above_mine.number if child and above_mine else TOP)
    under = [
        replace(one, number=free + place, of=free)
        for place, one in enumerate(_of(theirs, saved) if not child else (), 1)
    ]
    return moves.arranged([*found, fresh, *under])


def _find(rows: Sequence[Row], key: str, of: int) -> Row | None:
    return next((row for row in rows if row.of == of and key and _key(row) == key), None)
