"""What field kinds ask of the world (the day, places, code lists, staged files), and what is the same for everyone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from models.vocabulary import VOCABULARIES


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file that was taken in and waits for its case; `size` in bytes."""

    name: str
    media_type: str
    size: int


class Lookup(Protocol):
    """What a kind may ask of the world."""

    @property
    def today(self) -> date:
        """The local date."""

    def region_name(self, code: str) -> str | None:
        """The full name of the region with this 12-digit code; None when there is no such region."""

    def regions_under(self, code: str) -> Sequence[tuple[str, str]]:
        """Pairs of code and own name of the places one level below; "" asks for the towns that may be chosen here."""

    def code_list(self, name: str) -> Sequence[tuple[str, str]] | None:
        """Pairs of code and Chinese word of a code list; None when there is no such list."""

    def is_working(self, day: date) -> bool | None:
        """Whether a day is a working day; None when its year is not loaded."""

    def file(self, token: str) -> StagedFile | None:
        """The staged file of a token; None when there is none, or it is somebody else's."""


class CommonLookup:
    """The part of a Lookup that does not differ: the product's code lists; no places to offer, no calendar, no staged files."""

    def regions_under(self, code: str) -> Sequence[tuple[str, str]]:
        return ()

    def code_list(self, name: str) -> Sequence[tuple[str, str]] | None:
        return VOCABULARIES[name].choices if name in VOCABULARIES else None

    def is_working(self, day: date) -> bool | None:
        return None

    def file(self, token: str) -> StagedFile | None:
        return None


@dataclass(frozen=True)
class Today(CommonLookup):
    """What the kind of a question may ask of the world: the local date; places are not asked for in questions."""

    today: date

    def region_name(self, code: str) -> str | None:
        return None


def code_lists() -> tuple[tuple[str, str], ...]:
    """The code lists that a field may name: pairs of name and Chinese title."""
    return tuple((one.name, one.label) for one in VOCABULARIES.values())
