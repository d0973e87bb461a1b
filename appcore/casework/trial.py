"""试填: an edition tried out as the counter would take it, at any answers and by made-up people; nothing is written.

The same functions as at the counter: what is asked, needed, charged, when it is due and what the slip says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.casework import (
    application,
    case_rows,
    county_calendar,
    deadline_words,
    intake,
    ledger,
    slip_templates,
    slips,
    standard,
)
from appcore.casework.application import Application, Checked
from appcore.casework.clock_events import ClockEvent
from appcore.casework.deadline import Deadline, Limit
from appcore.casework.fees import Bill, bill
from appcore.casework.standard import Standard
from appcore.catalogue.compile import compile_edition
from appcore.catalogue.stored import read_definition
from appcore.definition import canonical, schema
from appcore.definition.item import ItemDefinition
from appcore.definition.kinds import KINDS
from appcore.definition.lookup import StagedFile
from appcore.definition.made_up import is_made_up
from appcore.definition.refine import refine
from appcore.definition.templates.whole import Section
from appcore.definition.verdict import Verdict
from appcore.lookups import HouseLookup
from models.db import HouseSession
from models.item import Edition
from models.offer import Offer
from models.place import Hall

SAMPLE_FILES = {
    "trial_picture": StagedFile("样例图片.png", "image/png", 40_000),
    "trial_paper": StagedFile("样例文件.pdf", "application/pdf", 40_000),
}
"""Tokens that stand for an uploaded file in a trial, where none is kept."""
PICTURES = ("photo", "signature")
NUMBER = "试填"
"""What stands where a case and its slip have their numbers."""
ANY_HALL = "收件中心"
"""What stands for the hall where none is chosen."""


@dataclass(frozen=True)
class TrialLookup(HouseLookup):
    """The counter's look-ups, with a sample in place of every file."""

    def file(self, token: str) -> StagedFile | None:
        return SAMPLE_FILES.get(token)


@dataclass(frozen=True, slots=True)
class Due:
    """One of the two limits: when it would end, and the sentence that explains it."""

    which: Limit
    due: Deadline
    sentence: str


@dataclass(frozen=True, slots=True)
class Result:
    """What the counter would have made of it. `slip` is "" where not even receipt would be possible; `facts` are the slip's."""

    checked: Checked
    cost: Bill
    dues: tuple[Due, ...]
    slip: str
    facts: dict[str, Any]


def sample_token(kind: str, code_list: str) -> str:
    """The token of a sample file that a field of this kind takes."""
    return "trial_picture" if kind in PICTURES or code_list == "image" else "trial_paper"


def halls(session: Session, item_code: str) -> tuple[tuple[str, str], ...]:
    """The halls in sight that offer an item: code and name."""
    query = (
        select(Hall.code, Hall.name)
        .join(Offer, Offer.hall_code == Hall.code)
        .where(Offer.item_code == item_code)
        .order_by(Hall.code)
        .distinct()
    )
    return tuple((row.code, row.name) for row in session.execute(query))


def standard_of(session: HouseSession, edition: Edition, hall_code: str) -> Standard:
    """What would hold if this edition were in force: as the hall offers it, or with "" the plain standard.

    An edition that was approved speaks for itself; before that its rows do.
    """
    if edition.definition is not None and edition.definition_hash:
        definition = read_definition(edition.definition_hash, edition.definition, edition.taken_over)
    else:
        definition = compile_edition(session, edition)
    offer = session.execute(
        select(Offer.id, Offer.revision, Offer.window_id).where(
            Offer.item_code == edition.item_code, Offer.hall_code == hall_code
        )
    ).first()
    refined = refine(definition, standard.local_values(session, offer.id, offer.revision)) if offer else definition
    return Standard(
        definition=refined,
        refined_hash=canonical.digest(schema.write(refined)),
        edition_id=edition.id,
        edition_number=edition.number or 0,
        offer_id=offer.id if offer else 0,
        offer_revision=offer.revision if offer else 0,
        hall_code=hall_code if offer else "",
        window_id=offer.window_id if offer else None,
    )


def cannot_be_drawn(definition: ItemDefinition) -> tuple[str, ...]:
    """The labels of fields without a kind that is known: until they have one there is no form to try."""
    return tuple(one.label or one.key for one in definition.fields if one.kind not in KINDS)


def run(session: HouseSession, found: Standard, handed_in: Application, start: datetime) -> Result:
    """Hand it in at a local time, as at the counter."""
    definition = found.definition
    checked = application.check(definition, handed_in, TrialLookup(session, takes_files=True))
    faults = checked.faults | _real_people(handed_in)
    checked = Checked(checked.parties, checked.values, checked.needed, faults)
    cost = bill(definition, {**handed_in.answers, **checked.values}, form_done=True)
    dues = tuple(_dues(session, found, start))
    slip = "acceptance" if not faults else "receipt" if all(intake.can_wait(one, handed_in) for one in faults) else ""
    told = slips.Told(
        applicants="、".join(one.name for one in checked.parties if one.role in slips.APPLICANTS),
        papers=[
            (row.part.name, *case_rows.state_of_paper(row.part, handed_in.papers))
            for row in checked.needed.materials
            if row.applies is not False
        ],
        hall=session.scalar(select(Hall.name).where(Hall.code == found.hall_code)) or ANY_HALL,
        counter=slips.counter_of(session, found.hall_code, found.window_id),
        due=next((one.due for one in dues if one.which == "promise"), None) if slip == "acceptance" else None,
        finished=slip == "acceptance" and definition.is_instant,
        received_at=start,
    )
    return Result(checked, cost, dues, slip, slips.compose(definition, cost, told))


def sections_of(session: HouseSession, edition: Edition, result: Result, start: datetime) -> tuple[Section, ...] | None:
    """The slip as the template words it that would be in force then; None where the kind's own page is printed, or no slip."""
    if not result.slip:
        return None
    at = max(start, clock.local_now())
    version = slip_templates.in_force(session, result.slip, edition.item_code, edition.owner_code, at)
    numbers = dict.fromkeys(("case_number", "query_code", "slip_number"), NUMBER)
    facts = {**result.facts, **numbers, "issued_at": start.isoformat()}
    return slips.in_words(session, result.slip, version, facts)


def _dues(session: HouseSession, found: Standard, start: datetime) -> list[Due]:
    events = [ClockEvent("received", start), ClockEvent("accepted", start)]
    calendar, opening = county_calendar.calendar(session), county_calendar.opening(session, found.hall_code)
    made: list[Due] = []
    limits: tuple[Limit, ...] = ("promise", "legal")
    for which in limits:
        due = ledger.deadline_of(events, found.definition, calendar, opening, which)
        if due is not None:
            made.append(Due(which, due, deadline_words.explain(due)))
    return made


def _real_people(handed_in: Application) -> dict[str, Verdict]:
    """A number that may be somebody's has no place in a trial (decisions 47)."""
    return {
        f"party.{number}.id_number": Verdict("试填只用样例人员的证件号码（前六位是999999），请从样例人员中选择")
        for number, one in enumerate(handed_in.parties)
        if one.id_number.strip() and not is_made_up(one.id_number.strip())
    }
