"""What an import made of items, taken back: why it cannot be, and the act itself, of thousands in a few statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from appcore import clock
from appcore.catalogue import bulk_writing, draft_content, editions, taking_over, unsaved
from appcore.catalogue import compile as compiler
from appcore.definition import schema
from appcore.definition.item import ItemDefinition
from appcore.definition.said import Said
from appcore.definition.verdict import N_
from appcore.item_days import stands
from appcore.many_rows import portions
from models.db import HouseSession
from models.item import Edition, EditionEvent, Item
from models.offer import Offer
from models.package import PackageImport, PackageLine

MADE = ("created", "revived")
"""How an item was written that goes with its import."""


def contents(session: HouseSession, lines: Sequence[PackageLine]) -> dict[int, ItemDefinition | None]:
    """What the drafts of an import hold now, by line; None for one that is no draft any more."""
    rows = {one.id: one for one in _rows(session, Edition, Edition.id, [line.target for line in lines])}
    drafts = [one for one in rows.values() if one.state in editions.EDITABLE]
    compiled = compiler.compile_many(session, drafts)
    return {line.id: compiled.get(line.target) for line in lines}


def obstacles(session: HouseSession, lines: Sequence[PackageLine]) -> dict[int, Said]:
    """By line: why an item cannot be taken back, beside that its draft was worked on."""
    found: dict[int, Said] = {}
    for some in portions(lines):
        stuck = _of_what_came_over(session, some) if some[0].package.taking_over else _of_drafts(session, some)
        made = [line for line in some if line.act in MADE and line.id not in stuck]
        found |= stuck | _of_items(session, made)
    return found


def _of_drafts(session: HouseSession, lines: Sequence[PackageLine]) -> dict[int, Said]:
    """Nobody may have sent a draft in since, or be typing into one that would go."""
    targets, applied = [line.target for line in lines], lines[0].package.applied_at
    sent: set[int] = set()
    if applied is not None:
        of_ours = EditionEvent.edition_id.in_(targets)
        query = select(EditionEvent.edition_id).where(of_ours, EditionEvent.act != "saved", EditionEvent.at > applied)
        sent.update(session.scalars(query))
    typed = unsaved.typed_in(session, [line.target for line in lines if line.act != "replaced"])
    found = {line.id: Said(N_("有人正在填写这份草稿，还没有保存")) for line in lines if line.target in typed}
    return found | {line.id: Said(N_("这份草稿在导入之后送审过")) for line in lines if line.target in sent}


def _of_what_came_over(session: HouseSession, lines: Sequence[PackageLine]) -> dict[int, Said]:
    """Nothing was built on what waits to be taken over, nor on what came into force and has neither successor nor case."""
    rows = {one.id: one for one in _rows(session, Edition, Edition.id, [line.target for line in lines])}
    built = taking_over.built_on(session, [one for one in rows.values() if one.state == "published"])
    found: dict[int, Said] = {}
    for line in lines:
        edition = rows.get(line.target)
        if edition is None or edition.state in editions.EDITABLE or not edition.taken_over:
            found[line.id] = Said(N_("审核人退回了它，草稿可以单独修改或作废"))
        elif edition.id in built or not (edition.state == "published" or taking_over.waits(edition)):
            found[line.id] = Said(N_("接管之后已有新的版本、已停用，或者已经收过办件"))
    return found


def _of_items(session: HouseSession, lines: Sequence[PackageLine]) -> dict[int, Said]:
    """An item that goes with its import may be offered nowhere, and nobody may have changed what it is."""
    codes, applied = [line.key for line in lines], lines[0].package.applied_at if lines else None
    offered = set(session.scalars(select(Offer.item_code).where(Offer.item_code.in_(codes)).distinct()))
    changed: set[str] = set()
    if applied is not None:
        changed.update(session.scalars(select(Item.code).where(Item.code.in_(codes), Item.changed_at > applied)))
    found = {line.id: Said(N_("这个事项的基本信息在导入之后修改过")) for line in lines if line.key in changed}
    return found | {line.id: Said(N_("已有服务中心进驻了这个事项")) for line in lines if line.key in offered}


def take_back(session: HouseSession, lines: Sequence[PackageLine], reason: str) -> None:
    """Within a unit of work."""
    rows = {one.id: one for one in _rows(session, Edition, Edition.id, [line.target for line in lines])}
    # Read now: once the drafts are gone, each line would be loaded again by itself.
    made = [line.key for line in lines if line.act in MADE]
    published = [line for line in lines if rows[line.target].state == "published"]
    others = [line for line in lines if rows[line.target].state != "published"]
    taking_over.take_back([line.target for line in published], reason)
    for line in published:
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
    for code in sorted(bulk_writing.cancel(session, codes, reason)):
        _cancel_branch(session, code, package, reason)


def _rows(session: HouseSession, model: Any, column: Any, wanted: Sequence[Any]) -> Iterator[Any]:
    for some in portions(wanted):
        yield from session.scalars(select(model).where(column.in_(some)))


def _cancel_branch(session: HouseSession, code: str | None, package: PackageImport, reason: str) -> None:
    """A main or sub-item that came with an import goes with the last that stood under it."""
    branch = session.scalar(select(Item).where(Item.code == code)) if code else None
    if branch is None or package.applied_at is None:
        return
    under = select(func.count(Item.id)).where(Item.parent_code == code, stands(clock.local_today()))
    came_with_it = package.created_at <= branch.created_at <= package.applied_at
    if came_with_it and branch.state == "in_use" and not session.scalar(under):
        above = branch.parent_code
        bulk_writing.cancel(session, [branch.code], reason)
        _cancel_branch(session, above, package, reason)
