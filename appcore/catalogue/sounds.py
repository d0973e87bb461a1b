"""How names sound: each syllable is one sign, so that pinyin is searched like Chinese; like-sounding ones share a second sign."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from appcore.folding import Spelling, has_han, spell

FIRST_SIGN = 0xE000
MOST_READINGS = 6
LONGEST_SYLLABLE = 6
_BLUNTED = (
    (re.compile(r"^([zcs])h"), r"\1"),
    (re.compile(r"(?<=[aei]n)g$"), ""),
    (re.compile(r"^l(?=.)"), "n"),
    (re.compile(r"^hu(?=[aeio])"), "f"),
)
"""What many in the south of the country do not tell apart: zh and z, ang and an, l and n, hu- and f-."""
_INITIAL = re.compile(r"[zcs]h?|[bpmfdtnlgkhjqxryw]")


@lru_cache(maxsize=4096)
def blunt(syllable: str) -> str:
    """A syllable as one says it who does not tell like sounds apart."""
    for sharp, dull in _BLUNTED:
        syllable = sharp.sub(dull, syllable)
    return syllable


def syllables_of(spelling: Spelling) -> list[str]:
    """The syllables of a spelt name, one a character."""
    ends = (*spelling.begins[1:], len(spelling.full))
    return [spelling.full[begin:end] for begin, end in zip(spelling.begins, ends, strict=True)]


class Reading(NamedTuple):
    """One way to read letters: whole syllables, and what the last one begins with while it is being typed."""

    whole: tuple[str, ...]
    begun: str = ""


class Sounds:
    """The syllables that occur in some names; what none of them has cannot be found and is not read."""

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}
        self._known: dict[str, str] = {}
        self._sorted: list[str] = []

    def learn(self, syllables: Iterable[str]) -> str:
        """The signs of the syllables of a name, one a syllable; like-sounding syllables have one sign."""
        return "".join(self._known.get(one) or self._learn(one) for one in syllables)

    def _learn(self, syllable: str) -> str:
        dull = blunt(syllable)
        sign = self._signs.setdefault(dull, chr(FIRST_SIGN + len(self._signs)))
        self._known[syllable] = sign
        self._sorted = []
        return sign

    def signs(self, syllables: Iterable[str]) -> str:
        """The signs of syllables; a sound that no name has gets a sign that stands nowhere."""
        return "".join(self._signs.get(blunt(one), "\0") for one in syllables)

    def beginning(self, letters: str) -> list[str]:
        """The known syllables that begin with these letters."""
        if not self._sorted:
            self._sorted = sorted(self._known)
        found, at = [], bisect_left(self._sorted, letters)
        while at < len(self._sorted) and self._sorted[at].startswith(letters):
            found.append(self._sorted[at])
            at += 1
        return found

    def readings(self, typed: str, *, dull: bool = False) -> list[Reading]:
        """The ways to read a folded text as syllables, those of fewest syllables first; Chinese in it is read as it sounds.

        `dull`: also syllables that only sound like a known one.
        """
        spoken = syllables_of(spell(typed)) if has_han(typed) else list(typed)
        if len(spoken) != len(typed):
            return []
        ways: dict[int, tuple[tuple[str, int], ...]] = {}
        ends = {len(typed)}
        for at in range(len(typed) - 1, -1, -1):
            found = tuple(one for one in self._next(typed, at, spoken, dull) if one[1] in ends)
            if found or self._is_begun(typed[at:]):
                ways[at] = found
                ends.add(at)
        found_readings = islice(self._walk(typed, 0, ways, ()), MOST_READINGS)
        return sorted(found_readings, key=lambda one: len(one.whole) + bool(one.begun))

    def _next(self, typed: str, at: int, spoken: list[str], dull: bool) -> Iterator[tuple[str, int]]:
        if has_han(typed[at]):
            yield spoken[at], at + 1
            return
        for length in range(min(LONGEST_SYLLABLE, len(typed) - at), 0, -1):
            syllable = typed[at : at + length]
            if syllable in self._known or (dull and blunt(syllable) in self._signs):
                yield syllable, at + length

    def _is_begun(self, rest: str) -> bool:
        return len(rest) < LONGEST_SYLLABLE and rest not in self._known and bool(self.beginning(rest))

    def _walk(
        self, typed: str, at: int, ways: Mapping[int, tuple[tuple[str, int], ...]], before: tuple[str, ...]
    ) -> Iterator[Reading]:
        if at == len(typed):
            yield Reading(before)
            return
        for syllable, end in ways.get(at, ()):
            yield from self._walk(typed, end, ways, (*before, syllable))
        if self._is_begun(typed[at:]):
            yield Reading(before, typed[at:])

    def mixed(self, typed: str) -> Iterator[tuple[str, ...]]:
        """The ways to read a text of syllables, begun syllables and initials (shenfz, yl保险); each token begins a syllable.

        One of them is whole or Chinese: letters that are initials only are searched as such.
        """
        ways = islice(self._mix(typed, 0, ()), MOST_READINGS)
        return (one for one in ways if any(has_han(token) or token in self._known for token in one))

    def _mix(self, typed: str, at: int, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if at == len(typed):
            yield before
            return
        if has_han(typed[at]) or not typed[at].isalpha():
            yield from self._mix(typed, at + 1, (*before, typed[at]))
            return
        for length in range(min(LONGEST_SYLLABLE, len(typed) - at), 1, -1):
            if typed[at : at + length] in self._known:
                yield from self._mix(typed, at + length, (*before, typed[at : at + length]))
        initial = _INITIAL.match(typed, at)
        for end in range(initial.end() if initial else at + 1, at, -1):
            yield from self._mix(typed, end, (*before, typed[at:end]))
