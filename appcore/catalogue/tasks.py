"""整改任务: each error of an edition that was taken over, with its owner and due date, until an edition no longer has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal

from flask import current_app
from sqlalchemy import select

from appcore import clock, records
from appcore.access import audit
from appcore.catalogue.check_store import Judged
from appcore.catalogue.findings import found_columns
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import CHANGED, unit_of_work
from models.account import User
from models.check import ItemTask
from models.db import HouseSession
from models.item import Edition

SOON = timedelta(days=14)
LONGEST = timedelta(days=730)
Light = Literal["green", "yellow", "red"]
Key = tuple[str, str, str, str, str]


def light(due_on: date, today: date) -> Light:
    """Red when overdue, yellow within a fortnight."""
    if due_on < today:
        return "red"
    return "yellow" if due_on - today <= SOON else "green"


def settle(session: HouseSession, edition: Edition, found: Sequence[Judged]) -> None:
    """Within the publication: what the new edition no longer has is closed, what it has goes on or is opened.

    Only an edition that was taken over has errors; what was mended by hand in a draft closes here, by itself.
    """
    errors = {_key_of(one): one for one in found if one.problem.level == "error"}
    open_tasks = session.scalars(
        select(ItemTask).where(ItemTask.item_code == edition.item_code, ItemTask.state == "open").order_by(ItemTask.id)
    ).all()
    for task in open_tasks:
        still = errors.pop((task.rule_id, task.part, task.key, task.element, task.child), None)
        if still is None:
            _set(session, task, {"state": "closed", "closed_at": clock.now(), "closed_by": edition.number})
        else:
            _set(session, task, {"edition_id": edition.id, **found_columns(still.problem, still.mark)})
    if edition.taken_over:
        _open(session, edition, list(errors.values()))


def _open(session: HouseSession, edition: Edition, errors: Sequence[Judged]) -> None:
    due_on = clock.local_today() + timedelta(days=current_app.extensions["settings"].task_days)
    for one in errors:
        task = ItemTask(
            **found_columns(one.problem, one.mark), edition_id=edition.id, edition=edition, item_code=edition.item_code,
            department_code=edition.department_code, state="open", due_on=due_on, opened_at=clock.now(),
        )  # fmt: skip
        records.stamp(task, new=True)
        session.add(task)
    session.flush()
    if errors:
        told = {"count": len(errors), "due_on": due_on.isoformat()}
        audit.record(session, "tasks_opened", "edition", f"{edition.item_code}#{edition.id}", told)


def _key_of(one: Judged) -> Key:
    place = one.problem.place
    return one.problem.id, place.part, place.key, place.element, place.child


def reassign(task_id: int, owner: str, reason: str, *, version: int) -> None:
    """Give a task to a named account, or with "" back to the department's editors.

    Raises: NotFound, Conflict (changed meanwhile, or closed), Refused.
    """
    owner = owner.strip()
    with unit_of_work() as session:
        task = _task(session, task_id, version)
        if owner and session.scalar(select(User.id).where(User.username == owner, User.active.is_(True))) is None:
            raise Refused("没有这个账号，或账号已停用", field="owner")
        _set(session, task, {"owner": owner or None, "reason": _given(reason)})


def move(task_id: int, due_on: date | None, reason: str, *, version: int) -> None:
    """Move the due date of a task.

    Raises: NotFound, Conflict, Refused (no reason, a day that has passed or is beyond two years).
    """
    today = clock.local_today()
    if due_on is None or not today <= due_on <= today + LONGEST:
        raise Refused("整改期限应在今天以后、两年以内", field="due_on")
    with unit_of_work() as session:
        _set(session, _task(session, task_id, version), {"due_on": due_on, "reason": _given(reason)})


def _task(session: HouseSession, task_id: int, version: int) -> ItemTask:
    task = session.get(ItemTask, task_id)
    if task is None:
        raise NotFound("没有这项整改任务")
    if task.version != version:
        raise Conflict(CHANGED)
    if task.state != "open":
        raise Conflict("这项任务已经完成，不能再改")
    return task


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused("请写明理由", field="reason")
    return reason.strip()[:300]


def _set(session: HouseSession, task: ItemTask, values: dict[str, Any]) -> None:
    records.alter(session, task, values)
