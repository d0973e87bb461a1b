"""What of an audit entry is hashed: every byte of every column, as the store itself holds it, under the audit key.

Form 2 hashes the id and the texts of time and changes as they stand in the database, so that not even a space can be
changed unseen. Form 1, of entries written before, hashed their meaning; they are held to the one writing they were stored in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac

from models.audit import FIRST_FORM, FORM

COLUMNS = (
    "form", "id", "county_code", "sequence", "at", "account", "actor", "roles", "address", "request_id", "act", "noun",
    "row_key", "result", "changes", "previous_hash",
)  # fmt: skip
"""The hashed columns, in the order in which form 2 writes them."""
FIRST_COLUMNS = tuple(name for name in COLUMNS if name not in ("form", "id"))
NUMBERS = ("form", "id", "sequence")
STORED_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})\.000000")


class Keyed:
    """HMAC-SM3 under the audit key; one context is made and copied, for a trail has millions of entries."""

    def __init__(self, key: str) -> None:
        self._fresh = hmac.HMAC(bytes.fromhex(key), hashes.SM3())

    def hash(self, text: str) -> str:
        """64 hex digits. Text that is not Unicode (a spoilt byte) hashes too, to something else."""
        keyed = self._fresh.copy()
        keyed.update(text.encode("utf-8", "surrogatepass"))
        return keyed.finalize().hex()


def stored_time(at: datetime) -> str:
    """An instant as SQLite stores it and as both stores are asked for it."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def stored_changes(changes: Mapping[str, Any]) -> str:
    """The JSON text of changes, byte for byte as SQLAlchemy hands it to the stores."""
    return json.dumps(changes)


def text_of(entry: Mapping[str, Any]) -> str | None:
    """What is hashed of an entry read raw: `at` and `changes` are the stored texts.

    None when a column holds what the program never writes: another type, another writing of time or JSON.
    """
    if any(type(entry[name]) is not (int if name in NUMBERS else str) for name in COLUMNS):
        return None
    if entry["form"] == FORM:
        return _line([entry[name] for name in COLUMNS])
    return _first_text(entry) if entry["form"] == FIRST_FORM else None


def _line(values: Sequence[Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _first_text(entry: Mapping[str, Any]) -> str | None:
    time = STORED_TIME.fullmatch(entry["at"])
    try:
        changes = json.loads(entry["changes"])
    except ValueError:
        return None
    if time is None or json.dumps(changes) != entry["changes"]:
        return None
    content = {name: entry[name] for name in FIRST_COLUMNS}
    content |= {"at": f"{time[1]}T{time[2]}+00:00", "changes": changes}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
