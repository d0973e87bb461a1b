"""Guide pages 办事指南: the guide, its earlier editions, the personal checklist, and the guide as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Response, abort, redirect, request, url_for

from appcore import clock
from appcore.casework.fees import bill
from appcore.catalogue import guides, paper_files
from appcore.catalogue.guides import EditionFacts, ItemFacts
from appcore.definition import schema
from appcore.definition.checklist import Checklist, Row, checklist
from appcore.definition.conditions import Answer, Answers
from appcore.definition.item import ItemDefinition, Question, Step
from appcore.definition.kinds import kind_of
from appcore.definition.lookup import Today
from appcore.definition.questions import as_field, read_answers
from appcore.definition.refine import refine
from appcore.hall.hours import in_season
from views.public import answers, choices, standing
from views.public.reading import reading, the_site
from views.public.standing import Standing
from views.words import _

ANSWER = "a."


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the page. `options`: key, words, whether chosen; without options, `typed` is what was answered."""

    key: str
    text: str
    help: str
    kind: str
    typed: str
    options: tuple[tuple[str, str, bool], ...]


def guide(code: str) -> Any:
    """The guide of the edition in force; a notice when the item is paused, cancelled or has no edition now."""
    facts = guides.item(reading(), code)
    if facts is None:
        return other_code(code)
    if request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json":
        return described(code)
    shown = facts.in_force
    if shown is None or facts.state != "in_use":
        return by_accept(notice(facts))
    stands = standing.towards(code)
    return by_accept(
        answers.page(
            "public/guide.html", (facts, stands, _papers(facts, shown)), lambda: page_model(facts, shown, stands)
        )
    )


def by_accept(response: Response) -> Response:
    """Tell caches that page and JSON share this address."""
    response.vary.add("Accept")
    return response


def notice(facts: ItemFacts) -> Response:
    """An item that cannot be applied for now: why, and what takes its place."""

    def model() -> dict[str, Any]:
        edition = facts.in_force
        definition = definition_of(facts, edition) if edition else None
        return {"item": facts, "edition": edition, "d": definition}

    return answers.page("public/notice.html", facts, model)


def edition(code: str, number: int) -> Response:
    """One published edition, marked as earlier or to come; the one in force has its own address."""
    facts = guides.item(reading(), code) or abort(404)
    wanted = next((one for one in facts.editions if one.number == number), None) or abort(404)
    stands = Standing("", (), ())
    return answers.page("public/edition.html", (facts, wanted), lambda: page_model(facts, wanted, stands))


def personal(code: str) -> Any:
    """带什么: the checklist for the answers in the address, to print or to send."""
    facts = guides.item(reading(), code) or abort(404)
    shown = facts.in_force
    if shown is None or facts.state != "in_use":
        return redirect(elsewhere("public.guide", code=code))
    stands = standing.towards(code)

    def model() -> dict[str, Any]:
        made = page_model(facts, shown, stands, given=True)
        return made | {"bill": bill(made["d"], made["list"].answers)}

    return answers.page("public/checklist.html", (facts, stands, _papers(facts, shown)), model)


def described(code: str) -> Any:
    """The guide as JSON: the definition's own document, edition facts, and the halls that offer the item."""
    facts = guides.item(reading(), code) or abort(404)
    stands = standing.towards(code)
    found = {one.hall_code: one for one in guides.offers(reading(), code, [one.code for one in stands.offered])}

    def make() -> dict[str, Any]:
        definition = definition_of(facts, facts.in_force) if facts.in_force else None
        return {
            "code": facts.code,
            "name": definition.name if definition else facts.name,
            "state": facts.state,
            "state_reason": facts.state_reason,
            "replaced_by": facts.replaced_by[0] if facts.replaced_by else None,
            "sample": facts.is_sample,
            "edition": _edition(facts.in_force) if facts.in_force else None,
            "definition": schema.dump(definition) if definition else None,
            "halls": [_hall(one, definition, found[one.code].values) for one in stands.offered] if definition else [],
        }

    return by_accept(answers.document((facts, stands.offered, found), make))


def other_code(code: str) -> Any:
    """A code of the national lists leads to the item that has it, or to the list of those that share it."""
    found = guides.known_as(reading(), code) if code.isascii() and code.isalnum() else ()
    if not found:
        abort(404)
    if len(found) > 1:
        return redirect(elsewhere("public.items", code=code))
    return redirect(elsewhere("public.guide", code=found[0]))


