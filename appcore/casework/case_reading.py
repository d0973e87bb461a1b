"""A case as its page shows it: masked where the task does not need the whole, with its deadline explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.access import privacy
from appcore.access.handling import Names
from appcore.access.read_log import ANSWERS, Seen
from appcore.casework import case_form, county_calendar, deadline_words, ledger, standard
from appcore.casework.case_form import Section
from appcore.casework.deadline import Deadline, Light, light, telling_deadline
from appcore.casework.fees import Bill, bill
from appcore.casework.staging import FormLookup
from appcore.definition import masks
from appcore.definition.answers import from_json
from appcore.definition.item import ItemDefinition
from appcore.definition.questions import as_field
from models.case import Case, ClockEvent, MaterialCheck, Party, Slip
from models.vocabulary import (
    CASE_KIND,
    CASE_MODE,
    CASE_OUTCOME,
    CASE_STATE,
    CLOCK_EVENT,
    ID_DOCUMENT,
    MATERIAL_STATE,
    PARTY_ROLE,
)


@dataclass(frozen=True, slots=True)
class Limit:
    """One of the two limits of a case: its light and the sentence that explains it."""

    title: str
    light: Light
    due: datetime | None
    sentence: str
    days_left: int | None


@dataclass(frozen=True, slots=True)
class CasePage:
    number: str
    query_code: str
    item: str
    item_code: str
    state: str
    kind: str
    mode: str
    outcome: str
    applicant: str
    whole: bool
    received_at: datetime
    paper_received_at: datetime | None
    paper_words: str
    accepted_at: datetime | None
    finished_at: datetime | None
    limits: tuple[Limit, ...]
    parties: tuple[tuple[str, ...], ...]
    papers: tuple[tuple[str, str, str], ...]
    answers: tuple[tuple[str, str], ...]
    form: tuple[Section, ...]
    events: tuple[tuple[str, datetime, str, str], ...]
    slips: tuple[tuple[str, str], ...]
    steps: tuple[Any, ...]
    cost: Bill
    is_open: bool
    tell_by: datetime | None
    better: tuple[str, ...]
    """Better rules of later editions that were applied to it, each time a sentence (decisions 54)."""

    @property
    def entered(self) -> tuple[tuple[str, str], ...]:
        """Every plain field with its value, whatever heading it stands under."""
        return tuple(fact for section in self.form for fact in section.facts)


def read(session: Session, case: Case, *, whole: bool = False) -> CasePage:
    """The page of a case under the edition that it is pinned to; with whole personal values when the reader may see them now."""
    definition = standard.of_case(session, case)
    values = from_json({**case.entered, **privacy.get_answers(case)})
    answers = from_json(case.answers)
    names = Names(session, [case])
    parties = parties_of(session, case)
    papers = papers_of(session, case)
    events = session.scalars(select(ClockEvent).where(ClockEvent.case_id == case.id).order_by(ClockEvent.id)).all()
    slips = session.scalars(select(Slip).where(Slip.case_id == case.id).order_by(Slip.id))
    return CasePage(
        number=case.number,
        query_code=case.query_code,
        item=definition.name,
        item_code=case.item_code,
        state=CASE_STATE.label_of(case.state),
        kind=CASE_KIND.label_of(case.kind),
        mode=CASE_MODE.label_of(case.mode),
        outcome=CASE_OUTCOME.label_of(case.outcome),
        applicant=case.applicant_name if whole else names.of(case, case.applicant_name),
        whole=whole,
        received_at=case.received_at,
        paper_received_at=case.paper_received_at,
        paper_words="，".join(one for one in (case.paper_reason, case.paper_leader) if one),
        accepted_at=case.accepted_at,
        finished_at=case.finished_at,
        limits=tuple(_limits(session, case, definition)),
        parties=tuple(_party(one, one.name if whole else names.of(case, one.name), whole=whole) for one in parties),
        papers=tuple((one.name, MATERIAL_STATE.label_of(one.state), one.note or "") for one in papers),
        answers=tuple(
            (one.text, case_form.shown(as_field(one), answers[one.key], whole=whole))
            for one in definition.questions
            if one.key in answers
        ),
        form=case_form.sections(
            definition, values, FormLookup(session, case_id=case.id), whole=whole, outside=names.are_masked(case)
        ),
        events=tuple((CLOCK_EVENT.label_of(one.kind), one.at, one.reason or "", one.actor) for one in events),
        slips=tuple((one.number, one.kind) for one in slips),
        steps=definition.steps,
        cost=bill(definition, {**answers, **values}, form_done=True),
        is_open=case.state in ("accepted", "under_way"),
        tell_by=_tell_by(session, case),
        better=tuple(one.reason or "" for one in events if one.kind == "bettered"),
    )


def papers_of(session: Session, case: Case) -> list[MaterialCheck]:
    """How each paper of a case is met, in the order of the list."""
    return list(
        session.scalars(select(MaterialCheck).where(MaterialCheck.case_id == case.id).order_by(MaterialCheck.id))
    )


def _tell_by(session: Session, case: Case) -> datetime | None:
    """Until when papers that were only received must be answered (行政许可法 第三十二条)."""
    due = telling_deadline(ledger.events_of(session, case.id), county_calendar.calendar(session))
    return due.not_before if due else None


def _limits(session: Session, case: Case, definition: ItemDefinition) -> list[Limit]:
    found = []
    for title, which in (("承诺时限", "promise"), ("法定时限", "legal")):
        due = ledger.due_of(session, case, definition, which)  # type: ignore[arg-type]
        if due is not None:
            found.append(_limit(session, title, due))
    return found


def _limit(session: Session, title: str, due: Deadline) -> Limit:
    now, calendar = clock.local_now(), county_calendar.calendar(session)
    sentence = deadline_words.explain(due)
    left = None if due.ended_at or due.suspended else due.days_left(now, calendar)
    return Limit(title, light(due, now, calendar), due.at, sentence, left)


def parties_of(session: Session, case: Case) -> list[Party]:
    return list(session.scalars(select(Party).where(Party.case_id == case.id).order_by(Party.id)))


def personal_values(session: Session, case: Case) -> list[Seen]:
    """What the page holds of personal values when it shows them whole, for the read log."""
    found = []
    for one in parties_of(session, case):
        held = {name: privacy.get(one, name) or "" for name in ("id_number", "phone", "address")}
        columns = tuple(name for name, value in held.items() if value)
        if columns:
            found.append(Seen(columns, held["id_number"], held["phone"]))
    return [*found, Seen((ANSWERS,))] if case.entered_sealed is not None else found


def _party(one: Party, name: str, *, whole: bool) -> tuple[str, ...]:
    """Role, name, document, numbers and address: masked unless the reader may see them now (`decisions` 66)."""
    number, phone, address = (privacy.get(one, column) or "" for column in ("id_number", "phone", "address"))
    if not whole:
        by_kind = masks.mask_id_number if one.document_kind == "id_card" else masks.mask_document
        number = by_kind(number) if number else ""
        phone = masks.mask_phone(phone) if phone else ""
        address = masks.mask_address(address) if address else ""
    role, kind = PARTY_ROLE.label_of(one.role), ID_DOCUMENT.label_of(one.document_kind)
    return role, name, kind, number, phone, address, one.unchecked_reason or ""
