"""权责清单 against the catalogue: which item an entry means, proposed by its code, then by its name, then by what is near it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from appcore.folding import fold
from models.vocabulary import TASK_TYPE

NEAR = 82
"""Of 100: how alike two folded names are at least, to be proposed as near; below that people read noise."""
APPLIED_FOR = frozenset(
    ("permit", "benefit", "confirmation", "reward", "adjudication", "other_power", "public_service")
)
"""依申请: the types that somebody applies for, so that an entry wants an item (elements.md 1.4)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list."""

    code: str
    name: str
    task_type: str
    department: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item with all the codes by which it is known."""

    code: str
    name: str
    task_type: str
    department: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item for an entry: `how` is code, name or near; `score` of 100."""

    entry: str
    item: str
    how: str
    score: int


def proposals(
    entries: Iterable[Entry], candidates: Sequence[Candidate], matched: Collection[tuple[str, str]] = ()
) -> tuple[Proposal, ...]:
    """For each entry without a match its items of the same code, else of the same name and type, else the nearest one.

    Items that already have an entry are not proposed as near.
    """
    done, used = {entry for entry, _item in matched}, {item for _entry, item in matched}
    by_code: dict[str, list[Candidate]] = {}
    by_name: dict[str, list[Candidate]] = {}
    for one in candidates:
        for code in {fold(code) for code in one.codes if code}:
            by_code.setdefault(code, []).append(one)
        by_name.setdefault(fold(one.name), []).append(one)
    free = _by_type([one for one in candidates if one.code not in used])
    found: list[Proposal] = []
    for entry in entries:
        if entry.code in done:
            continue
        same = by_code.get(fold(entry.code), [])
        named = [one for one in by_name.get(fold(entry.name), []) if _same_type(entry, one)]
        if same:
            found += [Proposal(entry.code, one.code, "code", 100) for one in same]
        elif named:
            found += [Proposal(entry.code, one.code, "name", 100) for one in _own_first(entry, named)]
        else:
            found += _nearest(entry, free)
    return tuple(found)


def _same_type(entry: Entry, one: Candidate) -> bool:
    return not one.task_type or entry.task_type == one.task_type


def _own_first(entry: Entry, named: list[Candidate]) -> list[Candidate]:
    """Of items of one name those of the entry's own department, where there are any."""
    return [one for one in named if entry.department and one.department == entry.department] or named


def _by_type(free: Iterable[Candidate]) -> dict[str, dict[str, str]]:
    """The folded names by type and code; an item without a type stands under every type."""
    listed = list(free)
    return {
        slug: {one.code: fold(one.name) for one in listed if one.task_type in ("", slug)} for slug in TASK_TYPE.slugs
    }


def _nearest(entry: Entry, free: Mapping[str, Mapping[str, str]]) -> list[Proposal]:
    best = process.extractOne(fold(entry.name), free.get(entry.task_type, {}), scorer=fuzz.ratio, score_cutoff=NEAR)
    return [Proposal(entry.code, best[2], "near", int(best[1]))] if best else []
