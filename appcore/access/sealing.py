"""The job that seals the trail: a line in the seal file when a chain has grown, and the same line to a second place.

The last seal is compared with its row first, and the seal file with what the database remembers of it, so that a trail that was
cut or a file that is gone is noticed within a quarter of an hour. Then nothing is sealed over it: a seal on top would hide the
loss from the next look. Whoever has found out what happened goes on with a reason, which stands in the trail.
"""

from __future__ import annotations

import logging
import shlex
import subprocess
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import Connection, text

from appcore import clock, work
from appcore.access import audit, audit_check, audit_digest, seal_marks, seals
from appcore.access.seal_marks import Mark
from appcore.access.seals import Seal
from appcore.settings import Settings
from appcore.work import Stopped
from models.db import db

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


def seal(*, in_spite: str = "") -> list[Seal]:
    """A seal for each chain that has grown since the last one.

    `in_spite`: why to go on although a sealed row or the seal file is gone. Raises: Stopped where it is and no reason is given.
    """
    settings: Settings = current_app.extensions["settings"]
    keyed, path = audit_digest.Keyed(settings.audit_key), settings.seal_path
    marks = seal_marks.all_marks()
    marks, strange = _own(path, keyed, marks)
    before = _last_of_each(path, keyed, {one.county for one in marks})
    losses = _losses(before, marks) + strange
    for one in losses:
        log.error(one.words)
        _alarm(one)
    if losses and in_spite:
        for one in losses:
            audit.note("seal_resumed", "audit", one.key, changes={"reason": in_spite})
    _tell_silent(path)
    refused = set() if in_spite else {one.county for one in losses}
    made = _sealed(keyed, path, before, refused)
    seal_marks.note(path, made)
    if refused:
        raise Stopped(
            "; ".join(one.words for one in losses) + "; when it is clear why: flask audit seal --in-spite REASON"
        )
    return made


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that was sealed is gone: `act` is the alarm's name, `key` says which seal it is."""

    county: str
    act: str
    key: str
    words: str


def _own(path: Path, keyed: audit_digest.Keyed, marks: list[Mark]) -> tuple[list[Mark], list[Loss]]:
    """The marks of this place, and what is amiss with the others: rows that no longer are there, and a beginning beside them.

    A file that holds the last seal of another place is that place's, under a new name of the machine.
    """
    here = seal_marks.place_of(path)
    own = {one.county: one for one in marks if one.place == here}
    others = [one for one in marks if one.place != here]
    cut = [_cut_elsewhere(one) for one in seal_marks.beyond_the_trail(path)]
    gone = {one.county: one for one in cut if not _stands("seal_resumed", one.key)}
    unknown = {one.county for one in others} - own.keys()
    if unknown:
        held = {one.signature for one in seals.read(path, keyed)[0]}
        for one in others:
            if one.county in unknown and one.signature in held:
                seal_marks.adopt(path, one)
                own[one.county] = Mark(one.county, here, one.sequence, one.at, one.signature)
                unknown.discard(one.county)
    latest = {one.county: one for one in sorted(others, key=lambda one: one.at) if one.county in unknown}
    return list(own.values()), [*gone.values(), *(_begun_anew(one, here) for one in latest.values())]


def _cut_elsewhere(mark: Mark) -> Loss:
    words = f"the audit trail of {mark.county} no longer holds row {mark.sequence}, sealed {mark.at} at {mark.place}"
    return Loss(mark.county, "trail_broken", f"{mark.sequence} {mark.signature[:16]}", words)


def _begun_anew(mark: Mark, here: str) -> Loss:
    words = (
        f"there is no seal of {mark.county} at {here}, and {mark.place} sealed row {mark.sequence}, {mark.at}: "
        "bring its seal file here, or say that this is another place"
    )
    return Loss(mark.county, "seals_missing", f"{mark.sequence} {mark.signature[:16]}", words)


def _tell_silent(path: Path) -> None:
    """Name each place that no longer seals, once in the trail: its file may be gone with it."""
    for one in seal_marks.silent(path):
        words = f"{one.place} has not sealed the trail of {one.county} since {one.at}"
        log.warning(words)
        _alarm(Loss(one.county, "seal_place_silent", f"{one.sequence} {one.signature[:16]}", words))


def _last_of_each(path: Path, keyed: audit_digest.Keyed, counties: set[str]) -> dict[str, Seal]:
    """The last seal of each county; the whole file is read only when its end does not hold one of these."""
    found = {one.county: one for one in seals.read_end(path, keyed)}
    return found if counties <= found.keys() else {one.county: one for one in seals.read(path, keyed)[0]}


def _losses(before: Mapping[str, Seal], marks: Iterable[Mark]) -> list[Loss]:
    found = [
        Loss(one.county, "seals_missing", f"{one.sequence} {one.signature[:16]}", f"the last seal of {one.county}, row {one.sequence}, {one.at}, is not in the seal file")
        for one in marks
        if not _reaches(before.get(one.county), one)
    ]  # fmt: skip
    with audit_check.snapshot() as connection:
        found += [
            Loss(one.county, "trail_broken", f"{one.sequence} {one.signature[:16]}", f"the audit trail of {one.county} no longer holds row {one.sequence}, sealed {one.at}")
            for one in before.values()
            if not _still_there(connection, one)
        ]  # fmt: skip
    return found


def _reaches(last: Seal | None, mark: Mark) -> bool:
    """Whether a file holds what the database remembers; it may be ahead, after a crash between the two."""
    return last is not None and (last.signature == mark.signature or last.at >= mark.at)


def _alarm(loss: Loss) -> None:
    """Enter a loss into the trail, once."""
    if not _stands(loss.act, loss.key):
        audit.note(loss.act, "audit", loss.key, "failed")


def _stands(act: str, key: str) -> bool:
    """Whether the trail says this of a seal already."""
    with db.engine.connect() as connection:
        asked = text("SELECT count(*) FROM audit_entry WHERE act = :act AND row_key = :key")
        found = connection.execute(asked, {"act": act, "key": key}).scalar()
        connection.rollback()
    return bool(found)


def _sealed(keyed: audit_digest.Keyed, path: Path, before: Mapping[str, Seal], refused: Container[str]) -> list[Seal]:
    made = []
    with audit_check.snapshot() as connection:
        heads = connection.execute(text("SELECT county_code, sequence, entry_hash FROM audit_head")).all()
        for county, sequence, entry_hash in heads:
            last = before.get(county)
            if county in refused:
                continue
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
