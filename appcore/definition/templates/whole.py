"""A whole slip from its parts: what is stored of a version, its faults by part, and the printed sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appcore.definition.characters import one_line_end
from appcore.definition.templates.parser import parse
from appcore.definition.templates.placeholders import Facts, known, values
from appcore.definition.templates.skeletons import SKELETONS
from appcore.definition.templates.tokens import Fault, Faulty
from appcore.definition.templates.writing import Paragraph, write

Content = Sequence[Mapping[str, Any]]
"""A version as it is stored: in order, of each part its key, title, text, and whether it was locked."""
SIDED = ("sign", "seal")


@dataclass(frozen=True, slots=True)
class Section:
    """What is printed of one part: paragraphs, or signatures (left) with seals (right) as one block."""

    key: str
    paragraphs: tuple[Paragraph, ...] = ()
    signs: tuple[Paragraph, ...] = ()
    seals: tuple[Paragraph, ...] = ()


def first_texts(kind: str) -> dict[str, str]:
    """What the free parts of a kind say until an office writes them."""
    return {part.key: part.text for part in SKELETONS[kind] if not part.locked}


def content(kind: str, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """The whole slip as it is stored: locked parts as the code has them now, free ones as written."""
    return [
        {
            "key": part.key,
            "title": part.title,
            "locked": part.locked,
            "text": part.text if part.locked else one_line_end(texts.get(part.key, "")),
        }
        for part in SKELETONS[kind]
    ]


def free_texts(kept: Content) -> dict[str, str]:
    """The texts of the free parts of a stored version."""
    return {str(part["key"]): str(part["text"]) for part in kept if not part["locked"]}


def faults(kind: str, texts: Mapping[str, str]) -> dict[str, tuple[Fault, ...]]:
    """What is wrong with the free parts, by part; a part without a fault is left out."""
    found: dict[str, tuple[Fault, ...]] = {}
    names = known(kind)
    for part in SKELETONS[kind]:
        if not part.locked:
            try:
                parse(texts.get(part.key, ""), names)
            except Faulty as faulty:
                found[part.key] = faulty.faults
    return found


def printed(kind: str, kept: Content, facts: Facts) -> tuple[Section, ...]:
    """The sections of a slip at its facts; empty parts are left out.

    Raises: Faulty when a stored part cannot be read, which publishing prevents.
    """
    names, held = known(kind), values(kind, facts)
    sections = (_section(str(part["key"]), write(parse(str(part["text"]), names), held)) for part in kept)
    return tuple(one for one in sections if one.paragraphs or one.signs or one.seals)


def _section(key: str, paragraphs: tuple[Paragraph, ...]) -> Section:
    return Section(
        key,
        tuple(one for one in paragraphs if one.mark not in SIDED),
        tuple(one for one in paragraphs if one.mark == "sign"),
        tuple(one for one in paragraphs if one.mark == "seal"),
    )
