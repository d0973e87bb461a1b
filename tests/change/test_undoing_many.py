"""Undoing an import of many items asks in sets: the questions do not grow with the lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event, select

from appcore.change import imports, undoing
from models.db import house_session
from models.package import PackageImport
from tests.acting import Acting
from tests.change import books
from tests.change.test_taking_over import EDITOR, REVIEWER, bring, written


def some(package: dict[str, Any], chosen: slice) -> bytes:
    return written({**package, "items": package["items"][chosen]})


def planned(code: str) -> Sequence[undoing.Undoing]:
    session = house_session()
    session.rollback()
    session.expunge_all()
    row = session.scalars(select(PackageImport).where(PackageImport.code == code)).one()
    return imports.plan_of_undoing(session, row)


@contextmanager
def counted() -> Iterator[list[str]]:
    said: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def test_planning_to_undo_sixty_items_asks_no_more_than_for_six(acting: Acting) -> None:
    package = books.package(66, 2)
    with acting(EDITOR):
        few, many = bring(some(package, slice(6))), bring(some(package, slice(6, None)))
        planned(few)  # what is asked once in a process is asked
        with counted() as of_six:
            assert len(planned(few)) == 6
        with counted() as of_sixty:
            plan = planned(many)

    assert [one.obstacle for one in plan] == [None] * 60
    assert len(of_sixty) == len(of_six)


def test_planning_to_take_back_what_came_into_force_asks_no_more_for_twelve_than_for_two(acting: Acting) -> None:
    package = books.package(14, 2)
    with acting(EDITOR):
        few = bring(some(package, slice(2)), taking_over=True)
        many = bring(some(package, slice(2, None)), taking_over=True)
    with acting(REVIEWER):
        imports.take_over(few)
        imports.take_over(many)
        planned(few)
        with counted() as of_two:
            planned(few)
        with counted() as of_twelve:
            plan = planned(many)

    assert [one.obstacle for one in plan] == [None] * 12
    assert len(of_twelve) == len(of_two)
