"""A large import goes on by itself: asked for in one request, carried out by a process in a lane of its own, watched on its page.

Whoever asked is asked for anew when it begins: what he may do then counts. "Done" is written in the act's own transaction, so
that an act is never told of as done or undone when it is the other.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from appcore import clock, records
from appcore.access import accounts, audit, permissions
from appcore.access.principal import Person, acting_as, current
from appcore.access.scope import as_system
from appcore.change import imports, undoing
from appcore.change.handing_over import in_force, size
from appcore.change.previews import UNDER_WAY
from appcore.change.watching import Watch
from appcore.definition.verdict import N_, Verdict
from appcore.errors import Conflict, NotAllowed, NotFound, Problem, place
from appcore.transaction import short_write, unit_of_work
from models.db import HouseSession, house_session
from models.package import PackageImport, PackageTask

log = logging.getLogger("banshitai.packages")
LANE = "packages"
AT_ONCE, TAKEN_BACK_AT_ONCE = 200, 25
"""So many objects are written, and so many editions in force taken back, while the person who asks waits for the page."""
EVERY_SO_OFTEN = 0.5
"""Seconds between two marks of how far it is: each is a write."""
BROKEN_OFF = N_("处理中断，没有写入任何内容，请重新提交")
OTHERWISE = N_("处理时出错，没有写入任何内容，请重新提交；再次出错请联系系统管理员")
MAY_NOT = N_("申请人现在没有办理的权限，没有写入任何内容")
ACTS = {"apply": "package_applied", "undo": "package_undone"}


def is_large(act: str, count: int, *, of_what_is_in_force: bool = False) -> bool:
    """Whether an act on so many objects goes on by itself."""
    return count > (TAKEN_BACK_AT_ONCE if act == "undo" and of_what_is_in_force else AT_ONCE)


def ask_to_apply(code: str, ticks: Collection[str], *, seen: str, taking_over: bool) -> None:
    """Ask that a preview is applied. Raises: NotFound, Conflict when something goes on with it or it lapsed."""
    with unit_of_work() as session:
        row = imports.own(session, code)
        imports.content_of(row)
        _ask(session, row, "apply", {"ticks": sorted(ticks), "seen": seen, "taking_over": taking_over}, len(ticks))


def ask_to_undo(code: str) -> None:
    """Ask that an import is taken back. Raises: NotFound, Conflict, NotAllowed."""
    with unit_of_work() as session:
        row = undoing.to_undo(session, code)
        _ask(session, row, "undo", {}, size(session, row))


def _ask(session: HouseSession, row: PackageImport, act: str, wanted: dict[str, Any], count: int) -> None:
    if open_of(session, row) is not None:
        raise Conflict("这次导入正在处理，请等它完成")
    task = PackageTask(
        import_id=row.id, act=act, state="waiting", phase="reading" if act == "apply" else "judging", account=current().username,
        wanted=wanted, done=0, total=count, owner_code=row.owner_code,
    )  # fmt: skip
    records.stamp(task, new=True)
    session.add(task)
    session.flush()
    audit.record(session, "package_asked", "package", row.code, {"act": act, "objects": count})


def open_of(session: HouseSession, row: PackageImport) -> PackageTask | None:
    """What goes on with an import, or waits to."""
    query = select(PackageTask).where(PackageTask.import_id == row.id, PackageTask.state.in_(UNDER_WAY))
    found: PackageTask | None = session.scalar(query)
    return found


def last_of(session: HouseSession, row: PackageImport) -> PackageTask | None:
    """What was asked of an import last, with all that was wanted."""
    query = select(PackageTask).options(undefer(PackageTask.wanted)).where(PackageTask.import_id == row.id)
    found: PackageTask | None = session.scalar(query.order_by(PackageTask.id.desc()).limit(1))
    return found


def faults_of(task: PackageTask) -> dict[str, Verdict]:
    """Why it was not done, by the field that it is about; "" where it is about none."""
    kept: dict[str, Any] = task.fault or {}
    return {name: Verdict(said["msgid"], said["params"]) for name, said in kept.items()}


def work(apart: Callable[[int], bool]) -> int:
    """Carry out what waits, oldest first, each by a process of its own: `apart` runs one and says whether to go on.

    The lane has one worker, so what is "in work" when it comes was broken off. Returns: how many were done.
    """
    with as_system("packages") as session:
        query = (
            select(PackageTask.id, PackageTask.state).where(PackageTask.state.in_(UNDER_WAY)).order_by(PackageTask.id)
        )
        rows = session.execute(query).all()
    for row in rows:
        goes_on = True
        if row.state == "waiting":
            goes_on = apart(row.id)
        fail(row.id, BROKEN_OFF)
        if not goes_on:
            break
    with as_system("packages") as session:
        ids = [row.id for row in rows]
        done = select(func.count(PackageTask.id)).where(PackageTask.id.in_(ids), PackageTask.state == "done")
        return session.scalar(done) or 0


def carry_out(task_id: int, require_worker: Callable[[], None] = lambda: None) -> bool:
    """Do what was asked, as who asked. `require_worker` ends this process when nobody waits for it any more.

    Returns: whether it was done; if not, the task says why. Raises: Conflict when it is carried out already, NotFound.
    """
    with unit_of_work() as session:
        task = _task(session, task_id)
        if task.state != "waiting":
            raise Conflict("这次导入正在处理，请等它完成")
        task.state, task.begun_at = "working", clock.now()
        records.stamp(task)
        session.flush()
        code, act, wanted, username = task.package.code, task.act, task.wanted, task.account
    try:
        person = accounts.person_by_name(house_session(), username)
        if person is None:
            raise NotAllowed(MAY_NOT)
        with acting_as(person):
            _carry_out(code, act, wanted, person, _Told(task_id, require_worker))
    except Problem as refused:
        _fail(task_id, refused)
        return False
    except Exception as broken:  # noqa: BLE001 - whatever it is, the page must say that nothing was written
        log.error("package task %s was not done: %s", task_id, place(broken))
        fail(task_id, OTHERWISE)
        return False
    except BaseException:  # told to stop
        fail(task_id, BROKEN_OFF)
        raise
    return True


def _carry_out(code: str, act: str, wanted: dict[str, Any], person: Person, watch: Watch) -> None:
    """Raises: Problem."""
    row = imports.own(house_session(), code)
    verb = "bring_in" if act == "apply" else "take_over" if in_force(house_session(), row) else "undo"
    if not permissions.may(person.roles, "console:package", verb):
        raise NotAllowed(MAY_NOT)
    if act == "apply":
        imports.apply(code, wanted["ticks"], seen=wanted["seen"], taking_over=wanted["taking_over"], watch=watch)
    else:
        imports.undo(code, watch)


class _Told(Watch):
    """Keeps how far it is in the row of the task, by short writes of its own; the end in the act's transaction."""

    def __init__(self, task_id: int, require_worker: Callable[[], None]) -> None:
        self.task_id, self.require_worker = task_id, require_worker
        self.name, self.done, self.total, self.told_at = "", 0, 0, 0.0

    def phase(self, name: str, total: int = 0) -> None:
        self.name, self.done, self.total = name, 0, total
        self._tell()

    def one(self) -> None:
        self.done += 1
        if time.monotonic() - self.told_at > EVERY_SO_OFTEN:
            self._tell()

    def _tell(self) -> None:
        self.require_worker()
        with short_write() as session:
            task = _task(session, self.task_id)
            _require_working(task)
            task.phase, task.done, task.total = self.name, self.done, self.total
        self.told_at = time.monotonic()

    def settle(self, session: HouseSession) -> None:
        self.require_worker()
        task = _task(session, self.task_id)
        _require_working(task)  # given up meanwhile: its process was believed to be dead
        task.state, task.done, task.finished_at = "done", task.total, clock.now()
        records.stamp(task)
        session.flush()


