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
from appcore.transaction import unit_of_work
from models.check import CheckFinding, CheckRun, CheckTick
from models.db import HouseSession
from models.item import Edition, EditionEvent, Item

OPEN = ("draft", "submitted", "returned", "approved")
A_LOT = 100
"""Editions that are checked in one transaction."""


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
    county = county or known(session)
    definition = definition_of(session, edition)
    judged = judge(session, definition, county)
    rows = [_row(edition, one) for one in judged]
    open_ones = [one.problem for one in judged if one.is_open]
    best = next_best(open_ones)
    run = {
        "edition_id": edition.id, "item_code": edition.item_code, "department_code": edition.department_code,
        "content_stamp": _content_stamps(session, [edition.id])[edition.id], "context_stamp": county.stamp,
        "score": checks.score(open_ones), "ticked": len(judged) - len(open_ones), "checked_at": clock.now(),
        "beside": county.beside(near.of(definition)).stamp, "beside_at": county.neighbours_stamp,
        "best": said_best(best), **counted(open_ones),
    }  # fmt: skip
    for model, made in ((CheckFinding, rows), (CheckRun, [run])):
        derived.forget(session, model, [edition.id])
        derived.add(session, model, made)
    return judged


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
    if len(ids) == 1:
        events = select(func.max(EditionEvent.id)).where(EditionEvent.edition_id == ids[0])
        last = {ids[0]: session.scalar(events)}
        hashes = {ids[0]: session.scalar(select(Edition.definition_hash).where(Edition.id == ids[0]))}
    else:
        drafts = select(EditionEvent.edition_id, func.max(EditionEvent.id).label("last")).join(
            Edition, Edition.id == EditionEvent.edition_id
        )
        grouped = drafts.where(Edition.definition_hash.is_(None)).group_by(EditionEvent.edition_id)
        last = {row.edition_id: row.last for row in session.execute(grouped)}
        hashes = {row.id: row.definition_hash for row in session.execute(select(Edition.id, Edition.definition_hash))}
    return {one: hashes.get(one) or f"event {last.get(one)}" for one in ids}


def refresh(limit: int | None = None) -> int:
    """Check anew what is stale, a lot in each transaction, and forget editions that nobody looks at; how many were checked."""
    done = 0
    while True:
        with unit_of_work() as session:
            county = known(session)
            waiting = stale(session, county)
            some = waiting[: A_LOT if limit is None else min(A_LOT, limit - done)]
            for edition_id in some:
                edition = session.get(Edition, edition_id)
                if edition is not None:
                    keep(session, edition, county)
            if len(some) == len(waiting):
                _forget(session)
                derived.look_again(session, county.neighbours_stamp)
        done += len(some)
        if len(some) == len(waiting) or (limit is not None and done >= limit):
            return done


def _forget(session: HouseSession) -> None:
    """Runs and findings of editions that are neither in force nor being drafted any more."""
    gone = set(session.scalars(select(CheckRun.edition_id))) - set(watched(session))
    for model in (CheckFinding, CheckRun):
        derived.forget(session, model, gone)


def job() -> None:
    """What runs by itself: editions, then what the halls show of them."""
    refresh()
    offer_checks.refresh()
