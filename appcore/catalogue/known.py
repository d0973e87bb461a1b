"""What a county knows when its definitions are checked: its lists, its levels and words, and the items that are in force.

Read once for many definitions. `stamp` names the lists as they are, so that what was found with them can be kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from re import escape
from typing import Any

from flask import current_app
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

import appcore.definition
from appcore import clock
from appcore.access.principal import digits_that_count, place_range
from appcore.catalogue import near
from appcore.catalogue.editions_in_force import in_force_query
from appcore.catalogue.near import Neighbour
from appcore.definition.canonical import digest, to_bytes
from appcore.definition.checks import Context
from appcore.definition.checks.context import VAGUE_TEXTS, VAGUE_WORDS, VILLAGE_PROOFS
from appcore.definition.item import ItemDefinition
from appcore.definition.kinds import KINDS
from appcore.item_days import in_use
from models.check import CheckLevel, CheckWord
from models.document import Document
from models.file import StoredFile
from models.item import Edition, EditionEvent, Item
from models.material_library import StandardMaterial
from models.organisation import Department
from models.place import Region

COUNTY_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Beside:
    """What other items there are beside one: the same, nearly the same, and those with a code of its own."""

    twins: tuple[str, ...]
    near: tuple[tuple[str, str], ...]
    doubled: tuple[tuple[str, str], ...]

    @property
    def stamp(self) -> str:
        return sha256(repr((self.twins, self.near, self.doubled)).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """The county's lists. `papers` is code → name; `levels` and `words` are the county's own."""

    own_places: frozenset[str]
    other_counties: frozenset[str]
    credit_codes: Mapping[str, str]
    departments: frozenset[str]
    papers: Mapping[str, str]
    repealed: frozenset[str]
    levels: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    neighbours: tuple[Neighbour, ...]
    holders: Mapping[str, tuple[str, ...]]
    neighbours_stamp: str
    stamp: str

    def context(self, session: Session, definition: ItemDefinition) -> Context:
        """What the checks of this definition must know."""
        found = self.beside(near.of(definition))
        return Context(
            own_places=self.own_places,
            other_counties=self.other_counties,
            departments=self.departments,
            papers=frozenset(self.papers),
            files=_files(session, definition),
            field_kinds=frozenset(KINDS),
            credit_codes=self.credit_codes,
            twins=found.twins,
            near=found.near,
            doubled=dict(found.doubled),
            near_papers=near.papers(definition, self.papers),
            repealed=self.repealed,
            vague_words=(*VAGUE_WORDS, *map(escape, self.words.get("material", ()))),
            vague_texts=(*VAGUE_TEXTS, *map(escape, self.words.get("text", ()))),
            village_proofs=(*VILLAGE_PROOFS, *self.words.get("proof", ())),
            allowed_words=self.words.get("allowed", ()),
            levels=self.levels,  # type: ignore[arg-type]  # slugs of CHECK_LEVEL, as the table holds them
        )

    def beside(self, item: Neighbour) -> Beside:
        """The other items that are near to this one or have its codes."""
        twins, alike = near.beside(item, self.neighbours)
        others = [(code, [one for one in self.holders.get(code, ()) if one != item.item_code]) for code in item.codes]
        return Beside(twins, alike, tuple((code, held[0]) for code, held in others if held))


HELD = "what the county knows"


@contextmanager
def read_once(session: Session) -> Iterator[None]:
    """Within the block the lists are read once: for one act on very many editions, such as taking over an import.

    What is kept within it is looked at again by the job, for the items that the act itself brings are not among the lists.
    """
    session.info[HELD] = replace(known(session), stamp="", neighbours_stamp="")
    try:
        yield
    finally:
        session.info.pop(HELD, None)


def known(session: Session, papers: Mapping[str, str] | None = None) -> Known:
    """The county's lists as this session sees them now. `papers`: names of the library by code, where they were just read."""
    held: Known | None = session.info.get(HELD)
    return held if held is not None else _read(session, papers)


