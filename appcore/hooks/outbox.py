"""The outbox: what a unit of work announced is queued for each subscription in that same transaction, or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from flask import current_app
from sqlalchemy import select

from appcore.access.principal import System, acting_as, place_and_above
from appcore.hooks import hosts
from appcore.signals import Happened
from models.db import HouseSession
from models.hook import HookDelivery, HookSubscription


def keep(session: HouseSession, happened: Sequence[Happened]) -> None:
    """Queue what happened for whoever subscribed to it; a subscription hears of its owner's place and below."""
    if not happened or not hosts.parsed(current_app.extensions["settings"].webhook_hosts):
        return
    with acting_as(System("webhooks")):
        query = select(HookSubscription).where(HookSubscription.active.is_(True)).order_by(HookSubscription.id)
        subscriptions = session.scalars(query).all()
        for one in happened:
            owners = place_and_above(one.fact.region)
            session.add_all(
                _delivery(subscription, one)
                for subscription in subscriptions
                if one.event in subscription.events and subscription.owner_code in owners
            )
        session.flush()


def _delivery(subscription: HookSubscription, one: Happened) -> HookDelivery:
    return HookDelivery(
        code=secrets.token_hex(16), subscription_code=subscription.code, event=one.event, event_id=one.id, at=one.at,
        payload=one.content, state="waiting", tries=0, since=one.at, next_try=one.at,
    )  # fmt: skip
