"""文书: what a slip says, gathered when it is issued; the text is drawn from these facts whenever it is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from appcore import records
from appcore.access.principal import current
from appcore.access.scope import as_system
from appcore.casework import deadline_words, ledger, numbering, slip_templates
from appcore.casework.deadline import Deadline
from appcore.casework.fees import Bill
from appcore.definition.item import ItemDefinition
from appcore.definition.templates import whole
from appcore.definition.templates.whole import Section
from models.case import Case, MaterialCheck, Party, Slip
from models.db import HouseSession
from models.place import Hall, HallDetail
from models.slip_template import SlipTemplateVersion
from models.vocabulary import MATERIAL_STATE, TIME_UNIT
from models.window import Window

APPLICANTS = ("applicant", "co_applicant", "spouse", "buyer", "seller", "co_owner")
"""The roles that a slip is addressed to."""
OWN_PAGE = ("receipt", "acceptance")
"""The kinds that were printed by a fixed page before there were templates, and are where none is in force."""


def issue(
    session: HouseSession,
    case: Case,
    kind: str,
    definition: ItemDefinition,
    cost: Bill,
    said: Mapping[str, Any] | None = None,
) -> str:
    """Within the unit of work: number and store a slip of a case, worded by the template in force.

    `said`: facts that this act alone knows, under the keys that `definition.templates.placeholders` reads (reason, supply_by …).
    Returns: the slip's number.
    """
    number = numbering.slip_number(session, case.hall_code or "", kind, case.received_at.year)
    slip = Slip(
        county_code=case.county_code,
        opened_year=case.opened_year,
        case_id=case.id,
        hall_code=case.hall_code,
        region_code=case.region_code,
        department_code=case.department_code,
        kind=kind,
        number=number,
        facts=_facts(session, case, definition, cost) | dict(said or {}),
        template_version_id=slip_templates.in_force(session, kind, case.item_code, case.county_code),
        issued_at=case.received_at,
    )
    records.stamp(slip, new=True)
    session.add(slip)
    session.flush()
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a slip tells beside the standard and its fees. `papers`: name, state and note of each; `counter`: consulting
    and complaint telephone and number of the window; `received_at`: when the papers truly came, also those taken on paper first."""

    applicants: str
    papers: Sequence[tuple[str, str, str]]
    hall: str
    counter: tuple[str, str, str]
    due: Deadline | None
    finished: bool
    received_at: datetime


def _facts(session: HouseSession, case: Case, definition: ItemDefinition, cost: Bill) -> dict[str, Any]:
    """The facts of a slip of a case, from its rows."""
    papers = session.scalars(
        select(MaterialCheck).where(MaterialCheck.case_id == case.id).order_by(MaterialCheck.id)
    ).all()
    names = session.scalars(
        select(Party.name).where(Party.case_id == case.id, Party.role.in_(APPLICANTS)).order_by(Party.id)
    ).all()
    told = Told(
        applicants="、".join(names) or case.applicant_name,
        papers=[(one.name, one.state, one.note or "") for one in papers],
        hall=session.scalar(select(Hall.name).where(Hall.code == case.hall_code)) or "",
        counter=counter_of(session, case.hall_code or "", case.window_id),
        due=ledger.due_of(session, case, definition),
        finished=case.state == "finished",
        received_at=case.paper_received_at or case.received_at,
    )
    return compose(definition, cost, told)


def compose(definition: ItemDefinition, cost: Bill, told: Told) -> dict[str, Any]:
    """The facts that a slip keeps: no identity number, no telephone of the applicant."""
    consult, complaint, window = told.counter
    due = told.due
    open_states = ("missing", "wrong", "to_follow")
    return {
        "item": definition.name,
        "applicant": told.applicants,
        "body": definition.implementing_body.name if definition.implementing_body else "",
        "hall": told.hall,
        "window": window,
        "consult_phone": consult,
        "complaint_phone": complaint,
        "received": [
            [name, MATERIAL_STATE.label_of(state)] for name, state, _ in told.papers if state not in open_states
        ],
        "open": [
            [name, MATERIAL_STATE.label_of(state), note] for name, state, note in told.papers if state in open_states
        ],
        "promise": _length(definition.promised_days, definition.promised_unit),
        "legal": _length(definition.legal_days, definition.legal_unit),
        "due": due.at.isoformat() if due and due.at else "",
        "due_sentence": deadline_words.explain(due) if due else "",
        "provisional": deadline_words.provisional_sentence(due) if due else "",
        "fee_fen": cost.total_fen,
        "is_free": cost.is_free,
        "fees": [[line.fee.name, line.quantity, line.amount_fen] for line in cost.lines],
        "finished": told.finished,
        "results": [outcome.name for outcome in definition.outcomes],
        "clerk": current().label,
        "received_at": told.received_at.isoformat(),
        "is_permit": definition.task_type == "permit",
        "basis": "；".join(f"{one.title}{one.article}" for one in definition.bases),
        "review_body": "" if definition.task_type == "public_service" else definition.review_body,
        "court": "" if definition.task_type == "public_service" else definition.litigation_court,
    }


def worded(session: HouseSession, slip: Slip, case: Case, applicant: str) -> tuple[Section, ...] | None:
    """A slip of a case as the version that it was issued under words it. `applicant`: the names as this reader may see them."""
    numbers = {
        "applicant": applicant,
        "case_number": case.number,
        "query_code": case.query_code,
        "slip_number": slip.number,
        "issued_at": slip.issued_at.isoformat(),
    }
    return in_words(session, slip.kind, slip.template_version_id, {**slip.facts, **numbers})


def in_words(
    session: HouseSession, kind: str, version_id: int | None, facts: Mapping[str, Any]
) -> tuple[Section, ...] | None:
    """Facts as a version of the kind's template words them; None where none was in force and the kind has a page of its own."""
    version = session.get(SlipTemplateVersion, version_id) if version_id else None
    if version is None and kind in OWN_PAGE:
        return None
    content = version.content if version is not None else whole.content(kind, whole.first_texts(kind))
    return whole.printed(kind, content, facts)


def counter_of(session: HouseSession, hall_code: str, window_id: int | None) -> tuple[str, str, str]:
    """The hall's two telephones and the window's number: public by office, also where the case was handed on."""
    query = (
        select(HallDetail.consult_phone, HallDetail.complaint_phone, Window.number)
        .outerjoin(Window, Window.id == window_id)
        .where(HallDetail.hall_code == hall_code)
    )
    row = session.execute(query).first()
    if row is None:
        with as_system("facts of a slip") as behind:
            row = behind.execute(query).first()
    return (row[0] or "", row[1] or "", row[2] or "") if row is not None else ("", "", "")


def _length(days: int | None, unit: str | None) -> str:
    if days is None:
        return ""
    return "当场办结" if days == 0 else f"{days}{TIME_UNIT.label_of(unit)}"
