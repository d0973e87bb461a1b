"""Definitions as they were stored, kept in memory by their hash, since a definition never changes."""

from __future__ import annotations

from functools import lru_cache

from appcore.definition import schema, transition
from appcore.definition.item import ItemDefinition


@lru_cache(maxsize=4096)
def read_definition(digest: str, stored: bytes, taken_over: bool) -> ItemDefinition:
    """The definition of stored bytes as it is gone by.

    `taken_over`: of an edition that came into force as it stood (现行·待完善), the law's limit and fees that have a basis.
    """
    definition = schema.read(stored)
    return transition.as_it_holds(definition) if taken_over else definition
