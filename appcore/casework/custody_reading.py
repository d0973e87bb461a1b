"""The way of a case from desk to desk as its page shows it, and the lists of what was handed to me and by me."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from appcore.access import handling
from appcore.access.principal import Person
from appcore.casework.custody import OPEN, Custody, Desk, custody
from appcore.casework.keeping import as_step, home_of, ledgers, stands_at, steps_of
from models.case import Case, ClockEvent
from models.custody import CustodyEvent
from models.item import Item
from models.organisation import Department
from models.place import Hall
from models.vocabulary import CUSTODY_STEP

MOST = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the custody ledger in words."""

    step: str
    at: datetime
    sender: str
    receiver: str
    actor: str
    reason: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CustodyPage:
    """Who holds the case, to whom it is on its way, how it came there, and what whoever looks may do about it."""

    holder: str
    offered_to: str
    entries: tuple[Entry, ...]
    is_here: bool
    is_offered_here: bool
    may_recall: bool


def read(session: Session, case: Case, who: Person) -> CustodyPage:
    """The custody of a case as a person sees it."""
    rows = steps_of(session, case.id)
    now = custody(home_of(case), map(as_step, rows))
    names = Names(session, [home_of(case), *_desks(rows)])
    here = stands_at(who, now.holder, case)
    return CustodyPage(
        holder=names.of(now.holder),
        offered_to=names.of(now.offered_to) if now.offered_to else "",
        entries=tuple(_entry(row, names) for row in rows),
        is_here=here and not now.on_its_way,
        is_offered_here=now.offered_to is not None and stands_at(who, now.offered_to, case),
        may_recall=here and now.on_its_way,
    )


def _entry(row: CustodyEvent, names: Names) -> Entry:
    step = as_step(row)
    return Entry(
        CUSTODY_STEP.label_of(row.step), row.at, names.of(step.sender), names.of(step.receiver), row.actor,
        row.reason or "", tuple(one["name"] for one in row.papers),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HandedCase:
    """A case that was handed on at least once: who gave it last, who holds it, who is to take it.

    `actor` did the last step, `reason` is what he wrote.
    """

    number: str
    item: str
    applicant: str
    sender: str
    receiver: str
    since: datetime
    actor: str
    reason: str


@dataclass(slots=True)
class HandedLists:
    """To be taken over by me; sent back to me and not acted on since; held by me though received elsewhere; given away by me."""

    to_take: list[HandedCase] = field(default_factory=list)
    returned: list[HandedCase] = field(default_factory=list)
    taken: list[HandedCase] = field(default_factory=list)
    given: list[HandedCase] = field(default_factory=list)


def handed(session: Session, who: Person) -> HandedLists:
    """The open cases with a custody ledger, newest first, as far as they concern this person; at most `MOST`."""
    query = (
        select(Case)
        .where(Case.state.in_(OPEN), exists(select(CustodyEvent.id).where(CustodyEvent.case_id == Case.id)))
        .order_by(Case.id.desc())
        .limit(MOST)
    )
    cases = session.scalars(query).all()
    rows = ledgers(session, [case.id for case in cases])
    names = Names(session, [desk for one in rows.values() for desk in _desks(one)])
    wanted = select(Item.code, Item.name).where(Item.code.in_({case.item_code for case in cases}))
    items = {row[0]: row[1] for row in session.execute(wanted)} if cases else {}
    people = handling.Names(session, cases)
    moved = _last_moved(session, [case.id for case in cases])
    lists = HandedLists()
    for case in cases:
        steps = rows.get(case.id, [])
        now = custody(home_of(case), map(as_step, steps))
        kept = _list_of(lists, case, now, who, came_back=_came_back(steps, moved.get(case.id)))
        if steps and kept is not None:
            kept.append(_handed_case(case, steps[-1], names, items, people.of(case, case.applicant_name)))
    return lists


def _last_moved(session: Session, case_ids: list[int]) -> dict[int, datetime]:
    """When anything last happened to each of these cases' clocks."""
    query = select(ClockEvent.case_id, func.max(ClockEvent.at)).where(ClockEvent.case_id.in_(case_ids))
    return {row[0]: row[1] for row in session.execute(query.group_by(ClockEvent.case_id))}


def _came_back(steps: list[CustodyEvent], moved: datetime | None) -> bool:
    """Whether the last that happened to a case is that the other desk sent it back: its holder has to see that."""
    return bool(steps) and steps[-1].step == "sent_back" and (moved is None or moved <= steps[-1].at)


def _list_of(lists: HandedLists, case: Case, now: Custody, who: Person, *, came_back: bool) -> list[HandedCase] | None:
    if now.offered_to is not None and stands_at(who, now.offered_to, case):
        return lists.to_take
    if stands_at(who, now.holder, case) and not now.on_its_way:
        if came_back:
            return lists.returned
        return lists.taken if now.holder != home_of(case) else None
    mine = now.holder if now.on_its_way else home_of(case)
    return lists.given if stands_at(who, mine, case) or any(stands_at(who, one, case) for one in now.before) else None


def _handed_case(case: Case, last: CustodyEvent, names: Names, items: Mapping[str, str], applicant: str) -> HandedCase:
    step = as_step(last)
    return HandedCase(
        case.number, items.get(case.item_code, ""), applicant, names.of(step.sender), names.of(step.receiver),
        last.at, last.actor, last.reason or "",
    )  # fmt: skip


def _desks(rows: Iterable[CustodyEvent]) -> list[Desk]:
    return [desk for row in rows for desk in (as_step(row).sender, as_step(row).receiver)]


class Names:
    """The names of halls and departments, each kind read once."""

    def __init__(self, session: Session, desks: Iterable[Desk]) -> None:
        listed = list(desks)
        halls = {one.hall_code for one in listed} - {None}
        departments = {one.department_code for one in listed} - {None}
        self._halls = dict(_pairs(session, Hall, halls))
        self._departments = dict(_pairs(session, Department, departments))

    def of(self, desk: Desk) -> str:
        """What a desk is called; a removed one by its code."""
        if desk.hall_code:
            return self._halls.get(desk.hall_code, desk.hall_code)
        return self._departments.get(desk.department_code or "", desk.code)


def _pairs(session: Session, model: type[Hall] | type[Department], codes: set[str | None]) -> list[tuple[str, str]]:
    if not codes:
        return []
    return [(row[0], row[1]) for row in session.execute(select(model.code, model.name).where(model.code.in_(codes)))]


def receivers(session: Session, case: Case) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The halls and the departments that a case may be handed to, by code and name: the county's hall, the towns' halls,
    and the village rooms of the case's own town. A case not yet accepted goes to a hall alone."""
    town = case.region_code[:9]
    halls = session.execute(
        select(Hall.code, Hall.name, Hall.kind).where(Hall.valid_to.is_(None)).order_by(Hall.kind, Hall.code)
    )
    near = [
        (row.code, row.name)
        for row in halls
        if row.code[:6] == case.county_code[:6] and (row.kind in ("county_hall", "town_hall") or row.code[:9] == town)
    ]
    if case.state in ("received", "correction"):
        return near, []
    listed = session.execute(
        select(Department.code, Department.name).where(Department.valid_to.is_(None)).order_by(Department.code)
    )
    return near, [(row[0], row[1]) for row in listed]
