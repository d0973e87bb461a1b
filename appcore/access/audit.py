"""The audit trail: buffered during a unit of work, chained at its end by a keyed hash, in the same transaction.

The key is kept outside the database. HMAC-SM3 over the entry as it is stored and the previous hash (`audit_digest`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from flask import current_app
from sqlalchemy import Table, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from appcore import clock, many_rows
from appcore.access import audit_digest
from appcore.access.origin import origin
from appcore.access.principal import Person, current
from models.audit import FORM, AuditEntry, AuditHead
from models.db import HouseSession, db

START = "0" * 64
_entries = cast(Table, AuditEntry.__table__)
_heads = cast(Table, AuditHead.__table__)


def record(
    session: Session, act: str, noun: str, row_key: str, changes: Mapping[str, Any] | None = None, result: str = "done"
) -> None:
    """Add what was done to the unit of work at hand; `changes` hold no personal value in clear.

    `result`: done, denied (may not), failed (tried and did not succeed).

    Raises: RuntimeError outside a unit of work.
    """
    if not session.info.get("writing"):
        raise RuntimeError("an audit entry belongs into a unit of work")
    session.info.setdefault("audit", []).append(_entry(act, noun, row_key, result, changes))


def note(act: str, noun: str, row_key: str, result: str = "done", changes: Mapping[str, Any] | None = None) -> None:
    """Write one entry in a short transaction of its own: what a GET or a refused POST leaves behind."""
    with HouseSession(db, autoflush=False) as session:
        try:
            session.connection(execution_options={"writing": True})
            session.info["writing"] = True
            session.info["audit"] = [_entry(act, noun, row_key, result, changes)]
            chain(session)
            session.commit()
        except BaseException:
            session.rollback()  # closing alone would give back a connection whose COMMIT failed with its transaction open
            raise


def _entry(act: str, noun: str, row_key: str, result: str, changes: Mapping[str, Any] | None) -> tuple[Any, ...]:
    """What is buffered: who and when are those of the act, not of the commit that may come later."""
    return current(), clock.now(), act, noun, row_key, result, dict(changes or {})


def forget(session: Session) -> None:
    session.info.pop("audit", None)


def chain(session: Session) -> None:
    """Number, hash and insert the buffered entries at the end of the county's chain."""
    buffered = session.info.pop("audit", [])
    if not buffered:
        return
    connection = session.connection()
    settings = current_app.extensions["settings"]
    county, keyed = settings.county, audit_digest.Keyed(settings.audit_key)
    sequence, previous = _lock_head(connection, county)
    rows = []
    for row_id, entry in zip(_ids(connection, len(buffered)), _described(county, buffered), strict=True):
        sequence += 1
        entry |= {"form": FORM, "id": row_id, "sequence": sequence, "previous_hash": previous}
        entry["entry_hash"] = previous = keyed.hash(_text(entry))
        rows.append(entry)
    many_rows.add(connection, _entries, rows)
    connection.execute(
        update(_heads).where(_heads.c.county_code == county).values(sequence=sequence, entry_hash=previous)
    )


def _text(entry: Mapping[str, Any]) -> str:
    stored = {
        **entry,
        "at": audit_digest.stored_time(entry["at"]),
        "changes": audit_digest.stored_changes(entry["changes"]),
    }
    said = audit_digest.text_of(stored)
    if said is None:
        raise RuntimeError("an audit entry holds what the trail cannot prove later")
    return said


def _lock_head(connection: Any, county: str) -> tuple[int, str]:
    """The end of the chain, held until this transaction ends. The first entry of a county makes its head."""
    held = select(_heads.c.sequence, _heads.c.entry_hash).where(_heads.c.county_code == county).with_for_update()
    row = connection.execute(held).one_or_none()
    if row is None:
        make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        first = make(_heads).values(county_code=county, sequence=0, entry_hash=START).on_conflict_do_nothing()
        connection.execute(first)
        row = connection.execute(held).one()
    return row.sequence, row.entry_hash


def _ids(connection: Any, count: int) -> list[int]:
    """The ids of the next entries, known before they are hashed. On SQLite the write lock is held already."""
    if connection.dialect.name == "sqlite":
        last = connection.execute(select(func.max(_entries.c.id))).scalar() or 0
        return list(range(last + 1, last + count + 1))
    drawn = "SELECT nextval(pg_get_serial_sequence('audit_entry', 'id')) FROM generate_series(1, :count)"
    return list(connection.execute(text(drawn), {"count": count}).scalars())


def _described(county: str, buffered: Iterable[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    where = origin()
    for who, at, act, noun, row_key, result, changes in buffered:
        roles = ",".join(sorted(who.roles)) if isinstance(who, Person) else type(who).__name__.lower()
        yield {
            "county_code": county,
            "at": at.replace(microsecond=0),
            "account": who.username,
            "actor": one_line(who.label),
            "roles": roles,
            "address": where.address,
            "request_id": where.request_id,
            "act": str(act),
            "noun": str(noun),  # a table's name is a kind of text of its own, and only plain text is hashed
            "row_key": one_line(row_key),
            "result": result,
            "changes": json.loads(json.dumps(changes, ensure_ascii=False, default=str)) if changes else {},
        }


def one_line(typed: str, most: int = 80) -> str:
    """A text as one line of a log: what does not print is written out (`\\n`, `\\x1b`, `\\u202e`)."""
    if typed.isprintable():
        return typed[:most]
    said = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in typed)
    return said[:most]
