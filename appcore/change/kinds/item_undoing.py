"""What an import made of items, taken back: why it cannot be, and the act itself, of thousands in a few statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from appcore import clock, records
from appcore.access.principal import current
from appcore.catalogue import compile as compiler
from appcore.catalogue import draft_content, editions, taking_over, unsaved
from appcore.definition import schema
from appcore.definition.item import ItemDefinition
from appcore.definition.said import Said
from appcore.definition.verdict import N_
from appcore.item_days import stands
from models.db import HouseSession
from models.item import Edition, EditionEvent, Item, ItemEvent
from models.offer import Offer
from models.package import PackageImport, PackageLine

PORTION = 500
"""So many rows are asked for in one statement."""
MADE = ("created", "revived")
"""How an item was written that goes with its import."""


def contents(session: HouseSession, lines: Sequence[PackageLine]) -> dict[int, ItemDefinition | None]:
    """What the drafts of an import hold now, by line; None for one that is no draft any more."""
    rows = {one.id: one for one in _rows(session, Edition, Edition.id, [line.target for line in lines])}
    drafts = [one for one in rows.values() if one.state in editions.EDITABLE]
    compiled = compiler.compile_many(session, drafts)
    return {line.id: compiled.get(line.target) for line in lines}


def obstacle(session: HouseSession, line: PackageLine) -> Said | None:
    """Why an item cannot be taken back, beside that its draft was worked on."""
    applied = line.package.applied_at
    if line.package.taking_over:
        found = _taken_over_obstacle(session, line)
        if found is not None:
            return found
    else:
        sent = select(EditionEvent.id).where(
            EditionEvent.edition_id == line.target, EditionEvent.act != "saved", EditionEvent.at > applied
        )
        if applied is not None and session.scalar(sent.limit(1)):
            return Said(N_("这份草稿在导入之后送审过"))
        if line.act != "replaced" and unsaved.is_typed_in(session, line.target):
            return Said(N_("有人正在填写这份草稿，还没有保存"))
    if line.act not in ("created", "revived"):
        return None
    if session.scalar(select(func.count(Offer.id)).where(Offer.item_code == line.key)):
        return Said(N_("已有服务中心进驻了这个事项"))
    changed = select(Item.changed_at).where(Item.code == line.key)
    if applied is not None and (session.scalar(changed) or applied) > applied:
        return Said(N_("这个事项的基本信息在导入之后修改过"))
    return None


def take_back(session: HouseSession, lines: Sequence[PackageLine], reason: str) -> None:
    """Within a unit of work."""
    rows = {one.id: one for one in _rows(session, Edition, Edition.id, [line.target for line in lines])}
    # Read now: once the drafts are gone, each line would be loaded again by itself.
    made = [line.key for line in lines if line.act in MADE]
    published = [line for line in lines if rows[line.target].state == "published"]
    others = [line for line in lines if rows[line.target].state != "published"]
    for line in published:
        taking_over.take_back(line.target, reason)
        if line.act == "replaced":
            editions.draft(line.key, content=schema.read(line.before or b"{}"))
    if handed_in := [line.target for line in others if taking_over.waits(rows[line.target])]:
        taking_over.give_back(handed_in, reason)
    for line in others:
        if line.act == "replaced":
            draft_content.rewrite(line.target, schema.read(line.before or b"{}"))
    if fresh := [line.target for line in others if line.act != "replaced"]:
        draft_content.discard(fresh, reason)
    _cancel(session, made, lines[0].package, reason)


def _cancel(session: HouseSession, codes: Sequence[str], package: PackageImport, reason: str) -> None:
    """The items that came with an import go with it, and so do the main and sub-items above them."""
    items = list(_rows(session, Item, Item.code, codes))
    _end(session, items, reason)
    for code in sorted({one.parent_code for one in items if one.parent_code}):
        _cancel_branch(session, code, package, reason)


def _end(session: HouseSession, items: Sequence[Item], reason: str) -> None:
    """Cancelled without a notice: the public never heard of them. Why stands in the history of each."""
    records.alter_all(session, items, {"state": "cancelled", "state_reason": None})
    session.add_all(
        ItemEvent(
            item_code=one.code, act="cancelled", at=clock.now(), actor=current().username, reason=reason,
            from_on=clock.local_today(), owner_code=one.owner_code,
        )
        for one in items
    )  # fmt: skip
    session.flush()


def _rows(session: HouseSession, model: Any, column: Any, wanted: Sequence[Any]) -> Iterator[Any]:
    for start in range(0, len(wanted), PORTION):
        yield from session.scalars(select(model).where(column.in_(wanted[start : start + PORTION])))


def _taken_over_obstacle(session: HouseSession, line: PackageLine) -> Said | None:
    """Nothing was built on what waits to be taken over, nor on what came into force and has neither successor nor case."""
    edition = session.get(Edition, line.target)
    if edition is None or edition.state in editions.EDITABLE or not edition.taken_over:
        return Said(N_("审核人退回了它，草稿可以单独修改或作废"))
    if edition.state == "published":
        return (
            Said(N_("接管之后已有新的版本、已停用，或者已经收过办件"))
            if taking_over.built_on(session, edition)
            else None
        )
    return None if taking_over.waits(edition) else Said(N_("接管之后已有新的版本、已停用，或者已经收过办件"))


def _cancel_branch(session: HouseSession, code: str | None, package: PackageImport, reason: str) -> None:
    """A main or sub-item that came with an import goes with the last that stood under it."""
    branch = session.scalar(select(Item).where(Item.code == code)) if code else None
    if branch is None or package.applied_at is None:
        return
    under = select(func.count(Item.id)).where(Item.parent_code == code, stands(clock.local_today()))
    came_with_it = package.created_at <= branch.created_at <= package.applied_at
    if came_with_it and branch.state == "in_use" and not session.scalar(under):
        _end(session, [branch], reason)
        _cancel_branch(session, branch.parent_code, package, reason)
