"""The halls that offer an item as they stand today: who may act on it there, and their local values."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from appcore import clock
from appcore.change.impact import Holder, Offered
from models.db import HouseSession
from models.offer import Authority, Offer, OfferRevision
from models.place import Hall
from models.staff import Post, Staff
from models.window import Window


def offers_of(session: HouseSession, item_code: str) -> tuple[Offered, ...]:
    """The halls that offer an item today, with who may act on it there and their local values; three queries."""
    rows = session.execute(
        select(Offer.id, Offer.hall_code, Hall.name, Hall.kind, Offer.region_code, Window.number, Offer.revision)
        .join(Hall, Hall.code == Offer.hall_code)
        .outerjoin(Window, Window.id == Offer.window_id)
        .where(Offer.item_code == item_code, *_valid(Offer))
        .order_by(Offer.hall_code)
    ).all()
    holders = _holders(session, item_code)
    values = {
        (row.offer_id, row.number): dict(row.values)
        for row in session.execute(
            select(OfferRevision.offer_id, OfferRevision.number, OfferRevision.values)
            .join(Offer, Offer.id == OfferRevision.offer_id)
            .where(Offer.item_code == item_code, OfferRevision.number == Offer.revision)
        )
    }
    return tuple(
        Offered(
            offer_id, hall_code or "", hall, kind, region, window or "", tuple(holders.get(offer_id, ())),
            values.get((offer_id, revision), {}),
        )
        for offer_id, hall_code, hall, kind, region, window, revision in rows
    )  # fmt: skip


def _holders(session: HouseSession, item_code: str) -> dict[int, list[Holder]]:
    """Who may act on the offers of an item today: the authority, the post and the person all still hold."""
    query = (
        select(Authority.offer_id, Authority.post_id, Post.staff_id, Authority.power)
        .join(Offer, Offer.id == Authority.offer_id)
        .join(Post, Post.id == Authority.post_id)
        .join(Staff, Staff.id == Post.staff_id)
        .where(Offer.item_code == item_code, *_valid(Authority), *_valid(Post), *_valid(Staff))
    )
    found: dict[int, list[Holder]] = {}
    for row in session.execute(query):
        found.setdefault(row.offer_id, []).append(Holder(row.post_id, row.staff_id, row.power))
    return found


def _valid(model: Any) -> tuple[Any, ...]:
    today = clock.local_today()
    return (
        or_(model.valid_from.is_(None), model.valid_from <= today),
        or_(model.valid_to.is_(None), model.valid_to >= today),
    )
