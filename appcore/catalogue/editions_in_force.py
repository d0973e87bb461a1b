"""Which edition is in force: a comparison of dates at reading, so that no job has to run for the switch."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from appcore import clock
from appcore.definition.verdict import N_
from models.db import HouseSession
from models.item import Edition
from models.vocabulary import EDITION_STATE


def in_force_query(at: datetime | None = None) -> Any:
    """Columns item_code, id, number, definition_hash, effective_from, taken_over of the edition of each item that is in force at a local time."""
    moment = at or clock.local_now()
    started = (
        select(Edition.item_code, func.max(Edition.number).label("number"))
        .where(Edition.state.in_(("published", "withdrawn")), Edition.effective_from <= moment)
        .group_by(Edition.item_code)
        .subquery()
    )
    return (
        select(
            Edition.item_code, Edition.id, Edition.number, Edition.definition_hash, Edition.effective_from,
            Edition.taken_over,
        )
        .join(started, (started.c.item_code == Edition.item_code) & (started.c.number == Edition.number))
        .where(or_(Edition.withdrawn_from.is_(None), Edition.withdrawn_from > moment))
    )  # fmt: skip


def stage(state: str, effective_from: datetime | None, is_newest_in_force: bool) -> str:
    """The word that people read: 草稿 送审 退回 审定, and for published ones by date 待生效 现行 已替代 已停用; until the day of its
    withdrawal it is in force."""
    if state == "published":
        if effective_from and effective_from > clock.local_now():
            return N_("待生效")
        return N_("现行") if is_newest_in_force else N_("已替代")
    if state == "withdrawn" and is_newest_in_force:
        return N_("现行，将停用")
    if state in ("withdrawn", "cancelled"):
        return N_("已停用") if state == "withdrawn" else N_("已撤销")
    return EDITION_STATE.label_of(state)


def edition_in_force(session: HouseSession, item_code: str, at: datetime | None = None) -> Edition | None:
    """The edition that is in force at a local time, or None."""
    row = session.execute(in_force_query(at).where(Edition.item_code == item_code)).first()
    return session.get(Edition, row.id) if row else None
