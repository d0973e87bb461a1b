"""One list of a draft made what it should be: rows added, changed, removed and put in order, with those under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from appcore import records
from appcore.catalogue import compile as compiler
from models.db import HouseSession
from models.edition_parts import PARTS
from models.elements import PartKind
from models.item import Edition


def write(session: HouseSession, edition: Edition, kind: PartKind, parts: Sequence[Any]) -> None:
    """Within a unit of work: make the rows of a list what the parts of a definition say. A row is the same while its key is."""
    model: Any = PARTS[kind.name]
    child = compiler.CHILD_PARTS.get(kind.name)
    rows = {row.key: row for row in session.scalars(select(model).where(model.edition_id == edition.id))}
    under = _under(session, edition, child)
    gone = [row for key, row in rows.items() if key not in {one.key for one in parts}]
    _delete(session, [held for row in gone for held in under.pop(row.id, {}).values()])
    _delete(session, gone)
    kept = [
        (_set(session, rows.get(one.key), model, edition, one, position), one) for position, one in enumerate(parts, 1)
    ]
    session.flush()
    if child is None:
        return
    for row, one in kept:
        held, wanted = under.get(row.id, {}), getattr(one, child.plural)
        _delete(session, [held[key] for key in held.keys() - {each.key for each in wanted}])
        for position, each in enumerate(wanted, 1):
            _set(session, held.get(each.key), PARTS[child.name], edition, each, position, parent_id=row.id)
    session.flush()


def _under(session: HouseSession, edition: Edition, child: PartKind | None) -> dict[int, dict[str, Any]]:
    """The rows under each row of the list, by their keys."""
    found: dict[int, dict[str, Any]] = {}
    if child is not None:
        model: Any = PARTS[child.name]
        for one in session.scalars(select(model).where(model.edition_id == edition.id)):
            found.setdefault(one.parent_id, {})[one.key] = one
    return found


def _delete(session: HouseSession, rows: Iterable[Any]) -> None:
    """What goes makes room first: a key may come back on another row."""
    for row in rows:
        session.delete(row)
    session.flush()


def _set(session: HouseSession, row: Any, model: Any, edition: Edition, part: Any, position: int, **more: Any) -> Any:
    """A row that says what a part says; made where there is none, touched only where something changes."""
    elements = model.part_kind.elements
    values: Mapping[str, Any] = {one.name: compiler.to_row(one, getattr(part, one.name)) for one in elements}
    values = {**values, "position": position, **more}
    if row is None:
        row = model(edition_id=edition.id, edition=edition, key=part.key, **values)
        records.stamp(row, new=True)
        session.add(row)
        return row
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        records.stamp(row)
    return row
