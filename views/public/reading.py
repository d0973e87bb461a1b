"""The read-only session of a public request, and what one public site keeps in memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from flask import Flask, current_app, g
from sqlalchemy import Engine, create_engine

from appcore.catalogue.guides import Definitions
from appcore.catalogue.published import Published, Shelf
from appcore.settings import Settings
from models.db import ReadSession, engine_options, prepare

MOST_PAGES = 300


class Pages:
    """Ready pages by their tag, the least used forgotten."""

    def __init__(self, most: int = MOST_PAGES) -> None:
        self.most = most
        self._lock = Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def get(self, tag: str) -> bytes | None:
        with self._lock:
            if tag in self._kept:
                self._kept.move_to_end(tag)
            return self._kept.get(tag)

    def keep(self, tag: str, body: bytes) -> None:
        with self._lock:
            self._kept[tag] = body
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)


@dataclass(slots=True)
class PublicSite:
    """One app's public surface: its engine, which can write nothing, and its caches. `build` names code and templates."""

    engine: Engine
    build: str
    shelf: Shelf = field(default_factory=Shelf)
    definitions: Definitions = field(default_factory=Definitions)
    pages: Pages = field(default_factory=Pages)


def open_engine(settings: Settings) -> Engine:
    """The engine of public reads: the replica where there is one, else the database, read only in any case."""
    url = settings.replica_url or settings.url
    engine = create_engine(url, **engine_options(url))
    prepare(engine, read_only=True)
    return engine


def install(app: Flask, build: str) -> None:
    engine = open_engine(app.extensions["settings"])
    app.extensions["public_site"] = PublicSite(engine, build)
    app.extensions.setdefault("read_engines", []).append(engine)  # whoever swaps the database closes these too
    app.teardown_request(close)


def the_site() -> PublicSite:
    """The public surface of this app."""
    site: PublicSite = current_app.extensions["public_site"]
    return site


def reading() -> ReadSession:
    """The session of this request, opened when first asked for."""
    if "public_session" not in g:
        g.public_session = ReadSession(the_site().engine, autoflush=False)
    session: ReadSession = g.public_session
    return session


def close(_error: BaseException | None) -> None:
    session = g.pop("public_session", None)
    if session is not None:
        session.close()


def catalogue() -> Published:
    """The published catalogue as this request sees it."""
    return the_site().shelf.current(reading())
