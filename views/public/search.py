"""The list of guides with its filters and search, and what is suggested while typing."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from flask import Response, request

from appcore import clock
from appcore.catalogue import guides
from appcore.catalogue.published import Listed, Published
from appcore.folding import fold
from appcore.hall import boards
from models import vocabulary as v
from views.public import answers, choices, words
from views.public.reading import catalogue, reading

PAGE = 20
SUGGESTED = 8
AUDIENCES = ("person", "body")
VISITS = ("0", "1")
misses = logging.getLogger("banshitai.misses")


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
    found = _found(known, query, coded if same_code else None)
    if query and not found:
        note_miss(query)

    def model() -> dict[str, Any]:
        kept = [one for one in found if fits(one, wanted, offered)]
        return {
            "query": query,
            "wanted": wanted,
            "halls": halls,
            "near_halls": [one for one in halls if one.kind == "county_hall" or one.region_code == choices.town()],
            "found": kept[(page - 1) * PAGE : page * PAGE],
            "count": len(kept),
            "unfiltered": len(found),
            "page": page,
            "pages": -(-len(kept) // PAGE),
            "near": bool(query) and known.nearly(query),
            "themes": {"person": known.themes("p"), "body": known.themes("b")},
            "often": known.often_asked(8) if not kept else [],
        }

    return answers.page("public/items.html", (known.stamp, known.until, halls, sorted(offered), coded), model)


def _found(known: Published, query: str, coded: tuple[str, ...] | None) -> list[Listed]:
    if coded is not None:
        return [known.items[code] for code in coded if code in known.items]
    return known.search(query) if query else list(known.items.values())


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

    def make() -> dict[str, Any]:
        return {"query": query, "items": [_suggested(one) for one in _first(known, query)]}

    return answers.document((known.stamp, known.until), make)


def _first(known: Published, query: str) -> list[Listed]:
    return known.search(query, SUGGESTED) if query else []


def _suggested(one: Listed) -> dict[str, Any]:
    return {"code": one.code, "name": one.name, "marks": words.marks(one)}


def _themes() -> dict[str, str]:
    return dict((*v.PERSON_THEME.choices, *v.BODY_THEME.choices))


def note_miss(query: str) -> None:
    """Keep a search without an answer in the log, folded; nothing that could be somebody's number (decisions 32, R79)."""
    term = fold(query)[:30]
    if term and not re.search(r"[0-9]{5}", term):
        misses.info("miss %s", term)


ADDRESSES: tuple[tuple[str, Callable[..., Any]], ...] = (("/items", items), ("/suggest", suggest))
