"""受理 and 收件: one form becomes one whole case, or nothing at all and a sentence for each fault."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from appcore import clock, records
from appcore.access import privacy
from appcore.casework import intake, standard
from appcore.catalogue import editions
from appcore.definition import entry_form
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import unit_of_work
from models.account import User
from models.audit import AuditEntry
from models.case import Case, ClockEvent, MaterialCheck, Party, Slip
from models.db import db, house_session
from models.item import Edition, Item
from models.offer import Authority, Offer
from models.staff import Post
from tests.acting import Acting
from tests.casework.counter_forms import (
    CLERK,
    INSTANT,
    NATURAL,
    PROMISED,
    counts,
    form,
    the_case,
    with_party,
)  # fmt: skip
from tests.people import LINGXI_HALL, QIANKU_HALL, at

MORNING = at("2026-03-02T09:30")
"""A Monday, a working day."""


def events(case: Case) -> list[str]:
    query = select(ClockEvent.kind).where(ClockEvent.case_id == case.id).order_by(ClockEvent.id)
    return list(db.session.scalars(query))


def slip_of(case: Case) -> Slip:
    return db.session.scalars(select(Slip).where(Slip.case_id == case.id)).one()


# --- what a taken case is ----------------------------------------------------------------------------------------------


def test_an_accepted_case_has_its_rows_and_its_slip(acting: Acting) -> None:
    with acting(CLERK) as clerk, clock.fixed(MORNING):
        handed_in = form(PROMISED)
        taken = intake.accept(handed_in)

        case = the_case(house_session(), taken.number)
        assert (case.state, case.outcome, case.accepted_at) == ("accepted", None, MORNING)
        assert (case.hall_code, case.region_code, case.county_code) == (LINGXI_HALL, "330327100000", "330327000000")
        assert case.number == "330327100" + "20260302" + "0001"
        assert events(case) == ["received", "accepted"]
        assert case.handler_id == clerk.account_id  # type: ignore[union-attr]
        assert len(case.query_code) == 8
        parties = db.session.scalars(select(Party).where(Party.case_id == case.id).order_by(Party.id)).all()
        assert [one.name for one in parties] == [one.name for one in handed_in.parties]
        papers = {
            one.material_key: one.state
            for one in db.session.scalars(select(MaterialCheck).where(MaterialCheck.case_id == case.id))
        }
        assert papers
        assert "missing" not in papers.values()
        slip = slip_of(case)
        assert (slip.kind, slip.number) == ("acceptance", taken.slip_number)
        assert slip.facts["due"]


def test_an_instant_item_is_finished_in_the_same_transaction(acting: Acting) -> None:
    """即办件: accepted, decided and finished at once."""
    with acting(CLERK), clock.fixed(MORNING):
        taken = intake.accept(form(INSTANT))

        case = the_case(house_session(), taken.number)
        assert (case.state, case.outcome, case.finished_at) == ("finished", "granted", MORNING)
        assert events(case) == ["received", "accepted", "decided", "finished"]
        assert slip_of(case).facts["finished"] is True


def test_with_a_paper_missing_a_case_is_received_only(acting: Acting) -> None:
    """行政许可法 第三十二条: told within five days what is to be supplied."""
    with acting(CLERK), clock.fixed(MORNING):
        handed_in = form(PROMISED, complete=False)
        assert any(state == "missing" for state, _ in handed_in.papers.values())
        with pytest.raises(Refused) as refused:
            intake.accept(handed_in)
        assert all(name.startswith("paper.") for name in refused.value.fields)

        taken = intake.receive(handed_in)

        case = the_case(house_session(), taken.number)
        assert (case.state, case.accepted_at) == ("received", None)
        assert events(case) == ["received"]
        assert slip_of(case).kind == "receipt"
        assert slip_of(case).facts["open"]
        assert slip_of(case).facts["due"] == ""


def test_what_was_typed_wrongly_is_not_dropped_when_papers_are_only_received(acting: Acting) -> None:
    """An empty field may wait for the rest of the papers; a wrong one, or an answer that is none, comes back."""
    with acting(CLERK):
        handed_in = form(PROMISED, complete=False)
        definition = standard.in_hall(house_session(), PROMISED, LINGXI_HALL).definition
        name = next(entry_form.form_name(one.key) for one in definition.fields if one.required and not one.condition)
        question = definition.questions[0].key
        before = counts(house_session())
        odd = {name: ("\x00",)}
        with pytest.raises(Refused) as wrong:
            intake.receive(replace(handed_in, entered={**handed_in.entered, **odd}))
        assert list(wrong.value.fields) == [name]
        with pytest.raises(Refused) as unread:
            intake.receive(replace(handed_in, answers={}, unread={question: ("no such answer",)}))
        assert f"a.{question}" in unread.value.fields
        assert counts(house_session()) == before

        empty = intake.receive(replace(handed_in, entered={**handed_in.entered, name: ("",)}))
        assert the_case(house_session(), empty.number).state == "received"


def test_a_case_is_pinned_to_the_standard_it_was_taken_under(acting: Acting) -> None:
    """Decisions 18: edition, offer revision and the hash of the refined definition."""
    with acting(CLERK):
        taken = intake.accept(form(PROMISED))
        case = the_case(house_session(), taken.number)
        edition = db.session.scalars(select(Edition).where(Edition.item_code == PROMISED)).one()

        assert (case.edition_id, case.offer_revision, case.definition_hash) == (edition.id, 0, edition.definition_hash)


def test_the_acceptance_is_in_the_audit_without_a_personal_word(acting: Acting) -> None:
    with acting(CLERK):
        handed_in = form(PROMISED)
        taken = intake.accept(handed_in)

    with acting():
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
        assert entry is not None
        assert (entry.act, entry.noun, entry.row_key, entry.account) == ("accepted", "case", taken.number, CLERK)
        assert handed_in.parties[0].name not in str(entry.changes)


def test_a_slip_keeps_facts_and_neither_number_nor_telephone(acting: Acting) -> None:
    """Decisions 29."""
    with acting(CLERK):
        handed_in = form(PROMISED)
        case = the_case(house_session(), intake.accept(handed_in).number)
        facts = str(slip_of(case).facts)

        for party in handed_in.parties:
            assert party.id_number not in facts
            assert party.phone not in facts


# --- faults ------------------------------------------------------------------------------------------------------------

FAULTS: dict[str, tuple[Any, str]] = {
    "no name": (lambda made: with_party(made, name=" "), "party.0.name"),
    "a name of invisible marks": (lambda made: with_party(made, name="\u200b\u200b"), "party.0.name"),
    "a name turned round": (lambda made: with_party(made, name="样例\u202e甲"), "party.0.name"),
    "a wrong check digit": (lambda made: with_party(made, id_number="999999199001010018"), "party.0.id_number"),
    "no such day": (lambda made: with_party(made, id_number="999999199902300019"), "party.0.id_number"),
    "Arabic digits": (lambda made: with_party(made, id_number="٩٩٩٩٩٩١٩٩٠٠١٠١٠٠١٧"), "party.0.id_number"),
    "no number": (lambda made: with_party(made, id_number=""), "party.0.id_number"),
    "no such document": (lambda made: with_party(made, document_kind="passport2"), "party.0.document_kind"),
    "no such role": (lambda made: with_party(made, role="king"), "party.0.role"),
    "no telephone number": (lambda made: with_party(made, phone="12"), "party.0.phone"),
    "an endless address": (lambda made: with_party(made, address="长" * 301), "party.0.address"),
    "an endless reason": (lambda made: with_party(made, unchecked_reason="长" * 201), "party.0.unchecked_reason"),
    "nobody": (lambda made: replace(made, parties=()), "party.0.name"),
    "no such way": (lambda made: replace(made, mode="by pigeon"), "mode"),
    "an endless outside number": (lambda made: replace(made, outside_number="9" * 61), "outside_number"),
    "NUL in the outside number": (lambda made: replace(made, outside_number="9\0"), "outside_number"),
    "no answer": (lambda made: replace(made, answers={}), "a."),
    "an unknown paper state": (lambda made: replace(made, papers=dict.fromkeys(made.papers, ("", ""))), "paper."),
    "a paper promised that must be shown": (lambda made: replace(made, papers=dict.fromkeys(made.papers, ("to_follow", ""))), "paper."),
    "a paper left out without a reason": (lambda made: replace(made, papers=dict.fromkeys(made.papers, ("not_needed", " "))), "paper."),
}  # fmt: skip


@pytest.mark.parametrize("item", [PROMISED])
def test_r36_each_fault_is_told_on_its_field_and_nothing_is_written(acting: Acting, item: str) -> None:
    """R85–R87 at the counter: the rules of identity numbers, telephones and names are the ones it asks."""
    with acting(CLERK):
        sound = form(item)
    with acting():
        before = counts(house_session())

    for fault, (spoil, name) in FAULTS.items():
        with acting(CLERK):
            with pytest.raises(Refused) as refused:
                intake.accept(spoil(sound))
            assert [field for field in refused.value.fields if field.startswith(name)], (fault, refused.value.fields)
            assert all(str(verdict) for verdict in refused.value.fields.values())

    with acting():
        assert counts(house_session()) == before


def test_all_faults_are_told_at_once(acting: Acting) -> None:
    with acting(CLERK), pytest.raises(Refused) as refused:
        intake.accept(
            replace(with_party(form(PROMISED), name="", id_number="1", phone="x"), mode="x", outside_number="9" * 99)
        )

    assert {"party.0.name", "party.0.id_number", "party.0.phone", "mode", "outside_number"} <= set(refused.value.fields)


def test_a_number_that_fails_its_check_is_taken_with_a_reason(acting: Acting) -> None:
    """Decisions 57: an old paper never stops the intake; it is marked 未通过校验."""
    with acting(CLERK):
        taken = intake.accept(
            with_party(
                form(INSTANT),
                document_kind="id_card",
                name="样例甲",
                id_number="999999199001010018",
                unchecked_reason="旧证",
            )
        )
        party = db.session.scalars(
            select(Party).where(Party.case_id == the_case(house_session(), taken.number).id)
        ).first()
        assert party is not None
        assert party.unchecked_reason == "旧证"


def test_r85_a_number_is_kept_in_its_one_form(acting: Acting) -> None:

    with acting(CLERK):
        handed_in = with_party(
            form(PROMISED), document_kind="id_card", name="样例甲", id_number=" ３３０３２７１９０００１０１００１ｘ "
        )
        case = the_case(house_session(), intake.accept(handed_in).number)
        party = db.session.scalars(select(Party).where(Party.case_id == case.id).order_by(Party.id)).first()

        assert privacy.get(party, "id_number") == "33032719000101001X"
        assert getattr(party, "id_number_index", "") == privacy.index_of("33032719000101001X")


# --- the standard and the authority ------------------------------------------------------------------------------------


def test_a_form_under_an_old_standard_is_a_conflict(acting: Acting) -> None:
    """The county published while the clerk was typing: the new list is shown, nothing is taken."""
    with acting(CLERK):
        handed_in = form(PROMISED)
        old = db.session.scalar(select(Edition.definition_hash).where(Edition.item_code == PROMISED))
    with acting():
        edition = editions.draft(PROMISED)
        version = db.session.scalar(select(Edition.version).where(Edition.id == edition))
        editions.save(edition, {"summary": "新的说明"}, version=version)  # type: ignore[arg-type]
        editions.submit(edition)
        editions.approve(edition)
        editions.publish(edition)

    with acting(CLERK):
        with pytest.raises(Conflict):
            intake.accept(replace(handed_in, definition_hash=old or ""))
        assert db.session.scalar(select(Case.id)) is None
        intake.accept(replace(handed_in, definition_hash=""))


def _end(app: Flask, model: Any, condition: Any, **values: Any) -> None:
    with unit_of_work() as session:
        for row in session.scalars(select(model).where(condition)):
            records.alter(session, row, values)


def _clerks_posts() -> Any:
    return select(Post.id).where(Post.staff_id == select(User.staff_id).where(User.username == CLERK).scalar_subquery())


@pytest.mark.parametrize(
    "what", ["authority ended", "authority not begun", "post ended", "post not begun", "decides only", "no worker"]
)
def test_without_authority_a_clerk_takes_nothing(app: Flask, acting: Acting, what: str) -> None:
    """授权: offer × post, from–to; the account is tied to the worker who holds the post."""
    today = MORNING.date()
    early, late = today.replace(day=1), today.replace(day=3)
    with acting(CLERK), clock.fixed(MORNING):
        handed_in = form(PROMISED)
    with acting(), clock.fixed(MORNING):
        posts = _clerks_posts()
        changes: dict[str, tuple[Any, Any, dict[str, Any]]] = {
            "authority ended": (Authority, Authority.post_id.in_(posts), {"valid_to": early}),
            "authority not begun": (Authority, Authority.post_id.in_(posts), {"valid_from": late}),
            "post ended": (Post, Post.id.in_(posts), {"valid_to": early}),
            "post not begun": (Post, Post.id.in_(posts), {"valid_from": late}),
            "decides only": (Authority, Authority.post_id.in_(posts), {"power": "decide"}),
            "no worker": (User, User.username == CLERK, {"staff_id": None}),
        }
        _end(app, *changes[what][:2], **changes[what][2])

    with acting(CLERK), clock.fixed(MORNING):
        with pytest.raises(NotAllowed):
            intake.accept(handed_in)
        assert db.session.scalar(select(Case.id)) is None


@pytest.mark.parametrize("what", ["another hall's", "not offered", "offer ended", "paused", "withdrawn"])
def test_what_is_not_on_offer_here_is_not_found(app: Flask, acting: Acting, what: str) -> None:
    with acting(CLERK):
        handed_in = form(NATURAL)
    with acting():
        if what == "another hall's":
            handed_in = replace(handed_in, hall_code=QIANKU_HALL)
        elif what == "not offered":
            handed_in = replace(handed_in, item_code="330327-09999")
        elif what == "offer ended":
            _end(app, Offer, Offer.item_code == NATURAL, valid_to=clock.local_today().replace(year=2025))
        elif what == "paused":
            _end(app, Item, Item.code == NATURAL, state="paused")
        else:
            edition = db.session.scalars(select(Edition.id).where(Edition.item_code == NATURAL)).one()
            editions.withdraw(edition, "样例原因")

    with acting(CLERK), pytest.raises(NotFound):
        intake.accept(handed_in)
