"""One look at the workbench: the rows of a part, what is wrong with them and where, who else is typing, and the face beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from appcore.catalogue import compile as compiler
from appcore.catalogue import item_checks, unsaved, workbench
from appcore.catalogue.editions_in_force import in_force_query
from appcore.catalogue.known import known
from appcore.catalogue.stored import read_definition
from appcore.definition import checks, difference
from appcore.definition.checks import Place
from appcore.definition.checks import Problem as Found
from appcore.definition.item import ItemDefinition
from appcore.definition.kinds import KINDS
from appcore.definition.said import Said
from appcore.definition.shown import Shown
from appcore.definition.verdict import Verdict
from appcore.definition.workbench import rows as typed
from appcore.definition.workbench.parts import PARTS, PartOf, columns_of, part_of
from appcore.definition.workbench.rows import TOP, Row
from appcore.definition.workbench.values import Known
from models.db import house_session
from models.item import Edition
from views.console import condition_rows
from views.console.condition_rows import ConditionRows
from views.console.resources.worked_in import worked_in_choices
from views.console.workbench.state import State, of_saved
from views.words import _

ASKING = ("questions", "fields")


@dataclass
class Look:
    """Everything that is known after a post was read. `saved` is the draft as its rows say it, `drawn` with what is typed."""

    edition: Edition
    saved: ItemDefinition
    names_today: compiler.Names
    taken: Collection[str]
    state: State
    mine: dict[str, unsaved.Unsaved]
    drawn: ItemDefinition = field(init=False)
    made: Any = field(init=False)
    """The parts, or of a group the values, that the rows say."""
    names: Mapping[int, str] = field(default_factory=dict)
    faults: dict[str, Verdict] = field(default_factory=dict)
    editors: dict[int, ConditionRows] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    flashed: str = ""
    problems: Sequence[Found] = ()
    remarks: Sequence[Any] = ()
    """What the last return asks, as `review.Shown`."""
    _version: str = ""
    _versioned: ItemDefinition | None = None

    @property
    def part(self) -> PartOf:
        return self.state.part

    @property
    def known(self) -> Known:
        return Known(self.names_today.departments, self.names_today.papers, self.names_today.documents)

    @property
    def saved_version(self) -> str:
        if self._versioned is not self.saved:
            self._versioned, self._version = self.saved, workbench.version_of(self.part, self.saved)
        return self._version

    @property
    def is_behind(self) -> bool:
        """Whether somebody saved this part since the author began."""
        return self.state.version != self.saved_version

    @property
    def is_changed(self) -> bool:
        """Whether what is typed differs from what is saved, or cannot be read."""
        said_as_saved = workbench.version_of(self.part, self.drawn) == self.saved_version
        return bool(self.faults) or not said_as_saved


def read(look: Look, form: MultiDict[str, str], *, ending: bool) -> None:
    """Work out what the rows say, with the conditions that are typed beside them."""
    state = look.state
    look.drawn = look.saved
    _say(look)
    for row in list(state.rows):
        kind = typed.kind_of(state.part, row)
        if kind is None or not any(one.kind == "condition" for one in kind.elements):
            continue
        above = row.of if row.of != TOP else row.number
        if above not in state.open and f"c{row.number}-mode" not in form:
            continue
        own = look.names.get(row.number, "") if state.part.name in ASKING else ""
        editor = condition_rows.within_page(
            f"c{row.number}", _("适用条件"), form, look.drawn, row.condition, own
        )  # fmt: skip
        condition, is_broken = condition_rows.said_by(editor, row.condition, ending=ending)
        look.editors[row.number] = editor
        if condition != row.condition:
            state.set(replace(row, condition=condition))
        if is_broken:
            look.faults[f"{row.number}.condition"] = Verdict("有一项条件没有填好。")
            state.open.add(above)
    broken = {name: fault for name, fault in look.faults.items() if name.endswith(".condition")}
    _say(look)
    look.faults |= broken


def _say(look: Look) -> None:
    """The parts or values that the rows say now, and the definition with them."""
    part, state = look.part, look.state
    if part.kind is None:
        look.made, look.faults = typed.as_values(part, state.rows[0], look.known)
        look.drawn = replace(look.saved, **look.made)
        return
    before = getattr(look.saved, part.name)
    look.names = typed.named(part, state.rows, look.taken)
    look.made, look.faults = typed.as_parts(part, state.rows, look.known, before, look.taken)
    content: dict[str, Any] = {part.name: _sound(look.made)}
    look.drawn = replace(look.saved, **content)


def _sound(made: Sequence[Any]) -> tuple[Any, ...]:
    """Those that can be drawn: each with a key of its own."""
    found: dict[str, Any] = {}
    for one in made:
        if one.key:
            found.setdefault(one.key, one)
    return tuple(found.values())


def check(look: Look) -> None:
    session = house_session()
    look.problems = item_checks.problems(session, look.drawn, known(session, look.names_today.papers))


@dataclass(frozen=True)
class InNav:
    """A part on the left: how many problems of each level, whether one's own typing waits there, and who else is typing."""

    part: PartOf
    counts: Mapping[str, int]
    is_mine: bool
    others: tuple[str, ...]
    remarks: int
    """Remarks of the last return that have no answer yet."""
    first: Place | None
    """Where the first thing to mend stands."""


