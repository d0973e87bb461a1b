"""The chromium that the browser tests drive: found, and started so that it talks to this machine alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--lang=zh-CN",
    # No name but this machine's is ever looked up: a page that asks for anything outside fails its test.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
)


class NoChromium(RuntimeError):
    """Chromium cannot be had here; the message says why in a sentence."""


def executable() -> Path:
    """The first of the system's chromium and Playwright's own that runs.

    Raises:
        NoChromium: neither does.
    """
    for name in NAMES:
        if (path := shutil.which(name)) and runs(Path(path)):
            return Path(path)
    own = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright")
    for path_of_own in sorted(own.glob("chromium*/chrome-linux*/chrome"), reverse=True):
        if runs(path_of_own):
            return path_of_own
    raise NoChromium(
        "The browser tests need chromium: install Debian's package chromium, or run `.venv/bin/playwright install chromium`."
    )


def runs(path: Path) -> bool:
    """Whether the program starts at all: on Ubuntu /usr/bin/chromium-browser may only point to a snap."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0


def arguments() -> list[str]:
    """Command-line arguments; chromium refuses its own sandbox to root."""
    return [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def launch(playwright: Playwright) -> Browser:
    """A headless browser; close it when done."""
    return playwright.chromium.launch(executable_path=str(executable()), args=arguments())


if __name__ == "__main__":
    try:
        print(f"Chromium for the browser tests: {executable()}")
    except NoChromium as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)
