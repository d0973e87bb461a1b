"""The state of an item 在用 暂停 取消 as it holds on a day: read by date, so that no job has to run for the day to come."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_

from models.item import Item


def state_on(state: str, since: date | None, until: date | None, day: date) -> str:
    """The state that holds on a day: before its first day, and after the last one of a pause, the item is in use."""
    if state == "in_use" or (since is not None and day < since):
        return "in_use"
    return "in_use" if state == "paused" and until is not None and day > until else state


def state_of(item: Item, day: date) -> str:
    """The same for an item."""
    return state_on(item.state, item.state_from, item.state_until, day)


def in_use(day: Any) -> ColumnElement[bool]:
    """The same for a query: the items that are in use on a day (a date, or a bound parameter)."""
    over = and_(Item.state == "paused", Item.state_until < day)
    return or_(Item.state == "in_use", Item.state_from > day, over)


def stands(day: Any) -> ColumnElement[bool]:
    """For a query: the items that are not cancelled on a day, those that are paused among them."""
    return not_(and_(Item.state == "cancelled", or_(Item.state_from.is_(None), Item.state_from <= day)))
