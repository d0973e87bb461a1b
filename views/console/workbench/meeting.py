"""Two people on one part: what others saved meanwhile is taken over, and what both changed is laid side by side for an answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from appcore.definition import conditions
from appcore.definition.describe import describe
from appcore.definition.questions import names_of
from appcore.definition.shown import shown
from appcore.definition.verdict import Rejected
from appcore.definition.workbench import merging
from appcore.definition.workbench import rows as typed
from appcore.definition.workbench.merging import CONDITION, Path
from appcore.definition.workbench.rows import TOP, Row
from appcore.definition.workbench.values import value_of
from models.elements import Element
from views.console.workbench import page as pages
from views.console.workbench.page import Look
from views.console.workbench.state import of_saved
from views.words import _

MOST_TOLD = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What both changed: how an answer names it, where it is, and what it said, says there and says here; None: not there."""

    path: str
    what: str
    was: str
    theirs: str | None
    mine: str | None


def meet(look: Look) -> None:
    """Take over what others saved since the author began."""
    if not look.is_behind:
        return
    held = look.state
    theirs = of_saved(look.part, look.saved, look.saved_version)
    if look.part.kind is None:
        base = held.base[0] if held.base else None
        made = merging.group(base, theirs.rows[0], held.rows[0])
    else:
        made = merging.lists(held.base, theirs.rows, held.rows)
        made.rows = merging.reordered(held.base, theirs.rows, made.rows)
    held.rows, held.merged = made.rows, tuple(made.taken)
    held.asked = {**{path: was for path, was in held.asked.items() if _stands(look, path)}, **made.asked}
    held.version, held.base = look.saved_version, theirs.rows


def answer(look: Look, words: str, *, theirs: bool) -> None:
    """One answer, or with "all" every one: theirs put in place of mine, or mine kept."""
    held = look.state
    saved = of_saved(look.part, look.saved, look.saved_version).rows
    for path in list(held.asked):
        if words not in ("all", coded(path)):
            continue
        del held.asked[path]
        if theirs:
            held.rows = merging.answered(held.rows, saved, path)


def coded(path: Path) -> str:
    return ".".join(path)


def _stands(look: Look, path: Path) -> bool:
    """Whether both sides still differ at a path."""
    sides = (look.state.rows, of_saved(look.part, look.saved, "").rows)
    found = [_row(look, rows, path) for rows in sides]
    if found[0] is None or found[1] is None:
        return found[0] is not found[1]
    return not path[2] or merging.cell(found[0], path[2]) != merging.cell(found[1], path[2])


def asked(look: Look) -> list[Asked]:
    """What waits for an answer, in words."""
    saved = of_saved(look.part, look.saved, look.saved_version).rows
    return [
        Asked(
            coded(path), where(look, path), _words(look, path, was), _side(look, saved, path),
            _side(look, look.state.rows, path),
        )
        for path, was in look.state.asked.items()
    ]  # fmt: skip


def told(look: Look) -> list[str]:
    """What was taken over from others, in words."""
    said = [where(look, path) for path in look.state.merged]
    more = len(said) - MOST_TOLD
    return [*said[:MOST_TOLD], _("还有%(count)s处", count=more)] if more > 0 else said


def where(look: Look, path: Path) -> str:
    """A place of the part by the names that its rows have."""
    key, child, name = path
    sides = (look.state.rows, look.state.base or (), of_saved(look.part, look.saved, "").rows)
    names = []
    for at in ((key, "", ""), (key, child, "")) if child else (((key, "", ""),) if key else ()):
        row = next((row for rows in sides if (row := _row(look, rows, at)) is not None), None)
        kind = typed.kind_of(look.part, row) if row is not None else None
        names.append((row.get(typed.called_by(kind)) if row is not None and kind else "") or at[1] or at[0])
    element = _element(look, path)
    if name == CONDITION:
        names.append(_("适用条件"))
    elif element is not None:
        names.append(_(element.label))
    return " · ".join(names)


def _row(look: Look, rows: Sequence[Row], path: Path) -> Row | None:
    key, child, _name = path
    if not key:
        return rows[0] if rows else None
    above = next((row for row in rows if row.of == TOP and (row.was or row.key) == key), None)
    if not child or above is None:
        return above
    return next((row for row in rows if row.of == above.number and (row.was or row.key) == child), None)


def _element(look: Look, path: Path) -> Element | None:
    kind = look.part.child if path[1] else look.part.kind
    elements = kind.elements if kind else look.part.elements
    return next((one for one in elements if one.name == path[2]), None)


def _side(look: Look, rows: list[Row], path: Path) -> str | None:
    row = _row(look, rows, path)
    if row is None:
        return None
    if path[2]:
        return _words(look, path, merging.cell(row, path[2]))
    kind = typed.kind_of(look.part, row)
    said = [
        f"{_(one.label)}：{_words(look, (*path[:2], one.name), row.get(one.name))}"
        for one in (kind.elements if kind else ())
        if row.get(one.name)
    ]
    return "；".join(said)


def _words(look: Look, path: Path, text: str) -> str:
    """What a box says as people read it; what cannot be read stands as it was typed."""
    if not text:
        return ""
    if path[2] == CONDITION:
        return describe(conditions.load(json.loads(text)), names_of(look.drawn))
    element = _element(look, path)
    if element is None:
        return text
    try:
        return pages.in_words(shown(element, value_of(element, text, look.known), names_of(look.drawn)))
    except Rejected:
        return text
