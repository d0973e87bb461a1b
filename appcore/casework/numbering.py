"""The numbers of cases, slips and lists, each from a counter of its own (decisions 12)."""

from __future__ import annotations

import secrets
from datetime import date

from appcore.counters import draw
from models.db import HouseSession
from models.vocabulary import SLIP_KIND

QUERY_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def case_number(session: HouseSession, hall_code: str, day: date) -> str:
    """办件编号: town code of nine digits (county halls 330327000), date, four digits, one counter per town and day.

    Raises: OverflowError after 9,999 cases of a town in one day.
    """
    place = hall_code[:9]
    serial = draw(session, f"case:{place}:{day:%Y%m%d}")
    if serial > 9999:
        raise OverflowError(f"more than 9999 cases in {place} on {day}")
    return f"{place}{day:%Y%m%d}{serial:04d}"


def slip_number(session: HouseSession, hall_code: str, kind: str, year: int) -> str:
    """文书编号: numbered per hall, kind and year."""
    serial = draw(session, f"slip:{hall_code}:{kind}:{year}")
    return f"{hall_code}-{SLIP_KIND.national_of(kind)}-{year}-{serial:05d}"


def of_hall(session: HouseSession, hall_code: str, series: str, year: int) -> str:
    """A register's number: per hall, series (letters on the paper) and year."""
    serial = draw(session, f"{series}:{hall_code}:{year}")
    return f"{series}-{hall_code}-{year}-{serial:04d}"


def query_code() -> str:
    """查询码: 8 random characters without look-alikes, 40 bits."""
    return "".join(secrets.choice(QUERY_ALPHABET) for _ in range(8))
