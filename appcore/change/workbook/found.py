"""What is found in the sheets of a workbook: items, the rows of their parts, and every fault with its cell. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from appcore.change.workbook import cells
from appcore.change.workbook.cells import Cell
from appcore.change.workbook.grids import Grid
from appcore.definition.assembling import Piece
from appcore.definition.said import Said
from appcore.definition.verdict import Rejected, Verdict


@dataclass(frozen=True, slots=True)
class Place:
    """A cell, or with column None a whole row, of a sheet by its number; rows and columns count from 0."""

    sheet: int
    row: int
    column: int | None = None


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell, and what stands in it."""

    place: Place
    heading: str
    value: str
    why: Said


@dataclass(slots=True)
class KeptRow:
    """What a row without a fault says beside the item's name, for all rows that say it; nobody changes `values`.

    `types`: those of its cells, as True is not 1; `points`: it may name a question or a field; `pieces`: what it comes to, by key.
    """

    types: tuple[type, ...]
    values: Mapping[str, Any]
    above: str
    points: bool
    pieces: dict[str, Piece] = field(default_factory=dict)


@dataclass(slots=True)
class PartRow:
    """One part as a row gives it; `above`: the key or name of what it stands under; `kept`: None for a row with a fault."""

    sheet: int
    row: int
    values: Mapping[str, Any]
    columns: Mapping[str, int]
    above: str = ""
    kept: KeptRow | None = None

    @property
    def place(self) -> Place:
        return Place(self.sheet, self.row)


@dataclass(slots=True)
class ItemRow:
    """One item: its row, its values, its identity, its parts by kind, and its own faults."""

    place: Place
    values: dict[str, Any]
    identity: dict[str, Any]
    columns: Mapping[str, int]
    parts: dict[str, list[PartRow]] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    doubled: bool = False


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A sheet by its name, and how many rows were read of it; `why`: why it was not."""

    title: str
    rows: int
    why: Said | None = None


@dataclass(slots=True)
class Gathered:
    """`items` in their order; `sheets`: what became of each sheet; `heads`: the row of headings by sheet; `loose`: faults of no item; `notices`: what harms nothing."""

    grids: Sequence[Grid]
    items: list[ItemRow] = field(default_factory=list)
    heads: dict[int, int] = field(default_factory=dict)
    loose: list[CellFault] = field(default_factory=list)
    notices: list[Said] = field(default_factory=list)
    sheets: list[SheetRead] = field(default_factory=list)

    def fault(self, place: Place, column: int | None, value: str, why: Said) -> CellFault:
        """A fault of one column of a row, with the words of its heading."""
        head = self.heads.get(place.sheet)
        line = self.grids[place.sheet].rows[head] if head is not None else []
        heading = str(line[column]).strip() if column is not None and column < len(line) else ""
        return CellFault(Place(place.sheet, place.row, column), heading[:40], value, why)

    def text_at(self, place: Place, column: int | None) -> str:
        """What stands in a column of a row, as a report shows it."""
        line = self.grids[place.sheet].rows[place.row]
        return cells_text(line[column]) if column is not None and column < len(line) else ""


def said_of(verdict: Verdict) -> Said:
    """A refusal as a sentence of a report, without its full stop."""
    return Said(
        verdict.msgid, {}, {name: str(one) if isinstance(one, Verdict) else one for name, one in verdict.params.items()}
    )


def cells_text(cell: Cell) -> str:
    """A cell as a report shows it."""
    if cell is None:
        return ""
    try:
        return cells.text_of(cell)[:100]
    except Rejected:
        return str(cell)[:100]


def fault(place: Place, heading: str, value: str, why: Said) -> CellFault:
    return CellFault(place, heading[:40], value, why)
