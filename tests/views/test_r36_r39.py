"""R36, R39: a save that fails says so and keeps what was typed; the second of two savers is told, and sees both versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from appcore.access import audit
from appcore.casework import intake, standard
from appcore.definition import entry_form
from models.case import Case
from models.db import db, house_session
from seeds import small
from tests.casework.counter_forms import form as filled
from tests.fingerprint import changed, fingerprint
from tests.html import main_form, parse
from tests.views.forms import EditForm, edit_forms, kept, typed
from tests.world import LINGXI, World, by_noun

Enter = Callable[[str], FlaskClient]
CODES = ("code", "key", "staff_number")
TOO_MUCH = "字" * 5000


def names(form: EditForm) -> tuple[str, ...]:
    return form.resource.form_columns


def test_r36_a_form_with_a_bad_field_comes_back_with_everything_typed(county: World, enter: Enter) -> None:
    before, faults = fingerprint(county.app), []

    for form in edit_forms(county):
        client = enter(form.username)
        opened = form.opened(client)
        for name in [name for name, _length in form.texts() if name in opened][:1]:
            sent = {**typed(form, opened, "键入"), name: [TOO_MUCH]}
            for url in (form.url, form.url.partition("/edit/")[0] + "/add"):
                answer = client.post(url, data=sent)
                if answer.status_code == 404 and "add" not in form.resource.verbs:
                    continue
                lost = kept(answer.text, sent, names(form)) if answer.status_code == 422 else ["status"]
                if lost:
                    faults.append((url, answer.status_code, lost))

    assert faults == []
    assert changed(before, fingerprint(county.app)) == []


def broken_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is locked, or the disk is full, at the moment of the commit."""

    def fail(*_: Any) -> None:
        raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(audit, "chain", fail)