def elsewhere(endpoint: str, **values: str) -> str:
    """The address of another page, with the reader's choices kept."""
    kept: dict[str, Any] = {name: request.args[name] for name in choices.KEPT if name in request.args}
    return url_for(endpoint, **(kept | values))


def page_model(facts: ItemFacts, shown: EditionFacts, stands: Standing, *, given: bool = False) -> dict[str, Any]:
    """The page model: the definition as it holds in this hall, and the checklist for the answers in the address."""
    definition = refine(definition_of(facts, shown), stands.offer.values if stands.offer else {})
    raw = {name.removeprefix(ANSWER): texts for name, texts in request.args.lists() if name.startswith(ANSWER)}
    said = read_answers(definition, raw, Today(clock.local_today())) if given else {}
    files = paper_files.public_files(reading(), definition) if shown.stage == "in_force" else {}
    return model_of(definition, facts, shown, stands, said, files)


def model_of(
    definition: ItemDefinition, facts: ItemFacts, shown: EditionFacts, stands: Standing, said: Answers, files: Any
) -> dict[str, Any]:
    """The page model of any definition: one in force, or one that is still being written."""
    found = checklist(definition, said)
    return {
        "item": facts,
        "edition": shown,
        "d": definition,
        "at": stands,
        "list": found,
        "papers_of": files,
        "asked": _asked(definition, found),
        "flow_groups": [list(rows) for _group, rows in groupby(_steps(found), _together)],
        "old": shown.stage != "in_force",
        "season_open": in_season(definition.season_from, definition.season_until, clock.local_today()),
    }


def _papers(facts: ItemFacts, shown: EditionFacts) -> Any:
    """The blank forms and samples that the page links: they may change while the edition stays."""
    return paper_files.public_files(reading(), definition_of(facts, shown))


def _steps(found: Checklist) -> list[Row[Step]]:
    return [row for row in found.steps if row.applies is not False]


def _together(row: Row[Step]) -> tuple[str, str]:
    """Equal for steps of one parallel group; each other step stands alone."""
    return row.part.parallel, "" if row.part.parallel else row.part.key


def _asked(definition: ItemDefinition, found: Checklist) -> list[Asked]:
    """The questions on the page with the answers given: those answered and those to be asked now, in their order."""
    wanted = {one.key for one in found.questions}
    return [
        as_asked(one, found.answers.get(one.key))
        for one in definition.questions
        if one.key in wanted or found.answers.get(one.key) is not None
    ]


def as_asked(question: Question, answer: Answer | None) -> Asked:
    """A question with the answer given, as the page draws it."""
    field = as_field(question)
    given = [] if answer is None else kind_of(field.kind).typed(answer, field)
    choices_of = [(one.key, one.label) for one in question.choices]
    if field.kind == "yes_no":
        choices_of = [("yes", _("是")), ("no", _("否"))]
    options = tuple((key, label, key in given) for key, label in choices_of)
    return Asked(question.key, question.text, question.help, field.kind, "".join(given) if not options else "", options)


def definition_of(facts: ItemFacts, shown: EditionFacts) -> ItemDefinition:
    """What an edition says, from the definitions kept in memory."""
    return the_site().definitions.get(reading(), facts.code, shown.definition_hash, taken_over=shown.taken_over)


def _edition(shown: EditionFacts) -> dict[str, Any]:
    return {
        "number": shown.number,
        "effective_from": shown.effective_from.isoformat(),
        "sha256": shown.definition_hash,
        "taken_over": shown.taken_over,
    }


def _hall(one: Any, definition: ItemDefinition, values: Mapping[str, Any]) -> dict[str, Any]:
    here = refine(definition, values)
    return {
        "code": one.code,
        "name": one.name,
        "region": one.region_code,
        "address": one.address,
        "consult_phone": one.consult_phone,
        "complaint_phone": one.complaint_phone,
        "promised_days": here.promised_days,
        "exempt_materials": [material.key for material in here.materials if material.exempt],
    }


ADDRESSES: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/items/<code>.json", described),
    ("/items/<code>", guide),
    ("/items/<code>/checklist", personal),
    ("/items/<code>/editions/<int:number>", edition),
)
