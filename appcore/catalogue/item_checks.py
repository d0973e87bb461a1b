"""The problems of a definition, checked with what this county knows: its places, bodies, papers, codes and twins."""

from __future__ import annotations

from appcore.catalogue.known import Known, known
from appcore.definition import checks
from appcore.definition.checks import Context
from appcore.definition.item import ItemDefinition
from models.db import HouseSession

ORDER = {"error": 0, "warning": 1, "info": 2}


def problems(
    session: HouseSession, definition: ItemDefinition, county: Known | None = None
) -> tuple[checks.Problem, ...]:
    """All problems of a definition, errors first. `county`: what was read for several definitions at once."""
    found = checks.problems(definition, context(session, definition, county))
    return tuple(sorted(found, key=lambda problem: ORDER[problem.level]))


def context(session: HouseSession, definition: ItemDefinition, county: Known | None = None) -> Context:
    """What the checks must know beside the definition."""
    return (county or known(session)).context(session, definition)
