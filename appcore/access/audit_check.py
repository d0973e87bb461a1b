"""Is the trail whole? Each chain is walked row by row, as the store holds it, and compared with its head and its seals.

Rows are read in pages by their sequence, in one snapshot, past every mapping: a byte that a mapping would forgive counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import Connection, text

from appcore.access import audit_digest
from appcore.access.audit import START
from appcore.access.seals import Seal
from models.db import db

PAGE = 2000
SPOILT = "the content does not match its hash"
Sealed = Mapping[int, list[Seal]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `kind`: spoilt, missing, loose, unsealed, headless, head, cut; `first` to `last` are rows that are gone."""

    kind: str
    county: str
    sequence: int
    row_id: Any = None
    first: int = 0
    last: int = 0
    sealed_at: str = ""

    @property
    def sentence(self) -> str:
        gone = f"row {self.first} is" if self.first == self.last else f"rows {self.first} to {self.last} are"
        seal = f", sealed {self.sealed_at}" if self.sealed_at else ""
        return {
            "spoilt": SPOILT,
            "missing": f"{gone} missing before it",
            "loose": "it does not follow the row before it",
            "unsealed": f"it is not the row that was{seal.removeprefix(',') or ' sealed'}",
            "headless": "its chain has no end: the head is gone",
            "cut": f"the end of the chain was cut off: {gone} gone{seal}",
            "head": "the head does not say what the last row says",
        }[self.kind]


@dataclass(frozen=True, slots=True)
class Point:
    """A row of a chain that is taken as sound, to walk on from it."""

    sequence: int = 0
    entry_hash: str = START


def findings(seals: Iterable[Seal] = (), since: Point | None = None) -> Iterator[Finding]:
    """Every fault, chain by chain, first row first. `since`: walk our own county's chain from there only."""
    keyed = audit_digest.Keyed(current_app.extensions["settings"].audit_key)
    sealed: dict[str, dict[int, list[Seal]]] = defaultdict(lambda: defaultdict(list))
    for seal in seals:
        sealed[seal.county][seal.sequence].append(seal)
    with snapshot() as connection:
        if since is not None:
            own = current_app.extensions["settings"].county
            yield from _chain(connection, keyed, own, sealed.get(own, {}), since)
            return
        for county in sorted(_counties(connection) | sealed.keys(), key=str):
            yield from _chain(connection, keyed, county, sealed.get(county, {}), Point())


def _chain(
    connection: Connection, keyed: audit_digest.Keyed, county: Any, sealed: Sealed, since: Point
) -> Iterator[Finding]:
    at, followers = since.sequence, {since.entry_hash}
    for row in _rows(connection, county, since.sequence):
        number, row_id = row["sequence"], row["id"]
        said = audit_digest.text_of(row)
        made = keyed.hash(said) if said is not None else ""
        is_gap = type(number) is int and number > at + 1
        if is_gap:
            yield _missing(county, number, row_id, at + 1, sealed)
        if made != row["entry_hash"]:
            yield Finding("spoilt", str(county), _number(number), row_id)
        elif not is_gap and row["previous_hash"] not in followers:
            yield Finding("loose", str(county), _number(number), row_id)
        elif unlike := [seal for seal in sealed.get(number, ()) if seal.entry_hash != row["entry_hash"]]:
            yield Finding("unsealed", str(county), number, row_id, sealed_at=unlike[0].at)
        at, followers = _number(number), {made, row["entry_hash"]}
    yield from _end(connection, county, at, followers, sealed)


def _missing(county: Any, number: int, row_id: Any, first: int, sealed: Sealed) -> Finding:
    covering = [seals[0].at for place, seals in sorted(sealed.items()) if place >= first]
    return Finding("missing", str(county), number, row_id, first, number - 1, covering[0] if covering else "")


