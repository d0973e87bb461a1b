"""Codes and keys that a workbook does not give: those of the same thing in the county's catalogue, else new ones. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from appcore.change.workbook import asked, condition_text, layout
from appcore.change.workbook.found import Gathered, ItemRow, PartRow, said_of
from appcore.change.workbook.layout import CODE, KEY, LABEL_OF_ABOVE
from appcore.definition.designing import keys
from appcore.definition.item import ItemDefinition
from appcore.definition.said import Said
from appcore.definition.verdict import N_, Rejected
from appcore.folding import fold
from models import elements as el
from models.elements import PartKind

CHILD_OF = {kind.parent: kind for kind in el.PART_KINDS if kind.parent}
ONE_NAME_SPACE = ("question", "field")
BY_NAME = frozenset({"condition", "quantity", "within"})
"""The elements of parts that point to a question or field of the same item."""
Existing = Callable[[str], ItemDefinition | None]
Document = dict[str, Any]


@dataclass(slots=True)
class Tree:
    """The rows of an item's parts in the order of its document: by the name of their list, each with those under it."""

    rows: dict[str, list[tuple[PartRow, list[PartRow]]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    """What the county has: its six digits, and the name of each of its items by code."""

    county: str
    names: Mapping[str, str] = field(default_factory=dict)

    def next_numbers(self, used: Iterable[str]) -> Iterable[str]:
        taken = [int(one[7:]) for one in (*self.names, *used) if one[:7] == f"{self.county}-" and one[7:].isdigit()]
        number = max(taken, default=0)
        while True:
            number += 1
            yield f"{self.county}-{number:05d}"


def give_codes(found: Gathered, catalogue: Catalogue) -> None:
    """Each item without a code gets that of the county's item of the same name, or the next free number."""
    used = {str(one.values[CODE]) for one in found.items if CODE in one.values}
    by_name: dict[str, list[str]] = {}
    for code, name in catalogue.names.items():
        by_name.setdefault(fold(name), []).append(code)
    fresh = iter(catalogue.next_numbers(used))
    for item in found.items:
        if CODE in item.values or _faulty(item, CODE):
            continue
        same = [one for one in by_name.get(fold(str(item.values.get("name", ""))), ()) if one not in used]
        if len(same) > 1:
            column = item.columns.get(CODE, item.columns.get("name"))
            told: dict[str, str | int] = {"count": len(same), "name": str(item.values.get("name", ""))[:40]}
            why = Said(N_("本县有%(count)s个事项都叫“%(name)s”，请写事项编号"), {}, told)
            item.faults.append(found.fault(item.place, column, "", why))
        item.values[CODE] = same[0] if len(same) == 1 else next(fresh)
        used.add(item.values[CODE])


def _faulty(item: ItemRow, name: str) -> bool:
    column = item.columns.get(name)
    return column is not None and any(
        one.place.column == column and one.place.row == item.place.row for one in item.faults
    )


def document_of(found: Gathered, item: ItemRow, existing: Existing) -> tuple[Document, Tree]:
    """The document of an item, its keys given, and the rows that its parts stand in."""
    naming = _Naming(found, item, existing)
    return naming.document(), naming.tree


class _Naming:
    def __init__(self, found: Gathered, item: ItemRow, existing: Existing) -> None:
        self.found, self.item, self.tree = found, item, Tree()
        wants = any(KEY not in one.values for rows in item.parts.values() for one in rows)
        self.old = existing(str(item.values.get(CODE, ""))) if wants else None
        self.taken: dict[str, set[str]] = {}

    def document(self) -> Document:
        made: Document = dict(self.item.values)
        for kind in el.PART_KINDS:
            if kind.parent or not (rows := self.item.parts.get(kind.name)):
                continue
            self._give(kind, rows, getattr(self.old, kind.plural) if self.old else (), self._taken(kind))
            made[kind.plural] = [dict(one.values) for one in rows]
            self.tree.rows[kind.plural] = [(one, []) for one in rows]
        for kind in el.PART_KINDS:
            if kind.parent and (rows := self.item.parts.get(kind.name)):
                self._hang(made, kind, rows)
        self._settle(made)
        return made

    def _settle(self, made: Document) -> None:
        """Put keys where a cell names a question, a field or an answer by the words that people read."""
        asks: asked.Asked | None = None
        for row, part in self._with_names(made):
            asks = asks or asked.of(made)
            for name in part.keys() & BY_NAME:
                try:
                    part[name] = _settled(name, part[name], asks)
                except Rejected as bad:
                    column = row.columns.get(name)
                    text = self.found.text_at(row.place, column)
                    self.item.faults.append(self.found.fault(row.place, column, text, said_of(bad.verdict)))
                    del part[name]

    def _with_names(self, made: Document) -> Iterator[tuple[PartRow, Document]]:
        """The parts that may name something, each with its row."""
        for plural, rows in self.tree.rows.items():
            for (row, under), part in zip(rows, made[plural], strict=True):
                if part.keys() & BY_NAME:
                    yield row, part
                children = next((part[one] for one in _UNDER if one in part), ()) if under else ()
                for below, child in zip(under, children, strict=True):
                    if child.keys() & BY_NAME:
                        yield below, child

    def _taken(self, kind: PartKind) -> set[str]:
        """The keys that a new part may not have: those of its kind, of questions and fields together."""
        space = "asked" if kind.name in ONE_NAME_SPACE else kind.name
        if space not in self.taken:
            kinds = ONE_NAME_SPACE if space == "asked" else (kind.name,)
            rows = [one for name in kinds for one in self.item.parts.get(name, ())]
            old = [one for name in kinds for one in getattr(self.old, el.PART_BY_NAME[name].plural, ())]
            self.taken[space] = {str(one.values[KEY]) for one in rows if KEY in one.values} | {one.key for one in old}
        return self.taken[space]

    def _give(self, kind: PartKind, rows: list[PartRow], old: Iterable[Any], taken: set[str]) -> None:
        called = layout.called_by(kind).name
        given = {one.values[KEY] for one in rows if KEY in one.values}
        free: dict[str, list[str]] = {}
        for part in old:
            if part.key not in given:
                free.setdefault(fold(getattr(part, called)), []).append(part.key)
        for row in rows:
            if KEY in row.values:
                continue
            label = str(row.values.get(called, ""))
            same = free.get(fold(label))
            key = same.pop(0) if same else keys.proposed(label, taken, kind.name.rpartition("_")[2])
            row.values = {**row.values, KEY: key}
            taken.add(key)

    def _hang(self, made: Document, kind: PartKind, rows: list[PartRow]) -> None:
        """Put choices under their questions and fields, reductions under their fees."""
        above = el.PART_BY_NAME[kind.parent]
        called = layout.called_by(above).name
        parents = self.tree.rows.get(above.plural, [])
        by_key: dict[str, int] = {one.values[KEY]: place for place, (one, _) in enumerate(parents)}
        by_name: dict[str, list[int]] = {}
        for place, (one, _) in enumerate(parents):
            by_name.setdefault(fold(str(one.values.get(called, ""))), []).append(place)
        for row in rows:
            named = by_name.get(fold(row.above), [])
            number = by_key.get(row.above, named[0] if len(named) == 1 else None)
            if number is None and not row.above and len(parents) == 1:
                number = 0
            if number is None:
                why = Said(N_("这个事项没有“%(name)s”，请写上面那一条的标识或名称"), {}, {"name": row.above[:40]})
                if not row.above:
                    why = Said(N_("没有写“%(heading)s”"), {"heading": LABEL_OF_ABOVE[kind.parent]})
                self.item.faults.append(self.found.fault(row.place, row.columns.get("above"), row.above, why))
                continue
            parents[number][1].append(row)
        for place, (_, under) in enumerate(parents):
            if under:
                parent_key = made[above.plural][place][KEY]
                old = next((one for one in getattr(self.old, above.plural, ()) if one.key == parent_key), None)
                taken = {str(one.values[KEY]) for one in under if KEY in one.values}
                before = getattr(old, kind.plural, ())
                self._give(kind, under, before, taken | {one.key for one in before})
                made[above.plural][place][kind.plural] = [dict(one.values) for one in under]


def _settled(name: str, value: Any, asks: asked.Asked) -> Any:
    if name == "condition":
        return condition_text.settled(value, asks)
    return value if value in asks.names.label else asks.names.key_of(value) or value


def row_of(item: ItemRow, tree: Tree, path: tuple[str | int, ...]) -> tuple[PartRow | ItemRow, str]:
    """The row in which a place of an item's document stands, and the element; "" for the row as a whole."""
    match path:
        case (str(plural), int(number), str(under), int(below), *rest) if plural in tree.rows and under in _UNDER:
            parent, children = tree.rows[plural][number]
            row = children[below] if below < len(children) else parent
            return row, next((one for one in rest if isinstance(one, str)), "")
        case (str(plural), int(number), *rest) if plural in tree.rows:
            return tree.rows[plural][number][0], next((one for one in rest if isinstance(one, str)), "")
        case (str(name), *_):
            return item, name
    return item, ""


_UNDER = frozenset(kind.plural for kind in el.PART_KINDS if kind.parent)
