"""导出审批: a large export is asked for with its purpose, decided by a second person, and good for a day (R70).

What one person exported of a list within a day counts together: a large export in small parts is a large export.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from appcore import clock, records
from appcore.access import audit, placing, privacy, purge
from appcore.access.principal import signed_in
from appcore.access.same_person import is_among, usernames_of
from appcore.definition.verdict import N_
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import unit_of_work
from models.account import User
from models.audit import AuditEntry
from models.db import HouseSession, house_session
from models.export import ExportRequest
from models.place import Hall

GOOD_FOR = timedelta(hours=24)
LONGEST, LONGEST_QUERY = 300, 1000
A_DAY = timedelta(hours=24)
CONDITIONS_KEPT = timedelta(days=30)
"""How long after a request has expired its conditions can still be read; then they are wiped."""
GROWTH = 1.1
"""A list may have grown by a tenth since it was approved; one that grew more is asked for again."""


APPROVED = "request"
"""In the trail: under which request an export was given."""


def ask(*, noun: str, query: str, form: str, rows: int, reason: str) -> str:
    """Ask for an export of this list. Returns: the code of the request.

    Raises: Refused without a purpose.
    """
    _require_words(reason, "reason", N_("请写明导出的用途"))
    if len(query) > LONGEST_QUERY:
        raise Refused("筛选条件太长，请简化后再申请")
    who = signed_in()
    with unit_of_work() as session:
        row = ExportRequest(
            code=secrets.token_hex(16), noun=noun, format=form, row_count=rows, reason=reason.strip(),
            asked_by=who.username, state="asked", expires_at=clock.now() + GOOD_FOR, hall_code=who.hall_code,
            region_code=_region(session, who.hall_code),
        )  # fmt: skip
        privacy.put(row, "query", f"?{query}")  # never empty: a list without conditions has some too
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
        query = query_of(row)
        if query is None:
            raise Conflict("这个申请还没有批准，或已经失效，请重新申请")
        row.state = "fetched"
        records.stamp(row)
        session.flush()
        return row.noun, query, row.format, int(row.row_count * GROWTH)


def query_of(row: ExportRequest) -> str | None:
    """The conditions of a request, as in the list's address; None when they are wiped. Raises: Unreadable."""
    kept = privacy.get(row, "query")
    return kept.removeprefix("?") if kept is not None else None


def give_out(noun: str, title: str, facts: Mapping[str, Any], *, most: int | None) -> None:
    """Note an export in the trail before it is given; `facts` hold its number of `rows`.

    `most`: the rows that one person may take of a list within a day; None when a second person approved this export.
    Raises: Conflict when these rows are too many on top of those he took.
    """
    with unit_of_work() as session:
        names = usernames_of(session, signed_in())
        # One export of a person at a time: two at once would each find the day's count as it was before.
        session.execute(select(User.id).where(User.username.in_(names)).order_by(User.id).with_for_update())
        if most is not None and taken_lately(session, noun) + facts["rows"] > most:
            raise Conflict("24小时内导出的行数已经超过可以导出的数量，请刷新后申请")
        audit.record(session, "exported", noun, title, facts)


def taken_lately(session: Session, noun: str) -> int:
    """The rows of a list that the person took without approval within the last 24 hours, by whichever of his accounts."""
    given = session.scalars(
        select(AuditEntry.changes).where(
            AuditEntry.account.in_(usernames_of(session, signed_in())), AuditEntry.act == "exported",
            AuditEntry.noun == noun, AuditEntry.result == "done", AuditEntry.at > clock.now() - A_DAY,
        )
    )  # fmt: skip
    return sum(int(facts.get("rows", 0)) for facts in given if APPROVED not in facts)


def wipe_conditions() -> int:
    """Wipe the conditions of requests that expired a while ago. Returns: of how many."""
    with unit_of_work() as session:
        query = select(ExportRequest).where(
            ExportRequest.query_sealed.is_not(None), ExportRequest.expires_at < clock.now() - CONDITIONS_KEPT
        )
        rows = session.scalars(query).all()
        for row in rows:
            privacy.put(row, "query", None)
            records.stamp(row)
        if rows:
            audit.record(session, "conditions_wiped", "export_request", "", {"count": len(rows)})
    if rows:
        purge.overwrite_freed(house_session(), [ExportRequest.__tablename__])
    return len(rows)


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
