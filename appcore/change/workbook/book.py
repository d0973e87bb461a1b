"""An uploaded workbook as a package that knows where each of its values stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appcore.change.workbook import assembly, gathering, naming
from appcore.change.workbook.assembly import Assembly
from appcore.change.workbook.bodies import Bodies
from appcore.change.workbook.found import CellFault, Gathered, ItemRow
from appcore.change.workbook.gathering import NO_SCHEMES
from appcore.change.workbook.grids import Grid
from appcore.change.workbook.layout import CODE, IDENTITY
from appcore.change.workbook.naming import Catalogue, Existing, Tree
from appcore.definition.assembling import Whole
from appcore.definition.exchange_columns import Table as Names
from appcore.definition.faults import Fault, Path
from appcore.definition.said import Said
from appcore.definition.verdict import N_

Document = dict[str, Any]
MOST_ITEMS = 5000
BRANCH = frozenset({CODE, "name", "catalog_code"})


@dataclass(slots=True)
class Entry:
    """One item of the book: the row of its own, what it is, and what it comes to where that is plainly sound."""

    row: ItemRow
    identity: Document
    whole: Whole | None = None
    named: tuple[Document, Tree] | None = None

    @property
    def document(self) -> Document:
        """What the rows say, as a JSON file would have given it."""
        return self._named()[0]

    @property
    def tree(self) -> Tree:
        """The rows of its parts."""
        return self._named()[1]

    def _named(self) -> tuple[Document, Tree]:
        """Of a plain item nobody asks as long as it is sound."""
        if self.named is None:
            self.named = assembly.document_of(self.row)
        return self.named


@dataclass(frozen=True, slots=True)
class Book:
    """`branches`: the main and sub-items that have no content of their own, as identities with a name."""

    found: Gathered
    entries: tuple[Entry, ...]
    branches: tuple[Document, ...] = ()

    @property
    def document(self) -> Document:
        """The package, as a JSON file would have given it."""
        return {
            "items": [one.document for one in self.entries], "identities": [one.identity for one in self.entries],
            "branches": list(self.branches), "blocks": [], "registers": [], "slip_templates": [],
        }  # fmt: skip

    @property
    def loose(self) -> tuple[Fault, ...]:
        """Faults of no item."""
        return tuple(said(self.found, one) for one in self.found.loose)

    def faults_of(self, number: int) -> tuple[Fault, ...]:
        """What is wrong with the cells of an item."""
        return tuple(said(self.found, one) for one in self.entries[number].row.faults)

    def located(self, number: int, fault: Fault) -> Fault:
        """A fault of an item's document, said of the cell in which the value stands."""
        return self.at(number, fault.path, fault.why)

    def at(self, number: int, path: Path, why: Said) -> Fault:
        entry = self.entries[number]
        row, name = naming.row_of(entry.row, entry.tree, path)
        column = row.columns.get(name)
        return said(self.found, self.found.fault(row.place, column, self.found.text_at(row.place, column), why))


def read(
    grids: Sequence[Grid], bodies: Bodies, catalogue: Catalogue, existing: Existing, schemes: Mapping[str, Names] = NO_SCHEMES
) -> Book:  # fmt: skip
    """The book of the sheets of a file; `existing`: the county's present content of an item; `schemes`: its exchange table."""
    found = gathering.gather(grids, bodies, schemes)
    naming.give_codes(found, catalogue)
    by_name = {str(one.values.get("name", "")): one for one in found.items}
    entries, branches, put = [], [], Assembly()
    for item in found.items:
        if _is_branch(item):
            branches.append(_identity(found, item, catalogue, by_name) | {"name": item.values.get("name", "")})
            found.loose += item.faults
            continue
        named = None if assembly.is_plain(item) else naming.document_of(found, item, existing)
        whole = put.of_named(item, *named) if named else put.of_plain(item)
        entries.append(Entry(item, _identity(found, item, catalogue, by_name), whole, named))
    return Book(found, tuple(entries), tuple(branches))


def _is_branch(item: ItemRow) -> bool:
    """A main or sub-item of which the row says no more than what it is."""
    return item.identity.get("tier") in ("main", "sub") and not item.parts and item.values.keys() <= BRANCH


def _identity(found: Gathered, item: ItemRow, catalogue: Catalogue, by_name: Mapping[str, ItemRow]) -> Document:
    made: Document = {CODE: item.values.get(CODE, "")}
    made |= {
        one.name: item.identity[one.name] for one in IDENTITY if one.name in item.identity and one.name != "parent"
    }
    if item.aliases:
        made["aliases"] = list(dict.fromkeys(one for one in item.aliases if one))
    if wanted := item.identity.get("parent"):
        code = _parent(wanted, catalogue, by_name)
        if code is None:
            why = Said(N_("没有上级事项“%(name)s”"), {}, {"name": wanted[:40]})
            item.faults.append(found.fault(item.place, item.columns.get("parent"), wanted, why))
        else:
            made["parent"] = code
    return made


def _parent(wanted: str, catalogue: Catalogue, by_name: Mapping[str, ItemRow]) -> str | None:
    if wanted in catalogue.names:
        return wanted
    if wanted in by_name:
        return str(by_name[wanted].values.get(CODE, "")) or None
    if any(one.values.get(CODE) == wanted for one in by_name.values()):
        return wanted
    return next((code for code, name in catalogue.names.items() if name == wanted), None)


def said(found: Gathered, fault: CellFault) -> Fault:
    """A fault of a cell in words: sheet and row, column and heading, what stands there, and why that is wrong."""
    return Fault(tuple(_places(found, fault)), fault.why, cell=(fault.place.sheet, fault.place.row, fault.place.column))


def _places(found: Gathered, fault: CellFault) -> Iterator[Said]:
    title = found.grids[fault.place.sheet].title if found.grids else ""
    yield Said(N_("工作表“%(sheet)s”第%(row)s行"), {}, {"sheet": title, "row": fault.place.row + 1})
    if fault.place.column is not None:
        named = {"letters": letters(fault.place.column), "heading": fault.heading}
        yield Said(N_("%(letters)s列“%(heading)s”"), {}, named)
    if fault.value:
        yield Said(N_("填的是“%(value)s”"), {}, {"value": fault.value[:60]})


def letters(column: int) -> str:
    """A column as people call it: 0 is A, 27 is AB."""
    said_so, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        said_so = chr(65 + digit) + said_so
    return said_so
