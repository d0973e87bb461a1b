"""Names made ready for searching: each form of them is one long string that is searched at the speed of `str.find`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from appcore.folding import Spelling, fold, spell

LONGEST_QUERY = 60
WIDEST = 3
APART, IN_SUMMARY = 0.7, 0.6
"""What two characters are worth that stand apart in a name, or in the summary only; side by side in a name it is 1."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """Something with a name: its code, the names people use for it, how often it is asked for, and what it is about."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    weight: int = 0
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A name or alias of an entry, folded."""

    folded: str
    number: int
    is_alias: bool


class Haystack:
    """A form of every term, each behind a line break, in one string.

    Terms stand in the order in which their entries are wanted, so that the first hits of a search are its best.
    """

    def __init__(self, terms: Sequence[Term], forms: Iterable[str]) -> None:
        self.terms = terms
        lines = list(forms)
        self.text = "\n" + "\n".join(lines) + "\n"
        self.starts = list(accumulate((len(line) + 1 for line in lines), initial=1))

    def term_at(self, position: int) -> int:
        """The number of the term in which a position of the text lies."""
        return bisect_right(self.starts, position) - 1

    def find(self, sought: str) -> Iterator[Term]:
        """The terms in which a piece of text stands; a leading line break ties it to their beginning."""
        at = self.text.find(sought)
        while at >= 0:
            number = self.term_at(at + 1)
            yield self.terms[number]
            at = self.text.find(sought, self.starts[number + 1] - 1)


class Index:
    """Entries made ready for searching; build it once and keep it until the names change."""

    def __init__(self, entries: Iterable[Searchable]) -> None:
        self.entries = tuple(sorted(entries, key=lambda one: (-one.weight, len(one.name), one.code)))
        names = [Term(fold(entry.name), number, False) for number, entry in enumerate(self.entries)]
        aliases = [
            Term(fold(alias), number, True) for number, entry in enumerate(self.entries) for alias in entry.aliases
        ]
        self.terms = [term for term in (*names, *aliases) if term.folded]
        self.written = Haystack(self.terms, (term.folded for term in self.terms))
        self.spoken = Haystack(self.terms, (spell(term.folded).full for term in self.terms))
        self.syllables = Haystack(self.terms, (by_syllable(spell(term.folded)) for term in self.terms))
        self.initials = Haystack(self.terms, (spell(term.folded).initials for term in self.terms))
        self.pairs: dict[str, dict[int, float]] = {}
        """Of each two characters, in whose names (side by side or with something between) or summary they stand."""
        for number, entry in enumerate(self.entries):
            self._note(number, fold(entry.summary), 1, IN_SUMMARY)
        for term in self.terms:
            self._note(term.number, term.folded, WIDEST, APART)
            self._note(term.number, term.folded, 1, 1.0)

    def _note(self, number: int, folded: str, widest: int, worth: float) -> None:
        for _at, _to, pair in pairs_of(folded, widest):
            self.pairs.setdefault(pair, {})[number] = worth


def by_syllable(spelling: Spelling) -> str:
    """The pinyin from each syllable on, a tab before each: a search for tab and letters begins at a syllable only."""
    return "".join(f"\t{spelling.full[begin : begin + LONGEST_QUERY]}" for begin in spelling.begins)


def pairs_of(text: str, widest: int = 1) -> Iterator[tuple[int, int, str]]:
    """Each two characters of a text that stand at most `widest` places apart, with their places."""
    for far in range(1, widest + 1):
        for at in range(len(text) - far):
            yield at, at + far, text[at] + text[at + far]
