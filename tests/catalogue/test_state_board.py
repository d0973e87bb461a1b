"""The state board: who holds a draft, since when, by when, in which round; and what waits for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from appcore import clock
from appcore.access.principal import Person
from appcore.catalogue import editions, state_board
from appcore.catalogue.state_board import Entry, light
from models.db import house_session
from seeds import small
from tests import page
from tests.acting import Acting
from tests.catalogue.drafting import EDITOR, REVIEWER, SECOND, bring, do
from tests.html import parse
from tests.people import acts, at

BOARD = "/console/catalogue/board"


def entry(app: Flask, who: Person) -> Entry:
    with acts(app, who) as session:
        return state_board.entries(session, who)[0]


@pytest.mark.parametrize(
    ("due", "tone"),
    [(None, "grey"), (date(2026, 11, 19), "red"), (date(2026, 11, 20), "yellow"), (date(2026, 11, 22), "yellow"), (date(2026, 11, 23), "green")],
)  # fmt: skip
def test_it_is_red_after_the_day_and_yellow_from_two_days_before(due: date | None, tone: str) -> None:
    assert light(due, date(2026, 11, 20)) == tone


def test_a_draft_is_followed_through_its_rounds(app: Flask) -> None:
    with clock.fixed(at("2026-11-02T09:00")):
        edition = bring(app, "submitted")
    with clock.fixed(at("2026-11-05T09:00")):
        reviewed = entry(app, REVIEWER)
        do(app, REVIEWER, "send_back", edition, "样例原因", date(2026, 11, 10))
    with clock.fixed(at("2026-11-12T09:00")):
        late = entry(app, EDITOR)
        do(app, EDITOR, "submit", edition)
        again = entry(app, SECOND)

    days = app.extensions["settings"].review_days
    assert (reviewed.holder, reviewed.waiting, reviewed.due, reviewed.round) == ("", 3, date(2026, 11, 2 + days), 1)
    assert (late.holder, late.waiting, late.due, late.light) == (EDITOR.username, 7, date(2026, 11, 10), "red")
    assert (again.state, again.round, again.waiting, again.since) == ("submitted", 2, 0, date(2026, 11, 12))


@pytest.mark.parametrize(
    ("state", "mine"),
    [("draft", {EDITOR}), ("returned", {EDITOR}), ("submitted", {REVIEWER, SECOND}), ("approved", {REVIEWER, SECOND})],
)
def test_an_edition_waits_for_its_author_or_for_another_pair_of_eyes(app: Flask, state: str, mine: set[Person]) -> None:
    bring(app, state)

    assert {who for who in (EDITOR, REVIEWER, SECOND) if entry(app, who).mine} == mine


def test_a_reviewer_who_saved_a_draft_does_not_wait_for_it(app: Flask) -> None:
    edition = bring(app, "draft")
    with acts(app, REVIEWER):
        editions.add_part("faq", edition, {"key": "neu", "question": "样例?", "answer": "样例"})
    do(app, EDITOR, "submit", edition)

    assert not entry(app, REVIEWER).mine
    assert entry(app, SECOND).mine


def board(client: FlaskClient, query: str = "") -> list[str]:
    """The names in the list of the board."""
    tables = parse(page.get(client, f"{BOARD}{query}").text).every("table")
    rows = [node for node in tables[-1].every("tr") if node.every("td")]
    return [node.every("th")[0].text for node in rows] if len(tables) > 1 else []


def test_each_count_of_the_board_and_of_the_home_page_opens_as_many_rows(
    acting: Acting, sign_in: Callable[[str], FlaskClient]
) -> None:
    with acting("county_editor"):
        editions.draft(small.INSTANT)
        for code in (small.PROMISED, small.NATURAL):
            editions.submit(editions.draft(code))
    with acting("county_reviewer") as who:
        assert isinstance(who, Person)
        first = next(one for one in state_board.entries(house_session(), who) if one.item_code == small.PROMISED)
        editions.send_back(first.id, "样例原因")
    counted = 0

    for username in ("county_editor", "county_reviewer"):
        client = sign_in(username)
        for start in (BOARD, "/console/"):
            for link in parse(client.get(start).text).every("a"):
                href, told = link.get("href"), link.text.split()
                if "/catalogue/board?" not in href or not any(one.isdigit() for one in told):
                    continue
                count = next(int(one) for one in told if one.isdigit())
                assert len(board(client, href.partition("board")[2])) == count, (username, href)
                counted += 1

    assert counted >= 10


def test_a_filter_that_the_board_does_not_offer_is_told(sign_in: Callable[[str], FlaskClient]) -> None:
    client = sign_in("county_reviewer")

    assert client.get(f"{BOARD}?state=published").status_code == 400
    assert client.get(f"{BOARD}?page=0").status_code == 400
    assert client.get(BOARD).status_code == 200


def test_the_board_is_for_who_writes_reviews_or_supervises(sign_in: Callable[[str], FlaskClient]) -> None:
    assert sign_in("lingxi_clerk").get(BOARD).status_code == 403
    assert sign_in("supervisor").get(BOARD).status_code == 200
