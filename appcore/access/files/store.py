"""Contents under their SHA-256 in the instance folder: written beside, synced, renamed; the row comes after (R65).

A crash at any point leaves a whole content or an orphan, never a row without its content. Orphans are swept; what is
younger than an hour is spared, for its row may be about to be written.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from flask import current_app

from appcore.access.files import quota
from appcore.definition.verdict import Verdict

CHUNK = 256 * 1024
SPARED_SECONDS = 3600
INCOMING, LOCK = "incoming", "sweep.lock"


class NotTaken(ValueError):
    """A limit of size or number stands against a file; `verdict` says which."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(str(verdict))
        self.verdict = verdict


def root() -> Path:
    """The folder of all contents."""
    folder: Path = current_app.extensions["settings"].instance_dir / "files"
    (folder / INCOMING).mkdir(parents=True, exist_ok=True)
    return folder


def path_of(sha256: str) -> Path:
    """Where a content lies; there need not be one."""
    return root() / sha256[:2] / sha256


@contextmanager
def incoming() -> Iterator[Path]:
    """A new name in the folder of what is not kept yet; whatever stands there at the end is removed."""
    path = root() / INCOMING / secrets.token_hex(16)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def write(stream: IO[bytes], path: Path, most_mb: int) -> int:
    """Copy a stream into a new file, counting. Returns: its size.

    Raises: NotTaken as soon as too much has come.
    """
    size = 0
    with path.open("xb") as target:
        while piece := stream.read(CHUNK):
            size += len(piece)
            if refusal := quota.too_large(size, most_mb):
                raise NotTaken(refusal)
            target.write(piece)
    return size


def keep(path: Path) -> tuple[str, int]:
    """Move a finished file to the name of its content. Returns: SHA-256 and size.

    When it returns, the content is on the disk.
    """
    made, size = hashlib.sha256(), 0
    with path.open("rb") as content:
        while piece := content.read(CHUNK):
            made.update(piece)
            size += len(piece)
        os.fsync(content.fileno())
    target = path_of(made.hexdigest())
    target.parent.mkdir(exist_ok=True)
    with _sweeping(fcntl.LOCK_SH):
        path.replace(target)  # a content that was there already is replaced by its equal, and is young again
        os.utime(target)
        _sync(target.parent)
    _sync(target.parent.parent)
    return made.hexdigest(), size


def sweep(known: set[str]) -> int:
    """Remove the contents that no row names, and what was left half written. Returns: how many files went."""
    oldest, gone = time.time() - SPARED_SECONDS, 0
    with _sweeping(fcntl.LOCK_EX):
        for path in root().glob("*/*"):
            wanted = path.parent.name != INCOMING and path.name in known
            if not wanted and path.is_file() and path.stat().st_mtime < oldest:
                path.unlink()
                gone += 1
    return gone


@contextmanager
def _sweeping(kind: int) -> Iterator[None]:
    """Between looking at a file's age and removing it, nobody makes it young."""
    with (root() / LOCK).open("w") as handle:
        fcntl.flock(handle, kind)
        yield


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
