"""The life of an import: previewed by one account, applied in one transaction, undone in one act or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from appcore import clock, records
from appcore.access import audit, placing
from appcore.access.principal import current
from appcore.change import document, report
from appcore.change.kinds import ITEMS, KINDS
from appcore.change.kinds.slips import Wording
from appcore.change.report import Judged, Report
from appcore.definition import canonical
from appcore.definition.said import Said
from appcore.definition.verdict import N_, Rejected, Verdict
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import unit_of_work
from models.db import HouseSession, house_session
from models.package import PackageImport, PackageLine

KEPT = timedelta(days=1)
MOST_BYTES = 20 * 1024 * 1024
LAPSED = "预览已经过期，请重新上传文件"


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing would do to one object; `obstacle`: why it cannot be."""

    line: PackageLine
    obstacle: Said | None


def judge(raw: bytes) -> document.Document:
    """The document of an uploaded file. Raises: Refused with the sentence on the field `file`."""
    try:
        if len(raw) > MOST_BYTES:
            raise Rejected("文件超过%(most)d MB，请分成几个数据包。", most=MOST_BYTES // 1024**2)
        return document.read(raw)
    except Rejected as bad:
        raise Refused("请按提示修改后再提交", fields={"file": bad.verdict}) from bad


def preview(raw: bytes, file_name: str) -> str:
    """Keep an uploaded package for a day, for this account alone, and nothing else.

    Returns: its code. Raises: Refused.
    """
    said = report.build(house_session(), judge(raw))
    if not said.objects:
        raise Refused("请按提示修改后再提交", fields={"file": Verdict("数据包里没有任何内容。")})
    with unit_of_work() as session:
        _forget_lapsed(session)
        row = PackageImport(
            code=secrets.token_hex(6), state="previewed", account=current().username,
            file_name=_file_name(file_name), content_hash=canonical.digest(raw), content=raw, made_by=said.made_by or None,
            expires_at=clock.now() + KEPT, owner_code=placing.owner(),
        )  # fmt: skip
        records.stamp(row, new=True)
        session.add(row)
        session.flush()
        return row.code


def report_of(session: HouseSession, row: PackageImport) -> Report:
    """What an import would do now. Raises: Conflict when the preview lapsed or was applied, Refused."""
    if row.state != "previewed" or row.content is None or row.expires_at <= clock.now():
        raise Conflict(LAPSED)
    return report.build(session, judge(row.content))


def apply(code: str, ticks: Collection[str], *, seen: str | None = None) -> int:
    """Write the ticked objects as drafts, all of them or none. `seen`: the digest of the report that was read; None when
    nobody waited between report and import.

    Returns: how many. Raises: NotFound, Conflict, Refused.
    """
    with unit_of_work() as session:
        row = own_preview(session, code)
        if row is None:
            raise NotFound("没有这次导入")
        said = report_of(session, row)
        if ticks and seen is not None and said.digest != seen:
            raise Conflict("预览之后本县的内容有变化，请重新核对")
        chosen = _chosen(said, ticks)
        for position, one in enumerate(chosen, 1):
            _write(session, row, position, one)
        row.state, row.content, row.applied_at = "applied", None, clock.now()
        records.stamp(row)
        session.flush()
        facts = {"hash": row.content_hash, "objects": len(chosen)}
        audit.record(session, "package_applied", "package", row.code, facts)
        return len(chosen)


def plan_of_undoing(session: HouseSession, row: PackageImport) -> list[Undoing]:
    """What undoing would do, the last written first."""
    lines = session.scalars(
        select(PackageLine).where(PackageLine.import_id == row.id).order_by(PackageLine.position.desc())
    )
    return [Undoing(one, _obstacle(session, one)) for one in lines]


def undo(code: str) -> int:
    """Take back all that an import wrote, or nothing of it.

    Returns: how many objects. Raises: NotFound, Conflict, Refused when something was built on it.
    """
    with unit_of_work() as session:
        row = session.scalar(select(PackageImport).where(PackageImport.code == code))
        if row is None or row.state == "previewed":
            raise NotFound("没有这次导入")
        if row.state == "undone":
            raise Conflict("这次导入已经撤销过")
        plan = plan_of_undoing(session, row)
        stuck = sum(one.obstacle is not None for one in plan)
        if stuck:
            raise Refused("有%(count)d项在导入之后又有改动，不能撤销；没有撤销任何内容", count=stuck)
        for one in plan:
            KINDS[one.line.kind].undo(session, one.line, f"撤销导入 {row.code}")
        row.state, row.undone_at, row.undone_by = "undone", clock.now(), current().username
        records.stamp(row)
        session.flush()
        facts = {"hash": row.content_hash, "objects": len(plan)}
        audit.record(session, "package_undone", "package", row.code, facts)
        return len(plan)


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


def _chosen(said: Report, ticks: Collection[str]) -> list[Judged]:
    """The ticked objects in their order. Raises: Refused when one of them cannot be chosen, or lacks what stands under it."""
    by_tick = {one.tick: one for one in said.objects if one.may_be_chosen}
    if not ticks:
        raise Refused("请至少选择一项", field="chosen")
    if not set(ticks) <= by_tick.keys():
        raise Refused("选中的内容里有不能导入的，请重新核对", field="chosen")
    chosen = [one for one in by_tick.values() if one.tick in ticks]
    items = {one.key for one in chosen if one.kind is ITEMS}
    for one in chosen:
        if isinstance(one.content, Wording) and one.content.item and one.content.item not in items:
            alone = next((it for it in said.objects if it.kind is ITEMS and it.key == one.content.item), None)
            if alone is not None and alone.standing is not None and alone.standing.act == "created":
                raise Refused("专用文书模板要和它的事项“%(name)s”一起选", field="chosen", name=alone.name)
    return chosen


def _write(session: HouseSession, row: PackageImport, position: int, one: Judged) -> None:
    if one.standing is None:
        raise RuntimeError("an object that may be chosen has a standing")
    written = one.kind.write(session, one.content, one.standing, one.more)
    session.add(
        PackageLine(
            import_id=row.id, position=position, kind=one.kind.slug, key=one.key, name=one.name or one.key,
            act=one.standing.act, target=written.target, before=written.before, after_hash=written.after_hash,
            owner_code=row.owner_code,
        )
    )  # fmt: skip
    session.flush()


def _obstacle(session: HouseSession, line: PackageLine) -> Said | None:
    kind = KINDS[line.kind]
    content = kind.content_of(session, line)
    if content is None:
        return Said(N_("草稿已经送审、发布或删除"))
    if kind.hash_of(content) != line.after_hash:
        return Said(N_("草稿在导入之后修改过"))
    return kind.undo_obstacle(session, line)


def _file_name(raw: str) -> str:
    plain = "".join(one for one in raw.replace("\\", "/").rpartition("/")[2] if one.isprintable()).strip()
    return plain[:120] or "package.json"
