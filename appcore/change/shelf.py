"""What the county has of many items, read in a few queries instead of a few for each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from appcore import clock
from appcore.catalogue import editions
from appcore.catalogue.editions_in_force import in_force_query
from appcore.many_rows import portions
from models.db import HouseSession
from models.item import Edition, Item


@dataclass(frozen=True)
class Shelf:
    """By code: the item, whether it has children, whether an edition waits to begin, the open edition, the bytes in use."""

    items: dict[str, Item] = field(default_factory=dict)
    branches: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    open: dict[str, Edition] = field(default_factory=dict)
    in_use: dict[str, bytes] = field(default_factory=dict)


def of(session: HouseSession, codes: Collection[str]) -> Shelf:
    """What there is of these items; in use is the edition in force, or else the newest that was published."""
    found = Shelf()
    now = in_force_query().subquery()
    for some in portions(sorted(codes)):
        for item in session.scalars(select(Item).where(Item.code.in_(some))):
            found.items[item.code] = item
        found.branches.update(
            one for one in session.scalars(select(Item.parent_code).where(Item.parent_code.in_(some))) if one
        )
        found.waiting.update(
            session.scalars(
                select(Edition.item_code).where(
                    Edition.item_code.in_(some),
                    Edition.state == "published",
                    Edition.effective_from > clock.local_now(),
                )
            )
        )
        for edition in session.scalars(
            select(Edition).where(Edition.item_code.in_(some), Edition.state.in_(editions.OPEN))
        ):
            found.open[edition.item_code] = edition
        published: Any = (
            select(Edition.item_code, Edition.definition)
            .where(Edition.item_code.in_(some), Edition.state == "published", Edition.definition.is_not(None))
            .order_by(Edition.item_code, Edition.id.in_(select(now.c.id)), Edition.number)
        )
        for row in session.execute(published):  # the last of each item holds
            found.in_use[row.item_code] = row.definition
    return found


def mark(session: HouseSession, codes: Collection[str]) -> tuple[Any, ...]:
    """What `of` would find, in a form that is quick to read and to compare: what was published never changes again."""
    now = in_force_query().subquery()
    return tuple(rows for some in portions(sorted(codes)) for rows in _marks(session, some, now))


def _marks(session: HouseSession, some: Sequence[str], now: Any) -> Iterator[tuple[Any, ...]]:
    begins_later = Edition.effective_from > clock.local_now()
    queries: tuple[Any, ...] = (
        select(Item.code, Item.id, Item.version, Item.state).where(Item.code.in_(some)),
        select(Item.parent_code).where(Item.parent_code.in_(some)).distinct(),
        select(Edition.item_code, Edition.id, Edition.state, begins_later).where(
            Edition.item_code.in_(some), Edition.state.in_((*editions.OPEN, "published"))
        ),
        select(Edition.item_code, Edition.id).where(Edition.item_code.in_(some), Edition.id.in_(select(now.c.id))),
    )
    for query in queries:
        yield tuple(sorted(map(tuple, session.execute(query)), key=repr))


def opened(session: HouseSession, codes: Collection[str]) -> frozenset[str]:
    """Those of the items that have an open edition, whose content anybody may be changing."""
    return frozenset(open_editions(session, codes))


def open_editions(session: HouseSession, codes: Collection[str]) -> dict[str, int]:
    """The ids of these editions, by item."""
    found: dict[str, int] = {}
    for some in portions(sorted(codes)):
        query = select(Edition.item_code, Edition.id).where(
            Edition.item_code.in_(some), Edition.state.in_(editions.OPEN)
        )
        found |= {row.item_code: row.id for row in session.execute(query.order_by(Edition.item_code))}
    return found
