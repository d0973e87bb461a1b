"""The names behind the codes of the trail: of halls, departments, places and items, which are everybody's to know.

An auditor reads no case and no account (三权分立): rows of other tables are called by what the entry itself kept of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, String, cast, literal, or_, select, union_all

from models.db import db
from models.vocabulary import SLIP_KIND
from views.console.listing import named
from views.console.resource import Resource, all_resources, resource_of
from views.words import _

Names = Mapping[tuple[str, str], str]
"""Names by table and key."""
BESIDE: Mapping[str, tuple[str, ...]] = {
    "hall_code": ("hall",), "department_code": ("department",), "region_code": ("region",), "item_code": ("item",),
    "item": ("item",), "custody": ("hall", "department"),
}  # fmt: skip
"""The tables whose keys acts keep beside columns."""


OF_AN_ITEM = frozenset({"edition", "slip_template"})
"""What is called by the item that its key names: the rows themselves are not everybody's to read."""


def table_of(entry: Any) -> Resource | None:
    return next((one for one in all_resources() if entry.noun in (one.noun, one.model.__tablename__)), None)


def whole(entry: Any) -> dict[str, Any]:
    """What an entry kept: the values after, before, or each changed one."""
    found = entry.changes or {}
    for part in ("after", "before"):
        if isinstance(found.get(part), dict):
            found = found[part]
    return dict(found)


def targets_of(table: Resource | None, name: str) -> tuple[str, ...]:
    """The tables that a kept value may point to; none when it is no key."""
    column = table.model.__table__.columns.get(name) if table is not None else None
    if column is not None and column.foreign_keys:
        return (str(next(iter(column.foreign_keys)).column.table.name),)
    return BESIDE.get(name, ())


def of(entries: Iterable[Any]) -> Names:
    """The names of the standard rows that these entries are about or point to, in one query for all tables of named rows."""
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        table = table_of(entry)
        if table is not None:
            wanted.setdefault(table.model.__tablename__, set()).add(entry.row_key)
        if entry.noun in OF_AN_ITEM:
            wanted.setdefault("item", set()).add(_item_of(entry))
        for name, value in whole(entry).items():
            for target in targets_of(table, name):
                wanted.setdefault(target, set()).update(
                    str(one) for one in (value if isinstance(value, list) else [value]) if one
                )
    targets = {
        name: resource
        for name in sorted(wanted)
        if (resource := resource_of(name)) is not None and resource.model.scope_kind == "standard"
    }
    most = max((len(one.display) for one in targets.values()), default=0)
    asked = {name: _query(name, one, wanted[name], most) for name, one in targets.items()}
    alone = [one for name, one in asked.items() if one is not None and not _in_text(targets[name])]
    together = [one for name, one in asked.items() if one is not None and _in_text(targets[name])]
    if together:
        alone.append(select(*union_all(*together).subquery().c))
    return {
        (row[0], key): named(targets[row[0]], row[3 : 3 + len(targets[row[0]].display)])
        for query in alone
        for row in db.session.execute(query)
        for key in row[1:3]
        if key and key in wanted[row[0]]
    }


def _in_text(target: Resource) -> bool:
    """Whether its rows are called by texts alone; days and numbers are put into words by their type and asked for apart."""
    return all(isinstance(target.model.__table__.columns[one].type, String) for one in target.display)


def _query(name: str, target: Resource, keys: set[str], most: int) -> Select[Any] | None:
    """Table, id, code and the parts of the name: forms keep the id, acts the code. None where no key can name a row."""
    model = target.model
    by_id = [int(one) for one in keys if one.isascii() and one.isdigit() and len(one) < 10]
    code = [model.code] if "code" in model.__table__.columns else []
    if not by_id and not code:
        return None  # rows that were loaded many at once have no key that names one
    fits = or_(model.id.in_(by_id), *(one.in_(keys) for one in code))
    parts = [getattr(model, one) for one in target.display]
    spare = [literal("")] * (most - len(parts))
    columns = [literal(name), cast(model.id, String), *(code or [literal("")]), *parts, *spare]
    return select(*(one.label(f"at{number}") for number, one in enumerate(columns))).where(fits)


def _item_of(entry: Any) -> str:
    """The item's code in the key of an edition (330327-00001#4) or slip template (receipt/330327-00001#4)."""
    whose = str(entry.row_key).partition("#")[0]
    return whose.partition("/")[2] if entry.noun == "slip_template" else whose


def called(entry: Any, names: Names) -> str:
    """The name of the row that an entry is about, where there is one: of a standard row, or as the entry kept it."""
    if entry.noun in OF_AN_ITEM:
        kind = entry.row_key.partition("#")[0].partition("/")[0] if entry.noun == "slip_template" else ""
        said = _(SLIP_KIND.label_of(kind)) if kind in SLIP_KIND else ""
        return " · ".join(one for one in (said, names.get(("item", _item_of(entry)), "")) if one)
    table = table_of(entry)
    if table is None:
        return ""
    if (table.model.__tablename__, entry.row_key) in names:
        return names[table.model.__tablename__, entry.row_key]
    kept = whole(entry)
    values = [kept.get(one) for one in table.display]
    last = [one[-1] if isinstance(one, list) and one else one for one in values]
    if last[0] in (None, "", "***") or targets_of(table, table.display[0]) or not isinstance(last[0], str):
        return ""
    return named(table, [one if isinstance(one, str) else None for one in last])