def _require_working(task: PackageTask) -> None:
    if task.state != "working":
        raise Conflict(BROKEN_OFF)


def fail(task_id: int, msgid: str) -> None:
    """Say why it was not done, unless it is, or was told already."""
    _fail(task_id, Problem(msgid))


def _fail(task_id: int, refused: Problem) -> None:
    found = getattr(refused, "fields", {}) or {"": Verdict(refused.message, refused.parameters)}
    kept = {name: {"msgid": one.msgid, "params": _plain(one)} for name, one in found.items()}
    house_session().rollback()
    with unit_of_work() as session:
        task = _task(session, task_id)
        if task.state in UNDER_WAY:
            task.state, task.fault, task.finished_at = "failed", kept, clock.now()
            records.stamp(task)
            session.flush()
            result = "denied" if isinstance(refused, NotAllowed) else "failed"
            audit.record(session, ACTS[task.act], "package", task.package.code, {"objects": task.total}, result=result)


def _plain(one: Verdict) -> dict[str, str | int]:
    """The parameters as they can be kept: a sentence within the sentence in Chinese."""
    return {name: value if isinstance(value, int) else str(value) for name, value in one.params.items()}


def _task(session: HouseSession, task_id: int) -> PackageTask:
    query = select(PackageTask).options(undefer(PackageTask.wanted)).where(PackageTask.id == task_id)
    task: PackageTask | None = session.scalar(query.with_for_update())
    if task is None:
        raise NotFound("没有这次导入")
    return task
