"""Words broken into lines by their width: a Chinese character is one em wide, a digit or Latin letter about half of one."""

from __future__ import annotations

import unicodedata

NARROW = 0.56
CAPITAL = 0.7
NEVER_FIRST = frozenset("，。、；：？！）》」』”’…·,.;:?!)%")
NEVER_LAST = frozenset("（《「『“‘(")


def width(text: str) -> float:
    """How wide a text is, in em."""
    return sum(map(_width, text))


def _width(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF" or sign in "“”‘’…·—":
        return 1.0
    return CAPITAL if sign.isupper() else NARROW


def broken(text: str, most: float) -> tuple[str, ...]:
    """Lines of at most `most` em, never fewer than one character; none for an empty text.

    A line does not begin with a closing mark nor end with an opening one, and a number or Latin word stays whole where
    a line holds it.
    """
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest:
        end = _fitting(rest, most)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return tuple(lines)


def phrases(text: str, most: float) -> tuple[str, ...]:
    """The same for words joined by " · ": where they do not fit on one line, each begins one of its own."""
    said = [text] if width(text) <= most else text.split(" · ")
    return tuple(line for one in said for line in broken(one, most))


def _fitting(text: str, most: float) -> int:
    taken = 0.0
    end = len(text)
    for place, sign in enumerate(text):
        taken += _width(sign)
        if taken > most and place:
            end = place
            break
    if end == len(text):
        return end
    better = end
    while better > 1 and not _may_break(text[better - 1], text[better]):
        better -= 1
    return better if better > 1 or _may_break(text[0], text[1]) else end


def _may_break(before: str, after: str) -> bool:
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum())
