"""The items of a workbook put together of what its rows came to; None for one that wants to be looked at as a whole. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appcore.change.workbook.found import ItemRow, PartRow
from appcore.change.workbook.layout import KEY
from appcore.change.workbook.naming import Document, Tree
from appcore.definition.assembling import Assembling, Piece, Whole
from appcore.definition.quick_load import Unsure
from models import elements as el
from models.elements import PartKind


def is_plain(item: ItemRow) -> bool:
    """Whether nothing of an item depends on another part of it: all keys are given, no part stands under or names another."""
    return not item.faults and not any(
        el.PART_BY_NAME[name].parent or not all(one.kept and not one.kept.points and KEY in one.values for one in rows)
        for name, rows in item.parts.items()
    )


def document_of(item: ItemRow) -> tuple[Document, Tree]:
    """What `naming.document_of` makes of a plain item."""
    rows = {kind.plural: item.parts[kind.name] for kind in el.PART_KINDS if kind.name in item.parts}
    made = {plural: [dict(one.values) for one in several] for plural, several in rows.items()}
    return {**item.values, **made}, Tree({plural: [(one, []) for one in several] for plural, several in rows.items()})


class Assembly:
    """Keeps what the elements of items and of parts came to; whole parts are kept with their rows."""

    def __init__(self) -> None:
        self._pieces = Assembling()

    def of_plain(self, item: ItemRow) -> Whole | None:
        try:
            parts = {}
            for name, rows in item.parts.items():
                kind = el.PART_BY_NAME[name]
                parts[kind.plural] = [self._piece(kind, one, one.values) for one in rows]
            return self._pieces.whole(item.values, parts)
        except Unsure:
            return None

    def of_named(self, item: ItemRow, document: Document, tree: Tree) -> Whole | None:
        """Of an item whose keys were given and whose names were settled."""
        if item.faults:
            return None
        try:
            parts = {
                plural: [
                    self._pieces.part(_BY_PLURAL[plural], part) if under else self._piece(_BY_PLURAL[plural], row, part)
                    for (row, under), part in zip(rows, document[plural], strict=True)
                ]
                for plural, rows in tree.rows.items()
            }
            return self._pieces.whole(item.values, parts)
        except Unsure:
            return None

    def _piece(self, kind: PartKind, row: PartRow, part: Mapping[str, Any]) -> Piece:
        kept = row.kept
        if kept is None or kept.points:
            return self._pieces.part(kind, part)
        piece = kept.pieces.get(key := part[KEY])
        if piece is None:
            piece = kept.pieces[key] = self._pieces.part(kind, part)
        return piece


_BY_PLURAL = {kind.plural: kind for kind in el.PART_KINDS if not kind.parent}
