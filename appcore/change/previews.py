"""A preview: an uploaded file and what it would do, kept for a day for the account that brought it, and nothing written of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from appcore import clock, records
from appcore.access import placing
from appcore.access.principal import current
from appcore.change import kept, source
from appcore.change.kept import KeptReport
from appcore.definition import canonical
from appcore.definition.verdict import Verdict
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import short_write, unit_of_work
from models.db import HouseSession, house_session
from models.package import PackageImport, PackageTask

KEPT = timedelta(days=1)
MOST_PREVIEWS = 10
"""So many files an account has waiting at a time: the oldest goes when another comes."""
MOST_BYTES = source.MOST_BYTES
LAPSED = "预览已经过期，请重新上传文件"
UNDER_WAY = ("waiting", "working")
"""The states of a task that is not at its end."""


def preview(raw: bytes, file_name: str) -> str:
    """Keep an uploaded file with its report for a day, for this account alone, and nothing else; of its files the newest few.

    Returns: its code. Raises: Refused, also for a file that was imported before.
    """
    session = house_session()
    _require_new(session, raw)
    read = source.read(session, raw, file_name)
    if not read.rows and not read.loose:
        raise source.nothing_in_it()
    judged = kept.judged(session, read)
    with unit_of_work() as session:
        _forget_lapsed(session)
        _forget(session, _too_many(session))
        row = PackageImport(
            code=secrets.token_hex(6), state="previewed", account=current().username,
            file_name=_file_name(file_name), content_hash=canonical.digest(raw), content=raw, made_by=read.made_by or None,
            expires_at=clock.now() + KEPT, owner_code=placing.owner(), report=judged,
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


def _file_name(raw: str) -> str:
    plain = "".join(one for one in raw.replace("\\", "/").rpartition("/")[2] if one.isprintable()).strip()
    stem, dot, ending = plain.rpartition(".")
    return (
        f"{stem[: 119 - len(ending)]}{dot}{ending}"
        if len(plain) > 120 and len(ending) < 10
        else plain[:120] or "package.json"
    )


def content_of(row: PackageImport) -> bytes:
    """The bytes of a preview. Raises: Conflict when it lapsed or was applied."""
    if row.state != "previewed" or row.content is None or row.expires_at <= clock.now():
        raise Conflict(LAPSED)
    return row.content


def own_preview(session: HouseSession, code: str) -> PackageImport | None:
    """A preview is its account's alone."""
    found: PackageImport | None = session.scalar(
        select(PackageImport).where(
            PackageImport.code == code, (PackageImport.state != "previewed") | (PackageImport.account == current().username)
        )
    )  # fmt: skip
    return found


def own(session: HouseSession, code: str) -> PackageImport:
    """The same. Raises: NotFound."""
    row = own_preview(session, code)
    if row is None:
        raise NotFound("没有这次导入")
    return row


def kept_report(session: HouseSession, row: PackageImport, *, anew: bool = False, keeping: bool = False) -> KeptReport:
    """The report on a preview as it is kept, made anew where the county has changed since, or where that is asked for.

    `keeping`: one made anew is kept in its place; a look keeps nothing.

    Raises: Conflict when the preview lapsed or was applied, Refused.
    """
    content_of(row)
    found = kept.read_again(session, row.report) if row.report is not None and not anew else None
    if found is not None:
        return found
    read = source.read(session, content_of(row), row.file_name)
    stored = kept.judged(session, read)
    if keeping:
        _keep_report(row.code, stored)
    return kept.as_kept(stored)


def _keep_report(code: str, stored: bytes) -> None:
    with short_write() as session:
        held = own_preview(session, code)
        if held is not None and held.state == "previewed":
            held.report = stored


def choose(code: str, ticks: Mapping[str, bool]) -> None:
    """Keep what the reader of a preview ticked and unticked, against what was proposed. Raises: NotFound, Conflict."""
    with short_write() as session:
        row = own(session, code)
        content_of(row)
        row.choice = {**(row.choice or {}), **ticks}


def forget_lapsed() -> None:
    """Remove previews that nobody applied within a day."""
    with unit_of_work() as session:
        _forget_lapsed(session)


def _forget_lapsed(session: HouseSession) -> None:
    old = select(PackageImport).where(PackageImport.state == "previewed", PackageImport.expires_at <= clock.now())
    _forget(session, session.scalars(old).all())


def _too_many(session: HouseSession) -> Sequence[PackageImport]:
    """The oldest previews of this account, so that with one more there are as many as may be."""
    own = select(PackageImport).where(PackageImport.state == "previewed", PackageImport.account == current().username)
    return session.scalars(own.order_by(PackageImport.id.desc()).offset(MOST_PREVIEWS - 1)).all()


def _forget(session: HouseSession, previews: Sequence[PackageImport]) -> None:
    """Remove previews with what was asked of them, but for one that is being applied."""
    for row in previews:
        tasks = session.scalars(select(PackageTask).where(PackageTask.import_id == row.id)).all()
        if not any(one.state in UNDER_WAY for one in tasks):
            for task in tasks:
                session.delete(task)
            session.flush()
            session.delete(row)
    session.flush()
