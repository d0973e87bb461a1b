"""Personal columns: sealed with SM4-GCM, found again by a keyed index, opened only here.

A sealed value is `version | key id (4) | nonce (12) | ciphertext and tag`; table, column and row are bound in, so that a
value moved to another row or column does not open. Equal values are visible as equal in the index; nothing else is.
Source: decisions 29; GB/T 32907 (SM4), GB/T 32905 (SM3).
"""

from __future__ import annotations

import json
import secrets
import unicodedata
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from flask import current_app

VERSION = b"\x01"
HEADER, NONCE, TAG = 5, 12, 16


class Unreadable(ValueError):
    """A sealed value that does not open: wrong key, other row, or changed bytes."""


def put(row: Any, name: str, value: str | None) -> None:
    """Seal a personal value into `<name>_sealed` of a row and its keyed index into `<name>_index` where there is one."""
    setattr(row, f"{name}_sealed", seal(value, _bound_to(row, f"{name}_sealed")) if value else None)
    if hasattr(type(row), f"{name}_index"):
        setattr(row, f"{name}_index", index_of(value) if value else None)


def get(row: Any, name: str) -> str | None:
    """The clear value of a personal column. Whoever asks writes the read log (`decisions` 66).

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
    return f"{row.__tablename__}.{column}:{row.row_uid}".encode()


def seal(value: str, bound_to: bytes) -> bytes:
    """The sealed bytes of a value, bound to its place."""
    key = _key("field_key")
    nonce = secrets.token_bytes(NONCE)
    encryptor = Cipher(SM4(key[:16]), GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound_to)
    body = encryptor.update(value.encode()) + encryptor.finalize()
    return VERSION + _key_id(key) + nonce + body + encryptor.tag


def unseal(stored: bytes, bound_to: bytes) -> str:
    """The clear value of sealed bytes.

    Raises: Unreadable.
    """
    key = _key("field_key")
    if len(stored) < HEADER + NONCE + TAG or stored[:HEADER] != VERSION + _key_id(key):
        raise Unreadable("sealed with another key or format")
    nonce, body, tag = stored[HEADER : HEADER + NONCE], stored[HEADER + NONCE : -TAG], stored[-TAG:]
    decryptor = Cipher(SM4(key[:16]), GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(bound_to)
    try:
        return (decryptor.update(body) + decryptor.finalize()).decode()
    except InvalidTag as broken:
        raise Unreadable("the value was changed or belongs to another row") from broken


def index_of(value: str) -> str:
    """The keyed index of a value for exact search: width, case, spaces and hyphens folded."""
    return keyed_hash("".join(unicodedata.normalize("NFKC", value).upper().split()).replace("-", ""))


def keyed_hash(text: str) -> str:
    """HMAC-SM3 of a text under the index key, as 64 hex digits: without the key nobody can try numbers against it."""
    keyed = hmac.HMAC(_key("index_key"), hashes.SM3())
    keyed.update(text.encode())
    return keyed.finalize().hex()


def _key(name: str) -> bytes:
    return bytes.fromhex(getattr(current_app.extensions["settings"], name))


def _key_id(key: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(key)
    return digest.finalize()[:4]
