"""Halls 服务大厅: the list by town, a hall with its windows and items, and its staff board 亮相牌."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, abort

from appcore import clock
from appcore.access.principal import digits_that_count, place_range
from appcore.catalogue import guides
from appcore.catalogue.published import Listed, Published
from appcore.hall import boards, village_lists
from appcore.hall.hours import today
from views.public import answers, choices
from views.public.reading import catalogue, reading

TOWN = 9


def all_halls() -> Response:
    """The county's hall and the towns'; with a town chosen, the rooms of its villages too."""
    session, on, town = reading(), clock.local_today(), choices.town()
    found, days = boards.halls(session, on, town), boards.days(session, on)
    halls = sorted(found, key=lambda one: one.region_code != town)
    rooms = boards.village_rooms(session, on, *place_range(town)) if town and digits_that_count(town) == TOWN else ()
    now = clock.local_now()
    states = {one.code: today(one.hours, days, now) for one in halls}
    return answers.page(
        "public/halls.html", (halls, rooms, states), lambda: {"halls": halls, "rooms": rooms, "states": states}
    )


def one_hall(code: str) -> Response:
    """Where it is, when it is open, its windows with what each does, and the items it offers."""
    return _hall_page(code, "public/hall.html")


def board(code: str) -> Response:
    """The staff board."""
    return _hall_page(code, "public/board.html")


def _hall_page(code: str, template: str) -> Response:
    session, on = reading(), clock.local_today()
    hall = boards.hall(session, on, code) or abort(404)
    windows, known = boards.windows(session, on, code), catalogue()
    state = today(hall.hours, boards.days(session, on), clock.local_now())
    offered = guides.offered_at(session, code)
    village = village_lists.in_force(session, code) if hall.kind in village_lists.VILLAGE_KINDS else None

    def model() -> dict[str, Any]:
        by_window = _by_window(known, offered)
        return {
            "hall": hall,
            "windows": windows,
            "state": state,
            "on": on,
            "offered": by_window,
            "village": village,
            "known": known.items,
        }

    return answers.page(
        template, (hall, windows, state, sorted(offered.items()), village, known.stamp, known.until), model
    )


def _by_window(known: Published, offered: Mapping[str, int | None]) -> dict[int | None, list[Listed]]:
    """The items of a hall by the id of their window; None for those that have no window of their own."""
    found: dict[int | None, list[Listed]] = {}
    for one in known.items.values():
        if one.code in offered and one.state == "in_use":
            found.setdefault(offered[one.code], []).append(one)
    return found


ADDRESSES: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/halls", all_halls),
    ("/halls/<code>", one_hall),
    ("/halls/<code>/board", board),
)
