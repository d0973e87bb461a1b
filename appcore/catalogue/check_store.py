"""What the checks found, kept: each edition that is in force or being drafted, its problems and its score.

A run is good while the content (hash, or the draft's last event) and what the county knows are those it was made of;
otherwise it is made anew: at the acts of an edition, by the job `checks`, and by the button on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.catalogue import compile as compiler
from appcore.catalogue import derived, item_checks, near, offer_checks
from appcore.catalogue.editions_in_force import in_force_query
from appcore.catalogue.findings import counted, found_columns, plain
from appcore.catalogue.known import COLUMNS, Known, known, neighbour
from appcore.definition import checks, schema
from appcore.definition.checks.problem import next_best
from appcore.definition.checks.standing import fingerprint
from appcore.definition.item import ItemDefinition
from appcore.item_days import stands
from appcore.many_rows import portions
from appcore.transaction import unit_of_work
from models.check import CheckFinding, CheckRun, CheckTick
from models.db import HouseSession, house_session
from models.item import Edition, EditionEvent, Item

OPEN = ("draft", "submitted", "returned", "approved")
A_LOT = 100
"""Editions whose findings are written in one transaction."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A problem with its mark, and whether somebody ticked it."""

    problem: checks.Problem
    mark: str
    is_ticked: bool

    @property
    def is_open(self) -> bool:
        return not self.is_ticked


def judge(session: HouseSession, definition: ItemDefinition, county: Known | None = None) -> list[Judged]:
    """The problems of a definition as they are now, errors first, with the ticks of the item."""
    ticked = set(session.scalars(select(CheckTick.fingerprint).where(CheckTick.item_code == definition.code)))
    found = []
    for problem in item_checks.problems(session, definition, county):
        mark = fingerprint(definition, problem)
        found.append(Judged(problem, mark, problem.level == "warning" and mark in ticked))
    return found


def definition_of(session: HouseSession, edition: Edition) -> ItemDefinition:
    """What an edition says: its stored bytes, or before the approval its rows."""
    if edition.definition is not None:
        return schema.read(edition.definition)
    return compiler.compile_edition(session, edition)


def keep(session: HouseSession, edition: Edition, county: Known | None = None) -> list[Judged]:
    """Within a unit of work: check an edition as it is now and keep what was found, in place of what was kept."""
    session.flush()
    found = _found(session, edition, county or known(session), _content_stamps(session, [edition.id])[edition.id])
    _write(session, [found])
    return found.judged


@dataclass(frozen=True, slots=True)
class Found:
    """What a check of an edition came to: its problems, and the rows that keep them."""

    judged: list[Judged]
    rows: list[dict[str, Any]]
    run: dict[str, Any]


def _found(session: HouseSession, edition: Edition, county: Known, stamp: str) -> Found:
    definition = definition_of(session, edition)
    judged = judge(session, definition, county)
    open_ones = [one.problem for one in judged if one.is_open]
    best = next_best(open_ones)
    run = {
        "edition_id": edition.id, "item_code": edition.item_code, "department_code": edition.department_code,
        "content_stamp": stamp, "context_stamp": county.stamp,
        "score": checks.score(open_ones), "ticked": len(judged) - len(open_ones), "checked_at": clock.now(),
        "beside": county.beside(near.of(definition)).stamp, "beside_at": county.neighbours_stamp,
        "best": said_best(best), **counted(open_ones),
    }  # fmt: skip
    return Found(judged, [_row(edition, one) for one in judged], run)


def _write(session: HouseSession, several: Sequence[Found]) -> None:
    """In place of what was kept of these editions."""
    ids = [one.run["edition_id"] for one in several]
    for model, made in (
        (CheckFinding, [row for one in several for row in one.rows]),
        (CheckRun, [one.run for one in several]),
    ):
        derived.forget(session, model, ids)
        derived.add(session, model, made)


def said_best(best: tuple[checks.Problem, int] | None) -> dict[str, Any] | None:
    """The next best fix as a column keeps it."""
    if best is None:
        return None
    problem, points = best
    return {"rule": problem.id, "fix": problem.fix, "parameters": plain(problem), "points": points}


def _row(edition: Edition, one: Judged) -> dict[str, Any]:
    return found_columns(one.problem, one.mark) | {
        "edition_id": edition.id, "item_code": edition.item_code, "department_code": edition.department_code,
        "level": one.problem.level, "state": "ticked" if one.is_ticked else "open",
    }  # fmt: skip


