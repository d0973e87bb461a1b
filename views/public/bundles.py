"""一件事 for the public: what it takes, in which order, the papers of all its items without doubles, by the answers in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, abort, request

from appcore import clock
from appcore.catalogue import bundles, guides
from appcore.catalogue.bundles import PublishedBundle
from appcore.catalogue.guides import ItemFacts
from appcore.definition.bundles import BundledItem, answers_for, shared_questions, union
from appcore.definition.checklist import Checklist, checklist
from appcore.definition.conditions import Answer
from appcore.definition.describe import describe
from appcore.definition.item import Field, ItemDefinition, Question
from appcore.definition.lookup import Today
from appcore.definition.questions import names_of, read_answers
from views.public import answers
from views.public.guides import ANSWER, as_asked, definition_of
from views.public.reading import reading


@dataclass(frozen=True, slots=True)
class Member:
    """An item of the bundle as it is now. `needed`: None while a question is open; no definition: it cannot be asked for now."""

    item: BundledItem
    facts: ItemFacts
    definition: ItemDefinition | None
    needed: bool | None
    when: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """All questions of a bundle under the names of the address, for `read_answers`."""

    questions: tuple[Question, ...]
    fields: tuple[Field, ...] = ()


def all_bundles() -> Response:
    """What the county has put together."""
    found = bundles.published(reading())
    shows = [(one.definition.code, one.content_hash) for one in found]
    return answers.page("public/bundles.html", shows, lambda: {"bundles": [one.definition for one in found]})


def bundle(code: str) -> Response:
    """Name, guide, items in order, and the questions that lead to the checklist."""
    return _page(code, "public/bundle.html")


def bundle_papers(code: str) -> Response:
    """带什么: the union checklist for the answers in the address."""
    return _page(code, "public/bundle_checklist.html")


def _page(code: str, template: str) -> Response:
    found = next((one for one in bundles.published(reading()) if one.definition.code == code), None) or abort(404)
    facts = {one.code: guides.item(reading(), one.code) for one in found.definition.items}
    shows = (found.number, found.content_hash, [facts[one] for one in sorted(facts)])
    return answers.page(template, shows, lambda: page_model(found, facts))


def page_model(found: PublishedBundle, facts: dict[str, ItemFacts | None]) -> dict[str, Any]:
    """Which items are needed by the answers, what is still to be asked, and the papers of the needed ones, each once."""
    said, raw = found.definition, _raw()
    own = read_answers(said, raw, Today(clock.local_today()))
    members = _members(found, facts, own)
    needed = [one.definition for one in members if one.definition is not None and one.needed]
    shared = shared_questions(needed)
    named = tuple(replace(one.question, key=one.name, condition=None) for one in shared)
    given: dict[str, Answer] = read_answers(_Asked(named), raw, Today(clock.local_today()))
    lists = [(one, checklist(one, answers_for(one.code, shared, given))) for one in needed]
    open_names = {one.name for one in shared for code, question in one.asked_by if _asks(lists, code, question)}
    asked = [as_asked(one, own.get(one.key)) for one in said.questions]
    asked += [as_asked(one, given.get(one.key)) for one in named if one.key in open_names or one.key in given]
    papers = union(lists)
    return {
        "b": said,
        "number": found.number,
        "members": members,
        "asked": asked,
        "left": sum(one.key not in own for one in said.questions) + len(open_names),
        "given": bool(own or given),
        "needed": [one for one in papers if one.row.applies and not one.row.part.exempt],
        "depending": [one for one in papers if one.row.applies is None and not one.row.part.exempt],
        "spared": [one for one in papers if one.row.part.exempt],
        "doubles": sum(len(one.wanted_by) - 1 for one in papers if not one.row.part.exempt),
    }


def _raw() -> dict[str, list[str]]:
    return {name.removeprefix(ANSWER): texts for name, texts in request.args.lists() if name.startswith(ANSWER)}


def _asks(lists: list[tuple[ItemDefinition, Checklist]], code: str, question: Question) -> bool:
    return any(one.code == code and question.key in {it.key for it in found.questions} for one, found in lists)


def _members(found: PublishedBundle, facts: dict[str, ItemFacts | None], own: dict[str, Answer]) -> list[Member]:
    words = names_of(found.definition)
    members = []
    for item, needed in found.definition.wanted(own):
        about = facts[item.code]
        if about is None:
            continue
        shown = about.in_force if about.state == "in_use" else None
        when = describe(item.condition, words) if item.condition else ""
        members.append(Member(item, about, definition_of(about, shown) if shown else None, needed, when))
    return members


ADDRESSES: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/bundles", all_bundles),
    ("/bundles/<code>", bundle),
    ("/bundles/<code>/checklist", bundle_papers),
)
