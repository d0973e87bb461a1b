"""The definition of a draft that is looked at again and again: its lists are compiled anew only when one of their rows changed."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import Integer, String, bindparam, cast, func, select

from appcore.catalogue import compile as compiler
from appcore.catalogue.compile import TOP_PARTS, Names
from appcore.definition.item import ItemDefinition
from models.db import HouseSession
from models.edition_parts import PARTS
from models.item import Edition, Item

MOST_KEPT = 200


class _Kept:
    """Lists of drafts by their mark, the least used forgotten."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._by_mark: OrderedDict[Any, dict[str, Any]] = OrderedDict()

    def get(self, mark: Any) -> dict[str, Any] | None:
        with self._lock:
            if mark in self._by_mark:
                self._by_mark.move_to_end(mark)
            return self._by_mark.get(mark)

    def keep(self, mark: Any, lists: dict[str, Any]) -> None:
        with self._lock:
            self._by_mark[mark] = lists
            while len(self._by_mark) > MOST_KEPT:
                self._by_mark.popitem(last=False)


_kept = _Kept()


def definition_of(session: HouseSession, edition: Edition, known: Names) -> ItemDefinition:
    """What `compile_edition` says, by one query more and thirteen fewer when nothing changed since it was last asked."""
    catalog_code, *marks = session.execute(_marks(), {"edition": edition.id, "item": edition.item_code}).one()
    mark = (edition.id, tuple(marks), hash(tuple(known.departments.items())), hash(tuple(known.papers.items())))
    lists = _kept.get(mark)
    if lists is None:
        found = compiler.compile_edition(session, edition, known)
        _kept.keep(mark, {kind.plural: getattr(found, kind.plural) for kind in TOP_PARTS})
        return found
    elements = compiler.compile_elements(session, edition, known)
    return replace(elements, catalog_code=catalog_code or "", **lists)


@cache
def _marks() -> Any:
    """How many rows each list has, the sum of their versions, the newest id and the last change: no change leaves all four.

    Built once: putting a statement of this size together takes longer than asking it.
    """
    marks = []
    for model in PARTS.values():
        joined: Any = cast(func.count(model.id), String)
        for one in (func.sum(model.version), func.max(model.id), func.max(model.changed_at)):
            joined = joined.op("||")(":").op("||")(func.coalesce(cast(one, String), ""))
        marks.append(select(joined).where(model.edition_id == bindparam("edition", type_=Integer)).scalar_subquery())
    return select(Item.catalog_code, *marks).where(Item.code == bindparam("item", type_=String))
