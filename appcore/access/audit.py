"""The audit trail: buffered during a unit of work, chained at its end by a keyed hash, in the same transaction.

The key is kept outside the database. HMAC-SM3 over canonical JSON of the entry and the previous hash.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from cryptography.hazmat.primitives import hashes, hmac
from flask import current_app
from sqlalchemy import Table, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from appcore import clock
from appcore.access.origin import origin
from appcore.access.principal import Person, current
from models.audit import AuditEntry, AuditHead
from models.db import HouseSession, db

START = "0" * 64
_entries = cast(Table, AuditEntry.__table__)
_heads = cast(Table, AuditHead.__table__)


def record(session: Session, act: str, noun: str, row_key: str, changes: Mapping[str, Any] | None = None) -> None:
    """Add what was done to the unit of work at hand; `changes` hold no personal value in clear.

    Raises: RuntimeError outside a unit of work.
    """
    if not session.info.get("writing"):
        raise RuntimeError("an audit entry belongs into a unit of work")
    session.info.setdefault("audit", []).append(_entry(act, noun, row_key, "done", changes))


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
    county = current_app.extensions["settings"].county
    sequence, previous = _lock_head(connection, county)
    rows = []
    for entry in _described(county, buffered):
        sequence += 1
        entry |= {"sequence": sequence, "previous_hash": previous}
        entry["entry_hash"] = previous = digest(entry)
        rows.append(entry)
    connection.execute(insert(_entries), rows)
    connection.execute(
        update(_heads).where(_heads.c.county_code == county).values(sequence=sequence, entry_hash=previous)
    )


def _lock_head(connection: Any, county: str) -> tuple[int, str]:
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(make(_heads).values(county_code=county, sequence=0, entry_hash=START).on_conflict_do_nothing())
    row = connection.execute(
        select(_heads.c.sequence, _heads.c.entry_hash).where(_heads.c.county_code == county).with_for_update()
    ).one()
    return row.sequence, row.entry_hash


def _described(county: str, buffered: Iterable[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    where = origin()
    for who, at, act, noun, row_key, result, changes in buffered:
        roles = ",".join(sorted(who.roles)) if isinstance(who, Person) else type(who).__name__.lower()
        yield {
            "county_code": county,
            "at": at.replace(microsecond=0),
            "account": who.username,
            "actor": _one_line(who.label),
            "roles": roles,
            "address": where.address,
            "request_id": where.request_id,
            "act": act,
            "noun": noun,
            "row_key": _one_line(row_key),
            "result": result,
            "changes": json.loads(json.dumps(changes, ensure_ascii=False, default=str)),
        }


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)[:80]


def digest(entry: Mapping[str, Any]) -> str:
    """The keyed hash of an entry with its place in the chain."""
    content = {key: value for key, value in entry.items() if key not in ("entry_hash", "id")}
    content["at"] = entry["at"].isoformat()
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    keyed = hmac.HMAC(bytes.fromhex(current_app.extensions["settings"].audit_key), hashes.SM3())
    keyed.update(text.encode())
    return keyed.finalize().hex()


def first_bad_row(session: Session) -> tuple[int, str] | None:
    """Walk every chain: (sequence, what is wrong) of the first bad row, or None when all is whole."""
    expected: dict[str, tuple[int, str]] = {}
    for row in session.connection().execute(select(_entries).order_by(_entries.c.county_code, _entries.c.sequence)):
        entry = dict(row._mapping)
        sequence, previous = expected.get(entry["county_code"], (0, START))
        if entry["sequence"] != sequence + 1:
            return entry["sequence"], f"sequence {sequence + 1} is missing"
        if entry["previous_hash"] != previous or entry["entry_hash"] != digest(entry):
            return entry["sequence"], "the content does not match its hash"
        expected[entry["county_code"]] = (entry["sequence"], entry["entry_hash"])
    for head in session.connection().execute(select(_heads)):
        sequence, last = expected.get(head.county_code, (0, START))
        if (head.sequence, head.entry_hash) != (sequence, last):
            return sequence + 1, "the end of the chain was cut off"
    return None
