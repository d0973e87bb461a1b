"""How long the file of a booklet is kept: so many days, and the newest of its kind as long as there is none newer.

The row stays with the hash, and so do its print runs: what hangs on a wall is not taken down by clearing a disk. The content
itself goes with the next sweep, if no other row names it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from appcore import clock, records
from appcore.access import audit
from appcore.access.scope import as_system
from appcore.transaction import unit_of_work
from models.booklet import Booklet, BookletFile
from models.db import HouseSession

SAME_ORDER = timedelta(minutes=1)
"""The volumes of one order are put in the list within a moment; they stay or go together."""


def clear() -> int:
    """Give up the files that are past their days. Returns: how many."""
    days = current_app.extensions["settings"].booklet_days
    if not days:
        return 0
    with as_system("booklets") as session:
        codes = _past(session, days)
    for code in codes:
        with unit_of_work() as session:
            row = session.scalars(select(Booklet).where(Booklet.code == code)).one()
            held = session.scalar(select(BookletFile).where(BookletFile.booklet_id == row.id))
            if held is None:
                continue
            session.delete(held)
            row.file_gone_at = clock.now()
            records.stamp(row)
            audit.record(session, "booklet_cleared", "booklet", row.code, {"booklet": row.title, "sha256": held.sha256})
    return len(codes)


def _past(session: HouseSession, days: int) -> list[str]:
    """Those whose files go: past their days, and with a newer one beside them that is the same but for its day."""
    alike: list[Any] = [
        Booklet.kind, Booklet.format, Booklet.scope, Booklet.scope_name, Booklet.region_code, Booklet.hall_code, Booklet.department_code,
    ]  # fmt: skip
    query = (
        select(Booklet.code, Booklet.created_at, Booklet.finished_at, *alike)
        .join(BookletFile, BookletFile.booklet_id == Booklet.id)
        .where(Booklet.state == "done")
        .order_by(Booklet.id)
    )
    rows = session.execute(query).all()
    newest = {tuple(row[3:]): row.created_at for row in rows}
    before = clock.now() - timedelta(days=days)
    return [
        row.code
        for row in rows
        if row.finished_at is not None
        and row.finished_at < before
        and row.created_at < newest[tuple(row[3:])] - SAME_ORDER
    ]
