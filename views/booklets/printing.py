"""Which renderer sets which format, and the jobs: making what is too large for one request, and clearing old files.

A large booklet is made by a process of its own, in a lane of its own: pages, seals and messages do not wait for it, and the
memory that it took goes back with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from appcore import apart, work
from appcore.access.principal import System, acting_as
from appcore.catalogue.booklets import keeping, lane, making
from appcore.catalogue.booklets.making import Made, NotMade, Progress, Renderer
from appcore.catalogue.booklets.model import Content
from appcore.errors import Problem
from models.booklet import Booklet
from models.db import house_session
from views.booklets import excel, pdf, word

LANE = "booklets"
EVERY = timedelta(0)
"""At each look of the worker: whoever waits for a booklet waits for it alone."""
CLEARED_EVERY = timedelta(hours=6)
PATIENCE = timedelta(hours=3)
"""After which a process that makes one booklet is taken to hang."""
RENDERERS: dict[str, Renderer] = {"pdf": pdf.render, "docx": word.render, "xlsx": excel.render}
booklets_group = AppGroup("booklets", help="汇编与手册: booklets of the catalogue.")


def install(app: Flask) -> None:
    app.cli.add_command(booklets_group)
    work.register(
        app, work.Job("booklets", EVERY, run, lane=LANE), work.Job("booklet files", CLEARED_EVERY, keeping.clear)
    )


def run() -> int:
    """Make what waits. Returns: how many were made."""
    return lane.work(RENDERERS.__getitem__, _apart)


def _apart(code: str) -> bool:
    """Make one in a process of its own. Returns: whether to go on; not when the worker was told to stop."""
    return apart.run("booklets", "make", code, patience=PATIENCE)


@booklets_group.command("make")
@click.argument("code")
def make(code: str) -> None:
    """Make one booklet that waits, and end. Exit 1 when it could not be made; the list in the console says why."""
    os.nice(10)  # the pages of the hall come first
    require_parent = apart.as_child()
    with acting_as(System("booklets")):
        ending = house_session().scalar(select(Booklet.format).where(Booklet.code == code))
        house_session().rollback()
        if ending is None:
            raise click.ClickException(f"no booklet {code}")
        try:
            making.make(code, _with_parent(RENDERERS[ending], require_parent))
        except (Problem, NotMade) as broken:
            raise click.ClickException(f"booklet {code} was not made") from broken


def _with_parent(render: Renderer, require_parent: Callable[[], None]) -> Renderer:
    """The same, ended when the worker that began it is no more: the next one will take it as broken off."""

    def watched(content: Content, path: Path, progress: Progress) -> Made:
        def told(items: int) -> None:
            require_parent()
            progress(items)

        return render(content, path, told)

    return watched
