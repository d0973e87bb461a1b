"""The virus scanner that an installation names: a clamd, or a command that exits 0 for clean and 1 for found (R64)."""

from __future__ import annotations

import shlex
import socket
import struct
import subprocess
from pathlib import Path
from typing import Literal

Found = Literal["clean", "infected", "unknown"]
CLAMD = "clamd:"
PATIENCE = 60.0
CHUNK = 64 * 1024


def scan(path: Path, scanner: str) -> Found:
    """What the scanner says of a file; "unknown" when it does not answer. Without a scanner everything is clean."""
    if not scanner:
        return "clean"
    try:
        return _by_clamd(path, scanner.removeprefix(CLAMD)) if scanner.startswith(CLAMD) else _by_command(path, scanner)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return "unknown"


def _by_command(path: Path, command: str) -> Found:
    run = subprocess.run(  # noqa: S603 - the installation's own setting, no shell
        [*shlex.split(command), str(path)], capture_output=True, timeout=PATIENCE, check=False
    )
    return {0: "clean", 1: "infected"}.get(run.returncode, "unknown")  # type: ignore[return-value]


def _by_clamd(path: Path, where: str) -> Found:
    """INSTREAM of clamd: the content in counted pieces, then a piece of length nothing."""
    with _connected(where) as line, path.open("rb") as content:
        line.sendall(b"zINSTREAM\0")
        while piece := content.read(CHUNK):
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
        said = b""
        while not said.endswith(b"\0") and (more := line.recv(4096)):
            said += more
    answer = said.rstrip(b"\0\n").decode("utf-8", "replace")
    if answer.endswith("FOUND"):
        return "infected"
    return "clean" if answer.endswith("OK") else "unknown"


def _connected(where: str) -> socket.socket:
    if where.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(PATIENCE)
            line.connect(where)
        except BaseException:
            line.close()
            raise
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)
