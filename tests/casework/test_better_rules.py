"""Better rules of a new edition on open cases: each goes by them from then on, its ledger and page say so, others stay (decisions 54)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from appcore import clock, records
from appcore.access.principal import System, acting_as
from appcore.casework import better_rules, case_reading, finish, intake, ledger, open_cases, standard
from appcore.casework.fees import bill
from appcore.catalogue import editions
from appcore.definition import canonical, schema
from appcore.definition.item import ItemDefinition
from appcore.errors import Conflict, Refused
from appcore.transaction import unit_of_work
from models.audit import AuditEntry
from models.case import BetterRule, ClockEvent, MaterialCheck
from models.db import house_session
from models.item import Edition
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, NATURAL, PROMISED, form, the_case
from tests.people import QIANKU_HALL, at

MORNING = at("2026-03-02T09:30")
LATER = at("2026-03-03T09:30")
Also = Callable[..., Any]


def shorter(definition: ItemDefinition, days: int) -> ItemDefinition:
    """The same with a shorter promise: its first steps take a day each, the others none."""
    counted = [one.key for one in definition.steps if one.counting == "counted"]
    steps = tuple(
        replace(one, duration=1) if one.key in counted[:days]
        else replace(one, duration=0, counting="instant") if one.key in counted else one
        for one in definition.steps
    )  # fmt: skip
    return replace(definition, promised_days=days, steps=steps)


def without_paper(definition: ItemDefinition, key: str) -> ItemDefinition:
    return replace(definition, materials=tuple(one for one in definition.materials if one.key != key))


def publish(
    item: str, change: Callable[[ItemDefinition], ItemDefinition], chosen: tuple[str, ...] = (), **more: Any
) -> int:
    """The next edition with this change, in force at once unless a day is given. As the system: who may is tested elsewhere."""
    found = standard.as_published(house_session(), item)
    assert found is not None
    made = editions.draft(item, content=change(found))
    editions.submit(made)
    editions.approve(made)
    also: Also | None = partial(better_rules.within, chosen=chosen) if chosen else None
    editions.publish(made, more.get("on"), also=also)
    return made


def taken(item: str = PROMISED, number: int = 1, **more: Any) -> str:
    return intake.accept(form(item, number, **more)).number


def rules_of(number: str) -> list[BetterRule]:
    session = house_session()
    case = the_case(session, number)
    return list(session.scalars(select(BetterRule).where(BetterRule.case_id == case.id).order_by(BetterRule.id)))


def now_goes_by(number: str) -> ItemDefinition:
    session = house_session()
    return standard.of_case(session, the_case(session, number))


def test_a_shorter_time_moves_the_deadline_of_open_cases_and_nothing_else_of_them(acting: Acting) -> None:
    with acting(CLERK), clock.fixed(MORNING):
        case = taken()
        before = now_goes_by(case)
        due_before = ledger.due_of(house_session(), the_case(house_session(), case), before)
    with acting(), clock.fixed(LATER):
        edition = publish(
            PROMISED, lambda one: replace(shorter(one, 3), visits_reason="换了说法，要求更多"), ("promised",)
        )

    with acting(CLERK), clock.fixed(LATER):
        session = house_session()
        row, after = the_case(session, case), now_goes_by(case)
        assert after == replace(before, promised_days=3)
        due = ledger.due_of(session, row, after)
        assert due is not None
        assert due_before is not None
        assert due.at is not None
        assert due_before.at is not None
        assert due.at < due_before.at
        (rule,) = rules_of(case)
        assert (rule.edition_id, rule.changes) == (edition, ["promised"])
        assert rule.definition_hash == canonical.digest(schema.write(after))
        page = case_reading.read(session, row)
        assert page.better == ("第2版：承诺办结时限由5个工作日缩短为3个工作日",)
        assert ("适用更有利的规定", LATER) in [(kind, moment) for kind, moment, _why, _who in page.events]
        assert page.limits[0].due == due.at
        listed = {one.number: one for one in open_cases.due_first(session)}
        assert listed[case].due == due.not_before
        assert row.edition_id != edition
    with acting("auditor"):
        entry = house_session().scalar(select(AuditEntry).where(AuditEntry.act == "bettered"))
        assert entry is not None
        assert (entry.changes or {})["cases"] == 1


def test_a_paper_no_longer_asked_for_is_not_waited_for(acting: Acting) -> None:
    with acting(CLERK), clock.fixed(MORNING):
        case = taken()
        with acting_as(System("tests")), unit_of_work() as session:
            paper, wrong = papers_of(case)[:2]
            records.alter(session, paper, {"state": "to_follow"})
            records.alter(session, wrong, {"state": "wrong"})
            key = paper.material_key
        kept = {row.material_key: row.state for row in papers_of(case)}
    with acting(), clock.fixed(LATER):
        publish(PROMISED, lambda one: without_paper(one, key), (f"materials.{key}.gone",))

    with acting(CLERK):
        assert {row.material_key: row.state for row in papers_of(case)} == {**kept, key: "not_needed"}
        assert key not in [one.key for one in now_goes_by(case).materials]


def test_an_abolished_fee_is_not_charged_on_a_case_that_is_open(acting: Acting) -> None:
    with acting(CLERK), clock.fixed(MORNING):
        case = taken(NATURAL)
        row, before = the_case(house_session(), case), now_goes_by(case)
        keys = tuple(f"fees.{one.key}.gone" for one in before.fees)
        assert keys
    with acting(), clock.fixed(LATER):
        publish(NATURAL, lambda one: replace(one, fees=(), has_fee=False, pays_online=False), keys)

    with acting(CLERK):
        row = the_case(house_session(), case)
        assert now_goes_by(case).fees == ()
        assert bill(now_goes_by(case), row.answers, form_done=True).is_free
        assert case_reading.read(house_session(), row).cost.is_free


def test_only_cases_that_stay_on_an_older_edition_are_touched(acting: Acting) -> None:
    """One received moves at its acceptance, one finished is over, one of another item has nothing to do with it."""
    with acting(CLERK), clock.fixed(MORNING):
        accepted, done, other = taken(), taken(number=2), taken(NATURAL, 3)
        received = intake.receive(form(PROMISED, 4, complete=False)).number
        row = the_case(house_session(), done)
        finish.finish(done, "granted", "", version=row.version)
    with acting("qianku_clerk"), clock.fixed(MORNING):
        elsewhere = taken(number=5, hall=QIANKU_HALL)
    with acting(), clock.fixed(LATER):
        found = standard.as_published(house_session(), PROMISED)
        assert found is not None
        (offered,) = better_rules.offered(house_session(), PROMISED, shorter(found, 3))
        assert (offered.change.key, offered.cases) == ("promised", 2)
        publish(PROMISED, lambda one: shorter(one, 3), ("promised",))

        touched = {one: len(rules_of(one)) for one in (accepted, done, other, received, elsewhere)}
    assert touched == {accepted: 1, done: 0, other: 0, received: 0, elsewhere: 1}


def test_a_second_edition_builds_on_the_first_and_a_worse_one_takes_nothing_back(acting: Acting) -> None:
    with acting(CLERK), clock.fixed(MORNING):
        case = taken()
        papers = [one.key for one in now_goes_by(case).materials]
    with acting(), clock.fixed(LATER):
        publish(PROMISED, lambda one: shorter(one, 3), ("promised",))
        publish(
            PROMISED,
            lambda one: without_paper(shorter(one, 4), papers[-1]),
            ("promised", f"materials.{papers[-1]}.gone"),
        )
        assert now_goes_by(case).promised_days == 3
        assert [one.key for one in now_goes_by(case).materials] == papers[:-1]
        assert [one.changes for one in rules_of(case)] == [["promised"], [f"materials.{papers[-1]}.gone"]]


def test_what_was_not_chosen_with_the_publication_can_be_applied_later_and_only_once(acting: Acting) -> None:
    with acting(CLERK), clock.fixed(MORNING):
        case = taken()
    with acting(), clock.fixed(LATER):
        edition = publish(PROMISED, lambda one: shorter(one, 3))
        assert now_goes_by(case).promised_days == 5

        assert better_rules.apply(edition, ["promised"]) == better_rules.Applied(1, 0)
        assert better_rules.apply(edition, ["promised"]) == better_rules.Applied(0, 0)
        assert len(rules_of(case)) == 1
        definition = standard.as_published(house_session(), PROMISED)
        assert definition is not None
        assert better_rules.offered(house_session(), PROMISED, definition) == []
        with pytest.raises(Refused):
            better_rules.apply(edition, [])


def test_more_cases_than_one_act_takes_are_left_for_the_next(acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(better_rules, "MOST_AT_ONCE", 2)
    with acting(CLERK), clock.fixed(MORNING):
        cases = [taken(number=number) for number in (1, 2, 3)]
    with acting(), clock.fixed(LATER):
        edition = publish(PROMISED, lambda one: shorter(one, 3))

        assert better_rules.apply(edition, ["promised"]) == better_rules.Applied(2, 1)
        assert better_rules.apply(edition, ["promised"]) == better_rules.Applied(1, 0)
        assert {now_goes_by(one).promised_days for one in cases} == {3}


def test_an_edition_that_has_not_begun_betters_nothing_and_is_not_published_so(acting: Acting) -> None:
    with acting(CLERK), clock.fixed(MORNING):
        case = taken()
    with acting(), clock.fixed(LATER):
        with pytest.raises(Conflict):
            publish(PROMISED, lambda one: shorter(one, 3), ("promised",), on=(LATER + timedelta(days=3)).date())
        assert rules_of(case) == []
        (state,) = house_session().scalars(select(Edition.state).where(Edition.number.is_(None)))
        assert state == "approved"


def test_the_reviewer_of_the_county_may_and_the_ledger_names_him(acting: Acting) -> None:
    with acting(CLERK), clock.fixed(MORNING):
        case = taken()
    with acting("county_reviewer") as reviewer, clock.fixed(LATER):
        with acting_as(System("tests")):
            edition = publish(PROMISED, lambda one: shorter(one, 3))
        better_rules.apply(edition, ["promised"])
    with acting(CLERK):
        session = house_session()
        row = the_case(session, case)
        (event,) = session.scalars(
            select(ClockEvent).where(ClockEvent.case_id == row.id, ClockEvent.kind == "bettered")
        )
        assert event.actor == reviewer.label


def papers_of(number: str) -> list[MaterialCheck]:
    session = house_session()
    return case_reading.papers_of(session, the_case(session, number))
