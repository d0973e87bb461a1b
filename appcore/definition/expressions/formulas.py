"""The computed fields of a definition: their formulas read and checked together, and worked out in the order they need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from appcore.definition.circles import circle_through
from appcore.definition.conditions import Answer
from appcore.definition.expressions.checking import checked
from appcore.definition.expressions.library import World, rounded
from appcore.definition.expressions.reading import parse
from appcore.definition.expressions.scope import Scope
from appcore.definition.expressions.tree import Called, Faulty, Literally, Named, Node, Trouble, Type, Value
from appcore.definition.expressions.working import work
from appcore.definition.item import Asks, Field, Question
from appcore.definition.verdict import Verdict

MOST_PLACES = 6
UNSAID_PLACES = 2
"""How many decimals a result keeps that may have some when its field does not say: those of money."""
KIND_OF: dict[Type, str] = {"text": "text", "date": "date", "flag": "yes_no"}


@dataclass(frozen=True, slots=True)
class Formulas:
    """What came of the formulas: the sound ones in the order of working, the faults by key, and keys in a circle.

    A sound one's field says how many decimals its result keeps.
    """

    sound: tuple[tuple[Field, Node, Type], ...]
    faults: Mapping[str, Faulty]
    circles: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """Values by key (of a table its rows, with their computed cells) and why some have none, by key."""

    values: dict[str, Answer]
    troubles: dict[str, Verdict] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What formulas hang on: the questions and fields, whatever definition they stand in."""

    questions: tuple[Question, ...]
    fields: tuple[Field, ...]


def formulas(definition: Asks) -> Formulas:
    """The formulas of all computed fields, checked; kept by questions and fields."""
    return _formulas(_Asked(tuple(definition.questions), tuple(definition.fields)))


@lru_cache(maxsize=256)
def _formulas(definition: _Asked) -> Formulas:
    trees: dict[str, tuple[Field, Node]] = {}
    faults: dict[str, Faulty] = {}
    scope = Scope(definition)
    waiting_for: dict[str, set[str]] = {}
    computed = {one.key: one for one in definition.fields if one.kind == "computed"}
    for key, one in computed.items():
        try:
            trees[key] = one, parse(one.formula)
        except Faulty as fault:
            faults[key] = fault
    # A name can only be looked up with the types of what it names: first who waits for whom, then one after the other.
    for key, (one, tree) in trees.items():
        waiting_for[key] = set(_names_computed(tree, scope.seen_from(one.within), computed))
    order, circles = _in_order(waiting_for)
    sound = []
    for key in order:
        one, tree = trees[key]
        try:
            found, kind = checked(tree, scope.seen_from(one.within))
            _fits(one, kind)
        except Faulty as fault:
            faults[key] = fault
            continue
        scope.computed[key] = kind
        if kind == "number" and one.places is None and may_have_decimals(found):
            one = scope.fields[key] = replace(one, places=UNSAID_PLACES)
        sound.append((one, found, kind))
    return Formulas(tuple(sound), faults, tuple(circles))


def as_answered(definition: Asks) -> dict[str, Field]:
    """The computed fields whose formula is sound, by key, in the shape of the kind that their results have."""
    return {
        one.key: replace(one, kind=("decimal" if one.places else "integer") if kind == "number" else KIND_OF[kind])
        for one, _, kind in formulas(definition).sound
    }


def _fits(one: Field, kind: Type) -> None:
    if kind != "number" and (one.places is not None or one.summed):
        raise Faulty(0, "结果不是数，不能设小数位数或合计；请去掉这两项设置，或改写公式。")
    if (one.places or 0) > MOST_PLACES:
        raise Faulty(0, "小数最多%(most)d位。", most=MOST_PLACES)


def _names_computed(node: Node, scope: Scope, computed: Mapping[str, Field]) -> Iterator[str]:
    """The computed fields that a formula names, whatever else may be wrong with it."""
    if isinstance(node, Called):
        for part in node.parts:
            yield from _names_computed(part, scope, computed)
    if isinstance(node, Named):
        for one in _named(node, scope):
            if one.key in computed:
                yield one.key


