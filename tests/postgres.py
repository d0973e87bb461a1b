"""A private PostgreSQL for the tests: found, started, filled with databases, and gone when the tests are.

Use from a test session: `postgres.server().create_database("one", template="seeded")`. Use from a shell, so that all
workers of a run share one server: `python -m tests.postgres pytest -n logical …`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests import postgres_process

SHARED = "BANSHITAI_TEST_POSTGRES"
"""Environment variable: socket folder of a server that somebody else started and will stop."""


class NoPostgres(RuntimeError):
    """PostgreSQL cannot be had here; the message says why in a sentence."""


@dataclass(frozen=True)
class Server:
    """A running server that listens on a Unix socket only and trusts whoever reaches it."""

    socket_folder: str

    @property
    def admin_url(self) -> str:
        """SQLAlchemy address of the maintenance database."""
        return self.url("postgres")

    def url(self, name: str) -> str:
        """SQLAlchemy address of a database on this server."""
        return f"postgresql+psycopg://postgres@/{quote(name)}?host={quote(self.socket_folder, safe='')}"

    def create_database(self, name: str, template: str | None = None) -> str:
        """Make a database, empty or as a copy of `template` (to which nobody may be connected); answers its address.

        Character classes are C.UTF-8: under plain C, pg_trgm finds no trigrams in Chinese.
        """
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        self._run(statement.format(sql.Identifier(name), sql.Identifier(template or "template0")))
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database with whoever is still connected to it; a database that is not there is no error."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def version(self) -> int:
        """The server's version as PostgreSQL counts it, 180006 for 18.6."""
        with psycopg.connect(host=self.socket_folder, user="postgres", dbname="postgres") as connection:
            return connection.info.server_version

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host=self.socket_folder, user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


_running: list[tuple[Server, Callable[[], None]]] = []


def server() -> Server:
    """The server of this test run; the first call starts it.

    Raises:
        NoPostgres: it cannot be found or does not start.
    """
    if folder := os.environ.get(SHARED):
        return Server(folder)
    if not _running:
        try:
            folder, end = postgres_process.start()
        except (OSError, LookupError, subprocess.SubprocessError, TimeoutError) as problem:
            raise NoPostgres(f"The tests need PostgreSQL and could not start one: {problem}") from problem
        _running.append((Server(folder), end))
    return _running[0][0]


def stop() -> None:
    """Stop the server that this process started, if it did, and remove its files."""
    while _running:
        _, end = _running.pop()
        end()


def main(command: list[str]) -> int:
    """Run a command beside a server that its processes share; without a command, say which server there is."""
    try:
        running = server()
        if not command:
            print(f"PostgreSQL {running.version() // 10000} is there for the tests.")
            return 0
        return subprocess.run(command, env=os.environ | {SHARED: running.socket_folder}, check=False).returncode
    except NoPostgres as problem:
        print(problem, file=sys.stderr)
        return 2
    finally:
        stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
