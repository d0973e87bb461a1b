"""封存: what a chain's end was at a moment, signed by the audit key and kept outside the database (decisions 8).

One line of JSON a seal. Each names the one before it, so that a line taken out of the middle is noticed too; a seal file cut
at its end is found against the copy on the second server or the printed page.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from appcore.access.audit_digest import Keyed

FIRST = ""
LAST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Seal:
    """County, sequence and hash of its last entry at an instant (UTC, ISO); `previous` is the signature of the seal before."""

    county: str
    sequence: int
    entry_hash: str
    at: str
    previous: str
    signature: str

    @property
    def line(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of a seal file that proves nothing: `forged` (no signature of ours) or `gap` (lines before it are gone)."""

    line: int
    kind: str

    @property
    def sentence(self) -> str:
        said = {"forged": "it was not made with the audit key", "gap": "seals before it were taken out"}
        return said[self.kind]


def signed(keyed: Keyed, county: str, sequence: int, entry_hash: str, at: str, previous: str) -> Seal:
    """A seal with its signature."""
    said = json.dumps(["seal", county, sequence, entry_hash, at, previous], separators=(",", ":"))
    return Seal(county, sequence, entry_hash, at, previous, keyed.hash(said))


def read(path: Path, keyed: Keyed) -> tuple[list[Seal], list[Fault]]:
    """The sound seals of a file, oldest first, and its faulty lines. A file that is not there holds none."""
    sound: list[Seal] = []
    faults: list[Fault] = []
    previous = FIRST
    for number, line in enumerate(_lines(path), start=1):
        seal = parsed(line)
        if seal is None or seal != resigned(seal, keyed):
            faults.append(Fault(number, "forged"))
            continue
        if seal.previous != previous:
            faults.append(Fault(number, "gap"))
        previous = seal.signature
        sound.append(seal)
    return sound, faults


def _lines(path: Path) -> Iterator[bytes]:
    if path.exists():
        with path.open("rb") as handle:
            yield from handle


def parsed(line: bytes) -> Seal | None:
    """The seal that a line says, whoever wrote it; None when it says none."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    wanted = {one.name: int if one.name == "sequence" else str for one in fields(Seal)}
    if not isinstance(found, dict) or {name: type(value) for name, value in found.items()} != wanted:
        return None
    return Seal(**found)


def last(path: Path) -> Seal | None:
    """The last line of a file, without reading the rest."""
    if not path.exists():
        return None
    with path.open("rb") as handle:
        handle.seek(max(0, path.stat().st_size - LAST_BYTES))
        lines = handle.read().splitlines()
    return parsed(lines[-1]) if lines else None


def read_end(path: Path, keyed: Keyed) -> list[Seal]:
    """The sound seals among the last lines of a file, oldest first: enough to know where each chain stood."""
    if not path.exists():
        return []
    with path.open("rb") as handle:
        handle.seek(max(0, path.stat().st_size - LAST_BYTES))
        found = [parsed(line) for line in handle.read().splitlines()]
    return [one for one in found if one is not None and one == resigned(one, keyed)]


def resigned(seal: Seal, keyed: Keyed) -> Seal:
    """The seal as our own key would have signed it."""
    return signed(keyed, seal.county, seal.sequence, seal.entry_hash, seal.at, seal.previous)


def append(path: Path, keyed: Keyed, county: str, sequence: int, entry_hash: str, at: str) -> Seal:
    """Write the next seal at the end of the file and onto the disk; one process at a time."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        before = last(path)
        seal = signed(keyed, county, sequence, entry_hash, at, before.signature if before else FIRST)
        handle.write(seal.line.encode() + b"\n")
        handle.flush()
        os.fsync(handle.fileno())
    return seal
