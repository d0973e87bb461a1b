"""Who and what a made-up year plays with: the editions in force, what each hall offers, the clerks with an account."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from appcore import clock
from appcore.access import accounts
from appcore.access.principal import Principal
from appcore.catalogue.stored import read_definition
from appcore.definition.item import ItemDefinition
from appcore.item_days import in_use
from models.account import User
from models.db import HouseSession
from models.item import Edition, Item
from models.offer import Offer
from models.place import Region


def definitions(session: HouseSession) -> dict[str, ItemDefinition]:
    """What people apply for: items in use whose edition is in force, by code."""
    rows = session.execute(
        select(Edition.item_code, Edition.definition_hash, Edition.definition, Edition.taken_over)
        .join(Item, Item.code == Edition.item_code)
        .where(Edition.state == "published", in_use(clock.local_today()))
    )
    found = {row.item_code: read_definition(row.definition_hash, row.definition, row.taken_over) for row in rows}
    return {code: one for code, one in found.items() if one.initiation in (None, "application")}


def offered(session: HouseSession, known: Mapping[str, ItemDefinition]) -> dict[str, list[str]]:
    """The codes of the known items that each hall offers."""
    found: dict[str, list[str]] = {}
    for row in session.execute(select(Offer.hall_code, Offer.item_code).order_by(Offer.hall_code, Offer.item_code)):
        if row.item_code in known:
            found.setdefault(row.hall_code, []).append(row.item_code)
    return found


def clerks(session: HouseSession) -> dict[str, Principal]:
    """The demo accounts of window clerks by their hall."""
    users = session.scalars(select(User).where(User.is_demo.is_(True), User.hall_code.is_not(None)))
    people = [accounts.person_of(session, user) for user in users]
    return {one.hall_code or "": one for one in people if "clerk" in one.roles}


def villages(session: HouseSession) -> tuple[str, ...]:
    """Codes of places that a form may name."""
    return tuple(session.scalars(select(Region.code).where(Region.level == 12).order_by(Region.code)))
