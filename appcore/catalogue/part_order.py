"""The order of the parts of a draft: one moved up or down, one doubled."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from appcore import records
from appcore.catalogue import editions
from appcore.errors import NotFound
from appcore.transaction import unit_of_work
from models.db import HouseSession
from models.edition_parts import PARTS

LONGEST_KEY = 40


def move(kind: str, part_id: int, by: int) -> None:
    """Move a part by so many places within its list; at the end of the list it stays where it is.

    Raises: NotFound, NotAllowed (frozen).
    """
    with unit_of_work() as session:
        row, rows = _list_of(session, kind, part_id)
        place = rows.index(row)
        rows.insert(max(0, min(len(rows) - 1, place + by)), rows.pop(place))
        _number(session, rows)
        editions.saved(session, row.edition)


def duplicate(kind: str, part_id: int) -> int:
    """One more part with the same content and a key of its own, right behind the first.

    Returns: its id. Raises: NotFound, NotAllowed (frozen).
    """
    with unit_of_work() as session:
        row, rows = _list_of(session, kind, part_id)
        model: Any = PARTS[kind]
        values = {element.name: getattr(row, element.name) for element in model.part_kind.elements}
        above = {"parent_id": row.parent_id} if model.part_kind.parent else {}
        key = _free_key(row.key, {one.key for one in rows})
        place = rows.index(row) + 1
        made = model(edition_id=row.edition_id, edition=row.edition, key=key, position=place + 1, **values, **above)
        records.add(session, made)
        rows.insert(place, made)
        _number(session, rows)
        editions.saved(session, row.edition)
        return int(made.id)


def _list_of(session: HouseSession, kind: str, part_id: int) -> tuple[Any, list[Any]]:
    """The part, and all of its list in their order: those of its edition or of the part above it."""
    model: Any = PARTS[kind]
    row = session.get(model, part_id)
    if row is None:
        raise NotFound("没有这条记录")
    beside = model.parent_id == row.parent_id if model.part_kind.parent else model.edition_id == row.edition_id
    return row, list(session.scalars(select(model).where(beside).order_by(model.position, model.id)))


def _number(session: HouseSession, rows: list[Any]) -> None:
    """Positions from 1 in this order; only rows that moved are written."""
    for number, row in enumerate(rows, 1):
        if row.position != number:
            records.alter(session, row, {"position": number})


def _free_key(key: str, taken: set[str]) -> str:
    """check → check_2, check_2 → check_3: the first that is free."""
    stem, _, end = key.rpartition("_")
    stem, number = (stem, int(end)) if stem and end.isdigit() and len(end) < 4 else (key, 1)
    while True:
        number += 1
        found = f"{stem[: LONGEST_KEY - len(str(number)) - 1]}_{number}"
        if found not in taken:
            return found
