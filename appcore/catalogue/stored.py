"""Definitions as they were stored, kept in memory by their hash, since a definition never changes."""

from __future__ import annotations

from functools import lru_cache

from appcore.definition import schema
from appcore.definition.item import ItemDefinition


@lru_cache(maxsize=4096)
def read_definition(digest: str, stored: bytes) -> ItemDefinition:
    """The definition of stored bytes."""
    return schema.read(stored)
