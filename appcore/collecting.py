"""The search for cycles of garbage, put off while much is built at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_within: list[None] = []
"""One for each stretch that runs: the last to end takes the search up again."""


@contextmanager
def put_off() -> Iterator[None]:
    """Within: nothing looks for cycles, in any thread.

    A workbook of 3,000 items is a million objects without a cycle, all of them alive: each full search walks over them and over the
    whole program for nothing, a third of the time of reading. What is no cycle is freed as ever; the stretch is as short as the
    reading, and what it may build is bounded by the bounds of a file.
    """
    with _lock:
        _within.append(None)
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _within.pop()
            if not _within:
                gc.enable()
