"""What happens is told after the commit, with codes alone; what is rolled back is told to nobody."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from appcore import records, signals
from appcore.access import account_acts
from appcore.access.scope import as_system
from appcore.casework import finish, handing, intake
from appcore.casework.custody import Desk
from appcore.casework.handing import Handing
from appcore.hooks.subscriptions import EVENTS
from appcore.signals import SIGNALS, Happened
from appcore.transaction import unit_of_work
from models.case import Case, Party
from models.db import db
from models.offer import Offer
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, INSTANT, PROMISED, form
from tests.catalogue.drafting import bring
from tests.people import QIANKU_HALL, acts

DOCUMENT = (Path(__file__).parents[2] / "docs" / "hooks.md").read_text()


@pytest.fixture
def told() -> Iterator[list[Happened]]:
    """What the receivers of all signals hear."""
    heard: list[Happened] = []

    def hear(_event: str, *, happened: Happened) -> None:
        heard.append(happened)

    for name in SIGNALS:
        signals.signal(name).connect(hear)
    yield heard
    for name in SIGNALS:
        signals.signal(name).disconnect(hear)


def names(told: list[Happened]) -> list[str]:
    return [one.event for one in told]


def test_every_signal_is_documented_and_has_its_words() -> None:
    assert set(EVENTS) == set(SIGNALS)
    for name, shape in SIGNALS.items():
        assert f"| `{name}` | `{shape.__name__}` |" in DOCUMENT
    for shape in set(SIGNALS.values()):
        row = next(line for line in DOCUMENT.splitlines() if line.startswith(f"| `{shape.__name__}` |"))
        assert [one.name for one in fields(shape) if one.name not in row] == []


def test_a_case_is_told_of_at_each_step_by_codes_alone(app: Flask, acting: Acting, told: list[Happened]) -> None:
    with acting(CLERK):
        taken = intake.accept(form(PROMISED))
        handing.hand(Handing(taken.number, Desk(QIANKU_HALL), "请贵中心办理"))
    with acting("qianku_clerk"):
        handing.send_back(taken.number, "不属本中心")
    with acting(CLERK):
        finish.finish(taken.number, "granted", "")
        intake.accept(form(INSTANT, 2))

    assert names(told) == [
        "case.received", "case.accepted", "case.handed_over", "case.sent_back", "case.finished",
        "case.received", "case.accepted", "case.finished",
    ]  # fmt: skip
    assert told[0].content["number"] == taken.number
    assert (told[4].content["state"], told[4].content["outcome"]) == ("finished", "granted")
    with acting():
        persons = set(db.session.scalars(select(Party.name)))
    said = " ".join(str(value) for one in told for value in asdict(one.fact).values())
    assert [name for name in (*persons, "请贵中心办理", "不属本中心") if name in said] == []


def test_an_edition_an_offer_and_an_account_are_told_of(app: Flask, acting: Acting, told: list[Happened]) -> None:
    edition = bring(app, "withdrawn")
    with acting("lingxi_admin"):
        row = db.session.scalars(select(Offer).where(Offer.hall_code == "330327100000-01")).first()
        assert row is not None
        records.change(Offer, row.id, {"place_note": "二楼"}, version=row.version)
    with acting("security"):
        account_acts.deactivate("qianku_clerk")

    assert names(told) == [
        "edition.submitted", "edition.approved", "edition.published", "edition.withdrawn", "offer.changed", "account.ended",
    ]  # fmt: skip
    assert told[2].content["edition"] == edition
    assert told[2].content["number"] == 2
    assert told[5].content["active"] is False
    assert "qianku" not in str(told[5].content)


def test_what_is_rolled_back_is_told_to_nobody(app: Flask, acting: Acting, told: list[Happened]) -> None:
    with acting():
        with pytest.raises(ZeroDivisionError):
            announce_and_fail()
        with unit_of_work():
            pass  # the next act of the same session

    assert told == []


def test_receivers_hear_after_the_commit_and_outside_it(app: Flask, acting: Acting) -> None:
    """A receiver finds the act in the database through a session of its own, and may write in a unit of its own."""
    found: list[Any] = []

    def look(_event: str, *, happened: Happened) -> None:
        with as_system("receiver") as session:
            query = select(func.count(Case.id)).where(Case.number == happened.content["number"])
            found.append(session.scalar(query))
        with unit_of_work():
            found.append("written")

    with signals.signal("case.accepted").connected_to(look), acting(CLERK):
        intake.accept(form(PROMISED))

    assert found == [1, "written"]


def test_a_receiver_that_fails_breaks_neither_the_act_nor_the_next_receiver(
    app: Flask, acting: Acting, told: list[Happened], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_event: str, *, happened: Happened) -> None:
        raise ValueError("张三 330327199001011234")

    with signals.signal("account.ended").connected_to(fail), acting("security"), caplog.at_level(logging.ERROR):
        account_acts.deactivate("qianku_clerk")

    assert names(told) == ["account.ended"]
    [line] = [one.getMessage() for one in caplog.records if one.name == "banshitai.signals"]
    assert line.endswith("of account.ended failed: ValueError")
    assert "张三" not in line


@pytest.mark.parametrize(("event", "wrong"), [("account.moved", LookupError), ("case.accepted", TypeError)])
def test_nothing_is_announced_that_the_table_does_not_know(
    app: Flask, acting: Acting, event: str, wrong: type[Exception]
) -> None:
    with acting(), pytest.raises(wrong), unit_of_work() as session:
        signals.announce(session, event, fact())


def test_nothing_is_announced_outside_a_unit_of_work(app: Flask) -> None:
    with acts(app) as session, pytest.raises(RuntimeError, match="unit of work"):
        signals.announce(session, "account.changed", fact())


def announce_and_fail() -> None:
    with unit_of_work() as session:
        signals.announce(session, "account.changed", fact())
        raise ZeroDivisionError


def fact() -> signals.AccountFact:
    return signals.AccountFact(1, "330327000000", None, None, True)
