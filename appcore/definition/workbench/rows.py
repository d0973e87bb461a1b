"""The rows of a part as they are typed, faults and all, and the parts that they become."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from appcore.definition import conditions, schema
from appcore.definition.designing import keys
from appcore.definition.schema import KEY_PATTERN
from appcore.definition.shown import CALLED_BY
from appcore.definition.verdict import Rejected, Verdict
from appcore.definition.workbench.parts import ELSEWHERE, PartOf
from appcore.definition.workbench.values import Known, nothing, text_of, value_of
from models.elements import Element, PartKind

MOST_ROWS = 200
TOP = -1
"""What a row names as the row above it that stands under none."""
Faults = dict[str, Verdict]
"""What is wrong with what was typed, by `<number>.<element>`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is typed. `number` names it on its page, `was` is the key of the saved part, `of` the row above it.

    `key` is "" while it is still to be proposed. `condition` is the JSON of one, or None.
    """

    number: int
    texts: Mapping[str, str] = field(default_factory=dict)
    condition: Any = None
    key: str = ""
    was: str = ""
    of: int = TOP

    def get(self, name: str) -> str:
        """What is typed at a name, without blanks around it."""
        return self.texts.get(name, "").strip()

    def having(self, **texts: str) -> Row:
        return replace(self, texts={**self.texts, **texts})


def of_parts(part: PartOf, found: Iterable[Any]) -> list[Row]:
    """Saved parts as rows, each with those under it right behind."""
    rows: list[Row] = []
    for one in found:
        above = len(rows)
        rows.append(_row(part.elements, one, above, TOP))
        if part.child:
            for under in getattr(one, part.child.plural):
                rows.append(_row(part.child.elements, under, len(rows), above))
    return rows


def of_group(part: PartOf, definition: Any) -> list[Row]:
    """The elements of a group as its one row."""
    return [replace(_row(part.elements, definition, 0, TOP), key="", was="")]


def _row(elements: Iterable[Element], one: Any, number: int, of: int) -> Row:
    texts = {
        element.name: text
        for element in elements
        if element.kind not in (*ELSEWHERE, "condition") and (text := text_of(element, getattr(one, element.name)))
    }
    held = getattr(one, "condition", None)
    key = getattr(one, "key", "")
    return Row(number, texts, conditions.dump(held) if held else None, key, key, of)


def kind_of(part: PartOf, row: Row) -> PartKind | None:
    """The kind of part that a row is of."""
    return part.kind if row.of == TOP else part.child


def called_by(kind: PartKind) -> str:
    """The element by which people call a part."""
    return CALLED_BY.get(kind.name, kind.elements[0].name)


def is_blank(row: Row) -> bool:
    """Whether nothing was typed into a new row."""
    return not (row.was or row.condition or any(text.strip() for text in row.texts.values()))


def as_json(row: Row) -> dict[str, Any]:
    """A row as its page carries it while it is folded, and as the author's typing is kept."""
    held = {"texts": {name: text for name, text in row.texts.items() if text}, "condition": row.condition}
    return held | {"key": row.key, "was": row.was, "of": row.of}


def from_json(held: Any, number: int) -> Row | None:
    """The row that a page carried; None for what no page of ours wrote."""
    if not isinstance(held, dict) or not isinstance(held.get("texts"), dict):
        return None
    texts = {str(name)[:40]: str(text)[:8000] for name, text in list(held["texts"].items())[:60]}
    of = held.get("of", TOP)
    return Row(
        number, texts, _condition(held.get("condition")), str(held.get("key", held.get("was", "")))[:40], str(held.get("was", ""))[:40],
        of if isinstance(of, int) else TOP,
    )  # fmt: skip


def _condition(held: Any) -> Any:
    try:
        return conditions.dump(conditions.load(held)) if held else None
    except (ValueError, TypeError, AttributeError, KeyError):
        return None


def named(part: PartOf, rows: Sequence[Row], taken: Collection[str]) -> dict[int, str]:
    """The key of each row by its number: its own, or one proposed from what it is called."""
    found: dict[int, str] = {}
    used: dict[int, set[str]] = {TOP: set(taken)}
    for row in rows:
        if row.key:
            used.setdefault(row.of, set()).add(row.key)
    for row in rows:
        kind = kind_of(part, row)
        if row.key or kind is None:
            found[row.number] = row.key
            continue
        here = used.setdefault(row.of, set())
        label = row.get(called_by(kind)) or row.get("name")
        found[row.number] = keys.proposed(label, here, kind.name.rpartition("_")[2])
        here.add(found[row.number])
    return found


def as_parts(
    part: PartOf, rows: Sequence[Row], known: Known, before: Sequence[Any] = (), taken: Collection[str] = ()
) -> tuple[tuple[Any, ...], Faults]:
    """The parts that the rows say, and what stands in the way of keeping them.

    `before`: the parts as they are saved, whose files stay; `taken`: keys that no new part may have.
    """
    faults: Faults = {}
    if part.kind is None:
        return (), faults
    names = named(part, rows, taken)
    saved = {one.key: one for one in before}
    made = []
    for row in (one for one in rows if one.of == TOP and not is_blank(one)):
        values = _values(part.kind, row, known, saved.get(row.was), faults)
        if part.child:
            under = [one for one in rows if one.of == row.number and not is_blank(one)]
            _check_keys(under, names, (), faults)
            values[part.child.plural] = tuple(
                schema.PART_CLASSES[part.child.name](
                    key=names[one.number], **_values(part.child, one, known, None, faults)
                )
                for one in under
            )
        made.append(schema.PART_CLASSES[part.kind.name](key=names[row.number], **values))
    _check_keys([one for one in rows if one.of == TOP and not is_blank(one)], names, taken, faults)
    return tuple(made), faults


def as_values(part: PartOf, row: Row, known: Known) -> tuple[dict[str, Any], Faults]:
    """The elements of a group that are written here, and what is wrong with them."""
    faults: Faults = {}
    return {one.name: _value(one, row, known, faults) for one in part.typed}, faults


def _values(kind: PartKind, row: Row, known: Known, saved: Any, faults: Faults) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for element in kind.elements:
        if element.kind == "condition":
            values[element.name] = conditions.load(row.condition) if row.condition else None
        elif element.kind in ELSEWHERE:
            values[element.name] = getattr(saved, element.name) if saved is not None else nothing(element)
        else:
            values[element.name] = _value(element, row, known, faults)
    name = called_by(kind)
    if not row.get(name) and kind.name != "reduction":
        label = next(one.label for one in kind.elements if one.name == name)
        faults[f"{row.number}.{name}"] = Verdict("请填写%(label)s，或删去这一行。", {"label": Verdict(label)})
    return values


def _value(element: Element, row: Row, known: Known, faults: Faults) -> Any:
    try:
        return value_of(element, row.texts.get(element.name, ""), known)
    except Rejected as problem:
        faults[f"{row.number}.{element.name}"] = problem.verdict
        return nothing(element)


def _check_keys(rows: Iterable[Row], names: Mapping[int, str], taken: Collection[str], faults: Faults) -> None:
    seen: set[str] = set()
    for row in rows:
        key, place = names[row.number], f"{row.number}.key"
        if not KEY_PATTERN.fullmatch(key):
            faults[place] = Verdict("标识以小写字母开头，只用小写字母、数字和下划线，最多40个字符。")
        elif key in seen:
            faults[place] = Verdict("标识“%(key)s”用了两次，请换一个。", {"key": key})
        elif key != row.was and key in taken:
            faults[place] = Verdict("标识“%(key)s”已经给过别的内容，不能再用，请换一个。", {"key": key})
        seen.add(key)
