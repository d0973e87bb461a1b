"""The posted form of the counter lane as an application, and back: nothing that was typed is lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from appcore.casework import paper_first
from appcore.casework.application import Applicant, Application
from appcore.casework.paper_first import PaperFirst
from appcore.casework.standard import Standard
from appcore.definition import entry_form
from appcore.definition.item import ItemDefinition
from appcore.definition.kinds import Lookup
from appcore.definition.questions import read_answers

PARTY_FIELDS = ("name", "document_kind", "id_number", "phone", "address", "unchecked_reason", "role")
MOST_PARTIES = 10


def read(form: MultiDict[str, str], found: Standard, lookup: Lookup) -> Application:
    """The application that a posted form holds; unknown names are dropped (R81)."""
    definition = found.definition
    answers = {name[2:]: form.getlist(name) for name in form if name.startswith("a.")}
    entered = {
        name: form.getlist(name)
        for name in (entry_form.form_name(field.key) for field in definition.fields)
        if name in form
    }
    read_ones = read_answers(definition, answers, lookup)
    given = {key: tuple(one for one in texts if one.strip()) for key, texts in answers.items()}
    return Application(
        unread={key: texts for key, texts in given.items() if texts and key not in read_ones},
        item_code=definition.code,
        hall_code=found.hall_code,
        answers=read_ones,
        parties=_parties(form),
        papers=papers(form, definition),
        entered=entered,
        mode=form.get("mode", "window"),
        outside_number=form.get("outside_number", "").strip(),
        definition_hash=form.get("definition_hash", "")[:64],
        key=form.get("key", "")[:64],
        paper=PaperFirst(*(form.get(name, "") for name in (paper_first.TIME, paper_first.REASON, paper_first.LEADER))),
    )


def papers(form: MultiDict[str, str], definition: ItemDefinition) -> dict[str, tuple[str, str]]:
    """How each paper is met: state and note by the material's key."""
    return {
        material.key: (form.get(f"paper.{material.key}", ""), form.get(f"note.{material.key}", ""))
        for material in definition.materials
        if f"paper.{material.key}" in form
    }


def _parties(form: MultiDict[str, str]) -> tuple[Applicant, ...]:
    """The parties of the form; one that was added and left empty does not count when the case is taken."""
    parties = [_party(form, number) for number in range(party_count(form))]
    taking = form.get("act") in ("accept", "receive")
    return tuple(one for number, one in enumerate(parties) if not (taking and number and _is_empty(one)))


def _is_empty(one: Applicant) -> bool:
    return not any(text.strip() for text in (one.name, one.id_number, one.phone, one.address))


def party_count(form: Mapping[str, Any]) -> int:
    """How many parties the form holds: one at least, one more when it was asked for."""
    held = sum(1 for number in range(MOST_PARTIES) if f"party.{number}.name" in form)
    return min(MOST_PARTIES, max(1, held + (form.get("act") == "add_party")))


def _party(form: MultiDict[str, str], number: int) -> Applicant:
    values = {name: form.get(f"party.{number}.{name}", "") for name in PARTY_FIELDS}
    values["role"] = values["role"] or ("applicant" if number == 0 else "co_applicant")
    values["document_kind"] = values["document_kind"] or "id_card"
    return Applicant(**values)
