"""What is done with kept files from time to time: orphans swept, quarantined ones scanned again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import select

from appcore.access import audit
from appcore.access.files import scanner, store
from appcore.access.files.receiving import holders
from appcore.access.principal import System, acting_as
from appcore.access.scope import as_system
from appcore.transaction import unit_of_work

SCANNED_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Rescanned:
    """How many quarantined files were found clean and infected, and how many still wait."""

    clean: int
    infected: int
    waiting: int


def sweep() -> int:
    """Remove contents without a row, and those found infected. Returns: how many files went."""
    with as_system("sweep") as session:
        known = {
            sha256
            for model in holders()
            for sha256 in session.scalars(select(model.sha256).where(model.state != "infected").distinct())
        }
    return store.sweep(known)


def rescan() -> Rescanned:
    """Ask the scanner again about what it did not answer for."""
    counted = {"clean": 0, "infected": 0, "unknown": 0}
    for model in holders():
        with as_system("scan") as session:
            waiting = session.execute(
                select(model.id, model.sha256).where(model.state == "quarantined").limit(SCANNED_AT_ONCE)
            ).all()
        for row_id, sha256 in waiting:
            found = scanner.scan(store.path_of(sha256), current_app.extensions["settings"].scanner)
            counted[found] += 1
            if found != "unknown":
                _settle(model, row_id, "kept" if found == "clean" else "infected")
    return Rescanned(counted["clean"], counted["infected"], counted["unknown"])


def _settle(model: Any, row_id: int, state: str) -> None:
    with acting_as(System("scan")), unit_of_work() as session:
        row = session.get(model, row_id)
        if row is not None and row.state == "quarantined":
            row.state = state
            audit.record(session, "scanned", model.__tablename__, str(row_id), {"file_state": ["quarantined", state]})
