"""Acting as somebody: in an app context, or as a client that has signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore.access import accounts
from appcore.access.principal import Person, System, acting_as
from models.account import User
from models.db import db, house_session

Acting = Callable[..., AbstractContextManager[Person | System]]
PASSWORD = "only-for-tests-2026"
AT_PHONE = "@phone"


def acting_in(app: Flask) -> Acting:
    """`with acting("lingxi_clerk"):` — an app context in which this person acts; System without a name.

    `lingxi_agent@phone` is the agent come by his enrolled phone.
    """

    @contextmanager
    def as_person(named: str | None = None) -> Iterator[Person | System]:
        username, at_phone = (named.removesuffix(AT_PHONE), named.endswith(AT_PHONE)) if named else (None, False)
        with app.app_context():
            who: Person | System = System("tests")
            if username is not None:
                with acting_as(System("tests")):
                    user = db.session.scalar(select(User).where(User.username == username))
                    assert user is not None, f"no account {username}"
                    found = accounts.person_of(house_session(), user)
                    who = accounts.at_phone(found) if at_phone else found
                    db.session.rollback()
            with acting_as(who):
                yield who
            db.session.remove()

    return as_person


def enter_by(app: Flask) -> Callable[[str], FlaskClient]:
    """A function that gives a client signed in as one of the demo accounts."""

    def signed_in(username: str) -> FlaskClient:
        client = app.test_client()
        answer = client.post("/console/login", data={"username": username, "password": PASSWORD})
        assert answer.status_code == 302, f"{username} could not sign in"
        assert answer.location == "/console/"
        return client

    return signed_in
