"""What takes minutes or much memory, in a process of its own: pages do not wait for it, and the memory goes back with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from types import FrameType

from flask import Flask, current_app

from appcore import work
from appcore.settings import PREFIX, Settings

LOOK, GRACE = 1.0, 10.0
"""Seconds between looks whether the worker was told to stop, and for the process to say that it was broken off."""
ROOF = Path(__file__).parents[1] / "app.py"


def run(*command: str, patience: timedelta) -> bool:
    """Run a command of ours with the settings of this app, and wait for it; `patience`: after which it is taken to hang.

    Returns: whether to go on; not when the worker was told to stop.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    settings: Settings = app.extensions["settings"]
    own = {f"{PREFIX}{one.name.upper()}": _as_text(getattr(settings, one.name)) for one in fields(Settings)}
    line = [sys.executable, "-m", "flask", "--app", str(ROOF), *command]
    with subprocess.Popen(line, env=os.environ | own, stdin=subprocess.DEVNULL) as child:  # noqa: S603 - our own program
        waited = 0.0
        while child.poll() is None:
            try:
                child.wait(LOOK)
            except subprocess.TimeoutExpired:
                waited += LOOK
            if work.is_stopping(app) or waited > patience.total_seconds():
                _end(child)
    return not work.is_stopping(app)


def as_child() -> Callable[[], None]:
    """In such a process: end by SystemExit when told to. Returns: what does so too once the worker that began it is no more.

    Whoever works next takes what was not finished as broken off, so it must not go on beside him.
    """
    signal.signal(signal.SIGTERM, _stop)
    parent = os.getppid()

    def require_parent() -> None:
        if os.getppid() != parent:
            raise SystemExit(1)

    return require_parent


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(1)


def _as_text(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
