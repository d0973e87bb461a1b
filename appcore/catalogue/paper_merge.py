"""Two papers that are one: every item in force that asks for the one gets a draft that asks for the other, in one transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from appcore import clock, records
from appcore.access import audit
from appcore.access.principal import current
from appcore.catalogue import compile as compiler
from appcore.catalogue import draft_content, editions, unsaved
from appcore.catalogue.editions_in_force import edition_in_force
from appcore.catalogue.paper_use import items_with
from appcore.definition import canonical, schema
from appcore.definition.item import ItemDefinition, Material, Ref
from appcore.definition.verdict import N_, Verdict
from appcore.errors import Conflict, NotFound, Refused
from appcore.folding import fold
from appcore.item_days import state_of
from appcore.transaction import unit_of_work
from models.db import HouseSession
from models.item import Edition, EditionEvent, Item
from models.material_library import PaperMerge, PaperMergeLine, StandardMaterial

OF_THE_PAPER = ("kind", "source_type", "issuer")
"""What a material says of the paper itself: it follows where it was the merged paper's own word."""


@dataclass(frozen=True, slots=True)
class Affected:
    """An item that a merge touches: what it would do there, or why it cannot; `twice` when both papers stand in it."""

    item: Item
    act: str
    obstacle: Verdict | None = None
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Undoing:
    """A draft that undoing would take back, or why it cannot."""

    line: PaperMergeLine
    item: Item
    obstacle: Verdict | None


def paper_of(session: HouseSession, code: str) -> StandardMaterial:
    """Raises: NotFound."""
    found: StandardMaterial | None = session.scalar(select(StandardMaterial).where(StandardMaterial.code == code))
    if found is None:
        raise NotFound("没有这份材料")
    return found


def plan(session: HouseSession, from_code: str, into_code: str) -> list[Affected]:
    """What merging one paper into another would do, item by item; cancelled items keep what they say.

    Raises: NotFound, Refused when the two cannot be merged.
    """
    old, new = _pair(session, from_code, into_code)
    both = items_with(session, new.code)
    rows = session.scalars(select(Item).where(Item.code.in_(items_with(session, old.code))).order_by(Item.code))
    found = [_affected(session, item, old.code, item.code in both) for item in rows]
    return [one for one in found if one is not None]


def _pair(session: HouseSession, from_code: str, into_code: str) -> tuple[StandardMaterial, StandardMaterial]:
    old, new = paper_of(session, from_code), paper_of(session, into_code)
    if old.code == new.code:
        raise Refused("请选择另一份材料", field="into")
    if old.merged_into or new.merged_into:
        raise Refused("其中一份已经并入别的材料", field="into")
    if new.valid_to is not None and new.valid_to < clock.local_today():
        raise Refused("要保留的材料已经停用", field="into")
    return old, new


def _affected(session: HouseSession, item: Item, old: str, twice: bool) -> Affected | None:
    if state_of(item, clock.local_today()) == "cancelled":
        return None
    waiting = select(Edition.id).where(
        Edition.item_code == item.code, Edition.state == "published", Edition.effective_from > clock.local_now()
    )
    if session.scalar(waiting.limit(1)):
        return Affected(item, "", Verdict("有一个版本待生效，等它生效或撤销后再合并"))
    edition = draft_content.open_edition(session, item.code)
    if edition is None:
        return Affected(item, "begun", twice=twice)
    if all(one.paper is None or one.paper.code != old for one in compiler.compile_edition(session, edition).materials):
        return None  # the next edition asks for it no more
    if edition.state not in editions.EDITABLE:
        return Affected(item, "", Verdict("有一个版本已经送审，等它发布或退回后再合并"))
    return Affected(item, "replaced", twice=twice)


def merge(from_code: str, into_code: str, reason: str, *, seen: str | None = None) -> str:
    """合并: drafts for all items, the merged paper ended; nothing at all when one item cannot take part.

    `seen`: the digest of the plan that was read, None when nobody waited. Returns: the merge's code.
    Raises: NotFound, Refused, Conflict (the plan has changed since).
    """
    if not reason.strip():
        raise Refused("请写明合并的原因", field="reason")
    with unit_of_work() as session:
        old, new = _pair(session, from_code, into_code)
        found = plan(session, from_code, into_code)
        if seen is not None and digest(found) != seen:
            raise Conflict("核对之后事项有了变化，请重新核对再合并")
        stuck = [one.item.name for one in found if one.obstacle is not None]
        if stuck:
            raise Refused("有%(count)d个事项现在不能改：%(names)s", count=len(stuck), names="、".join(stuck[:10]))
        made = PaperMerge(
            code=secrets.token_hex(6), from_code=old.code, into_code=new.code, state="done", reason=reason.strip(),
            owner_code=old.owner_code,
        )  # fmt: skip
        records.stamp(made, new=True)
        session.add(made)
        session.flush()
        for position, one in enumerate(found, 1):
            _write(session, made, position, one, old, new)
        records.alter(session, old, {"valid_to": clock.local_today(), "merged_into": new.code})
        facts = {"into": new.name, "objects": len(found), "reason": reason.strip()}
        audit.record(session, "papers_merged", "standard_material", old.code, facts)
        return made.code


