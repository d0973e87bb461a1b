"""What must run by itself: a registry of jobs with intervals, run by `flask work`, by a thread of one worker, or by a timer.

A lock in the instance folder lets one process work at a time; when each job last ran stands beside it, so that a thread, a
second worker and a timer do not run it twice. Switches by date need no job (decisions 9): they are derived at reading.
What takes minutes has a lane of its own, with its own lock and its own thread, so that seals and messages do not wait for it.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask

from appcore import clock
from appcore.access.principal import System, acting_as
from models.db import db

log = logging.getLogger("banshitai.work")
LOOK = 20.0
"""Seconds between looks for what is due, and for a lock that came free."""


class Stopped(RuntimeError):
    """A job could not be done; its words are the program's own and hold nothing that anybody typed."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be run every so often, in an app context, as the system; `at_close` also when the program stops.

    `lane`: the queue in which it waits for its turn; "" is the common one.
    """

    name: str
    every: timedelta
    run: Callable[[], object]
    at_close: bool = False
    lane: str = ""


def register(app: Flask, *jobs: Job) -> None:
    """Add jobs to an app; a job of the same name is replaced."""
    registry: dict[str, Job] = app.extensions.setdefault("jobs", {})
    registry.update({job.name: job for job in jobs})


def jobs(app: Flask) -> list[Job]:
    return list(app.extensions.get("jobs", {}).values())


def lanes(app: Flask) -> list[str]:
    """The lanes that there are jobs for, the common one first."""
    return ["", *sorted({job.lane for job in jobs(app)} - {""})]


def is_stopping(app: Flask) -> bool:
    """Whether the worker that runs here was told to stop: a job that takes minutes asks, and ends."""
    told: threading.Event | None = app.extensions.get("work_stopping")
    return told is not None and told.is_set()


def nudge(app: Flask, lane: str) -> None:
    """Let the worker of this process look into a lane now, because somebody waits; without one it is looked into in its time."""
    wakes: dict[str, threading.Event] = app.extensions.get("work_wakes", {})
    if lane in wakes:
        wakes[lane].set()


def run_due(app: Flask, lane: str = "") -> dict[str, str]:
    """Run what is due in a lane, if no other process is at it. Each job's name with what came of it: done or failed."""
    with _alone(app, lane) as is_ours:
        due = [job for job in jobs(app) if job.lane == lane and _is_due(app, job)] if is_ours else []
        return _run(app, due)


def close(app: Flask) -> dict[str, str]:
    """Run what is to be run when the program stops, whoever works."""
    return _run(app, [job for job in jobs(app) if job.at_close])


def _run(app: Flask, due: list[Job]) -> dict[str, str]:
    told = {}
    for job in due:
        with app.app_context(), acting_as(System(job.name)):
            try:
                job.run()
                told[job.name] = "done"
            except Exception as broken:  # noqa: BLE001 - one broken job must not stop the others
                # The words of an error may hold what somebody typed; its kind and place do not.
                log.error("job %s failed: %s", job.name, _kind(broken))
                told[job.name] = "failed"
            finally:
                db.session.remove()
        _note(app, job)
    return told


def _kind(broken: Exception) -> str:
    return str(broken) if isinstance(broken, Stopped) else type(broken).__name__


def _is_due(app: Flask, job: Job) -> bool:
    last = _times(app, job.lane).get(job.name)
    return last is None or clock.now() - datetime.fromisoformat(last) >= job.every


def _times(app: Flask, lane: str) -> dict[str, str]:
    path = _folder(app) / f"{_of(lane)}.json"
    try:
        found: dict[str, str] = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found


def _note(app: Flask, job: Job) -> None:
    """Written whole and put in place, so that a process killed meanwhile leaves the old or the new."""
    path = _folder(app) / f"{_of(job.lane)}.json"
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(_times(app, job.lane) | {job.name: clock.now().isoformat()}))
    fresh.replace(path)


def _of(lane: str) -> str:
    """What the files of a lane are called."""
    return f"work-{lane}" if lane else "work"


def _folder(app: Flask) -> Path:
    folder: Path = app.extensions["settings"].instance_dir
    return folder


@contextmanager
def _alone(app: Flask, lane: str = "") -> Iterator[bool]:
    """Whether this process may work now: the lock is the system's, so it goes with a process that is killed."""
    with (_folder(app) / f"{_of(lane)}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


class Worker(threading.Thread):
    """Looks for what is due until it is stopped; each web worker has one, and the lock lets one of them work."""

    def __init__(self, app: Flask) -> None:
        super().__init__(name="work", daemon=True)
        self.app, self.stopping = app, threading.Event()
        self.wakes = {lane: threading.Event() for lane in lanes(app)}
        self.others = [
            threading.Thread(target=self._look, args=(lane,), name=f"work-{lane}", daemon=True)
            for lane in lanes(app)[1:]
        ]
        app.extensions["work_stopping"], app.extensions["work_wakes"] = self.stopping, self.wakes

    def run(self) -> None:
        for one in self.others:
            one.start()
        self._look("")

    def _look(self, lane: str) -> None:
        while not self.stopping.is_set():
            self.wakes[lane].wait(LOOK)
            self.wakes[lane].clear()
            if not self.stopping.is_set():
                run_due(self.app, lane)

    def tell_to_stop(self) -> None:
        self.stopping.set()
        for one in self.wakes.values():
            one.set()

    def stop(self) -> None:
        """End the threads, wait for the jobs they are at, then run what belongs to the close."""
        self.tell_to_stop()
        for one in (self, *self.others):
            if one.is_alive():
                one.join()
        close(self.app)
        if self.app.extensions.get("work_stopping") is self.stopping:
            del (
                self.app.extensions["work_stopping"],
                self.app.extensions["work_wakes"],
            )  # who works here after it was not told to stop
