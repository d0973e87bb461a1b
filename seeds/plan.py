"""How much is loaded: the whole county, or a small part of it for tests, by the same loaders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ALL = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to load. Empty `items` and `towns` (names of towns) mean all; `villages` is how many of each town.

    `starts` is the local time from which everything holds: before the first case.
    """

    name: str
    starts: datetime
    items: frozenset[str] = frozenset()
    item_files: tuple[str, ...] = ()
    towns: frozenset[str] = frozenset()
    villages: int = ALL
    years: tuple[int, ...] = (2024, 2025, 2026)

    def wants_item(self, code: str) -> bool:
        return not self.items or code in self.items

    def wants_town(self, name: str) -> bool:
        return not self.towns or name in self.towns
