"""What a clerk can take at his hall: the items on offer, his window's first, found as everywhere; and what only others take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select

from appcore import clock
from appcore.catalogue.editions_in_force import in_force_query
from appcore.catalogue.published import Found
from appcore.catalogue.whole_catalogue import whole_catalogue
from appcore.item_days import in_use
from models.account import User
from models.db import db
from models.item import Edition, Item
from models.offer import Offer
from models.staff import Post

MOST, MOST_ELSEWHERE = 40, 5
OWN, HERE = 0, 1
"""How near an item is to the clerk: at his window, in his hall."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One item to choose: `own` when it is of the clerk's own window; `found` says by what it was found."""

    code: str
    name: str
    own: bool
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Picks:
    """What a hall takes, and what was meant but is taken elsewhere. `is_sure`: something says what was typed."""

    here: tuple[Pick, ...]
    elsewhere: tuple[Found, ...] = ()
    is_sure: bool = True


def picks(hall_code: str, account_id: int, q: str) -> Picks:
    """The items on offer in a hall that fit what was typed; all of them, own first, when nothing was."""
    offered = _offered(hall_code)
    own = _own_windows(account_id)
    if not q:
        listed = [Pick(code, name, window in own) for code, (name, window) in offered.items()]
        return Picks(tuple(sorted(listed, key=lambda pick: not pick.own)[:MOST]))
    near = {code: OWN if window in own else HERE for code, (_name, window) in offered.items()}
    found = whole_catalogue().find(q, MOST, near, loosely=True)
    here = [
        Pick(one.item.code, offered[one.item.code][0], near[one.item.code] == OWN, one)
        for one in _known(found, offered)
    ]
    # A loose hit at another hall helps nobody who has a case at this one.
    elsewhere = [one for one in found if one.item.code not in offered and one.item.state == "in_use" and one.is_sure]
    return Picks(tuple(here), tuple(elsewhere[:MOST_ELSEWHERE]), any(one.is_sure for one in found))


def _known(found: Iterable[Found], offered: dict[str, tuple[str, int | None]]) -> list[Found]:
    return [one for one in found if one.item.code in offered]


def _offered(hall_code: str) -> dict[str, tuple[str, int | None]]:
    """Code to name in force and window of what the hall offers today."""
    today = clock.local_today()
    in_force = in_force_query().subquery()
    rows = db.session.execute(
        select(Item.code, Edition.name, Offer.window_id)
        .join(Offer, Offer.item_code == Item.code)
        .join(in_force, in_force.c.item_code == Item.code)
        .join(Edition, Edition.id == in_force.c.id)
        .where(Offer.hall_code == hall_code, in_use(today), or_(Offer.valid_to.is_(None), Offer.valid_to >= today))
        .order_by(Item.code)
    )
    return {row.code: (row.name, row.window_id) for row in rows}


def _own_windows(account_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(Post.window_id).join(User, User.staff_id == Post.staff_id).where(User.id == account_id)
        )
    )
