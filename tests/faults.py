"""A database that fails at a chosen statement of a transaction that writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event


class Broken(Exception):
    """The fault that was planted."""


@contextmanager
def failing_after(engine: Engine, statement: int) -> Iterator[list[str]]:
    """Within the block, the n-th statement of a writing transaction (1 first) is executed and then fails; 0 fails the commit.

    Hands out the statements that were run.
    """
    run: list[str] = []

    def after(connection: Connection, _cursor: Any, text: str, *_rest: Any) -> None:
        if connection.get_execution_options().get("writing"):
            run.append(text)
            if len(run) == statement:
                raise Broken(text)

    def at_commit(_connection: Connection) -> None:
        if statement == 0:
            raise Broken("COMMIT")

    event.listen(engine, "after_cursor_execute", after)
    event.listen(engine, "commit", at_commit)
    try:
        yield run
    finally:
        event.remove(engine, "after_cursor_execute", after)
        event.remove(engine, "commit", at_commit)
