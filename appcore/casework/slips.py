"""文书: what a slip says, gathered when it is issued; the text is drawn from these facts whenever it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from appcore import records
from appcore.access.principal import current
from appcore.access.scope import as_system
from appcore.casework import deadline_words, ledger, numbering, slip_templates
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


def _facts(session: HouseSession, case: Case, definition: ItemDefinition, cost: Bill) -> dict[str, Any]:
    """The facts that a slip keeps: no identity number, no telephone of the applicant."""
    papers = session.scalars(
        select(MaterialCheck).where(MaterialCheck.case_id == case.id).order_by(MaterialCheck.id)
    ).all()
    names = session.scalars(
        select(Party.name).where(Party.case_id == case.id, Party.role.in_(APPLICANTS)).order_by(Party.id)
    ).all()
    hall = session.scalar(select(Hall).where(Hall.code == case.hall_code))
    consult, complaint, window = _counter(session, case)
    due = ledger.due_of(session, case, definition)
    open_states = ("missing", "wrong", "to_follow")
    return {
        "item": definition.name,
        "applicant": "、".join(names) or case.applicant_name,
        "body": definition.implementing_body.name if definition.implementing_body else "",
        "hall": hall.name if hall else "",
        "window": window,
        "consult_phone": consult,
        "complaint_phone": complaint,
        "received": [[one.name, MATERIAL_STATE.label_of(one.state)] for one in papers if one.state not in open_states],
        "open": [
            [one.name, MATERIAL_STATE.label_of(one.state), one.note or ""] for one in papers if one.state in open_states
        ],
        "promise": _length(definition.promised_days, definition.promised_unit),
        "legal": _length(definition.legal_days, definition.legal_unit),
        "due": due.at.isoformat() if due and due.at else "",
        "due_sentence": deadline_words.explain(due) if due else "",
        "provisional": deadline_words.provisional_sentence(due) if due else "",
        "fee_fen": cost.total_fen,
        "is_free": cost.is_free,
        "fees": [[line.fee.name, line.quantity, line.amount_fen] for line in cost.lines],
        "finished": case.state == "finished",
        "results": [outcome.name for outcome in definition.outcomes],
        "clerk": current().label,
        "received_at": (case.paper_received_at or case.received_at).isoformat(),
        "is_permit": definition.task_type == "permit",
        "basis": "；".join(f"{one.title}{one.article}" for one in definition.bases),
        "review_body": "" if definition.task_type == "public_service" else definition.review_body,
        "court": "" if definition.task_type == "public_service" else definition.litigation_court,
    }


def worded(session: HouseSession, slip: Slip, case: Case, applicant: str) -> tuple[Section, ...] | None:
    """The slip as its template words it; None where none was in force and the kind has a page of its own.

    `applicant`: the names as this reader may see them.
    """
    version = session.get(SlipTemplateVersion, slip.template_version_id) if slip.template_version_id else None
    if version is None and slip.kind in OWN_PAGE:
        return None
    content = version.content if version is not None else whole.content(slip.kind, whole.first_texts(slip.kind))
    numbers = {
        "applicant": applicant,
        "case_number": case.number,
        "query_code": case.query_code,
        "slip_number": slip.number,
        "issued_at": slip.issued_at.isoformat(),
    }
    return whole.printed(slip.kind, content, {**slip.facts, **numbers})


def _counter(session: HouseSession, case: Case) -> tuple[str, str, str]:
    """The hall's two telephones and the window's number: public by office, also where the case was handed on."""
    query = (
        select(HallDetail.consult_phone, HallDetail.complaint_phone, Window.number)
        .outerjoin(Window, Window.id == case.window_id)
        .where(HallDetail.hall_code == case.hall_code)
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
