"""What an imported object is held against: the bodies, papers, places, code lists and field kinds that this county has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from appcore.access import placing
from appcore.catalogue import compile as compiler
from appcore.definition.kinds import KINDS
from models.db import HouseSession
from models.item import Item
from models.place import Region
from models.register import Register
from models.vocabulary import VOCABULARIES
from models.window import WindowKind


@dataclass(frozen=True)
class County:
    """`items`, `blocks`: the codes of items and of blocks of the field library that the package itself brings."""

    session: HouseSession
    items: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()

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
    def window_kinds(self) -> frozenset[str]:
        return frozenset(self.session.scalars(select(WindowKind.code)))

    @cached_property
    def regions(self) -> frozenset[str]:
        return frozenset(self.session.scalars(select(Region.code)))

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

    @property
    def code_lists(self) -> frozenset[str]:
        return frozenset(VOCABULARIES)

    @property
    def field_kinds(self) -> frozenset[str]:
        return frozenset(KINDS)