def digest(found: list[Affected]) -> str:
    """What a plan is recognised by."""
    said = [[one.item.code, one.act, str(one.obstacle or "")] for one in found]
    return canonical.digest(canonical.to_bytes({"plan": said}))


def _write(
    session: HouseSession, made: PaperMerge, position: int, one: Affected, old: StandardMaterial, new: StandardMaterial
) -> None:
    before = None
    if one.act == "replaced":
        edition = draft_content.open_edition(session, one.item.code)
        if edition is None:
            raise NotFound("没有这个版本")
        content = compiler.compile_edition(session, edition)
        before = schema.write(content)
        draft_content.rewrite(edition.id, swapped(content, old, new))
    else:
        in_force = edition_in_force(session, one.item.code)
        if in_force is None or in_force.definition is None:
            raise NotFound("没有这个版本")
        content = swapped(schema.read(in_force.definition), old, new)
        edition = session.get_one(Edition, editions.draft(one.item.code, content=content))
    session.add(
        PaperMergeLine(
            merge_id=made.id, position=position, item_code=one.item.code, edition_id=edition.id, act=one.act, before=before,
            after_hash=_hash(session, edition), owner_code=made.owner_code,
        )
    )  # fmt: skip
    session.flush()


def swapped(content: ItemDefinition, old: Any, new: Any) -> ItemDefinition:
    """A definition that asks for the new paper where it asked for the old one; what it said in words of its own stays."""
    return replace(content, materials=tuple(_swapped(one, old, new) for one in content.materials))


def _swapped(one: Material, old: Any, new: Any) -> Material:
    if one.paper is None or one.paper.code != old.code:
        return one
    follows: dict[str, Any] = {
        name: getattr(new, name) or ""
        for name in OF_THE_PAPER
        if (getattr(one, name) or None) == (getattr(old, name) or None) and getattr(new, name)
    }
    if fold(one.name) == fold(old.name):
        follows["name"] = new.name
    return replace(one, paper=Ref(new.code, new.name), **follows)


def merge_of(session: HouseSession, code: str) -> PaperMerge | None:
    found: PaperMerge | None = session.scalar(select(PaperMerge).where(PaperMerge.code == code))
    return found


def plan_of_undoing(session: HouseSession, made: PaperMerge) -> list[Undoing]:
    """What undoing would do, draft by draft."""
    query = (
        select(PaperMergeLine, Item)
        .join(Item, Item.code == PaperMergeLine.item_code)
        .where(PaperMergeLine.merge_id == made.id)
        .order_by(PaperMergeLine.position)
    )
    return [Undoing(line, item, _obstacle(session, made, line)) for line, item in session.execute(query)]


def _obstacle(session: HouseSession, made: PaperMerge, line: PaperMergeLine) -> Verdict | None:
    edition = session.get(Edition, line.edition_id)
    if edition is None or edition.state not in editions.EDITABLE:
        return Verdict(N_("草稿已经送审、发布或删除"))
    sent = select(EditionEvent.id).where(
        EditionEvent.edition_id == edition.id, EditionEvent.act != "saved", EditionEvent.at > made.created_at
    )
    if session.scalar(sent.limit(1)):
        return Verdict("这份草稿在合并之后送审过")
    if _hash(session, edition) != line.after_hash:
        return Verdict("草稿在合并之后修改过")
    if line.act != "replaced" and unsaved.typed_in(session, [edition.id]):
        return Verdict("有人正在填写这份草稿，还没有保存")
    return None


def undo(code: str) -> int:
    """撤销合并: all drafts as they were, the paper in use again; or nothing of it, when one draft has moved on.

    Returns: how many drafts. Raises: NotFound, Conflict, Refused.
    """
    with unit_of_work() as session:
        made = merge_of(session, code)
        if made is None:
            raise NotFound("没有这次合并")
        if made.state == "undone":
            raise Conflict("这次合并已经撤销过")
        old, new = paper_of(session, made.from_code), paper_of(session, made.into_code)
        if new.merged_into:
            raise Refused("保留的材料后来又并入了别的材料，先撤销那一次")
        found = plan_of_undoing(session, made)
        stuck = sum(one.obstacle is not None for one in found)
        if stuck:
            raise Refused("有%(count)d份草稿在合并之后又有改动，不能撤销；没有撤销任何内容", count=stuck)
        for one in found:
            if one.line.act == "replaced":
                draft_content.rewrite(one.line.edition_id, schema.read(one.line.before or b"{}"))
            else:
                draft_content.discard([one.line.edition_id], f"撤销材料合并 {made.code}")
        records.alter(session, old, {"valid_to": None, "merged_into": None})
        made.state, made.undone_at, made.undone_by = "undone", clock.now(), current().username
        records.stamp(made)
        session.flush()
        facts = {"into": new.name, "objects": len(found)}
        audit.record(session, "merge_undone", "standard_material", old.code, facts)
        return len(found)


def _hash(session: HouseSession, edition: Edition) -> str:
    return canonical.digest(schema.write(compiler.compile_edition(session, edition)))
