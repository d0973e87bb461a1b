"""Writers in processes of their own, as several workers of a server are: each with its own app on the same database."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from random import Random
from typing import Any

from appcore.settings import Settings

WRITERS = 8


@dataclass(frozen=True)
class Wrote:
    """What one writer did: numbers it committed, how often it rolled back, its errors, its longest transaction in seconds."""

    numbers: tuple[str, ...]
    undone: int
    errors: tuple[str, ...]
    longest: float


class Undo(Exception):
    """Ends a transaction so that nothing of it is kept."""


def run(settings: Settings, work: Callable[..., Wrote], times: int) -> list[Wrote]:
    """The same work by eight processes at once. `work` gets settings, the writer's number and how many times."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["app", "tests.casework.crowd"])
    with ProcessPoolExecutor(WRITERS, mp_context=context) as pool:
        started = [pool.submit(work, asdict(settings), writer, times) for writer in range(WRITERS)]
        return [one.result(timeout=300) for one in started]


def draw_numbers(settings: dict[str, Any], writer: int, times: int) -> Wrote:
    """Case numbers in transactions of which one in ten is rolled back; each committed with a plain case row."""
    from appcore.casework import numbering
    from appcore.transaction import unit_of_work
    from tests.people import LINGXI_HALL, at, keep, plain_case

    day = at("2026-03-02T09:00").date()

    def once(draw: Random) -> str:
        with unit_of_work() as session:
            number = numbering.case_number(session, LINGXI_HALL, day)
            keep(plain_case(number, LINGXI_HALL))
            if draw.random() < 0.1:
                raise Undo
        return number

    return _many(settings, writer, times, once)


def take_cases(settings: dict[str, Any], writer: int, times: int) -> Wrote:
    """Whole cases through the counter's service."""
    from appcore.casework import intake
    from tests.casework.counter_forms import INSTANT, form

    def once(draw: Random) -> str:
        return intake.accept(form(INSTANT, draw.randint(1, 500), key=f"{writer}-{draw.random()}")).number

    return _many(settings, writer, times, once)


def _many(settings: dict[str, Any], writer: int, times: int, once: Callable[[Random], str]) -> Wrote:
    from app import create_app
    from appcore.access.principal import System, acting_as
    from models.db import db

    app = create_app(Settings(**settings))
    draw = Random(writer)
    numbers, errors, undone, longest = [], [], 0, 0.0
    with app.app_context(), acting_as(System("tests")):
        for _ in range(times):
            began = time.monotonic()
            try:
                numbers.append(once(draw))
            except Undo:
                undone += 1
            except Exception as fault:  # noqa: BLE001 - whatever it is, the test tells of it
                errors.append(repr(fault))
            longest = max(longest, time.monotonic() - began)
            db.session.rollback()
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    return Wrote(tuple(numbers), undone, tuple(errors), longest)
