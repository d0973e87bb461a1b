"""What the checks found is kept, is the same as a fresh look, and is ticked, owed and mended by people (decisions 51)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from appcore import clock, records
from appcore.casework import standard
from appcore.catalogue import check_store, derived, editions, offer_checks, tasks, ticks
from appcore.catalogue.editions_in_force import edition_in_force
from appcore.catalogue.findings import problem_of
from appcore.catalogue.known import known
from appcore.definition import schema
from appcore.definition.item import ItemDefinition
from appcore.errors import Refused
from appcore.transaction import unit_of_work
from models.check import CheckFinding, CheckLevel, CheckRun, CheckTick, CheckWord, ItemTask, OfferFinding, OfferRun
from models.db import HouseSession
from models.item import Edition, Item
from models.offer import Offer, OfferContact
from seeds import small
from tests.acting import Acting
from tests.catalogue.drafting import EDITOR, REVIEWER, do
from tests.people import acts
from tests.world import LINGXI

ITEM = small.PROMISED


def in_force(session: HouseSession, code: str = ITEM) -> ItemDefinition:
    edition = edition_in_force(session, code)
    assert edition is not None
    assert edition.definition is not None
    return schema.read(edition.definition)


def drafted(app: Flask, code: str = ITEM, **changes: Any) -> int:
    """A draft of the edition in force with other content, submitted by the county's editor."""
    with acts(app, EDITOR) as session:
        made = editions.draft(code, content=replace(in_force(session, code), **changes))
        editions.submit(made)
        return made


def taken_over(app: Flask, code: str = ITEM, **changes: Any) -> int:
    """The same, taken over as it stands and in force."""
    made = drafted(app, code, **changes)
    with acts(app) as _session, unit_of_work() as session:
        row = session.get(Edition, made)
        assert row is not None
        row.taken_over = True
    do(app, REVIEWER, "approve", made)
    do(app, REVIEWER, "publish", made)
    return made


def kept(session: HouseSession) -> dict[int, set[tuple[Any, ...]]]:
    """What is stored, by edition."""
    found: dict[int, set[tuple[Any, ...]]] = {one: set() for one in session.scalars(select(CheckRun.edition_id))}
    for row in session.scalars(select(CheckFinding)):
        problem = problem_of(row)
        found[row.edition_id].add((problem.id, problem.level, problem.place, problem.text, problem.advice, row.state))
    return found


def fresh(session: HouseSession) -> dict[int, set[tuple[Any, ...]]]:
    """What the checks find now, by edition, without the store."""
    county = known(session)
    found = {}
    for one in check_store.watched(session):
        edition = session.get(Edition, one)
        assert edition is not None
        judged = check_store.judge(session, check_store.definition_of(session, edition), county)
        found[one] = {
            (it.problem.id, it.problem.level, it.problem.place, it.problem.text, it.problem.advice, "ticked" if it.is_ticked else "open")
            for it in judged
        }  # fmt: skip
    return found


def test_what_is_kept_is_what_a_fresh_look_finds(app: Flask) -> None:
    """After a twin came, a word and a level were set, a draft was written and an edition ended."""
    with acts(app) as session:
        assert check_store.refresh() > 0
        assert check_store.refresh() == 0, "nothing changed, nothing is looked at"
        assert kept(session) == fresh(session)

    with acts(app) as session:
        twin = replace(in_force(session), code="330327-00999")
        with unit_of_work() as work:
            old = work.scalar(select(Item).where(Item.code == ITEM))
            assert old is not None
            records.add(
                work,
                Item(code=twin.code, name=twin.name, tier=old.tier, department_code=old.department_code, state="in_use", owner_code=old.owner_code),
            )  # fmt: skip
        made = editions.draft(twin.code, content=twin)
        editions.submit(made)
        editions.approve(made)
        editions.publish(made)
    with acts(app, EDITOR):
        records.create(CheckLevel, {"rule_id": "W6", "level": "info", "reason": "样张以后补"})
        records.create(CheckWord, {"kind": "text", "text": "申请人", "reason": "样例"})
    drafted(app, small.NATURAL, summary="在平阳县办理。")
    with acts(app) as session:
        check_store.refresh()
        assert kept(session) == fresh(session)
        assert any(one[0] == "O6" for found in kept(session).values() for one in found)
        here = edition_in_force(session, ITEM)
        assert here is not None
        last = here.id
    do(app, REVIEWER, "withdraw", last, "样例原因")
    with acts(app) as session:
        check_store.refresh()
        assert kept(session) == fresh(session)
        assert last not in kept(session)
        assert not any(one[0] == "O6" for found in kept(session).values() for one in found)


