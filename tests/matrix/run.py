"""Running cells: each answer against what was expected, every page against what this person may not read, tables by their hashes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from appcore import clock
from appcore.access import permissions
from models.audit import AuditEntry
from models.db import db
from tests.fingerprint import TRAIL, changed, fingerprint
from tests.matrix import plain
from tests.matrix.answers import LEAVE
from tests.matrix.cells import FOREIGN, GONE, Cell, who
from tests.matrix.county import MARK
from tests.world import World, by_noun

LINK = re.compile(r'"/console(/[a-z]+/[a-z-]+)/(?:show|edit|delete)/([0-9]+)["?]')
CASE_LINK = re.compile(r'"/console/casework/cases/([0-9]{21})[/"?]')
SLIP_LINK = re.compile(r'"/console/casework/slips/([^/"?]+)["?]')
EDITION_LINK = re.compile(r'"/console/catalogue/editions/([0-9]+)/')


NAMED = ("case", "party", "slip", "person_request")
"""Tables whose marks are names of people: masked where the case is not handled."""
MOVES = (
    "CaseDesk.finish",
    "HandingDesk.take",
    "EntrustDesk.take_back",
    "PhoneDesk.revoke",
    "Me.stop_phone",
    "AccountDesk.deactivate",
    "Packages.undo",
)


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
            return {noun: frozenset() for noun in (*by_noun(), "custody_event")}
        found = {noun: frozenset(self.world.due(one, self.username)) for noun, one in by_noun().items()}
        return found | {"custody_event": found["case"]}

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

    @cached_property
    def masked(self) -> dict[str, frozenset[int]]:
        """Rows in sight whose names are not for this person."""
        return {noun: frozenset(one for one in self.due[noun] if not self._reads(noun, one)) for noun in NAMED}

    def _reads(self, noun: str, row_id: int) -> bool:
        row = self.world.rows(by_noun()[noun])[row_id]
        if row.get("is_body"):
            return True
        person = who(self.world, self.username)
        if self.username is None or not permissions.may(person.roles, "console:case", "handle"):
            return False
        overs = [over for over in self.world.overs if over.case_id == _case_of(noun, row)]
        return plain.reads_names(self.world.grants(self.username), person.hall, row, overs, clock.local_now())

    def leaks_in(
        self, text: str, *, public: bool = False, whole: Iterable[str] = (), named: int | None = None
    ) -> Iterator[str]:
        """What a page shows that this person may not read; `whole` and `named` say what it shows by asking."""
        for mark in set(MARK.findall(text)):
            noun, row_id = self.world.marks[mark]
            if mark in self.world.unpublished if public else row_id not in self.due[noun]:
                yield f"shows {mark} of {noun} {row_id}"
            elif not public and row_id in self.masked.get(noun, ()) and not self._is_of(named, noun, row_id):
                yield f"shows the name {mark} of {noun} {row_id} whole"
        if not public:
            yield from self._links_in(text)
        yield from (f"shows a whole number {one[:4]}…" for one in self.world.secrets - set(whole) if one in text)

    def _is_of(self, case_id: int | None, noun: str, row_id: int) -> bool:
        return case_id is not None and _case_of(noun, self.world.rows(by_noun()[noun])[row_id]) == case_id

    def _links_in(self, text: str) -> Iterator[str]:
        for route, row_id in set(LINK.findall(text)):
            noun = self.routes.get(route)
            is_own = noun is not None and by_noun()[noun].model.scope_kind != "unscoped"
            if noun is not None and is_own and int(row_id) not in self.due[noun]:
                yield f"links to {noun} {row_id}"
        for noun, pattern in (("case", CASE_LINK), ("slip", SLIP_LINK)):
            yield from (f"links to {noun} {one}" for one in set(pattern.findall(text)) - self.keys[noun])
        editions = {int(one) for one in EDITION_LINK.findall(text)} - self.due["edition"]
        yield from (f"links to edition {one}" for one in editions)


def _case_of(noun: str, row: dict[str, Any]) -> int | None:
    """The id of a row's case."""
    return row["id"] if noun == "case" else row.get("case_id")


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
    with _sent(client, cell) as answer:
        if answer.status_code not in cell.expected:
            yield f"answered {answer.status_code}"
        if cell.method == "HEAD":
            return
        if answer.status_code == 404 and cell.kind in (FOREIGN, GONE) and cell.door.permission is not None:
            misses.add(answer.data)
        yield from reader.leaks_in(
            said(answer), public=cell.door.permission is None, whole=cell.whole, named=cell.named
        )


def _sent(client: FlaskClient, cell: Cell) -> Any:
    """The answer to a cell; bytes in its form go as a file."""
    data = {name: (BytesIO(value), "样例.pdf") if isinstance(value, bytes) else value for name, value in cell.data}
    return client.open(cell.path, method=cell.method, data=data)


def said(answer: Any) -> str:
    """What an answer says to whoever opens it: pages, tables and data as they are, a workbook by its parts."""
    kind = answer.mimetype or ""
    if kind.endswith("spreadsheetml.sheet"):
        with zipfile.ZipFile(BytesIO(answer.data)) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist())
    return answer.get_data(as_text=True) if kind.startswith("text/") or kind == "application/json" else ""


def _culprits(world: World, client: FlaskClient, username: str | None, cells: Iterable[Cell]) -> list[str]:
    """A table changed: try again, one request at a time, and name the request that does it; at least the change is told."""
    for cell in cells:
        before = fingerprint(world.app)
        _sent(client, cell).close()
        if tables := changed(before, fingerprint(world.app)):
            return [f"{username}: {cell} changed {tables}"]
    return [f"{username}: something that may change nothing changed a table"]


def act(world: World, client: FlaskClient, username: str, cells: Iterable[Cell]) -> Sweep:
    """Try the writes that a person is entitled to: the answer fits, and no row that he does not see is another than before."""
    wanted = sorted((cell for cell in cells if cell.writes), key=_last_things_last)
    found, reader = Sweep(len(wanted)), Reader(world, username)
    before = foreign_rows(world, reader)
    for cell in wanted:
        with _sent(client, cell) as answer:
            if answer.status_code not in cell.expected:
                found.leaks.append(f"{username}: {cell} answered {answer.status_code}")
            shown = reader.leaks_in(said(answer), whole=cell.whole, named=cell.named)
            found.leaks += [f"{username}: {cell} {leak}" for leak in shown]
    after = foreign_rows(world, reader)
    found.leaks += [f"{username}: foreign {noun} changed" for noun in before if before[noun] != after[noun]]
    return found


def _last_things_last(cell: Cell) -> int:
    """What changes what others ask comes after them: acts on a case, ending rows, then those they stand under, whole editions,
    then the way out."""
    endpoint = cell.door.rule.endpoint
    if endpoint in LEAVE:
        return 5 + LEAVE.index(endpoint)
    if endpoint.startswith("EditionActs."):
        return 4
    if endpoint in MOVES:
        return 1
    if cell.door.method != "delete" or cell.door.resource is None:
        return 0
    return 3 if cell.door.resource.related else 2


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
