"""An import taken back: what that would do, worked out while nobody waits, and then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Any

from sqlalchemy import func, select

from appcore import clock, records
from appcore.access import audit
from appcore.access.principal import Person, current
from appcore.access.same_person import is_among
from appcore.change.handing_over import in_force, size
from appcore.change.kinds import ITEMS, KINDS
from appcore.change.kinds.base import PackageKind
from appcore.change.watching import NOBODY, Watch
from appcore.definition.said import Said
from appcore.definition.verdict import N_
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.many_rows import portions
from appcore.transaction import unit_of_work
from models.db import HouseSession, house_session
from models.draft_part import DraftPart
from models.edition_parts import PARTS
from models.item import Edition, EditionEvent, Item
from models.offer import Offer
from models.package import PackageImport, PackageLine


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing would do to one object; `obstacle`: why it cannot be."""

    line: PackageLine
    obstacle: Said | None


def plan_of_undoing(session: HouseSession, row: PackageImport) -> list[Undoing]:
    """What undoing would do, the last written first."""
    query = select(PackageLine).where(PackageLine.import_id == row.id).order_by(PackageLine.position.desc())
    lines = session.scalars(query).all()
    stuck: dict[int, Said] = {}
    for kind in KINDS.values():
        stuck |= _obstacles(session, kind, [one for one in lines if one.kind == kind.slug])
    return [Undoing(one, stuck.get(one.id)) for one in lines]


def undo(code: str, watch: Watch = NOBODY) -> int:
    """Take back all that an import wrote, or nothing of it. `watch`: told how far it is.

    Returns: how many objects. Raises: NotFound, Conflict, Refused when something was built on it.
    """
    watch.phase("judging", size(house_session(), to_undo(house_session(), code)))
    seen = _looked(house_session(), code)
    watch.phase("writing")
    with unit_of_work() as session:
        row = to_undo(session, code)
        if seen is None or mark(session, row) != seen:
            _require_nothing_built(plan_of_undoing(session, row))
        lines = session.scalars(
            select(PackageLine).where(PackageLine.import_id == row.id).order_by(PackageLine.position.desc())
        ).all()
        for slug, several in groupby(lines, key=lambda one: one.kind):
            KINDS[slug].undo_all(session, list(several), f"撤销导入 {row.code}")
        row.state, row.undone_at, row.undone_by = "undone", clock.now(), current().username
        records.stamp(row)
        session.flush()
        facts = {"hash": row.content_hash, "objects": len(lines)}
        audit.record(session, "package_undone", "package", row.code, facts)
        watch.settle(session)
        return len(lines)


def _looked(session: HouseSession, code: str) -> tuple[Any, ...] | None:
    """That nothing stands in the way, found before anything is locked; None where it can only be found under the lock."""
    row = to_undo(session, code)
    kinds = set(session.scalars(select(PackageLine.kind).where(PackageLine.import_id == row.id).distinct()))
    if row.taking_over or kinds != {ITEMS.slug}:
        return None
    seen = mark(session, row)
    _require_nothing_built(plan_of_undoing(session, row))
    return seen


def to_undo(session: HouseSession, code: str) -> PackageImport:
    """An import that may be taken back by who acts. Raises: NotFound, Conflict, NotAllowed."""
    row: PackageImport | None = session.scalar(select(PackageImport).where(PackageImport.code == code))
    if row is None or row.state == "previewed":
        raise NotFound("没有这次导入")
    if row.state == "undone":
        raise Conflict("这次导入已经撤销过")
    if is_own(session, row) and in_force(session, row):
        raise NotAllowed("已经接管为现行版本的导入，由导入人以外的县级审核撤销")
    return row


def is_own(session: HouseSession, row: PackageImport) -> bool:
    """Whether the person who acts brought it in, by any of his accounts; the system never did."""
    who = current()
    return isinstance(who, Person) and is_among(session, who, usernames=(row.account,))


def _require_nothing_built(plan: Sequence[Undoing]) -> None:
    """Raises: Refused."""
    stuck = sum(one.obstacle is not None for one in plan)
    if stuck:
        raise Refused("有%(count)d项在导入之后又有改动，不能撤销；没有撤销任何内容", count=stuck)


def mark(session: HouseSession, row: PackageImport) -> tuple[Any, ...]:
    """Whatever an obstacle is found by, in a form that is quick to read and to compare: equal marks, equal plan."""
    lines = session.execute(select(PackageLine.target, PackageLine.key).where(PackageLine.import_id == row.id)).all()
    return tuple(marks_of(session, [one.target for one in lines], [one.key for one in lines]))


def marks_of(session: HouseSession, editions: Sequence[int], items: Sequence[str]) -> list[tuple[Any, ...]]:
    """What stands in open editions, kept and typed, and around their items."""
    pairs = zip_longest(portions(editions), portions(items), fillvalue=())
    return [one for some, others in pairs for one in _marks(session, some, others)]


def _marks(session: HouseSession, editions: Sequence[int], items: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    parts = [
        select(
            part.edition_id, func.count(part.id), func.max(part.id), func.sum(part.version), func.max(part.changed_at)
        )
        .where(part.edition_id.in_(editions))
        .group_by(part.edition_id)
        for part in PARTS.values()
    ]
    queries: list[Any] = [
        select(Edition.id, Edition.state, Edition.version).where(Edition.id.in_(editions)),
        select(EditionEvent.edition_id, func.max(EditionEvent.id))
        .where(EditionEvent.edition_id.in_(editions))
        .group_by(EditionEvent.edition_id),
        select(DraftPart.edition_id, func.count(DraftPart.id), func.max(DraftPart.kept_at))
        .where(DraftPart.edition_id.in_(editions))
        .group_by(DraftPart.edition_id),
        select(Item.code, Item.version).where(Item.code.in_(items)),
        select(Offer.item_code, func.count(Offer.id)).where(Offer.item_code.in_(items)).group_by(Offer.item_code),
        *parts,
    ]
    for query in queries:
        yield tuple(sorted(map(tuple, session.execute(query)), key=repr))


def _obstacles(session: HouseSession, kind: PackageKind[Any], lines: Sequence[PackageLine]) -> dict[int, Said]:
    """Of the lines of one kind, by their ids; that a draft is gone or was worked on comes before all else."""
    if not lines:
        return {}
    found = kind.undo_obstacles(session, lines)
    if lines[0].package.taking_over:
        return found
    contents = kind.contents_of(session, lines)
    for line in lines:
        content = contents[line.id]
        if content is None:
            found[line.id] = Said(N_("草稿已经送审、发布或删除"))
        elif kind.hash_of(content) != line.after_hash:
            found[line.id] = Said(N_("草稿在导入之后修改过"))
    return found
