"""The sample bundles 一件事: those whose items are all there, written through the tables and published by the seed."""

from __future__ import annotations

from sqlalchemy import select

from appcore import records
from appcore.access.placing import owner
from appcore.catalogue import bundles
from models.bundle import Bundle, BundleItem, BundleQuestion
from models.db import HouseSession
from models.item import Item
from seeds import source


def load_bundles(session: HouseSession) -> dict[str, int]:
    """Returns: how many were made; what an earlier try has loaded stays."""
    items, present = set(session.scalars(select(Item.code))), set(session.scalars(select(Bundle.code)))
    made = 0
    for row in source.bundles():
        members = row["items"]
        if row["bundle"]["code"] in present or not all(one["item_code"] in items for one in members):
            continue
        bundle = Bundle(**row["bundle"], guide=row.get("guide", "").strip() or None, owner_code=owner())
        records.add(session, bundle)
        asked: dict[str, int] = {}
        for position, one in enumerate(row.get("questions", ()), 1):
            question = BundleQuestion(bundle_code=bundle.code, position=position, owner_code=owner(), **one)
            records.add(session, question)
            asked[one["key"]] = question.id
        for position, one in enumerate(members, 1):
            told = {name: value for name, value in one.items() if name != "question"}
            question_id = asked.get(one.get("question", ""))
            records.add(session, BundleItem(bundle_code=bundle.code, position=position, question_id=question_id, owner_code=owner(), **told))  # fmt: skip
        bundles.publish(bundle.code)
        made += 1
    return {"bundles": made}
