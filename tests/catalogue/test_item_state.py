"""在用 暂停 取消: acts on an item, read by date (issue 5, item 8)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from appcore import clock
from appcore.catalogue import edition_standing, editions, item_state
from appcore.catalogue.edition_rules import hindered
from appcore.errors import Conflict, Refused
from appcore.item_days import in_use, stands, state_on
from appcore.transaction import unit_of_work
from models.item import Edition, Item, ItemEvent
from seeds import small
from tests.catalogue.drafting import EDITOR, ITEM, REVIEWER, bring
from tests.people import acts

TODAY = date(2026, 6, 1)
NEXT, AFTER = TODAY + timedelta(days=7), TODAY + timedelta(days=14)


@contextmanager
def on(day: date) -> Iterator[None]:
    with clock.fixed(datetime.combine(day, time(9))):
        yield


@pytest.mark.parametrize(
    ("state", "since", "until", "expected"),
    [
        ("in_use", None, None, "in_use in_use in_use in_use"),
        ("cancelled", NEXT, None, "in_use cancelled cancelled cancelled"),
        ("cancelled", None, None, "cancelled cancelled cancelled cancelled"),
        ("paused", NEXT, AFTER, "in_use paused paused in_use"),
        ("paused", TODAY, None, "paused paused paused paused"),
    ],
)
def test_the_state_of_a_day_follows_from_the_days_it_was_given(
    app: Flask, state: str, since: date | None, until: date | None, expected: str
) -> None:
    """The day before it begins, its first and last day, and the day after; the query says what the rule says."""
    days = (TODAY, NEXT, AFTER, AFTER + timedelta(days=1))
    states = [state_on(state, since, until, day) for day in days]

    with acts(app), unit_of_work() as session:
        row = session.scalars(select(Item).where(Item.code == ITEM)).one()
        row.state, row.state_from, row.state_until = state, since, until
        session.flush()
        found = select(Item.id).where(Item.code == ITEM)
        queried = [session.scalar(found.where(in_use(day))) is not None for day in days]
        standing = [session.scalar(found.where(stands(day))) is not None for day in days]

    assert states == expected.split()
    assert queried == [one == "in_use" for one in states]
    assert standing == [one != "cancelled" for one in states]


def held(app: Flask) -> tuple[str, date | None, str | None]:
    with acts(app) as session:
        row = session.scalars(select(Item).where(Item.code == ITEM)).one()
        return row.state, row.state_from, row.state_reason


def test_a_pause_keeps_reason_days_and_who_and_the_trail_of_the_item_keeps_all_acts(app: Flask) -> None:
    with on(TODAY), acts(app, REVIEWER) as session:
        item_state.pause(ITEM, "系统升级", TODAY, NEXT)
        item_state.resume(ITEM, "升级完成")

        found = session.scalars(select(ItemEvent).where(ItemEvent.item_code == ITEM).order_by(ItemEvent.id)).all()
        told = [(one.act, one.reason, one.actor) for one in found]

    assert told == [("paused", "系统升级", REVIEWER.username), ("resumed", "升级完成", REVIEWER.username)]
    assert held(app) == ("in_use", None, None)


def test_a_cancellation_to_come_can_be_called_off_and_one_that_has_begun_cannot(app: Flask) -> None:
    with on(TODAY), acts(app, REVIEWER):
        item_state.cancel(ITEM, "职能划转", NEXT, small.INSTANT)
        item_state.resume(ITEM, "不划转了")
        item_state.cancel(ITEM, "职能划转", TODAY, small.INSTANT)

        with pytest.raises(Conflict):
            item_state.resume(ITEM, "还要办")
        with pytest.raises(Conflict):
            item_state.pause(ITEM, "还要办", TODAY, None)


@pytest.mark.parametrize(
    ("act", "arguments"),
    [
        ("pause", ("", TODAY, None)),
        ("pause", ("样例", TODAY - timedelta(days=1), None)),
        ("pause", ("样例", NEXT, TODAY)),
        ("cancel", (" ", TODAY)),
        ("cancel", ("样例", TODAY - timedelta(days=1))),
        ("cancel", ("样例", TODAY, ITEM)),
        ("cancel", ("样例", TODAY, "330327-99999")),
    ],
)
def test_an_act_without_reason_in_the_past_or_towards_itself_is_refused(app: Flask, act: str, arguments: tuple[object, ...]) -> None:  # fmt: skip
    with on(TODAY), acts(app, REVIEWER), pytest.raises(Refused):
        getattr(item_state, act)(ITEM, *arguments)


def test_what_is_paused_now_is_not_taken_up_by_an_act_for_a_later_day(app: Flask) -> None:
    with on(TODAY), acts(app, REVIEWER):
        item_state.pause(ITEM, "系统升级", TODAY, None)

        with pytest.raises(Refused):
            item_state.cancel(ITEM, "职能划转", NEXT)


def test_an_item_with_items_in_use_under_it_is_not_cancelled(app: Flask) -> None:
    with acts(app), unit_of_work() as session:
        session.scalars(select(Item).where(Item.code == small.INSTANT)).one().parent_code = ITEM

    with on(TODAY), acts(app, REVIEWER), pytest.raises(Refused):
        item_state.cancel(ITEM, "职能划转", TODAY)


def test_nothing_is_drafted_or_published_for_a_cancelled_item_nor_for_a_day_on_which_it_will_be(app: Flask) -> None:
    """Approved before: the day of publication counts."""
    with on(TODAY):
        approved = bring(app, "approved")
        with acts(app, REVIEWER) as session:
            item_state.cancel(ITEM, "职能划转", NEXT)
            with pytest.raises(Conflict):
                editions.publish(approved, AFTER)
            item_state.cancel(ITEM, "职能划转", TODAY)
            with pytest.raises(Conflict):
                editions.publish(approved)
            ended = edition_standing.standing(session, session.get_one(Edition, approved))
            editions.send_back(approved, "样例原因")
        with acts(app, EDITOR) as session:
            first = session.scalars(select(Edition.id).where(Edition.item_code == ITEM).order_by(Edition.id)).first()
            for begin in (lambda: editions.draft(ITEM), lambda: editions.restore(first or 0)):
                with pytest.raises(Conflict, match="已经取消"):
                    begin()

    assert str(hindered("publish", ended)) == "这个事项已经取消"


def test_an_item_whose_parts_end_later_is_not_cancelled_before_them(app: Flask) -> None:
    with acts(app), unit_of_work() as session:
        session.scalars(select(Item).where(Item.code == small.INSTANT)).one().parent_code = ITEM

    with on(TODAY), acts(app, REVIEWER):
        item_state.cancel(small.INSTANT, "职能划转", NEXT)
        with pytest.raises(Refused):
            item_state.cancel(ITEM, "职能划转", TODAY)
        item_state.cancel(ITEM, "职能划转", NEXT)


def test_what_takes_the_place_of_a_cancelled_item_still_stands_on_that_day(app: Flask) -> None:
    with on(TODAY), acts(app, REVIEWER) as session:
        item_state.cancel(small.INSTANT, "职能划转", NEXT)

        with pytest.raises(Refused):
            item_state.cancel(ITEM, "职能划转", NEXT, small.INSTANT)
        item_state.cancel(ITEM, "职能划转", TODAY, small.INSTANT)

        assert session.scalars(select(Item.replaced_by_code).where(Item.code == ITEM)).one() == small.INSTANT
