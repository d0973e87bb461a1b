"""A small in-memory search: names first, whole before beginning before middle, then pinyin and initials, then what is near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Literal

from appcore.catalogue import nearness
from appcore.catalogue.grams import EDGE
from appcore.catalogue.name_index import LONGEST_QUERY, About, Index, Searchable, folded
from appcore.catalogue.sounds import syllables_of
from appcore.catalogue.wording import rewordings, subject
from appcore.folding import has_han, has_latin, spell

__all__ = ["How", "Index", "Match", "Searchable", "rank"]

How = (
    Literal[
        "code", "name", "alias", "pinyin", "initials", "words", "other", "short", "near", "sound", "summary", "loose"
    ]
    | About
)
Hit = tuple[int, How, str]
"""Number of an entry, by what it was found, and the text that was hit where it is not the name."""
UNSURE = frozenset(("near", "sound", "loose"))
"""Hits that a query does not say but may mean."""
NOWHERE: Mapping[str, int] = {}
FAR = 99
FEW = 3
"""With fewer than these, what shares any word is shown behind them."""
NEARBY = 400
"""How many equally good hits are looked through for those of a place."""
SCANNED = 4000
"""How many names are held against a mixed query at most; only sounds that half the names have come to so many."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that was found; `how` and `what` (an alias, a paper) say by what, for a page that wants to say so."""

    entry: Searchable
    how: How
    what: str = ""


def rank(
    query: str,
    entries: Index | Iterable[Searchable],
    limit: int = 20,
    nearness_of: Mapping[str, int] = NOWHERE,
    *,
    loosely: bool = False,
) -> list[Match]:
    """The entries that a query means, best first, at most `limit`; nothing for a query without a letter.

    A code; then whole before beginning before middle, in each the name before an alias, then by weight; after what is written
    so, what is spelt so in pinyin or its initials; only when there is nothing of that, what all its words, its short form,
    most of its characters or its sound point to. Behind all these, who wants a paper of that name, gives it out, or speaks
    of it. `nearness_of` says of codes how far their place is: of equally good ones the nearest stand first.
    """
    index = entries if isinstance(entries, Index) else Index(entries)
    needle = folded(query)[:LONGEST_QUERY]
    found = _Found(index, limit, nearness_of)
    if needle:
        found.take(_by_code(needle, index))
        _as_written(needle, found)
        if has_latin(needle):
            _as_spelt(needle, found)
        for attempt in (_by_words, _by_other_words, _by_short_form):
            if not found.matches:
                attempt(query, needle, found)
        told = list(_by_what_it_is_about(needle, index))
        if not found.matches and len(needle) <= nearness.SHORT:
            _by_sound(needle, found)
        wanted = not found.matches and not told
        if wanted or (loosely and len(found.matches) < FEW):
            nearly, loose = nearness.near(query, needle, index)
            found.take(nearly if wanted else ())
            found.take(told)
            found.take(loose if loosely and len(found.matches) < FEW else ())
        found.take(told)
    return list(found.matches.values())


class _Found:
    """The entries found so far, best first."""

    def __init__(self, index: Index, limit: int, nearness_of: Mapping[str, int]) -> None:
        self.index = index
        self.limit = limit
        self.nearness_of = nearness_of
        self.matches: dict[int, Match] = {}

    def take(self, hits: Iterable[Hit]) -> None:
        """Take equally good hits until there is enough, those of the place before the others."""
        room = self.limit - len(self.matches)
        if room <= 0:
            return
        fresh: dict[int, Hit] = {}
        for hit in hits:
            if hit[0] not in self.matches:
                fresh.setdefault(hit[0], hit)
            if len(fresh) >= (max(room, NEARBY) if self.nearness_of else room):
                break
        entries = self.index.entries
        chosen = list(fresh.values())
        if self.nearness_of:
            chosen.sort(key=lambda hit: self.nearness_of.get(entries[hit[0]].code, FAR))
        for number, how, what in chosen[:room]:
            self.matches[number] = Match(entries[number], how, what)


def _by_code(needle: str, index: Index) -> Iterator[Hit]:
    """A code of any length by its beginning from six signs on, the running number of a local code by all of it."""
    if not needle.isascii() or not needle[-1].isdigit():
        return
    for number in index.codes.serials.get(needle.lstrip("0"), ()):
        yield number, "code", ""
    if len(needle) >= 6:
        for line in index.codes.lines.having(f"{EDGE}{needle}"):
            yield index.codes.owners[line], "code", ""


def _as_written(needle: str, found: _Found) -> None:
    index = found.index
    found.take(_hits(index, index.whole.get(needle, ())))
    for sought in (f"{EDGE}{needle}", needle):
        found.take(_hits(index, index.written.having(sought)))


def _hits(index: Index, terms: Iterable[int], how: How | None = None) -> Iterator[Hit]:
    for number in terms:
        term = index.terms[number]
        yield term.number, how or ("alias" if term.is_alias else "name"), term.text if term.is_alias else ""


