"""登记: one line of a book is written, corrected or voided, each in one transaction with its audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from appcore import clock, counters, records
from appcore.access import audit, privacy
from appcore.access.principal import current
from appcore.definition import entry_form
from appcore.definition.answers import from_json, to_json
from appcore.definition.conditions import Answer
from appcore.definition.item import Field
from appcore.definition.kinds import kind_of
from appcore.definition.nesting import TableField, is_sealed, nested
from appcore.definition.register import RegisterDefinition
from appcore.definition.schema import KEY_PATTERN
from appcore.definition.verdict import N_, Verdict
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.folding import fold
from appcore.lookups import HouseLookup
from appcore.registers import books
from appcore.transaction import CHANGED, unit_of_work
from models.db import HouseSession, house_session
from models.place import Hall
from models.register import RegisterEntry

Raw = Mapping[str, Sequence[str]]
"""A posted form: texts by the names of its controls."""
ENDED = "这本台账没有启用，不能登记"
LONGEST_REASON = 300
DAY = "日期"
"""What the trail calls the day of a line."""
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Written:
    """A line that was written: its row and its number on paper."""

    id: int
    number: str


def write(code: str, *, hall_code: str, day: date | None, raw: Raw, key: str = "", import_id: str = "") -> Written:
    """Write a line into a book of a hall. A form that is sent twice (the same `key`) is one line.

    Raises: NotFound, NotAllowed (the role does not write this book, a foreign hall), Refused with a sentence for each field,
    Conflict when the book is closed or the key was used for something else.
    """
    session = house_session()
    number, definition = open_book(session, code)
    if definition.subject != "book":
        raise NotFound("没有这本台账")
    values = checked(session, definition, raw, {"day": fault_of_day(day), "hall_code": _fault_of_hall(hall_code)})
    if day is None:
        raise LookupError("a day that passed its check")
    line = _Line(code, hall_code, day, values)
    sent_before = _by_key(session, key, line)
    if sent_before is not None:
        return sent_before
    try:
        with unit_of_work(session):
            row = _new_row(session, line, number, definition)
            row.row_uid, row.import_id = key or row.row_uid, import_id or None
            fill(row, definition, values, HouseLookup(session))
            _add(session, row, "registered")
            return Written(row.id, row.number or "")
    except Refused as clash:
        # The same form at the same moment: the first one holds, and the number that was drawn here was given back.
        sent_before = _by_key(session, key, line) if isinstance(clash.__cause__, IntegrityError) else None
        if sent_before is None:
            raise
        return sent_before


@dataclass(frozen=True, slots=True)
class _Line:
    """What a form says, for telling the same form from another one."""

    code: str
    hall_code: str
    day: date
    values: Mapping[str, Answer]


def _new_row(session: HouseSession, line: _Line, version: int, definition: RegisterDefinition) -> RegisterEntry:
    hall = session.scalar(select(Hall).where(Hall.code == line.hall_code))
    if hall is None:
        raise Refused("请选择登记的服务中心", field="hall_code")
    serial = counters.draw(session, f"register:{line.code}:{line.hall_code}:{line.day.year}")
    prefix = definition.prefix or definition.name[:4]
    return RegisterEntry(
        register_code=line.code, version_number=version, year=line.day.year, serial=serial, day=line.day,
        number=f"{prefix}〔{line.day.year}〕{serial:04d}号", hall_code=hall.code, region_code=hall.region_code, state="kept",
    )  # fmt: skip


def _add(session: HouseSession, row: RegisterEntry, act: str) -> None:
    records.stamp(row, new=True)
    session.add(row)
    session.flush()
    name = row.number or row.subject_key
    audit.record(session, act, "register_entry", str(row.id), {"register": row.register.name, "number": name})


def correct(entry_id: int, *, raw: Raw, day: date | None, reason: str, version: int) -> None:
    """Mend a line under the version of the book that it was written under; before and after stand in the trail.

    Raises: NotFound, NotAllowed, Conflict, Refused with a sentence for each field.
    """
    session = house_session()
    row = _entry(session, entry_id)
    definition = definition_of(session, row)
    values = checked(session, definition, raw, {"day": fault_of_day(day), "reason": _fault_of_reason(reason)})
    with unit_of_work(session):
        row = _entry(session, entry_id)
        _require_writer(session, row.register_code)
        if row.version != version or row.state != "kept":
            raise Conflict(CHANGED)
        if day is None or day.year != row.year:
            raise Refused("日期不能改到别的年份，请作废后重新登记", field="day")
        before, day_before = read(row), row.day
        row.day = day
        fill(row, definition, values, HouseLookup(session))
        records.stamp(row)
        session.flush()
        changed = changes(definition, before, values, HouseLookup(session))
        moved = {} if day == day_before else {DAY: [day_before.isoformat(), day.isoformat()]}
        facts = {**moved, **changed, "register": definition.name, "number": row.number, "reason": reason.strip()}
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
            {"register": row.register.name, "number": row.number, "reason": row.void_reason},
        )  # fmt: skip


def undo_import(code: str, import_id: str, *, reason: str) -> int:
    """Void, in one act, the lines of one imported sheet that still count and are as they came. Returns: how many.

    Raises: NotFound, NotAllowed, Refused.
    """
    fault = _fault_of_reason(reason)
    if fault is not None:
        raise Refused("请写明原因", fields={"reason": fault})
    with unit_of_work() as session:
        _require_writer(session, code)
        rows, corrected = of_import(session, code, import_id)
        if not rows:
            raise Refused("这次导入的登记都已更正过，请逐条作废") if corrected else NotFound("没有可以撤销的导入")
        for row in rows:
            row.state, row.void_reason = "voided", reason.strip()
            records.stamp(row)
        session.flush()
        facts = {
            "register": rows[0].register.name, "rows": len(rows), "still_valid": len(corrected), "reason": reason.strip(),
        }  # fmt: skip
        audit.record(session, "import_undone", "register_entry", import_id, facts)
        return len(rows)


def of_import(session: HouseSession, code: str, import_id: str) -> tuple[list[RegisterEntry], list[RegisterEntry]]:
    """The lines of one imported sheet that still count: those that are as they came, and those corrected since."""
    query = select(RegisterEntry).where(RegisterEntry.register_code == code, RegisterEntry.import_id == import_id)
    rows = session.scalars(query.where(RegisterEntry.state == "kept").order_by(RegisterEntry.id)).all()
    return [one for one in rows if one.version == 1], [one for one in rows if one.version > 1]


def read(row: RegisterEntry) -> dict[str, Answer]:
    """All values of a line by the keys of their fields; whoever shows sensitive ones whole writes the read log."""
    return from_json({**row.entered, **privacy.get_answers(row)})


def read_as(session: HouseSession, row: RegisterEntry, definition: RegisterDefinition) -> dict[str, Answer]:
    """The values of a line as the form of a later version takes them; what does not fit there is left out.

    What was sealed goes into no field that stands in clear.
    """
    asked = {one.key: one for one in nested(definition_of(session, row).fields)}
    values, lookup = read(row), HouseLookup(session)
    taken = {
        one.key: _fitting(asked[one.key], one, values[one.key], lookup)
        for one in nested(definition.fields)
        if one.key in values and one.key in asked
    }
    return {key: value for key, value in taken.items() if value is not None}


def _fitting(was: Field, now: Field, value: Answer, lookup: HouseLookup) -> Answer | None:
    if isinstance(was, TableField) and isinstance(now, TableField):
        rows: Any = value
        columns = {one.key: one for one in was.columns}
        kept = tuple(
            {
                one.key: cell
                for one in now.columns
                if one.key in row and one.key in columns
                for cell in [_fitting(columns[one.key], one, row[one.key], lookup)]
                if cell is not None
            }
            for row in rows
        )
        return tuple(row for row in kept if row) or None
    if was.kind == now.kind:
        return value
    kind = kind_of(now.kind)
    opened = is_sealed(was) and not is_sealed(now)
    return value if not opened and type(value) is kind.holds and kind.keeps(value, now, lookup) else None


def definition_of(session: HouseSession, row: RegisterEntry) -> RegisterDefinition:
    """The version of its book that a line was written under."""
    return books.versions(session, row.register_code)[row.version_number]


def open_book(session: HouseSession, code: str) -> tuple[int, RegisterDefinition]:
    """Number and definition under which the person at work writes now. Raises: NotFound, NotAllowed, Conflict."""
    books.by_code(session, code)
    _require_writer(session, code)
    newest = books.in_use(session, code)
    if newest is None:
        raise Conflict(ENDED)
    return newest


def _require_writer(session: HouseSession, code: str) -> None:
    """Raises: NotAllowed, Conflict when the book is closed."""
    if not books.may(session, code, "write"):
        raise NotAllowed("您的岗位不登记这本台账")
    if not books.is_open(books.by_code(session, code)):
        raise Conflict(ENDED)


def checked(
    session: HouseSession, definition: RegisterDefinition, raw: Raw, others: Mapping[str, Verdict | None]
) -> dict[str, Answer]:
    """The values of a form. Raises: Refused with a sentence for each field."""
    entered = entry_form.validate(definition, raw, {}, HouseLookup(session))
    faults = {name: fault for name, fault in others.items() if fault is not None}
    faults |= {entry_form.form_name(key): fault for key, fault in entered.errors.items()}
    if faults:
        raise Refused("请按提示修改后再提交", fields=faults)
    return entered.values


def fault_of_day(day: date | None) -> Verdict | None:
    if day is None:
        return Verdict(N_("请按“年-月-日”填写日期，例如 2026-01-31。"))
    if day > clock.local_today():
        return Verdict(N_("日期不能晚于今天。"))
    return Verdict(N_("日期太早，请核对。")) if day < EARLIEST else None


def _fault_of_hall(hall_code: str) -> Verdict | None:
    return None if hall_code else Verdict(N_("请选择登记的服务中心"))


def _fault_of_reason(reason: str) -> Verdict | None:
    if not reason.strip():
        return Verdict(N_("请写明原因"))
    return Verdict(N_("不能超过%(most)s个字"), {"most": LONGEST_REASON}) if len(reason) > LONGEST_REASON else None


def fill(row: RegisterEntry, definition: RegisterDefinition, values: Mapping[str, Answer], lookup: HouseLookup) -> None:
    clear, sensitive = entry_form.split_sensitive(definition, values)
    row.entered = to_json(clear)
    privacy.put_answers(row, to_json(sensitive))
    row.found_by = _found_by(definition, clear, row.number or "", lookup)


def _found_by(definition: RegisterDefinition, clear: Mapping[str, Answer], number: str, lookup: HouseLookup) -> str:
    words = [number]
    for one in nested(definition.fields):
        if one.key in clear:
            words += kind_of(one.kind).search_terms(clear[one.key], one, lookup)
    return " ".join(fold(word) for word in words)[:2000]


def changes(
    definition: RegisterDefinition, before: Mapping[str, Answer], after: Mapping[str, Answer], lookup: HouseLookup,
    *, was: RegisterDefinition | None = None, sealed: frozenset[str] = frozenset(),
) -> dict[str, list[str | None]]:  # fmt: skip
    """What was changed, as the trail keeps it: words before and after by the field's label, sensitive ones by their mask.

    `was`: the version that the values before were written under, when it is another one; `sealed`: keys to mask besides.
    """
    old = {one.key: one for one in nested((was or definition).fields)}
    new = {one.key: one for one in nested(definition.fields)}
    asked_by = {**old, **new}
    counts = Counter(one.label for one in asked_by.values())
    found: dict[str, list[str | None]] = {}
    for key, field in asked_by.items():
        pair = [(old.get(key), before.get(key)), (new.get(key), after.get(key))]
        if pair[0][1] != pair[1][1]:
            found[_trail_label(field, counts)] = [
                None
                if asked is None or value is None
                else records.MASK
                if key in sealed
                else _said(asked, value, lookup)
                for asked, value in pair
            ]
    return found


def _trail_label(field: Field, counts: Mapping[str, int]) -> str:
    """A field's label; with its key where other facts of the act, or another field, could be called so."""
    is_its_own = counts[field.label] == 1 and field.label != DAY and not KEY_PATTERN.fullmatch(field.label)
    return field.label if is_its_own else f"{field.label}（{field.key}）"


def _said(field: Field, value: Answer, lookup: HouseLookup) -> str:
    return records.MASK if is_sealed(field) else kind_of(field.kind).show(value, field, lookup)


def _entry(session: HouseSession, entry_id: int) -> RegisterEntry:
    """A numbered line; own fields are kept by `own_fields`."""
    row = session.get(RegisterEntry, entry_id)
    if row is None or row.serial is None:
        raise NotFound("没有这条登记")
    return row


def _by_key(session: HouseSession, key: str, line: _Line) -> Written | None:
    """The line that this form made before.

    Raises: Conflict when the key stands for other content or for somebody else's form.
    """
    row = session.scalar(select(RegisterEntry).where(RegisterEntry.row_uid == key)) if key else None
    if row is None:
        return None
    made = _Line(row.register_code, row.hall_code or "", row.day, read(row))
    if row.created_by != current().label[:80] or made != line:
        raise Conflict("这张表单已经用于另一次提交，请重新打开登记页面")
    return Written(row.id, row.number or "")
