"""进驻: which hall offers which sample item at which window, by the kinds of halls that the item names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.db import HouseSession
from models.item import Edition
from models.offer import Offer
from models.place import Hall
from models.window import Window
from seeds.batch import add_all
from seeds.documents import SeedItem
from seeds.plan import Plan

ANY_BUSINESS = "zonghe"


def load_offers(session: HouseSession, plan: Plan, items: list[SeedItem]) -> dict[str, Any]:
    """An offer for each hall of the kinds that an item names, at the window of its kind there or else at 综合窗口."""
    windows: dict[str, dict[str, int]] = {}
    for window in session.execute(select(Window.hall_code, Window.kind_code, Window.id)):
        windows.setdefault(window.hall_code, {})[window.kind_code] = window.id
    halls = session.execute(select(Hall.code, Hall.kind, Hall.region_code).order_by(Hall.code)).all()
    published = set(session.scalars(select(Edition.item_code).where(Edition.state == "published")))
    rows = [
        Offer(
            item_code=item.code,
            hall_code=hall.code,
            region_code=hall.region_code,
            department_code=item.department,
            window_id=windows[hall.code].get(item.window, windows[hall.code].get(ANY_BUSINESS)),
            valid_from=plan.starts.date(),
        )
        for item in items
        if item.state != "cancelled" and item.code in published
        for hall in halls
        if hall.kind in item.offered_at
    ]
    add_all(session, rows)
    return {"offers": len(rows)}
