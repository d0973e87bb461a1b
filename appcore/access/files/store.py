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

from appcore.access.files import quota, vault
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


def sealed_path_of(sha256: str) -> Path:
    """Where the sealed form of a content lies; there need not be one."""
    return path_of(f"{sha256}{vault.ENDING}")


@contextmanager
def opened(sha256: str, *, sealed: bool) -> Iterator[tuple[int, Iterator[bytes]]]:
    """A content in the clear, as its size and its pieces. `sealed`: of people's papers, which are read to their end once before
    anything is handed on; one that lies in the clear from before is held against its hash.

    Raises: FileNotFoundError, Unreadable.
    """
    path = sealed_path_of(sha256)
    if sealed and path.is_file():
        with path.open("rb") as content:
            vault.check(content, sha256)
            yield vault.size_of(path), vault.pieces(content, sha256)
        return
    with path_of(sha256).open("rb") as content:
        if sealed and hashlib.file_digest(content, "sha256").hexdigest() != sha256:
            raise vault.changed(sha256)
        content.seek(0)
        yield os.fstat(content.fileno()).st_size, iter(lambda: content.read(CHUNK), b"")


@contextmanager
def readable(sha256: str) -> Iterator[Path]:
    """A content as a clear file for programs that want one; a sealed one is opened into a file that goes afterwards."""
    if path_of(sha256).is_file():
        yield path_of(sha256)
        return
    with incoming() as path, opened(sha256, sealed=True) as (_size, pieces):
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            target.writelines(pieces)
        yield path


def reseal(sha256: str, *, keep_clear: bool) -> None:
    """Bring a content under the newest key, also one that lay in the clear until now; whole or not at all.

    Raises: Unreadable, FileNotFoundError.
    """
    with incoming() as fresh:
        with opened(sha256, sealed=True) as (_size, pieces), fresh.open("xb") as target:
            vault.write(_of_equal_size(pieces), target, sha256)
            _to_disk(target)
        _put(fresh, sealed_path_of(sha256))
    if not keep_clear:
        path_of(sha256).unlink(missing_ok=True)


def _of_equal_size(pieces: Iterator[bytes]) -> Iterator[bytes]:
    held = b""
    for piece in pieces:
        held += piece
        while len(held) > vault.PIECE:
            yield held[: vault.PIECE]
            held = held[vault.PIECE :]
    yield held


def keep(path: Path, *, sealed: bool = False) -> tuple[str, int]:
    """Move a finished file to the name of its content, or its sealed form. Returns: SHA-256 and size.

    When it returns, the content is on the disk.
    """
    made, size = hashlib.sha256(), 0
    with path.open("rb") as content:
        while piece := content.read(CHUNK):
            made.update(piece)
            size += len(piece)
        os.fsync(content.fileno())
    sha256 = made.hexdigest()
    if not sealed:
        _put(path, path_of(sha256))
        return sha256, size
    with incoming() as fresh:
        with fresh.open("xb") as target:
            vault.seal(path, target, sha256)
            _to_disk(target)
        _put(fresh, sealed_path_of(sha256))
    return sha256, size


def _put(path: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    with _sweeping(fcntl.LOCK_SH):
        path.replace(target)  # a content that was there already is replaced by its equal, and is young again
        os.utime(target)
        _sync(target.parent)
    _sync(target.parent.parent)


def _to_disk(target: IO[bytes]) -> None:
    target.flush()
    os.fsync(target.fileno())


def sweep(known: set[str]) -> int:
    """Remove the contents that no row names (`known` are the names of files), and what was left half written. Returns: how many files went."""
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
