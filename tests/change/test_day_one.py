"""Day one of a county (decisions 51): items with errors come into force, serve the public and the counter, and owe their mending."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select

from appcore import clock
from appcore.casework import intake, standard
from appcore.casework.fees import bill
from appcore.catalogue import item_checks
from appcore.catalogue.editions_in_force import edition_in_force
from appcore.change import imports
from appcore.definition import schema
from appcore.definition.lengths import calendar_days
from appcore.transaction import unit_of_work
from models.check import ItemTask
from models.db import house_session
from models.offer import Authority, Offer
from models.place import Hall
from seeds.batch import add_all
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, form
from tests.change.test_taking_over import EDITOR, REVIEWER, bring, faulty_package, written
from tests.people import LINGXI_HALL


@pytest.mark.parametrize("count", [20, pytest.param(400, marks=pytest.mark.soak)])
def test_what_is_taken_over_with_errors_serves_from_day_one_and_owes_its_mending(
    app: Flask, acting: Acting, count: int
) -> None:
    made = faulty_package(count)
    codes = [one["code"] for one in made["items"]]
    with acting(EDITOR):
        code = bring(written(made), taking_over=True)
    with acting(REVIEWER):
        while imports.take_over(code, imports.PORTION)[1]:
            pass
        owed = _tasks_and_errors(codes)
    with acting(None):
        _offer(codes)
    with acting(CLERK):
        faces = [standard.in_hall(house_session(), one, LINGXI_HALL).definition for one in codes]
        taken = {intake.accept(form(one, number)).number for number, one in enumerate(codes, 1)}
    visitor = app.test_client()

    assert owed[0] == owed[1]
    assert len({item for item, _rule in owed[0]}) >= count * 9 // 10
    assert {visitor.get(f"/items/{one}").status_code for one in codes} == {200}
    assert len(taken) == count
    assert all(bill(one, {}).total_fen == 0 for one in faces if any(not fee.basis for fee in one.fees))
    assert all(
        calendar_days(one.promised_days, one.promised_unit) <= calendar_days(one.legal_days, one.legal_unit)
        for one in faces
        if one.promised_days is not None and one.legal_days is not None
    )


def _tasks_and_errors(codes: list[str]) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """The open tasks, each with a department and a day, and the errors that a fresh look finds, by item and rule."""
    session = house_session()
    rows = session.scalars(select(ItemTask).where(ItemTask.item_code.in_(codes), ItemTask.state == "open")).all()
    assert all(row.department_code and row.due_on > clock.local_today() for row in rows)
    found: Counter[tuple[str, str]] = Counter()
    for one in codes:
        edition = edition_in_force(session, one)
        assert edition is not None
        assert edition.definition is not None
        definition = schema.read(edition.definition)
        found.update((one, p.id) for p in item_checks.problems(session, definition) if p.level == "error")
    return Counter((row.item_code, row.rule_id) for row in rows), found


def _offer(codes: list[str]) -> None:
    """The hall of 灵溪 offers them all, and everybody with a post there may accept them."""
    with unit_of_work() as session:
        hall = session.scalars(select(Hall).where(Hall.code == LINGXI_HALL)).one()
        rows = [
            Offer(item_code=one, hall_code=hall.code, region_code=hall.region_code, valid_from=clock.local_today())
            for one in codes
        ]
        add_all(session, rows)
        posts = session.scalars(select(Authority.post_id).where(Authority.hall_code == hall.code).distinct()).all()
        place = {"hall_code": hall.code, "region_code": hall.region_code}
        add_all(
            session,
            [Authority(offer_id=one.id, post_id=post, power="accept", **place) for one in rows for post in posts],
        )
