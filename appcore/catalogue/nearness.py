"""What a query nearly says: wrong characters, other words around the right ones, whole sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from math import log
from typing import Literal

from appcore.catalogue.name_index import LONGEST_QUERY, Index, folded
from appcore.catalogue.sounds import syllables_of
from appcore.catalogue.wording import SHORTEST, rewordings, subject
from appcore.folding import has_han, spell

NEAR_THE_BEST = 0.7
WIDEST = 3
APART, BY_SOUND, BESIDE, IN_ABOUT, ALONE = 0.7, 0.8, 0.9, 0.6, 0.35
"""What a character is worth that stands apart from its neighbour, only sounds so, stands in another name of the entry, only
in what it is about, or in a name without any neighbour; side by side in the best name it is 1."""
SHORT = 3
SLIGHT = frozenset("小个")
"""Need not be met: a small shop is a shop."""
COUNTED, LOOKED_AT = 3000, 60
"""How many names are counted that share two characters, and how many entries are then looked at."""
LIKENESS = 0.2
"""How much it counts that a name says little else than the query."""
Near = tuple[int, Literal["near", "sound"], str]


def span(needle: str, text: str) -> int:
    """How many characters of a text it takes to have all of the needle's in their order; 0 when it has not."""
    best = 0
    start = text.find(needle[0])
    while start >= 0:
        at = start
        for sign in needle[1:]:
            at = text.find(sign, at + 1)
            if at < 0:
                return best
        best = min(best, at - start + 1) if best else at - start + 1
        start = text.find(needle[0], start + 1)
    return best


def near(query: str, needle: str, index: Index, *, loosely: bool = False) -> Iterator[Near]:
    """The entries that share enough with a query or with its rewordings, the nearest first; loosely: that share any word."""
    plain = folded(subject(query))[:LONGEST_QUERY] or needle
    best: dict[int, tuple[float, Near]] = {}
    texts = dict.fromkeys((plain, *rewordings(plain, index.others), *rewordings(needle, index.others)))
    for turn, text in enumerate(texts):
        for worth, hit in _nearest(text, index, loosely):
            worth -= 0.001 * bool(turn)
            if hit[0] not in best or worth > best[hit[0]][0]:
                best[hit[0]] = (worth, hit)
    least = NEAR_THE_BEST * max((worth for worth, _hit in best.values()), default=0)
    for worth, hit in sorted(best.values(), key=lambda pair: (-pair[0], pair[1][0])):
        if worth >= least:
            yield hit


def _nearest(text: str, index: Index, loosely: bool) -> Iterator[tuple[float, Near]]:
    if len(text) < SHORTEST:
        return
    sought = _Sought(text, index, loosely)
    for number in sought.candidates():
        found = sought.worth(number)
        if found is not None:
            yield found


