"""The lane of booklets: gives up what was broken off, then makes what waits, oldest first.

Small ones are made here; a large one by a process of its own, handed in as `large`: it takes minutes and memory, which a web
worker must not lose.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import select

from appcore import clock
from appcore.access.scope import as_system
from appcore.catalogue.booklets import faults, making
from appcore.catalogue.booklets.content import estimated_pages
from appcore.catalogue.booklets.making import NotMade, Renderer
from appcore.errors import Conflict
from models.booklet import Booklet

STALE = timedelta(minutes=15)
"""A small one that has been in the making for longer was broken off with its request."""


def work(render: Callable[[str], Renderer], large: Callable[[str], bool]) -> int:
    """Make what waits. The lane has one worker, so a large one that is "in the making" when it comes was broken off.

    `large` makes one by its code, and says whether to go on. Returns: how many were made.
    """
    with as_system("booklets") as session:
        query = select(Booklet.code, Booklet.format, Booklet.state, Booklet.begun_at, Booklet.kind, Booklet.items)
        rows = session.execute(query.where(Booklet.state.in_(("waiting", "making"))).order_by(Booklet.id)).all()
    before = _made([row.code for row in rows])
    for row in rows:
        is_small = estimated_pages(row.kind, row.items) <= making.AT_ONCE
        if row.state == "making":
            if not is_small or row.begun_at is None or row.begun_at < clock.now() - STALE:
                making.fail(row.code, faults.BROKEN_OFF)
        elif is_small:
            with suppress(Conflict, NotMade):  # somebody makes it already; or the row says why
                making.make(row.code, render(row.format))
        else:
            goes_on = large(row.code)
            making.fail(row.code, faults.BROKEN_OFF, waiting=goes_on)
            if not goes_on:
                break
    return _made([row.code for row in rows]) - before


def _made(codes: list[str]) -> int:
    with as_system("booklets") as session:
        return len(list(session.scalars(select(Booklet.id).where(Booklet.code.in_(codes), Booklet.state == "done"))))
