"""分册: a booklet that is too thick for one binding is split into volumes, at a chapter's end where there is one near. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from appcore.catalogue.booklets.content import KINDS, estimated_pages

Entries = list[dict[str, Any]]


def split(kind: str, entries: Sequence[dict[str, Any]], most_pages: int, by: str = "") -> list[Entries]:
    """The entries of each volume, in order. `by`: the key of the chapters; a chapter too thick for a volume is split itself."""
    most = most_items(kind, most_pages)
    found: list[Entries] = [[]]
    for _chapter, group in groupby(entries, key=lambda one: one.get(by, "")):
        rest = list(group)
        if found[-1] and len(found[-1]) + len(rest) > most:
            found.append([])
        while len(found[-1]) + len(rest) > most:
            room = most - len(found[-1])
            found[-1] += rest[:room]
            rest = rest[room:]
            found.append([])
        found[-1] += rest
    return [one for one in found if one]


def most_items(kind: str, most_pages: int) -> int:
    """How many items of a kind come to that many pages at most."""
    one = KINDS[kind]
    most = max(1, int((most_pages - one.start) / one.pages))
    return most - 1 if most > 1 and estimated_pages(kind, most) > most_pages else most


def named(title: str, number: int, count: int, longest: int) -> str:
    """The title of a volume."""
    mark = f"（第{number}册，共{count}册）" if count > 1 else ""
    return f"{title[: longest - len(mark)]}{mark}"