def _as_spelt(needle: str, found: _Found) -> None:
    """Whole before beginning before middle, pinyin before initials; then both together (shenfz), Chinese among them too."""
    index = found.index
    readings = index.sounds.readings(needle)
    for begin, end in ((EDGE, EDGE), (EDGE, "")):
        for whole, begun in readings:
            found.take(_hits(index, _spelt(index, whole, begun, begin, end), "pinyin"))
        if not has_han(needle):
            found.take(_hits(index, index.initials.having(f"{begin}{needle}{end}"), "initials"))
    for whole, begun in readings:
        found.take(_hits(index, _spelt(index, whole, begun, "", ""), "pinyin"))
    if not has_han(needle):
        found.take(_hits(index, index.initials.having(needle), "initials"))
    if not found.matches:
        for tokens in index.sounds.mixed(needle):
            found.take(_hits(index, _begun_alike(index, tokens), "pinyin"))
    if not found.matches:
        for whole, begun in index.sounds.readings(needle, dull=True):
            found.take(_hits(index, _spelt(index, whole, begun, "", "", exactly=False), "sound"))


def _spelt(
    index: Index, whole: tuple[str, ...], begun: str, begin: str, end: str, *, exactly: bool = True
) -> Iterator[int]:
    """The terms that are spelt so, in order; the last syllable may be only begun."""
    if begun and end:
        return
    signs = index.sounds.signs(whole)
    ends = list(dict.fromkeys(index.sounds.signs((one,)) for one in index.sounds.beginning(begun))) if begun else [end]
    for number in merge(*(index.spoken.having(f"{begin}{signs}{last}") for last in ends)):
        if not exactly or _is_spelt(index.syllables[number], whole, begun, at_start=bool(begin)):
            yield number


def _is_spelt(spelt: tuple[str, ...], whole: tuple[str, ...], begun: str, *, at_start: bool) -> bool:
    for at in range(1 if at_start else len(spelt) - len(whole) + 1):
        behind = at + len(whole)
        if spelt[at:behind] == whole and (not begun or (behind < len(spelt) and spelt[behind].startswith(begun))):
            return True
    return False


def _begun_alike(index: Index, tokens: tuple[str, ...]) -> Iterator[int]:
    """The terms of which syllables in a row begin with the tokens; a Chinese one must stand there itself."""
    if len(tokens) < SHORTEST_MIXED:
        return
    chinese = "".join(token if has_han(token) else " " for token in tokens).split()
    if chinese:
        numbers: Iterable[int] = index.written.having(max(chinese, key=len))
    else:
        numbers = index.initials.having("".join(token[0] for token in tokens))
    for number in islice(numbers, SCANNED):
        if _begins_alike(index.terms[number].folded, index.syllables[number], tokens):
            yield number


SHORTEST_MIXED = 2


def _begins_alike(written: str, spelt: tuple[str, ...], tokens: tuple[str, ...]) -> bool:
    if len(written) != len(spelt):
        return False
    return any(
        all(
            written[at + far] == token or (not has_han(token) and spelt[at + far].startswith(token))
            for far, token in enumerate(tokens)
        )
        for at in range(len(spelt) - len(tokens) + 1)
    )


def _by_words(query: str, needle: str, found: _Found) -> None:
    """Every word of the query occurs, whatever stands between; words that all questions have are left out."""
    plain = [folded(word) for word in subject(query).split()]
    words = [word for word in plain if len(word) > 1]
    if not words or words == [needle]:
        return
    index = found.index
    holders = [{index.terms[number].number for number in index.written.having(word)} for word in words]
    found.take((number, "words", "") for number in sorted(set.intersection(*holders)))


def _by_other_words(query: str, needle: str, found: _Found) -> None:
    """养老金 for 退休金."""
    plain = folded(subject(query))
    for text in rewordings(needle, found.index.others) + rewordings(plain, found.index.others):
        if len(text) > 1:
            index = found.index
            for sought in (f"{EDGE}{text}{EDGE}", f"{EDGE}{text}", text):
                found.take(_hits(index, index.written.having(sought), "other"))


def _by_short_form(query: str, needle: str, found: _Found) -> None:
    """低保 for 最低生活保障: all characters in their order; the closer together, the better."""
    if not 2 <= len(needle) <= 6 or not has_han(needle):
        return
    index = found.index
    rarest = min(needle, key=lambda sign: len(index.written.holders(sign)))
    spans = []
    for number in islice(index.written.holders(rarest), SCANNED):
        span = nearness.span(needle, index.terms[number].folded)
        if span:
            spans.append((span, number))
    found.take(_hits(index, (number for _span, number in sorted(spans)), "short"))


def _by_sound(needle: str, found: _Found) -> None:
    """身分证 sounds like 身份证: of a short word the whole sound counts."""
    index = found.index
    if len(needle) > 1 and has_han(needle):
        signs = index.sounds.signs(syllables_of(spell(needle)))
        for sought in (f"{EDGE}{signs}", signs):
            found.take(_hits(index, index.spoken.having(sought), "sound"))


def _by_what_it_is_about(needle: str, index: Index) -> Iterator[Hit]:
    """Who wants a paper in whose name this stands, gives it out, belongs there, or speaks of it."""
    if len(needle) < 2:
        return
    for line in index.about.lines.having(needle):
        kind, text = index.about.texts[line]
        for number in index.about.holders[line]:
            yield number, kind, text
    for number in index.summaries.having(needle):
        yield number, "summary", ""
