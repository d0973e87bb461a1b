"""A small in-memory search: names first, prefix before middle, then pinyin and initials, then what is near, summaries too."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from appcore.catalogue.name_index import LONGEST_QUERY, Haystack, Index, Searchable, pairs_of
from appcore.folding import fold, has_han, has_latin, spell

__all__ = ["How", "Index", "Match", "Searchable", "rank"]

How = Literal["name", "alias", "pinyin", "initials", "words", "short", "near", "sound"]
FILLER = re.compile(
    r"我(?:想|要)|请问|怎么|怎样|如何|在?哪里?|什么时候|要?带?什么(?:材料|证件)?|需要|可以|能不能|[办申]理|办|申请|的|吗|呢"
)
EVERYDAY = (
    (re.compile(r"小?(?:饭馆|餐馆|餐厅|小吃店|早餐店|面馆)"), "饭店"),
    (re.compile(r"退休(?:金|工资|费|待遇)"), "养老金"),
    (re.compile(r"掉了|不见了|没了|遗失|丢失|弄丢了?"), "丢了"),
    (re.compile(r"小孩子?|孩子|娃娃?|宝宝"), "孩子"),
)
"""What people say, and the word that names and aliases have for it; used only when nothing has what was said."""
FLAT = re.compile(r"[个了]")
BESIDES = re.compile(r"[个了小]")
SLIGHT = frozenset("小")
"""Need not be met: a small shop is a shop."""
SHORT = 3
LONG = 12
NEAR_THE_BEST = 0.7
VOWEL = re.compile(r"[aeiouv]")


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that was found; `how` says by what, for a page that wants to say so."""

    entry: Searchable
    how: How


def rank(query: str, entries: Index | Iterable[Searchable], limit: int = 20) -> list[Match]:
    """The entries that a query means, best first, at most `limit`; nothing for a query without a letter.

    Whole before beginning before middle, in each the name before an alias, then by weight; after what is written so,
    what is spelt so in pinyin or its initials; only when there is nothing of that, what all its words, another word for it,
    its short form, most of its characters or its sound point to.
    """
    index = entries if isinstance(entries, Index) else Index(entries)
    needle = fold(query)[:LONGEST_QUERY]
    found = _Found(index, limit)
    if needle:
        _as_written(needle, found)
        if has_latin(needle):
            _as_spelt(needle, found)
        for attempt in (_by_words, _by_other_words, _by_short_form, _by_pairs, _by_sound):
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


def _by_other_words(query: str, needle: str, found: _Found) -> None:
    """养老金 for 退休金; and 开店 for 开个小店."""
    other = _in_other_words(needle)
    for text in (other, BESIDES.sub("", other)):
        if text != needle and len(text) > 1:
            for sought in (f"\n{text}\n", f"\n{text}", text):
                found.search(found.index.written, sought, "near")


def _in_other_words(needle: str) -> str:
    for said, written in EVERYDAY:
        needle = said.sub(written, needle)
    return needle[:LONGEST_QUERY]


def _by_pairs(query: str, needle: str, found: _Found) -> None:
    """The characters stand in names or summary in twos, more than half of them; in a short word all. The more, the better."""
    plain = FLAT.sub("", fold(FILLER.sub("", query))[:LONGEST_QUERY]) or needle
    best: dict[int, float] = {}
    for text in {plain, _in_other_words(plain)}:
        for number, share in _shares(text, found.index).items():
            best[number] = max(share, best.get(number, 0))
    least = NEAR_THE_BEST * max(best.values(), default=0)
    for number, share in sorted(best.items(), key=lambda pair: (-pair[1], pair[0])):
        if share >= least:
            found.add(number, "near")


def _shares(text: str, index: Index) -> dict[int, float]:
    """How much of a text each entry has that has enough of it."""
    counted = [at for at, sign in enumerate(text) if sign not in SLIGHT]
    met: dict[int, dict[int, float]] = {}
    for first, second, pair in pairs_of(text, 2 if len(text) <= LONG else 1):
        for number, worth in index.pairs.get(pair, {}).items():
            places = met.setdefault(number, {})
            for at in (first, second):
                places[at] = max(worth, places.get(at, 0))
    enough = len(counted) if len(counted) <= SHORT else len(counted) // 2 + 1
    return {
        number: sum(places.get(at, 0) for at in counted) / len(counted)
        for number, places in met.items()
        if counted and sum(at in places for at in counted) >= enough
    }


def _by_sound(query: str, needle: str, found: _Found) -> None:
    """身分证 sounds like 身份证: Chinese without any hit is compared by its pinyin."""
    if has_han(needle) and len(needle) > 1:
        letters = spell(needle).full
        found.search(found.index.spoken, f"\n{letters}", "sound")
        found.search(found.index.syllables, f"\t{letters}", "sound")
