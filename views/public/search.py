"""The list of guides with its filters and search, and what is suggested while typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, request

from appcore import clock
from appcore.catalogue import bundle_search, guides
from appcore.catalogue.published import ENOUGH, Found, Listed, Published
from appcore.hall import boards
from models import vocabulary as v
from views.public import answers, choices, miss_log, words
from views.public.reading import catalogue, reading
from views.search_words import why

PAGE = 20
SUGGESTED = 8
AUDIENCES = ("person", "body")
VISITS = ("0", "1")
BEYOND_THE_NAME = frozenset(("material", "outcome", "place", "summary"))
"""Hits that stand behind those by name: a paper of that name, who works on it, what the summary says."""


def items() -> Response:
    """All guides, or those that a search and the filters leave, best first."""
    session, on = reading(), clock.local_today()
    known, halls = catalogue(), boards.halls(session, on, choices.town())
    query = choices.query()
    wanted = {
        "theme": choices.one_of("theme", _themes()),
        "hall": choices.one_of("hall", tuple(one.code for one in halls)),
        "audience": choices.one_of("audience", AUDIENCES),
        "visits": choices.one_of("visits", VISITS),
    }
    same_code = request.args.get("code", "")
    page = choices.page_number()
    offered = frozenset(guides.offered_at(session, wanted["hall"]) if wanted["hall"] else ())
    coded = guides.known_as(session, same_code) if same_code.isascii() and same_code.isalnum() else ()
    near_by = frozenset(guides.offered_in(session, choices.town())) if query and choices.town() else frozenset()
    found = _found(known, query, coded if same_code else None, near_by)
    if query and not same_code and not any(one.is_sure for one in found):
        miss_log.note(query, known)
    matters = bundle_search.asked_for(query, known, session) if not same_code and page == 1 else []

    def model() -> dict[str, Any]:
        kept = [one for one in found if fits(one.item, wanted, offered)]
        return {
            "query": query,
            "wanted": wanted,
            "halls": halls,
            "near_halls": [one for one in halls if one.kind == "county_hall" or one.region_code == choices.town()],
            "found": kept[(page - 1) * PAGE : page * PAGE],
            "count": len(kept),
            "unfiltered": len(found),
            "matters": [one.definition for one in matters],
            "page": page,
            "pages": -(-len(kept) // PAGE),
            "why": why,
            "near": bool(query) and bool(found) and not found[0].is_sure,
            "told": sum(one.how in BEYOND_THE_NAME for one in kept),
            "elsewhere": {one.item.code for one in kept if near_by and one.item.code not in near_by},
            "themes": {"person": known.themes("p"), "body": known.themes("b")},
            "often": known.often_asked(8) if not kept else [],
        }

    shows = (
        known.stamp,
        known.until,
        halls,
        sorted(offered),
        sorted(near_by),
        coded,
        [one.content_hash for one in matters],
    )
    return answers.page("public/items.html", shows, model)


def _found(known: Published, query: str, coded: tuple[str, ...] | None, near_by: frozenset[str]) -> list[Found]:
    if coded is not None:
        return [_as_listed(known.items[code]) for code in coded if code in known.items]
    if not query:
        return [_as_listed(one) for one in known.items.values()]
    return known.find(query, ENOUGH, dict.fromkeys(near_by, 0), loosely=True)


def _as_listed(one: Listed) -> Found:
    return Found(one, "name", "")


def fits(one: Listed, wanted: dict[str, str], offered: frozenset[str]) -> bool:
    """Whether an item passes the filters of the address."""
    return (
        (not wanted["theme"] or wanted["theme"] in one.themes)
        and (not wanted["hall"] or one.code in offered)
        and (not wanted["audience"] or (one.for_persons if wanted["audience"] == "person" else one.for_bodies))
        and (not wanted["visits"] or (one.state == "in_use" and one.visits == int(wanted["visits"])))
    )


def suggest() -> Response:
    """The first names that what is typed may mean, as JSON."""
    known, query = catalogue(), choices.query()
    matters = bundle_search.asked_for(query, known, reading())

    def make() -> dict[str, Any]:
        return {
            "query": query,
            "matters": [{"code": one.definition.code, "name": one.definition.name} for one in matters],
            "items": [_suggested(one) for one in known.find(query, SUGGESTED)] if query else [],
        }

    return answers.document((known.stamp, known.until, [one.content_hash for one in matters]), make)


def _suggested(one: Found) -> dict[str, Any]:
    return {"code": one.item.code, "name": one.item.name, "marks": words.marks(one.item), "why": why(one)}


def _themes() -> dict[str, str]:
    return dict((*v.PERSON_THEME.choices, *v.BODY_THEME.choices))


ADDRESSES: tuple[tuple[str, Callable[..., Any]], ...] = (("/items", items), ("/suggest", suggest))
