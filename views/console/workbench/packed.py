"""What a page of the workbench carries of the content that its author opened, small enough to go along with every post."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from appcore.definition.workbench import rows as typed
from appcore.definition.workbench.merging import Path
from appcore.definition.workbench.rows import Row

MOST_BYTES = 4_000_000
MOST_ASKED = 2_000


def base_text(base: Sequence[Row] | None) -> str:
    """Rows as one short text; "" for none."""
    if base is None:
        return ""
    held = [[row.number, typed.as_json(row)] for row in base]
    packed = zlib.compress(json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return base64.b64encode(packed).decode()


def rows(packed: str) -> list[Row] | None:
    """The rows of such a text; None for what no page of ours wrote."""
    held = _json(packed)
    if not isinstance(held, list):
        return None
    found = []
    for one in held:
        if not (isinstance(one, list) and len(one) == 2 and isinstance(one[0], int)):
            return None
        row = typed.from_json(one[1], one[0])
        if row is None:
            return None
        found.append(row)
    return found


def _json(packed: str) -> Any:
    try:
        opener = zlib.decompressobj()
        raw = opener.decompress(base64.b64decode(packed, validate=True), MOST_BYTES)
        return json.loads(raw) if raw and opener.eof else None
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        return None


def asked_text(asked: Mapping[Path, str]) -> str:
    return json.dumps([[*path, was] for path, was in asked.items()], ensure_ascii=False) if asked else ""


def asked(held: str) -> dict[Path, str]:
    """What waits for an answer; nothing for what no page of ours wrote."""
    try:
        found = json.loads(held) if held else []
    except (ValueError, RecursionError):
        return {}
    return {
        (one[0], one[1], one[2]): one[3]
        for one in (found[:MOST_ASKED] if isinstance(found, list) else ())
        if isinstance(one, list) and len(one) == 4 and all(isinstance(each, str) for each in one)
    }
