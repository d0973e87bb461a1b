"""The catalogue in memory: one line an item and the search index, built anew when the catalogue changes.

The public sees what is in force; the house searches all of it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.access.scope import allow_public
from appcore.catalogue import search_entries
from appcore.catalogue.editions_in_force import in_force_query
from appcore.catalogue.matcher import UNSURE, How, Index, rank
from appcore.definition import schema, transition
from appcore.item_days import state_on
from appcore.many_rows import portions
from models.item import Edition, EditionEvent, Item, ItemAlias
from models.vocabulary import BODY_THEME, PERSON_THEME

PERSON = "person"
NAMED_PARTS = ("materials", "outcomes")
ENOUGH = 2000
Face = tuple[str, bool]
"""A definition by its hash, and whether its edition was taken over as it stood."""
NOWHERE: Mapping[str, int] = {}
LATELY = timedelta(days=90)
SHOWN = frozenset(
    [
        "name",
        "summary",
        "implementing_body",
        "service_objects",
        "person_themes",
        "body_themes",
        "visits",
        "has_fee",
        "case_type",
        "promised_days",
        "promised_unit",
        "initiation",
        *search_entries.NUMBERS,
    ]
)
"""What lists take from a definition; of the rest nothing is kept in memory but the names of papers and outcomes."""

allow_public(ItemAlias, "id", "item_code", "text", "changed_at")
allow_public(EditionEvent, "id")


@dataclass(frozen=True, slots=True)
class Listed:
    """An item as lists show it; what its definition in force says, and nothing else."""

    code: str
    name: str
    state: str
    window_kind: str
    aliases: tuple[str, ...]
    summary: str = ""
    body: str = ""
    is_sample: bool = False
    objects: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    visits: int | None = None
    has_fee: bool | None = None
    case_type: str | None = None
    promised_days: int | None = None
    promised_unit: str | None = None
    initiation: str | None = None
    edition: int | None = None
    effective_from: datetime | None = None
    papers: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def for_persons(self) -> bool:
        """Whether 自然人 may ask for it."""
        return PERSON in self.objects

    @property
    def for_bodies(self) -> bool:
        """Whether a firm or another body may ask for it."""
        return any(one != PERSON for one in self.objects)


@dataclass(frozen=True, slots=True)
class Found:
    """An item that a search found; `how` and `what` (an alias, a paper) say by what."""

    item: Listed
    how: How
    what: str

    @property
    def is_sure(self) -> bool:
        """Whether the query says this, or only something near it."""
        return self.how not in UNSURE


@dataclass(frozen=True, slots=True)
class Published:
    """All that is known at one moment, in the order of item codes. `until` is the next switch by date, if any."""

    items: Mapping[str, Listed]
    index: Index
    stamp: tuple[Any, ...]
    until: datetime | None

    def find(
        self, query: str, limit: int = ENOUGH, nearness: Mapping[str, int] = NOWHERE, *, loosely: bool = False
    ) -> list[Found]:
        """The items that a query means, best first; of equally good ones those of the smallest `nearness` stand first."""
        hits = rank(query, self.index, limit, nearness, loosely=loosely)
        return [Found(self.items[hit.entry.code], hit.how, hit.what) for hit in hits]

    def search(self, query: str, limit: int = ENOUGH) -> list[Listed]:
        """The items that a query means, best first, without saying why."""
        return [one.item for one in self.find(query, limit)]

    def themes(self, prefix: str) -> list[tuple[str, str, int]]:
        """Slug, word and number of items of the themes for persons ("p") or bodies ("b") that have any."""
        often = Counter(theme for one in self.items.values() if one.state == "in_use" for theme in one.themes)
        terms = PERSON_THEME if prefix == "p" else BODY_THEME
        return [(term.slug, term.label, often[term.slug]) for term in terms if often[term.slug]]

    def often_asked(self, number: int) -> list[Listed]:
        """Items in use for persons that people know by most names, of each window one."""
        wanted = sorted(
            (one for one in self.items.values() if one.state == "in_use" and one.for_persons),
            key=lambda one: (-len(one.aliases), one.code),
        )
        first: dict[str, Listed] = {}
        for one in wanted:
            first.setdefault(one.window_kind, one)
        return list(first.values())[:number]

    def lately(self, number: int, now: datetime) -> list[Listed]:
        """The items that are new or have a new edition since LATELY, the last first; a first edition is a new item."""
        dated = [
            (one.effective_from, one.code)
            for one in self.items.values()
            if one.effective_from and one.effective_from > now - LATELY
        ]
        return [self.items[code] for _since, code in sorted(dated, reverse=True)[:number]]


class Shelf:
    """Keeps the catalogue of one database; safe to ask from several threads.

    `everything`: also items that are not in force, as the house sees them. Who asks while another thread builds anew is
    answered from the catalogue as it was a moment ago.
    """

    def __init__(self, *, everything: bool = False) -> None:
        self._everything = everything
        self._lock = Lock()
        self._current: Published | None = None
        self._read: dict[Face, dict[str, Any]] = {}

    def current(self, session: Session) -> Published:
        """The catalogue as the session sees it now: one small query when nothing changed."""
        stamp = _stamp(session)
        found = self._current
        if found is not None and found.stamp == stamp and not (found.until and found.until <= clock.local_now()):
            return found
        if found is not None and self._lock.locked():
            return found
        with self._lock:
            if self._current is None or self._current is found:
                self._current = self._build(session, stamp)
            return self._current

    def _build(self, session: Session, stamp: tuple[Any, ...]) -> Published:
        aliases: dict[str, list[str]] = {}
        for row in session.execute(select(ItemAlias.item_code, ItemAlias.text).order_by(ItemAlias.text)):
            aliases.setdefault(row.item_code, []).append(row.text)
        in_force = {row.item_code: row for row in session.execute(in_force_query())}
        self._fetch(session, [(row.definition_hash, row.taken_over) for row in in_force.values()])
        query = select(
            Item.code, Item.name, Item.state, Item.state_from, Item.state_until, Item.window_kind_code, Item.is_sample,
            Item.state_reason, Item.replaced_by_code,
        ).order_by(Item.code)  # fmt: skip
        today = clock.local_today()
        states = [(row, state_on(row.state, row.state_from, row.state_until, today)) for row in session.execute(query)]
        found = {
            row.code: _listed(row, state, tuple(aliases.get(row.code, ())), in_force.get(row.code), self._read)
            for row, state in states
            if self._everything or row.code in in_force or (state == "cancelled" and _is_told(row))
        }
        index = search_entries.index(session, found.values())
        return Published(found, index, stamp, _next_switch(session))

    def _fetch(self, session: Session, wanted: list[Face]) -> None:
        """Read what lists show out of the definitions that are new; forget those that are gone."""
        self._read = {one: self._read[one] for one in wanted if one in self._read}
        missing = [one for one in wanted if one not in self._read]
        for lot in portions(missing, 200):
            some = {digest for digest, _taken_over in lot}
            query = select(Edition.definition_hash, Edition.definition, Edition.taken_over)
            for row in session.execute(query.where(Edition.definition_hash.in_(some))):
                said = json.loads(_face(row.definition, row.taken_over))
                kept = {name: said[name] for name in SHOWN if name in said}
                parts = {
                    one: tuple(part["name"] for part in said.get(one, ()) if part.get("name")) for one in NAMED_PARTS
                }
                self._read[row.definition_hash, row.taken_over] = kept | parts


def _is_told(row: Any) -> bool:
    """Whether a cancelled item has a notice; what an undone import left behind has none."""
    return bool(row.state_reason or row.replaced_by_code)


def _face(stored: bytes, taken_over: bool) -> bytes:
    """What the public reads: of an edition that was taken over, what is sound (decisions 51)."""
    return schema.write(transition.as_published(schema.read(stored))) if taken_over else stored


def _listed(
    row: Any, state: str, aliases: tuple[str, ...], edition: Any, read: Mapping[Face, dict[str, Any]]
) -> Listed:
    base = {
        "code": row.code, "name": row.name, "state": state, "window_kind": row.window_kind_code or "",
        "aliases": aliases, "is_sample": bool(row.is_sample),
    }  # fmt: skip
    if edition is None:
        return Listed(**base)
    said = read[edition.definition_hash, edition.taken_over]
    return Listed(
        **base | {"name": said.get("name") or row.name},
        summary=said.get("summary", ""),
        body=said.get("implementing_body", {}).get("name", ""),
        objects=tuple(said.get("service_objects", ())),
        themes=(*said.get("person_themes", ()), *said.get("body_themes", ())),
        visits=said.get("visits"),
        has_fee=said.get("has_fee"),
        case_type=said.get("case_type"),
        promised_days=said.get("promised_days"),
        promised_unit=said.get("promised_unit"),
        initiation=said.get("initiation"),
        edition=edition.number,
        effective_from=edition.effective_from,
        papers=said["materials"],
        outcomes=said["outcomes"],
        numbers=tuple(said[name] for name in search_entries.NUMBERS if said.get(name)),
    )


@cache
def _stamp_query() -> Any:
    newest = [
        select(column).order_by(column.desc()).limit(1).scalar_subquery().label(f"newest_{number}")
        for number, column in enumerate((EditionEvent.id, Item.changed_at, ItemAlias.changed_at))
    ]
    return select(*newest, select(func.count(ItemAlias.id)).scalar_subquery(), *search_entries.stamp_columns())


def _stamp(session: Session) -> tuple[Any, ...]:
    """What changes whenever an item, an alias, the life of an edition, an everyday word or the count of use does."""
    return tuple(session.execute(_stamp_query()).one())


def _next_switch(session: Session) -> datetime | None:
    """The next local time at which an edition or the state of an item begins or ends by its date."""
    now = clock.local_now()
    days = (
        (Item.state_from, Item.state_from > now.date(), timedelta()),
        (Item.state_until, Item.state_until >= now.date(), timedelta(days=1)),
    )
    switches = [
        datetime.combine(day, time()) + later
        for column, fits, later in days
        if (day := session.scalars(select(column).where(fits).order_by(column).limit(1)).first())
    ]
    moments = [
        session.scalars(
            select(column).where(column > now, Edition.state.in_(("published", "withdrawn"))).order_by(column).limit(1)
        ).first()
        for column in (Edition.effective_from, Edition.withdrawn_from)
    ]
    return min((one for one in (*moments, *switches) if one), default=None)
