"""What is in force elsewhere comes into force here as it stands (decisions 16, 51): 现行（待完善）, by one act of a second person.

The importer hands the drafts in; a reviewer who is not he approves and publishes them together. Errors do not block them:
what is not sound is left out where it is shown, and becomes a task. It can be taken back as long as nothing was built on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from appcore import clock, records
from appcore.access.principal import current
from appcore.access.scope import as_system
from appcore.catalogue import bulk_writing, check_store, editions, known, tasks
from appcore.catalogue import compile as compiler
from appcore.catalogue.edition_rows import EDITABLE, all_happened, edition_of, happened, name_after_the_edition_in_force
from appcore.catalogue.editions_in_force import edition_in_force, in_force_query
from appcore.definition import schema
from appcore.errors import Conflict
from appcore.many_rows import portions
from appcore.transaction import unit_of_work
from models.case import Case
from models.db import HouseSession
from models.item import Edition


def hand_in(edition_ids: Sequence[int]) -> None:
    """Send drafts in to be taken over. Raises: NotFound, Conflict (no draft any more)."""
    with unit_of_work() as session:
        acts: dict[str, Any] = {"state": "submitted", "taken_over": True, "submitted_by": current().username}
        bulk_writing.move(session, edition_ids, "submitted", out_of=EDITABLE, **acts)


def take_over(edition_ids: Sequence[int]) -> int:
    """Approve and publish, from this moment, those of them that wait to be taken over. Returns: how many.

    Raises: NotFound, NotAllowed (who handed them in).
    """
    with unit_of_work() as session:
        waiting = [one for one in edition_ids if waits(edition_of(session, one))]
        with known.read_once(session):
            for edition_id in waiting:
                editions.approve(edition_id)
                editions.publish(edition_id)
        return len(waiting)


def waits(edition: Edition) -> bool:
    """Whether an edition was handed in to be taken over, and nobody has decided yet."""
    return edition.taken_over and edition.state == "submitted"


def give_back(edition_ids: Sequence[int], reason: str) -> None:
    """What waits to be taken over is a draft again. Raises: Conflict."""
    with unit_of_work() as session:
        if not all(waits(edition_of(session, one)) for one in edition_ids):
            raise Conflict("该版本的状态已经变化，不能执行这个操作")
        acts: dict[str, Any] = {"state": "draft", "taken_over": False, "submitted_by": None}
        bulk_writing.move(session, edition_ids, "returned", out_of=("submitted",), reason=reason, **acts)


def built_on(session: HouseSession, several: Sequence[Edition]) -> set[int]:
    """Those of the taken-over editions that were followed by another, are not in force any more, or have cases."""
    found: set[int] = set()
    for some in portions(several):
        codes, ids = [one.item_code for one in some], [one.id for one in some]
        now = {row.id for row in session.execute(in_force_query().where(Edition.item_code.in_(codes)))}
        newest = select(Edition.item_code, func.max(Edition.id)).where(Edition.item_code.in_(codes))
        last = {row[0]: row[1] for row in session.execute(newest.group_by(Edition.item_code))}
        found |= {one.id for one in some if one.id not in now or last.get(one.item_code, one.id) > one.id}
        with as_system("undo") as everything:
            found.update(everything.scalars(select(Case.edition_id).where(Case.edition_id.in_(ids)).distinct()))
    return found


def take_back(edition_ids: Sequence[int], reason: str) -> None:
    """Taken-over editions end; what was in force before them comes into force again, as editions of a new number.

    Raises: NotFound, Conflict when something was built on one of them.
    """
    with unit_of_work() as session:
        several = [edition_of(session, one) for one in edition_ids]
        if built_on(session, several) or not all(one.taken_over and one.effective_from for one in several):
            raise Conflict("该版本的状态已经变化，不能执行这个操作")
        followed = _with_one_before(session, several)
        ending: list[Edition] = []
        for edition in several:
            before = _just_before(session, edition) if edition.item_code in followed else None
            if before is None:
                edition.state, edition.withdrawn_from = "withdrawn", clock.local_now()
                ending.append(edition)
            else:
                _again(session, before, reason)
        all_happened(session, ending, "withdrawn", reason)


def _with_one_before(session: HouseSession, several: Sequence[Edition]) -> set[str]:
    """The items among them that had another edition with a number: of few, when a county begins."""
    found: set[str] = set()
    for some in portions(several):
        query = select(Edition.item_code, func.count(Edition.id)).where(Edition.number.is_not(None))
        counted = session.execute(
            query.where(Edition.item_code.in_([one.item_code for one in some])).group_by(Edition.item_code)
        )
        found.update(code for code, count in counted if count > 1)
    return found


def _just_before(session: HouseSession, edition: Edition) -> Edition | None:
    """What was in force when this one came into force."""
    began = edition.effective_from
    return None if began is None else edition_in_force(session, edition.item_code, began - timedelta(microseconds=1))


def _again(session: HouseSession, before: Edition, reason: str) -> None:
    """The content of an edition that was in force once, under the next number: two people have approved it then."""
    edition = Edition(
        item_code=before.item_code, department_code=before.department_code, owner_code=before.owner_code, state="draft",
        name=before.name, taken_over=before.taken_over,
    )  # fmt: skip
    records.stamp(edition, new=True)
    session.add(edition)
    session.flush()
    session.refresh(edition)  # the guard of what is frozen asks what stood in a column before
    compiler.write_rows(session, edition, schema.read(before.definition or b"{}"))
    edition.definition, edition.definition_hash = before.definition, before.definition_hash
    edition.state = "approved"
    session.flush()
    last = session.scalar(select(func.max(Edition.number)).where(Edition.item_code == edition.item_code)) or 0
    edition.number, edition.state, edition.effective_from = last + 1, "published", clock.local_now()
    session.flush()
    name_after_the_edition_in_force(session, edition.item_code)
    happened(session, edition, "published", reason)
    tasks.settle(session, edition, check_store.keep(session, edition))
