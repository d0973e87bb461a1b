"""The posted form of the counter lane as an application, and back: nothing that was typed is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from appcore.casework import paper_first
from appcore.casework.application import Applicant, Application
from appcore.casework.paper_first import PaperFirst
from appcore.casework.standard import Standard
from appcore.definition import posted
from appcore.definition.item import Asks, ItemDefinition
from appcore.definition.kinds import Lookup
from appcore.definition.questions import read_answers

PARTY_FIELDS = ("name", "document_kind", "id_number", "phone", "address", "unchecked_reason", "role")
MOST_PARTIES = 10
ROW_ACT = re.compile(
    r"(?:add_row\.(?P<table>[a-z0-9_]{1,40})|drop_row\.(?P<of>[a-z0-9_]{1,40})\.(?P<number>\d{1,4}))", re.ASCII
)


def read(form: MultiDict[str, str], found: Standard, lookup: Lookup) -> Application:
    """The application that a posted form holds; unknown names are dropped (R81)."""
    definition = found.definition
    answers = {name[2:]: form.getlist(name) for name in form if name.startswith("a.")}
    entered = entered_in(form, definition)
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


def entered_in(form: MultiDict[str, str], definition: Asks) -> dict[str, Sequence[str]]:
    """The texts of the form's fields, after a row of a table was added or taken away."""
    entered: dict[str, Sequence[str]] = {name: form.getlist(name) for name in posted.names_in(definition, form)}
    asked = ROW_ACT.fullmatch(form.get("act", ""))
    if asked is None:
        return entered
    if asked["number"]:
        return posted.without_row(entered, asked["of"], int(asked["number"]))
    return posted.with_row(definition, entered, asked["table"])


def only_redraws(form: Mapping[str, str]) -> bool:
    """Whether a post asks for the page again at what was typed, not for the act itself."""
    return form.get("act") == "refresh" or ROW_ACT.fullmatch(form.get("act", "")) is not None


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
