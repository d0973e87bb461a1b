"""How derived rows are written: findings and runs, which anybody's act makes anew from what is stored, in whole lots.

They hold nothing of their own, so that no place guards them at writing; reading them is limited like everything else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from models.check import CheckFinding, CheckRun, OfferFinding, OfferRun
from models.db import HouseSession

OF = {CheckFinding: "edition_id", CheckRun: "edition_id", OfferFinding: "offer_id", OfferRun: "offer_id"}
"""The derived tables, each with the column that says whose its rows are."""


def forget(session: HouseSession, model: type[Any], ids: Collection[int]) -> None:
    """Remove what was derived of these editions or offers."""
    table = model.__table__
    if ids:
        session.connection().execute(table.delete().where(table.columns[OF[model]].in_(ids)))


def add(session: HouseSession, model: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(model.__table__.insert(), list(rows))
    session.expire_all()


def look_again(session: HouseSession, neighbours: str) -> None:
    """All runs hold among the items as they are now."""
    table: Any = CheckRun.__table__
    older = table.columns.beside_at != neighbours
    session.connection().execute(table.update().where(older).values(beside_at=neighbours))
