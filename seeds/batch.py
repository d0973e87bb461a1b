"""Many rows of one table in one act: stamped, inserted together, and audited by one entry that says how many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from appcore import records
from appcore.access import audit
from appcore.transaction import unit_of_work
from models.audit import SeedMark
from models.db import HouseSession


def add_all(session: HouseSession, rows: Sequence[Any]) -> None:
    """Within a unit of work: insert rows of one table."""
    if not rows:
        return
    for row in rows:
        records.stamp(row, new=True)
    session.add_all(rows)
    session.flush()
    audit.record(session, "seeded", rows[0].__tablename__, f"{len(rows)}条", {"rows": len(rows)})


def once(name: str, load: Callable[[HouseSession], dict[str, Any]]) -> dict[str, Any] | None:
    """Load one thing in one transaction together with the mark that it is loaded.

    Returns: the facts kept in the mark, or None when it was loaded before.
    """
    with unit_of_work() as session:
        if session.get(SeedMark, name) is not None:
            return None
        facts = load(session)
        session.add(SeedMark(name=name, facts=facts))
    return facts
