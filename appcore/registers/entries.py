"""登记: one line of a book is written, corrected or voided, each in one transaction with its audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from appcore import clock, counters, records
from appcore.access import audit, privacy
from appcore.access.principal import Person, current
from appcore.definition import entry_form
from appcore.definition.answers import from_json, to_json
from appcore.definition.conditions import Answer
from appcore.definition.kinds import kind_of
from appcore.definition.nesting import is_sealed, nested
from appcore.definition.register import RegisterDefinition
from appcore.definition.verdict import N_, Verdict
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.folding import fold
from appcore.lookups import HouseLookup
from appcore.registers import books
from appcore.transaction import CHANGED, unit_of_work
from models.db import HouseSession, house_session
from models.place import Hall
from models.register import Register, RegisterEntry, RegisterRight

Raw = Mapping[str, Sequence[str]]
"""A posted form: texts by the names of its controls."""
LONGEST_REASON = 300
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Written:
    """A line that was written: its row and its number on paper."""

    id: int
    number: str


def write(code: str, *, hall_code: str, day: date | None, raw: Raw, key: str = "") -> Written:
    """Write a line into a book of a hall. A form that is sent twice (the same `key`) is one line.

    Raises: NotFound, NotAllowed (the role does not write this book, a foreign hall), Refused with a sentence for each field,
    Conflict when the book is closed or the key was used for something else.
    """
    session = house_session()
    sent_before = _by_key(session, key)
    if sent_before is not None:
        return sent_before
    number, definition = _open_book(session, code)
    values = _checked(session, definition, raw, {"day": _fault_of_day(day)})
    with unit_of_work(session):
        sent_before = _by_key(session, key)
        if sent_before is not None:
            return sent_before
        book = books.by_code(session, code)
        hall = session.scalar(select(Hall).where(Hall.code == hall_code))
        if hall is None:
            raise Refused("请选择登记的服务中心", field="hall_code")
        if day is None:
            raise Refused("请填写日期", field="day")
        serial = counters.draw(session, f"register:{code}:{hall_code}:{day.year}")
        row = RegisterEntry(
            register_code=code,
            version_number=number,
            year=day.year,
            serial=serial,
            number=f"{definition.prefix or book.name[:4]}〔{day.year}〕{serial:04d}号",
            day=day,
            hall_code=hall_code,
            region_code=hall.region_code,
            department_code=None,
            state="kept",
        )
        if key:
            row.row_uid = key
        _fill(row, definition, values)
        records.stamp(row, new=True)
        session.add(row)
        session.flush()
        audit.record(session, "registered", "register_entry", str(row.id), {"register": code, "number": row.number})
        return Written(row.id, row.number or "")


def correct(entry_id: int, *, raw: Raw, day: date | None, reason: str, version: int) -> None:
    """Mend a line under the version of the book that it was written under; before and after stand in the trail.

    Raises: NotFound, NotAllowed, Conflict, Refused with a sentence for each field.
    """
    session = house_session()
    row = _entry(session, entry_id)
    definition = definition_of(session, row)
    values = _checked(session, definition, raw, {"day": _fault_of_day(day), "reason": _fault_of_reason(reason)})
    with unit_of_work(session):
        row = _entry(session, entry_id)
        _require_writer(session, row.register_code)
        if row.version != version or row.state != "kept":
            raise Conflict(CHANGED)
        if day is None or day.year != row.year:
            raise Refused("日期不能改到别的年份，请作废后重新登记", field="day")
        before = read(row)
        row.day = day
        _fill(row, definition, values)
        records.stamp(row)
        session.flush()
        changed = _changes(definition, before, values)
        facts = {"register": row.register_code, "number": row.number, "reason": reason.strip(), "changed": changed}
        audit.record(session, "corrected", "register_entry", str(row.id), facts)


def void(entry_id: int, *, reason: str, version: int) -> None:
    """Void a line: it keeps its number and stays readable, and counts in no figure.

    Raises: NotFound, NotAllowed, Conflict, Refused.
    """
    fault = _fault_of_reason(reason)
    if fault is not None:
        raise Refused("请写明原因", fields={"reason": fault})
    with unit_of_work() as session:
        row = _entry(session, entry_id)
        _require_writer(session, row.register_code)
        if row.version != version or row.state != "kept":
            raise Conflict(CHANGED)
        row.state, row.void_reason = "voided", reason.strip()
        records.stamp(row)
        session.flush()
        audit.record(
            session, "voided", "register_entry", str(row.id),
            {"register": row.register_code, "number": row.number, "reason": row.void_reason},
        )  # fmt: skip


def read(row: RegisterEntry) -> dict[str, Answer]:
    """All values of a line by the keys of their fields; whoever shows sensitive ones whole writes the read log."""
    return from_json({**row.entered, **privacy.get_answers(row)})


def definition_of(session: HouseSession, row: RegisterEntry) -> RegisterDefinition:
    """The version of its book that a line was written under."""
    return books.versions(session, row.register_code)[row.version_number]


def may_write(session: HouseSession, code: str) -> bool:
    """Whether a role of the person at work writes this book."""
    who = current()
    if not isinstance(who, Person):
        return True
    return session.scalar(
        select(RegisterRight.id)
        .where(
            RegisterRight.register_code == code,
            RegisterRight.power == "write",
            RegisterRight.role.in_(sorted(who.roles)),
        )
        .limit(1)
    ) is not None  # fmt: skip


def _open_book(session: HouseSession, code: str) -> tuple[int, RegisterDefinition]:
    book: Register = books.by_code(session, code)
    _require_writer(session, code)
    newest = books.in_use(session, code)
    if newest is None or not books.is_open(book):
        raise Conflict("这本台账没有启用，不能登记")
    return newest


def _require_writer(session: HouseSession, code: str) -> None:
    if not may_write(session, code):
        raise NotAllowed("您的岗位不登记这本台账")


def _checked(
    session: HouseSession, definition: RegisterDefinition, raw: Raw, others: Mapping[str, Verdict | None]
) -> dict[str, Answer]:
    entered = entry_form.validate(definition, raw, {}, HouseLookup(session))
    faults = {name: fault for name, fault in others.items() if fault is not None}
    faults |= {entry_form.form_name(key): fault for key, fault in entered.errors.items()}
    if faults:
        raise Refused("请按提示修改后再提交", fields=faults)
    return entered.values


def _fault_of_day(day: date | None) -> Verdict | None:
    if day is None:
        return Verdict(N_("请按“年-月-日”填写日期，例如 2026-01-31。"))
    if day > clock.local_today():
        return Verdict(N_("日期不能晚于今天。"))
    return Verdict(N_("日期太早，请核对。")) if day < EARLIEST else None


def _fault_of_reason(reason: str) -> Verdict | None:
    if not reason.strip():
        return Verdict(N_("请写明原因"))
    return Verdict(N_("不能超过%(most)s个字"), {"most": LONGEST_REASON}) if len(reason) > LONGEST_REASON else None


def _fill(row: RegisterEntry, definition: RegisterDefinition, values: Mapping[str, Answer]) -> None:
    clear, sensitive = entry_form.split_sensitive(definition, values)
    row.entered = to_json(clear)
    privacy.put_answers(row, to_json(sensitive))
    row.found_by = _found_by(definition, clear, row.number or "")


def _found_by(definition: RegisterDefinition, clear: Mapping[str, Answer], number: str) -> str:
    words = [number]
    for one in nested(definition.fields):
        if one.key in clear:
            words += kind_of(one.kind).search_terms(clear[one.key], one)
    return " ".join(fold(word) for word in words)[:2000]


def _changes(
    definition: RegisterDefinition, before: Mapping[str, Answer], after: Mapping[str, Answer]
) -> dict[str, list[Any]]:
    """What was changed, as the trail keeps it: values before and after, sensitive ones by their mask."""
    found = {}
    for one in nested(definition.fields):
        pair = [before.get(one.key), after.get(one.key)]
        if pair[0] != pair[1]:
            hidden = is_sealed(one)
            found[one.key] = [records.MASK if hidden and value is not None else _plain(value) for value in pair]
    return found


def _plain(value: Answer | None) -> Any:
    return None if value is None else to_json({"": value})[""]


def _entry(session: HouseSession, entry_id: int) -> RegisterEntry:
    row = session.get(RegisterEntry, entry_id)
    if row is None:
        raise NotFound("没有这条登记")
    return row


def _by_key(session: HouseSession, key: str) -> Written | None:
    """The line that this form made before.

    Raises: Conflict when somebody else's did.
    """
    if not key:
        return None
    row = session.scalar(select(RegisterEntry).where(RegisterEntry.row_uid == key))
    if row is None:
        return None
    if row.created_by != current().label[:80]:
        raise Conflict("这张表单已经用于另一次提交，请重新打开登记页面")
    return Written(row.id, row.number or "")
