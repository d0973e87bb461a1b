"""Walking a million entries of the trail against their hashes, and the auditor's questions on as many (R54)."""

from __future__ import annotations

import resource
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update

from app import create_app
from appcore import schema_state
from appcore.access import audit, audit_check, audit_digest, audit_search
from appcore.access.audit_search import Question
from appcore.access.principal import System, acting_as
from appcore.settings import Settings
from models.audit import FORM, AuditEntry, AuditHead
from models.db import db, house_session
from tests.bench.figure import Figure
from tests.conftest import SECRETS

ENTRIES, BATCH = 1_000_000, 20_000
START = datetime(2026, 1, 1, tzinfo=UTC)
ACTS = ("changed", "created", "signed_in", "opened_slip", "accepted", "finished")
QUESTIONS = {
    "newest": Question(),
    "one person": Question(who="clerk_17"),
    "one case": Question(key="3303271002026010104321"[:21]),
    "denied": Question(result="denied"),
    "one person, one month, long ago": Question(who="clerk_17", first=date(2026, 2, 1), last=date(2026, 2, 28)),
    "a day long ago": Question(first=date(2026, 2, 3), last=date(2026, 2, 3)),
    "nobody": Question(who="nobody"),
    "an act in a month": Question(acts=("finished",), first=date(2026, 3, 1), last=date(2026, 3, 31)),
}


def _fill(county: str, key: str) -> None:
    keyed, previous = audit_digest.Keyed(key), audit.START
    with db.engine.connect() as connection:
        for first in range(1, ENTRIES + 1, BATCH):
            rows: list[dict[str, Any]] = []
            for number in range(first, first + BATCH):
                entry: dict[str, Any] = {
                    "form": FORM, "id": number, "county_code": county, "sequence": number, "at": START + timedelta(seconds=30 * number),
                    "account": f"clerk_{number % 90}", "actor": f"样例{number % 90}", "roles": "clerk", "address": f"10.1.0.{number % 90}",
                    "request_id": f"{number:016x}", "act": ACTS[number % 6], "noun": "case", "row_key": f"330327100202601{number // 3:06d}"[:21],
                    "result": "denied" if number % 500 == 0 else "done", "changes": {"state": ["accepted", "finished"], "outcome": "granted"},
                    "previous_hash": previous,
                }  # fmt: skip
                previous = entry["entry_hash"] = keyed.hash(audit._text(entry))
                rows.append(entry)
            connection.execute(insert(AuditEntry), rows)
        connection.execute(insert(AuditHead).values(county_code=county, sequence=1, entry_hash=""))
        connection.execute(update(AuditHead).values(sequence=ENTRIES, entry_hash=previous))
        connection.commit()


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(**SECRETS, instance=str(Path(folder)), secure_cookies=False))
        with app.app_context(), acting_as(System("bench")):
            schema_state.migrate()
            settings: Settings = app.extensions["settings"]
            _fill(settings.county, settings.audit_key)
            before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
            found = list(audit_check.findings())
            walked = time.perf_counter() - start
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            if found:
                raise RuntimeError(f"the trail of the benchmark is not whole: {found[0]}")
            figures = [
                Figure(f"audit verify, {ENTRIES:,} entries", round(walked, 1), "s"),
                Figure("audit verify, memory it grew by", round(grown, 1), "MB"),
            ]
            for name, question in QUESTIONS.items():
                start = time.perf_counter()
                audit_search.ask(house_session(), question, 25)
                figures.append(
                    Figure(f"audit page of {ENTRIES:,}: {name}", round((time.perf_counter() - start) * 1000, 1), "ms")
                )
        return figures
