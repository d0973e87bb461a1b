"""What a posted workbench holds: the rows of one part in their order, those that stand open, those that were deleted."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from appcore.definition import conditions
from appcore.definition.designing import keys
from appcore.definition.workbench import moves, rows
from appcore.definition.workbench.merging import Path
from appcore.definition.workbench.parts import PartOf
from appcore.definition.workbench.pasting import Left
from appcore.definition.workbench.rows import TOP, Row
from appcore.definition.workbench.values import BETWEEN
from views.console.workbench import packed

NAME = re.compile(r"r\.(\d{1,5})\.([a-z_.]{1,60})", re.ASCII)
OWN = frozenset({"kept", "open", "key", "shown"})
"""What the page itself posts of a row beside its boxes."""
MOST_GONE = 20
MOST_PASTED = 200_000


@dataclass
class State:
    """The part between two looks at it. `at` is the row that the last act was about, which gets the cursor.

    `version`: that of the saved content which the author began from, `base` its rows; None where no page of ours told them.
    `asked`: what others changed too, by its path, with what it said before: each waits for the author's answer.
    """

    part: PartOf
    rows: list[Row] = field(default_factory=list)
    open: set[int] = field(default_factory=set)
    gone: list[moves.Gone] = field(default_factory=list)
    version: str = ""
    base: list[Row] | None = None
    asked: dict[Path, str] = field(default_factory=dict)
    merged: tuple[Path, ...] = ()
    """What was taken over from others at this look."""
    pasted: str = ""
    left: tuple[Left, ...] = ()
    told: str = ""
    at: int | None = None
    is_tried: bool = False
    """Whether a save was refused, so that faults are shown until one is not."""

    @property
    def free_number(self) -> int:
        return moves.next_number(self.rows, [row for group in self.gone for _place, row in group])

    def row(self, number: int) -> Row | None:
        return next((row for row in self.rows if row.number == number), None)

    def set(self, changed: Row) -> None:
        self.rows = [changed if row.number == changed.number else row for row in self.rows]


def of_saved(part: PartOf, definition: Any, version: str) -> State:
    """What is saved, as it is first drawn."""
    found = rows.of_parts(part, getattr(definition, part.name)) if part.kind else rows.of_group(part, definition)
    return State(part, found, version=version, base=list(found))


def read(form: MultiDict[str, str], part: PartOf, taken: Collection[str]) -> State:
    """The state of a posted form, each row in the place where its boxes stood. `taken`: keys that no new row may have."""
    made = State(part, version=form.get("version", "")[:64], base=packed.rows(form.get("base", "")))
    made.asked = packed.asked(form.get("asked", ""))
    made.pasted = form.get("pasted", "")[:MOST_PASTED]
    made.is_tried = "tried" in form
    order: dict[int, list[str]] = {}
    for name in form:
        if hit := NAME.fullmatch(name):
            order.setdefault(int(hit[1]), []).append(hit[2])
    for number, names in order.items():
        row = _row(form, number, names)
        if row is not None:
            made.rows.append(row)
            if f"r.{number}.open" in form:
                made.open.add(number)
    made.rows = _rekeyed(form, made, taken)
    made.gone = _gone(form.get("gone", ""))
    made.rows = moves.arranged(made.rows) if part.kind else made.rows[:1] or [Row(0)]
    return made


def _row(form: MultiDict[str, str], number: int, names: list[str]) -> Row | None:
    """One row: what its boxes say, over what it carried along."""
    held = rows.from_json(_json(form.get(f"r.{number}.kept", "")), number)
    if held is None:
        return None
    typed = {name: form[f"r.{number}.{name}"][:8000] for name in names if name not in OWN and "." not in name}
    for name in names:
        if name.startswith("has."):
            several = name.removeprefix("has.")
            typed[several] = BETWEEN.join(form.getlist(f"r.{number}.{several}"))
    key = form.get(f"r.{number}.key", held.key).strip()[:40]
    return replace(held.having(**typed), key=key)


def _rekeyed(form: MultiDict[str, str], made: State, taken: Collection[str]) -> list[Row]:
    """A key that was only proposed follows the name that it came from, and conditions follow the key."""
    names = rows.named(made.part, made.rows, taken)
    drawn = {number: form.get(f"r.{number}.shown", "") for number in names}
    renamed = {old: names[number] for number, old in drawn.items() if old and names[number] not in ("", old)}
    return [
        replace(row, condition=conditions.dump(keys.in_condition(conditions.load(row.condition), renamed)))
        if renamed and row.condition
        else row
        for row in made.rows
    ]


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def _gone(text: str) -> list[moves.Gone]:
    held = _json(text)
    found: list[moves.Gone] = []
    for group in held[-MOST_GONE:] if isinstance(held, list) else ():
        read_ones = [
            (one[0], row)
            for one in (group if isinstance(group, list) else ())
            if isinstance(one, list) and len(one) == 3 and all(isinstance(each, int) for each in one[:2])
            and (row := rows.from_json(one[2], one[1])) is not None
        ]  # fmt: skip
        if read_ones:
            found.append(read_ones)
    return found


def gone_as_text(state: State) -> str:
    held = [[[place, row.number, rows.as_json(row)] for place, row in group] for group in state.gone[-MOST_GONE:]]
    return json.dumps(held, ensure_ascii=False) if held else ""


def kept_as_text(row: Row, shown: frozenset[str] = frozenset()) -> str:
    """A row as its page carries it along; what stands in a box of its own is left out."""
    held = rows.as_json(row)
    held = {
        name: value
        for name, value in held.items()
        if value not in (None, rows.TOP) and (value or name in ("key", "texts"))
    }
    if row.key == row.was:
        del held["key"]
    held["texts"] = {name: text for name, text in held["texts"].items() if name not in shown}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def as_payload(state: State) -> dict[str, Any]:
    """The typing as it is kept for its author."""
    return {
        "rows": [[row.number, rows.as_json(row)] for row in state.rows],
        "open": sorted(state.open & {row.number for row in state.rows}),
        "gone": gone_as_text(state),
        "base": packed.base_text(state.base),
        "asked": packed.asked_text(state.asked),
        "tried": state.is_tried,
    }


def of_payload(part: PartOf, payload: Mapping[str, Any], version: str) -> State:
    """The typing as it was kept."""
    found = [row for number, held in payload.get("rows", ()) if (row := rows.from_json(held, int(number))) is not None]
    made = State(part, found, set(payload.get("open", ())), version=version)
    made.gone = _gone(payload.get("gone", ""))
    made.base, made.asked = packed.rows(payload.get("base", "")), packed.asked(payload.get("asked", ""))
    made.is_tried = payload.get("tried") is True
    return made


def has_blank(state: State) -> bool:
    """Whether a row was added that says nothing yet."""
    return any(rows.is_blank(row) for row in state.rows if row.of == TOP and state.part.kind)
