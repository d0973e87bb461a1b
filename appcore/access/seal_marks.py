"""How far each place has sealed the trail, kept in the database: without it a seal file that is gone would not be missed.

A place is a machine and its seal file: two machines on one database each have seals of their own. The name of a machine decides
nothing: a place that is new while others have sealed holds the file of one of them, or somebody says why it begins anew.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, insert, select, update

from appcore import clock
from appcore.access.seals import Seal
from appcore.transaction import short_write
from models.audit import AuditEntry, AuditSeal
from models.db import db

_marks = cast(Table, AuditSeal.__table__)
SILENT_AFTER = timedelta(days=1)


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


def adopt(path: Path, mark: Mark) -> None:
    """The file of another place is here now, by its last seal: a container's machine has a new name, or the file moved."""
    with short_write() as session:
        key = (_marks.c.county_code == mark.county) & (_marks.c.place == mark.place)
        session.connection().execute(update(_marks).where(key).values(place=place_of(path)))


def beyond_the_trail(path: Path) -> list[Mark]:
    """What another place has sealed and the trail no longer reaches."""
    here = place_of(path)
    return [one for one in all_marks() if one.place != here and _row_at(one.county, one.sequence) is None]


def silent(path: Path) -> list[Mark]:
    """The last seals of other places that have not sealed what has stood in the trail for `SILENT_AFTER`."""
    before = clock.now() - SILENT_AFTER
    found = []
    for one in all_marks():
        next_at = _row_at(one.county, one.sequence + 1)
        if one.place != place_of(path) and next_at is not None and next_at < before:
            found.append(one)
    return found


def _row_at(county: str, sequence: int) -> datetime | None:
    asked = select(AuditEntry.at).where(AuditEntry.county_code == county, AuditEntry.sequence == sequence)
    with db.engine.connect() as connection:
        at = connection.execute(asked).scalar()
        connection.rollback()
    return at


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
