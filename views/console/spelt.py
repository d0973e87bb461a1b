"""List searches in pinyin: the names that a column holds, kept in memory and looked up by sound and initials."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from appcore.access.scope import as_system
from appcore.catalogue.matcher import Index, Searchable, rank
from appcore.folding import fold, has_latin
from models.db import HouseSession
from views.console.resource import Resource

MOST_NAMES, MOST_FOUND = 20_000, 200
FRESH = 60.0
"""Seconds for which a changed name may be found by its old pinyin; a new row is looked at at once."""
SPOKEN = frozenset(("pinyin", "initials"))
KEPT = "spelt_names"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a column as they stood when it was read."""

    index: Index
    newest: int | None
    until: float


_lock = Lock()


def names_read_so(resource: Resource, typed: str) -> list[str]:
    """The names in a resource's spelt column that are read so; of all places, for the list itself is limited to one's own."""
    if not resource.spelt or not has_latin(fold(typed)):
        return []
    return [hit.entry.name for hit in rank(typed, _names(resource).index, MOST_FOUND) if hit.how in SPOKEN]


def _names(resource: Resource) -> Names:
    kept: dict[str, Names] = current_app.extensions.setdefault(KEPT, {})
    column = getattr(resource.model, resource.spelt)
    with as_system("search") as session:
        newest = session.scalar(select(func.max(resource.model.id)))
        found = kept.get(resource.noun)
        if found is None or found.newest != newest or found.until < monotonic():
            with _lock:
                found = kept[resource.noun] = Names(_read(session, column), newest, monotonic() + FRESH)
    return found


def _read(session: HouseSession, column: Any) -> Index:
    listed = session.scalars(select(column).where(column.is_not(None)).distinct().limit(MOST_NAMES))
    return Index(Searchable(name, name) for name in listed if name)
