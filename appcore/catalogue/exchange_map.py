"""The county's mapping to the columns and codes of exchange schemes, read for an export."""

from __future__ import annotations

from sqlalchemy import select

from appcore.definition.exchange_columns import NATIONAL
from models.db import HouseSession
from models.exchange import ExchangeColumn


def table(session: HouseSession, scheme: str = NATIONAL) -> dict[tuple[str, str], str]:
    """What the county has put down for a scheme: element and value ("" for the column) to the other side's word."""
    query = select(ExchangeColumn).where(ExchangeColumn.scheme == scheme).order_by(ExchangeColumn.id)
    return {(row.element, row.value or ""): row.target for row in session.scalars(query)}


def schemes(session: HouseSession) -> list[str]:
    """The schemes that can be exported: the national one always, and those that have a line."""
    own = session.scalars(select(ExchangeColumn.scheme).distinct().order_by(ExchangeColumn.scheme))
    return [NATIONAL, *(one for one in own if one != NATIONAL)]
