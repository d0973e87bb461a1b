"""授权: whose post may accept an item in a hall today."""

from __future__ import annotations

from sqlalchemy import or_, select

from appcore import clock
from appcore.access.principal import Person, current
from appcore.errors import NotAllowed
from models.account import User
from models.db import HouseSession
from models.offer import Authority, Offer
from models.staff import Post


def require_authority(session: HouseSession, item_code: str, hall_code: str) -> None:
    """A person needs a post that may accept this item in this hall today (授权).

    Raises: NotAllowed.
    """
    who = current()
    if not isinstance(who, Person):
        return
    offer_id = session.scalar(select(Offer.id).where(Offer.item_code == item_code, Offer.hall_code == hall_code))
    if offer_id is None or not _has_authority(session, who, offer_id):
        raise NotAllowed("您的岗位没有受理这个事项的权限，请联系中心管理员")


def _has_authority(session: HouseSession, who: Person, offer_id: int) -> bool:
    """Whether one of the person's posts may accept an offer today."""
    today = clock.local_today()
    staff_id = session.scalar(select(User.staff_id).where(User.id == who.account_id))
    if staff_id is None:
        return False
    rows = session.execute(
        select(Authority.id)
        .join(Post, Post.id == Authority.post_id)
        .where(
            Authority.offer_id == offer_id,
            Authority.power == "accept",
            Post.staff_id == staff_id,
            or_(Post.valid_from.is_(None), Post.valid_from <= today),
            or_(Post.valid_to.is_(None), Post.valid_to >= today),
            or_(Authority.valid_from.is_(None), Authority.valid_from <= today),
            or_(Authority.valid_to.is_(None), Authority.valid_to >= today),
        )
        .limit(1)
    )
    return rows.first() is not None
