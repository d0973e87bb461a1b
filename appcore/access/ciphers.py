"""How a value is sealed: `algorithm (1) | key id (4) | nonce (12) | ciphertext and tag`, bound to its place.

SM4-GCM by default, AES-256-GCM by setting; both are read whatever the setting. Source: GB/T 32907 (SM4), NIST SP 800-38D (GCM).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm
from cryptography.hazmat.primitives.ciphers.algorithms import AES256, SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM

from appcore.access.keys import Generation

NUMBERS = {"sm4-gcm": 1, "aes-256-gcm": 2}
"""The number that a value carries for the algorithm it was sealed with."""
HEADER, NONCE, TAG = 5, 12, 16


def _sm4(key: bytes) -> CipherAlgorithm:
    return SM4(key[:16])


@lru_cache(maxsize=16)
def _aes_key(key: bytes) -> bytes:
    """A key of its own for the second algorithm, so that no bytes serve both."""
    keyed = hmac.HMAC(key, hashes.SHA256())
    keyed.update(b"banshitai aes-256-gcm")
    return keyed.finalize()


def _aes(key: bytes) -> CipherAlgorithm:
    return AES256(_aes_key(key))


_ALGORITHMS: dict[int, Callable[[bytes], CipherAlgorithm]] = {1: _sm4, 2: _aes}


def header(algorithm: str, key: Generation) -> bytes:
    """The first bytes of every value that is sealed with this algorithm and key."""
    return bytes([NUMBERS[algorithm]]) + key.id


def encrypt(value: bytes, bound_to: bytes, algorithm: str, key: Generation) -> bytes:
    """The sealed bytes of a value."""
    nonce = secrets.token_bytes(NONCE)
    encryptor = Cipher(_ALGORITHMS[NUMBERS[algorithm]](key.field), GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound_to)
    body = encryptor.update(value) + encryptor.finalize()
    return header(algorithm, key) + nonce + body + encryptor.tag


def key_id_of(stored: bytes) -> bytes:
    return stored[1:HEADER]


def decrypt(stored: bytes, bound_to: bytes, key: Generation) -> bytes | None:
    """The clear bytes; None when they do not belong to this key and place, or were changed."""
    known = _ALGORITHMS.get(stored[0]) if stored else None
    if known is None or len(stored) < HEADER + NONCE + TAG:
        return None
    nonce, body, tag = stored[HEADER : HEADER + NONCE], stored[HEADER + NONCE : -TAG], stored[-TAG:]
    decryptor = Cipher(known(key.field), GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(bound_to)
    try:
        return decryptor.update(body) + decryptor.finalize()
    except InvalidTag:
        return None


def encrypt_piece(number: int, key: bytes, nonce: bytes, piece: bytes, bound_to: bytes) -> bytes:
    """A piece of a file and its tag, by the algorithm of this number; a key and nonce serve once."""
    encryptor = Cipher(_ALGORITHMS[number](key), GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound_to)
    return encryptor.update(piece) + encryptor.finalize() + encryptor.tag


def decrypt_piece(number: int, key: bytes, nonce: bytes, stored: bytes, bound_to: bytes) -> bytes | None:
    """The clear bytes of a piece; None when it was changed or stands elsewhere."""
    known = _ALGORITHMS.get(number)
    if known is None or len(stored) < TAG:
        return None
    decryptor = Cipher(known(key), GCM(nonce, stored[-TAG:])).decryptor()
    decryptor.authenticate_additional_data(bound_to)
    try:
        return decryptor.update(stored[:-TAG]) + decryptor.finalize()
    except InvalidTag:
        return None
