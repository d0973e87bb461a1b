"""The job that empties the queue: what is due is claimed, posted and marked; what fails waits longer each time, for a day.

A delivery is claimed before it is posted, in a transaction of its own, with the time of its next try: a program that dies
meanwhile tries again then, under the same number. So a receiver may hear twice, and never not at all.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import delete, func, select
from sqlalchemy.orm.exc import StaleDataError

from appcore import clock, work
from appcore.access import privacy
from appcore.access.scope import as_system
from appcore.hooks import backoff, hosts, sending, signature
from appcore.hooks.sending import NotSent
from appcore.transaction import short_write
from models.db import HouseSession
from models.hook import HookDelivery, HookSubscription

log = logging.getLogger("banshitai.hooks")
EVERY = timedelta(seconds=15)
MOST, MOST_OF_ONE = 200, 50
LONGEST_RUN = 60.0
"""Deliveries, of all and of one subscription, and seconds of one run, so that other jobs have their turn."""
KEPT = timedelta(days=90)
"""How long a delivery that came to its end is kept."""
FORMAT = 1
AGENT = "Banshitai-Webhook/1"


@dataclass(frozen=True, slots=True)
class Message:
    """A claimed delivery with what it takes to post it."""

    code: str
    subscription: str
    address: str
    secret: str | None
    body: bytes


def install(app: Flask) -> None:
    """Deliver wherever the console is served: it has the keys that open the secrets."""
    if "console" in app.extensions["settings"].surface_set:
        work.register(app, work.Job("webhooks", EVERY, run))


def run() -> int:
    """Post what is due, and forget what came to its end long ago. Returns: how many were taken.

    A subscription whose receiver fails is left alone for the rest of the run, so that it holds up nobody else's.
    """
    listed = hosts.parsed(current_app.extensions["settings"].webhook_hosts)
    taken, failing, end = 0, set[str](), time.monotonic() + LONGEST_RUN
    if not listed:
        return 0
    for code, subscription in _due():
        if subscription in failing or time.monotonic() > end:
            continue
        message = _claim(code)
        if message is None:
            continue
        try:
            status = _post(message, listed)
        except NotSent as problem:
            failing.add(subscription)
            log.warning("webhook %s to %s: %s %s", code, subscription, problem.fault, problem.status or "")
            _failed(code, problem)
        else:
            taken += 1
            _done(code, status)
    _forget_old()
    return taken


def body_of(row: HookDelivery) -> bytes:
    """The body that is posted: the same bytes at each try."""
    said = {
        "id": row.code,
        "event": row.event,
        "time": row.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "format": FORMAT,
        "data": row.payload,
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _due() -> list[tuple[str, str]]:
    """What is due, of each subscription the oldest first; of one that is switched off nothing.

    Each subscription has its own share, and they take turns: the heap of a receiver that fails stands in nobody's way.
    """
    turn = func.row_number().over(
        partition_by=HookDelivery.subscription_code, order_by=(HookDelivery.next_try, HookDelivery.id)
    )
    due = (
        select(HookDelivery.code, HookDelivery.subscription_code, HookDelivery.next_try, turn.label("turn"))
        .join(HookSubscription, HookSubscription.code == HookDelivery.subscription_code)
        .where(HookDelivery.state == "waiting", HookDelivery.next_try <= clock.now(), HookSubscription.active.is_(True))
        .subquery()
    )
    query = (
        select(due.c.code, due.c.subscription_code)
        .where(due.c.turn <= MOST_OF_ONE)
        .order_by(due.c.turn, due.c.next_try, due.c.code)
        .limit(MOST)
    )
    with as_system("webhooks") as session:
        return [(code, subscription) for code, subscription in session.execute(query)]


def _claim(code: str) -> Message | None:
    """Take a delivery for this try; None when another process took it or somebody stopped it."""
    now = clock.now()
    try:
        with short_write() as session:
            row = _row(session, code)
            if row is None or row.state != "waiting" or row.next_try is None or row.next_try > now:
                return None
            row.tries, row.last_try, row.since = row.tries + 1, now, row.since if row.tries else now
            row.next_try = backoff.next_try(row.tries, row.since, now, _chance()) or now + backoff.LONGEST
            subscription = session.scalars(
                select(HookSubscription).where(HookSubscription.code == row.subscription_code)
            ).one()
            message = Message(code, subscription.code, subscription.address, _secret(subscription), body_of(row))
            session.flush()
            return message
    except StaleDataError:
        return None


def _secret(subscription: HookSubscription) -> str | None:
    try:
        return privacy.get(subscription, "secret")
    except privacy.Unreadable:
        return None


def _post(message: Message, listed: hosts.Hosts) -> int:
    if message.secret is None:
        raise NotSent("no_secret")
    try:
        target = hosts.target(message.address)
    except hosts.BadAddress as bad:
        raise NotSent("not_listed") from bad
    headers = {"content-type": "application/json", "user-agent": AGENT, "connection": "close"}
    signed = signature.headers(message.secret, message.code, int(time.time()), message.body)
    return sending.post(target, listed, message.body, headers | signed)


def _done(code: str, status: int) -> None:
    _mark(code, state="sent", last_status=status, fault=None, next_try=None)


def _failed(code: str, problem: NotSent) -> None:
    with as_system("webhooks") as session:
        row = _row(session, code)
        again = backoff.next_try(row.tries, row.since, clock.now(), _chance()) if row is not None else None
    state = "waiting" if again else "given_up"
    _mark(code, state=state, last_status=problem.status, fault=problem.fault, next_try=again)


def _mark(code: str, **values: Any) -> None:
    """Write down what came of a try, unless somebody stopped it or asked for it anew in the meantime."""
    with short_write() as session:
        row = _row(session, code)
        if row is not None and row.state == "waiting":
            for name, value in values.items():
                setattr(row, name, value)
            session.flush()


def _row(session: HouseSession, code: str) -> HookDelivery | None:
    return session.scalar(select(HookDelivery).where(HookDelivery.code == code).with_for_update())


def _forget_old(now: datetime | None = None) -> None:
    before = (now or clock.now()) - KEPT
    with short_write() as session:
        session.execute(delete(HookDelivery).where(HookDelivery.state != "waiting", HookDelivery.at < before))


def _chance() -> float:
    return secrets.randbelow(1001) / 1000
