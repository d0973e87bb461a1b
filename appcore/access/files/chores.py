"""What is done with kept files from time to time: orphans swept, quarantined ones scanned again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import select

from appcore.access import audit, privacy
from appcore.access.files import scanner, store, vault
from appcore.access.files.receiving import holders
from appcore.access.principal import System, acting_as
from appcore.access.privacy import Unreadable
from appcore.access.rekey import Done
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
    """Remove contents without a row, and those found infected; a clear one too when its sealed form is enough.

    Returns: how many files went.
    """
    known: set[str] = set()
    with as_system("sweep") as session:
        for model in holders():
            for sha256 in session.scalars(select(model.sha256).where(model.state != "infected").distinct()):
                sealed = store.sealed_path_of(sha256)
                known |= {sealed.name} if model.is_sealed and sealed.is_file() else {sealed.name, sha256}
    return store.sweep(known)


def unsealed() -> list[str]:
    """People's contents that still lie in the clear, from before contents were sealed."""
    return [
        one for one in _hashes(sealed=True) if not store.sealed_path_of(one).is_file() and store.path_of(one).is_file()
    ]


def reseal() -> Iterator[Done]:
    """Bring the contents that are not under the newest key under it, those in the clear first; a file at a time."""
    standard, wanted = set(_hashes(sealed=False)), privacy.current_header()
    sealed = [path.name.removesuffix(vault.ENDING) for path in sorted(store.root().glob(f"*/*{vault.ENDING}"))]
    old = [one for one in sealed if vault.header_of(store.sealed_path_of(one)) != wanted]
    for sha256 in (*unsealed(), *old):
        try:
            store.reseal(sha256, keep_clear=sha256 in standard)
        except FileNotFoundError:  # swept meanwhile
            continue
        except Unreadable as problem:
            privacy.alarm(problem)
            yield Done("file", 0, 1)
            continue
        yield Done("file", 1, 0)


def _hashes(*, sealed: bool) -> list[str]:
    with as_system("keys") as session:
        return sorted(
            {one for model in holders() if model.is_sealed is sealed for one in session.scalars(select(model.sha256))}
        )


def rescan() -> Rescanned:
    """Ask the scanner again about what it did not answer for."""
    counted = {"clean": 0, "infected": 0, "unknown": 0}
    for model in holders():
        with as_system("scan") as session:
            waiting = session.execute(
                select(model.id, model.sha256).where(model.state == "quarantined").limit(SCANNED_AT_ONCE)
            ).all()
        for row_id, sha256 in waiting:
            with store.readable(sha256) as path:
                found = scanner.scan(path, current_app.extensions["settings"].scanner)
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
