"""The checks of a compiled definition and of a hall's offer: every problem at once, each with the id of its rule.

Pure: values in, problems out. Rules are those of the county's and Wenzhou's checks (W, L, O: elements.md 5.6) and the
structural ones (C). A check that finds an error blocks a new draft only (`decisions.md` 51): that is the caller's rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import appcore.definition.checks.acceptance
import appcore.definition.checks.attendance
import appcore.definition.checks.bodies
import appcore.definition.checks.branches
import appcore.definition.checks.codes
import appcore.definition.checks.doubles
import appcore.definition.checks.fields
import appcore.definition.checks.flow
import appcore.definition.checks.flow_acts
import appcore.definition.checks.form
import appcore.definition.checks.formulas
import appcore.definition.checks.keys
import appcore.definition.checks.limits
import appcore.definition.checks.money
import appcore.definition.checks.obligatory
import appcore.definition.checks.offers
import appcore.definition.checks.papers
import appcore.definition.checks.remedies
import appcore.definition.checks.results
import appcore.definition.checks.towns
import appcore.definition.checks.wording  # noqa: F401 - these fill the registry
from appcore.definition.checks import registry
from appcore.definition.checks.context import Context, OfferFace
from appcore.definition.checks.problem import Level, Place, Problem, score
from appcore.definition.checks.registry import Rule, stamped
from appcore.definition.item import ItemDefinition

__all__ = [
    "RULES",
    "Context",
    "Level",
    "OfferFace",
    "Place",
    "Problem",
    "Rule",
    "offer_problems",
    "problems",
    "score",
]

RULES = dict(sorted(registry.RULES.items(), key=lambda pair: registry.in_order(pair[0])))
"""Every rule by its id, in the order of the papers; entered by the imports above."""


def problems(definition: ItemDefinition, context: Context | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with a definition by itself, in the order of the rule list."""
    known = context or Context()
    return tuple(
        problem
        for rule_id in RULES
        if (check := registry.DEFINITION_CHECKS.get(rule_id))
        for problem in stamped(rule_id, check(definition, known), known)
    )


def offer_problems(
    definition: ItemDefinition,
    face: OfferFace,
    county_area_code: str = "0577",
    levels: Mapping[str, Level | Literal["off"]] | None = None,
) -> tuple[Problem, ...]:
    """Everything that is wrong with what one hall shows of an item."""
    known = Context(levels=levels or {})
    return tuple(
        problem
        for rule_id in RULES
        if (check := registry.OFFER_CHECKS.get(rule_id))
        for problem in stamped(rule_id, check(definition, face, county_area_code), known)
    )
