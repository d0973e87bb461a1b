"""What a booklet says, whatever paper it comes on: chapters of sections of blocks, in Chinese. Pure values."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

from appcore.definition.item import ItemDefinition

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
V = TypeVar("V")


def printable(value: V) -> V:
    """The same value without characters that no paper shows and no XML holds: in its texts, lists and parts."""
    return _printable(value)  # type: ignore[no-any-return]


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value)
    if isinstance(value, tuple):
        return tuple(map(_printable, value))
    if isinstance(value, Mapping):
        return {key: _printable(one) for key, one in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: _printable(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **changed)
    return value


@dataclass(frozen=True, slots=True)
class Heading:
    """What a group of blocks inside a section is about."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `tone`: "" plain, "lead" what the item is, "note" beside the matter."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Several short paragraphs, numbered or not."""

    lines: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, as a form has them; `wide` are the labels whose value takes a line of its own."""

    rows: tuple[tuple[str, str], ...]
    wide: frozenset[str] = frozenset()


def lines_of(facts: Facts) -> list[list[tuple[str, str]]]:
    """The facts as lines of a form: two short ones in a line, also past a wide one, which has a line alone."""
    lines: list[list[tuple[str, str]]] = []
    waiting: list[tuple[str, str]] | None = None
    for row in facts.rows:
        if row[0] in facts.wide:
            lines.append([row])
        elif waiting is not None:
            waiting.append(row)
            waiting = None
        else:
            waiting = [row]
            lines.append(waiting)
    return lines


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its headings; `widths` are the shares of its columns."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The flow chart of an item; `instead` says the same where nothing can be drawn."""

    definition: ItemDefinition
    instead: Table


Block = Heading | Text | Lines | Facts | Table | Drawing


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the contents. `mark` names edition and date, `path` is where the item stands on the public site.

    `density`: 0 as usual, more for a card that would else not stay one page.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]
    mark: str = ""
    path: str = ""
    density: int = 0


@dataclass(frozen=True, slots=True)
class Chapter:
    """The sections of one department or window; without a title where they are not grouped."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A whole booklet. `cover`: labels and values of the title page; `address`: of the public site, for the codes.

    `layout`: a "book" has cover and contents, "sheets" are papers handed out singly, "cards" are sheets that stay one page
    each, "lists" are tables across the page under one title. `made`: by whom and when, on the foot of each page.
    """

    title: str
    subtitle: str
    cover: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    address: str = ""
    layout: Literal["book", "sheets", "cards", "lists"] = "book"
    made: str = ""

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(one for chapter in self.chapters for one in chapter.sections)


def facts_line(content: Content) -> str:
    """The facts of the cover in a line, for papers that have none."""
    return "\u3000\u3000".join(f"{label}：{said}" for label, said in content.cover)


@dataclass(frozen=True, slots=True)
class Hall:
    """The hall whose booklet it is, with what its guides tell."""

    code: str
    name: str
    region_code: str
    address: str = ""
    hours: str = ""
    consult: str = ""
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class Local:
    """An item as a hall does it: at which window, and by which paper it came to it."""

    window: str = ""
    place: str = ""
    hours: str = ""
    paper: str = ""
    consult: str = ""
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """How an item came to a town: the batch with both sides' duties and what is handed over."""

    batch: str
    form: str
    paper: str
    starts_on: str
    county: tuple[str, ...] = ()
    town: tuple[str, ...] = ()
    handover: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a booklet: its definition as it holds there, edition and day, and what stands around it.

    `mistakes`: papers that were missing or wrong, with how often, the most frequent first.
    """

    definition: ItemDefinition
    number: int
    since: date
    taken_over: bool = False
    department: str = ""
    window_kind: str = ""
    local: Local | None = None
    handed: tuple[Handed, ...] = ()
    mistakes: tuple[tuple[str, str, int], ...] = ()
