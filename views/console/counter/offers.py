"""What a clerk can take at his hall: the items on offer, the window's own first, found by name, alias, pinyin, initials."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from appcore import clock
from appcore.catalogue.editions_in_force import in_force_query
from appcore.catalogue.item_state import in_use
from appcore.catalogue.matcher import Index, Searchable, rank
from models.account import User
from models.db import db
from models.item import Edition, Item, ItemAlias
from models.offer import Offer
from models.staff import Post

MOST = 40


@dataclass(frozen=True, slots=True)
class Pick:
    """One item to choose: `own` when it is of the clerk's own window."""

    code: str
    name: str
    aliases: tuple[str, ...]
    own: bool


def picks(hall_code: str, account_id: int, q: str) -> list[Pick]:
    """The items on offer in a hall that fit what was typed; all of them, own first, when nothing was."""
    today = clock.local_today()
    in_force = in_force_query().subquery()
    rows = db.session.execute(
        select(Item.code, Edition.name, Offer.window_id)
        .join(Offer, Offer.item_code == Item.code)
        .join(in_force, in_force.c.item_code == Item.code)
        .join(Edition, Edition.id == in_force.c.id)
        .where(Offer.hall_code == hall_code, in_use(today), or_(Offer.valid_to.is_(None), Offer.valid_to >= today))
        .order_by(Item.code)
    ).all()
    codes = [row.code for row in rows]
    aliases: dict[str, list[str]] = {}
    for code, text in db.session.execute(
        select(ItemAlias.item_code, ItemAlias.text).where(ItemAlias.item_code.in_(codes))
    ):
        aliases.setdefault(code, []).append(text)
    own = set(
        db.session.scalars(
            select(Post.window_id).join(User, User.staff_id == Post.staff_id).where(User.id == account_id)
        )
    )
    found = [Pick(row.code, row.name, tuple(aliases.get(row.code, ())), row.window_id in own) for row in rows]
    if not q:
        return sorted(found, key=lambda pick: not pick.own)[:MOST]
    index = Index(Searchable(pick.code, pick.name, pick.aliases, int(pick.own)) for pick in found)
    by_code = {pick.code: pick for pick in found}
    return [by_code[match.entry.code] for match in rank(q, index, MOST)]
