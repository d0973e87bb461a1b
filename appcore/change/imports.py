"""The life of an import: previewed by one account, applied in one transaction, undone in one act or not at all."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select

from appcore import clock, records
from appcore.access import audit
from appcore.access.principal import current
from appcore.catalogue import taking_over as taking_over_of_catalogue
from appcore.change import bulk_lines, report, source
from appcore.change.handing_over import PORTION, in_force, size, take_over, waiting
from appcore.change.kinds import ITEMS, KINDS
from appcore.change.kinds.base import Standing, Wanted, Written
from appcore.change.kinds.slips import Wording
from appcore.change.previews import (
    KEPT,
    LAPSED,
    MOST_BYTES,
    MOST_PREVIEWS,
    UNDER_WAY,
    choose,
    content_of,
    forget_lapsed,
    kept_report,
    own,
    own_preview,
    preview,
)
from appcore.change.reading import Read
from appcore.change.report import Judged, Report
from appcore.change.undoing import Undoing, is_own, plan_of_undoing, undo
from appcore.change.watching import NOBODY, Watch
from appcore.errors import Conflict, Refused
from appcore.transaction import unit_of_work
from models.db import HouseSession, house_session
from models.package import PackageImport, PackageLine

__all__ = [
    "KEPT", "LAPSED", "MOST_BYTES", "MOST_PREVIEWS", "PORTION", "UNDER_WAY", "Undoing", "apply", "choose", "content_of", "forget_lapsed",
    "in_force", "is_own", "kept_report", "lines_of", "listed", "own", "own_preview", "plan_of_undoing", "preview", "size",
    "take_over", "undo", "waiting",
]  # fmt: skip


def apply(
    code: str,
    ticks: Collection[str] | None,
    *,
    seen: str | None = None,
    taking_over: bool = False,
    watch: Watch = NOBODY,
) -> int:
    """Write the ticked objects as drafts, all of them or none. `ticks`: None for all that is ticked at first. `seen`: the
    digest of the report that was read; None when nobody waited between report and import. `taking_over`: the items are
    sent in to be taken over as what is in force (decisions 51), by one act of somebody else. `watch`: told how far it is.

    Returns: how many. Raises: NotFound, Conflict, Refused.
    """
    watch.phase("reading")
    read = _read_again(code)
    watch.phase("judging", len(read.rows))
    before = report.look(house_session(), read, watch)
    chosen = _decided(before.said, ticks, seen, taking_over=taking_over)
    wanted = _laid_out(chosen)
    watch.phase("writing", len(chosen))
    with unit_of_work() as session:
        row = own(session, code)
        content_of(row)
        said = report.look_again(session, read, before)
        if said is not before.said:
            chosen = _decided(said, ticks, seen, taking_over=taking_over)
            wanted = _laid_out(chosen)
        _write(session, row, wanted)
        if taking_over:
            taking_over_of_catalogue.hand_in([line.target for line in lines_of(session, row)])
        row.state, row.content, row.applied_at, row.taking_over = "applied", None, clock.now(), taking_over or None
        row.report = row.choice = None
        records.stamp(row)
        session.flush()
        facts = {"hash": row.content_hash, "objects": len(chosen)}
        audit.record(session, "package_applied", "package", row.code, facts)
        watch.settle(session)
        return len(chosen)


def _decided(said: Report, ticks: Collection[str] | None, seen: str | None, *, taking_over: bool) -> list[Judged]:
    """What is to be written. Raises: Conflict, Refused."""
    if ticks != set() and seen is not None and said.digest != seen:
        raise Conflict("预览之后本县的内容有变化，请重新核对")
    if ticks is None:
        ticks = {one.tick for one in said.objects if one.is_preset}
    return _chosen(said, ticks, taking_over=taking_over)


def _laid_out(chosen: list[Judged]) -> list[tuple[Judged, Wanted[Any]]]:
    """Each with all that writing it needs: what is worked out here, nobody at a counter waits for."""
    return [
        (one, Wanted(one.content, one.digest, _standing(one), one.more, one.kind.laid_out(one.content)))
        for one in chosen
    ]


def _read_again(code: str) -> Read:
    """What the file of a preview says, read before anything is locked. Raises: NotFound, Conflict, Refused."""
    session = house_session()
    row = own(session, code)
    raw, name = content_of(row), row.file_name
    return source.read(session, raw, name)


def listed(session: HouseSession, most: int = 100) -> list[tuple[PackageImport, int]]:
    """Imports, the newest first, each with how many objects it wrote; of previews one's own that have not lapsed."""
    counts = select(PackageLine.import_id, func.count(PackageLine.id).label("lines")).group_by(PackageLine.import_id)
    counted = {row.import_id: row.lines for row in session.execute(counts)}
    mine = (PackageImport.account == current().username) & (PackageImport.expires_at > clock.now())
    query = select(PackageImport).where((PackageImport.state != "previewed") | mine)
    rows = session.scalars(query.order_by(PackageImport.id.desc()).limit(most))
    return [(one, counted.get(one.id, 0)) for one in rows]


