"""The document store: what rests on a paper is found wherever it is named, and repealing one says so first and changes nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from appcore import clock, records
from appcore.catalogue import documents, editions
from appcore.catalogue.local import delegations
from appcore.catalogue.local.delegations import Facts
from appcore.definition import schema
from appcore.errors import Conflict, NotAllowed, Refused
from models.audit import AuditEntry
from models.db import house_session
from models.document import Document
from models.item import Edition
from models.workday import WorkDay
from seeds import small
from tests.acting import Acting
from tests.catalogue.drafting import EDITOR, REVIEWER, bring
from tests.people import acts

FEES, OTHER = "330327/2003-01", "330327/2019-01"
"""What both items with fees rest on, and a paper that none of the small county names."""


def the(code: str) -> Document:
    found = house_session().scalar(select(Document).where(Document.code == code))
    assert found is not None
    return found


def repeal(code: str, **more: Any) -> int:
    row = the(code)
    wanted = {"repealed_from": clock.local_today(), "by_code": None, "reason": "样例原因", "version": row.version}
    return documents.repeal(row.id, **{**wanted, **more})


def test_each_place_of_an_edition_that_stands_is_found_with_its_item(acting: Acting) -> None:
    with acting("county_editor"):
        found = documents.resting_on(house_session(), FEES)

    assert [(one.item_code, one.kind, one.number, one.in_force) for one in found] == [
        (small.NATURAL, "fee", 1, True),
        (small.NATURAL, "fee", 1, True),
        (small.NATURAL, "legal_basis", 1, True),
        (small.INSTANT, "fee", 1, True),
        (small.INSTANT, "legal_basis", 1, True),
    ]


def test_a_draft_rests_on_what_it_names_and_a_superseded_edition_on_nothing(app: Flask) -> None:
    edition = bring(app, "draft")
    with acts(app, EDITOR):
        editions.save(edition, {"delegation_document": OTHER}, version=_version(edition))
        basis = editions.add_part("legal_basis", edition, {"title": "样例文件", "document": OTHER})
        found = documents.resting_on(house_session(), OTHER)

        assert [(one.kind, one.state, one.number, one.in_force) for one in found] == [
            ("edition", "draft", None, False),
            ("legal_basis", "draft", None, False),
        ]
        editions.remove_part("legal_basis", basis)
        editions.submit(edition)
    with acts(app, REVIEWER):
        editions.approve(edition)
        editions.publish(edition)
        assert [one.number for one in documents.resting_on(house_session(), OTHER)] == [2]
        stored = house_session().scalar(select(Edition.definition).where(Edition.id == edition))
        named = schema.read(stored or b"").delegation_document
        assert named is not None
        assert (named.code, named.name) == (OTHER, the(OTHER).title)
    with acts(app, EDITOR):
        third = editions.draft(small.PROMISED)
        editions.save(third, {"delegation_document": None}, version=_version(third))
        editions.submit(third)
    with acts(app, REVIEWER):
        editions.approve(third)
        editions.publish(third)
        assert documents.resting_on(house_session(), OTHER) == []


def test_the_days_of_a_year_rest_on_their_notice(acting: Acting) -> None:
    with acting("county_editor"):
        session = house_session()
        (year,) = documents.days_resting_on(session, "330327/2025-01")

        assert (year.year, year.count) == (2026, 365)
        assert documents.days_resting_on(session, OTHER) == []
        assert session.scalar(select(WorkDay.document_code).where(WorkDay.day == year.first)) == "330327/2025-01"


def test_a_batch_of_delegation_rests_on_the_paper_that_it_names(acting: Acting) -> None:
    with acting("county_editor"):
        day = clock.local_today() + timedelta(days=9)
        batch = delegations.begin(Facts("第一批下放", "delegated", day, document_code=OTHER))

        assert documents.batches_resting_on(house_session(), OTHER) == [(batch, "第一批下放", day)]
        assert documents.batches_resting_on(house_session(), FEES) == []


def test_a_repealed_paper_stays_named_and_the_trail_says_on_which_items(acting: Acting) -> None:
    with acting("county_editor"):
        before = documents.resting_on(house_session(), FEES)

        count = repeal(FEES, by_code=OTHER)

        assert count == 2
        assert documents.resting_on(house_session(), FEES) == before
        assert list(documents.repealed_among(house_session(), (FEES, OTHER))) == [FEES]
        assert (the(FEES).state, the(FEES).repealed_by_code) == ("repealed", OTHER)
    with acting("auditor"):
        entry = house_session().scalar(select(AuditEntry).where(AuditEntry.act == "repealed"))
        assert entry is not None
        assert entry.changes is not None
        assert (entry.row_key, entry.changes["items"]) == (FEES, sorted([small.INSTANT, small.NATURAL]))


def test_a_paper_repealed_from_a_later_day_holds_until_then(acting: Acting) -> None:
    with acting("county_editor"):
        day = clock.local_today() + timedelta(days=3)
        repeal(FEES, repealed_from=day)
        session = house_session()

        assert documents.repealed_among(session, [FEES], day - timedelta(days=1)) == {}
        assert list(documents.repealed_among(session, [FEES], day)) == [FEES]


def test_what_cannot_be_is_refused_and_a_repeal_can_be_taken_back(acting: Acting) -> None:
    with acting("county_editor"):
        for wrong, field in (
            ({"by_code": FEES}, "by_code"),
            ({"by_code": "nosuch"}, "by_code"),
            ({"reason": " "}, "reason"),
        ):
            with pytest.raises(Refused) as refused:
                repeal(FEES, **wrong)
            assert field in refused.value.fields
        with pytest.raises(Conflict):
            repeal(FEES, version=99)
        repeal(FEES)
        with pytest.raises(Conflict):
            repeal(FEES)
        documents.reinstate(the(FEES).id, reason="登记错了", version=the(FEES).version)
        assert documents.repealed_among(house_session(), [FEES]) == {}


def test_a_paper_that_something_rests_on_is_not_deleted_and_no_town_touches_it(acting: Acting) -> None:
    with acting("county_editor"):
        with pytest.raises(Refused):
            records.end(Document, the(FEES).id)
        records.end(Document, the(OTHER).id)
    with acting("lingxi_admin"), pytest.raises(NotAllowed):
        repeal(FEES)


def _version(edition: int) -> int:
    row = house_session().get(Edition, edition)
    assert row is not None
    return int(row.version)


def test_a_document_is_not_repealed_before_it_took_effect(acting: Acting) -> None:
    today = clock.local_today()
    with acting("county_editor"):
        row = the(OTHER)
        records.change(Document, row.id, {"effective_on": today}, version=row.version)

        with pytest.raises(Refused):
            repeal(OTHER, repealed_from=today - timedelta(days=1))
        assert the(OTHER).state == "in_force"
        repeal(OTHER, repealed_from=today)
        assert the(OTHER).state == "repealed"
