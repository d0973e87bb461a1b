"""The keys of personal columns: generations of a field key and an index key, newest first, and where they come from.

The environment holds one generation (and, on a change by hand, older ones); the key file or a provider of the county's own (KMS,
密码机) holds those that `flask keys` makes, which are newer than the environment's. A file that others can read is refused.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from cryptography.hazmat.primitives import hashes
from flask import current_app

from appcore import clock
from appcore.errors import Refused
from appcore.settings import Settings

HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)


class KeyFault(RuntimeError):
    """Keys that cannot be used: the message names the file or provider, never a key."""


@dataclass(frozen=True, slots=True)
class Generation:
    """Two keys of 32 bytes that came into use together: one seals, the other makes the blind index."""

    field: bytes
    index: bytes
    made: str = ""

    @property
    def id(self) -> bytes:
        """What each sealed value carries: the first four bytes of SM3 over the field key."""
        return _id_of(self.field)


@lru_cache(maxsize=64)
def _id_of(key: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(key)
    return digest.finalize()[:4]


class KeyProvider(Protocol):
    """Where generations are kept. A provider of one's own is named by `BANSHITAI_KEY_PROVIDER=package.module:name`.

    It is called once with the settings. A 密码机 or KMS that never gives out its master key unwraps the data keys kept under it.
    """

    def generations(self) -> Sequence[Generation]:
        """Those there are, newest first; asked at every use, so a provider keeps them in memory."""

    def add(self, fresh: Generation) -> None:
        """Keep a new generation, which is the newest from now on. Raises: Refused."""

    def drop(self, key_id: bytes) -> None:
        """Forget a generation. Raises: Refused."""


class FileKeys:
    """A JSON file that its owner alone can read; all workers see a change at the next use."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, ...] = ()
        self._held: tuple[Generation, ...] = ()

    def generations(self) -> Sequence[Generation]:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return ()
        if found.st_mode & 0o077:
            raise KeyFault(f"{self.path} can be read by others: chmod 600 it")
        stamp = (found.st_ino, found.st_mtime_ns, found.st_size, found.st_mode)
        if stamp != self._seen:
            self._held, self._seen = self._read(), stamp
        return self._held

    def _read(self) -> tuple[Generation, ...]:
        try:
            rows = json.loads(self.path.read_text(encoding="utf-8"))["generations"]
            return tuple(generation(row["field"], row["index"], row.get("made", "")) for row in rows)
        except (ValueError, KeyError, TypeError) as broken:
            raise KeyFault(f"{self.path} is no file of keys") from broken

    def add(self, fresh: Generation) -> None:
        self._write((fresh, *self.generations()))

    def drop(self, key_id: bytes) -> None:
        self._write([one for one in self.generations() if one.id != key_id])

    def _write(self, held: Sequence[Generation]) -> None:
        """Whole or not at all, and on the disk before anything is sealed with it."""
        rows = [asdict(one) | {"field": one.field.hex(), "index": one.index.hex()} for one in held]
        part = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
            json.dump({"generations": rows}, handle, indent=1)
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All generations that open values; the first one seals."""

    provider: KeyProvider
    fixed: tuple[Generation, ...]

    def all(self) -> tuple[Generation, ...]:
        """Raises: KeyFault when there is none or the file may not be used."""
        found = (*self.provider.generations(), *self.fixed)
        if not found:
            raise KeyFault("there is no key for personal columns: set BANSHITAI_FIELD_KEY and BANSHITAI_INDEX_KEY")
        return found

    def newest(self) -> Generation:
        return self.all()[0]

    def of(self, key_id: bytes) -> Generation | None:
        return next((one for one in self.all() if one.id == key_id), None)

    def make(self) -> Generation:
        """A new generation of random keys, kept by the provider. Raises: Refused when the provider does not take it."""
        fresh = Generation(secrets.token_bytes(32), secrets.token_bytes(32), clock.now().isoformat(timespec="seconds"))
        self.provider.add(fresh)
        return fresh

    def drop(self, key_id: bytes) -> None:
        """Forget an old generation that no value needs any more. Raises: Refused for one that the provider does not hold."""
        if key_id not in {one.id for one in self.provider.generations()}:
            raise Refused("这把密钥在环境变量里，请在那里删除")
        self.provider.drop(key_id)


def generation(field: str, index: str, made: str = "") -> Generation:
    """A generation from hex. Raises: ValueError."""
    if not (HEX.fullmatch(field) and HEX.fullmatch(index)):
        raise ValueError("a key is 32 bytes as 64 hex digits")
    return Generation(bytes.fromhex(field), bytes.fromhex(index), made)


def ring() -> KeyRing:
    """The key ring of this app."""
    return ring_of(current_app.extensions["settings"])


@lru_cache(maxsize=16)
def ring_of(settings: Settings) -> KeyRing:
    """The key ring that these settings describe. Raises: KeyFault for a provider that cannot be had."""
    fixed = [generation(settings.field_key, settings.index_key)] if settings.field_key and settings.index_key else []
    try:
        fixed += [generation(*pair.strip().split(":")) for pair in settings.old_keys.split(",") if pair.strip()]
    except (ValueError, TypeError) as broken:
        raise KeyFault("BANSHITAI_OLD_KEYS must be pairs field:index of 64 hex digits each, by commas") from broken
    return KeyRing(_provider(settings), tuple(fixed))


def _provider(settings: Settings) -> KeyProvider:
    if not settings.key_provider:
        return FileKeys(settings.key_path)
    module, _, name = settings.key_provider.partition(":")
    try:
        return cast(KeyProvider, getattr(import_module(module), name)(settings))
    except (ImportError, AttributeError, ValueError) as broken:
        raise KeyFault(f"BANSHITAI_KEY_PROVIDER {settings.key_provider!r} cannot be loaded") from broken
