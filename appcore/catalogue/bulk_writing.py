"""How new drafts are written by the thousand: one statement a table, after the guards have looked at each place they belong to.

A part has no place of its own: whoever may write its edition may write it, as long as that is open.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, select, tuple_, update

from appcore import clock, many_rows, signals
from appcore.access import audit, criteria, frozen, writing
from appcore.access.principal import Person, Public, current
from appcore.errors import Conflict, NoPrincipal, NotAllowed
from appcore.many_rows import portions
from appcore.transaction import CHANGED
from models.db import HouseSession
from models.item import Edition, EditionEvent, Item, ItemAlias, ItemEvent

Row = Mapping[str, Any]
STAMPS = frozenset(("created_at", "created_by", "changed_at", "changed_by"))
_items, _item_events = cast(Table, Item.__table__), cast(Table, ItemEvent.__table__)
_editions, _event_table = cast(Table, Edition.__table__), cast(Table, EditionEvent.__table__)


def items(session: HouseSession, rows: Sequence[Row], aliases: Sequence[tuple[str, str]] = ()) -> None:
    """Within a unit of work: insert items, and other names (item code, name) of them, who stand where their item stands.

    Raises: NotAllowed, NoPrincipal.
    """
    person = _writer(session)
    _require_places(person, {(one["owner_code"], one["department_code"]) for one in rows})
    _insert(session, Item, rows)
    owners = {one["code"]: one["owner_code"] for one in rows}
    named = [{"item_code": code, "text": text, "owner_code": owners[code]} for code, text in aliases]
    _insert(session, ItemAlias, named)
    for model, key, several in ((Item, Item.code, list(owners)), (ItemAlias, ItemAlias.item_code, [*dict(aliases)])):
        table = cast(Table, model.__table__)
        said = [getattr(model, one.name) for one in table.columns if one.name not in STAMPS]
        for some in portions(several):
            for row in session.execute(select(*said).where(key.in_(some)).order_by(model.id)):
                after = {name: value for name, value in row._mapping.items() if value is not None}
                audit.record(session, "created", table.name, str(after["id"]), {"after": after})


def cancel(session: HouseSession, codes: Sequence[str], reason: str) -> set[str]:
    """Within a unit of work: items are cancelled without a notice: the public never heard of them. Why stands in the history of each.

    Returns: the codes of what they stood under. Raises: NotAllowed, NoPrincipal, Conflict (somebody changed one meanwhile).
    """
    person, now, above = _writer(session), clock.now(), set()
    stamps = {"version": _items.c.version + 1, "changed_at": now, "changed_by": current().label[:80]}
    happened = {
        "act": "cancelled",
        "at": now,
        "actor": current().username,
        "reason": reason[:300],
        "from_on": clock.local_today(),
    }
    said = (
        Item.id,
        Item.version,
        Item.code,
        Item.parent_code,
        Item.owner_code,
        Item.department_code,
        Item.state,
        Item.state_reason,
    )
    for some in portions(codes):
        rows = session.execute(select(*said).where(Item.code.in_(some))).all()
        _require_places(
            person, {(row.owner_code, row.department_code) for row in rows} | {(row.owner_code, None) for row in rows}
        )
        as_read = tuple_(_items.c.id, _items.c.version).in_([(row.id, row.version) for row in rows])
        ended = (
            update(_items)
            .where(_items.c.code.in_(some), as_read)
            .values(state="cancelled", state_reason=None, **stamps)
        )
        count = session.connection().execute(ended).rowcount
        if len(rows) < len(some) or count < len(rows):
            raise Conflict(CHANGED)
        events = [{"item_code": row.code, "owner_code": row.owner_code} for row in rows]
        many_rows.add(session.connection(), _item_events, events, happened)
        for row in rows:
            after = {"state": (row.state, "cancelled"), "state_reason": (row.state_reason, None)}
            changed = {name: [old, new] for name, (old, new) in after.items() if old != new}
            audit.record(session, "changed", "item", str(row.id), changed)
        above |= {row.parent_code for row in rows if row.parent_code}
    session.expire_all()
    return above


def drafts(session: HouseSession, rows: Sequence[Row]) -> dict[str, int]:
    """Within a unit of work: insert drafts, each remembering who saved it. Returns: their ids by item code.

    Raises: NotAllowed, NoPrincipal.
    """
    person = _writer(session)
    _require_places(person, {(one["owner_code"], one["department_code"]) for one in rows})
    _insert(session, Edition, [{**one, "state": "draft"} for one in rows])
    found: dict[str, int] = {}
    for some in portions([one["item_code"] for one in rows]):
        query = select(Edition.item_code, Edition.id).where(Edition.item_code.in_(some), Edition.state == "draft")
        found |= {row.item_code: row.id for row in session.execute(query)}
    _events(session, found.values(), "saved")
    return found


def parts(session: HouseSession, model: Any, rows: Sequence[Row], editions: Collection[Edition] = ()) -> None:
    """Within a unit of work: insert the parts of these editions, or of drafts that `drafts` has just made.

    Raises: NotAllowed, NoPrincipal.
    """
    person = _writer(session)
    for edition in editions:
        if frozen.was(edition, "state") not in frozen.OPEN_STATES:
            raise NotAllowed(frozen.FROZEN)
        if person is not None:
            writing.check(session, edition, person)
    _insert(session, model, rows)


def move(
    session: HouseSession, editions: Sequence[int], act: str, *, out_of: Collection[str], reason: str = "", tells: bool = True,
    **values: Any,
) -> None:  # fmt: skip
    """Within a unit of work: one act on many editions of which nobody holds a row. `out_of`: the states they may be in.

    Raises: NotAllowed, NoPrincipal, Conflict (one of them is in another state by now).
    """
    person, now = _writer(session), clock.now()
    stamps = {"version": _editions.c.version + 1, "changed_at": now, "changed_by": current().label[:80]}
    for some in portions(editions):
        query = select(Edition.id, Edition.item_code, Edition.owner_code, Edition.department_code, Edition.state)
        rows = session.execute(query.where(Edition.id.in_(some))).all()
        _require_places(person, {(row.owner_code, row.department_code) for row in rows})
        open_ones = update(_editions).where(_editions.c.id.in_(some), _editions.c.state.in_(out_of))
        moved = session.connection().execute(open_ones.values(**values, **stamps)).rowcount
        if len(rows) < len(some) or moved < len(some):  # somebody else's act may have come between the two statements
            raise Conflict("该版本的状态已经变化，不能执行这个操作")
        _events(session, some, act, reason)
        for row in rows:
            told = {"reason": reason} if reason else None
            audit.record(session, act, "edition", f"{row.item_code}#{row.id}", told)
            if tells:
                fact = signals.EditionFact(row.item_code, row.id, row.owner_code, values["state"])
                signals.announce(session, f"edition.{act}", fact)
    session.expire_all()


def _events(session: HouseSession, editions: Collection[int], act: str, reason: str = "") -> None:
    if not editions:
        return  # without rows the statement would be taken for one without values
    happened = {"act": act, "at": clock.now(), "actor": current().username, "reason": reason[:500] or None}
    many_rows.add(session.connection(), _event_table, [{"edition_id": one} for one in editions], happened)


def _require_places(person: Person | None, places: Collection[tuple[str, str | None]]) -> None:
    """Raises: NotAllowed when this person may not write what stands in these places."""
    if person is not None and not all(criteria.may_write_standard(person, owner=a, department=b) for a, b in places):
        raise NotAllowed(writing.OUTSIDE)


def ids(session: HouseSession, model: Any, editions: Sequence[int]) -> dict[tuple[int, str], int]:
    """The parts of these editions: edition and key to id."""
    found: dict[tuple[int, str], int] = {}
    for some in portions(editions):
        query = select(model.edition_id, model.key, model.id).where(model.edition_id.in_(some))
        found |= {(row.edition_id, row.key): row.id for row in session.execute(query)}
    return found


def _writer(session: HouseSession) -> Person | None:
    """Who writes, None for the system, as the guard at flush asks."""
    if not session.info.get("writing"):
        raise NoPrincipal("a write outside a unit of work")
    principal = current()
    if isinstance(principal, Public) or (isinstance(principal, Person) and principal.at_phone):
        raise NotAllowed(writing.OUTSIDE)
    return principal if isinstance(principal, Person) else None


def _insert(session: HouseSession, model: Any, rows: Sequence[Row]) -> None:
    label, now = current().label[:80], clock.now()
    stamps = {"created_at": now, "created_by": label, "changed_at": now, "changed_by": label}
    many_rows.add(session.connection(), model.__table__, rows, stamps)
