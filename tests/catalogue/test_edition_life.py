"""The life of an edition: who may do what in which state, and what is in force when (decisions 16)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from appcore import clock, records
from appcore.access import permissions
from appcore.catalogue import editions
from appcore.catalogue.editions_in_force import edition_in_force
from appcore.errors import Conflict, NotAllowed, Refused
from models.edition_parts import Material, Question
from models.item import Edition, EditionEvent, Item
from models.vocabulary import ROLE
from tests.catalogue.drafting import EDITOR, ITEM, REVIEWER, SECOND, bring, do
from tests.people import COUNTY, acts, at, keep

ARGUMENTS: dict[str, tuple[object, ...]] = {
    "submit": (), "send_back": ("样例原因",), "approve": (), "publish": (), "cancel": ("样例原因",), "withdraw": ("样例原因",),
}  # fmt: skip
MAY: dict[str, set[str]] = {
    "draft": {"submit"},
    "returned": {"submit"},
    "submitted": {"send_back", "approve"},
    "approved": {"send_back", "publish"},
    "scheduled": {"cancel"},
    "in force": {"withdraw"},
    "superseded": set(),
    "cancelled": set(),
    "withdrawn": set(),
}
ROLES = {
    "draft": {"county_editor", "department_editor"},
    "edit": {"county_editor", "department_editor"},
    "submit": {"county_editor", "department_editor"},
    "return": {"county_reviewer"},
    "approve": {"county_reviewer"},
    "publish": {"county_reviewer"},
    "cancel": {"county_reviewer"},
    "withdraw": {"county_reviewer"},
    "restore": {"county_editor", "department_editor"},
}


def state_of(app: Flask, edition: int) -> str:
    with acts(app) as session:
        return str(session.scalar(select(Edition.state).where(Edition.id == edition)))


@pytest.mark.parametrize("state", MAY)
def test_r42_in_each_state_only_its_own_acts_can_be_done(app: Flask, state: str) -> None:
    edition = bring(app, state)
    before = state_of(app, edition)

    for act in ARGUMENTS.keys() - MAY[state]:
        with pytest.raises(Conflict):
            do(app, SECOND, act, edition, *ARGUMENTS[act])

    assert state_of(app, edition) == before


@pytest.mark.parametrize(
    ("state", "act", "becomes"),
    [("draft", "submit", "submitted"), ("submitted", "send_back", "returned"), ("submitted", "approve", "approved"),
     ("approved", "send_back", "returned"), ("approved", "publish", "published"), ("returned", "submit", "submitted"),
     ("scheduled", "cancel", "cancelled"), ("in force", "withdraw", "withdrawn")],
)  # fmt: skip
def test_each_act_of_the_table_leads_to_its_state_and_is_an_event(
    app: Flask, state: str, act: str, becomes: str
) -> None:
    edition = bring(app, state)

    do(app, EDITOR if act == "submit" else SECOND, act, edition, *ARGUMENTS[act])

    assert state_of(app, edition) == becomes
    with acts(app) as session:
        last = session.scalars(
            select(EditionEvent).where(EditionEvent.edition_id == edition).order_by(EditionEvent.id.desc())
        ).first()
        assert last is not None
        assert (last.act, last.actor) == (becomes, (EDITOR if act == "submit" else SECOND).username)


@pytest.mark.parametrize("act", ROLES)
def test_r42_each_act_belongs_to_its_roles(act: str) -> None:
    assert {role for role in ROLE.slugs if permissions.may([role], "console:edition", act)} == ROLES[act]


# --- a second pair of eyes ---------------------------------------------------------------------------------------------


def test_who_submitted_does_not_approve(app: Flask) -> None:
    edition = bring(app, "submitted")

    with pytest.raises(NotAllowed):
        do(app, EDITOR, "approve", edition)


@pytest.mark.parametrize("how", ["element", "part", "new part", "removed part"])
def test_who_saved_any_of_it_does_not_approve(app: Flask, how: str) -> None:
    """Somebody else submitted it; the one who saved has a hand in it all the same."""
    edition = bring(app, "draft")
    with acts(app, REVIEWER) as session:
        material = session.scalars(select(Material).where(Material.edition_id == edition)).first()
        version = session.scalar(select(Edition.version).where(Edition.id == edition))
        assert material is not None
        assert version is not None
        if how == "element":
            editions.save(edition, {"summary": "样例"}, version=version)
        elif how == "part":
            editions.save_part("material", material.id, {"issuer": "样例"}, version=material.version)
        elif how == "new part":
            editions.add_part("faq", edition, {"key": "neu", "question": "样例?", "answer": "样例"})
        else:
            editions.remove_part(
                "faq", editions.add_part("faq", edition, {"key": "neu", "question": "?", "answer": "!"})
            )
    do(app, EDITOR, "submit", edition)

    with pytest.raises(NotAllowed):
        do(app, REVIEWER, "approve", edition)

    do(app, SECOND, "approve", edition)


def test_who_sent_it_back_may_approve_it_later(app: Flask) -> None:
    edition = bring(app, "returned")
    do(app, EDITOR, "submit", edition)

    do(app, REVIEWER, "approve", edition)

    assert state_of(app, edition) == "approved"


def test_all_error_level_problems_are_named_and_block_the_approval(app: Flask) -> None:
    edition = bring(app, "draft")
    with acts(app, EDITOR) as session:
        row = session.get(Edition, edition)
        assert row is not None
        editions.save(edition, {"promised_days": 99, "legal_days": 5, "name": None}, version=row.version)
    do(app, EDITOR, "submit", edition)

    with pytest.raises(Refused) as refused:
        do(app, REVIEWER, "approve", edition)

    assert refused.value.parameters["count"] >= 2
    assert refused.value.parameters["listed"].count(";") + refused.value.parameters["listed"].count("；") >= 1
    assert state_of(app, edition) == "submitted"
    with acts(app) as session:
        assert session.scalar(select(Edition.definition_hash).where(Edition.id == edition)) is None


# --- one at a time, numbers, times -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved", "scheduled"])
def test_an_item_has_one_open_edition_at_most(app: Flask, state: str) -> None:
    bring(app, state)

    with pytest.raises(Conflict):
        do(app, EDITOR, "draft", ITEM)


def test_the_database_itself_holds_one_open_edition_an_item(app: Flask) -> None:
    """Two who begin at the same moment: the second is refused by the index."""
    bring(app, "draft")

    with acts(app, EDITOR), pytest.raises(Refused):
        keep(_second_draft())


def _second_draft() -> Edition:
    return Edition(item_code=ITEM, state="draft", department_code="gaj", owner_code=COUNTY)


def test_only_a_leaf_has_editions(app: Flask) -> None:
    """Decisions 17."""
    with acts(app) as session:
        leaf = session.scalars(select(Item).where(Item.code != ITEM)).first()
        assert leaf is not None
        records.change(Item, leaf.id, {"parent_code": ITEM}, version=leaf.version)

    with pytest.raises(Refused):
        do(app, EDITOR, "draft", ITEM)


def test_numbers_are_taken_in_order_and_a_cancelled_one_stays_used(app: Flask) -> None:
    with acts(app) as session:
        assert session.scalars(select(Edition.number).where(Edition.item_code == ITEM)).all() == [1]
    bring(app, "cancelled")

    third = bring(app, "published")

    with acts(app) as session:
        assert session.scalar(select(Edition.number).where(Edition.id == third)) == 3
        assert getattr(edition_in_force(session, ITEM), "number", None) == 3


def test_the_next_draft_begins_with_what_was_published_last(app: Flask) -> None:
    """Parts keep their keys (decisions 11)."""
    first, second = bring(app, "in force"), bring(app, "draft")

    with acts(app) as session:
        for model in (Question, Material):
            keys = [
                session.scalars(select(model.key).where(model.edition_id == one).order_by(model.position)).all()
                for one in (first, second)
            ]
            assert keys[0] == keys[1]
            assert keys[0]


def test_a_scheduled_edition_is_in_force_from_midnight_without_any_job(app: Flask) -> None:
    first = bring(app, "in force")
    edition = bring(app, "approved")
    with clock.fixed(at("2026-11-20T15:30")):
        do(app, REVIEWER, "publish", edition, at("2026-12-01T10:00").date())

    seen = []
    for moment in ("2026-11-30T23:59:59", "2026-12-01T00:00:00"):
        with acts(app) as session, clock.fixed(at(moment)):
            seen.append(getattr(edition_in_force(session, ITEM), "id", None))

    assert seen == [first, edition]
    with pytest.raises(Conflict), clock.fixed(at("2026-12-01T00:00")):
        do(app, REVIEWER, "cancel", edition, "太迟")


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-19"])
def test_no_edition_begins_earlier_than_tomorrow_unless_at_once(app: Flask, day: str) -> None:
    edition = bring(app, "approved")

    with clock.fixed(at("2026-11-20T15:30")), pytest.raises(Refused):
        do(app, REVIEWER, "publish", edition, at(day).date())


def test_published_today_means_from_that_moment(app: Flask) -> None:
    edition = bring(app, "approved")
    moment = at("2026-11-20T15:30")

    with clock.fixed(moment):
        do(app, REVIEWER, "publish", edition)

    with acts(app) as session:
        before = edition_in_force(session, ITEM, moment - timedelta(seconds=1))
        assert before is not None
        assert before.id != edition
        assert getattr(edition_in_force(session, ITEM, moment), "id", None) == edition


def test_after_a_withdrawal_nothing_is_in_force(app: Flask) -> None:
    """The edition before it does not come back."""
    edition = bring(app, "published")

    do(app, REVIEWER, "withdraw", edition, "样例原因")

    with acts(app) as session:
        assert edition_in_force(session, ITEM) is None
        assert edition_in_force(session, ITEM, at("2025-06-01T09:00")) is not None


def test_a_withdrawal_can_be_set_for_later_and_never_for_earlier(app: Flask) -> None:
    edition = bring(app, "published")
    with acts(app):
        now = clock.local_now()

    with pytest.raises(Refused):
        do(app, REVIEWER, "withdraw", edition, "样例原因", now - timedelta(days=1))
    do(app, REVIEWER, "withdraw", edition, "样例原因", now + timedelta(days=1))

    with acts(app) as session:
        assert edition_in_force(session, ITEM, now + timedelta(hours=23)) is not None
        assert edition_in_force(session, ITEM, now + timedelta(hours=25)) is None


@pytest.mark.parametrize("act", ["send_back", "withdraw"])
def test_an_act_that_takes_something_away_has_a_reason(app: Flask, act: str) -> None:
    edition = bring(app, "submitted" if act == "send_back" else "in force")

    with pytest.raises(Refused) as refused:
        do(app, REVIEWER, act, edition, " ")

    assert refused.value.field == "reason"


def test_what_was_sent_back_can_be_changed_again(app: Flask) -> None:
    """Also after its approval: what was compiled for it is gone, and is compiled anew."""
    edition = bring(app, "approved")
    do(app, REVIEWER, "send_back", edition, "样例原因")

    with acts(app, EDITOR) as session:
        row = session.get(Edition, edition)
        assert row is not None
        assert (row.definition, row.definition_hash) == (None, None)
        editions.save(edition, {"summary": "改过的"}, version=row.version)
    do(app, EDITOR, "submit", edition)
    do(app, REVIEWER, "approve", edition)

    with acts(app) as session:
        stored = session.scalar(select(Edition.definition).where(Edition.id == edition))
        assert "改过的".encode() in (stored or b"")