def watched(session: Session) -> list[int]:
    """The editions that the checks look at: those in force of items in use, and those being drafted, by item."""
    in_force = in_force_query().subquery()
    query = (
        select(Edition.id)
        .join(Item, Item.code == Edition.item_code)
        .where(Edition.id.in_(select(in_force.c.id)) | Edition.state.in_(OPEN), stands(clock.local_today()))
        .order_by(Edition.item_code, Edition.id)
    )
    return list(session.scalars(query))


def stale(session: Session, county: Known) -> list[int]:
    """The watched editions whose kept run is missing or was made of other content or with other knowledge."""
    ids = watched(session)
    kept = {row.edition_id: row for row in session.execute(select(*RUN_STAMPS))}
    now = _content_stamps(session, ids)
    moved = _moved(session, county, [row for row in kept.values() if row.beside_at != county.neighbours_stamp])

    def holds(one: int) -> bool:
        run = kept.get(one)
        return run is not None and (run.content_stamp, run.context_stamp) == (now[one], county.stamp)

    return [one for one in ids if one in moved or not holds(one)]


RUN_STAMPS = (
    CheckRun.edition_id, CheckRun.content_stamp, CheckRun.context_stamp, CheckRun.beside, CheckRun.beside_at,
)  # fmt: skip


def _moved(session: Session, county: Known, runs: Sequence[Any]) -> set[int]:
    """Of editions that were looked at among other items: those beside which other items stand now."""
    if not runs:
        return set()
    before = {row.edition_id: row.beside for row in runs}
    found = session.execute(select(Edition.id, *COLUMNS))
    return {row.id for row in found if row.id in before and county.beside(neighbour(row)).stamp != before[row.id]}


def _content_stamps(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Of each edition its hash, or before the approval its last event: every act on a draft, saving too, is one."""
    drafts = select(EditionEvent.edition_id, func.max(EditionEvent.id).label("last")).join(
        Edition, Edition.id == EditionEvent.edition_id
    )
    events = drafts.where(Edition.definition_hash.is_(None)).group_by(EditionEvent.edition_id)
    contents = select(Edition.id, Edition.definition_hash)
    if len(ids) <= A_LOT:  # of all, the ids would be more than a statement holds
        events, contents = events.where(Edition.id.in_(ids)), contents.where(Edition.id.in_(ids))
    last = {row.edition_id: row.last for row in session.execute(events)}
    hashes = {row.id: row.definition_hash for row in session.execute(contents)}
    return {one: hashes.get(one) or f"event {last.get(one)}" for one in ids}


def refresh(limit: int | None = None) -> int:
    """Check anew what is stale, and forget editions that nobody looks at; how many were checked.

    Each lot is judged before anything is locked, then written in one go: what moved meanwhile, or was kept by somebody's act,
    stays as it is and is looked at the next time.
    """
    session = house_session()
    session.rollback()
    county = known(session)
    waiting = stale(session, county)
    some = waiting if limit is None else waiting[:limit]
    for lot in portions(some, A_LOT):
        session.rollback()  # what was committed since the last lot is seen
        before = _marks(session, lot)
        editions = [one for one in (session.get(Edition, it) for it in lot) if one is not None]
        found = [_found(session, one, county, before[one.id][0]) for one in editions]
        with unit_of_work(session):
            now = _marks(session, lot)
            _write(session, [one for one in found if now[one.run["edition_id"]] == before[one.run["edition_id"]]])
    if len(some) == len(waiting):
        with unit_of_work(session):
            _forget(session)
            derived.look_again(session, county.neighbours_stamp)
    return len(some)


def _marks(session: HouseSession, ids: Sequence[int]) -> dict[int, tuple[str, Any]]:
    """Of each edition its content, and the run that is kept of it: equal marks, nobody was there meanwhile."""
    found = select(CheckRun.edition_id, CheckRun.id, CheckRun.checked_at, CheckRun.ticked)
    kept = {row.edition_id: tuple(row) for row in session.execute(found.where(CheckRun.edition_id.in_(ids)))}
    return {one: (stamp, kept.get(one)) for one, stamp in _content_stamps(session, ids).items()}


def _forget(session: HouseSession) -> None:
    """Runs and findings of editions that are neither in force nor being drafted any more."""
    gone = set(session.scalars(select(CheckRun.edition_id))) - set(watched(session))
    for model in (CheckFinding, CheckRun):
        derived.forget(session, model, gone)


def job() -> None:
    """What runs by itself: editions, then what the halls show of them."""
    refresh()
    offer_checks.refresh()
