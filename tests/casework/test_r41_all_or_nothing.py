"""R41: case, number, events, papers, slip and audit are one transaction. It is broken after each statement in turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from appcore.access import audit
from appcore.access.principal import System, acting_as
from appcore.casework import finish, intake
from appcore.catalogue import editions
from models.db import db, house_session
from models.item import Edition
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, INSTANT, PROMISED, counts, form
from tests.catalogue.drafting import bring
from tests.faults import Broken, failing_after
from tests.trail import first_bad_row

MOST = 400


def facts(acting: Acting) -> tuple[dict[str, int], list[tuple[object, ...]]]:
    """How many rows each table has, and the states of all editions and their versions."""
    with acting():
        states = [
            tuple(row)
            for row in db.session.execute(select(Edition.id, Edition.state, Edition.version).order_by(Edition.id))
        ]
        return counts(house_session()), states


def broken_everywhere(acting: Acting, who: str | None, act: Callable[[], object]) -> int:
    """Break the act after each of its statements and at its commit, then let it run.

    Returns: how many statements it has.
    """
    before = facts(acting)
    for statement in range(MOST):
        with acting(who), failing_after(db.engine, statement) as run:
            try:
                act()
            except Broken:
                db.session.rollback()
            else:
                break
        assert facts(acting) == before, f"something was left behind by a fault after: {run[-1] if run else 'COMMIT'}"
    assert facts(acting) != before
    with acting():
        assert first_bad_row() is None
    return len(run)


@pytest.mark.parametrize("item", [INSTANT, PROMISED])
def test_r41_taking_a_case_is_one_transaction(acting: Acting, item: str) -> None:
    with acting(CLERK):
        handed_in = form(item, key="k" * 32)

    statements = broken_everywhere(acting, CLERK, lambda: intake.accept(handed_in))

    assert statements > 15


def test_r41_finishing_a_case_is_one_transaction(acting: Acting) -> None:
    with acting(CLERK):
        number = intake.accept(form(PROMISED)).number

    assert broken_everywhere(acting, CLERK, lambda: finish.finish(number, "granted", "")) > 3


@pytest.mark.parametrize("act", ["submit", "approve", "publish", "send_back", "withdraw"])
def test_r41_each_act_on_an_edition_is_one_transaction(app: Flask, acting: Acting, act: str) -> None:
    state = {
        "submit": "draft",
        "approve": "submitted",
        "publish": "approved",
        "send_back": "approved",
        "withdraw": "published",
    }[act]
    edition = bring(app, state)
    arguments = ("样例原因",) if act in ("send_back", "withdraw") else ()

    assert broken_everywhere(acting, "county_reviewer", lambda: getattr(editions, act)(edition, *arguments)) >= 3


def test_r41_beginning_a_draft_is_one_transaction(acting: Acting) -> None:
    assert broken_everywhere(acting, "county_editor", lambda: editions.draft(PROMISED)) > 5


def test_the_fault_is_seen_where_there_is_no_transaction(app: Flask, acting: Acting) -> None:
    """The guard of the guard: the same fault does leave something behind where an act commits halfway."""

    def in_two_halves() -> None:
        audit.note("one", "window", "1")
        audit.note("two", "window", "2")

    with pytest.raises(AssertionError, match="left behind"):
        broken_everywhere(acting, "lingxi_clerk", in_two_halves)
    with app.app_context(), acting_as(System("tests")):
        db.session.remove()
