"""Contents of people's papers as they lie on the disk: sealed in pieces with the newest key, bound to their hash (R71).

`mark (8) | algorithm (1) | key id (4) | salt (32) | pieces`, each piece with its tag. Every file has a key of its own, drawn from
the field key and the salt; a piece's nonce is its number and whether it is the last, so that none can be moved, left out or cut
off. A file is read and written a piece at a time, whatever its size.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives import hashes, hmac

from appcore.access import ciphers, keys, privacy
from appcore.access.privacy import Unreadable

MARK = b"BANSHI1\n"
SALT, PIECE = 32, 256 * 1024
HEAD = len(MARK) + ciphers.HEADER + SALT
ENDING = ".sealed"


def seal(source: Path, target: IO[bytes], sha256: str) -> None:
    """Write the sealed form of a file."""
    with source.open("rb") as content:
        write(iter(lambda: content.read(PIECE), b""), target, sha256)


def write(pieces: Iterable[bytes], target: IO[bytes], sha256: str) -> None:
    """Seal full pieces, of which the last may be short, under the newest key."""
    header, salt = privacy.current_header(), secrets.token_bytes(SALT)
    key = _key_of(keys.ring().newest(), salt)
    target.write(MARK + header + salt)
    for number, (piece, is_last) in enumerate(_with_last(pieces)):
        target.write(ciphers.encrypt_piece(header[0], key, _nonce(number, is_last), piece, _bound(sha256, header)))


def pieces(content: IO[bytes], sha256: str) -> Iterator[bytes]:
    """The clear pieces of a sealed file, from its beginning; the key is looked up at once, so that an answer may be sent
    when the request is over.

    Raises: Unreadable at the first that does not open.
    """
    content.seek(0)
    head = content.read(HEAD)
    header, salt = head[len(MARK) : len(MARK) + ciphers.HEADER], head[-SALT:]
    generation = keys.ring().of(ciphers.key_id_of(header)) if len(head) == HEAD and head.startswith(MARK) else None
    if generation is None:
        raise Unreadable("sealed with a key that is not known here", _where(sha256))
    return _opened(content, sha256, header, _key_of(generation, salt))


def _opened(content: IO[bytes], sha256: str, header: bytes, key: bytes) -> Iterator[bytes]:
    for number, (piece, is_last) in enumerate(_with_last(iter(lambda: content.read(PIECE + ciphers.TAG), b""))):
        opened = ciphers.decrypt_piece(header[0], key, _nonce(number, is_last), piece, _bound(sha256, header))
        if opened is None:
            raise changed(sha256)
        yield opened


def changed(sha256: str) -> Unreadable:
    """The alarm for a content that is not the one its row names."""
    return Unreadable("the content was changed or belongs to another row", _where(sha256))


def check(content: IO[bytes], sha256: str) -> None:
    """Open every piece once, so that an answer never breaks off in the middle. Raises: Unreadable."""
    for _piece in pieces(content, sha256):
        continue


def size_of(path: Path) -> int:
    """How many clear bytes a sealed file holds."""
    body = path.stat().st_size - HEAD
    return body - -(-body // (PIECE + ciphers.TAG)) * ciphers.TAG


def header_of(path: Path) -> bytes:
    """Algorithm and key by which a file is sealed."""
    with path.open("rb") as content:
        return content.read(len(MARK) + ciphers.HEADER)[len(MARK) :]


def by_key(folder: Path) -> Counter[bytes]:
    """How many files each algorithm and key has sealed, by their headers."""
    return Counter(header_of(path) for path in folder.glob(f"*/*{ENDING}"))


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last; of nothing one empty piece."""
    before: bytes | None = None
    for piece in pieces:
        if before is not None:
            yield before, False
        before = piece
    yield before or b"", True


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(ciphers.NONCE - 1, "big") + bytes([is_last])


def _bound(sha256: str, header: bytes) -> bytes:
    return _where(sha256).encode() + header


def _where(sha256: str) -> str:
    return f"attachment.content:{sha256}"


def _key_of(generation: keys.Generation, salt: bytes) -> bytes:
    keyed = hmac.HMAC(generation.field, hashes.SHA256())
    keyed.update(b"banshitai file" + salt)
    return keyed.finalize()
