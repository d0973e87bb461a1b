"""A small in-memory search over names: prefix and name first, then pinyin and initials, then what is near."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from appcore.catalogue.folding import fold, has_han, has_latin, spell
from appcore.catalogue.name_index import LONGEST_QUERY, Haystack, Index, Searchable, pairs_of

__all__ = ["How", "Index", "Match", "Searchable", "rank"]

How = Literal["name", "alias", "pinyin", "initials", "words", "short", "near", "sound"]
FILLER = re.compile(
    r"我(?:想|要)|请问|怎么|怎样|如何|在?哪里?|什么时候|要?带?什么(?:材料|证件)?|需要|可以|能不能|[办申]理|办|申请|的|吗|呢"
)
VOWEL = re.compile(r"[aeiouv]")


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that was found; `how` says by what, for a page that wants to say so."""

    entry: Searchable
    how: How


def rank(query: str, entries: Index | Iterable[Searchable], limit: int = 20) -> list[Match]:
    """The entries that a query means, best first, at most `limit`; nothing for a query without a letter.

    Whole before beginning before middle, in each the name before an alias, then by weight; after what is written so,
    what is spelt so in pinyin or its initials; only when there is nothing of that, what all its words, its short form,
    most of its characters or its sound point to.
    """
    index = entries if isinstance(entries, Index) else Index(entries)
    needle = fold(query)[:LONGEST_QUERY]
    found = _Found(index, limit)
    if needle:
        _as_written(needle, found)
        if has_latin(needle):
            _as_spelt(needle, found)
        for attempt in (_by_words, _by_short_form, _by_pairs, _by_sound):
            if not found.matches:
                attempt(query, needle, found)
    return list(found.matches.values())


class _Found:
    """The entries found so far, best first."""

    def __init__(self, index: Index, limit: int) -> None:
        self.index = index
        self.limit = limit
        self.matches: dict[int, Match] = {}

    def add(self, number: int, how: How) -> None:
        if len(self.matches) < self.limit:
            self.matches.setdefault(number, Match(self.index.entries[number], how))

    def search(self, haystack: Haystack, sought: str, how: How | None = None) -> None:
        """Take what a search finds until there is enough."""
        if len(self.matches) < self.limit:
            for term in haystack.find(sought):
                self.add(term.number, how or ("alias" if term.is_alias else "name"))
                if len(self.matches) >= self.limit:
                    return


def _as_written(needle: str, found: _Found) -> None:
    for sought in (f"\n{needle}\n", f"\n{needle}", needle):
        found.search(found.index.written, sought)


def _as_spelt(needle: str, found: _Found) -> None:
    """Chinese in a mixed query (身份z) is spelt too."""
    letters = spell(needle).full if has_han(needle) else needle
    spoken, initials = found.index.spoken, found.index.initials
    found.search(spoken, f"\n{letters}\n", "pinyin")
    found.search(initials, f"\n{letters}\n", "initials")
    found.search(spoken, f"\n{letters}", "pinyin")
    found.search(initials, f"\n{letters}", "initials")
    if VOWEL.search(letters):
        found.search(found.index.syllables, f"\t{letters}", "pinyin")
    found.search(initials, letters, "initials")


def _by_words(query: str, needle: str, found: _Found) -> None:
    """Every word of the query occurs, whatever stands between; words that all questions have are left out."""
    plain = [fold(word) for word in FILLER.sub(" ", query).split()]
    words = [word for word in plain if len(word) > 1]
    if not words or words == [needle]:
        return
    holders = [{term.number for term in found.index.written.find(word)} for word in words]
    for number in sorted(set.intersection(*holders)):
        found.add(number, "words")


def _by_short_form(query: str, needle: str, found: _Found) -> None:
    """低保 for 最低生活保障: all characters in their order; the closer together, the better."""
    if not 2 <= len(needle) <= 6 or not has_han(needle):
        return
    written = found.index.written
    hits = re.finditer(r"[^\n]*?".join(map(re.escape, needle)), written.text)
    for _, number in sorted((hit.end() - hit.start(), written.term_at(hit.start())) for hit in hits):
        found.add(written.terms[number].number, "short")


def _by_pairs(query: str, needle: str, found: _Found) -> None:
    """At least half of the neighbouring characters occur; the more, the better."""
    pairs = pairs_of(needle)
    shared = Counter(number for pair in pairs for number in found.index.pairs.get(pair, ()))
    for number, often in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
        if often * 2 >= len(pairs):
            found.add(number, "near")


def _by_sound(query: str, needle: str, found: _Found) -> None:
    """身分证 sounds like 身份证: Chinese without any hit is compared by its pinyin."""
    if has_han(needle) and len(needle) > 1:
        letters = spell(needle).full
        found.search(found.index.spoken, f"\n{letters}", "sound")
        found.search(found.index.syllables, f"\t{letters}", "sound")