def test_a_tick_holds_for_its_place_and_words_and_falls_when_the_element_changes(app: Flask) -> None:
    made = drafted(app, summary="在平阳县办理。")
    with acts(app, REVIEWER) as session:
        edition = session.get(Edition, made)
        assert edition is not None
        found = check_store.judge(session, check_store.definition_of(session, edition))
        o4 = next(one for one in found if one.problem.id == "O4")
        ticks.tick(made, {o4.mark}, "平阳县确实共办")

    def state(code: str) -> list[str]:
        with acts(app) as session:
            rows = session.scalars(
                select(CheckFinding).where(CheckFinding.rule_id == code, CheckFinding.edition_id == made)
            )
            return [row.state for row in rows]

    assert state("O4") == ["ticked"]
    with acts(app) as session:
        row = session.scalar(select(CheckTick))
        assert row is not None
        assert (row.reason, "county_reviewer" in row.created_by or row.created_by != "") == ("平阳县确实共办", True)
    do(app, REVIEWER, "send_back", made, "样例原因")
    with acts(app, EDITOR) as session:
        version = session.get_one(Edition, made).version
        editions.save(made, {"quota_note": "无"}, version=version)
    with acts(app):
        check_store.refresh()
    assert state("O4") == ["ticked"], "another element changed"
    with acts(app, EDITOR) as session:
        version = session.get_one(Edition, made).version
        editions.save(made, {"summary": "在平阳县也办理。"}, version=version)
    with acts(app):
        check_store.refresh()
    assert state("O4") == ["open"]


