"""Names of people as they are kept and compared: one form for each name, rare characters untouched."""

from __future__ import annotations

import re
import unicodedata

from appcore.definition.characters import half_width, refuse_unstorable
from appcore.definition.verdict import Rejected

INTERPUNCT = "·"
LONGEST = 100
# GB/T 15834 writes the mark in the names of ethnic groups as U+00B7; keyboards and papers give all of these.
_INTERPUNCTS = re.compile("\\s*[·•・．‧∙⋅･᛫●]\\s*")
_STOP_BETWEEN_HAN = re.compile(r"(?<=[^\x00-\x7f])\s*[.。]\s*(?=[^\x00-\x7f])")
_SPACE_BETWEEN_HAN = re.compile(r"(?<=[^\x00-\u024f]) +(?=[^\x00-\u024f])")
# Letters by category that show nothing: Hangul fillers, Braille blank, Mongolian selectors, the grapheme joiner.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u180b\u180c\u180d\u180e\u034f")
_NO_NAME = frozenset("PZSMNC")


def clean_person_name(text: str) -> str:
    """The one form of a person's name: NFC, half-width, the interpunct as ·, no space inside a Chinese name.

    Raises: Rejected for an empty name, invisible or direction-turning characters, or a name without a single letter.
    Source: R87.
    """
    refuse_unstorable(text)
    if any(one in _BLANK_LETTERS or unicodedata.category(one) == "Cf" for one in text):
        raise Rejected("姓名中含有看不见的字符，请删除后重新填写。")
    name = _INTERPUNCTS.sub(INTERPUNCT, text)
    name = unicodedata.normalize("NFC", " ".join(half_width(name).split()))
    name = _STOP_BETWEEN_HAN.sub(INTERPUNCT, name)
    name = _SPACE_BETWEEN_HAN.sub("", name).strip(INTERPUNCT + " ")
    if not any(_is_letter(one) for one in name):
        raise Rejected("请填写姓名。")
    if len(name) > LONGEST:
        raise Rejected("姓名不能超过%(longest)s个字。", longest=LONGEST)
    return name


def _is_letter(one: str) -> bool:
    """Newer Han characters are unassigned to an older Unicode table, and older systems put them in private use."""
    category = unicodedata.category(one)
    return category in ("Cn", "Co") or category[0] not in _NO_NAME
