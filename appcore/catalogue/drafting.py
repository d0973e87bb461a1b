"""Writing an edition: a draft is begun, saved part by part, or begun again from what an earlier edition said (decisions 16)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from appcore import clock, records
from appcore.access import audit, frozen
from appcore.catalogue import compile as compiler
from appcore.catalogue import part_keys
from appcore.catalogue.edition_rows import OPEN, edition_of, event, item_of, name_after_the_edition_in_force
from appcore.catalogue.item_state import require_standing
from appcore.definition import schema
from appcore.definition.item import ItemDefinition
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import CHANGED, unit_of_work
from models.db import HouseSession
from models.edition_parts import PARTS
from models.item import Edition, Item


def draft(item_code: str, *, content: ItemDefinition | None = None) -> int:
    """Begin the next edition: from `content`, else from the newest published edition, else empty.

    Returns: the edition's id. Raises: NotFound, Conflict when one is already being drafted or waits to begin,
    or the item is cancelled, Refused for one that is no leaf.
    """
    with unit_of_work() as session:
        return _begin(session, item_code, content or _newest(session, item_code), None)


def restore(edition_id: int) -> int:
    """恢复为草稿: begin the next edition from what an earlier one said, also from one that was cancelled or withdrawn.

    Returns: the new edition's id. Raises: NotFound, Conflict as `draft`, Refused for one that never had its number.
    """
    with unit_of_work() as session:
        source = edition_of(session, edition_id)
        if source.number is None or source.definition is None:
            raise Refused("只有编过号的版本可以恢复为草稿")
        return _begin(session, source.item_code, schema.read(source.definition), source.number)


def _begin(session: HouseSession, item_code: str, content: ItemDefinition | None, restored: int | None) -> int:
    name_after_the_edition_in_force(session, item_code)
    item = item_of(session, item_code)
    require_standing(item, clock.local_today())
    _require_leaf_without_draft(session, item_code)
    edition = Edition(
        item_code=item_code,
        department_code=item.department_code,
        owner_code=item.owner_code,
        state="draft",
        name=item.name,
    )
    records.stamp(edition, new=True)
    session.add(edition)
    session.flush()
    if content is not None:
        compiler.write_rows(session, edition, content)
    event(session, edition, "saved", f"恢复自第{restored}版" if restored else "")
    audit.record(session, "drafted", "edition", f"{item_code}#{edition.id}", {"number": restored} if restored else None)
    return edition.id


def _require_leaf_without_draft(session: HouseSession, item_code: str) -> None:
    """Raises: Refused for an item that is no leaf, Conflict when one is being drafted or waits to begin."""
    if session.scalar(select(func.count(Item.id)).where(Item.parent_code == item_code)):
        raise Refused("只有最末级事项可以编写版本")
    of_item = select(Edition.id).where(Edition.item_code == item_code)
    if session.scalar(of_item.where(Edition.state.in_(OPEN))):
        raise Conflict("该事项已有一个正在编写的版本")
    if session.scalar(of_item.where(Edition.state == "published", Edition.effective_from > clock.local_now())):
        raise Conflict("该事项有一个待生效的版本，请等它生效或先撤销")


def save(edition_id: int, values: Mapping[str, Any], *, version: int) -> None:
    """Save elements of the edition itself; the draft remembers who saved it.

    Raises: NotFound, NotAllowed (frozen), Conflict.
    """
    with unit_of_work() as session:
        edition = edition_of(session, edition_id)
        if edition.version != version:
            raise Conflict(CHANGED)
        records.alter(session, edition, values)
        event(session, edition, "saved", "")


def save_part(kind: str, part_id: int, values: Mapping[str, Any], *, version: int) -> None:
    """Save one part of a draft under its own version, so that two people can work on one draft.

    Raises: NotFound, NotAllowed (frozen), Conflict, Refused.
    """
    with unit_of_work() as session:
        row: Any = session.get(PARTS[kind], part_id)
        if row is None:
            raise NotFound("没有这条记录")
        if row.version != version:
            raise Conflict(CHANGED)
        edition = _held(session, row.edition_id)
        records.alter(session, row, values)
        event(session, edition, "saved", "")


def add_part(kind: str, edition_id: int, values: Mapping[str, Any]) -> int:
    """Add a part at the end of its list; without a key it gets one from what it is called.

    Raises: NotFound, NotAllowed (frozen), Refused when the key is taken.
    """
    with unit_of_work() as session:
        edition = _held(session, edition_id)
        model: Any = PARTS[kind]
        _require_same_edition(session, kind, edition_id, values.get("parent_id"))
        last = session.scalar(select(func.max(model.position)).where(model.edition_id == edition_id)) or 0
        if not values.get("key"):
            values = {**values, "key": part_keys.proposed(session, kind, edition, values)}
        row = model(edition_id=edition_id, edition=edition, position=last + 1, **records.sound(model, values))
        records.add(session, row)
        event(session, edition, "saved", "")
        return int(row.id)


def _require_same_edition(session: HouseSession, kind: str, edition_id: int, parent_id: Any) -> None:
    """A choice stands under a question, a reduction under a fee of the same edition.

    Raises: Refused.
    """
    above = PARTS[kind].part_kind.parent
    if above and session.scalar(select(PARTS[above].edition_id).where(PARTS[above].id == parent_id)) != edition_id:
        raise Refused("所属的上级不在这个版本里，请重新选择", field="parent_id")


def remove_part(kind: str, part_id: int) -> None:
    """Take a part out of a draft, with what stands under it.

    Raises: NotFound, NotAllowed (frozen).
    """
    with unit_of_work() as session:
        row: Any = session.get(PARTS[kind], part_id)
        if row is None:
            raise NotFound("没有这条记录")
        edition = _held(session, row.edition_id)
        for child in PARTS.values():
            if child.part_kind.parent == kind:
                for under in session.scalars(select(child).where(child.parent_id == part_id)):
                    session.delete(under)
        session.flush()
        session.delete(row)
        event(session, edition, "saved", "")
        audit.record(session, "deleted", kind, str(part_id), {"before": records.describe(row)})


def _held(session: HouseSession, edition_id: int) -> Edition:
    """The edition, held until this transaction ends: it is not submitted between the look at its state and the writing."""
    edition: Edition | None = session.scalar(select(Edition).where(Edition.id == edition_id).with_for_update())
    if edition is None:
        raise NotFound("没有这个版本")
    if edition.state not in frozen.OPEN_STATES:  # also when nothing would change: the guard at flush sees no write then
        raise NotAllowed(frozen.FROZEN)
    return edition


def _newest(session: HouseSession, item_code: str) -> ItemDefinition | None:
    stored = session.scalar(
        select(Edition.definition)
        .where(Edition.item_code == item_code, Edition.state.in_(("published", "withdrawn")))
        .order_by(Edition.number.desc())
        .limit(1)
    )
    return schema.read(stored) if stored else None
