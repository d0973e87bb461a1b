"""R04, R05: what a form points to lies in the scope of who posts it, and no form moves a case."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from models.db import db
from tests.fingerprint import changed, fingerprint
from tests.views.doors import pointers
from tests.views.forms import edit_forms, writers
from tests.world import QIANKU, World, by_noun
from views.console.resource import resource_of

Enter = Callable[[str], FlaskClient]


def foreign_key(world: World, table: str, username: str) -> str | None:
    """The key of a row of a table that this person may not see."""
    target = resource_of(table)
    assert target is not None
    hidden = world.foreign(target, username)
    if not hidden:
        return None
    with world.acting():
        row = db.session.get(target.model, hidden[0])
        return str(getattr(row, target.keyed_by))


def test_r04_a_form_that_points_to_a_foreign_row_is_refused(county: World, enter: Enter) -> None:
    before, tried, faults = fingerprint(county.app), 0, []

    for form in edit_forms(county):
        client = enter(form.username)
        values = form.opened(client)
        for name in pointers(form.resource):
            table = next(iter(form.resource.model.__table__.columns[name].foreign_keys)).column.table.name
            key = foreign_key(county, table, form.username)
            if key is not None and name in values:
                tried += 1
                for url in (form.url, form.url.partition("/edit/")[0] + "/add"):
                    answer = client.post(url, data={**values, name: [key]})
                    if answer.status_code not in (404, 422):
                        faults.append((url, name, answer.status_code))

    assert faults == []
    assert tried >= 5
    assert changed(before, fingerprint(county.app)) == []


def test_r04_a_row_is_neither_added_in_nor_moved_to_a_hall_outside_the_scope(county: World, enter: Enter) -> None:
    """The halls themselves are the county's standard and seen by all: the limit is on the row that would stand there."""
    before, faults = fingerprint(county.app), []

    for form in edit_forms(county):
        if "hall_code" not in form.resource.form_columns or form.username != "lingxi_admin":
            continue
        client = enter(form.username)
        values = form.opened(client)
        for url in (form.url, form.url.partition("/edit/")[0] + "/add"):
            answer = client.post(url, data={**values, "hall_code": [QIANKU]})
            if answer.status_code not in (403, 422):
                faults.append((url, answer.status_code))

    assert faults == []
    assert changed(before, fingerprint(county.app)) == []


def test_r04_a_look_up_offers_only_what_the_person_sees(county: World, enter: Enter) -> None:
    for resource in by_noun().values():
        for username in list(writers(county, resource, "edit"))[:1] if resource.verbs else ():
            for name in pointers(resource):
                answer = enter(username).get(f"/console{resource.route}/lookup/{name}")
                target = resource_of(next(iter(resource.model.__table__.columns[name].foreign_keys)).column.table.name)
                assert target is not None
                with county.acting(username):
                    seen = {str(one) for one in db.session.scalars(select(getattr(target.model, target.keyed_by)))}
                assert {one["id"] for one in answer.get_json()["results"]} <= seen, (resource.noun, name)


def test_r05_no_form_moves_a_case_to_another_department_or_hall(county: World, enter: Enter) -> None:
    before = fingerprint(county.app)
    case = by_noun()["case"]
    for username in ("lingxi_clerk", "lingxi_decider", "lingxi_leader", "lingxi_admin", "county_editor"):
        for row_id in county.ids(case, "lingxi_clerk"):
            data = {"department_code": "mzj", "hall_code": QIANKU, "region_code": QIANKU[:12], "_lock": "1"}
            assert enter(username).post(f"/console/casework/case/edit/{row_id}", data=data).status_code == 404
            assert enter(username).post(f"/console/casework/case/show/{row_id}", data=data).status_code == 405

    assert changed(before, fingerprint(county.app)) == []
