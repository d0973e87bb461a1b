"""What is asked of many rows at once: lists with their searches, filters, orders and counts, look-ups, home figures, the search page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

from appcore import clock
from appcore.access import permissions
from tests.html import parse
from tests.matrix import plain
from tests.matrix.cells import Who, who
from tests.matrix.county import MARK
from tests.matrix.run import LINK, Reader, Sweep
from tests.plain_scope import HandOver
from tests.views.doors import pointers
from tests.world import World, by_noun
from views.console.listing import PAGE_SIZES
from views.console.resource import Resource, resource_of

TOTAL = re.compile(r"共 ([0-9]+) 条")
CASE = re.compile(r'"/console/casework/cases/([0-9]{21})"')
ENTRY = re.compile(r'"/console/registers/entries/([0-9]+)"')
PAGES = {
    "delegation": re.compile(r'"/console/hall/delegations/([0-9]+)"'),
    "adoption": re.compile(r'"/console/hall/adoptions/([0-9]+)"'),
    "village_list": re.compile(r'"/console/hall/villages/lists/([0-9]+)"'),
}
"""Tables whose rows lead to a page made for them."""
FIRST, MOST = PAGE_SIZES[0], PAGE_SIZES[-1]
LOOKUP_ROWS = 20
Row = dict[str, Any]
Keep = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Question:
    """A list as it is asked for, and which rows answer it; None where the address must be refused."""

    query: str
    keep: Keep | None
    size: int = FIRST
    page: int = 1
    typed: str = ""


def lists(world: World, client: FlaskClient, username: str) -> Sweep:
    """Every list page that a person may open: the count is that of the plain rule, and only rows in sight stand on it."""
    found, reader, person = Sweep(), Reader(world, username), who(world, username)
    for resource in by_noun().values():
        if resource.model.scope_kind != "unscoped" and _may(person, resource):
            for question in _questions(world, reader, resource):
                found.tried += 1
                found.leaks += [
                    f"{username}: {resource.noun} ?{question.query} {one}"
                    for one in _asked(client, reader, resource, question)
                ]
    return found


def _may(person: Who, resource: Resource) -> bool:
    return permissions.may(person.roles, resource.view, "list")


def _questions(world: World, reader: Reader, resource: Resource) -> Iterator[Question]:
    """Plain, the second page, the longest page in each order, a value of each filter, and the marks of rows in and out of sight."""
    rows = world.rows(resource)
    own = [row for one, row in rows.items() if one in reader.due[resource.noun]]
    foreign = [row for one, row in rows.items() if one not in reader.due[resource.noun]]
    yield Question("", _any)
    yield Question("page=2", _any, page=2)
    for name in resource.sort[:1] or ("",):
        yield Question(f"sort=-{name}&size={MOST}" if name else f"size={MOST}", _any, size=MOST)
    for name in resource.filters:
        for value in list(dict.fromkeys(str(row[name]) for row in (*foreign, *own) if row[name] is not None))[:1]:
            yield Question(f"f.{name}={value}", _holds(reader, resource, name, value))
    for row in (*foreign[:1], *foreign[-1:], *own[:1]):
        for text in _texts(resource, row):
            yield Question(f"q={text}", _contains(resource, text), typed=text)


def _any(_row: Row) -> bool:
    return True


def _holds(reader: Reader, resource: Resource, name: str, value: str) -> Keep | None:
    """A filter's value must be one that the person is offered: a foreign department is no option."""
    keys = resource.model.__table__.columns[name].foreign_keys
    target = resource_of(next(iter(keys)).column.table.name) if keys else None
    if target is not None:
        offered = {
            str(row[target.keyed_by])
            for one, row in reader.world.rows(target).items()
            if one in reader.due[target.noun]
        }
        if value not in offered:
            return None
    return lambda row: str(row[name]) == value


def _texts(resource: Resource, row: Row) -> list[str]:
    """What one would type to find this row alone."""
    return [str(row[name]) for name in resource.search[:1] if row[name] and len(str(row[name])) < 40]


def _contains(resource: Resource, text: str) -> Keep:
    return lambda row: any(text.lower() in str(row[name] or "").lower() for name in resource.search)