class _Sought:
    """A text with the weight of each of its characters: the rarer in names, the heavier."""

    def __init__(self, text: str, index: Index, loosely: bool) -> None:
        self.loosely = loosely
        self.text = text
        self.index = index
        spoken = syllables_of(spell(text))
        self.signs = index.sounds.signs(spoken) if len(spoken) == len(text) else ""
        if not has_han(text):
            readings = index.sounds.readings(text)
            whole = next((one for one, begun in readings if not begun), ())
            self.text, self.signs = "\0" * len(whole), index.sounds.signs(whole)
        lines = len(index.terms) + 1
        self.weights = [
            0.0 if sign in SLIGHT else log(1 + lines / (1 + len(index.written.holders(sign) or index.spoken.holders(sound))))
            for sign, sound in zip(self.text, self.signs, strict=True)
        ] if len(self.signs) == len(self.text) else [1.0] * len(self.text)
        self.counted = [at for at, weight in enumerate(self.weights) if weight]
        self.contained = self._contained()

    def _contained(self) -> dict[int, tuple[int, int]]:
        """The entries of which a whole name stands in the text, and from where to where."""
        found: dict[int, tuple[int, int]] = {}
        for length in range(min(len(self.text), 16), 1, -1):
            for at in range(len(self.text) - length + 1):
                for term in self.index.whole.get(self.text[at : at + length], ()):
                    found.setdefault(self.index.terms[term].number, (at, at + length))
        return found

    def candidates(self) -> list[int]:
        """The entries that share most pairs of neighbouring characters or sounds with the text, counting rare pairs first."""
        index = self.index
        holders = []
        for form, grams in ((self.text, index.written), (self.signs, index.spoken)):
            for far in (1, 2):
                holders += [
                    grams.holders(form[at] + form[at + far]) for at in range(len(form) - far)
                ]
        votes: Counter[int] = Counter()
        room = COUNTED
        for held in sorted(filter(None, holders), key=len):
            votes.update({index.terms[number].number for number in islice(held, room)})
            room -= min(room, len(held))
        for at in range(len(self.text) - 1):
            votes.update(islice(index.summaries.holders(self.text[at : at + 2]), 200))
        votes.update(dict.fromkeys(self.contained, 2))
        return [number for number, _votes in sorted(votes.items(), key=lambda pair: (-pair[1], pair[0]))[:LOOKED_AT]]

    def worth(self, number: int) -> tuple[float, Near] | None:
        """How near an entry is, or None when it shares too little."""
        index, size = self.index, len(self.text)
        rated = []
        for term in index.of_entry[number]:
            credit = self._credit(term)
            share = sum(weight * one for weight, one in zip(self.weights, credit, strict=True))
            written = index.terms[term].folded
            likeness = sum(sign in self.text for sign in written) / len(written)
            rated.append((share, likeness, term, credit))
        best = max(rated, key=lambda one: (one[0], one[1]))
        credit = list(best[3])
        for _share, _likeness, term, other in rated:
            if term != best[2]:
                credit = [max(one, BESIDE * two) for one, two in zip(credit, other, strict=True)]
        told = self._told(number)
        credit = [max(one, two) for one, two in zip(credit, told, strict=True)]
        if number not in self.contained and not self._is_enough(credit):
            return None
        total = sum(self.weights) or 1.0
        share = sum(weight * one for weight, one in zip(self.weights, credit, strict=True)) / total
        term = index.terms[best[2]]
        by_sound = not any(sign in term.folded for sign in self.text)
        hit: Near = (number, "sound" if by_sound else "near", term.text if term.is_alias and best[0] else "")
        return share + LIKENESS * best[1], hit

    def _is_enough(self, credit: list[float]) -> bool:
        met = sum(credit[at] > ALONE for at in self.counted)
        if self.loosely:
            return met >= SHORTEST or all(credit[at] for at in self.counted)
        return met >= (len(self.counted) if len(self.counted) <= SHORT else len(self.counted) // 2 + 1)

    def _credit(self, term: int) -> list[float]:
        """What each character of the text is worth in one name."""
        written, spoken = self.index.written.lines[term], self.index.spoken.lines[term]
        credit = [ALONE if sign in written else 0.0 for sign in self.text]
        for form, line, most in ((self.text, written, 1.0), (self.signs, spoken, BY_SOUND)):
            for far in (1, 2):
                for at in range(len(form) - far):
                    first, second = form[at], form[at + far]
                    if first not in line or second not in line:
                        continue
                    worth = most if first + second in line else most * APART * _stand_close(first, second, line)
                    for place in (at, at + far):
                        credit[place] = max(credit[place], worth)
        return credit

    def _told(self, number: int) -> list[float]:
        """What each character is worth in the summary, and in the names of papers and bodies."""
        summary, about = self.index.summaries.lines[number], self.index.about.words[number]
        credit = [0.0] * len(self.text)
        for at in range(len(self.text) - 1):
            pair = self.text[at : at + 2]
            if pair in summary or pair in about:
                credit[at] = credit[at + 1] = IN_ABOUT
        return credit


def _stand_close(first: str, second: str, line: str) -> bool:
    at = line.find(first)
    while at >= 0:
        if second in line[at + 1 : at + 1 + WIDEST]:
            return True
        at = line.find(first, at + 1)
    return False
