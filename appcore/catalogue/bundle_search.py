"""Bundles by the same search as items: by their names and by those of the items in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy.orm import Session

from appcore.catalogue import bundles
from appcore.catalogue.bundles import PublishedBundle
from appcore.catalogue.matcher import UNSURE, Index, Searchable, rank
from appcore.catalogue.published import Published

MOST_FOUND = 3


def asked_for(query: str, known: Published, session: Session) -> list[PublishedBundle]:
    """The published bundles that a query says, wherever it was typed; `known`: the catalogue that is searched beside them."""
    if not query:
        return []
    published = bundles.published(session)
    return found(query, published, {code: one.name for code, one in known.items.items()}) if published else []


def found(query: str, published: Sequence[PublishedBundle], names: Mapping[str, str]) -> list[PublishedBundle]:
    """The bundles that a query says, best first; `names`: those of items by code."""
    entries = tuple(
        Searchable(
            said.code,
            said.name,
            tuple(names[one.code] for one in said.items if one.code in names),
            summary=said.summary,
        )
        for said in (one.definition for one in published)
    )
    by_code = {one.definition.code: one for one in published}
    hits = rank(query, _index(entries), MOST_FOUND)
    return [by_code[hit.entry.code] for hit in hits if hit.how not in UNSURE]


@lru_cache(maxsize=8)
def _index(entries: tuple[Searchable, ...]) -> Index:
    return Index(entries)
