"""Made-up applications: who hands in what for an item, complete enough to be accepted."""

from __future__ import annotations

from datetime import date
from random import Random

from appcore.casework.application import Applicant, Application
from appcore.catalogue import work_systems
from appcore.definition.checklist import checklist
from appcore.definition.conditions import Answers
from appcore.definition.item import ItemDefinition
from seeds import samples
from seeds.answers import SampleLookup, answer_questions, fill_form

SECOND_PARTY = {"330327-00301": "spouse", "330327-00302": "spouse", "330327-00041": "seller", "330327-00001": "spouse"}
"""Items that two people hand in together, with the role of the second."""

MODES = (("window", 84), ("appointment", 6), ("agent", 5), ("extended", 3), ("home_visit", 2))
HOME_SYSTEM = ("", work_systems.HOME)
FORM_OF_PAPER = {"paper": "copy_kept", "electronic": "shared", "either": "seen"}


def application(
    draw: Random,
    definition: ItemDefinition,
    hall_code: str,
    lookup: SampleLookup,
    number: int,
    *,
    complete: bool = True,
) -> Application:
    """The `number`-th application. Without `complete`, one required paper is missing: it can be received only."""
    answers = answer_questions(draw, definition)
    entered = fill_form(draw, definition, answers, lookup, number)
    return Application(
        item_code=definition.code,
        hall_code=hall_code,
        answers=answers,
        parties=_parties(draw, definition, lookup.today, number),
        papers=_papers(draw, definition, answers, complete=complete),
        entered=entered,
        mode=_mode(draw, hall_code),
        outside_number="" if definition.worked_in in HOME_SYSTEM else f"YL{lookup.today:%Y}{number:06d}",
    )


def _mode(draw: Random, hall_code: str) -> str:
    """In a village room mostly the agent hands in."""
    if hall_code[9:12] != "000":
        return draw.choices(("agent", "window", "home_visit"), (70, 20, 10))[0]
    return draw.choices([mode for mode, _ in MODES], [weight for _, weight in MODES])[0]


def _parties(draw: Random, definition: ItemDefinition, today: date, number: int) -> tuple[Applicant, ...]:
    bodies_only = "person" not in definition.service_objects
    if bodies_only or (len(definition.service_objects) > 1 and draw.random() < 0.3):
        first = Applicant(
            name=f"{samples.name(number)}有限公司",
            document_kind="business_licence",
            id_number=samples.credit_code("91", number),
            phone=samples.mobile(number),
            address=f"苍南县样例路{1 + number % 200}号",
        )
    else:
        first = _person(draw, today, number, "applicant")
    second = SECOND_PARTY.get(definition.code)
    return (first, _person(draw, today, number + 5000, second)) if second and not first.is_body else (first,)


def _person(draw: Random, today: date, number: int, role: str) -> Applicant:
    born = date(today.year - draw.randint(22, 85), draw.randint(1, 12), draw.randint(1, 28))
    return Applicant(
        name=samples.name(number),
        role=role,
        id_number=samples.id_number(born, 1 + number % 999),
        phone=samples.mobile(number),
        address=f"苍南县样例路{1 + number % 200}号",
    )


def _papers(
    draw: Random, definition: ItemDefinition, answers: Answers, *, complete: bool
) -> dict[str, tuple[str, str]]:
    """How each paper is met. Rows that a field may still bring up are met as well."""
    papers: dict[str, tuple[str, str]] = {}
    wanting = not complete
    for row in checklist(definition, answers).materials:
        paper = row.part
        if row.applies is False or paper.exempt:
            continue
        if wanting and row.applies and paper.necessity == "required":
            papers[paper.key], wanting = ("missing", ""), False
        elif paper.necessity == "deferrable" and draw.random() < 0.2:
            papers[paper.key] = ("to_follow", "")
        else:
            papers[paper.key] = (FORM_OF_PAPER.get(paper.form or "", "seen"), "")
    return papers
