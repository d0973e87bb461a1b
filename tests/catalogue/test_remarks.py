"""Remarks of a review by place: noted, sent with the return, answered by a change or in words, and judged in the second round."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from appcore import clock
from appcore.catalogue import compile as compiler
from appcore.catalogue import editions, remarks
from appcore.catalogue.edition_rules import ACTS, Standing, hindered
from appcore.definition import schema
from appcore.definition.checks import Place
from appcore.errors import Conflict, NotAllowed, Refused
from models.item import Edition
from models.review import EditionReturn
from tests.catalogue.drafting import EDITOR, REVIEWER, SECOND, bring, do
from tests.catalogue.test_edition_life import MAY
from tests.people import acts, at, person

SUMMARY = Place(element="summary")


def noted(app: Flask, edition: int, place: Place, text: str = "样例意见") -> int:
    with acts(app, REVIEWER):
        return remarks.note(edition, place, text)


def states(app: Flask, edition: int) -> list[str]:
    with acts(app) as session:
        return [one.state for one in remarks.listed(session, edition, unsent=True)]


def change(app: Flask, edition: int, **values: Any) -> None:
    with acts(app, EDITOR) as session:
        version = session.scalar(select(Edition.version).where(Edition.id == edition))
        assert version is not None
        editions.save(edition, values, version=version)


def returned(app: Flask, *places: Place) -> tuple[int, list[int]]:
    """A draft sent back with a remark on each of these places."""
    edition = bring(app, "submitted")
    made = [noted(app, edition, place) for place in places]
    do(app, REVIEWER, "send_back", edition, "样例原因")
    return edition, made


def test_a_remark_is_seen_by_its_author_only_once_it_was_sent(app: Flask) -> None:
    edition = bring(app, "submitted")
    noted(app, edition, SUMMARY)

    with acts(app, EDITOR) as session:
        before = remarks.listed(session, edition, unsent=False)
    do(app, REVIEWER, "send_back", edition, "样例原因")

    assert before == []
    with acts(app, EDITOR) as session:
        sent = remarks.listed(session, edition, unsent=False)
    assert [(one.place, one.state, one.round, one.times) for one in sent] == [(SUMMARY, "open", 1, 1)]


@pytest.mark.parametrize("place", [Place("materials", "nothing"), Place("nothing"), Place(element="nothing")])
def test_a_remark_is_about_a_place_that_there_is(app: Flask, place: Place) -> None:
    edition = bring(app, "submitted")

    with pytest.raises(Refused) as refused:
        noted(app, edition, place)

    assert refused.value.field == "place"


def test_what_was_neither_changed_nor_answered_is_not_submitted_again(app: Flask) -> None:
    edition, (_first, second) = returned(app, SUMMARY, Place("materials"))
    change(app, edition, summary="改过的")

    with pytest.raises(Refused):
        do(app, EDITOR, "submit", edition)
    with acts(app, EDITOR):
        remarks.answer(second, "材料由省里统一，不用改")
    do(app, EDITOR, "submit", edition)

    assert states(app, edition) == ["answered", "answered"]


def test_nobody_approves_before_each_remark_was_found_met(app: Flask) -> None:
    edition, (one,) = returned(app, SUMMARY)
    change(app, edition, summary="改过的")
    do(app, EDITOR, "submit", edition)

    with pytest.raises(Refused):
        do(app, SECOND, "approve", edition)
    with acts(app, SECOND):
        remarks.judge(one, met=True)
    do(app, SECOND, "approve", edition)

    assert states(app, edition) == ["settled"]


def test_what_is_not_met_goes_back_as_the_second_time_and_what_is_met_stays_met(app: Flask) -> None:
    """回头看."""
    edition, (first, second) = returned(app, SUMMARY, Place())
    change(app, edition, summary="改过的")
    do(app, EDITOR, "submit", edition)
    with acts(app, REVIEWER):
        remarks.judge(first, met=False)
        remarks.judge(second, met=True)

    do(app, REVIEWER, "send_back", edition, "样例原因")

    with acts(app) as session:
        listed = remarks.listed(session, edition, unsent=True)
    assert [(one.state, one.times, one.round) for one in listed] == [("open", 2, 2), ("settled", 1, 1)]


def test_a_remark_that_was_not_sent_can_be_taken_back_and_one_that_was_sent_cannot(app: Flask) -> None:
    edition = bring(app, "submitted")
    first, second = noted(app, edition, SUMMARY), noted(app, edition, Place())

    with acts(app, REVIEWER):
        remarks.drop(first)
    do(app, REVIEWER, "send_back", edition, "样例原因")

    assert states(app, edition) == ["open"]
    with acts(app, REVIEWER), pytest.raises(Conflict):
        remarks.drop(second)


def test_a_return_names_its_day_or_takes_that_of_the_setting(app: Flask) -> None:
    edition = bring(app, "submitted")
    with clock.fixed(at("2026-11-20T09:00")):
        with pytest.raises(Refused) as refused:
            do(app, REVIEWER, "send_back", edition, "样例原因", date(2026, 11, 20))
        do(app, REVIEWER, "send_back", edition, "样例原因", date(2026, 11, 25))
        do(app, EDITOR, "submit", edition)
        do(app, REVIEWER, "send_back", edition, "样例原因")

    assert refused.value.field == "due_on"
    with acts(app) as session:
        query = select(EditionReturn.due_on).where(EditionReturn.edition_id == edition).order_by(EditionReturn.round)
        days = app.extensions["settings"].return_days
        assert session.scalars(query).all() == [date(2026, 11, 25), date(2026, 11, 20) + timedelta(days=days)]


@pytest.mark.parametrize("state", ["superseded", "in force", "cancelled", "withdrawn"])
def test_an_earlier_edition_becomes_a_draft_again_with_its_content_and_keys(app: Flask, state: str) -> None:
    source = bring(app, state)

    with acts(app, EDITOR) as session:
        made = editions.restore(source)
        new, old = session.get(Edition, made), session.get(Edition, source)
        assert new is not None
        assert old is not None
        assert schema.write(compiler.compile_edition(session, new)) == old.definition
        assert (new.state, new.number) == ("draft", None)


def test_a_cancelled_number_stays_used_when_its_content_comes_back(app: Flask) -> None:
    cancelled = bring(app, "cancelled")
    with acts(app, EDITOR):
        made = editions.restore(cancelled)
    do(app, EDITOR, "submit", made)
    do(app, REVIEWER, "approve", made)

    assert do(app, REVIEWER, "publish", made) == 3


def standing_of(state: str) -> Standing:
    """The states of the table in `test_edition_life` as the rules know them."""
    stored = {"scheduled": "published", "in force": "published", "superseded": "published"}.get(state, state)
    return Standing(
        stored, scheduled=state == "scheduled", in_force=state == "in force", next_open=state == "scheduled"
    )


@pytest.mark.parametrize("state", MAY)
def test_the_page_offers_just_the_acts_that_the_services_take(state: str) -> None:
    """The table of the services' own tests, and `restore` beside it; what is not offered has its reason."""
    named = {"send_back": "return"}
    wanted = {named.get(act, act) for act in MAY[state]}
    wanted |= {"restore"} if state in ("in force", "superseded", "cancelled", "withdrawn") else set()

    assert {act for act in ACTS if hindered(act, standing_of(state)) is None} == wanted


def test_who_had_a_hand_in_a_draft_and_what_is_not_settled_hinder_the_approval() -> None:
    own, unsettled = Standing("submitted", own=True), Standing("submitted", unsettled=2)

    assert hindered("restore", Standing("cancelled", numbered=False)) is not None, "an import that was undone"
    assert str(hindered("approve", own)) == "本人起草或送审的版本须由他人审定"
    assert str(hindered("approve", unsettled)) == "还有2条审核意见没有核对落实"


def test_who_wrote_the_draft_settles_and_drops_no_remark_on_it(app: Flask) -> None:
    """He may review other drafts; on his own the reviewer's word stands until another looks again."""
    both = person(EDITOR.username, *EDITOR.grants, roles=("county_editor", "county_reviewer"))
    edition, (first,) = returned(app, SUMMARY)
    with acts(app, both):
        remarks.answer(first, "已改")
        editions.submit(edition)
    second = noted(app, edition, Place(element="name"))

    with acts(app, both):
        for act in (lambda: remarks.judge(first, met=True), lambda: remarks.drop(second)):
            with pytest.raises(NotAllowed):
                act()

    assert states(app, edition) == ["answered", "noted"]
