"""要了两次 and 政府已有: what items in force ask for although it need not be asked for."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from appcore import records
from appcore.catalogue import editions, paper_reports
from models.bundle import Bundle, BundleItem
from models.edition_parts import PARTS
from models.item import Edition
from models.material_library import StandardMaterial
from seeds import small
from tests.catalogue.drafting import EDITOR, ITEM, REVIEWER, bring, do
from tests.people import acts


@pytest.fixture
def revised(app: Flask) -> Flask:
    """The item's second edition asks for the household book twice, and for what another item of the county results in."""
    edition = bring(app, "draft")
    outcome: Any = PARTS["outcome"]
    with acts(app, EDITOR) as session:
        of_the_other = (
            select(outcome.name)
            .join(Edition, Edition.id == outcome.edition_id)
            .where(Edition.item_code == small.INSTANT)
        )
        issued = session.scalar(of_the_other)
        editions.add_part(
            "material",
            edition,
            {"name": "户口簿首页", "paper": "household-book", "necessity": "required", "basis": "样例"},
        )
        editions.add_part(
            "material", edition, {"name": issued, "necessity": "required", "basis": "样例", "source_type": "applicant"}
        )
        for row in session.scalars(select(PARTS["material"]).where(PARTS["material"].edition_id == edition)):
            if row.paper == "household-book" and row.exempt:
                editions.save_part("material", row.id, {"exempt": False}, version=row.version)
    do(app, EDITOR, "submit", edition)
    do(app, REVIEWER, "approve", edition)
    do(app, REVIEWER, "publish", edition)
    return app


def found(app: Flask) -> set[tuple[str, str, str]]:
    with acts(app) as session:
        return {(one.kind, one.item_code, one.paper) for one in paper_reports.findings(session)}


def test_a_paper_asked_for_twice_or_issued_by_the_county_itself_is_listed(revised: Flask) -> None:
    said = {kind for kind, item, paper in found(revised) if item == ITEM}

    assert ("within", ITEM, "户口簿首页") in found(revised)
    assert {"within", "issued", "shared"} <= said


def test_a_paper_that_is_spared_is_not_asked_for(app: Flask) -> None:
    """The seeded first edition marks the household book 免提交."""
    assert not [one for one in found(app) if one[1] == ITEM and "户口簿" in one[2]]


def test_papers_marked_as_shared_stand_apart_from_those_issued_by_government(app: Flask) -> None:
    before = found(app)
    with acts(app, EDITOR) as session:
        for row in session.scalars(select(StandardMaterial).where(StandardMaterial.shared.is_(True))):
            records.change(StandardMaterial, row.id, {"shared": False}, version=row.version)

    after = found(app)

    assert {one[1:] for one in before if one[0] == "shared"} <= {one[1:] for one in after if one[0] == "government"}
    assert not [one for one in after if one[0] == "shared"]


def test_what_two_items_of_a_bundle_both_ask_for_is_listed_once(app: Flask) -> None:
    with acts(app, EDITOR):
        records.create(Bundle, {"code": "b1", "name": "样例"})
        for position, code in enumerate((small.NATURAL, small.INSTANT), 1):
            records.create(BundleItem, {"bundle_code": "b1", "item_code": code, "position": position})

    doubles = [one for one in found(app) if one[0] == "bundle"]

    assert {item for _kind, item, _paper in doubles} == {small.INSTANT}
