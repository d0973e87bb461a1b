"""The acts on an edition: submit, return, approve, publish, cancel, withdraw (decisions 16); `drafting` writes what they act on.

Content is frozen from submission on. Who submitted or saved a draft never approves it. Which edition is in force is a
comparison of dates at reading: no job has to run for the switch.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from sqlalchemy import func, select

from appcore import clock
from appcore.access.principal import current
from appcore.catalogue import check_store, remarks, tasks, ticks
from appcore.catalogue import compile as compiler
from appcore.catalogue.drafting import add_part, draft, remove_part, restore, save, save_part
from appcore.catalogue.edition_rows import (
    EDITABLE,
    OPEN,
    happened,
    has_a_hand,
    in_state,
    item_of,
    name_after_the_edition_in_force,
    saved,
)
from appcore.catalogue.editions_in_force import edition_in_force
from appcore.catalogue.item_state import require_standing
from appcore.definition import canonical, schema
from appcore.errors import Conflict, NotAllowed, Refused
from appcore.transaction import unit_of_work
from models.db import HouseSession
from models.item import Edition
from models.review import EditionNotice

__all__ = [
    "EDITABLE", "OPEN", "add_part", "approve", "cancel", "draft", "has_a_hand", "publish", "remove_part", "restore", "save",
    "save_part", "saved", "send_back", "submit", "withdraw",
]  # fmt: skip
"""One door to all that may be done with an edition, whichever room it stands in."""


def submit(edition_id: int) -> None:
    """送审: the content is frozen from here on; the checks run on the preview and again at approval.

    Raises: NotFound, Conflict (not a draft), Refused while a remark of the last return has neither a change nor an answer.
    """
    with unit_of_work() as session:
        edition = in_state(session, edition_id, EDITABLE)
        remarks.take_up(session, edition)
        edition.state, edition.submitted_by = "submitted", current().username
        happened(session, edition, "submitted", "")


def send_back(edition_id: int, reason: str, due_on: date | None = None) -> None:
    """退回: opens the content again and sends the remarks; without a day it is due after the days of the setting.

    Raises: NotFound, Conflict, Refused without a reason, or for a day that is not later than today.
    """
    if not reason.strip():
        raise Refused("请写明退回的原因", field="reason")
    with unit_of_work() as session:
        edition = in_state(session, edition_id, ("submitted", "approved"))
        sent = remarks.send(session, edition, due_on)
        edition.state, edition.taken_over = (
            "returned",
            False,
        )  # what is changed by hand is no more what was in force elsewhere
        edition.definition = edition.definition_hash = None
        happened(session, edition, "returned", reason, due_on=sent.due_on.isoformat())


def approve(edition_id: int, *, ticking: str = "") -> None:
    """审定: a second pair of eyes; no error-level problem; the definition is compiled and stored with its hash.

    `ticking`: the reason by which the last few warnings are ticked with it.
    Raises: NotFound, Conflict, NotAllowed (own draft), Refused (problems, all named; warnings that nobody ticked).
    """
    with unit_of_work() as session:
        edition = in_state(session, edition_id, ("submitted",))
        _require_other_eyes(session, edition)
        remarks.require_settled(session, edition)
        definition = compiler.compile_edition(session, edition)
        found = check_store.judge(session, definition)
        errors = [one.problem for one in found if one.problem.level == "error"]
        if errors and not edition.taken_over:
            listed = "；".join(problem.text.rstrip("。") for problem in errors[:20])
            raise Refused("还有 %(count)d 个必须解决的问题：%(listed)s", count=len(errors), listed=listed)
        ticks.settle(session, edition, found, ticking)
        stored = schema.write(definition)
        edition.definition, edition.definition_hash = stored, canonical.digest(stored)
        edition.state = "approved"
        happened(session, edition, "approved", "")


def publish(
    edition_id: int, effective_on: date | None = None, *, also: Callable[[HouseSession, Edition], object] | None = None
) -> int:
    """发布: from this moment (None), or from 00:00 local of a later day. Takes the item's next number.

    `also` is done within the same transaction, once the edition is published (`casework.better_rules`).
    Returns: the number. Raises: NotFound, Conflict (also of a cancelled item), Refused for a day that is not later than today.
    """
    now = clock.local_now()
    with unit_of_work() as session:
        edition = in_state(session, edition_id, ("approved",))
        remarks.require_settled(session, edition)
        if effective_on is not None and effective_on <= now.date():
            raise Refused("生效日期应晚于今天；要今天生效，请选“现在”", field="effective_on")
        require_standing(item_of(session, edition.item_code), effective_on or now.date())
        last = session.scalar(select(func.max(Edition.number)).where(Edition.item_code == edition.item_code)) or 0
        edition.number, edition.state = last + 1, "published"
        edition.effective_from = now if effective_on is None else datetime.combine(effective_on, time())
        session.flush()
        name_after_the_edition_in_force(session, edition.item_code)
        happened(session, edition, "published", edition.effective_from.isoformat())
        tasks.settle(session, edition, check_store.keep(session, edition))
        if also is not None:
            also(session, edition)
        return edition.number


def cancel(edition_id: int, reason: str) -> None:
    """撤销: before it begins; the number stays used.

    Raises: NotFound, Conflict when it has begun.
    """
    with unit_of_work() as session:
        edition = in_state(session, edition_id, ("published",))
        if edition.effective_from is None or edition.effective_from <= clock.local_now():
            raise Conflict("该版本已经生效，不能撤销，只能停用")
        edition.state = "cancelled"
        happened(session, edition, "cancelled", reason)


def withdraw(edition_id: int, reason: str, withdrawn_from: datetime | None = None, *, notice: str = "") -> None:
    """停用: the edition in force ends, now or at a later local time, and nothing is in force afterwards.

    `notice` is what the public reads of it from today on; the reason stays inside.
    Raises: NotFound, Conflict when it is not the one in force, Refused without a reason or for a time that has passed.
    """
    if not reason.strip():
        raise Refused("请写明停用的原因", field="reason")
    now = clock.local_now()
    with unit_of_work() as session:
        edition = in_state(session, edition_id, ("published",))
        in_force = edition_in_force(session, edition.item_code)
        if in_force is None or in_force.id != edition.id:
            raise Conflict("只能停用现行版本；待生效的版本请撤销")
        if withdrawn_from is not None and withdrawn_from < now:
            raise Refused("停用时间不能早于现在", field="withdrawn_from")
        edition.state, edition.withdrawn_from = "withdrawn", withdrawn_from or now
        if notice.strip():
            session.add(
                EditionNotice(edition=edition, edition_id=edition.id, text=notice.strip(), published_on=now.date())
            )
        happened(session, edition, "withdrawn", reason)


def _require_other_eyes(session: HouseSession, edition: Edition) -> None:
    if has_a_hand(session, edition):
        raise NotAllowed("本人起草或送审的版本须由他人审定")
