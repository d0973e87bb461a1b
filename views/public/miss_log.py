"""The public site's own file of searches without an answer: a time and a folded term a line, nothing of who asked."""

from __future__ import annotations

import logging
from pathlib import Path

from flask import current_app

from appcore import clock
from appcore.catalogue.miss_counts import fit_to_keep
from appcore.catalogue.published import Published

log = logging.getLogger("banshitai.misses")
LARGEST = 20 * 1024 * 1024


def note(query: str, catalogue: Published) -> None:
    """Write a term down, if it may be kept and the file is not full; `flask catalogue misses FILE` reads it in."""
    term = fit_to_keep(query, catalogue)
    if not term:
        return
    log.info("miss %s", term)
    path: Path | None = current_app.extensions["settings"].misses_path
    if path is None:
        return
    try:
        if not path.exists() or path.stat().st_size < LARGEST:
            with path.open("a", encoding="utf-8") as handle:
                handle.write(f"{clock.now():%Y-%m-%dT%H:%M:%SZ} miss {term}\n")
    except OSError as broken:
        log.warning("the log of searches cannot be written: %s", broken.strerror)
