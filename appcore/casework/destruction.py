"""销毁清单: what is due, drawn up by one, signed by two others, carried out: the rows go, number and list stay (R80).

The database holds it too: a case and its ledger go only while they stand in a list with two signatures (`models.triggers`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select

from appcore import clock, records
from appcore.access import audit, permissions, purge
from appcore.access.principal import Person, signed_in
from appcore.access.same_person import is_among
from appcore.casework import numbering
from appcore.definition.retention import YEARS, may_go_from
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import unit_of_work
from models.case import Case, CaseChild
from models.db import Base, HouseSession, house_session
from models.item import Edition
from models.place import Hall
from models.privacy import DestructionLine, DestructionList

MOST = 300
"""Cases of one list: two people read each line."""
WAITING = ("drawn_up", "signed_once", "signed")
GONE = "清单状态已经变化，请刷新后再操作"
BEFORE_A_CASE_GOES: list[Callable[[HouseSession, Case], None]] = []
"""What else must go with a case, e.g. the content of its files; called in the transaction, before its rows go."""


@dataclass(frozen=True, slots=True)
class Due:
    """A case that may be destroyed: since when, and how many rows would go."""

    case_row: int
    number: str
    item_code: str
    finished_on: date
    retention: str
    due_on: date
    rows: int


def due(session: HouseSession, hall_code: str, *, today: date | None = None) -> list[Due]:
    """The dry run: cases of a hall whose term is over and that stand in no list yet, oldest first. Changes nothing."""
    on = today or clock.local_today()
    last = datetime.combine(date(on.year - min(YEARS.values()), 1, 1), time.min)
    listed = select(DestructionLine.case_row).join(DestructionLine.whole).where(DestructionList.state.in_(WAITING))
    query = (
        select(Case.id, Case.number, Case.item_code, Case.finished_at, Edition.retention)
        .join(Edition, Edition.id == Case.edition_id)
        .where(
            Case.hall_code == hall_code, Case.finished_at < last, Edition.retention.in_(YEARS), Case.id.not_in(listed)
        )
        .order_by(Case.finished_at, Case.id)
    )
    over = []
    for row in session.execute(query):
        since = may_go_from(row.finished_at.date(), row.retention)
        if since is not None and since <= on:
            over.append((row, since))
    counted = _rows_of(session, [row.id for row, _since in over[:MOST]])
    return [
        Due(row.id, row.number, row.item_code, row.finished_at.date(), row.retention, since, counted[row.id])
        for row, since in over[:MOST]
    ]


def children() -> tuple[type[Any], ...]:
    """Every class whose rows hang on a case, whichever part of the product they belong to."""
    return tuple(one.class_ for one in Base.registry.mappers if issubclass(one.class_, CaseChild))


def _rows_of(session: HouseSession, cases: list[int]) -> dict[int, int]:
    counted = dict.fromkeys(cases, 1)
    for model in children():
        query = select(model.case_id, func.count()).where(model.case_id.in_(cases)).group_by(model.case_id)
        for case_id, number in session.execute(query):
            counted[case_id] += number
    return counted


def draw_up() -> str:
    """List what is due in the hall of whoever acts.

    Returns: the list's number. Raises: NotAllowed without a hall, Refused when nothing is due.
    """
    who = signed_in()
    if who.hall_code is None:
        raise NotAllowed("您的账号没有所在的服务中心，不能编制销毁清单")
    with unit_of_work() as session:
        found = due(session, who.hall_code)
        region = session.scalar(select(Hall.region_code).where(Hall.code == who.hall_code))
        if not found or region is None:
            raise Refused("本中心没有到期的办件")
        today = clock.local_today()
        place = {"hall_code": who.hall_code, "region_code": region}
        made = DestructionList(
            **place, number=numbering.of_hall(session, who.hall_code, "XH", today.year), state="drawn_up", as_of=today,
            case_count=len(found), row_count=sum(one.rows for one in found), drawn_up_by=who.label[:80],
            drawn_up_account=who.account_id,
        )  # fmt: skip
        records.stamp(made, new=True)
        session.add(made)
        session.flush()
        for one in found:
            session.add(
                DestructionLine(
                    **place, list_id=made.id, case_row=one.case_row, case_number=one.number, item_code=one.item_code,
                    finished_on=one.finished_on, retention=one.retention, due_on=one.due_on, row_count=one.rows,
                )
            )  # fmt: skip
        audit.record(
            session, "drawn_up", "destruction_list", made.number, {"cases": len(found), "rows": made.row_count}
        )
        return made.number


def sign(number: str) -> None:
    """Put the signature of whoever acts under a list: a leader approves, a supervisor witnesses; three people in all.

    Raises: NotFound, NotAllowed (no such role, or a person who has a part in it already), Conflict.
    """
    who = signed_in()
    with unit_of_work() as session:
        one = _waiting(session, number, ("drawn_up", "signed_once"))
        if has_a_part(session, who, one):
            raise NotAllowed("编制人和两位签字人必须是三个不同的人")
        if permissions.may(who.roles, "console:destruction_list", "approve") and one.first_account is None:
            one.first_by, one.first_account, one.first_at = who.label[:80], who.account_id, clock.now()
        elif permissions.may(who.roles, "console:destruction_list", "witness") and one.second_account is None:
            one.second_by, one.second_account, one.second_at = who.label[:80], who.account_id, clock.now()
        else:
            raise NotAllowed("这一栏已经有人签字，或不由您的角色签")
        one.state = "signed" if one.first_account and one.second_account else "signed_once"
        records.stamp(one)
        audit.record(session, "signed", "destruction_list", number, {"state": one.state})


def has_a_part(session: HouseSession, who: Person, one: DestructionList) -> bool:
    """Whether somebody drew a list up or signed it already, by whichever of his accounts."""
    return is_among(session, who, accounts=(one.drawn_up_account, one.first_account, one.second_account))


def withdraw(number: str) -> None:
    """Give a list up before it is carried out; its cases may stand in another. Raises: NotFound, Conflict."""
    with unit_of_work() as session:
        one = _waiting(session, number, WAITING)
        one.state = "withdrawn"
        records.stamp(one)
        audit.record(session, "withdrawn", "destruction_list", number)


def carry_out(number: str) -> tuple[int, int]:
    """Let the cases of a signed list go, each judged once more; then what the store has freed is overwritten.

    Returns: cases that went and cases that were kept. Raises: NotFound, Conflict when two signatures are not there.
    """
    who, today, gone, rows = signed_in(), clock.local_today(), 0, 0
    with unit_of_work() as session:
        one = _waiting(session, number, ("signed",))
        lines = session.scalars(select(DestructionLine).where(DestructionLine.list_id == one.id)).all()
        for line in lines:
            case = _still_due(session, line, today)
            line.destroyed = case is not None
            if case is not None:
                rows += _destroy(session, case)
                gone += 1
        one.state, one.carried_out_by, one.carried_out_at = "carried_out", who.label[:80], clock.now()
        records.stamp(one)
        facts = {"cases": gone, "rows": rows, "kept": len(lines) - gone}
        audit.record(session, "carried_out", "destruction_list", number, facts)
    purge.overwrite_freed(house_session(), [Case.__tablename__, *(model.__tablename__ for model in children())])
    return gone, len(lines) - gone


def _waiting(session: HouseSession, number: str, states: Iterable[str]) -> DestructionList:
    one = session.scalar(select(DestructionList).where(DestructionList.number == number))
    if one is None:
        raise NotFound("没有这份清单")
    if one.state not in states:
        raise Conflict(GONE)
    return one


def _still_due(session: HouseSession, line: DestructionLine, today: date) -> Case | None:
    """The case of a line while its term is over by what stands in it now; None when it has to be kept."""
    case = session.get(Case, line.case_row)
    if case is None or case.number != line.case_number or case.finished_at is None:
        return None
    term = session.scalar(select(Edition.retention).where(Edition.id == case.edition_id))
    since = may_go_from(case.finished_at.date(), term)
    return case if since is not None and since <= today else None


def _destroy(session: HouseSession, case: Case) -> int:
    """All rows of a case, those that hang on it first."""
    for also in BEFORE_A_CASE_GOES:
        also(session, case)
    rows = [row for model in children() for row in session.scalars(select(model).where(model.case_id == case.id))]
    for row in rows:
        session.delete(row)
    session.flush()
    session.delete(case)
    session.flush()
    return len(rows) + 1
