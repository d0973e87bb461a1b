"""Typing that is not saved: kept for its author alone; that somebody is typing is seen by all who see the draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from appcore import clock
from appcore.access.principal import Person, current, signed_in
from appcore.catalogue.editions import EDITABLE
from appcore.errors import Conflict
from appcore.transaction import short_write, unit_of_work
from models.db import HouseSession
from models.draft_part import DraftPart
from models.item import Edition

KEPT_FOR = timedelta(days=30)
"""After a draft went on: it may still be returned, and its author find what he was typing."""


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody else's unsaved typing: in which part, who, and when it was last kept."""

    part: str
    person: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Unsaved:
    """One's own: what was typed, over which content, and when it was last kept."""

    payload: dict[str, Any]
    base_version: str
    kept_at: datetime


def keep(edition_id: int, part: str, base_version: str, payload: dict[str, Any]) -> Unsaved:
    """Keep what the person is typing, in place of what was kept before.

    Returns: what is kept. Raises: Conflict (no draft any more, or none in sight).
    """
    who, now = signed_in(), clock.now()
    try:
        with short_write() as session:
            if session.scalar(select(Edition.state).where(Edition.id == edition_id)) not in EDITABLE:
                raise Conflict("该版本的状态已经变化，不能执行这个操作")
            row = session.scalar(_own(edition_id, part, who))
            if row is None:
                row = DraftPart(edition_id=edition_id, part=part, account_id=who.account_id)
                session.add(row)
            row.person, row.base_version = who.label[:80], base_version[:64]
            row.payload, row.kept_at = payload, now
    except IntegrityError:
        pass  # the author's other window was first; the next pause keeps it
    return Unsaved(payload, base_version, now)


def drop(edition_id: int, part: str) -> None:
    """Give one's own typing up."""
    with short_write() as session:
        drop_within(session, edition_id, part)


def drop_within(session: HouseSession, edition_id: int, part: str) -> None:
    """The same within a unit of work: what is saved is unsaved no more."""
    who = current()
    if isinstance(who, Person):
        for row in session.scalars(_own(edition_id, part, who)):
            session.delete(row)


def forget_stale() -> None:
    """Remove typing that nobody can come back to: its draft went on, and a month has passed."""
    with unit_of_work() as session:
        stale = (
            select(DraftPart)
            .join(Edition, Edition.id == DraftPart.edition_id)
            .where(Edition.state.not_in(EDITABLE), DraftPart.kept_at < clock.now() - KEPT_FOR)
        )
        for row in session.scalars(stale):
            session.delete(row)


def own(session: HouseSession, edition_id: int) -> dict[str, Unsaved]:
    """What the person has typed and not saved, by part."""
    rows = session.scalars(
        select(DraftPart).where(DraftPart.edition_id == edition_id, DraftPart.account_id == signed_in().account_id)
    )
    return {row.part: Unsaved(row.payload, row.base_version, row.kept_at) for row in rows}


def others(session: HouseSession, edition_id: int) -> tuple[Typing, ...]:
    """Who else has unsaved typing in which part; never what it is."""
    rows = session.execute(
        select(DraftPart.part, DraftPart.person, DraftPart.kept_at)
        .where(DraftPart.edition_id == edition_id, DraftPart.account_id != signed_in().account_id)
        .order_by(DraftPart.id)
    )
    return tuple(Typing(row.part, row.person, row.kept_at) for row in rows)


def typed_in(session: HouseSession, edition_ids: Sequence[int]) -> set[int]:
    """Those of these drafts in which somebody else has unsaved typing, which would go with them."""
    who = current()
    theirs = select(DraftPart.edition_id).where(DraftPart.edition_id.in_(edition_ids))
    if isinstance(who, Person):
        theirs = theirs.where(DraftPart.account_id != who.account_id)
    return set(session.scalars(theirs.distinct()))


def _own(edition_id: int, part: str, who: Person) -> Any:
    return select(DraftPart).where(
        DraftPart.edition_id == edition_id, DraftPart.part == part, DraftPart.account_id == who.account_id
    )
