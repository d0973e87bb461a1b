"""The one byte form of a definition, so that equal content has equal bytes and one SHA-256.

UTF-8, NFC, keys sorted, no spaces, no floats, no null, no empty text or list; lists keep their order.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
"""One for all: to make it takes longer than to write a short text with it."""


def prune(value: Any) -> Any:
    """Drop what is absent (None, "", empty lists and objects) and bring text to NFC, at every depth.

    Raises: TypeError for a float, which has no one written form.
    """
    if isinstance(value, dict):
        kept = {key: prune(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [prune(one) for one in value]
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, float):
        raise TypeError("a definition holds no floats: money is fen and days are integers")
    return value


def to_bytes(document: dict[str, Any]) -> bytes:
    """The canonical bytes of a JSON document."""
    return of_pruned(prune(document))


def of_pruned(document: dict[str, Any]) -> bytes:
    """The canonical bytes of a document that `prune` has gone through already."""
    return text_of(document).encode("utf-8")


def text_of(pruned: Any) -> str:
    """The same as text, of any value that `prune` has gone through; inside of a document it stands as it does alone."""
    return _ENCODER.encode(pruned)


def digest(stored: bytes) -> str:
    """SHA-256 of stored bytes, as 64 hex digits."""
    return hashlib.sha256(stored).hexdigest()
