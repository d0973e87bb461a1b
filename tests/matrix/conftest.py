"""The county of the matrix, once a worker and store, with everybody signed in; each test puts it back as it found it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from appcore.access import phone_desk
from appcore.access.principal import Person
from tests.acting import AT_PHONE, acting_in, enter_by
from tests.matrix.county import EXTRA_PEOPLE, furnish_matrix
from tests.matrix.tally import Tally
from tests.views.doors import PEOPLE
from tests.world import World, furnish

KEPT = "matrix"
PHONE = f"lingxi_agent{AT_PHONE}"
EVERYBODY = (*PEOPLE, "county_clerk", *EXTRA_PEOPLE, PHONE)
"""One account of each role, the three people of decisions 52, one of each other kind of grant, and an agent at his phone."""


@pytest.fixture(scope="module")
def matrix(house: Any) -> Iterator[World]:
    """The furnished and marked county, everybody's cookie in `world.cookies`."""
    house.restore()
    world = furnish_matrix(furnish(house.app, acting_in(house.app)))
    sign_in = enter_by(house.app)
    for username in EVERYBODY:
        client = _phone(world) if username == PHONE else sign_in(username)
        cookie = client.get_cookie("banshitai")
        assert cookie is not None
        world.cookies[username] = cookie.value
        with world.acting(username) as person:
            assert isinstance(person, Person)
            world.accounts[username] = person.account_id
    house.keep(KEPT)
    yield world
    house.restore()


def _phone(world: World) -> FlaskClient:
    """The agent's phone, enrolled by his admin."""
    with world.acting("lingxi_admin"):
        code = phone_desk.invite(PHONE.removesuffix(AT_PHONE))
    phone = world.app.test_client()
    assert (
        phone.post("/console/phone/enrol", data={"code": code, "pin": "582914", "repeat": "582914"}).status_code == 302
    )
    return phone


@pytest.fixture
def put_back(house: Any) -> Iterator[Callable[[], None]]:
    """Puts the county back as it was kept; done after the test in any case."""

    def restore() -> None:
        house.restore(KEPT)

    yield restore
    restore()


@pytest.fixture
def entered(matrix: World) -> Callable[[str | None], FlaskClient]:
    """The client of somebody who signed in before the county was kept; of a visitor for None."""

    def client(username: str | None) -> FlaskClient:
        made = matrix.app.test_client()
        if username is not None:
            made.set_cookie("banshitai", matrix.cookies[username])
        return made

    return client


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Tally:
    """Counts cells and leaks for the line at the end of the run."""
    return Tally(record_property)
