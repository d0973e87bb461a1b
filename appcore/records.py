"""How generated forms save: create, change and end a row — scope, version, audit and one transaction in one place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint, inspect
from sqlalchemy.exc import DataError, IntegrityError

from appcore import clock, column_checks, signals
from appcore.access import audit, placing, scope
from appcore.access.principal import current
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import CHANGED, unit_of_work
from models.base import Stamped
from models.db import HouseSession
from models.offer import Offer

MASK = "***"


def create(model: type[Any], values: Mapping[str, Any]) -> int:
    """Make a row with these values.

    Returns: its id. Raises: Refused (a double, with its field), NotAllowed (outside the scope).
    """
    clean = sound(model, values)
    with unit_of_work() as session:
        row = model(**placing.complete(session, model, clean))
        add(session, row)
        return int(row.id)


def change(model: type[Any], row_id: int, values: Mapping[str, Any], *, version: int | None) -> None:
    """Set these values on a row that still is at `version`.

    Raises: NotFound, Conflict (somebody saved meanwhile), Refused, NotAllowed.
    """
    clean = sound(model, values)
    with unit_of_work() as session:
        row = session.get(model, row_id)
        if row is None:
            raise NotFound("没有这条记录")
        if version is not None and row.version != version:
            raise Conflict(CHANGED)
        if "code" in values and values["code"] != row.code:
            raise Refused("编号给出后不能修改", field="code")
        alter(session, row, placing.follow(session, row, clean))


def sound(model: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values in their one form.

    Raises: Refused with a sentence for each column whose rule a value breaks.
    """
    clean, faults = column_checks.checked(model, values)
    if faults:
        raise Refused("请按提示修改后再提交", fields=faults)
    return clean


def end(model: type[Any], row_id: int, on: date | None = None) -> None:
    """Remove a row: ended by date where the table keeps dates, deleted where nothing may refer to it any more.

    Raises: NotFound, Refused when other rows still use it.
    """
    with unit_of_work() as session:
        row = session.get(model, row_id)
        if row is None:
            raise NotFound("没有这条记录")
        if hasattr(row, "valid_to"):
            alter(session, row, {"valid_to": on or clock.local_today()})
        else:
            before = describe(row)
            session.delete(row)
            _flush(session, row)
            audit.record(session, "deleted", model.__tablename__, str(row_id), {"before": before})


def add(session: HouseSession, row: Any) -> None:
    """Within a unit of work: stamp, insert and audit a new row."""
    stamp(row, new=True)
    session.add(row)
    _flush(session, row)
    audit.record(session, "created", row.__tablename__, str(getattr(row, "id", "")), {"after": describe(row)})
    _announce(session, row)


def alter(session: HouseSession, row: Any, values: Mapping[str, Any]) -> None:
    """Within a unit of work: set values, stamp, flush and audit what changed."""
    before = describe(row)
    for name, value in values.items():
        setattr(row, name, value)
    if not session.is_modified(row):
        return
    state: Any = inspect(row)
    touched = {column.key for column in state.mapper.column_attrs if state.attrs[column.key].history.has_changes()}
    stamp(row)
    _flush(session, row)
    after = describe(row)
    # Also what was emptied, and, by its mask, that a personal value was changed.
    changed = {name: [before.get(name), after.get(name)] for name in sorted(touched & (before.keys() | after.keys()))}
    audit.record(session, "changed", row.__tablename__, str(row.id), changed)
    _announce(session, row)


def _announce(session: HouseSession, row: Any) -> None:
    """Say what others want to hear of a table that has no service of its own."""
    if isinstance(row, Offer):
        starts, ends = (one.isoformat() if one else None for one in (row.valid_from, row.valid_to))
        told = signals.OfferFact(row.item_code, row.region_code, row.hall_code, row.revision, starts, ends)
        signals.announce(session, "offer.changed", told)


def stamp(row: Any, *, new: bool = False) -> None:
    """Who and when, on rows that carry it."""
    if not isinstance(row, Stamped):
        return
    row.changed_at, row.changed_by = clock.now(), current().label[:80]
    if new:
        row.created_at, row.created_by = row.changed_at, row.changed_by


def describe(row: Any) -> dict[str, Any]:
    """The values of a row for the audit: personal ones masked, bytes left out, stamps left out."""
    hidden = {"created_at", "created_by", "changed_at", "changed_by"}
    values: dict[str, Any] = {}
    for attribute in inspect(type(row)).column_attrs:
        column = attribute.columns[0]
        if attribute.key in hidden or attribute.key in inspect(row).unloaded:
            continue
        value = getattr(row, attribute.key)
        if value is None:
            continue
        values[attribute.key] = MASK if column.info.get("personal") else ("…" if isinstance(value, bytes) else value)
    return values


def _flush(session: HouseSession, row: Any) -> None:
    values = dict(vars(row))  # a failed flush empties the row
    try:
        session.flush()
    except (IntegrityError, DataError) as broken:
        session.rollback()
        session.info["failed"] = True  # what the unit of work did before is gone with it
        if isinstance(broken, DataError):
            raise Refused("保存失败：内容超长或含有不能保存的字符") from broken
        raise _explained(type(row), _unique_names(row), values) from broken


def _unique_names(row: Any) -> list[tuple[str, ...]]:
    table = type(row).__table__
    singles = [(column.name,) for column in table.columns if column.unique]
    return singles + [
        tuple(column.name for column in one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)
    ]


def _explained(model: type[Any], doubles: list[tuple[str, ...]], values: Mapping[str, Any]) -> Refused:
    """Name the field that is taken, without telling whose row took it."""
    with scope.as_system("duplicate") as session:
        for names in doubles:
            wanted = {name: values.get(name) for name in names}
            if None in wanted.values():
                continue
            others = session.query(model.id).filter_by(**wanted).filter(model.id != (values.get("id") or 0))
            if others.first():
                field = names[-1]
                label = model.__table__.columns[field].info.get("label", field)
                return Refused("%(label)s已被使用，请换一个", field=field, label=label)
    return Refused("保存失败：内容不符合数据库的约束，或仍被其他记录引用")
