"""自定义字段: own fields of halls, windows, staff and departments; one entry of a book of that subject for each row.

An entry stands where its row stands, and goes with it when the row has moved and the entry is written again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from appcore import clock, records
from appcore.access import audit
from appcore.access.principal import System, acting_as
from appcore.definition.register import RegisterDefinition
from appcore.errors import Conflict, NotFound
from appcore.lookups import HouseLookup
from appcore.registers import books, entries
from appcore.registers.entries import Raw
from appcore.transaction import CHANGED, unit_of_work
from models.db import HouseSession, house_session
from models.organisation import Department
from models.place import Hall
from models.register import Register, RegisterEntry
from models.staff import Staff
from models.window import Window

KEYED_BY: dict[type[Any], tuple[str, str]] = {
    Hall: ("hall", "code"), Window: ("window", "id"), Staff: ("staff", "staff_number"), Department: ("department", "code"),
}  # fmt: skip
"""Class of row to the subject of its books, and the column whose value is an entry's `subject_key`."""


@dataclass(frozen=True, slots=True)
class OwnFields:
    """One book of own fields at one row: what is asked, what was entered (None: nothing yet), and whether it may be changed."""

    code: str
    definition: RegisterDefinition
    entry: RegisterEntry | None
    may_write: bool


def key_of(row: Any) -> str:
    """The `subject_key` of a row."""
    return str(getattr(row, KEYED_BY[type(row)][1]))


def of_row(session: HouseSession, row: Any) -> list[OwnFields]:
    """The own fields of a row, one for each book that the person at work reads; none for rows of other classes."""
    if type(row) not in KEYED_BY:
        return []
    subject = KEYED_BY[type(row)][0]
    found = []
    for book in session.scalars(select(Register).where(Register.subject == subject).order_by(Register.id)).all():
        newest = books.in_use(session, book.code)
        if newest is None or not books.may(session, book.code, "read"):
            continue
        entry = _entry(session, book.code, key_of(row))
        writes = books.is_open(book) and books.may(session, book.code, "write")
        if entry is not None or books.is_open(book):
            found.append(OwnFields(book.code, newest[1], entry, writes))
    return found


def save(code: str, row: Any, *, raw: Raw, version: int) -> None:
    """Keep the own fields of a row under the version of the book in use; `version` 0: there were none yet.

    Raises: NotFound, NotAllowed, Conflict, Refused with a sentence for each field.
    """
    session = house_session()
    model, row_id = type(row), row.id
    number, definition = entries.open_book(session, code)
    if definition.subject != KEYED_BY[model][0]:
        raise NotFound("没有这本台账")
    values = entries.checked(session, definition, raw, {})
    with unit_of_work(session):
        row = session.get(model, row_id)
        if row is None:
            raise NotFound("没有这条记录")
        entry = _entry(session, code, key_of(row))
        if (entry.version if entry is not None else 0) != version:
            raise Conflict(CHANGED)
        entry = entry or _left_behind(session, code, row)
        before = entries.read(entry) if entry is not None else {}
        was = entries.definition_of(session, entry) if entry is not None else definition
        kept = entry or RegisterEntry(register_code=code, subject_key=key_of(row), state="kept")
        today = clock.local_today()
        kept.version_number, kept.day, kept.year = number, today, today.year
        kept.region_code, kept.hall_code, kept.department_code = place_of(row)
        entries.fill(kept, definition, values, HouseLookup(session))
        records.stamp(kept, new=entry is None)
        session.add(kept)
        session.flush()
        sealed = books.sealed_keys(session, code)
        changed = entries.changes(definition, before, values, HouseLookup(session), was=was, sealed=sealed)
        facts = {**changed, "register": definition.name, "number": kept.subject_key}
        audit.record(session, "own_fields_kept", "register_entry", str(kept.id), facts)


def _entry(session: HouseSession, code: str, key: str) -> RegisterEntry | None:
    return session.scalar(
        select(RegisterEntry).where(RegisterEntry.register_code == code, RegisterEntry.subject_key == key)
    )


def _left_behind(session: HouseSession, code: str, row: Any) -> RegisterEntry | None:
    """The entry of a row that has moved, still where the row was and out of sight: brought after it, to be written anew."""
    with acting_as(System("own fields go with their row")):
        entry = _entry(session, code, key_of(row))
        if entry is not None:
            entry.region_code, entry.hall_code, entry.department_code = place_of(row)
            session.flush()
    return entry


def place_of(row: Any) -> tuple[str, str | None, str | None]:
    """Region, hall and department of a row."""
    if isinstance(row, Hall):
        return row.region_code, row.code, None
    if isinstance(row, Department):
        return row.owner_code, None, row.code
    return row.region_code, row.hall_code, row.department_code
