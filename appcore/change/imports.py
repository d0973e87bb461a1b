"""The life of an import: previewed by one account, applied in one transaction, undone in one act or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from appcore import clock, records
from appcore.access import audit, placing
from appcore.access.principal import current
from appcore.catalogue import taking_over as taking_over_of_catalogue
from appcore.change import bulk_lines, report, source
from appcore.change.handing_over import PORTION, in_force, take_over, waiting
from appcore.change.kinds import ITEMS, KINDS
from appcore.change.kinds.base import Standing, Wanted, Written
from appcore.change.kinds.slips import Wording
from appcore.change.reading import Read
from appcore.change.report import Judged, Report
from appcore.change.undoing import Undoing, is_own, plan_of_undoing, undo
from appcore.definition import canonical
from appcore.definition.verdict import Verdict
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import unit_of_work
from models.db import HouseSession, house_session
from models.package import PackageImport, PackageLine

__all__ = [
    "KEPT", "LAPSED", "MOST_BYTES", "PORTION", "Undoing", "apply", "content_of", "forget_lapsed", "in_force", "is_own", "lines_of", "listed",
    "own_preview", "plan_of_undoing", "preview", "report_of", "take_over", "undo", "waiting",
]  # fmt: skip
KEPT = timedelta(days=1)
MOST_BYTES = source.MOST_BYTES
LAPSED = "预览已经过期，请重新上传文件"


def preview(raw: bytes, file_name: str) -> str:
    """Keep an uploaded file for a day, for this account alone, and nothing else.

    Returns: its code. Raises: Refused, also for a file that was imported before.
    """
    session = house_session()
    _require_new(session, raw)
    read = source.read(session, raw, file_name)
    if not read.rows and not read.loose:
        raise source.nothing_in_it()
    with unit_of_work() as session:
        _forget_lapsed(session)
        row = PackageImport(
            code=secrets.token_hex(6), state="previewed", account=current().username,
            file_name=_file_name(file_name), content_hash=canonical.digest(raw), content=raw, made_by=read.made_by or None,
            expires_at=clock.now() + KEPT, owner_code=placing.owner(),
        )  # fmt: skip
        records.stamp(row, new=True)
        session.add(row)
        session.flush()
        return row.code


def _require_new(session: HouseSession, raw: bytes) -> None:
    """The same file is not imported twice (R67); after it was undone it may be."""
    query = select(PackageImport).where(
        PackageImport.content_hash == canonical.digest(raw), PackageImport.state == "applied"
    )
    before = session.scalar(query.order_by(PackageImport.id.desc()).limit(1))
    if before is not None:
        known = {"code": before.code}
        why = Verdict("这个文件已经导入过（导入编号 %(code)s）。要再导入一次，请先撤销那一次。", known)
        raise Refused("请按提示修改后再提交", fields={"file": why})


def content_of(row: PackageImport) -> bytes:
    """The bytes of a preview. Raises: Conflict when it lapsed or was applied."""
    if row.state != "previewed" or row.content is None or row.expires_at <= clock.now():
        raise Conflict(LAPSED)
    return row.content


def report_of(session: HouseSession, row: PackageImport) -> Report:
    """What an import would do now. Raises: Conflict when the preview lapsed or was applied, Refused."""
    return report.held_against(session, source.read(session, content_of(row), row.file_name))


def apply(code: str, ticks: Collection[str] | None, *, seen: str | None = None, taking_over: bool = False) -> int:
    """Write the ticked objects as drafts, all of them or none. `ticks`: None for all that is ticked at first. `seen`: the
    digest of the report that was read; None when nobody waited between report and import. `taking_over`: the items are
    sent in to be taken over as what is in force (decisions 51), by one act of somebody else.

    Returns: how many. Raises: NotFound, Conflict, Refused.
    """
    read = _read_again(code)
    before = report.look(house_session(), read)
    chosen = _decided(before.said, ticks, seen, taking_over=taking_over)
    wanted = _laid_out(chosen)
    with unit_of_work() as session:
        row = _own(session, code)
        content_of(row)
        said = report.look_again(session, read, before)
        if said is not before.said:
            chosen = _decided(said, ticks, seen, taking_over=taking_over)
            wanted = _laid_out(chosen)
        _write(session, row, wanted)
        if taking_over:
            taking_over_of_catalogue.hand_in([line.target for line in lines_of(session, row)])
        row.state, row.content, row.applied_at, row.taking_over = "applied", None, clock.now(), taking_over or None
        records.stamp(row)
        session.flush()
        facts = {"hash": row.content_hash, "objects": len(chosen)}
        audit.record(session, "package_applied", "package", row.code, facts)
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
    row = _own(session, code)
    raw, name = content_of(row), row.file_name
    return source.read(session, raw, name)


def _own(session: HouseSession, code: str) -> PackageImport:
    row = own_preview(session, code)
    if row is None:
        raise NotFound("没有这次导入")
    return row


def own_preview(session: HouseSession, code: str) -> PackageImport | None:
    """A preview is its account's alone."""
    found: PackageImport | None = session.scalar(
        select(PackageImport).where(
            PackageImport.code == code, (PackageImport.state != "previewed") | (PackageImport.account == current().username)
        )
    )  # fmt: skip
    return found


def listed(session: HouseSession, most: int = 100) -> list[tuple[PackageImport, int]]:
    """Imports, the newest first, each with how many objects it wrote; of previews one's own that have not lapsed."""
    counts = select(PackageLine.import_id, func.count(PackageLine.id).label("lines")).group_by(PackageLine.import_id)
    counted = {row.import_id: row.lines for row in session.execute(counts)}
    mine = (PackageImport.account == current().username) & (PackageImport.expires_at > clock.now())
    query = select(PackageImport).where((PackageImport.state != "previewed") | mine)
    rows = session.scalars(query.order_by(PackageImport.id.desc()).limit(most))
    return [(one, counted.get(one.id, 0)) for one in rows]


def lines_of(session: HouseSession, row: PackageImport) -> list[PackageLine]:
    return list(
        session.scalars(select(PackageLine).where(PackageLine.import_id == row.id).order_by(PackageLine.position))
    )


def forget_lapsed() -> None:
    """Remove previews that nobody applied within a day."""
    with unit_of_work() as session:
        _forget_lapsed(session)


def _forget_lapsed(session: HouseSession) -> None:
    old = select(PackageImport).where(PackageImport.state == "previewed", PackageImport.expires_at <= clock.now())
    for row in session.scalars(old):
        session.delete(row)
    session.flush()


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


def _file_name(raw: str) -> str:
    plain = "".join(one for one in raw.replace("\\", "/").rpartition("/")[2] if one.isprintable()).strip()
    stem, dot, ending = plain.rpartition(".")
    return (
        f"{stem[: 119 - len(ending)]}{dot}{ending}"
        if len(plain) > 120 and len(ending) < 10
        else plain[:120] or "package.json"
    )