def _read(session: Session, read_papers: Mapping[str, str] | None = None) -> Known:
    bodies = session.execute(select(Department.code, Department.credit_code).order_by(Department.code)).all()
    own, others = _places(session)
    listed = select(StandardMaterial.code, StandardMaterial.name).order_by(StandardMaterial.code)
    papers = dict(sorted(read_papers.items())) if read_papers is not None else _pairs(session, listed)
    levels = _pairs(session, select(CheckLevel.rule_id, CheckLevel.level).order_by(CheckLevel.rule_id))
    words: dict[str, tuple[str, ...]] = {}
    for kind, text in session.execute(select(CheckWord.kind, CheckWord.text).order_by(CheckWord.kind, CheckWord.text)):
        words[kind] = (*words.get(kind, ()), text)
    repealed = _repealed(session)
    credit = {row.code: row.credit_code for row in bodies if row.credit_code}
    departments = frozenset(row.code for row in bodies)
    beside = neighbours(session)
    lists: dict[str, Any] = {
        "program": program(), "day": clock.local_today().isoformat(), "own": sorted(own), "others": sorted(others),
        "departments": sorted(departments), "credit": credit, "papers": papers, "levels": levels, "repealed": sorted(repealed),
        "words": {kind: list(texts) for kind, texts in words.items()},
    }  # fmt: skip
    return Known(
        own, others, credit, departments, papers, repealed, levels, words, beside, _holders(beside), stamp_of(beside),
        digest(to_bytes(lists)),
    )  # fmt: skip


@lru_cache(maxsize=4)
def stamp_of(neighbours: tuple[Neighbour, ...]) -> str:
    return sha256(repr(neighbours).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def program() -> str:
    """A mark of the rules as they are written: what an older program found is found anew."""
    made, root = sha256(), Path(appcore.definition.__file__).parent
    for path in sorted(root.rglob("*.py")):
        made.update(path.read_bytes())
    return made.hexdigest()


def neighbours(session: Session) -> tuple[Neighbour, ...]:
    """The items in use whose editions are in force; kept for a minute while no edition moves."""
    # A save moves nothing that is in force: only these acts do.
    last = select(func.max(EditionEvent.id)).where(EditionEvent.act.in_(("published", "cancelled", "withdrawn")))
    moved = select(func.count(Item.id), func.max(Item.changed_at), last.scalar_subquery())
    stamp = (tuple(session.execute(moved).one()), clock.local_now().replace(second=0, microsecond=0))
    kept = current_app.extensions.get("neighbours")
    if kept is None or kept[0] != stamp:
        kept = current_app.extensions["neighbours"] = (stamp, tuple(_neighbours(session)))
    found: tuple[Neighbour, ...] = kept[1]
    return found


def _neighbours(session: Session) -> Iterable[Neighbour]:
    query = (
        in_force_query()
        .add_columns(*COLUMNS[1:])
        .join(Item, Item.code == Edition.item_code)
        .where(in_use(clock.local_today()))
        .order_by(Edition.item_code)
    )  # fmt: skip
    for row in session.execute(query):
        yield neighbour(row)


COLUMNS = (
    Edition.item_code, Edition.name, Edition.task_type, Edition.implementing_body, Edition.task_code,
    Edition.handle_item_code, Edition.local_task_code,
)  # fmt: skip


def neighbour(row: Any) -> Neighbour:
    """An edition as what is told apart, from those columns of it."""
    codes = tuple(one for one in (row.handle_item_code or row.task_code, row.local_task_code) if one)
    return Neighbour(row.item_code, row.name or "", row.task_type, row.implementing_body, codes)


def _holders(beside: Iterable[Neighbour]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in beside:
        for code in one.codes:
            found[code] = (*found.get(code, ()), one.item_code)
    return found


def _repealed(session: Session) -> frozenset[str]:
    """Index numbers, titles and numbers of the documents that no longer hold; "-" is no number."""
    ended = or_(Document.repealed_from.is_(None), Document.repealed_from <= clock.local_today())
    rows = session.execute(
        select(Document.code, Document.title, Document.number).where(Document.state == "repealed", ended)
    )
    return frozenset(name for row in rows for name in row if name and len(name) > 3)


def _pairs(session: Session, query: Any) -> dict[str, str]:
    return {row[0]: row[1] for row in session.execute(query)}


def _places(session: Session) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the county and its towns, and of the other counties that texts are copied from."""
    return _sorted_places(
        current_app.extensions["settings"].county,
        tuple(
            (row.code, row.name)
            for row in session.execute(
                select(Region.code, Region.name).where(Region.level.between(COUNTY_LEVEL, 9)).order_by(Region.code)
            )
        ),
    )


@lru_cache(maxsize=4)
def _sorted_places(county: str, rows: tuple[tuple[str, str], ...]) -> tuple[frozenset[str], frozenset[str]]:
    low, high = place_range(county)
    own = {name for code, name in rows if low <= code <= high}
    others = {name for code, name in rows if digits_that_count(code) == COUNTY_LEVEL and not low <= code <= high}
    return frozenset(own), frozenset(others)


def _files(session: Session, definition: ItemDefinition) -> frozenset[str]:
    """Those of the definition's files that are stored."""
    named = {digest for one in definition.materials for digest in (one.blank_form, one.sample) if digest}
    named |= {one.sample for one in definition.outcomes if one.sample}
    if not named:
        return frozenset()
    return frozenset(session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(named))))
