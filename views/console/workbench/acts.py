"""What the buttons of a part do to its rows; each is a submit, and nothing of it is saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from appcore.definition.workbench import moves, pasting, rows
from appcore.definition.workbench.rows import MOST_ROWS, TOP, Row, called_by
from appcore.definition.workbench.values import Known
from views.console.workbench.state import State
from views.words import _

ACT = re.compile(r"([a-z_]{1,20})(?:\.([a-z0-9_]{1,40}))?", re.ASCII)
MOST_UNDER = 100


def act(state: State, wanted: str, known: Known) -> None:
    """One button; what is no such button changes nothing."""
    hit = ACT.fullmatch(wanted)
    if hit is None or hit[1] not in ACTS or state.part.kind is None:
        return
    ACTS[hit[1]](state, hit[2] or "", known)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def _has_room(state: State) -> bool:
    there = sum(row.of == TOP for row in state.rows)
    if there >= MOST_ROWS:
        state.told = _("最多%(most)s行。", most=MOST_ROWS)
    return there < MOST_ROWS


def _add(state: State, where: str, _known: Known) -> None:
    if not _has_room(state):
        return
    beside = state.row(_number(where))
    above = beside.of if beside is not None and beside.of != TOP else -1
    after = above if above >= 0 else _number(where)
    new = Row(state.free_number)
    state.rows = moves.added(state.rows, new, after)
    state.at = new.number


def _under(state: State, where: str, _known: Known) -> None:
    """One more row under a row, or under the same as the row beside it."""
    beside = state.row(_number(where))
    if beside is None or state.part.child is None:
        return
    above = beside.number if beside.of == TOP else beside.of
    if sum(row.of == above for row in state.rows) >= MOST_UNDER:
        state.told = _("最多%(most)s行。", most=MOST_UNDER)
        return
    new = Row(state.free_number, of=above)
    state.rows = moves.added(state.rows, new, beside.number if beside.of != TOP else None)
    state.open.add(above)
    state.at = new.number


def _move(step: int) -> Callable[..., None]:
    def move(state: State, where: str, _known: Known) -> None:
        state.rows = moves.moved(state.rows, _number(where), step)
        state.at = _number(where)

    return move


def _copy(state: State, where: str, _known: Known) -> None:
    row = state.row(_number(where))
    kind = rows.kind_of(state.part, row) if row is not None else None
    if row is None or kind is None or not _has_room(state):
        return
    name = called_by(kind)
    words = {name: _("%(label)s（副本）", label=row.get(name)[:150])} if row.get(name) else {}
    fresh = state.free_number
    state.rows = moves.duplicated(state.rows, row.number, fresh, words)
    state.at = fresh


def _drop(state: State, where: str, _known: Known) -> None:
    before = [row.number for row in state.rows]
    state.rows, gone = moves.dropped(state.rows, _number(where))
    if not gone:
        return
    if not all(rows.is_blank(row) for _place, row in gone):
        state.gone.append(gone)
    at = before.index(_number(where))
    left = [row.number for row in state.rows]
    state.at = left[min(at, len(left) - 1)] if left else None


def _undo(state: State, _where: str, _known: Known) -> None:
    if state.gone:
        back = state.gone.pop()
        state.rows = moves.restored(state.rows, back)
        state.at = back[0][1].number


def _open(state: State, where: str, _known: Known) -> None:
    if state.row(_number(where)) is not None:
        state.open.add(_number(where))
        state.at = _number(where)


def _shut(state: State, where: str, _known: Known) -> None:
    state.open.discard(_number(where))
    state.at = _number(where)


def _shut_all(state: State, _where: str, _known: Known) -> None:
    state.open.clear()


def _paste(state: State, _where: str, known: Known) -> None:
    there = sum(row.of == TOP for row in state.rows)
    found = pasting.read(state.part, state.pasted, known, MOST_ROWS - there)
    state.rows = [
        row for row in state.rows if not rows.is_blank(row) or any(one.of == row.number for one in state.rows)
    ]
    for row, labels in found.rows:
        number = state.free_number
        state.rows.append(replace(row, number=number))
        for place, label in enumerate(labels[:MOST_UNDER], 1):
            state.rows.append(Row(number + place, {"label": label}, of=number))
        state.at = number
    state.left = found.left
    state.pasted = ""
    state.told = _("已加入%(count)s行，还没有保存。", count=len(found.rows))


def take_paper(state: State, paper: Any) -> None:
    """A row for a paper of the library, with what the library says of it."""
    if not _has_room(state):
        return
    said = {"paper": paper.code, "name": paper.name, "kind": paper.kind, "source_type": paper.source_type}
    said |= {"issuer": paper.issuer or "", "exempt": "yes" if paper.shared else ""}
    new = Row(state.free_number, {name: text for name, text in said.items() if text})
    state.rows.append(new)
    state.at = new.number


ACTS: dict[str, Callable[..., None]] = {
    "add": _add, "under": _under, "up": _move(-1), "down": _move(1), "copy": _copy, "drop": _drop, "undo": _undo, "open": _open,
    "shut": _shut, "shut_all": _shut_all, "paste": _paste,
}  # fmt: skip