def _asked(client: FlaskClient, reader: Reader, resource: Resource, question: Question) -> Iterator[str]:
    answer = client.get(f"/console{resource.route}/list/?{question.query}")
    rows = reader.world.rows(resource)
    wanted = {one for one in reader.due[resource.noun] if question.keep is not None and question.keep(rows[one])}
    skipped = (question.page - 1) * question.size
    expected = 400 if question.keep is None else 404 if question.page > 1 and len(wanted) <= skipped else 200
    if answer.status_code != expected:
        yield f"answered {answer.status_code} instead of {expected}"
    if answer.status_code == 200:
        told = TOTAL.search(answer.text)
        if (int(told[1]) if told else 0) != len(wanted):
            yield f"counts {told[1] if told else 0} rows instead of {len(wanted)}"
        shown = _rows_on(answer.text, resource, rows)
        if not shown <= wanted or len(shown) != min(question.size, len(wanted) - skipped):
            yield f"shows {len(shown)} rows, {sorted(shown - wanted)[:3]} of them wrong"
        typed = question.typed
        yield from reader.leaks_in(answer.text.replace(typed, "") if typed else answer.text)


def _rows_on(page: str, resource: Resource, rows: dict[int, Row]) -> set[int]:
    """The ids of the rows in the table of a list page, by their links."""
    if resource.noun == "case":
        numbers = set(CASE.findall(page))
        return {one for one, row in rows.items() if row["number"] in numbers}
    if resource.noun == "attachment":  # found on the page of its case
        names = set(MARK.findall(page.partition("<tbody")[2]))
        return {one for one, row in rows.items() if row["name"] in names}
    if resource.noun == "register_entry":  # a numbered line has a page of its own; own fields stand on their row's
        return {int(one) for one in ENTRY.findall(page)} | _linked(page, resource)
    if resource.noun in PAGES:
        return {int(one) for one in PAGES[resource.noun].findall(page)}
    return _linked(page, resource)


def _linked(page: str, resource: Resource) -> set[int]:
    return {int(row_id) for route, row_id in LINK.findall(page) if route == resource.route}


def look_ups(world: World, client: FlaskClient, username: str) -> Sweep:
    """Every look-up that a person may ask: exactly the rows in sight that fit, in their order, a page at most."""
    found, reader, person = Sweep(), Reader(world, username), who(world, username)
    for resource in by_noun().values():
        if resource.verbs and _may(person, resource):
            for name in pointers(resource):
                target = resource_of(next(iter(resource.model.__table__.columns[name].foreign_keys)).column.table.name)
                assert target is not None
                for text in _typed(reader, target):
                    found.tried += 1
                    wanted = _offered(reader, target, text)
                    answer = client.get(f"/console{resource.route}/lookup/{name}", query_string={"q": text}).get_json()
                    if [one["id"] for one in answer["results"]] != wanted[:LOOKUP_ROWS]:
                        found.leaks.append(
                            f"{username}: look-up {resource.noun}.{name} q={text!r} offers other rows than {wanted[:3]}…"
                        )
                    if answer["pagination"]["more"] != (len(wanted) > LOOKUP_ROWS):
                        found.leaks.append(
                            f"{username}: look-up {resource.noun}.{name} q={text!r} counts rows out of sight"
                        )
    return found


def _typed(reader: Reader, target: Resource) -> list[str]:
    """Nothing, and what a row out of sight is called."""
    rows = reader.world.rows(target)
    foreign = next((row for one, row in rows.items() if one not in reader.due[target.noun]), None)
    return ["", *(_texts(target, foreign) if foreign else ())]


def _offered(reader: Reader, target: Resource, text: str) -> list[str]:
    fits = _contains(target, text) if text and target.search else _any
    return [
        str(row[target.keyed_by])
        for one, row in sorted(reader.world.rows(target).items())
        if one in reader.due[target.noun] and not row.get("valid_to") and fits(row)
    ]


