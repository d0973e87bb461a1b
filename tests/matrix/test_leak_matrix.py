"""R01–R12, R27: every person × every route × every method × every kind of row answers as permission and scope demand, and no more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.matrix.cells import cells
from tests.matrix.conftest import EVERYBODY
from tests.matrix.run import act, look
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
