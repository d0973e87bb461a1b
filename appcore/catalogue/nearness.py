"""What a query nearly says: wrong characters, other words around the right ones, whole sentences."""

from __future__ import annotations

from collections import Counter
from heapq import nsmallest
from itertools import islice
from math import log
from operator import mul
from typing import Literal, NamedTuple

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
COUNTED, LOOKED_AT = 3000, 30
"""How many names are counted that share two characters, and how many entries are then looked at."""
MOST_WORDINGS = 5
LIKENESS = 0.2
"""How much it counts that a name says little else than the query."""
How = Literal["near", "sound", "loose"]
Near = tuple[int, How, str]


class Rated(NamedTuple):
    """How near an entry is, whether that is enough to be meant, by which of its names, and whether only by their sound."""

    worth: float
    is_enough: bool
    what: str
    by_sound: bool


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


def near(query: str, needle: str, index: Index) -> tuple[list[Near], list[Near]]:
    """The entries that share enough with a query or with its rewordings, and those that share a word; the nearest first."""
    plain = folded(subject(query))[:LONGEST_QUERY] or needle
    texts = [plain, *rewordings(plain, index.others), *rewordings(needle, index.others)[:1]]
    texts += ["".join(sign for sign in text if sign not in SLIGHT) for text in texts[:2]]
    best: dict[int, Rated] = {}
    for text in islice((one for one in dict.fromkeys(texts) if len(one) >= SHORTEST), MOST_WORDINGS):
        sought = _Sought(text, index)
        for number in sought.candidates():
            found = sought.rate(number)
            if found and (number not in best or found > best[number]):
                best[number] = found
    rated = sorted(best.items(), key=lambda pair: (-pair[1].worth, pair[0]))
    return _best_of(rated, nearly=True), _best_of(rated, nearly=False)


def _best_of(rated: list[tuple[int, Rated]], *, nearly: bool) -> list[Near]:
    kept = [(number, one) for number, one in rated if one.is_enough or not nearly]
    least = NEAR_THE_BEST * max((one.worth for _number, one in kept), default=0)
    how: How = "near" if nearly else "loose"
    return [
        (number, "sound" if nearly and one.by_sound else how, one.what) for number, one in kept if one.worth >= least
    ]


class _Sought:
    """A text with the weight of each of its characters: the rarer in names, the heavier."""

    def __init__(self, text: str, index: Index) -> None:
        self.text = text
        self.index = index
        spoken = syllables_of(spell(text))
        self.signs = index.sounds.signs(spoken) if len(spoken) == len(text) else ""
        if not has_han(text):
            readings = index.sounds.readings(text)
            whole = next((one for one, begun in readings if not begun), ())
            self.text, self.signs = "\0" * len(whole), index.sounds.signs(whole)
        lines = len(index.terms) + 1
        self.weights = (
            [
                0.0
                if sign in SLIGHT
                else log(1 + lines / (1 + len(index.written.holders(sign) or index.spoken.holders(sound))))
                for sign, sound in zip(self.text, self.signs, strict=True)
            ]
            if len(self.signs) == len(self.text)
            else [1.0] * len(self.text)
        )
        self.total = sum(self.weights) or 1.0
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
                holders += [grams.holders(form[at] + form[at + far]) for at in range(len(form) - far)]
        votes: Counter[int] = Counter()
        room = COUNTED
        for held in sorted(filter(None, holders), key=len):
            votes.update({index.terms[number].number for number in islice(held, room)})
            room -= min(room, len(held))
        for at in range(len(self.text) - 1):
            votes.update(islice(index.summaries.holders(self.text[at : at + 2]), 200))
        votes.update(dict.fromkeys(self.contained, 2))
        return nsmallest(LOOKED_AT, votes, key=lambda number: (-votes[number], number))

    def rate(self, number: int) -> Rated | None:
        """How near an entry is, or None when it shares no word."""
        index = self.index
        if not index.of_entry[number]:
            return None
        rated = []
        for term in index.of_entry[number]:
            credit, written = self._credit(term), index.terms[term].folded
            likeness = sum(sign in self.text for sign in written) / len(written)
            rated.append((self._share(credit), likeness, term, credit))
        share, likeness, best, credit = max(rated, key=lambda one: one[:2])
        others = [[BESIDE * one for one in other] for _share, _like, term, other in rated if term != best]
        credit = [max(many) for many in zip(credit, self._told(number), *others, strict=True)]
        met = sum(credit[at] > ALONE for at in self.counted)
        enough = len(self.counted) if len(self.counted) <= SHORT else len(self.counted) // 2 + 1
        if number not in self.contained and met < enough and not self._shares_a_word(number):
            return None
        name = index.terms[best]
        return Rated(
            self._share(credit) + LIKENESS * likeness,
            number in self.contained or met >= enough,
            name.text if name.is_alias and share else "",
            not any(sign in name.folded for sign in self.text),
        )

    def _shares_a_word(self, number: int) -> bool:
        """Whether two neighbouring characters stand so in a name or the summary, both of a query of two somehow (关店).

        A like sound alone is no word.
        """
        lines = [self.index.written.lines[term] for term in self.index.of_entry[number]]
        lines.append(self.index.summaries.lines[number])
        pairs = [self.text[at : at + 2] for at in range(len(self.text) - 1)]
        if any(pair in line for pair in pairs for line in lines):
            return True
        return len(pairs) == 1 and any(all(sign in line for sign in self.text) for line in lines)

    def _share(self, credit: list[float]) -> float:
        return sum(map(mul, self.weights, credit), 0.0) / self.total

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
