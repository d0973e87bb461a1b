"""Names made ready for searching: as they are written, as they sound, by their initials, and what else an entry is about."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from appcore.catalogue.grams import Grams
from appcore.catalogue.sounds import Sounds, syllables_of
from appcore.folding import fold, spell
from appcore.simplified import simplify

LONGEST_QUERY = 60
About = Literal["material", "outcome", "place"]


@dataclass(frozen=True, slots=True)
class Searchable:
    """Something with a name: its code, the names people use for it, how often it is asked for, and what it is about.

    `numbers` are its other codes (国家编码, 实施编码); `about` what else it may be found by, each text with its kind.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    weight: int = 0
    summary: str = ""
    numbers: tuple[str, ...] = ()
    about: tuple[tuple[About, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A name or alias of an entry, folded."""

    folded: str
    number: int
    is_alias: bool
    text: str


def folded(text: str) -> str:
    """A text in the form in which it is searched."""
    return fold(simplify(text))


class Index:
    """Entries made ready for searching; build it once and keep it until the names change.

    `others`: everyday words and the words that names have for them, longest first.
    """

    def __init__(self, entries: Iterable[Searchable], others: Iterable[tuple[str, str]] = ()) -> None:
        self.entries = tuple(sorted(entries, key=lambda one: (-one.weight, len(one.name), one.code)))
        self.others = tuple(sorted(others, key=lambda pair: (-len(pair[0]), pair)))
        names = [Term(folded(one.name), number, False, one.name) for number, one in enumerate(self.entries)]
        aliases = [
            Term(folded(alias), number, True, alias)
            for number, entry in enumerate(self.entries)
            for alias in entry.aliases
        ]
        self.terms = [term for term in (*names, *aliases) if term.folded]
        self.of_entry: list[list[int]] = [[] for _entry in self.entries]
        self.whole: dict[str, list[int]] = {}
        for number, term in enumerate(self.terms):
            self.of_entry[term.number].append(number)
            self.whole.setdefault(term.folded, []).append(number)
        self.written = Grams((term.folded for term in self.terms), (1, 2))
        self.sounds = Sounds()
        spellings = [spell(term.folded) for term in self.terms]
        self.syllables = [tuple(syllables_of(one)) for one in spellings]
        self.spoken = Grams((self.sounds.learn(one) for one in self.syllables), (1, 2))
        self.initials = Grams((one.initials for one in spellings), (2, 3))
        self.summaries = Grams((folded(entry.summary) for entry in self.entries), (2,))
        self.about = _About(self.entries)
        self.codes = _Codes(self.entries)

    def has_pair(self, pair: str) -> bool:
        """Whether two neighbouring characters stand in a name or a summary."""
        return bool(self.written.holders(pair) or self.summaries.holders(pair))


class _About:
    """Texts that many entries share (a paper, a body), each once with the entries that it belongs to."""

    def __init__(self, entries: Sequence[Searchable]) -> None:
        texts: dict[tuple[About, str], array[int]] = {}
        for number, entry in enumerate(entries):
            for kind, text in dict.fromkeys(entry.about):
                texts.setdefault((kind, text), array("I")).append(number)
        self.texts = tuple(texts)
        self.holders = tuple(texts.values())
        self.lines = Grams((folded(text) for _kind, text in self.texts), (1, 2))
        self.words: tuple[str, ...] = tuple("\n".join(folded(text) for _kind, text in entry.about) for entry in entries)


class _Codes:
    """Codes of every length by their beginnings; the local code also by its running number."""

    def __init__(self, entries: Sequence[Searchable]) -> None:
        self.owners: list[int] = []
        lines: list[str] = []
        self.serials: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            for code in (entry.code, *entry.numbers):
                lines.append(fold(code))
                self.owners.append(number)
            serial = entry.code.rpartition("-")[2].lstrip("0")
            if serial.isascii() and serial.isdigit():
                self.serials.setdefault(serial, []).append(number)
        self.lines = Grams(lines, (3, 6))