def nav(look: Look, theirs: Sequence[unsaved.Typing], waits: bool) -> list[InNav]:
    counts: dict[str, dict[str, int]] = {}
    waiting = [one for one in look.remarks if not one.answer]
    for one in look.problems:
        at = counts.setdefault(part_of(one.place), {})
        at[one.level] = at.get(one.level, 0) + 1
    return [
        InNav(
            part,
            counts.get(part.name, {}),
            waits if part.name == look.part.name else part.name in look.mine,
            tuple(dict.fromkeys(one.person for one in theirs if one.part == part.name)),
            sum(part_of(one.place) == part.name and not one.answer for one in look.remarks),
            next(
                (
                    one.place
                    for one in (*waiting, *look.problems)
                    if part_of(one.place) == part.name and one.place.element
                ),
                None,
            ),
        )
        for part in PARTS
    ]


def since_in_force(look: Look) -> tuple[int, list[str]] | None:
    """The number of the edition in force and what the draft changes of it; None where nothing is in force."""
    query = in_force_query().add_columns(Edition.definition)
    found = house_session().execute(query.where(Edition.item_code == look.edition.item_code)).first()
    if found is None or found.definition is None or found.id == look.edition.id:
        return None
    former = read_definition(found.definition_hash, found.definition, found.taken_over)
    return found.number or 0, [one.spoken(_) for one in difference.items(former, look.drawn)]


def open_faulty(look: Look) -> None:
    """Open the rows whose faults stand at a box that is folded away."""
    held = look.state
    for name in look.faults:
        number, _dot, element = name.partition(".")
        row = held.row(int(number))
        kind = typed.kind_of(held.part, row) if row is not None else None
        if row is None or kind is None:
            continue
        if row.of != TOP:
            held.open.add(row.of)
        elif element not in {one.name for one in columns_of(kind)}:
            held.open.add(row.number)


def in_words(shown: Shown) -> str:
    """A value of a difference in the reader's language."""
    if not shown.words:
        return shown.text
    words = shown.words if isinstance(shown.words, tuple) else (shown.words,)
    return "、".join(one.spoken(_) if isinstance(one, Said) else _(one) for one in words)


def score(look: Look) -> int:
    return checks.score(look.problems)


def as_saved(look: Look) -> None:
    """After a save: what is typed is what is saved, rows keep their numbers, and nothing waits to be brought back."""
    state = look.state
    look.saved = look.drawn
    fresh = []
    for row in state.rows:
        if state.part.kind is None:
            fresh.append(row)
        elif not typed.is_blank(row):
            key = look.names[row.number]
            fresh.append(replace(row, key=key, was=key))
    state.rows, state.gone = fresh, []
    state.version, state.is_tried, state.asked = look.saved_version, False, {}
    state.base = of_saved(state.part, look.saved, "").rows
    look.mine.pop(state.part.name, None)
    look.faults = {}


def boxes(look: Look) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """What may be chosen in a box, where that is more than its code list says: by kind of part and element."""
    departments = sorted(look.known.departments.items(), key=lambda pair: pair[1])
    drawn = look.drawn
    countable = [(one.key, one.text) for one in drawn.questions if one.kind == "integer"]
    countable += [(one.key, one.label) for one in drawn.fields if one.kind in ("integer", "decimal", "computed")]
    tables = [(one.key, one.label or one.key) for one in drawn.fields if one.kind == "table"]
    kinds = [(kind.slug, _(kind.label)) for kind in KINDS.values()]
    systems = worked_in_choices(look.saved.worked_in, drawn.worked_in) if _has(look.part, "worked_in") else []
    return {
        ("", "department"): departments, ("fee", "quantity"): countable, ("field", "kind"): kinds, ("field", "within"): tables,
        ("", "worked_in"): systems,
    }  # fmt: skip


def _has(part: PartOf, name: str) -> bool:
    return any(one.name == name for one in part.typed)


def row_of(state: State, key: str, names: Mapping[int, str]) -> Row | None:
    """The row of a key."""
    return next((row for row in state.rows if row.of == TOP and names.get(row.number) == key), None)
