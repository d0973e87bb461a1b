"""What changed between two versions of a slip's wording, part by part and line by line."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from appcore.definition.templates.whole import Content

SAME, GONE, NEW = "same", "gone", "new"
_SIGNS = {"  ": SAME, "- ": GONE, "+ ": NEW}


@dataclass(frozen=True, slots=True)
class Change:
    """One part that changed: its title and its lines, each same, gone or new."""

    title: str
    lines: tuple[tuple[str, str], ...]


def difference(old: Content, new: Content) -> tuple[Change, ...]:
    """The parts that differ, in the order of the new version; a part that is gone stands at the end."""
    before = {str(part["key"]): part for part in old}
    after = {str(part["key"]): part for part in new}
    found = []
    for key in (*after, *(key for key in before if key not in after)):
        was, now = (str(side.get(key, {}).get("text", "")) for side in (before, after))
        if was != now:
            title = str((after.get(key) or before[key])["title"])
            found.append(Change(title, _lines(was, now)))
    return tuple(found)


def _lines(was: str, now: str) -> tuple[tuple[str, str], ...]:
    compared = difflib.ndiff(was.split("\n"), now.split("\n"))
    return tuple((_SIGNS[line[:2]], line[2:]) for line in compared if line[:2] in _SIGNS)
