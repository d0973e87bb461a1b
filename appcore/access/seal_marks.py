"""How far each place has sealed the trail, kept in the database: without it a seal file that is gone would not be missed.

A place is a machine and its seal file: two machines on one database each have seals of their own.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, insert, select, update

from appcore.access.seals import Seal
from appcore.transaction import short_write
from models.audit import AuditSeal
from models.db import db

_marks = cast(Table, AuditSeal.__table__)


@dataclass(frozen=True, slots=True)
class Mark:
    """The last seal of a county at a place, as the database remembers it."""

    county: str
    place: str
    sequence: int
    at: str
    signature: str

    @property
    def sentence(self) -> str:
        return (
            f"it was sealed at {self.place}, {self.at}, and that seal is not here: "
            "name a copy of the seals (--seals FILE), and find out where the file went"
        )


def place_of(path: Path) -> str:
    """This machine and its seal file."""
    return f"{socket.gethostname()}:{path}"[-200:]


def note(path: Path, made: Iterable[Seal]) -> None:
    """Remember the newest of these seals of each county."""
    last = {one.county: one for one in made}
    if not last:
        return
    with short_write() as session:
        for county, seal in last.items():
            connection = session.connection()
            key = (_marks.c.county_code == county) & (_marks.c.place == place_of(path))
            values: dict[str, Any] = {"sequence": seal.sequence, "sealed_at": seal.at, "signature": seal.signature}
            if not connection.execute(update(_marks).where(key).values(**values)).rowcount:
                connection.execute(insert(_marks).values(county_code=county, place=place_of(path), **values))


def all_marks() -> list[Mark]:
    """What the database remembers, of all counties and places."""
    with db.engine.connect() as connection:
        asked = select(_marks).order_by(_marks.c.county_code, _marks.c.place)
        rows = connection.execute(asked).all()
        connection.rollback()
    return [Mark(row.county_code, row.place, row.sequence, row.sealed_at, row.signature) for row in rows]


def missing(path: Path, kept: Iterable[Seal]) -> list[Mark]:
    """The last seals of this place that its own file does not hold; and those of any place where no seal of the county is kept."""
    seals = list(kept)
    signatures, counties = {one.signature for one in seals}, {one.county for one in seals}
    return [
        one
        for one in all_marks()
        if (one.place == place_of(path) and one.signature not in signatures) or one.county not in counties
    ]


def without_any(kept: Iterable[Seal]) -> list[Mark]:
    """What was sealed and a copy says nothing of. That it ends earlier is no fault of a copy."""
    counties = {one.county for one in kept}
    return [one for one in all_marks() if one.county not in counties]
