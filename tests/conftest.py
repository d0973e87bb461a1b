"""Fixtures: the app on both stores, each test on its own copy of a small seeded county, and people to sign in as."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, Page, sync_playwright

from app import create_app
from appcore import schema_state
from appcore.access.principal import System, acting_as
from appcore.settings import Settings
from models.db import db
from seeds import small
from tests import chromium, postgres
from tests import served as served_by
from tests.acting import PASSWORD, Acting, acting_in, enter_by

# Property tests are judged by what they find, never by the clock of a busy machine.
hypothesis_settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("steady")

CHEAP = "scrypt:1024:8:1"
"""The passwords of the small county are hashed at a thirtieth of the cost: each test signs in, and few are about the hash."""
SECRETS: dict[str, Any] = {
    "secret_key": "1f2e3d4c5b6a79880a1b2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef",
    "field_key": "0f1e2d3c4b5a69788796a5b4c3d2e1f00011223344556677fedcba9876543210",
    "index_key": "a0b1c2d3e4f5061728394a5b6c7d8e9f00112233445566778899aabbccddeeff",
    "audit_key": "9a8b7c6d5e4f30211203f4e5d6c7b8a9ffeeddccbbaa99887766554433221100",
}


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """pytest-flask would keep one request context open over all clients, so that one person saw another's rows."""


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> str:
    """Each test of rows runs on both stores."""
    return str(request.param)


class House:
    """An app with a seeded database that is put back before each test."""

    def __init__(self, store: str, folder: Path) -> None:
        self.store, self.folder = store, folder
        self.kept: set[str] = set()
        self.name = f"t_{os.getpid()}"
        self.server = postgres.server() if store == "postgres" else None
        url = self.server.create_database(self.name) if self.server else f"sqlite:///{folder / 'house.db'}"
        self.settings = Settings(
            **SECRETS,
            database_url=url,
            instance=str(folder),
            demo=True,
            secure_cookies=False,
            hosts="localhost,127.0.0.1",
            sign_in_limit="",  # the sweeps ask thousands of times a minute; tests of the limits set their own
            search_limit="",
            lookup_limit="",
            webhook_hosts="hooks.test,127.0.0.1",
        )
        self.app = create_app(self.settings)
        self.app.config["WTF_CSRF_ENABLED"] = False
        with self.app.app_context():
            schema_state.migrate()
            with acting_as(System("tests")):
                small.load(password=PASSWORD, method=CHEAP)
            db.session.remove()
        self.keep()

    def keep(self, name: str = "kept") -> None:
        """Remember the database as it is now, under a name."""
        self._dispose()
        self.kept.add(name)
        self._copy(self.settings.seal_path, self.folder / f"{name}.seals")
        if self.server:
            self.server.drop_database(f"{self.name}_{name}")
            self.server.create_database(f"{self.name}_{name}", template=self.name)
        else:
            shutil.copy(self.folder / "house.db", self.folder / f"{name}.db")

    def restore(self, name: str = "kept") -> None:
        """Put the database back as it was seeded, or as it was kept under a name, with the seals of that time."""
        self._dispose()
        self._copy(self.folder / f"{name}.seals", self.settings.seal_path)
        if self.server:
            self.server.drop_database(self.name)
            self.server.create_database(self.name, template=f"{self.name}_{name}")
        else:
            for end in ("-wal", "-shm"):
                (self.folder / f"house.db{end}").unlink(missing_ok=True)
            shutil.copy(self.folder / f"{name}.db", self.folder / "house.db")

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        """A file as it is, or its absence."""
        target.unlink(missing_ok=True)
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)

    def _dispose(self) -> None:
        with self.app.app_context():
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()
        for engine in self.app.extensions.get("read_engines", ()):
            engine.dispose()

    def close(self) -> None:
        self._dispose()
        if self.server:
            for name in (self.name, *(f"{self.name}_{kept}" for kept in self.kept)):
                self.server.drop_database(name)


@pytest.fixture(scope="session")
def house(store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    built = House(store, tmp_path_factory.mktemp(f"house-{store}"))
    yield built
    built.close()


@pytest.fixture
def app(house: House) -> Flask:
    """The app, its database as it was seeded."""
    house.restore()
    return house.app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor who has not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], FlaskClient]:
    """A client signed in as one of the demo accounts."""
    return enter_by(app)


@pytest.fixture
def acting(app: Flask) -> Acting:
    """`with acting("lingxi_clerk"):` — an app context in which this person acts; System without a name."""
    return acting_in(app)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One chromium for the browser tests of a worker."""
    with sync_playwright() as playwright:
        started = chromium.launch(playwright)
        yield started
        started.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """An empty page without a server."""
    context = browser.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the product, served from a small county of its own."""
    with served_by.serving(tmp_path_factory.mktemp("served"), SECRETS, PASSWORD) as address:
        yield address
