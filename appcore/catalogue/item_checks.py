"""The problems of a definition with the county's own facts filled in: other counties' names, levels of the checks."""

from __future__ import annotations

from appcore.definition import checks
from appcore.definition.item import ItemDefinition
from models.db import HouseSession


def problems(session: HouseSession, definition: ItemDefinition) -> tuple[checks.Problem, ...]:
    """All problems of a definition, errors first."""
    return checks.problems(definition)
