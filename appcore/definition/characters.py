"""Which characters may stand in typed text: what is invisible, breaks a database or turns the line round is refused."""

from __future__ import annotations

import unicodedata

from appcore.definition.verdict import Rejected

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
# They turn the direction of writing, so that a reader sees other text than is stored (Unicode TR 36).
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Paste from web pages brings them along; they mean nothing in a form and are left out in silence.
_STRAY = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))


def half_width(text: str) -> str:
    """Full-width ASCII and the wide spaces as their half-width twins, and nothing else.

    Narrower than NFKC on purpose: NFKC would also turn ² and ① into digits and let a wrong number pass (R85).
    """
    return text.translate(_FULL_WIDTH)


def one_line_end(text: str) -> str:
    """The text with every line ended by a single line feed: browsers send a form's lines with two characters (HTML, 4.10.21.5)."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def storable(text: str, *, lines: bool = False) -> str:
    """Text as it may be stored: NFC, outer spaces off, stray zero-width characters out. `lines` keeps line breaks.

    Raises: Rejected for NUL and other control characters, lone surrogates and marks that turn the line round.
    """
    text = one_line_end(text) if lines else text
    refuse_unstorable(text, lines=lines)
    return unicodedata.normalize("NFC", text.translate(_STRAY)).strip()


def refuse_unstorable(text: str, *, lines: bool = False) -> None:
    """Raises: Rejected when the text holds what no store or page can keep faithfully (R88)."""
    allowed = "\n\t" if lines else "\t"
    for one in text:
        category = unicodedata.category(one)
        if category == "Cs" or (category == "Cc" and one not in allowed) or one in _BIDI:
            raise Rejected("含有无法保存的字符（U+%(code)s），请删除后重新填写。", code=f"{ord(one):04X}")
