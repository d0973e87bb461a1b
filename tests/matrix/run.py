"""Running cells: each answer against what was expected, every page against what this person may not read, tables by their hashes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from models.audit import AuditEntry
from models.db import db
from tests.fingerprint import TRAIL, changed, fingerprint
from tests.matrix.cells import FOREIGN, GONE, Cell
from tests.matrix.county import MARK
from tests.world import World, by_noun

LINK = re.compile(r'"/console(/[a-z]+/[a-z-]+)/(?:show|edit|delete)/([0-9]+)["?]')
CASE_LINK = re.compile(r'"/console/casework/cases/([0-9]{21})[/"?]')
SLIP_LINK = re.compile(r'"/console/casework/slips/([^/"?]+)["?]')
EDITION_LINK = re.compile(r'"/console/catalogue/editions/([0-9]+)/')


@dataclass(slots=True)
class Sweep:
    """What was found: how many cells were tried, and a sentence for each leak."""

    tried: int = 0
    leaks: list[str] = field(default_factory=list)


@dataclass
class Reader:
    """A person's eyes: which marks, links and whole numbers may stand on a page of his."""

    world: World
    username: str | None

    @cached_property
    def due(self) -> dict[str, frozenset[int]]:
        """The ids of each table that the plain rule admits."""
        if self.username is None:
            return {noun: frozenset() for noun in by_noun()}
        return {noun: frozenset(self.world.due(one, self.username)) for noun, one in by_noun().items()}

    @cached_property
    def routes(self) -> dict[str, str]:
        return {one.route: noun for noun, one in by_noun().items()}

    @cached_property
    def keys(self) -> dict[str, frozenset[str]]:
        """Numbers of the cases and slips in sight."""
        return {
            noun: frozenset(
                row["number"] for one, row in self.world.rows(by_noun()[noun]).items() if one in self.due[noun]
            )
            for noun in ("case", "slip")
        }

    def leaks_in(self, text: str, *, typed: str = "", public: bool = False, holds_task: bool = False) -> Iterator[str]:
        """What a page shows that this person may not read. `typed` is said again by a page that searched for it."""
        for mark in set(MARK.findall(text)) - {typed}:
            noun, row_id = self.world.marks[mark]
            if mark in self.world.unpublished if public else row_id not in self.due[noun]:
                yield f"shows {mark} of {noun} {row_id}"
        if not public:
            yield from self._links_in(text)
        if not holds_task:
            yield from (f"shows a whole number {one[:4]}…" for one in self.world.secrets if one in text)

    def _links_in(self, text: str) -> Iterator[str]:
        for route, row_id in set(LINK.findall(text)):
            noun = self.routes.get(route)
            if noun is not None and int(row_id) not in self.due[noun]:
                yield f"links to {noun} {row_id}"
        for noun, pattern in (("case", CASE_LINK), ("slip", SLIP_LINK)):
            yield from (f"links to {noun} {one}" for one in set(pattern.findall(text)) - self.keys[noun])
        editions = {int(one) for one in EDITION_LINK.findall(text)} - self.due["edition"]
        yield from (f"links to edition {one}" for one in editions)


def denials(world: World) -> int:
    with world.acting():
        return db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.result == "denied")) or 0


def look(world: World, client: FlaskClient, username: str | None, cells: Iterable[Cell]) -> Sweep:
    """Try the cells that may change nothing: every look, and every refused write."""
    wanted = [cell for cell in cells if not cell.writes]
    found, reader = Sweep(len(wanted)), Reader(world, username)
    before, noted = fingerprint(world.app), denials(world)
    misses: set[bytes] = set()
    for cell in wanted:
        found.leaks += [f"{username}: {cell} {leak}" for leak in _tried(client, reader, cell, misses)]
    if len(misses) > 1:
        found.leaks.append(f"{username}: a miss and a denial do not look the same: {len(misses)} different pages")
    if changed(before, fingerprint(world.app), but=TRAIL if username else ()):
        found.leaks += _culprits(world, client, username, wanted)
    wrong = denials(world) - noted - sum(cell.denied for cell in wanted)
    if wrong:
        found.leaks.append(f"{username}: {wrong:+d} denials in the audit trail")
    return found


def _tried(client: FlaskClient, reader: Reader, cell: Cell, misses: set[bytes]) -> Iterator[str]:
    with client.open(cell.path, method=cell.method, data=dict(cell.data)) as answer:
        if answer.status_code not in cell.expected:
            yield f"answered {answer.status_code}"
        if cell.method == "HEAD":
            return
        if answer.status_code == 404 and cell.kind in (FOREIGN, GONE) and cell.door.permission is not None:
            misses.add(answer.data)
        if (answer.mimetype or "").startswith(("text/html", "application/json")):
            holds = reader.username in reader.world.handlers and "/casework/cases/" in cell.path
            yield from reader.leaks_in(
                answer.get_data(as_text=True), public=cell.door.permission is None, holds_task=holds
            )


def _culprits(world: World, client: FlaskClient, username: str | None, cells: Iterable[Cell]) -> list[str]:
    """A table changed: try again, one request at a time, and name the request that does it; at least the change is told."""
    for cell in cells:
        before = fingerprint(world.app)
        client.open(cell.path, method=cell.method, data=dict(cell.data)).close()
        if tables := changed(before, fingerprint(world.app)):
            return [f"{username}: {cell} changed {tables}"]
    return [f"{username}: something that may change nothing changed a table"]


def act(world: World, client: FlaskClient, username: str, cells: Iterable[Cell]) -> Sweep:
    """Try the writes that a person is entitled to: the answer fits, and no row that he does not see is another than before."""
    wanted = sorted((cell for cell in cells if cell.writes), key=_last_things_last)
    found, reader = Sweep(len(wanted)), Reader(world, username)
    before = foreign_rows(world, reader)
    for cell in wanted:
        with client.open(cell.path, method="POST", data=dict(cell.data)) as answer:
            if answer.status_code not in cell.expected:
                found.leaks.append(f"{username}: {cell} answered {answer.status_code}")
            found.leaks += [f"{username}: {cell} {leak}" for leak in reader.leaks_in(answer.get_data(as_text=True))]
    after = foreign_rows(world, reader)
    found.leaks += [f"{username}: foreign {noun} changed" for noun in before if before[noun] != after[noun]]
    return found


def _last_things_last(cell: Cell) -> int:
    """What takes others with it comes after them: ending rows, then those they stand under, then whole editions, then the way out."""
    if cell.door.rule.endpoint == "Login.logout":
        return 4
    if cell.door.rule.endpoint.startswith("EditionActs."):
        return 3
    if cell.door.method != "delete" or cell.door.resource is None:
        return 0
    return 2 if cell.door.resource.related else 1


def foreign_rows(world: World, reader: Reader) -> dict[str, dict[int, Any]]:
    """Every row that the person does not see, as it lies in its table."""
    found: dict[str, dict[int, Any]] = {}
    with world.app.app_context(), db.engine.connect() as connection:
        for noun, resource in by_noun().items():
            if resource.model.scope_kind != "unscoped":
                table = resource.model.__table__
                rows = connection.execute(select(table).where(table.c.id.in_(list(world.rows(resource))))).all()
                found[noun] = {row.id: tuple(row) for row in rows if row.id not in reader.due[noun]}
    return found
