"""The rows under a case, as whoever takes it or works on it writes them: what was answered, who applies, papers, events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from appcore import clock, records
from appcore.access import privacy
from appcore.access.principal import current
from appcore.casework.application import Applicant, Checked, Papers
from appcore.definition import entry_form
from appcore.definition.answers import to_json
from appcore.definition.item import ItemDefinition
from models.case import Case, ClockEvent, MaterialCheck, Party
from models.db import HouseSession


def place_of(case: Case) -> dict[str, Any]:
    """What every row under a case carries of it."""
    return {
        "case_id": case.id,
        "county_code": case.county_code,
        "opened_year": case.opened_year,
        "hall_code": case.hall_code,
        "region_code": case.region_code,
        "department_code": case.department_code,
    }


def keep_content(case: Case, definition: ItemDefinition, checked: Checked) -> None:
    """Write answers and values of the form into the case; values of sensitive kinds are sealed."""
    clear, sensitive = entry_form.split_sensitive(definition, checked.values)
    case.answers = _plain(checked.needed.answers, definition)
    case.entered = to_json(clear)
    privacy.put_answers(case, to_json(sensitive))


def _plain(answers: Any, definition: Any) -> dict[str, Any]:
    """The answers to the questions alone, as JSON holds them; values of fields are kept apart and sealed by kind."""
    asked = {question.key for question in definition.questions}
    return to_json({key: value for key, value in answers.items() if key in asked and value is not None})


def party_of(case: Case, one: Applicant) -> Party:
    """The row of one who applies; what is personal is sealed."""
    party = Party(
        **place_of(case),
        role=one.role,
        is_body=one.is_body,
        name=one.name,
        document_kind=one.document_kind,
        unchecked_reason=one.unchecked_reason or None,
    )
    privacy.put(party, "id_number", one.id_number)
    privacy.put(party, "phone", one.phone)
    privacy.put(party, "address", one.address)
    records.stamp(party, new=True)
    return party


def paper_of(case: Case, material: Any, papers: Papers) -> MaterialCheck:
    """The row that says how a paper of a case is met; one that nobody ticked is missing, or shared where it is exempt."""
    state, note = state_of_paper(material, papers)
    row = MaterialCheck(
        **place_of(case),
        material_key=material.key,
        name=material.name,
        state=state,
        note=note or None,
    )
    records.stamp(row, new=True)
    return row


def state_of_paper(material: Any, papers: Papers) -> tuple[str, str]:
    """State and note of a paper as the form gave them."""
    default = "shared" if material.exempt else "missing"
    state, note = papers.get(material.key, (default, ""))
    return state or default, note.strip()


def add_event(session: HouseSession, case: Case, kind: str, at: datetime, **facts: Any) -> None:
    """Enter an event into the ledger of a case."""
    session.add(
        ClockEvent(**place_of(case), kind=kind, at=at, actor=current().label[:80], recorded_at=clock.now(), **facts)
    )
