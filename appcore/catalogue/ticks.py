"""确认: a named person lets warnings stand, one by one or for a whole department, with a reason (decisions 51).

A tick holds for the item, the rule, the place and the sentence while the element stays as it is; it falls by itself when
the element changes. Errors are never ticked; what only informs needs no tick.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import sha256
from itertools import groupby

from sqlalchemy import select

from appcore import records
from appcore.access import audit
from appcore.access.principal import System, current
from appcore.catalogue import check_store
from appcore.catalogue.check_store import Judged
from appcore.catalogue.known import Known, known
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import unit_of_work
from models.check import CheckFinding, CheckTick
from models.db import HouseSession
from models.item import Edition

FEW = 5
"""As many warnings an approval ticks by itself, in the name of who approves; more are ticked one by one before."""


def tick(edition_id: int, marks: Collection[str], reason: str) -> int:
    """Tick the open warnings with these marks.

    Returns: how many. Raises: NotFound, Refused (no reason, none of them open any more).
    """
    reason = _given(reason)
    with unit_of_work() as session:
        edition = session.get(Edition, edition_id)
        if edition is None:
            raise NotFound("没有这个版本")
        found = check_store.judge(session, check_store.definition_of(session, edition))
        wanted = [one for one in _to_tick(found) if one.mark in marks]
        if not wanted:
            raise Refused("选中的问题已经改变或已经确认，请刷新后再看", field="marks")
        _keep(session, edition, wanted, reason)
        check_store.keep(session, edition)
        return len(wanted)


def waiting(session: HouseSession, department_code: str, rule_id: str) -> list[CheckFinding]:
    """The open warnings of a rule in what a department keeps, in force or being drafted, by item."""
    query = select(CheckFinding).where(
        CheckFinding.department_code == department_code, CheckFinding.rule_id == rule_id,
        CheckFinding.level == "warning", CheckFinding.state == "open",
    )  # fmt: skip
    return list(session.scalars(query.order_by(CheckFinding.item_code, CheckFinding.edition_id, CheckFinding.id)))


def seal(rows: Sequence[CheckFinding]) -> str:
    """A mark of the list that somebody was shown: another list has another."""
    said = repr(sorted((row.edition_id, row.fingerprint) for row in rows))
    return sha256(said.encode()).hexdigest()


def tick_department(department_code: str, rule_id: str, reason: str, *, seen: str | None = None) -> int:
    """Tick the open warnings of a rule in what a department keeps with one reason.

    `seen` is the mark of the list that the person looked at; None where nobody looks (a command).
    Returns: how many. Raises: Refused (no reason, nothing open), Conflict (the list is another by now).
    """
    reason = _given(reason)
    with unit_of_work() as session:
        rows = waiting(session, department_code, rule_id)
        if rows and seen not in (None, seal(rows)):
            raise Conflict("清单已经变化，请重新看过再确认")
        county, count = known(session), 0
        for edition_id, some in groupby(sorted(rows, key=_edition_of), key=_edition_of):
            edition = session.get(Edition, edition_id)
            if edition is not None:
                count += _tick_rule(session, edition, {one.fingerprint for one in some}, reason, county)
        if not count:
            raise Refused("这个部门没有待确认的这类问题", field="rule_id")
        return count


def _edition_of(row: CheckFinding) -> int:
    return row.edition_id


def _tick_rule(session: HouseSession, edition: Edition, marks: Collection[str], reason: str, county: Known) -> int:
    """Those of the marks that a fresh look still finds."""
    found = check_store.judge(session, check_store.definition_of(session, edition), county)
    wanted = [one for one in _to_tick(found) if one.mark in marks]
    if wanted:
        _keep(session, edition, wanted, reason)
    check_store.keep(session, edition, county)
    return len(wanted)


def take_back(tick_id: int, reason: str) -> None:
    """Take a tick back: its warning is open again.

    Raises: NotFound, Refused without a reason.
    """
    reason = _given(reason)
    with unit_of_work() as session:
        row = session.get(CheckTick, tick_id)
        if row is None:
            raise NotFound("没有这条确认")
        edition = session.get(Edition, row.edition_id)
        audit.record(session, "tick_taken_back", "check_tick", str(row.id), {"text": row.text, "reason": reason})
        session.delete(row)
        session.flush()
        if edition is not None:
            check_store.keep(session, edition)


def settle(session: HouseSession, edition: Edition, found: Sequence[Judged], reason: str) -> None:
    """Within the approval: every warning is ticked, the last few by the approval itself.

    The system (initial data, an import that is taken over) ticks nothing: its warnings stay open for people.
    Raises: Refused when more are open than one look takes in.
    """
    waiting = _to_tick(found)
    if isinstance(current(), System) or edition.taken_over or not waiting:
        return
    if len(waiting) > FEW:
        raise Refused("还有%(count)d个问题需要确认，请先逐条或批量确认", count=len(waiting))
    _keep(session, edition, waiting, reason.strip() or "审定时一并确认")


def _to_tick(found: Sequence[Judged]) -> list[Judged]:
    return [one for one in found if one.problem.level == "warning" and one.is_open]


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused("请写明理由", field="reason")
    return reason.strip()[:300]


def _keep(session: HouseSession, edition: Edition, wanted: Sequence[Judged], reason: str) -> None:
    there = set(session.scalars(select(CheckTick.fingerprint).where(CheckTick.item_code == edition.item_code)))
    for mark, one in {one.mark: one for one in wanted if one.mark not in there}.items():
        row = CheckTick(
            edition_id=edition.id, edition=edition, item_code=edition.item_code, rule_id=one.problem.id, fingerprint=mark,
            text=one.problem.text[:500], reason=reason,
        )  # fmt: skip
        records.stamp(row, new=True)
        session.add(row)
    session.flush()
    rules = sorted({one.problem.id for one in wanted})
    audit.record(
        session, "ticked", "edition", f"{edition.item_code}#{edition.id}",
        {"ticked": "、".join(rules), "count": len(wanted), "reason": reason},
    )  # fmt: skip
