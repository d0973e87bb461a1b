"""The list of rules that tests, pages and `docs` read, and the decorator by which a rule enters it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from appcore.definition.checks.context import Context, OfferFace
from appcore.definition.checks.problem import Level, Problem
from appcore.definition.item import ItemDefinition

DefinitionCheck = Callable[[ItemDefinition, Context], Iterable[Problem]]
OfferCheck = Callable[[ItemDefinition, OfferFace, str], Iterable[Problem]]
GROUPS = {
    "obligatory": "elements", "codes": "codes", "limits": "time", "papers": "papers", "money": "money", "flow": "flow",
    "flow_acts": "flow", "keys": "form", "branches": "form", "fields": "form", "formulas": "form", "form": "form",
    "attendance": "visits", "results": "results", "bodies": "bases", "remedies": "bases", "acceptance": "wording",
    "wording": "wording", "doubles": "doubles", "offers": "offers", "towns": "offers",
}  # fmt: skip
"""What the rules of each module are about (`CHECK_GROUP`)."""
WEAKER: dict[Level, int] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's id (as in the county's papers: W13), its level until data says otherwise, what it demands and is about."""

    id: str
    level: Level
    title: str
    group: str = ""


RULES: dict[str, Rule] = {}
DEFINITION_CHECKS: dict[str, DefinitionCheck] = {}
OFFER_CHECKS: dict[str, OfferCheck] = {}


def rule(id: str, level: Level, title: str) -> Callable[[DefinitionCheck], DefinitionCheck]:
    """Enter a check of one definition under a rule id."""

    def enter(check: DefinitionCheck) -> DefinitionCheck:
        _enter(Rule(id, level, title, GROUPS[check.__module__.rpartition(".")[2]]))
        DEFINITION_CHECKS[id] = check
        return check

    return enter


def offer_rule(id: str, level: Level, title: str) -> Callable[[OfferCheck], OfferCheck]:
    """Enter a check of a hall's offer; it is handed the definition, the face and the county's area code."""

    def enter(check: OfferCheck) -> OfferCheck:
        _enter(Rule(id, level, title, GROUPS[check.__module__.rpartition(".")[2]]))
        OFFER_CHECKS[id] = check
        return check

    return enter


def stamped(rule_id: str, found: Iterable[Problem], context: Context) -> Iterator[Problem]:
    """What a rule found, with its id and its level as the county set it."""
    level = context.levels.get(rule_id, RULES[rule_id].level)
    if level == "off":
        return
    for problem in found:
        weakest = max(level, problem.level, key=WEAKER.__getitem__)
        yield replace(problem, id=rule_id, level=weakest)


def in_order(rule_id: str) -> tuple[int, int]:
    """Sorts rule ids as the papers list them: C, W, L, O, each by number."""
    return "CWLO".index(rule_id[0]), int(rule_id[1:])


def _enter(new: Rule) -> None:
    if new.id in RULES:
        raise ValueError(f"rule {new.id} is there twice")
    RULES[new.id] = new