def test_the_job_judges_before_it_locks_and_takes_no_tick_back(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of drafts come with one import: whoever writes meanwhile neither waits for the judging nor loses by it."""
    made = drafted(app, summary="在平阳县办理。")
    judging, locked = check_store._found, []

    def and_then_somebody_ticks(session: HouseSession, edition: Edition, *known_before: Any) -> Any:
        found = judging(session, edition, *known_before)
        locked.append(bool(session.info.get("writing")))
        if edition.id == made:
            with monkeypatch.context() as plain, acts(app, REVIEWER):
                plain.setattr(check_store, "_found", judging)
                (o4,) = [one.mark for one in found.judged if one.problem.id == "O4"]
                ticks.tick(made, {o4}, "平阳县确实共办")
        return found

    with acts(app), unit_of_work() as work:
        derived.forget(work, CheckRun, [made])
    monkeypatch.setattr(check_store, "_found", and_then_somebody_ticks)
    with acts(app):
        check_store.refresh()
    with acts(app) as session:
        states = list(session.scalars(select(CheckFinding.state).where(CheckFinding.rule_id == "O4", CheckFinding.edition_id == made)))  # fmt: skip
    assert (set(locked), states) == ({False}, ["ticked"])


def test_errors_are_never_ticked_and_a_tick_wants_a_reason(app: Flask) -> None:
    made = drafted(app, review_body="温州市市场监督管理局", summary="在平阳县办理。")
    with acts(app, REVIEWER) as session:
        found = check_store.judge(session, check_store.definition_of(session, session.get_one(Edition, made)))
        error = next(one for one in found if one.problem.level == "error")
        with pytest.raises(Refused):
            ticks.tick(made, {error.mark}, "可以")
    with acts(app, REVIEWER), pytest.raises(Refused):
        ticks.tick(made, {one.mark for one in found}, "  ")


def test_approval_wants_every_warning_ticked_and_ticks_the_last_few_itself(app: Flask) -> None:
    """Decisions 51: each warning has a name under it."""
    few = drafted(app, summary="在平阳县办理。")
    with acts(app, REVIEWER):
        editions.approve(few, ticking="与平阳县共办")
    with acts(app) as session:
        assert {row.reason for row in session.scalars(select(CheckTick))} == {"与平阳县共办"}
        check_store.refresh()
        states = session.execute(select(CheckFinding.state, CheckFinding.level).where(CheckFinding.edition_id == few))
        assert {row.state for row in states if row.level == "warning"} == {"ticked"}

    with acts(app) as session:
        steps = tuple(replace(one, basis="") for one in in_force(session, small.NATURAL).steps)
        materials = tuple(replace(one, basis="") for one in in_force(session, small.NATURAL).materials)
    many = drafted(app, small.NATURAL, steps=steps, materials=materials)
    with acts(app, REVIEWER), pytest.raises(Refused, match="个问题需要确认"):
        editions.approve(many)
    with acts(app, REVIEWER) as session:
        check_store.refresh()
        department = session.get_one(Edition, many).department_code
        assert ticks.tick_department(department, "O3", "依据待县里统一补写") >= len(steps)
    with acts(app, REVIEWER):
        editions.approve(many)


def test_an_edition_taken_over_comes_into_force_with_its_errors_as_tasks(app: Flask, acting: Acting) -> None:
    """Decisions 51: nothing pauses; owner and date; a promise beyond the law is the law's."""
    made = taken_over(
        app,
        promised_days=400,
        legal_days=20,
        legal_unit="working_days",
        promised_unit="working_days",
        review_body="温州市公安局",
    )

    with acts(app) as session:
        owed = list(session.scalars(select(ItemTask).order_by(ItemTask.rule_id)))
        assert {"O2", "O16"} <= {one.rule_id for one in owed}
        assert {(one.state, one.due_on, one.edition_id) for one in owed} == {
            ("open", clock.local_today() + timedelta(days=90), made)
        }
        here = standard.in_hall(session, ITEM, LINGXI)
        assert (here.definition.promised_days, here.definition.promised_unit) == (20, "working_days")
        assert here.refined_hash != session.get_one(Edition, made).definition_hash
        first = owed[0]
        number, version = first.id, first.version
    with acts(app, REVIEWER):
        tasks.move(number, clock.local_today() + timedelta(days=10), "先办这一条", version=version)
    with acts(app, REVIEWER) as session:
        tasks.reassign(number, "civil_editor", "由民政局改", version=session.get_one(ItemTask, number).version)
    with acts(app, REVIEWER) as session, pytest.raises(Refused):
        tasks.reassign(number, "nobody", "由谁改", version=session.get_one(ItemTask, number).version)
    with acts(app) as session:
        task = session.get_one(ItemTask, number)
        assert (task.owner, tasks.light(task.due_on, clock.local_today())) == ("civil_editor", "yellow")


def test_a_task_closes_by_itself_with_the_edition_that_no_longer_has_its_error(app: Flask) -> None:
    taken_over(app, review_body="温州市公安局")
    with acts(app) as session:
        rules = set(session.scalars(select(ItemTask.rule_id)))
        assert "O16" in rules
    mended = drafted(app, review_body="苍南县人民政府")
    do(app, REVIEWER, "approve", mended)
    do(app, REVIEWER, "publish", mended)

    with acts(app) as session:
        closed = list(session.scalars(select(ItemTask)))
        number = session.get_one(Edition, mended).number
        assert {(one.state, one.closed_by) for one in closed} == {("closed", number)}


def test_offers_are_checked_for_all_halls_and_looked_at_again_when_a_hall_changes(app: Flask) -> None:
    with acts(app) as session:
        written = offer_checks.refresh()
        assert written == len(list(session.scalars(select(Offer.id))))
        assert offer_checks.refresh() == 0
        offer = session.scalar(select(Offer).where(Offer.hall_code == LINGXI, Offer.item_code == ITEM))
        assert offer is not None
        offer_id, region, department = offer.id, offer.region_code, offer.department_code
    with acts(app), unit_of_work() as session:
        row = OfferContact(
            offer_id=offer_id, hall_code=LINGXI, region_code=region, department_code=department, kind="consult", mode="phone", detail="00000001",
        )  # fmt: skip
        records.add(session, row)
    with acts(app) as session:
        assert offer_checks.refresh() == 1
        rules = set(session.scalars(select(OfferFinding.rule_id).where(OfferFinding.offer_id == offer_id)))
        assert "W13" in rules
        run = session.scalar(select(OfferRun).where(OfferRun.offer_id == offer_id))
        assert run is not None
        assert run.errors >= 1


def test_a_tick_given_while_a_rule_only_warned_does_not_hold_once_it_is_an_error(app: Flask) -> None:
    with acts(app, EDITOR):
        lowered = records.create(CheckLevel, {"rule_id": "O16", "level": "warning", "reason": "机构改革中"})
    made = drafted(app, review_body="温州市市场监督管理局")

    def judged() -> check_store.Judged:
        with acts(app, REVIEWER) as session:
            found = check_store.judge(session, check_store.definition_of(session, session.get_one(Edition, made)))
            return next(one for one in found if one.problem.id == "O16")

    with acts(app, REVIEWER):
        ticks.tick(made, {judged().mark}, "过渡期")
    assert judged().is_ticked
    with acts(app, EDITOR):
        records.end(CheckLevel, lowered)
    assert not judged().is_ticked
    with acts(app, REVIEWER), pytest.raises(Refused, match="必须解决的问题"):
        editions.approve(made)
