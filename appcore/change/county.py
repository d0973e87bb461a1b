"""What an imported object is held against: the bodies, papers, places, code lists and field kinds that this county has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import select

from appcore import clock
from appcore.access import placing
from appcore.catalogue import compile as compiler
from appcore.catalogue import work_systems
from appcore.change import shelf
from appcore.change.workbook.bodies import Bodies
from appcore.definition.kinds import KINDS
from models.db import HouseSession
from models.file import StoredFile
from models.item import Item
from models.package import PackageImport, PackageLine
from models.place import Region
from models.register import Register
from models.vocabulary import VOCABULARIES
from models.window import WindowKind


@dataclass(frozen=True)
class County:
    """`items`, `blocks`: the codes of items and of blocks of the field library that the package itself brings.

    `branches`: the main and sub-items that it brings, by code, as identities with a name.
    """

    session: HouseSession
    items: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    branches: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @cached_property
    def code(self) -> str:
        return placing.owner()

    @cached_property
    def names(self) -> compiler.Names:
        return compiler.names(self.session)

    @cached_property
    def departments(self) -> Mapping[str, str]:
        return self.names.departments

    @cached_property
    def papers(self) -> Mapping[str, str]:
        return self.names.papers

    @cached_property
    def documents(self) -> Mapping[str, str]:
        return self.names.documents

    def named(self, kind: str) -> Mapping[str, str]:
        """The names that this county has for what an element of this kind points to."""
        return {"paper": self.papers, "document": self.documents}.get(kind, self.departments)

    @cached_property
    def bodies(self) -> Bodies:
        """The names by which cells of a workbook are read and written."""
        return Bodies(self.departments, self.papers, self.documents, self.windows)

    @cached_property
    def windows(self) -> Mapping[str, str]:
        rows = self.session.execute(select(WindowKind.code, WindowKind.name))
        return {row.code: row.name for row in rows}

    @property
    def window_kinds(self) -> frozenset[str]:
        return frozenset(self.windows)

    @cached_property
    def work_systems(self) -> frozenset[str]:
        return frozenset(work_systems.names(self.session))

    @cached_property
    def regions(self) -> frozenset[str]:
        return frozenset(self.session.scalars(select(Region.code)))

    @cached_property
    def shelf(self) -> shelf.Shelf:
        """What there is of the items of the package."""
        return shelf.of(self.session, self.items)

    @cached_property
    def files(self) -> frozenset[str]:
        """The contents that are kept here."""
        return frozenset(self.session.scalars(select(StoredFile.sha256)))

    @cached_property
    def taken_back(self) -> frozenset[str]:
        """The items that an import made and that went with it when it was undone."""
        query = (
            select(PackageLine.key)
            .join(PackageImport, PackageImport.id == PackageLine.import_id)
            .where(PackageLine.kind == "item", PackageImport.state == "undone")
            .where(PackageLine.act.in_(("created", "revived")))
        )
        return frozenset(self.session.scalars(query))

    @cached_property
    def branches_here(self) -> frozenset[str]:
        """The main and sub-items that may have others under them."""
        return frozenset(self.session.scalars(select(Item.code).where(Item.tier.in_(("main", "sub")))))

    @cached_property
    def own_items(self) -> Mapping[str, str]:
        """The 基本编码 of each item by its code: that of the county holds."""
        rows = self.session.execute(select(Item.code, Item.catalog_code).where(Item.owner_code == self.code))
        return {row.code: row.catalog_code or "" for row in rows}

    @cached_property
    def own_blocks(self) -> Mapping[str, str]:
        """The names of the blocks of the field library by their codes."""
        rows = self.session.execute(select(Register.code, Register.name).where(Register.subject == "block"))
        return {row.code: row.name for row in rows}

    def mark(self) -> tuple[Any, ...]:
        """All that the items of a package are held against, to be compared later: equal marks, equal judgement."""
        return (
            self.names, self.window_kinds, self.work_systems, self.regions, self.files, self.taken_back, self.branches_here,
            self.own_items, self.own_blocks, clock.local_today(), shelf.mark(self.session, self.items),
        )  # fmt: skip

    @property
    def code_lists(self) -> frozenset[str]:
        return frozenset(VOCABULARIES)

    @property
    def field_kinds(self) -> frozenset[str]:
        return frozenset(KINDS)
