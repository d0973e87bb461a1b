"""A form sent twice is one case: its key is kept with the answer in the transaction that made the case (R33, R34)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from appcore import clock
from appcore.access import privacy
from appcore.access.principal import Person, current
from appcore.casework.application import Application
from appcore.errors import Conflict
from models.db import HouseSession
from models.numbering import IdempotencyKey

_table = cast(Table, IdempotencyKey.__table__)
USED = "这张表单已经用于另一次提交，请重新打开收件页面"


def fingerprint(handed_in: Application) -> str:
    """A keyed hash over everything the form holds but its key; an unkeyed one would give away the identity number."""
    content = asdict(handed_in)
    content.pop("key")
    return privacy.fingerprint_of(json.dumps(content, sort_keys=True, default=list))


def answer(session: HouseSession, handed_in: Application) -> str | None:
    """What the same form got before, or None when it is new.

    Raises: Conflict when the key was used for other content or by another account.
    """
    if not handed_in.key:
        return None
    kept = session.scalar(select(IdempotencyKey).where(IdempotencyKey.key == handed_in.key))
    if kept is None:
        return None
    if kept.account_id != _account() or kept.request_hash != fingerprint(handed_in):
        raise Conflict(USED)
    return kept.location


def claim(session: HouseSession, handed_in: Application) -> str | None:
    """Within the unit of work, first of all: take the form's key. A second writer waits here for the first.

    Returns: what the first writer answered, or None when the key is ours now. Raises: Conflict as `answer`.
    """
    if not handed_in.key:
        return None
    connection = session.connection()
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    values = {
        "account_id": _account(), "key": handed_in.key, "request_hash": fingerprint(handed_in), "status": 201,
        "location": "", "at": clock.now(),
    }  # fmt: skip
    taken = connection.execute(
        make(_table).values(**values).on_conflict_do_nothing(index_elements=[_table.c.key]).returning(_table.c.id)
    ).first()
    return None if taken is not None else answer(session, handed_in)


def keep(session: HouseSession, handed_in: Application, location: str) -> None:
    """Within the unit of work, last of all: remember the answer beside the key."""
    if handed_in.key:
        session.connection().execute(update(_table).where(_table.c.key == handed_in.key).values(location=location))


def _account() -> int:
    who = current()
    return who.account_id if isinstance(who, Person) else 0
