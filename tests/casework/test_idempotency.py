"""A form sent twice is one case; the same key for something else is a conflict (R33, R34, recipe 4)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from appcore.access.principal import Principal, acting_as
from appcore.casework import idempotency, intake
from appcore.casework.application import Application
from appcore.errors import Conflict, Refused
from models.case import Case
from models.db import db, house_session
from models.numbering import Counter, IdempotencyKey
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, INSTANT, counts, form, with_party

FORMS, POSTS = 100, 4


def cases() -> int:
    return int(db.session.scalar(select(func.count(Case.id))) or 0)


def test_r33_the_same_form_again_gets_the_same_answer(acting: Acting) -> None:
    with acting(CLERK):
        handed_in = form(key="k" * 32)
        first = intake.accept(handed_in)
        before = counts(house_session())
        db.session.rollback()

        again = intake.accept(handed_in)

        assert again == first
        assert counts(house_session()) == before


def test_r33_a_hundred_forms_posted_four_times_at_once_are_a_hundred_cases(app: Flask, acting: Acting) -> None:
    with acting(CLERK) as clerk:
        forms = [form(INSTANT, number, key=f"form-{number:03d}") for number in range(1, FORMS + 1)]
    barrier = Barrier(POSTS)

    def post_all(turn: int) -> list[intake.Taken]:
        barrier.wait()
        order = forms if turn % 2 else [*forms[1::2], *forms[::2]]
        taken = {one.key: _post(app, clerk, one) for one in order}
        return [taken[one.key] for one in forms]

    with ThreadPoolExecutor(POSTS) as pool:
        answers = list(pool.map(post_all, range(POSTS)))

    assert all(equal == answers[0] for equal in answers)
    assert len({one.number for one in answers[0]}) == FORMS
    with acting():
        assert cases() == FORMS


def _post(app: Flask, who: Principal, handed_in: Application) -> intake.Taken:
    with app.app_context(), acting_as(who):
        try:
            return intake.accept(handed_in)
        finally:
            db.session.remove()


@pytest.mark.parametrize("change", ["party", "answer", "paper", "item's window"])
def test_r34_the_same_key_with_another_body_is_a_conflict_and_nothing_is_written(acting: Acting, change: str) -> None:
    """The form edited after the back button."""
    with acting(CLERK):
        handed_in = form(key="k" * 32)
        intake.accept(handed_in)
        before = counts(house_session())
        db.session.rollback()
        others = {
            "party": with_party(handed_in, name="样例乙"),
            "answer": replace(handed_in, outside_number="YL2026"),
            "paper": replace(handed_in, papers={**handed_in.papers, "neu": ("seen", "")}),
            "item's window": replace(handed_in, window_id=1),
        }

        with pytest.raises(Conflict):
            intake.accept(others[change])

        db.session.rollback()
        assert counts(house_session()) == before


def test_r34_a_key_belongs_to_the_account_that_used_it(acting: Acting) -> None:
    with acting(CLERK):
        handed_in = form(key="k" * 32)
        intake.accept(handed_in)

    with acting(), pytest.raises(Conflict):
        intake.accept(handed_in)


def test_a_refused_form_keeps_its_key_for_the_next_try(acting: Acting) -> None:
    with acting(CLERK):
        handed_in = form(key="k" * 32)
        with pytest.raises(Refused):
            intake.accept(with_party(handed_in, name=""))
        assert db.session.scalar(select(IdempotencyKey.id)) is None

        intake.accept(handed_in)

        assert cases() == 1


def test_two_forms_without_a_key_are_two_cases(acting: Acting) -> None:
    with acting(CLERK):
        handed_in = form()
        assert intake.accept(handed_in).number != intake.accept(handed_in).number


def test_r71_what_is_kept_of_a_form_gives_no_number_away(acting: Acting) -> None:
    """An unkeyed hash of an identity number falls in minutes: everything else of the form stands in clear beside it."""
    with acting(CLERK):
        handed_in = form(key="k" * 32)
        settings = current_app.extensions["settings"]
        kept = idempotency.fingerprint(handed_in)
        current_app.extensions["settings"] = replace(settings, audit_key=settings.field_key)
        try:
            assert idempotency.fingerprint(handed_in) != kept
        finally:
            current_app.extensions["settings"] = settings


def test_a_lost_race_uses_no_number(acting: Acting) -> None:
    """What a repeated form draws is nothing."""
    with acting(CLERK):
        handed_in = form(key="k" * 32)
        for _ in range(3):
            intake.accept(handed_in)

        assert set(db.session.scalars(select(Counter.n).where(Counter.key.like("case:%")))) == {1}
