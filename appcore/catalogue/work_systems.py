"""实际办理系统: the county's list of where items are really worked (decisions 61)."""

from __future__ import annotations

from sqlalchemy import select

from models.db import HouseSession
from models.exchange import WorkSystem


def names(session: HouseSession) -> list[str]:
    """The names that may be chosen today, in the order of their codes."""
    query = select(WorkSystem.name).where(WorkSystem.valid_to.is_(None)).order_by(WorkSystem.code)
    return list(session.scalars(query))
