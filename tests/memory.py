"""Where test files lie: in memory where there is room, since half of a test's time is a disk that must be sure of each commit."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

SHARED = Path("/dev/shm")  # noqa: S108 - the system's memory disk; files get a folder of their own below it
ROOM = 3 * 2**30
"""Bytes that must be free in it, and twice that in memory: a run of all tests leaves about one GiB."""


def folder() -> str | None:
    """The memory disk, if it can be written and has room; None for the ordinary place of temporary files."""
    try:
        free = shutil.disk_usage(SHARED).free
        said = dict(line.split(":") for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines())
        available = int(said["MemAvailable"].split()[0]) * 1024
    except (OSError, LookupError):
        return None
    fits = os.access(SHARED, os.W_OK) and free >= ROOM and available >= 2 * ROOM
    return str(SHARED) if fits else None
