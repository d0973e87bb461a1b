"""What an auditor asks of the trail: who, what act, which thing, when, from where, with what end; newest first, by index.

Nothing is counted: a page is read from where the last one ended, so that a trail of years answers as one of a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from appcore import clock
from models.audit import NOT_DONE, AuditEntry


@dataclass(frozen=True, slots=True)
class Question:
    """Empty parts ask nothing. Days are local and inclusive; `act` and `noun` are the trail's own names."""

    who: str = ""
    acts: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    key: str = ""
    first: date | None = None
    last: date | None = None
    result: str = ""
    address: str = ""
    request: str = ""
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of entries, newest first, and whether there is more on either side."""

    entries: tuple[AuditEntry, ...]
    has_older: bool
    has_newer: bool


def ask(session: Session, question: Question, size: int) -> Answer:
    """The newest entries that fit, or those before or after a sequence."""
    query = _fitting(question)
    if question.after is not None:
        upward = query.where(AuditEntry.sequence > question.after).order_by(AuditEntry.sequence)
        found = session.scalars(upward.limit(size + 1)).all()
        return Answer(tuple(reversed(found[:size])), True, len(found) > size)
    if question.before is not None:
        query = query.where(AuditEntry.sequence < question.before)
    found = session.scalars(query.order_by(AuditEntry.sequence.desc()).limit(size + 1)).all()
    return Answer(tuple(found[:size]), len(found) > size, question.before is not None)


def _fitting(question: Question) -> Any:
    query: Any = select(AuditEntry).where(AuditEntry.county_code == current_app.extensions["settings"].county)
    if question.who:
        # What was done by somebody, and what was done to his account: a sign-in is the system's act on it.
        to_account = and_(AuditEntry.row_key == question.who, AuditEntry.noun == "account")
        query = query.where(or_(AuditEntry.account == question.who, AuditEntry.actor == question.who, to_account))
    for column, wanted in ((AuditEntry.act, question.acts), (AuditEntry.noun, question.nouns)):
        if wanted:
            query = query.where(column.in_(wanted))
    for column, value in _same(question):
        if value:
            query = query.where(column == value)
    if question.result and question.result != "done":
        query = query.where(NOT_DONE)  # said in the words of the partial index
    if question.first:
        query = query.where(AuditEntry.at >= _instant(question.first))
    if question.last:
        query = query.where(AuditEntry.at < _instant(question.last + timedelta(days=1)))
    return query


def _same(question: Question) -> tuple[tuple[Any, str], ...]:
    return (
        (AuditEntry.row_key, question.key),
        (AuditEntry.result, question.result),
        (AuditEntry.address, question.address),
        (AuditEntry.request_id, question.request),
    )


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LOCAL)
