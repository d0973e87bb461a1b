"""The posted form of the counter lane as an application, and back: nothing that was typed is lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from appcore.casework.application import Applicant, Application
from appcore.casework.standard import Standard
from appcore.definition import entry_form
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
    return Application(
        item_code=definition.code,
        hall_code=found.hall_code,
        answers=read_answers(definition, answers, lookup),
        parties=tuple(_party(form, number) for number in range(party_count(form))),
        papers={
            material.key: (form.get(f"paper.{material.key}", ""), form.get(f"note.{material.key}", ""))
            for material in definition.materials
            if f"paper.{material.key}" in form
        },
        entered=entered,
        mode=form.get("mode", "window"),
        outside_number=form.get("outside_number", "").strip(),
        definition_hash=form.get("definition_hash", "")[:64],
        key=form.get("key", "")[:64],
    )


def party_count(form: Mapping[str, Any]) -> int:
    """How many parties the form holds: one at least, one more when it was asked for."""
    held = sum(1 for number in range(MOST_PARTIES) if f"party.{number}.name" in form)
    return min(MOST_PARTIES, max(1, held + (form.get("act") == "add_party")))


def _party(form: MultiDict[str, str], number: int) -> Applicant:
    values = {name: form.get(f"party.{number}.{name}", "") for name in PARTY_FIELDS}
    values["role"] = values["role"] or ("applicant" if number == 0 else "co_applicant")
    values["document_kind"] = values["document_kind"] or "id_card"
    return Applicant(**values)
