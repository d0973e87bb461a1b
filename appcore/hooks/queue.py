"""推送记录: what a person may do with one delivery: send it again, or stop it."""

from __future__ import annotations

from sqlalchemy import select

from appcore import clock
from appcore.access import audit, permissions
from appcore.access.principal import Person, current
from appcore.errors import Conflict, NotAllowed, NotFound
from appcore.transaction import CHANGED, unit_of_work
from models.db import HouseSession
from models.hook import HookDelivery, HookSubscription


def may_be_sent(row: HookDelivery) -> bool:
    """Whether it can be sent again: it came to its end, or waits for a later try."""
    return row.state != "waiting" or row.tries > 0


def send_again(code: str) -> None:
    """Put a delivery at the front of the queue, with a day of tries before it; its number stays.

    Raises: NotFound, NotAllowed, Conflict (waits for its first try anyway, or its subscription is switched off).
    """
    _require("send")
    with unit_of_work() as session:
        row = _row(session, code)
        active = session.scalar(select(HookSubscription.active).where(HookSubscription.code == row.subscription_code))
        if not active:
            raise Conflict("推送地址已停用，请先启用再重新推送")
        if not may_be_sent(row):
            raise Conflict(CHANGED)
        before = row.state
        row.state, row.tries, row.since = "waiting", 0, clock.now()
        row.next_try = row.since
        session.flush()
        audit.record(session, "sent_again", "hook_delivery", row.code, {"state": [before, row.state]})


def stop(code: str) -> None:
    """Try a delivery no more. Raises: NotFound, NotAllowed, Conflict (does not wait any more)."""
    _require("stop")
    with unit_of_work() as session:
        row = _row(session, code)
        if row.state != "waiting":
            raise Conflict(CHANGED)
        row.state, row.next_try = "stopped", None
        session.flush()
        audit.record(session, "stopped", "hook_delivery", row.code, {"state": ["waiting", row.state]})


def _require(verb: str) -> None:
    who = current()
    if isinstance(who, Person) and not permissions.may(who.roles, "console:hook_delivery", verb):
        raise NotAllowed("推送记录由系统管理员管理")


def _row(session: HouseSession, code: str) -> HookDelivery:
    row = session.scalar(select(HookDelivery).where(HookDelivery.code == code).with_for_update())
    if row is None:
        raise NotFound("没有这条推送记录")
    return row
