"""The product as it is served: gunicorn over a small seeded county, for tests that drive a browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PATIENCE = 90.0


def environment(instance: Path, settings: dict[str, Any], password: str) -> dict[str, str]:
    """What a process needs to serve from an instance folder."""
    own = {f"BANSHITAI_{name.upper()}": str(value) for name, value in settings.items()}
    return {
        **os.environ,
        **own,
        "BANSHITAI_INSTANCE": str(instance),
        "BANSHITAI_DEMO": "1",
        "BANSHITAI_SECURE_COOKIES": "0",
        "FLASK_APP": "app",
        "TESTS_PASSWORD": password,
    }


@contextmanager
def serving(instance: Path, settings: dict[str, Any], password: str, log: Path | None = None) -> Iterator[str]:
    """The address of a running server, seeded with the small county; it is stopped when the block ends.

    `log`: where all that it says goes.
    """
    env = environment(instance, settings, password)
    seed = (
        "import os; from app import create_app; from appcore import schema_state; from seeds import small\n"
        "app = create_app()\n"
        "with app.app_context():\n    schema_state.migrate(); small.load(password=os.environ['TESTS_PASSWORD'])\n"
    )
    subprocess.run([sys.executable, "-c", seed], cwd=ROOT, env=env, check=True)
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "deploy/gunicorn.conf.py",
        "-b",
        f"127.0.0.1:{port}",
        "app:create_app()",
    ]
    said = log.open("wb") if log else None
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=said or subprocess.DEVNULL, stderr=subprocess.STDOUT)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_ready(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(30)
        if said:
            said.close()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with exit code {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not get ready")
