"""R01–R12, R27: every person × every route × every method × every kind of row answers as permission and scope demand, and no more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.matrix.cells import cells
from tests.matrix.conftest import EVERYBODY
from tests.matrix.county import STATION, THIRD_TOWN
from tests.matrix.lists import home, lists, look_ups, searches
from tests.matrix.run import Reader, Sweep, act, look
from tests.matrix.tally import Tally
from tests.views.doors import share
from tests.world import World, by_noun

Entered = Callable[[str | None], FlaskClient]


@pytest.mark.parametrize("username", EVERYBODY)
def test_r01_a_person_sees_exactly_the_rows_that_the_plain_rule_admits(username: str, matrix: World) -> None:
    faults = [
        noun for noun, resource in by_noun().items() if matrix.ids(resource, username) != matrix.due(resource, username)
    ]

    assert faults == []


@pytest.mark.parametrize("username", [*EVERYBODY, None])
def test_r01_every_cell_of_the_leak_matrix_answers_as_it_must(
    username: str | None, matrix: World, entered: Entered, put_back: Callable[[], None], tally: Tally, store: str
) -> None:
    """Looks and refused writes change nothing and note their denials; then the writes that are allowed, on own rows."""
    every = share(cells(matrix, username), store, f"{username}")
    client = entered(username)

    found = [look(matrix, client, username, every)]
    if username is not None:
        found.append(act(matrix, entered(username), username, every))
        put_back()

    tally.add(*found)
    assert [leak for sweep in found for leak in sweep.leaks] == []


@pytest.mark.parametrize("username", EVERYBODY)
def test_r01_lists_look_ups_figures_and_searches_hold_rows_in_sight_and_count_no_others(
    username: str, matrix: World, entered: Entered, tally: Tally, store: str
) -> None:
    client = entered(username)
    in_full = username in share([*EVERYBODY], store, "lists")

    found = [sweep(matrix, client, username) for sweep in ((home, searches, look_ups, lists) if in_full else (home,))]

    tally.add(*found)
    assert [leak for sweep in found for leak in sweep.leaks] == []


def test_r01_the_public_site_finds_nothing_that_is_not_published(matrix: World, entered: Entered, tally: Tally) -> None:
    """Drafts, cases, offers that ended or have not begun, staff without a post: neither on pages nor by searching for them."""
    reader, visitor = Reader(matrix, None), entered(None)
    hidden = sorted(matrix.unpublished)
    asked = [f"{path}?q={mark}" for mark in hidden[::7] for path in ("/items", "/suggest")]
    towns = [f"/{page}?town={town}" for page in ("", "halls", "items") for town in ("330327107000", "330327100000")]

    leaks = [
        f"{path} {leak}"
        for path in (*asked, *towns, "/items?page=1", f"/halls/{STATION}/board", f"/halls/{THIRD_TOWN}")
        for text in [visitor.get(path).get_data(as_text=True)]
        for leak in reader.leaks_in(text.replace(path.partition("?q=")[2] or "-", ""), public=True)
    ]

    assert len(hidden) > 100
    tally.add(Sweep(len(asked) + len(towns) + 3, leaks))
    assert leaks == []
