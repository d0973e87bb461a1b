"""What of the catalogue is searched, and how: names, papers, codes, everyday words and how often an item is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from appcore.access.scope import allow_public
from appcore.catalogue.name_index import About, Index, Searchable, folded
from models.search import ItemUse, Synonym
from models.window import WindowKind

NUMBERS = ("catalog_code", "local_catalog_code", "task_code", "local_task_code", "handle_item_code")
"""The elements of a definition that are codes of the item elsewhere, of 12, 31 and 33 signs."""
IN_USE = 100
"""What an item in use weighs more than one that rests; above any weight of use."""

allow_public(Synonym, "id", "said", "written", "changed_at")
allow_public(ItemUse, "id", "item_code", "weight", "counted_at")


class Listed(Protocol):
    """What is read of an item that can be searched."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def state(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def window_kind(self) -> str: ...
    @property
    def papers(self) -> tuple[str, ...]: ...
    @property
    def outcomes(self) -> tuple[str, ...]: ...
    @property
    def numbers(self) -> tuple[str, ...]: ...


def index(session: Session, items: Iterable[Listed]) -> Index:
    """The search index of these items as everyday words and use stand now."""
    use = {row.item_code: row.weight for row in session.execute(select(ItemUse.item_code, ItemUse.weight))}
    windows = {row.code: row.name for row in session.execute(select(WindowKind.code, WindowKind.name))}
    others = [(folded(row.said), folded(row.written)) for row in session.execute(select(Synonym.said, Synonym.written))]
    return Index(
        (searchable(one, use.get(one.code, 0), windows.get(one.window_kind, "")) for one in items),
        [pair for pair in others if all(pair)],
    )


def searchable(one: Listed, use: int = 0, window: str = "") -> Searchable:
    """An item as the index wants it. `use`: how often it is asked for (`item_use`)."""
    about: list[tuple[About, str]] = [("material", name) for name in one.papers]
    about += [("outcome", name) for name in one.outcomes]
    about += [("place", name) for name in (one.body, window) if name]
    weight = use + (IN_USE if one.state == "in_use" else 0)
    return Searchable(one.code, one.name, one.aliases, weight, one.summary, one.numbers, tuple(about))


def stamp_columns() -> list[Any]:
    """Parts of a statement that changes whenever an everyday word or the count of use does."""
    newest = [
        select(column).order_by(column.desc()).limit(1).scalar_subquery().label(name)
        for name, column in (("newest_word", Synonym.changed_at), ("newest_use", ItemUse.counted_at))
    ]
    return [*newest, select(func.count(Synonym.id)).scalar_subquery().label("words")]
