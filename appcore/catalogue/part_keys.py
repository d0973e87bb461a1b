"""The key of a new part whose author gave none: proposed from what the part is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from appcore.definition.designing import keys
from models.db import HouseSession
from models.edition_parts import PARTS
from models.item import Edition

ONE_NAME_SPACE = ("question", "field")
"""Conditions ask of both, so they share no key."""


def proposed(session: HouseSession, kind: str, edition: Edition, values: Mapping[str, Any]) -> str:
    """A key that no part of its kind has in this edition, nor a question or field where conditions ask of it."""
    model = PARTS[kind]
    called = next((str(text) for name in model.called_by if (text := values.get(name))), "")
    taken: set[str] = set()
    for one in ONE_NAME_SPACE if kind in ONE_NAME_SPACE else (kind,):
        rows: Any = PARTS[one]
        taken.update(session.scalars(select(rows.key).where(rows.edition_id == edition.id)))
    return keys.proposed(called, taken, kind.rpartition("_")[2])
