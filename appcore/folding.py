"""Text folded for comparing and searching: width, case, spaces, brackets and dots do not count; and pinyin of a name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

_BESIDE = re.compile(r"[\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[a-z]")


def fold(text: str) -> str:
    """A text in the form in which names are compared: NFKC, lower case, letters and digits only.

    Two names that differ only in width, case, spaces, brackets, quotes, dots and dashes have one folded form.
    """
    return _BESIDE.sub("", unicodedata.normalize("NFKC", text).casefold())


@dataclass(frozen=True, slots=True)
class Spelling:
    """A folded name as it is typed without Chinese: `full` (hukouqianyi), its `initials` (hkqy), and where syllables begin.

    Letters and digits of the name stand as they are, each for itself among the initials. ü is typed v.
    """

    full: str
    initials: str
    begins: tuple[int, ...]


def sounds_like(typed: str, name: str) -> bool:
    """Whether what was typed in Latin letters is the pinyin of a name from one of its syllables on, or of its initials."""
    sought = fold(typed)
    if not has_latin(sought) or has_han(sought):
        return False
    spelling = spell(fold(name))
    return sought in spelling.initials or any(spelling.full.startswith(sought, begin) for begin in spelling.begins)


@lru_cache(maxsize=20_000)
def spell(folded: str) -> Spelling:
    """The pinyin of a folded text."""
    syllables = _syllables(folded)
    begins, at = [], 0
    for syllable in syllables:
        begins.append(at)
        at += len(syllable)
    return Spelling("".join(syllables), "".join(syllable[0] for syllable in syllables), tuple(begins))


def _syllables(folded: str) -> list[str]:
    """One syllable for each Chinese character, each other character by itself."""
    spoken: list[str] = _pypinyin().lazy_pinyin(folded, errors=list, v_to_u=False)
    return [one for one in spoken if one]


@cache
def _pypinyin() -> Any:
    """The dictionary takes a moment and some memory, so it is loaded when first asked."""
    import pypinyin

    return pypinyin


def has_han(text: str) -> bool:
    """Whether a text has a Chinese character."""
    return bool(_HAN.search(text))


def has_latin(text: str) -> bool:
    """Whether a folded text has a Latin letter."""
    return bool(_LATIN.search(text))
