"""An edition found within a unit of work, and what happened to it written down: what drafting and the acts both need."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from appcore import clock, records, signals
from appcore.access import audit
from appcore.access.principal import Person, System, current
from appcore.access.same_person import is_among
from appcore.catalogue.editions_in_force import edition_in_force
from appcore.errors import Conflict, NotFound
from models.db import HouseSession
from models.item import Edition, EditionEvent, Item

OPEN = ("draft", "submitted", "returned", "approved")
EDITABLE = ("draft", "returned")


def item_of(session: HouseSession, code: str) -> Item:
    """Raises: NotFound."""
    item = session.scalar(select(Item).where(Item.code == code))
    if item is None:
        raise NotFound("没有这个事项")
    return item


def edition_of(session: HouseSession, edition_id: int) -> Edition:
    """Raises: NotFound."""
    edition = session.get(Edition, edition_id)
    if edition is None:
        raise NotFound("没有这个版本")
    return edition


def in_state(session: HouseSession, edition_id: int, states: tuple[str, ...]) -> Edition:
    """Raises: NotFound, Conflict when it is in another state by now."""
    edition = edition_of(session, edition_id)
    if edition.state not in states:
        raise Conflict("该版本的状态已经变化，不能执行这个操作")
    return edition


def happened(session: HouseSession, edition: Edition, act: str, reason: str, **facts: str) -> None:
    """Within a unit of work: an act is an event of the edition, a line of the trail and told to whoever listens."""
    all_happened(session, [edition], act, reason, **facts)


def all_happened(session: HouseSession, several: Sequence[Edition], act: str, reason: str, **facts: str) -> None:
    """As `happened`, of one act on several editions, written together."""
    for edition in several:
        records.stamp(edition)
        event(session, edition, act, reason)
    session.flush()
    told = ({"reason": reason} if reason else {}) | facts
    for edition in several:
        audit.record(session, act, "edition", f"{edition.item_code}#{edition.id}", told or None)
        signals.announce(session, f"edition.{act}", fact_of(edition))


def fact_of(edition: Edition) -> signals.EditionFact:
    starts, ends = (
        one.isoformat(timespec="seconds") if one else None for one in (edition.effective_from, edition.withdrawn_from)
    )
    return signals.EditionFact(
        item=edition.item_code, edition=edition.id, region=edition.owner_code, state=edition.state, number=edition.number,
        effective_from=starts, withdrawn_from=ends, definition_hash=edition.definition_hash,
    )  # fmt: skip


def saved(session: HouseSession, edition: Edition) -> None:
    """Within a unit of work: the draft remembers who saved it."""
    event(session, edition, "saved", "")


def event(session: HouseSession, edition: Edition, act: str, reason: str) -> None:
    session.add(
        EditionEvent(edition_id=edition.id, act=act, at=clock.now(), actor=current().username, reason=reason or None)
    )


def name_after_the_edition_in_force(session: HouseSession, item_code: str) -> None:
    """The item is called in lists as the edition in force calls it; a name for a later day waits for its day."""
    item, in_force = item_of(session, item_code), edition_in_force(session, item_code)
    if in_force is not None and in_force.name and in_force.name != item.name:
        records.alter(session, item, {"name": in_force.name})


def has_a_hand(session: HouseSession, edition: Edition) -> bool:
    """Whether the person who acts saved or submitted this draft, by any of his accounts; the system never did."""
    who = current()
    if isinstance(who, System):
        return False
    savers = session.scalars(
        select(EditionEvent.actor).where(
            EditionEvent.edition_id == edition.id, EditionEvent.act.in_(("saved", "submitted"))
        )
    ).all()
    names = {*savers, edition.submitted_by}
    return who.username in names or (isinstance(who, Person) and is_among(session, who, usernames=names))
