"""What a posted designer holds: its rows in their order, those that stand open, those that were deleted, and one act on them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from appcore.definition.designing import keys, labels, moves, pasting, rows
from appcore.definition.designing.rows import FLAGS, MOST_CHOICES, MOST_ROWS, TEXTS, Row
from appcore.definition.item import Field
from appcore.definition.verdict import Verdict
from views.words import _

NAME = re.compile(r"r\.(\d{1,5})\.([a-z_]{1,20})", re.ASCII)
CHOICE = re.compile(r"r\.\d{1,5}\.choice\.(\d{1,3})", re.ASCII)
ACT = re.compile(r"([a-z_]{1,20})(?:\.(\d{1,5}))?(?:\.(\d{1,3}))?", re.ASCII)
MOST_GONE = 50
MOST_LINES = 100_000


@dataclass
class State:
    """The designer between two looks at it. `at` is the row that the last act was about, which gets the cursor.

    `pasted` and `more` are lines that were typed and not yet taken in: as fields, and as choices of a row.
    """

    rows: list[Row] = field(default_factory=list)
    open: set[int] = field(default_factory=set)
    gone: list[list[tuple[int, Row]]] = field(default_factory=list)
    pasted: str = ""
    more: dict[int, str] = field(default_factory=dict)
    paste_faults: tuple[tuple[int, str, Verdict], ...] = ()
    told: str = ""
    at: int | None = None

    @property
    def free_number(self) -> int:
        return moves.next_number(self.rows, [row for group in self.gone for _place, row in group])

    def row(self, number: int) -> Row | None:
        return next((row for row in self.rows if row.number == number), None)

    def set(self, changed: Row) -> None:
        self.rows = [changed if row.number == changed.number else row for row in self.rows]


def of_fields(fields: Iterable[Field]) -> State:
    return State(rows=moves.arranged(rows.of_fields(fields)))


def read(form: MultiDict[str, str], taken: Iterable[str]) -> State:
    """The state of a posted form, each row in the place where its controls stood."""
    state = State(pasted=form.get("pasted", "")[:MOST_LINES])
    order: dict[int, None] = {}
    for name in form:
        if hit := NAME.match(name):
            order.setdefault(int(hit[1]))
    renewed: dict[str, str] = {}
    for number in order:
        row = _row(form, number)
        if row is None:
            continue
        if f"r.{number}.open" in form:
            state.open.add(number)
        if lines := form.get(f"r.{number}.more", "")[:MOST_LINES].strip():
            state.more[number] = lines
        state.rows.append(row)
    state.rows = _renewed(form, state.rows, set(taken), renewed)
    state.rows = rows.rekeyed(state.rows, renewed)
    state.rows = _relabelled(form, state.rows, renewed)
    state.gone = _gone(form.get("gone", ""))
    state.rows = moves.arranged(rows.named(state.rows, taken))
    return state


def _row(form: MultiDict[str, str], number: int) -> Row | None:
    before = f"r.{number}."
    if f"{before}open" not in form:
        return rows.from_json(_json(form.get(f"{before}kept", "")), number)
    places = sorted({int(hit[1]) for name in form if name.startswith(before) and (hit := CHOICE.fullmatch(name))})
    pairs = [
        (form.get(f"{before}choice_key.{one}", "")[:40], form.get(f"{before}choice.{one}", "")[:400]) for one in places
    ]
    held = rows.from_json(_json(form.get(f"{before}kept", "")), number) or Row(number)
    return Row(
        number,
        {**held.texts, **{name: form[f"{before}{name}"][:4000] for name in TEXTS if f"{before}{name}" in form}},
        frozenset(name for name in FLAGS if f"{before}{name}" in form),
        tuple(pairs[:MOST_CHOICES]) if form.get(f"{before}has_choices") else held.choices,
        held.condition,
        was=held.was,
    )


def _renewed(form: MultiDict[str, str], found: Sequence[Row], taken: set[str], names: dict[str, str]) -> list[Row]:
    """A key that was only proposed follows the label while that is being written; one that was typed anew is followed too."""
    used = taken | {row.get("key") for row in found}
    made = []
    for row in found:
        shown = form.get(f"r.{row.number}.shown_key", "")[:40]
        key = row.get("key")
        is_ours = not row.was and key == shown and form.get(f"r.{row.number}.proposed")
        if shown and row.get("label") and (not key or is_ours):
            key = keys.proposed(row.get("label"), used - {shown}, "field")
            used.add(key)
        if shown and key and key != shown:
            names[shown] = key
        made.append(row.having(key=key))
    return made


def _relabelled(form: MultiDict[str, str], found: Sequence[Row], renewed: Mapping[str, str]) -> list[Row]:
    """Formulas follow the labels that were changed since the page was drawn."""
    drawn = {row.number: rows.from_json(_json(form.get(f"r.{row.number}.kept", "")), row.number) for row in found}
    before = {number: row.get("label") for number, row in drawn.items() if row is not None}
    retyped = {
        row.number
        for row in found
        if (old := drawn[row.number]) and keys.in_formula(old.get("formula"), renewed) != row.get("formula")
    }
    return labels.followed(found, before, retyped)


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def _gone(text: str) -> list[list[tuple[int, Row]]]:
    held = _json(text)
    found: list[list[tuple[int, Row]]] = []
    for group in held[-MOST_GONE:] if isinstance(held, list) else ():
        read_ones = [
            (int(one[0]), row)
            for one in (group if isinstance(group, list) else ())
            if isinstance(one, list) and len(one) == 3 and isinstance(one[0], int) and isinstance(one[1], int)
            and (row := rows.from_json(one[2], one[1])) is not None
        ]  # fmt: skip
        if read_ones:
            found.append(read_ones)
    return found


def gone_as_text(state: State) -> str:
    held = [[[place, row.number, rows.as_json(row)] for place, row in group] for group in state.gone[-MOST_GONE:]]
    return json.dumps(held, ensure_ascii=False) if held else ""


def kept_as_text(row: Row) -> str:
    return json.dumps(rows.as_json(row), ensure_ascii=False, separators=(",", ":"))


def act(state: State, form: MultiDict[str, str], taken: Iterable[str]) -> None:
    """One button of the rows; what is no such button changes nothing."""
    hit = ACT.fullmatch(form.get("act", ""))
    if hit is None or hit[1] not in ACTS:
        return
    ACTS[hit[1]](state, form, int(hit[2] or -1), int(hit[3] or 0))
    state.rows = moves.arranged(rows.named(state.rows, taken))


def _add(state: State, form: MultiDict[str, str], number: int, _place: int) -> None:
    beside = state.row(number)
    within = beside.within if beside is not None else ""
    _put(state, Row(state.free_number, {"kind": "text", **({"within": within} if within else {})}), number)


def _column(state: State, form: MultiDict[str, str], number: int, _place: int) -> None:
    table = state.row(number)
    if table is None or not table.get("key"):
        state.told = _("先填写表格的名称，再加列。")
        state.at = number
        return
    _put(state, Row(state.free_number, {"kind": "text", "within": table.get("key")}), number)


def _put(state: State, row: Row, after: int) -> None:
    if len(state.rows) >= MOST_ROWS:
        state.told = _("一张表单最多%(most)s个字段。", most=MOST_ROWS)
        return
    state.rows = moves.added(state.rows, row, after)
    state.open.add(row.number)
    state.at = row.number


def _move(step: int) -> Callable[..., None]:
    def move(state: State, form: MultiDict[str, str], number: int, _place: int) -> None:
        state.rows = moves.moved(state.rows, number, step)
        state.at = number

    return move


def _copy(state: State, form: MultiDict[str, str], number: int, _place: int) -> None:
    one = state.row(number)
    if one is None or len(state.rows) >= MOST_ROWS:
        return
    fresh = state.free_number
    words = _("%(label)s（副本）", label=one.get("label")[:90])
    state.rows = moves.duplicated(state.rows, number, fresh, words)
    state.open.add(fresh)
    state.at = fresh


def _drop(state: State, form: MultiDict[str, str], number: int, _place: int) -> None:
    before = [row.number for row in state.rows]
    state.rows, gone = moves.dropped(state.rows, number)
    if not gone:
        return
    state.gone.append(gone)
    at = before.index(number)
    state.at = next((one.number for one in state.rows[at : at + 1]), state.rows[-1].number if state.rows else None)


def _undo(state: State, form: MultiDict[str, str], _number: int, _place: int) -> None:
    if state.gone:
        back = state.gone.pop()
        state.rows = moves.restored(state.rows, back)
        state.at = back[0][1].number


def _open(state: State, form: MultiDict[str, str], number: int, _place: int) -> None:
    if state.row(number) is not None:
        state.open.add(number)
        state.at = number


def _shut(state: State, form: MultiDict[str, str], number: int, _place: int) -> None:
    take_choices(state, number)
    if number not in state.more:
        state.open.discard(number)
    state.at = number


def _shut_all(state: State, form: MultiDict[str, str], _number: int, _place: int) -> None:
    take_all_choices(state)
    state.open &= set(state.more)


def _more_choices(state: State, form: MultiDict[str, str], number: int, _place: int) -> None:
    """Choices from lines; without any, one empty line more."""
    row = state.row(number)
    if row is None:
        return
    if number in state.more:
        take_choices(state, number)
    else:
        state.set(replace(row, choices=(*row.choices, ("", ""))[:MOST_CHOICES]))
    state.at = number


def take_all_choices(state: State, taken: Iterable[str] = ()) -> None:
    """Every line that stands to be a choice becomes one: whoever saves or folds a row away means it."""
    for number in list(state.more):
        take_choices(state, number)
    state.rows = rows.named(state.rows, taken)


def take_choices(state: State, number: int) -> None:
    """The lines of one row; what there is no room for stays in its box."""
    row = state.row(number)
    typed = [one.strip() for one in state.more.pop(number, "").splitlines() if one.strip()]
    if row is None:
        return
    there = {label for _key, label in row.choices}
    fresh = [one for one in dict.fromkeys(typed) if one not in there]
    room = max(MOST_CHOICES - len(row.choices), 0)
    state.set(replace(row, choices=(*row.choices, *(("", one[:400]) for one in fresh[:room]))))
    if left := fresh[room:]:
        state.more[number] = "\n".join(left)


def _choice(step: int) -> Callable[..., None]:
    def move(state: State, form: MultiDict[str, str], number: int, place: int) -> None:
        if row := state.row(number):
            state.set(moves.choice_moved(row, place, step))
            state.at = number

    return move


def _drop_choice(state: State, form: MultiDict[str, str], number: int, place: int) -> None:
    if row := state.row(number):
        state.set(replace(row, choices=tuple(one for at, one in enumerate(row.choices) if at != place)))
        state.at = number


def _paste(state: State, form: MultiDict[str, str], _number: int, _place: int) -> None:
    found = pasting.read(state.pasted, MOST_ROWS - len(state.rows))
    for one in found.rows:
        state.rows.append(replace(one, number=state.free_number))
    state.paste_faults = found.left
    state.pasted = "\n".join(line for _number, line, _why in found.left)
    state.told = _("已加入%(count)s个字段。", count=len(found.rows)) if found.rows or not found.left else ""
    if found.rows:
        state.at = state.rows[-len(found.rows)].number


ACTS: dict[str, Callable[..., None]] = {
    "add": _add, "column": _column, "up": _move(-1), "down": _move(1), "copy": _copy, "drop": _drop, "undo": _undo, "open": _open,
    "shut": _shut, "shut_all": _shut_all, "choices_more": _more_choices, "choice_up": _choice(-1), "choice_down": _choice(1),
    "choice_drop": _drop_choice, "paste": _paste,
}  # fmt: skip
