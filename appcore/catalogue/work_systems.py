"""实际办理系统: the county's list of where items are really worked (decisions 61)."""

from __future__ import annotations

from sqlalchemy import select

from models.db import HouseSession
from models.exchange import WorkSystem

HOME = "本系统"


def names(session: HouseSession) -> list[str]:
    """The names that may be chosen today, in the order of their codes."""
    query = select(WorkSystem.name).where(WorkSystem.valid_to.is_(None)).order_by(WorkSystem.code)
    return list(session.scalars(query))


def gives_numbers(session: HouseSession, name: str) -> bool:
    """Whether a case has a number there that is worth keeping; of a system that is not listed, any but this one does."""
    numbered = session.scalar(select(WorkSystem.numbered).where(WorkSystem.name == name)) if name else None
    return name not in ("", HOME) if numbered is None else numbered
