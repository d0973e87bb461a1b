"""The limits of a person as one option: people of the same shape share a compiled statement, never its values."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from appcore.access.limits import Limits
from appcore.access.principal import Grant, Person, acting_as
from appcore.access.scope import limited_models
from models.db import db
from models.staff import Staff
from models.window import Window

LINGXI, QIANKU = "330327100000-01", "330327104000-01"


def _clerk(*halls: str) -> Person:
    grants = tuple(Grant("hall", hall, None, None, ()) for hall in halls)
    return Person(7, f"of {halls}", "", frozenset(("clerk",)), grants, halls[0], None, None)


def _key(person: Person) -> tuple[object, list[object]]:
    made = Limits(person, limited_models())._generate_cache_key()
    assert made is not None
    return made.key, [one.value for one in made.bindparams]


def test_the_key_is_that_of_the_shape_and_the_values_follow_it(app: Flask) -> None:
    with app.app_context():
        one, other, both = (_key(_clerk(*halls)) for halls in ((LINGXI,), (QIANKU,), (LINGXI, QIANKU)))

    assert one[0] == other[0] != both[0]
    assert one[1] != other[1]


def test_a_statement_compiled_for_one_clerk_shows_another_his_own_hall(app: Flask) -> None:
    def halls_of(person: Person) -> set[str | None]:
        with app.app_context(), acting_as(person):
            return {hall for model in (Window, Staff) for hall in db.session.scalars(select(model.hall_code))}

    seen = [halls_of(_clerk(*halls)) for halls in ((LINGXI,), (QIANKU,), (LINGXI, QIANKU), (LINGXI,))]

    assert seen == [{LINGXI}, {QIANKU}, {LINGXI, QIANKU}, {LINGXI}]