def home(world: World, client: FlaskClient, username: str) -> Sweep:
    """The figures of the home page, state by state, against the plain rule; the tables under them by their links."""
    reader, person = Reader(world, username), who(world, username)
    page = client.get("/console/")
    found = Sweep(1, [f"{username}: home {one}" for one in reader.leaks_in(page.text)])
    for card in parse(page.text).every("a"):
        told = re.search(r"/(case|edition|export_request|export-request)/list/\?f\.state=(\w+)$", card.get("href"))
        board = re.search(r"/catalogue/board\?state=(\w+)&who=mine$", card.get("href"))
        is_handed = card.get("href").endswith("/casework/handed")
        shown = next((node.text for node in card.walk() if node.get("class") == "work__count"), None)
        if shown is None or not (told or board or is_handed):
            continue
        if board:
            wanted = len(_waiting(reader, board[1]))
        else:
            wanted = _counted(reader, person, told[1].replace("-", "_"), told[2]) if told else len(_to_take(reader))
        found.tried += 1
        if int(shown) != wanted:
            found.leaks.append(f"{username}: home counts {shown} of {card.get('href')} instead of {wanted}")
    return found


def _counted(reader: Reader, person: Who, noun: str, state: str) -> int:
    """Rows in sight of a state; to whoever hands cases on only those at his desk, to whoever decides only others' requests."""
    rows = [row for one, row in reader.world.rows(by_noun()[noun]).items() if one in reader.due[noun]]
    if noun == "case" and permissions.may(person.roles, "console:case", "hand"):
        grants, now = reader.world.grants(reader.username or ""), clock.local_now()
        rows = [row for row in rows if plain.is_holder(grants, row, _overs(reader.world, row), now)]
    if noun == "export_request":
        rows = [row for row in rows if row["asked_by"] != reader.username]
    return sum(row["state"] == state for row in rows)


def _waiting(reader: Reader, state: str) -> list[Row]:
    """Editions in sight that wait for this person: those he has a hand in to write on, those he has none in to judge."""
    events = reader.world.rows(by_noun()["edition_event"]).values()
    own = {
        row["edition_id"] for row in events if row["act"] in ("saved", "submitted") and row["actor"] == reader.username
    }
    rows = [row for one, row in reader.world.rows(by_noun()["edition"]).items() if one in reader.due["edition"]]
    hand = {"draft": True, "returned": True, "submitted": False}
    return [row for row in rows if row["state"] == state and hand.get(state) in (None, row["id"] in own)]


def _overs(world: World, case: Row) -> list[HandOver]:
    return [over for over in world.overs if over.case_id == case["id"]]


def _to_take(reader: Reader) -> list[Row]:
    grants, now = reader.world.grants(reader.username or ""), clock.local_now()
    cases = reader.world.rows(by_noun()["case"]).values()
    return [row for row in cases if plain.is_offered(grants, _overs(reader.world, row), now)]


def searches(world: World, client: FlaskClient, username: str) -> Sweep:
    """The search page and the search for people, asked for what is in sight and what is not, by mark and by number.

    A name is posted, and found only where it is shown in clear (R08, R79): by address it finds nobody's.
    """
    found, reader = Sweep(), Reader(world, username)
    person = who(world, username)
    ways = [("GET", "/console/search"), ("POST", "/console/search")]
    if permissions.may(person.roles, "console:person", "find"):
        ways.append(("POST", "/console/casework/find-person"))
    for noun, name in (
        ("case", "applicant_name"),
        ("party", "name"),
        ("case", "number"),
        ("staff", "name"),
        ("item", "code"),
    ):
        rows = world.rows(by_noun()[noun])
        masked = reader.masked.get(noun, frozenset()) if name.endswith("name") else frozenset()
        own = [row[name] for one, row in rows.items() if one in reader.due[noun] and one not in masked]
        hidden = [row[name] for one, row in rows.items() if one not in reader.due[noun] or one in masked]
        is_name = name == "name" and noun == "party"
        for text in dict.fromkeys((*hidden[:3], *hidden[-3:], *own[:1])):
            for method, path in ways:
                found.tried += 1
                asked: dict[str, Any] = {"data" if method == "POST" else "query_string": {"q": text}}
                page = client.open(path, method=method, **asked).text
                said = page if text in own else page.replace(text, "")
                found.leaks += [f"{username}: {method} {path} {text} {one}" for one in reader.leaks_in(said)]
                hits = re.search(r'href="[^"]*/(?:cases/|staff/show/|item/show/)', said)
                if hits and (text in hidden or (is_name and method == "GET")):
                    found.leaks.append(f"{username}: {method} {path} {text} finds something")
    return found
