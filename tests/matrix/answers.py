"""What each route answers to somebody who may pass its door, for a row in sight: 200 for a look, and the exceptions by name.

A new route that answers otherwise says so in `LOOKS` or `ACTS`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from appcore import clock
from appcore.access import permissions
from tests import plain_scope
from tests.views.doors import Door
from tests.world import World, by_noun
from views.console.resources.edition_acts import ASKS

Statuses = frozenset[int]
Facts = tuple[World, str, str | None, dict[str, Any]]
SHOWN, MISSING, FORBIDDEN, CONFLICT, NO_SUCH_METHOD = (frozenset({one}) for one in (200, 404, 403, 409, 405))
MOVED, INCOMPLETE, UNPROCESSABLE = frozenset({302}), frozenset({400}), frozenset({422})


def is_hidden_act(roles: frozenset[str], door: Door, values: dict[str, Any]) -> bool:
    """An act that these roles do not have answers before any row is looked for."""
    act = values.get("act")
    return act is not None and door.permission is not None and not permissions.may(roles, door.permission[0], act)


def to_own(world: World, username: str, hall: str | None, door: Door, method: str, values: dict[str, Any]) -> Statuses:
    """The statuses for a row in sight, or for a page without a row."""
    facts = (world, username, hall, values)
    if method == "POST":
        if door.resource is not None:
            return _generated(world, door, values)
        return ACTS.get(door.rule.endpoint, _refuses_an_empty_form)(facts)
    if door.resource is not None:
        return MISSING if _is_closed(world, door, values) else SHOWN
    return LOOKS.get(door.rule.endpoint, _is_shown)(facts)


def _generated(world: World, door: Door, values: dict[str, Any]) -> Statuses:
    """An empty form: the first column that must be filled refuses it, or else the missing version; ending a row just happens."""
    if _is_closed(world, door, values):
        return MISSING
    return {"add": UNPROCESSABLE, "edit": UNPROCESSABLE | INCOMPLETE, "delete": MOVED}[door.method]


def _is_closed(world: World, door: Door, values: dict[str, Any]) -> bool:
    """Whether the row belongs to an edition that is no draft: then there is no page to change it."""
    resource = door.resource
    if resource is None or resource.is_open is None or door.method not in ("edit", "delete"):
        return False
    row = world.rows(resource)[int(values["pk"])]
    edition = row if resource.noun == "edition" else world.rows(by_noun()["edition"])[row["edition_id"]]
    return edition["state"] not in ("draft", "returned")


def body(world: World, door: Door, values: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """What a form must hold so that the service is asked at all."""
    if door.rule.endpoint == "CaseDesk.finish":
        return ("outcome", "granted"), ("_lock", str(_case(world, values)["version"]))
    if door.rule.endpoint == "Counter.complete":
        return (("_lock", str(_case(world, values)["version"])),)
    return ()


def _case(world: World, values: dict[str, Any]) -> dict[str, Any]:
    return next(row for row in world.rows(by_noun()["case"]).values() if row["number"] == values["number"])


def _is_shown(_facts: Facts) -> Statuses:
    return SHOWN


def _refuses_an_empty_form(_facts: Facts) -> Statuses:
    return UNPROCESSABLE


def _stands_in_own_hall(facts: Facts) -> Statuses:
    return SHOWN if facts[2] is not None else FORBIDDEN


def _take(facts: Facts) -> Statuses:
    """The lane of an item: only at a hall, and only where the hall offers it today."""
    world, _username, hall, values = facts
    if hall is None:
        return FORBIDDEN
    return SHOWN if _is_offered(world, values["code"], hall) else MISSING


def _is_offered(world: World, item: str, hall: str) -> bool:
    today: date = clock.local_today()
    held = [
        row
        for row in world.rows(by_noun()["offer"]).values()
        if (row["item_code"], row["hall_code"]) == (item, hall)
        and (row["valid_from"] or today) <= today <= (row["valid_to"] or today)
    ]
    return bool(held) and _is_published(world, item)


def _is_published(world: World, item: str) -> bool:
    return any(row["item_code"] == item and row["number"] for row in world.rows(by_noun()["edition"]).values())


def _complete(facts: Facts) -> Statuses:
    """A received case waits; where it lies in another hall, that hall's offer is out of sight."""
    world, username, _hall, values = facts
    case = _case(world, values)
    if case["state"] != "received":
        return CONFLICT
    sees = any(plain_scope.admits(grant, case) for grant in world.grants(username))
    return SHOWN if sees and _is_offered(world, case["item_code"], case["hall_code"]) else MISSING


def _completed(facts: Facts) -> Statuses:
    """With the papers as they lie it is still incomplete; a case that is not at hand answers as its page does."""
    looked = _complete(facts)
    return UNPROCESSABLE | FORBIDDEN if looked == SHOWN else looked


def _finished(facts: Facts) -> Statuses:
    """Only an accepted case, and only by whom it belongs to or was handed to for handling."""
    world, username, _hall, values = facts
    case = _case(world, values)
    overs = [over for over in world.overs if over.case_id == case["id"]]
    handles = plain_scope.sees_own(world.grants(username), case, overs, clock.local_now(), "handle")
    if case["state"] not in ("accepted", "under_way"):
        return CONFLICT
    return MOVED if handles else FORBIDDEN


def _act(facts: Facts) -> Statuses:
    return SHOWN if facts[3]["act"] in ASKS else NO_SUCH_METHOD


def _acted(facts: Facts) -> Statuses:
    """An act without a question goes back with its sentence; one that asks wants a reason or a day. Cancelling wants neither."""
    act = facts[3]["act"]
    if act not in ASKS:
        return MOVED
    return CONFLICT | UNPROCESSABLE if act == "cancel" else UNPROCESSABLE


LOOKS: dict[str, Callable[[Facts], Statuses]] = {
    "Counter.find": _stands_in_own_hall,
    "Counter.take": _take,
    "Counter.complete": _complete,
    "EditionActs.act": _act,
}
ACTS: dict[str, Callable[[Facts], Statuses]] = {
    "Counter.take": _take,
    "Counter.complete": _completed,
    "CaseDesk.finish": _finished,
    "EditionActs.act": _acted,
    "EditionActs.draft": lambda _facts: MOVED,
}


def to_anybody(
    world: World, username: str | None, door: Door, method: str, kind: str, values: dict[str, Any]
) -> Statuses:
    """The public surface, the door itself and what the machine asks."""
    match door.rule.endpoint:
        case "Login.login":
            return MOVED if username is not None else UNPROCESSABLE if method == "POST" else SHOWN
        case "Login.logout":
            return MOVED
        case "public.guide" | "public.described" | "public.personal":
            return SHOWN if kind == "own" and _is_published(world, values["code"]) else MISSING
        case "public.edition":
            numbers = {
                row["number"] for row in world.rows(by_noun()["edition"]).values() if row["item_code"] == values["code"]
            }
            return SHOWN if kind == "own" and values["number"] in numbers else MISSING
    return MISSING if kind == "gone" else SHOWN
