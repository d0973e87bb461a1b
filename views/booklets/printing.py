"""Which renderer sets which format, and the job that makes what is too large for one request."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from appcore import work
from appcore.catalogue.booklets import making
from appcore.catalogue.booklets.making import Renderer
from views.booklets import pdf, word

EVERY = timedelta(0)
"""At each look of the worker: whoever waits for a booklet waits for it alone."""
RENDERERS: dict[str, Renderer] = {"pdf": pdf.render, "docx": word.render}


def install(app: Flask) -> None:
    work.register(app, work.Job("booklets", EVERY, run))


def run() -> int:
    """Make what waits. Returns: how many were made."""
    return making.work(RENDERERS.__getitem__)
