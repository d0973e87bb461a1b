"""附件: the files of a case, kept beside the paper that each shows. None is deleted; a mistaken one is voided (作废)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from appcore import records
from appcore.access import audit
from appcore.access.files import quota
from appcore.access.files.receiving import Received
from appcore.casework.case_rows import place_of
from appcore.casework.keeping import require_holder
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import CHANGED, unit_of_work
from models.attachment import Attachment
from models.case import Case, MaterialCheck
from models.db import HouseSession
from models.vocabulary import OPEN_CASE

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as the case's page lists it."""

    code: str
    name: str
    size: int
    state: str
    material_key: str
    field_key: str
    by: str
    at: datetime
    note: str
    void_reason: str

    @property
    def can_be_opened(self) -> bool:
        return self.state == "kept" and not self.void_reason


def is_open(case: Case) -> bool:
    """Whether files may still be added to a case and voided."""
    return case.state in OPEN_CASE


def listed(session: Session, case: Case) -> tuple[Shown, ...]:
    """The files of a case in the order in which they came."""
    rows = session.scalars(select(Attachment).where(Attachment.case_id == case.id).order_by(Attachment.id))
    return tuple(
        Shown(
            row.code, row.name, row.size, row.state, row.material_key or "", row.field_key or "", row.created_by, row.created_at,
            row.note or "", row.void_reason or "",
        )
        for row in rows
    )  # fmt: skip


def attach(number: str, files: Sequence[Received], *, material_key: str, note: str) -> None:
    """Write the rows of files that are kept already, all or none.

    Raises: NotFound, Conflict (the case is closed), NotAllowed (another desk holds it), Refused (too many, a double, no such paper).
    """
    with unit_of_work() as session:
        case = session.scalar(select(Case).where(Case.number == number))
        if case is None:
            raise NotFound("没有这个办件")
        if not is_open(case):
            raise Conflict("办件已经办结，不能再上传附件")
        require_holder(session, case)
        _require_room(session, case, files)
        _require_paper(session, case, material_key)
        for one in files:
            row = Attachment(
                **place_of(case), **one.columns(), code=secrets.token_hex(16), material_key=material_key or None,
                note=note.strip() or None,
            )  # fmt: skip
            records.stamp(row, new=True)
            session.add(row)
            session.flush()
            # The name may hold a person's name: the trail keeps the content's hash instead.
            audit.record(session, "attached", "attachment", case.number, {"code": row.code, "sha256": one.sha256})


def void(code: str, reason: str, *, version: int) -> None:
    """Mark a file as a mistake; it stays, and is not given out any more.

    Raises: as `attach`; Conflict when it was voided already or changed meanwhile.
    """
    if not reason.strip():
        raise Refused("请写明作废的原因", field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused("原因不能超过%(most)s个字", field="reason", most=LONGEST_REASON)
    with unit_of_work() as session:
        row = session.scalar(select(Attachment).where(Attachment.code == code))
        if row is None:
            raise NotFound("没有这个附件")
        if row.version != version:
            raise Conflict(CHANGED)
        if row.void_reason or not is_open(row.case):
            raise Conflict("附件已经作废或办件已经办结，不能再作废")
        require_holder(session, row.case)
        row.void_reason = reason.strip()
        records.stamp(row)
        session.flush()
        audit.record(session, "voided", "attachment", row.case.number, {"code": row.code, "reason": row.void_reason})


def _require_room(session: HouseSession, case: Case, files: Sequence[Received]) -> None:
    there = session.scalars(
        select(Attachment).where(Attachment.case_id == case.id, Attachment.void_reason.is_(None))
    ).all()
    refusal = quota.too_many(len(there), len(files), current_app.extensions["settings"].files_a_case)
    if refusal is not None:
        raise Refused("请按提示修改后再提交", fields={"files": refusal})
    seen = {row.sha256 for row in there}
    for one in files:
        if one.sha256 in seen:
            raise Refused("“%(name)s”已经上传过了，不用再传", field="files", name=one.name)
        seen.add(one.sha256)


def _require_paper(session: HouseSession, case: Case, key: str) -> None:
    if (
        key
        and key not in session.scalars(select(MaterialCheck.material_key).where(MaterialCheck.case_id == case.id)).all()
    ):
        raise Refused("这个办件没有这份材料，请重新选择", field="material")
