"""Things that wait for one another in a circle: conditions over conditions, formulas over formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def circle_through(start: str, waits_for: Mapping[str, Sequence[str]]) -> list[str]:
    """The keys of a circle that begins and ends at `start`, or nothing."""
    paths = [[start]]
    seen: set[str] = set()
    while paths:
        path = paths.pop()
        for after in waits_for.get(path[-1], ()):
            if after == start:
                return path
            if after not in seen:
                seen.add(after)
                paths.append([*path, after])
    return []
