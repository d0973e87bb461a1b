"""A house under attack: where its doors are, who attacks, and what stands in its tables before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.fingerprint import changed


@dataclass(slots=True)
class Target:
    """`names` fill the addresses of the table; `client` is signed in as the attacker, `visitor` is nobody."""

    names: Mapping[str, str]
    own_form: Mapping[str, str]
    new_form: Mapping[str, str]
    sign_in: Callable[[], FlaskClient]
    """Another browser of the attacker; it may share a session, for checking a password is made to be slow."""
    enter: Callable[[], FlaskClient]
    """A browser that has just come in by the door."""
    visit: Callable[[], FlaskClient]
    tables: Callable[[], dict[str, str]]
    guarded: Callable[[bool], None]
    """Turns the check of form tokens on for one attack."""

    def path(self, text: str) -> str:
        return text.format(**self.names)


@dataclass(slots=True)
class Loot:
    """What came of an attack: every answer, and the tables that changed."""

    answers: list[TestResponse] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    told: Any = None

    @property
    def last(self) -> TestResponse:
        return self.answers[-1]

    @property
    def statuses(self) -> list[int]:
        return [answer.status_code for answer in self.answers]


def carry_out(attack: Callable[[Target, Loot], None], target: Target) -> Loot:
    """Run an attack and compare the tables."""
    loot = Loot()
    before = target.tables()
    attack(target, loot)
    loot.changed = changed(before, target.tables())
    return loot
