"""导出审批: a large export is asked for with its purpose, decided by a second person, and good for a day (R70)."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import select

from appcore import clock, records
from appcore.access import audit, placing
from appcore.access.principal import signed_in
from appcore.access.same_person import is_among
from appcore.definition.verdict import N_
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import unit_of_work
from models.db import HouseSession
from models.export import ExportRequest
from models.place import Hall

GOOD_FOR = timedelta(hours=24)
LONGEST = 300
GROWTH = 1.1
"""A list may have grown by a tenth since it was approved; one that grew more is asked for again."""


def ask(*, noun: str, query: str, form: str, rows: int, reason: str) -> str:
    """Ask for an export of this list. Returns: the code of the request.

    Raises: Refused without a purpose.
    """
    _require_words(reason, "reason", N_("请写明导出的用途"))
    if len(query) > ExportRequest.query.type.length:
        raise Refused("筛选条件太长，请简化后再申请")
    who = signed_in()
    with unit_of_work() as session:
        row = ExportRequest(
            code=secrets.token_hex(16), noun=noun, query=query, format=form, row_count=rows, reason=reason.strip(),
            asked_by=who.username, state="asked", expires_at=clock.now() + GOOD_FOR, hall_code=who.hall_code,
            region_code=_region(session, who.hall_code),
        )  # fmt: skip
        records.stamp(row, new=True)
        session.add(row)
        session.flush()
        audit.record(session, "export_asked", "export_request", row.code, {"rows": rows, "reason": row.reason})
        return row.code


def decide(code: str, *, approve: bool, remark: str) -> None:
    """Approve or refuse what somebody else asked for.

    Raises: NotFound, NotAllowed (one's own), Conflict (decided or expired), Refused (a refusal without a remark).
    """
    if not approve:
        _require_words(remark, "remark", N_("不批准的，请写明理由"))
    if len(remark) > LONGEST:
        raise Refused("不能超过%(most)s个字", field="remark", most=LONGEST)
    who = signed_in()
    with unit_of_work() as session:
        row = _request(session, code)
        if is_among(session, who, usernames=(row.asked_by,)):
            raise NotAllowed("自己的导出申请须由另一个人批准")
        if row.state != "asked" or row.expires_at <= clock.now():
            raise Conflict("这个申请已经处理过或已经失效")
        row.state, row.decided_by = "approved" if approve else "refused", who.username
        row.remark, row.expires_at = remark.strip() or None, clock.now() + GOOD_FOR
        records.stamp(row)
        session.flush()
        audit.record(
            session, f"export_{row.state}", "export_request", code, {"rows": row.row_count, "reason": row.remark}
        )


def take(code: str) -> tuple[str, str, str, int]:
    """What may be fetched under an approval: noun, query, format, and how many rows at most.

    Raises: NotFound (also for somebody else's), Conflict (not approved, or expired).
    """
    who = signed_in()
    with unit_of_work() as session:
        row = _request(session, code)
        if row.asked_by != who.username:
            raise NotFound("没有这个申请")
        if row.state not in ("approved", "fetched") or row.expires_at <= clock.now():
            raise Conflict("这个申请还没有批准，或已经失效，请重新申请")
        row.state = "fetched"
        records.stamp(row)
        session.flush()
        return row.noun, row.query, row.format, int(row.row_count * GROWTH)


def is_waiting(row: ExportRequest) -> bool:
    return row.state == "asked" and row.expires_at > clock.now()


def _request(session: HouseSession, code: str) -> ExportRequest:
    row = session.scalar(select(ExportRequest).where(ExportRequest.code == code))
    if row is None:
        raise NotFound("没有这个申请")
    return row


def _region(session: HouseSession, hall_code: str | None) -> str:
    """The place of a request: that of the person's hall, else his own."""
    region = session.scalar(select(Hall.region_code).where(Hall.code == hall_code)) if hall_code else None
    return region or placing.owner()


def _require_words(text: str, field: str, sentence: str) -> None:
    if not text.strip():
        raise Refused(sentence, field=field)
    if len(text) > LONGEST:
        raise Refused("不能超过%(most)s个字", field=field, most=LONGEST)
