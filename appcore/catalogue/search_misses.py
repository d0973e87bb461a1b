"""Searches without an answer: counted, shown with the nearest items, made into aliases or put aside with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select

from appcore import clock, records
from appcore.access import audit
from appcore.access.principal import current
from appcore.catalogue.name_index import folded
from appcore.catalogue.published import Found
from appcore.catalogue.whole_catalogue import whole_catalogue
from appcore.errors import NotFound, Refused
from appcore.transaction import short_write, unit_of_work
from models.db import HouseSession
from models.item import Item, ItemAlias
from models.search import SearchMiss

SHOWN, PROPOSED = 100, 3
ONCE, CLOSED = timedelta(days=180), timedelta(days=365)
"""After these a term that was asked once, and one that was dealt with, is forgotten."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A term over all surfaces and halls. `id` is one of its rows."""

    id: int
    term: str
    times: int
    surfaces: tuple[str, ...]
    last_at: datetime


def waiting(session: HouseSession) -> list[Missed]:
    """The terms that nobody has dealt with, the most asked first."""
    often = func.sum(SearchMiss.times)
    rows = session.execute(
        select(func.min(SearchMiss.id), SearchMiss.term, often, func.max(SearchMiss.last_at))
        .where(SearchMiss.state == "open")
        .group_by(SearchMiss.term)
        .order_by(often.desc(), SearchMiss.term)
        .limit(SHOWN)
    ).all()
    terms = [row[1] for row in rows]
    where: dict[str, list[str]] = {}
    asked = select(SearchMiss.term, SearchMiss.surface).where(SearchMiss.state == "open", SearchMiss.term.in_(terms))
    for term, surface in session.execute(asked.distinct().order_by(SearchMiss.surface)):
        where.setdefault(term, []).append(surface)
    return [Missed(row[0], row[1], int(row[2]), tuple(where.get(row[1], ())), row[3]) for row in rows]


def dealt_with(session: HouseSession) -> list[SearchMiss]:
    """What was answered or put aside last."""
    closed = select(SearchMiss).where(SearchMiss.state != "open").order_by(SearchMiss.closed_at.desc(), SearchMiss.id)
    return list(session.scalars(closed.limit(SHOWN)))


def proposals(term: str) -> list[Found]:
    """The items that a term may mean, the nearest first."""
    return [one for one in whole_catalogue().find(term, PROPOSED * 2, loosely=True) if one.item.state == "in_use"][
        :PROPOSED
    ]


def answer(miss_id: int, item_code: str, text: str = "") -> str:
    """Make the term, or a better wording of it, an alias of an item. Returns: the alias.

    Raises: NotFound; Refused when the item has this name already.
    """
    with unit_of_work() as session:
        rows = _open_rows(session, miss_id)
        alias = (text.strip() or rows[0].term)[:60]
        item = session.scalar(select(Item).where(Item.code == item_code))
        if item is None:
            raise Refused("没有这个事项，请重新选择", field="item_code")
        if len(folded(alias)) < 2:
            raise Refused("别名至少两个字", field="text")
        names = [item.name, *session.scalars(select(ItemAlias.text).where(ItemAlias.item_code == item.code))]
        if folded(alias) in {folded(name) for name in names}:
            raise Refused("“%(name)s”已经有这个叫法", field="text", name=item.name)
        records.add(session, ItemAlias(item_code=item.code, text=alias, owner_code=item.owner_code))
        _close(session, rows, "answered", item_code=item.code)
    return alias


def dismiss(miss_id: int, reason: str) -> None:
    """Put a term aside: there is no such item here. Raises: NotFound; Refused without a reason."""
    if not reason.strip():
        raise Refused("请填写原因", field="reason")
    with unit_of_work() as session:
        _close(session, _open_rows(session, miss_id), "dismissed", reason=reason.strip()[:200])


def _open_rows(session: HouseSession, miss_id: int) -> list[SearchMiss]:
    row = session.get(SearchMiss, miss_id)
    same = select(SearchMiss).where(SearchMiss.term == (row.term if row else ""), SearchMiss.state == "open")
    rows = list(session.scalars(same.order_by(SearchMiss.id)))
    if not rows:
        raise NotFound("这个搜索词已经处理过了")
    return rows


def _close(session: HouseSession, rows: list[SearchMiss], state: str, **said: Any) -> None:
    for row in rows:
        row.state, row.closed_at, row.closed_by = state, clock.now(), current().label[:80]
        for name, value in said.items():
            setattr(row, name, value)
    session.flush()
    audit.record(session, f"miss_{state}", "search_miss", str(rows[0].id), {"term": rows[0].term, **said})


def forget() -> None:
    """Delete terms that were asked once long ago, and those dealt with a year ago."""
    now = clock.now()
    once = and_(SearchMiss.state == "open", SearchMiss.times < 2, SearchMiss.last_at < now - ONCE)
    with short_write() as session:
        for row in session.scalars(select(SearchMiss).where(or_(once, SearchMiss.closed_at < now - CLOSED))):
            session.delete(row)
        session.flush()
