"""How many cells were tried in a whole run, over all its workers, told at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.matrix.run import Sweep

CELLS, LEAKS = "leak matrix cells", "leak matrix leaks"


class Tally:
    """Keeps the counts of a test in its report, which travels from a worker to the run."""

    def __init__(self, keep: Callable[[str, object], None]) -> None:
        self.keep = keep

    def add(self, *sweeps: Sweep) -> None:
        self.keep(CELLS, sum(one.tried for one in sweeps))
        self.keep(LEAKS, sum(len(one.leaks) for one in sweeps))


def told(reports: Iterable[Any]) -> str:
    """leak matrix: 41,872 cells, 0 leaks — "" for a run without it."""
    kept = [(name, value) for report in reports for name, value in getattr(report, "user_properties", ())]
    tried = sum(value for name, value in kept if name == CELLS)
    leaks = sum(value for name, value in kept if name == LEAKS)
    return f"leak matrix: {tried:,} cells, {leaks} leaks" if tried else ""
