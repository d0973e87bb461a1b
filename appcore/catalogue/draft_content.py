"""Drafts as a whole: their content set from a definition, and given up, for what moves whole definitions about."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from appcore import records
from appcore.access import audit
from appcore.catalogue import bulk_writing, editions
from appcore.catalogue import compile as compiler
from appcore.definition.item import ItemDefinition
from appcore.errors import Conflict, NotFound
from appcore.transaction import unit_of_work
from models.db import HouseSession
from models.item import Edition, Item


def open_edition(session: HouseSession, item_code: str) -> Edition | None:
    """The edition of an item that is being written, sent in or approved."""
    query = select(Edition).where(Edition.item_code == item_code, Edition.state.in_(editions.OPEN))
    found: Edition | None = session.scalar(query)
    return found


def begin_many(several: Sequence[tuple[Item, compiler.Laid]]) -> list[int]:
    """Begin a draft of each of these items, which have none and wait for none. Returns: their ids, in order."""
    with unit_of_work() as session:
        rows = [
            {
                **content.own, "item_code": item.code, "department_code": item.department_code, "owner_code": item.owner_code,
            }
            for item, content in several
        ]  # fmt: skip
        made = bulk_writing.drafts(session, rows)
        compiler.write_parts(session, [(made[item.code], content) for item, content in several])
        for item, _ in several:
            audit.record(session, "drafted", "edition", f"{item.code}#{made[item.code]}")
        return [made[item.code] for item, _ in several]


def rewrite(edition_id: int, content: ItemDefinition) -> None:
    """Give a draft this content in place of its own. Raises: NotFound, Conflict (no draft any more)."""
    with unit_of_work() as session:
        edition = _draft(session, edition_id)
        compiler.rewrite_rows(session, edition, content)
        records.stamp(edition)
        editions.saved(session, edition)
        session.flush()


def discard(edition_ids: Sequence[int], reason: str) -> None:
    """Give drafts up: they stay readable as 已撤销, without a number, and others may be begun. Raises: Conflict (no draft any more)."""
    with unit_of_work() as session:
        bulk_writing.move(
            session, edition_ids, "cancelled", out_of=editions.EDITABLE, reason=reason, tells=False, state="cancelled"
        )


def _draft(session: HouseSession, edition_id: int) -> Edition:
    edition = session.get(Edition, edition_id)
    if edition is None:
        raise NotFound("没有这个版本")
    if edition.state not in editions.EDITABLE:
        raise Conflict("该版本的状态已经变化，不能执行这个操作")
    return edition
