"""Acts on the state of an item 在用 暂停 取消, each with its reason and its days (`item_days` reads what holds on a day)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from appcore import clock, records
from appcore.access import audit
from appcore.access.principal import current
from appcore.errors import Conflict, NotFound, Refused
from appcore.item_days import stands, state_of
from appcore.transaction import unit_of_work
from models.db import HouseSession
from models.item import Item, ItemEvent


def require_standing(item: Item, day: date) -> None:
    """Raises: Conflict for an item that is cancelled on a day: nothing is written or published for it any more."""
    if state_of(item, day) == "cancelled":
        raise Conflict("“%(name)s”已经取消，不能再起草或发布版本", name=item.name)


def pause(code: str, reason: str, from_on: date, until_on: date | None) -> None:
    """暂停: nobody applies for it from a day on; without a last day until it is taken up again.

    Raises: NotFound, Conflict (cancelled), Refused.
    """
    _reasoned(reason)
    _not_past(from_on)
    if until_on is not None and until_on < from_on:
        raise Refused("截止日期不能早于起始日期", field="until_on")
    with unit_of_work() as session:
        item = _item(session, code)
        if item.state == "cancelled":
            raise Conflict("这个事项已经取消或安排了取消，不能暂停")
        _still_paused(item, from_on)
        values = {"state": "paused", "state_from": from_on, "state_until": until_on}
        _set(session, item, "paused", reason, {**values, "replaced_by_code": None}, from_on)


def resume(code: str, reason: str) -> None:
    """恢复办理: from today on; also of a cancellation that has not begun.

    Raises: NotFound, Conflict, Refused.
    """
    _reasoned(reason)
    today = clock.local_today()
    with unit_of_work() as session:
        item = _item(session, code)
        if item.state == "in_use":
            raise Conflict("这个事项没有暂停，也没有安排取消")
        if item.state == "cancelled" and state_of(item, today) == "cancelled":
            raise Conflict("这个事项已经取消；要再办的，起用一个新的事项")
        values = {"state": "in_use", "state_from": None, "state_until": None, "replaced_by_code": None}
        _set(session, item, "resumed", reason, values, today)


def cancel(code: str, reason: str, from_on: date, replaced_by: str | None = None) -> None:
    """取消: no new case from a day on, the guide says so and what to ask for instead; cases that run go on, history stays.

    Raises: NotFound, Conflict (cancelled already), Refused.
    """
    _reasoned(reason)
    _not_past(from_on)
    with unit_of_work() as session:
        item = _item(session, code)
        if state_of(item, clock.local_today()) == "cancelled":
            raise Conflict("这个事项已经取消")
        _still_paused(item, from_on)
        if replaced_by:
            _successor(session, item, replaced_by, from_on)
        if session.scalar(select(Item.id).where(Item.parent_code == code, stands(from_on)).limit(1)):
            raise Refused("下面还有在用的子项或办理项，先取消它们")
        values = {
            "state": "cancelled",
            "state_from": from_on,
            "state_until": None,
            "replaced_by_code": replaced_by or None,
        }
        _set(session, item, "cancelled", reason, values, from_on)


def _still_paused(item: Item, from_on: date) -> None:
    """An item that is paused now is not taken up between today and the day of the next act."""
    today = clock.local_today()
    if from_on > today and state_of(item, today) == "paused":
        raise Refused("这个事项正在暂停，起始日期请填今天", field="from_on")


def _successor(session: HouseSession, item: Item, code: str, day: date) -> None:
    if code == item.code:
        raise Refused("替代事项不能是它自己", field="replaced_by")
    other = session.scalar(select(Item).where(Item.code == code))
    if other is None or state_of(other, day) == "cancelled":
        raise Refused("替代事项不存在，或者也已取消", field="replaced_by")


def _set(session: HouseSession, item: Item, act: str, reason: str, values: dict[str, Any], from_on: date) -> None:
    why = None if act == "resumed" else reason.strip()
    records.alter(session, item, {**values, "state_reason": why})
    session.add(
        ItemEvent(
            item_code=item.code, act=act, at=clock.now(), actor=current().username, reason=reason.strip(), from_on=from_on,
            until_on=values["state_until"], replaced_by_code=values["replaced_by_code"], owner_code=item.owner_code,
        )
    )  # fmt: skip
    session.flush()
    audit.record(session, f"item_{act}", "item", item.code, {"reason": reason.strip(), "from_on": from_on.isoformat()})


def _item(session: HouseSession, code: str) -> Item:
    item = session.scalar(select(Item).where(Item.code == code))
    if item is None:
        raise NotFound("没有这个事项")
    return item


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise Refused("请写明原因，会显示在办事指南上", field="reason")


def _not_past(day: date) -> None:
    if day < clock.local_today():
        raise Refused("起始日期不能早于今天", field="from_on")
