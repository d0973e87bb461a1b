"""The job that seals the trail: a line in the seal file when a chain has grown, and the same line to a second place.

The last seal is compared with its row first, so that a trail that was cut is noticed within a quarter of an hour.
"""

from __future__ import annotations

import logging
import shlex
import subprocess
from datetime import timedelta
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import Connection, text

from appcore import clock, work
from appcore.access import audit_check, audit_digest, seals
from appcore.access.seals import Seal
from appcore.settings import Settings
from appcore.work import Stopped

log = logging.getLogger("banshitai.seals")
EVERY = timedelta(minutes=15)
PATIENCE = 30
MOST_SENT = 200
"""Seals that are handed on in one run; the rest waits for the next."""


def install(app: Flask) -> None:
    """Seal every quarter of an hour and at close, wherever there is an audit key."""
    if app.extensions["settings"].audit_key:
        work.register(app, work.Job("seal", EVERY, run, at_close=True))


def run() -> None:
    """Seal what has grown, then hand on what the second place has not got yet.

    Raises: Stopped when it does not take it.
    """
    seal()
    settings: Settings = current_app.extensions["settings"]
    if settings.seal_command:
        hand_on(settings.seal_path, settings.seal_command)


def seal() -> list[Seal]:
    """A seal for each chain that has grown since the last one."""
    settings: Settings = current_app.extensions["settings"]
    keyed, path = audit_digest.Keyed(settings.audit_key), settings.seal_path
    before = {one.county: one for one in seals.read_end(path, keyed)}
    made = []
    with audit_check.snapshot() as connection:
        heads = connection.execute(text("SELECT county_code, sequence, entry_hash FROM audit_head")).all()
        for county, sequence, entry_hash in heads:
            last = before.get(county)
            if last is not None and not _still_there(connection, last):
                log.error("the audit trail of %s no longer holds row %d, sealed %s", county, last.sequence, last.at)
            if sequence and (last is None or (last.sequence, last.entry_hash) != (sequence, entry_hash)):
                at = clock.now().replace(microsecond=0).isoformat()
                made.append(seals.append(path, keyed, county, sequence, entry_hash, at))
    return made


def _still_there(connection: Connection, last: Seal) -> bool:
    asked = text("SELECT entry_hash FROM audit_entry WHERE county_code = :county AND sequence = :sequence")
    held = connection.execute(asked, {"county": last.county, "sequence": last.sequence}).scalar()
    return bool(held == last.entry_hash)


def hand_on(path: Path, command: str) -> int:
    """Run the command once for each seal that it has not taken yet, oldest first; how many it took.

    Raises: Stopped at the first that it refuses.
    """
    mark = path.with_suffix(".sent")
    sent = int(mark.read_text() or 0) if mark.exists() else 0
    taken = 0
    if path.stat().st_size < sent:
        raise Stopped("the seal file is shorter than what was handed on: seals were cut off")
    with path.open("rb") as handle:
        handle.seek(sent)
        for line in handle:
            if taken == MOST_SENT:
                break
            _give(shlex.split(command), line)
            taken += 1
            sent += len(line)
            mark.write_text(str(sent))
    return taken


def _give(command: list[str], line: bytes) -> None:
    try:
        done = subprocess.run(command, input=line, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603 - the installation's own setting
    except (OSError, subprocess.TimeoutExpired) as broken:
        raise Stopped(f"the seal command did not run: {type(broken).__name__}") from broken
    if done.returncode:
        raise Stopped(f"the seal command ended with {done.returncode}")