def _end(connection: Connection, county: Any, at: int, hashes: set[Any], sealed: Sealed) -> Iterator[Finding]:
    furthest = max(sealed, default=0)
    which, named = _of(connection, county)
    asked = text(f"SELECT sequence, entry_hash FROM audit_head WHERE {which}")  # noqa: S608 - a condition of ours
    head = connection.execute(asked, named).one_or_none()
    promised = max(furthest, head.sequence if head and type(head.sequence) is int else 0)
    if promised > at:
        sealed_at = sealed[furthest][0].at if furthest > at else ""
        yield Finding("cut", str(county), at + 1, None, at + 1, promised, sealed_at)
    elif head is None:
        yield Finding("headless", str(county), at)
    elif head.sequence != at or (at and head.entry_hash not in hashes) or (not at and head.entry_hash != START):
        yield Finding("head", str(county), at + 1)


def length() -> int:
    """How many entries there are, of all counties."""
    with snapshot() as connection:
        return int(connection.execute(text("SELECT count(*) FROM audit_entry")).scalar() or 0)


def end() -> Point:
    """The last row of our own county's chain, as its head says."""
    asked = text("SELECT sequence, entry_hash FROM audit_head WHERE county_code = :county")
    return _point(asked, {"county": current_app.extensions["settings"].county})


def point(sequence: int) -> Point:
    """A row of our own county's chain, to walk on from; the start when there is none."""
    asked = text("SELECT sequence, entry_hash FROM audit_entry WHERE county_code = :county AND sequence = :sequence")
    return _point(asked, {"county": current_app.extensions["settings"].county, "sequence": sequence})


def _point(asked: Any, named: dict[str, Any]) -> Point:
    with snapshot() as connection:
        row = connection.execute(asked, named).one_or_none()
    return Point(row.sequence, row.entry_hash) if row else Point()


FEWEST_DIGITS = 16


def holds(county: str, sequence: int, entry_hash: str) -> bool:
    """Whether a row still has the hash that a paper says; blanks between its groups do not count."""
    wanted = "".join(entry_hash.split()).lower()
    asked = text("SELECT entry_hash FROM audit_entry WHERE county_code = :county AND sequence = :sequence")
    with snapshot() as connection:
        held = connection.execute(asked, {"county": county, "sequence": sequence}).scalar()
    return isinstance(held, str) and len(wanted) >= FEWEST_DIGITS and held.startswith(wanted)


def _number(value: Any) -> int:
    return value if type(value) is int else 0


def _counties(connection: Connection) -> set[Any]:
    asked = "SELECT county_code FROM audit_entry UNION SELECT county_code FROM audit_head"
    return set(connection.execute(text(asked)).scalars())


def _rows(connection: Connection, county: Any, after: Any) -> Iterator[dict[str, Any]]:
    """The rows of a chain in their order, a page at a time: constant memory however long it is."""
    stored = {"at": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')", "changes": "changes::text"}
    is_sqlite = connection.dialect.name == "sqlite"
    columns = [name if is_sqlite else stored.get(name, name) for name in (*audit_digest.COLUMNS, "entry_hash")]
    which, named = _of(connection, county)
    asked = f"SELECT {', '.join(columns)} FROM audit_entry WHERE {which}{{}} ORDER BY sequence LIMIT {PAGE}"  # noqa: S608 - names of ours
    beyond = " AND sequence > :after" if after else ""
    while True:
        page = connection.execute(text(asked.format(beyond)), named | {"after": after}).all()
        yield from (dict(zip((*audit_digest.COLUMNS, "entry_hash"), row, strict=True)) for row in page)
        if len(page) < PAGE:
            return
        after, beyond = page[-1][audit_digest.COLUMNS.index("sequence")], " AND sequence > :after"


def _of(connection: Connection, county: Any) -> tuple[str, dict[str, Any]]:
    """The condition for the rows of a county, whose code may itself hold a spoilt byte on SQLite."""
    if connection.dialect.name != "sqlite" or not isinstance(county, str):
        return "county_code = :county", {"county": county}
    return "county_code = CAST(:county AS TEXT)", {"county": county.encode("utf-8", "surrogateescape")}


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection of its own that sees one moment, and on SQLite every byte of a text, even one that is no Unicode."""
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            yield connection.execution_options(isolation_level="REPEATABLE READ")
            connection.rollback()
            return
        driver: Any = connection.connection.driver_connection
        before, driver.text_factory = driver.text_factory, _lenient
        try:
            yield connection
        finally:
            connection.rollback()
            driver.text_factory = before


def _lenient(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogateescape")
