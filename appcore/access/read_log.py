"""The read log: who saw whole personal values, of which case, when and why (R07, R83; decisions 66).

No log, no sight: a page shows whole values after the entry was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from appcore import clock
from appcore.access import audit, privacy
from appcore.access.origin import origin
from appcore.access.principal import Person, current, signed_in
from appcore.access.scope import as_system
from appcore.definition import identity
from appcore.transaction import unit_of_work
from models.case import Case, Party
from models.db import HouseSession, db
from models.privacy import ReadLog
from models.vocabulary import OPEN_CASE

ANSWERS = "answers"
"""What a row says that tells of sensitive answers in the form, which belong to no one party."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one party, or of the form when there is no number: names of columns, and the numbers for the marks."""

    columns: tuple[str, ...]
    id_number: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """One line of "who saw this person"."""

    at: datetime
    actor: str
    account: str
    place: str
    case_number: str
    seen: str
    reason: str


def is_own_task(person: Person, case: Case) -> bool:
    """Whether a case is this person's open task: then whole values need no click."""
    return case.state in OPEN_CASE and case.handler_id == person.account_id


def note_own_task(case: Case, seen: Iterable[Seen]) -> None:
    """Log, once a day, that the person whose open task the case is sees it whole; in a short transaction of its own."""
    note_once_a_day(case.number, seen)


def note_once_a_day(number: str, seen: Iterable[Seen], noun: str = "case") -> None:
    """Log, once a day, that somebody at work on a case or a line of a register sees it whole; in a short transaction of its own."""
    who, today, parts = signed_in(), clock.local_today(), list(seen)
    with HouseSession(db, autoflush=False) as session:
        logged = session.scalar(
            select(ReadLog.id).where(
                ReadLog.case_number == number, ReadLog.account == who.username, ReadLog.day == today,
                ReadLog.reason == "own_task",
            ).limit(1)
        )  # fmt: skip
        if logged is None and parts:
            with unit_of_work(session):
                record(session, number, parts, "own_task", noun)


def record(session: HouseSession, case_number: str, seen: Iterable[Seen], reason: str, noun: str = "case") -> None:
    """Within a unit of work: enter what was seen, and why, into the log and the trail."""
    who, where, parts = current(), origin(), list(seen)
    for one in parts:
        session.add(
            ReadLog(
                at=clock.now(), day=clock.local_today(), account=who.username, actor=who.label[:80],
                place=getattr(who, "hall_code", None), address=where.address, request_id=where.request_id,
                case_number=case_number, seen=",".join(one.columns), reason=reason,
                person_mark=privacy.mark_of(one.id_number) if one.id_number else None,
                number_mark=privacy.mark_of(one.phone) if one.phone else None,
            )
        )  # fmt: skip
    session.flush()
    columns = sorted({name for one in parts for name in one.columns})
    audit.record(session, "saw_personal", noun, case_number, {"read_reason": reason, "seen": columns})


def readers(text: str) -> list[Reader]:
    """Everybody who saw a person's values, by full number, telephone number or number of a case; newest first.

    Asked by those who guard and not by those who handle, so it reads as the system and hands out no personal value.
    """
    typed = text.strip()
    forms = identity.number_forms(typed)
    marks = {privacy.mark_of(one) for one in forms}
    with as_system("readers") as session:
        fits = or_(
            Party.id_number_index.in_(privacy.indexes_of(forms)), Party.phone_index.in_(privacy.indexes_of(forms))
        )
        cases = set(session.scalars(select(Case.number).join(Party, Party.case_id == Case.id).where(fits)))
        of_person = or_(ReadLog.person_mark.in_(marks), ReadLog.number_mark.in_(marks))
        of_form = ReadLog.case_number.in_(cases) & ReadLog.person_mark.is_(None) & ReadLog.number_mark.is_(None)
        wanted = or_(of_person, of_form, ReadLog.case_number == typed)
        rows = session.scalars(select(ReadLog).where(wanted).order_by(ReadLog.id.desc()))
        return [
            Reader(row.at, row.actor, row.account, row.place or "", row.case_number, row.seen, row.reason)
            for row in rows
        ]
