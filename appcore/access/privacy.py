"""Personal columns: sealed with the newest key, found again by a keyed index, opened only here.

Table, column and row are bound into each value, so that one moved to another row or column does not open. Equal values are
visible as equal in the index; nothing else is. Source: decisions 29; GB/T 32905 (SM3), GB/T 32907 (SM4).
"""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from flask import current_app

from appcore.access import audit, ciphers, keys


class Unreadable(ValueError):
    """A sealed value that does not open: wrong key, other row, or changed bytes. `where` is table.column:row_uid."""

    def __init__(self, why: str, where: str = "") -> None:
        super().__init__(why)
        self.where = where


def put(row: Any, name: str, value: str | None) -> None:
    """Seal a personal value into `<name>_sealed` of a row and its keyed index into `<name>_index` where there is one."""
    setattr(row, f"{name}_sealed", seal(value, _bound_to(row, f"{name}_sealed")) if value else None)
    if hasattr(type(row), f"{name}_index"):
        setattr(row, f"{name}_index", index_of(value) if value else None)


def get(row: Any, name: str) -> str | None:
    """The clear value of a personal column. Whoever shows it writes the read log (`decisions` 66).

    Raises: Unreadable.
    """
    stored = getattr(row, f"{name}_sealed")
    return None if stored is None else unseal(stored, _bound_to(row, f"{name}_sealed"))


def put_answers(row: Any, values: dict[str, Any]) -> None:
    """Seal the sensitive answers of a form as one JSON document."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True) if values else None
    row.entered_sealed = seal(text, _bound_to(row, "entered_sealed")) if text else None


def get_answers(row: Any) -> dict[str, Any]:
    if row.entered_sealed is None:
        return {}
    opened: dict[str, Any] = json.loads(unseal(row.entered_sealed, _bound_to(row, "entered_sealed")))
    return opened


def _bound_to(row: Any, column: str) -> bytes:
    if row.row_uid is None:
        row.row_uid = secrets.token_hex(16)
    return place(row.__tablename__, column, row.row_uid)


def place(table: str, column: str, row_uid: str) -> bytes:
    """What a value is bound to."""
    return f"{table}.{column}:{row_uid}".encode()


def seal(value: str, bound_to: bytes) -> bytes:
    """The sealed bytes of a value, bound to its place, under the newest key and the algorithm of the settings."""
    return ciphers.encrypt(value.encode(), bound_to, current_app.extensions["settings"].cipher, keys.ring().newest())


def unseal(stored: bytes, bound_to: bytes) -> str:
    """The clear value of sealed bytes, whichever known key and algorithm sealed them.

    Raises: Unreadable.
    """
    key = keys.ring().of(ciphers.key_id_of(stored))
    if key is None:
        raise Unreadable("sealed with a key that is not known here", bound_to.decode())
    opened = ciphers.decrypt(stored, bound_to, key)
    if opened is None:
        raise Unreadable("the value was changed or belongs to another row", bound_to.decode())
    return opened.decode()


def alarm(problem: Unreadable) -> None:
    """Enter into the trail, in a transaction of its own, that a value did not open."""
    where, _, row_uid = problem.where.partition(":")
    table, _, column = where.partition(".")
    audit.note("unreadable", table or "value", row_uid, "failed", {"column": column, "why": str(problem)})


def current_header() -> bytes:
    """How a value begins that needs no new seal."""
    return ciphers.header(current_app.extensions["settings"].cipher, keys.ring().newest())


def index_of(value: str) -> str:
    """The keyed index of a value for exact search: width, case, spaces and hyphens folded."""
    return _keyed(keys.ring().newest().index, folded(value))


def indexes_of(values: Iterable[str]) -> tuple[str, ...]:
    """The indexes under which any of these values may stand, also under keys that are on their way out."""
    texts = {folded(value) for value in values}
    return tuple(_keyed(one.index, text) for one in keys.ring().all() for text in sorted(texts))


def folded(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).upper().split()).replace("-", "")


def mark_of(value: str) -> str:
    """The lasting mark of a person's number for logs that are never rewritten: its key does not rotate."""
    return _keyed(_mark_key(current_app.extensions["settings"].audit_key), folded(value))


def fingerprint_of(text: str) -> str:
    """A keyed hash of any text, under a key that does not rotate: without it nobody can try values against it."""
    return _keyed(_mark_key(current_app.extensions["settings"].audit_key), text)


@lru_cache(maxsize=16)
def _mark_key(audit_key: str) -> bytes:
    """A key of its own, drawn from the one that chains the trail."""
    return bytes.fromhex(_keyed(bytes.fromhex(audit_key), "marks of persons"))


def _keyed(key: bytes, text: str) -> str:
    """HMAC-SM3 as 64 hex digits."""
    keyed = hmac.HMAC(key, hashes.SM3())
    keyed.update(text.encode())
    return keyed.finalize().hex()
