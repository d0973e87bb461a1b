"""补齐后受理: what was only received is accepted when its papers are met."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from appcore import clock
from appcore.casework import acceptance, intake, ledger, standard
from appcore.definition import entry_form
from appcore.errors import Conflict, NotAllowed, Refused
from models.db import house_session
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, INSTANT, PROMISED, form, the_case

RECEIVED = datetime.fromisoformat("2026-06-01T10:00")
SUPPLIED = datetime.fromisoformat("2026-06-03T15:00")


def test_a_received_case_is_accepted_when_its_papers_are_supplied_and_the_clock_starts_then(acting: Acting) -> None:
    """行政许可法 第三十二条: the limit runs from acceptance, here on the second working day after receipt."""
    with acting(CLERK):
        complete = form(PROMISED, 1)
        with clock.fixed(RECEIVED):
            number = intake.receive(form(PROMISED, 1, complete=False)).number
        with clock.fixed(SUPPLIED):
            version = the_case(house_session(), number).version
            slip = acceptance.accept_received(number, complete, version=version)
            case = the_case(house_session(), number)
            found = standard.in_hall(house_session(), case.item_code, case.hall_code or "")
            due = ledger.due_of(house_session(), case, found.definition)

    assert (case.state, case.accepted_at) == ("accepted", SUPPLIED)
    assert "-02-2026-" in slip
    assert due is not None
    assert due.started_at == SUPPLIED


def test_a_paper_that_is_still_missing_keeps_the_case_where_it_is(acting: Acting) -> None:
    with acting(CLERK):
        number = intake.receive(form(PROMISED, 1, complete=False)).number
        version = the_case(house_session(), number).version
        with pytest.raises(Refused) as refused:
            acceptance.accept_received(number, form(PROMISED, 1, complete=False), version=version)

        assert any(name.startswith("paper.") for name in refused.value.fields)
        assert the_case(house_session(), number).state == "received"


def test_an_instant_item_is_finished_with_its_acceptance(acting: Acting) -> None:
    with acting(CLERK):
        number = intake.receive(form(INSTANT, 1, complete=False)).number
        version = the_case(house_session(), number).version
        acceptance.accept_received(number, form(INSTANT, 1), version=version)

        assert the_case(house_session(), number).state == "finished"


def test_only_a_post_with_authority_accepts_it_and_only_once(acting: Acting) -> None:
    with acting(CLERK):
        number = intake.receive(form(PROMISED, 1, complete=False)).number
        papers = form(PROMISED, 1)
        version = the_case(house_session(), number).version
    with acting("lingxi_leader"), pytest.raises(NotAllowed):
        acceptance.accept_received(number, papers, version=version)
    with acting(CLERK):
        acceptance.accept_received(number, papers, version=version)
        with pytest.raises(Conflict):
            acceptance.accept_received(number, papers, version=version)


def test_fields_and_questions_left_open_at_receipt_are_filled_with_the_papers(acting: Acting) -> None:
    """What was kept at receipt stays as it was, whatever is sent for it now."""
    with acting(CLERK):
        whole = form(PROMISED, 1)
        definition = standard.in_hall(house_session(), PROMISED, whole.hall_code).definition
        key = next(one.key for one in definition.fields if one.required and not one.condition)
        name = entry_form.form_name(key)
        entered = {one: texts for one, texts in whole.entered.items() if one != name}
        empty = replace(form(PROMISED, 1, complete=False), entered=entered, key="")
        number = intake.receive(empty).number
        version = the_case(house_session(), number).version
        with pytest.raises(Refused) as refused:
            acceptance.accept_received(number, replace(whole, entered={}), version=version)
        assert list(refused.value.fields) == [name]

        others = {one: ["别的内容"] for one in entered}
        acceptance.accept_received(
            number, replace(whole, entered={**others, name: whole.entered[name]}), version=version
        )
        filled, direct = the_case(house_session(), number), the_case(house_session(), intake.accept(whole).number)

        assert filled.state == "accepted"
        assert (filled.answers, filled.entered) == (direct.answers, direct.entered)


def test_a_question_left_open_at_receipt_is_answered_with_the_papers(acting: Acting) -> None:
    with acting(CLERK):
        whole = form(INSTANT, 1)
        number = intake.receive(replace(form(INSTANT, 1, complete=False), answers={}, key="")).number
        version = the_case(house_session(), number).version
        asked = acceptance.waiting(house_session(), number, replace(whole, answers={}))
        with pytest.raises(Refused) as refused:
            acceptance.accept_received(number, replace(whole, answers={}), version=version)
        acceptance.accept_received(number, whole, version=version)
        case = the_case(house_session(), number)

    assert whole.answers
    assert not asked.handed_in.answers
    assert any(name.startswith("a.") for name in refused.value.fields)
    assert case.answers == whole.answers


def test_an_unreadable_note_stands_in_the_way_of_acceptance(acting: Acting) -> None:
    with acting(CLERK):
        whole = form(PROMISED, 2)
        number = intake.receive(form(PROMISED, 2, complete=False)).number
        paper, (state, _note) = next(iter(whole.papers.items()))
        for note in ("字" * 301, "\x00"):
            noted = replace(whole, papers={**whole.papers, paper: (state, note)})
            with pytest.raises(Refused) as refused:
                acceptance.accept_received(number, noted, version=the_case(house_session(), number).version)
            assert list(refused.value.fields) == [f"note.{paper}"]
        assert the_case(house_session(), number).state == "received"