def lines_of(session: HouseSession, row: PackageImport, first: int = 0, most: int | None = None) -> list[PackageLine]:
    """What an import wrote, in its order; a page of it."""
    query = select(PackageLine).where(PackageLine.import_id == row.id).order_by(PackageLine.position)
    return list(session.scalars(query.offset(first).limit(most)))


def _chosen(said: Report, ticks: Collection[str], *, taking_over: bool) -> list[Judged]:
    """The ticked objects in their order. Raises: Refused when one of them cannot be chosen, or lacks what stands under it."""
    if said.wrong:
        raise Refused("文件里有%(count)d处错误，没有导入任何内容；请改好后重新上传", count=said.wrong)
    by_tick = {one.tick: one for one in said.objects if one.may_be_chosen}
    if not ticks:
        raise Refused("请至少选择一项", field="chosen")
    if not set(ticks) <= by_tick.keys():
        raise Refused("选中的内容里有不能导入的，请重新核对", field="chosen")
    chosen = [one for one in by_tick.values() if one.tick in ticks]
    items = {one.key for one in chosen if one.kind is ITEMS}
    if taking_over and len(items) < len(chosen):
        raise Refused("接管现行的只能是事项，请去掉别的内容", field="chosen")
    for one in chosen:
        if isinstance(one.content, Wording) and one.content.item and one.content.item not in items:
            alone = next((it for it in said.objects if it.kind is ITEMS and it.key == one.content.item), None)
            if alone is not None and alone.standing is not None and alone.standing.act == "created":
                raise Refused("专用文书模板要和它的事项“%(name)s”一起选", field="chosen", name=alone.name)
    return chosen


def _write(session: HouseSession, row: PackageImport, chosen: list[tuple[Judged, Wanted[Any]]]) -> None:
    """The objects, kind after kind as they stand on each other, and a line of each."""
    written: dict[str, Written] = {}
    for kind in KINDS.values():
        several = [(one, wanted) for one, wanted in chosen if one.kind is kind]
        if several:
            made = kind.write_all(session, [wanted for _, wanted in several])
            written |= {one.tick: it for (one, _), it in zip(several, made, strict=True)}
    rows = [
        {
            "import_id": row.id, "position": position, "kind": one.kind.slug, "key": one.key, "name": one.name or one.key,
            "act": wanted.standing.act, "target": written[one.tick].target, "before": written[one.tick].before,
            "after_hash": written[one.tick].after_hash, "owner_code": row.owner_code,
        }
        for position, (one, wanted) in enumerate(chosen, 1)
    ]  # fmt: skip
    bulk_lines.add(session, rows)


def _standing(one: Judged) -> Standing[Any]:
    if one.standing is None:
        raise RuntimeError("an object that may be chosen has a standing")
    return one.standing
