"""The cells of the leak matrix: each route, method and row for one person, with the answer that the table of permissions and the
plain rule of scope demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from appcore.access import permissions
from appcore.access.principal import Person
from tests.matrix import answers
from tests.views.doors import Door, doors, nowhere, openings
from tests.world import World

OWN, FOREIGN, GONE, NO_ROW = "own", "foreign", "gone", "no row"
LOGIN = frozenset({302})
TRY_WRONG_METHODS = (None, "lingxi_clerk")
"""A method that no rule takes is refused before anybody is asked for: tried by a visitor and by one person."""


@dataclass(frozen=True, slots=True)
class Who:
    """A person as the expectations see him; None for a visitor."""

    username: str | None
    roles: frozenset[str] = frozenset()
    hall: str | None = None

    def may(self, door: Door) -> bool:
        return door.permission is not None and permissions.may(self.roles, *door.permission)


@dataclass(frozen=True, slots=True)
class Cell:
    """One request. `writes`: it may change something, as the person is entitled to; `denied`: the auditor must read of it.
    `whole`: the whole numbers that its answer may hold; `named`: the case whose names it may."""

    door: Door
    method: str
    path: str
    kind: str
    expected: frozenset[int]
    writes: bool = False
    denied: bool = False
    data: tuple[tuple[str, Any], ...] = ()
    whole: frozenset[str] = frozenset()
    named: int | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.kind}: {sorted(self.expected)})"


def who(world: World, username: str | None) -> Who:
    if username is None:
        return Who(None)
    with world.acting(username) as person:
        assert isinstance(person, Person)
        return Who(username, person.roles, person.hall_code)


def cells(world: World, username: str | None, only: Callable[[Door], bool] = lambda _door: True) -> list[Cell]:
    """All cells of a person."""
    person, app = who(world, username), world.app
    return [cell for door in doors(app) if only(door) for cell in _of_door(world, app, person, door)]


def _of_door(world: World, app: Flask, person: Who, door: Door) -> Iterator[Cell]:
    for kind, path, values in _rows(world, person, door):
        for method in _methods(door, kind, person):
            yield _cell(world, person, door, method, kind, path, values)
    if person.username in TRY_WRONG_METHODS:
        first = next(iter(openings(door, world, None)), None)
        wrong = _not_taken(app, door, first) if first else None
        if first and wrong:
            yield Cell(door, wrong, first, OWN, frozenset({405}))


def _rows(world: World, person: Who, door: Door) -> Iterable[tuple[str, str, dict[str, Any]]]:
    """The rows to try: all kinds for who may pass the door, one that there is for who may not: no row is looked for."""
    if not door.rule.arguments:
        return [(NO_ROW, path, values) for path, values in openings(door, world, None).items()]
    may_not = person.username is not None and door.permission is not None and not person.may(door)
    if may_not:
        return [(OWN, path, values) for path, values in list(openings(door, world, None).items())[:1]]
    gone = [(GONE, path, values) for path, values in nowhere(door, world).items()]
    if door.permission is None or person.username is None:
        seen = openings(door, world, None).items()
        return [*((OWN, path, values) for path, values in list(seen)[: None if door.permission is None else 2]), *gone]
    own = openings(door, world, person.username).items()
    foreign = openings(door, world, person.username, foreign=True).items()
    return [*((OWN, *one) for one in own), *((FOREIGN, *one) for one in foreign), *gone]


def _methods(door: Door, kind: str, person: Who) -> list[str]:
    """GET and POST where taken; HEAD where a page also writes (it must only look) and for visitors."""
    taken = [method for method in ("GET", "POST") if method in (door.rule.methods or ())]
    looks = (
        "GET" in taken and kind in (OWN, NO_ROW) and (person.username is None or (len(taken) > 1 and person.may(door)))
    )
    return [*taken, *(["HEAD"] if looks else [])]


def _not_taken(app: Flask, door: Door, path: str) -> str | None:
    """A method that no rule takes at this address."""
    adapter = app.url_map.bind("localhost")
    for method in ("POST", "DELETE", "PUT", "GET"):
        if method not in (door.rule.methods or ()):
            try:
                adapter.match(path, method=method)
            except MethodNotAllowed:
                return method
            except HTTPException:
                continue
    return None


def _cell(world: World, person: Who, door: Door, method: str, kind: str, path: str, values: dict[str, Any]) -> Cell:
    if door.permission is None:
        expected = answers.to_anybody(world, person.username, door, method, kind, values)
        leaves = person.username is not None and door.rule.endpoint in answers.LEAVE
        return Cell(door, method, path, kind, expected, writes=leaves and method == "POST")
    if person.username is None:
        return Cell(door, method, path, kind, LOGIN)
    if not person.may(door):
        return Cell(door, method, path, kind, answers.FORBIDDEN, denied=True)
    if answers.is_hidden_act(person.roles, door, values):
        return Cell(door, method, path, kind, frozenset({404}), denied=True)
    if kind == GONE:
        return Cell(door, method, path, kind, frozenset({404}))
    if kind == FOREIGN:
        return Cell(door, method, path, kind, frozenset({404}), denied=True)
    expected = answers.to_own(world, person.username, person.hall, door, method, values)
    writes = method == "POST"
    return Cell(
        door, method, path, kind, expected, writes=writes, denied=expected == answers.FORBIDDEN,
        data=answers.body(world, person.username, door, values) if writes else (),
        whole=answers.whole(world, person.username, door, method, values), named=answers.may_name(world, door, method, values),
    )  # fmt: skip