def test_r36_a_fault_of_the_database_keeps_what_was_typed_and_writes_nothing(
    county: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = [(form, enter(form.username), form.opened(enter(form.username))) for form in edit_forms(county)]
    before, faults = fingerprint(county.app), []

    with monkeypatch.context() as patch:
        broken_database(patch)
        for form, client, opened in forms:
            sent = typed(form, opened, "0577")
            answer = client.post(form.url, data=sent)
            lost = kept(answer.text, sent, names(form)) if answer.status_code == 503 else ["status"]
            if (
                lost and answer.status_code != 422
            ):  # a form whose texts have a shape of their own refuses the mark first
                faults.append((form.url, answer.status_code, lost))

    assert faults == []
    assert changed(before, fingerprint(county.app)) == []


def test_r36_a_value_that_is_taken_is_told_at_its_field(county: World, enter: Enter) -> None:
    staff = by_noun()["staff"]
    own = [one for one in county.ids(staff, "lingxi_admin") if county.row(staff, one)["hall_code"] == LINGXI]
    form = EditForm(staff, "lingxi_admin", own[0])
    client = enter(form.username)
    taken = county.row(staff, own[1])["staff_number"]
    sent = {**form.opened(client), "staff_number": [taken], "duty": ["键入的岗位职责"]}

    answer = client.post(form.url, data=sent)

    assert answer.status_code == 422
    assert kept(answer.text, sent, names(form)) == []
    assert parse(answer.text).every("p")
    assert any(node.get("id") == "staff_number-fault" for node in parse(answer.text).walk())


def test_r36_a_note_that_no_row_could_keep_comes_back_beside_its_paper(county: World, enter: Enter) -> None:
    """In the accepting of a received case; the sentence stands under the note and the note is in sight."""
    with county.acting("lingxi_clerk"):
        waiting = db.session.scalar(select(Case.number).where(Case.state == "received", Case.hall_code == LINGXI))
    client = enter("lingxi_clerk")
    url = f"/console/casework/intake/received/{waiting}"
    opened = main_form(client.get(url).text)
    note = next(name for name in opened if name.startswith("note."))

    answer = client.post(url, data={**opened, note: ["字" * 301]})

    assert answer.status_code == 422
    control, sentence = (
        next(node for node in parse(answer.text).walk() if node.get("id") == wanted)
        for wanted in (note, f"{note}-fault")
    )
    assert (control.get("value"), "hidden" in control.attributes) == ("字" * 301, False)
    assert "300" in sentence.text


def test_r36_the_acts_of_cases_and_editions_keep_the_reason_that_was_typed(
    county: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = open_case(county)
    reason = "键入的理由，不应丢失"
    client = enter("lingxi_clerk")
    finish = f"/console/casework/cases/{number}/finish"
    opened = main_form(client.get(finish).text)
    published = county.ids(by_noun()["edition"], "county_reviewer")[0]
    before = fingerprint(county.app)

    no_outcome = client.post(finish, data={**opened, "reason": [reason]})
    with monkeypatch.context() as patch:
        broken_database(patch)
        broken = client.post(finish, data={**opened, "outcome": ["withdrawn"], "reason": [reason]})
    not_now = enter("county_reviewer").post(f"/console/catalogue/editions/{published}/return", data={"reason": reason})

    assert [no_outcome.status_code, broken.status_code, not_now.status_code] == [422, 503, 409]
    assert all(reason in answer.text for answer in (no_outcome, broken, not_now))
    assert changed(before, fingerprint(county.app)) == []


def open_case(county: World) -> str:
    return case_in(county, "accepted")


def case_in(county: World, state: str) -> str:
    with county.acting():
        number = db.session.scalar(select(Case.number).where(Case.hall_code == LINGXI, Case.state == state))
    assert number is not None
    return number


def test_r39_the_second_of_two_savers_gets_both_versions_and_keeps_what_he_typed(world: World, sign_in: Any) -> None:
    """Every table that has an edit form, two browsers each; a lock that was torn out of the form is refused too."""
    faults = []
    for form in edit_forms(world):
        first, second = sign_in(form.username), sign_in(form.username)
        opened = [form.opened(first), form.opened(second)]
        texts = [name for name, length in form.texts() if length >= 8 and name in opened[0] and name not in CODES]
        if not texts:
            continue
        saved = first.post(form.url, data={**opened[0], texts[0]: ["先存的一份"]})
        sent = {**opened[1], texts[0]: ["后存的一份"]}
        told = second.post(form.url, data=sent)
        facts = (
            saved.status_code, told.status_code, "先存的一份" in told.text, "后存的一份" in told.text,
            kept(told.text, sent, names(form)) if told.status_code == 409 else "?",
            "先存的一份" in first.get(form.url).text,
            second.post(form.url, data={name: value for name, value in sent.items() if name != "_lock"}).status_code,
        )  # fmt: skip
        if facts != (302, 409, True, True, [], True, 400):
            faults.append((form.url, facts))

    assert faults == []


def test_r39_the_second_who_finishes_a_case_is_told(world: World, sign_in: Any) -> None:
    finish = f"/console/casework/cases/{open_case(world)}/finish"
    first, second = sign_in("lingxi_clerk"), sign_in("lingxi_decider")
    opened = [main_form(client.get(finish).text) for client in (first, second)]

    saved = first.post(finish, data={**opened[0], "outcome": ["granted"]})
    told = second.post(finish, data={**opened[1], "outcome": ["denied"], "reason": ["后写的理由"]})

    assert (saved.status_code, told.status_code) == (302, 409)
    assert "后写的理由" in told.text


def test_r39_a_received_case_is_accepted_only_at_the_version_that_was_read(world: World, sign_in: Any) -> None:
    """补齐后受理 of a case that somebody touched meanwhile: 409 with the ticks kept; without the lock at all: 400."""
    url = f"/console/casework/intake/received/{case_in(world, 'received')}"
    client = sign_in("lingxi_clerk")
    opened = main_form(client.get(url).text)
    ticked = {name: ["seen"] for name in opened if name.startswith("paper.")}

    stale = client.post(url, data={**opened, **ticked, "_lock": ["77"]})
    torn = client.post(url, data={name: value for name, value in {**opened, **ticked}.items() if name != "_lock"})
    right = client.post(url, data={**opened, **ticked})

    assert ticked
    assert (stale.status_code, torn.status_code, right.status_code) == (409, 400, 302)
    shown = main_form(stale.text)
    assert all(shown[name] == ["seen"] for name in ticked)


def test_what_was_left_open_at_receipt_is_filled_in_where_the_case_is_accepted(world: World, sign_in: Any) -> None:
    """The page asks for what is open and for nothing else; wrong input comes back beside its field."""
    with world.acting("lingxi_clerk"):
        whole = filled(small.PROMISED, 1)
        definition = standard.in_hall(house_session(), small.PROMISED, LINGXI).definition
        key = next(one.key for one in definition.fields if one.required and not one.condition)
        name = entry_form.form_name(key)
        entered = {one: texts for one, texts in whole.entered.items() if one != name}
        number = intake.receive(replace(whole, entered=entered, key="", definition_hash="")).number
    url, client = f"/console/casework/intake/received/{number}", sign_in("lingxi_clerk")
    opened = main_form(client.get(url).text)

    again = client.post(url, data={**opened, name: ["\u202e"]})
    taken = client.post(url, data={**opened, name: list(whole.entered[name])})

    assert [one for one in opened if one.startswith("f_")] == [name]
    assert (again.status_code, taken.status_code) == (422, 302)
    assert any(node.get("id") == f"{name}-fault" for node in parse(again.text).walk())