def _named(node: Named, scope: Scope) -> Iterator[Field]:
    full = scope.seen_from(scope.within)
    full.computed = dict.fromkeys(scope.fields, "text")
    try:
        found = full.find(node)
    except Faulty:
        return
    yield found.field
    if found.column:
        yield found.column


def _in_order(waits: Mapping[str, set[str]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Those that wait for nobody first; what is left over stands in circles or waits for one."""
    order: list[str] = []
    left = dict(waits)
    while ready := [key for key, needs in left.items() if not needs & left.keys()]:
        order += ready
        left = {key: needs for key, needs in left.items() if key not in ready}
    circles: list[tuple[str, ...]] = []
    in_order = {key: sorted(needs) for key, needs in left.items()}
    for start in left:
        path = circle_through(start, in_order)
        if path and not any(set(path) == set(known) for known in circles):
            circles.append(tuple(path))
    return order, circles


def work_out(definition: Asks, values: Mapping[str, Any], world: World) -> WorkedOut:
    """All computed fields for these values (those that count: what does not arise is absent or None).

    A table's rows come back with their computed cells. What cannot be worked out yet is absent. Numbers are rounded half
    away from nought to the field's `places`: an integer without them, else a decimal text; money counts in 元, days are
    YYYY-MM-DD.
    """
    known = dict(values)
    made = WorkedOut({})
    for one, tree, _ in formulas(definition).sound:
        if one.within:
            rows = known.get(one.within)
            if isinstance(rows, list | tuple):
                worked = tuple(_row(one, tree, known, row, world, made) for row in rows)
                known[one.within] = made.values[one.within] = worked
            continue
        found = _worked(one, tree, known, None, world, made)
        known.pop(one.key, None)
        if found is not None:
            known[one.key] = made.values[one.key] = found
    return made


def compute(definition: Asks, values: Mapping[str, Any], world: World) -> dict[str, Answer]:
    """The values of `work_out`."""
    return work_out(definition, values, world).values


def _row(one: Field, tree: Node, known: Mapping[str, Any], row: Any, world: World, made: WorkedOut) -> Any:
    if not isinstance(row, Mapping):
        return row
    found = _worked(one, tree, known, row, world, made)
    rest = {key: cell for key, cell in row.items() if key != one.key}
    return rest if found is None else rest | {one.key: found}


def _worked(one: Field, tree: Node, known: Mapping[str, Any], row: Any, world: World, made: WorkedOut) -> Answer | None:
    try:
        return kept(work(tree, known, row, world), one)
    except Trouble as trouble:
        made.troubles[one.key] = trouble.verdict
        return None


def kept(value: Any, one: Field) -> Answer | None:
    """A worked-out value as it is stored."""
    if isinstance(value, Fraction):
        return _kept_number(value, one.places or 0)
    if value is None or isinstance(value, bool | str):
        return value or (None if isinstance(value, str) else value)
    return str(value.isoformat())


def _kept_number(value: Fraction, places: int) -> int | str:
    number = rounded(value, places)
    if places == 0:
        return int(number)
    whole, rest = divmod(abs(int(number * 10**places)), 10**places)
    return f"{'-' if number < 0 else ''}{whole}.{rest:0{places}}"


def may_have_decimals(node: Node) -> bool:
    """Whether a number may come out with decimals: a division, an average, a money or decimal field is in it."""
    if isinstance(node, Called):
        giving = node.parts[1:] if node.name == "if" else node.parts
        return node.name not in ("round", "count") and (
            node.name in ("/", "avg") or any(map(may_have_decimals, giving))
        )
    if isinstance(node, Value):
        fields = [node.field, *([node.column] if node.column else [])]
        return any(one.kind in ("money", "decimal") or (one.kind == "computed" and one.places) for one in fields)
    return isinstance(node, Literally) and isinstance(node.value, Fraction) and node.value.denominator != 1
