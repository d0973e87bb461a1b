"""A row stays inside the scope of whoever writes it: before, after, and in what it points at (invariant 2, R04, R05)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from appcore import clock, records
from appcore.access.principal import Grant, Public, acting_as
from appcore.catalogue import editions
from appcore.errors import NoPrincipal, NotAllowed, NotFound
from appcore.transaction import unit_of_work
from models.case import Case, Party, Slip
from models.db import db
from models.item import Edition, Item
from models.offer import Authority, Offer
from models.staff import Post, Staff
from models.window import Window, WindowKind
from seeds import small
from tests.people import (
    COUNTY,
    COUNTY_OFFICE,
    LINGXI,
    LINGXI_CLERK,
    LINGXI_HALL,
    LINGXI_TOWN,
    QIANKU,
    QIANKU_CLERK,
    QIANKU_HALL,
    acts,
    at,
    handed,
    keep,
    person,
    plain_case,
)

CIVIL_AFFAIRS = person(
    "mzj", Grant("department", region_code=COUNTY, department_code="mzj"), roles=("department_editor",)
)
POLICE = person("gaj", Grant("department", region_code=COUNTY, department_code="gaj"), roles=("department_editor",))


def one(model: Any, hall: str) -> int:
    """The id of a row of a hall, as the system reads it."""
    found = db.session.scalar(select(func.min(model.id)).where(model.hall_code == hall))
    assert found is not None
    return int(found)


@pytest.fixture
def cases(app: Flask) -> dict[str, int]:
    """A case in each town hall, by hall."""
    with acts(app):
        made = keep(plain_case("330327100202603020001", LINGXI_HALL), plain_case("330327104202603020001", QIANKU_HALL))
    return dict(zip((LINGXI_HALL, QIANKU_HALL), made, strict=True))


def child(kind: type[Any], case: Case, **changes: Any) -> Any:
    values = {
        "case_id": case.id, "county_code": case.county_code, "opened_year": case.opened_year, "hall_code": case.hall_code,
        "region_code": case.region_code, "department_code": case.department_code,
    }  # fmt: skip
    return kind(**values | changes)


def test_an_own_row_can_be_changed_and_a_foreign_one_cannot_even_be_found(app: Flask) -> None:
    with acts(app):
        own, foreign = one(Window, LINGXI_HALL), one(Window, QIANKU_HALL)

    with acts(app, LINGXI_TOWN):
        records.change(Window, own, {"position": "门口"}, version=1)
        with pytest.raises(NotFound):
            records.change(Window, foreign, {"position": "门口"}, version=1)


@pytest.mark.parametrize("place", [(QIANKU_HALL, QIANKU), (LINGXI_HALL, QIANKU)], ids=["hall", "region"])
def test_a_row_cannot_be_moved_out(app: Flask, place: tuple[str, str]) -> None:
    with acts(app):
        own = one(Window, LINGXI_HALL)
    values = dict(zip(("hall_code", "region_code"), place, strict=True))

    with acts(app, LINGXI_TOWN), pytest.raises(NotAllowed), unit_of_work() as session:
        records.alter(session, session.get(Window, own), values)


def test_a_row_cannot_be_moved_in(app: Flask) -> None:
    """Not even when the change is made without reading the row again: what it was is asked of the database."""
    with acts(app) as session:
        foreign = session.get(Window, one(Window, QIANKU_HALL))
        assert foreign is not None
        with acting_as(LINGXI_TOWN), pytest.raises(NotAllowed), unit_of_work():
            foreign.hall_code, foreign.region_code = LINGXI_HALL, LINGXI  # the row was expired by the unit of work


def test_a_row_cannot_be_made_or_deleted_elsewhere(app: Flask) -> None:
    with acts(app):
        foreign = one(Window, QIANKU_HALL)
    new = Window(hall_code=QIANKU_HALL, region_code=QIANKU, number="99", kind_code="zonghe")

    with acts(app, LINGXI_TOWN), pytest.raises(NotAllowed):
        keep(new)
    with acts(app) as session:
        row = session.get(Window, foreign)
        with acting_as(LINGXI_TOWN), pytest.raises(NotAllowed), unit_of_work():
            session.delete(row)


LINKS = {
    "a post to a person": lambda own, foreign: Post(staff_id=foreign(Staff), window_id=own(Window), kind="a"),
    "a post to a window": lambda own, foreign: Post(staff_id=own(Staff), window_id=foreign(Window), kind="a"),
    "an authority to an offer": lambda own, foreign: Authority(
        offer_id=foreign(Offer), post_id=own(Post), power="accept"
    ),
    "an authority to a post": lambda own, foreign: Authority(
        offer_id=own(Offer), post_id=foreign(Post), power="accept"
    ),
}


@pytest.mark.parametrize("link", LINKS)
def test_r04_an_own_row_points_at_no_foreign_one(app: Flask, link: str) -> None:
    with acts(app):
        row: Any = LINKS[link](lambda model: one(model, LINGXI_HALL), lambda model: one(model, QIANKU_HALL))
    row.hall_code, row.region_code = LINGXI_HALL, LINGXI

    with acts(app, LINGXI_TOWN), pytest.raises(NotAllowed):
        keep(row)


def test_nothing_can_be_hung_on_a_foreign_case(app: Flask, cases: dict[str, int]) -> None:
    """A grant of one's own place for a foreign case would open that case."""
    with acts(app) as session:
        foreign = session.get(Case, cases[QIANKU_HALL])
        assert foreign is not None
        mine = {"hall_code": LINGXI_HALL, "region_code": LINGXI}
        rows = [
            handed(foreign, right="handle", to_hall_code=LINGXI_HALL, **mine),
            child(Party, foreign, role="applicant", name="样例乙", document_kind="none", **mine),
        ]

    for row in rows:
        with acts(app, LINGXI_CLERK), pytest.raises(NotAllowed):
            keep(row)
    with acts(app, LINGXI_CLERK) as session:
        assert session.get(Case, cases[QIANKU_HALL]) is None


def test_what_hangs_on_a_case_has_the_place_of_the_case(app: Flask, cases: dict[str, int]) -> None:
    both = person("both", Grant("hall", hall_code=LINGXI_HALL), Grant("hall", hall_code=QIANKU_HALL))
    with acts(app, both) as session:
        case = session.get(Case, cases[LINGXI_HALL])
        assert case is not None
        stray = child(
            Party,
            case,
            role="applicant",
            name="样例乙",
            document_kind="none",
            hall_code=QIANKU_HALL,
            region_code=QIANKU,
        )
        with pytest.raises(NotAllowed):
            keep(stray)


# --- standard rows and drafts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [LINGXI_CLERK, LINGXI_TOWN], ids=lambda who: who.username)
def test_a_standard_row_of_the_county_is_read_below_and_written_only_by_the_county(app: Flask, who: Any) -> None:
    """Decisions 2."""
    with acts(app, who) as session:
        item = session.scalars(select(Item)).first()
        assert item is not None
        row_id, version = item.id, item.version
        with pytest.raises(NotAllowed):
            records.change(Item, row_id, {"state_reason": "样例"}, version=version)

    with acts(app, COUNTY_OFFICE):
        records.change(Item, row_id, {"state_reason": "样例"}, version=version)


def test_a_standard_row_is_written_by_its_own_department_alone(app: Flask) -> None:
    with acts(app) as session:
        item = session.scalars(select(Item).where(Item.department_code == "gaj")).first()
        assert item is not None
        row_id, version = item.id, item.version

    with acts(app, CIVIL_AFFAIRS), pytest.raises(NotAllowed):
        records.change(Item, row_id, {"state_reason": "样例"}, version=version)
    with acts(app, POLICE):
        records.change(Item, row_id, {"state_reason": "样例"}, version=version)
    with acts(app, POLICE), pytest.raises(NotAllowed):
        records.change(Item, row_id, {"department_code": "mzj"}, version=version + 1)


def test_a_town_gives_the_county_no_new_standard(app: Flask) -> None:
    for owner in (COUNTY, "330000000000"):
        kind = WindowKind(code="neu", name="样例窗口", document_name="样例", position=99, owner_code=owner)
        with acts(app, LINGXI_TOWN), pytest.raises(NotAllowed):
            keep(kind)


def _draft(app: Flask) -> int:
    with acts(app, COUNTY_OFFICE):
        return editions.draft(small.PROMISED)


def test_a_draft_is_seen_by_its_department_and_the_county_office_alone(app: Flask) -> None:
    """Decisions 2; the item is one of the police."""
    draft = _draft(app)

    seen = {}
    for who in (COUNTY_OFFICE, POLICE, CIVIL_AFFAIRS, LINGXI_TOWN, LINGXI_CLERK):
        with acts(app, who) as session:
            seen[who.username] = session.get(Edition, draft) is not None

    assert seen == {"office": True, "gaj": True, "mzj": False, "lingxi-admin": False, "lingxi": False}


def test_a_draft_is_written_by_its_department_and_not_taken_over_by_another(app: Flask) -> None:
    draft = _draft(app)

    with acts(app) as session:
        row = session.get(Edition, draft)
        assert row is not None
        with acting_as(CIVIL_AFFAIRS), pytest.raises(NotAllowed), unit_of_work():
            row.department_code = "mzj"  # the row was expired by the unit of work: what it was is read again
    with acts(app, POLICE), unit_of_work() as session:
        own = session.get(Edition, draft)
        assert own is not None
        own.summary = "样例"


# --- a case handed on -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("right", ["read", "handle"])
def test_a_case_handed_on_is_seen_by_receiver_and_sender_and_changed_by_who_may_handle_it(
    app: Flask, cases: dict[str, int], right: str
) -> None:
    """Decisions 3: CaseGrant adds "or handed to my hall or department"."""
    with acts(app, LINGXI_CLERK) as session:
        keep(handed(session.get(Case, cases[LINGXI_HALL]), right=right, to_hall_code=QIANKU_HALL))

    for who in (LINGXI_CLERK, QIANKU_CLERK):
        with acts(app, who) as session:
            case = session.get(Case, cases[LINGXI_HALL])
            assert case is not None, who.username
            values, version = {"outside_number": who.username}, case.version
            if who is LINGXI_CLERK or right == "handle":
                records.change(Case, case.id, values, version=version)
            else:
                with pytest.raises(NotAllowed):
                    records.change(Case, case.id, values, version=version)


def test_a_receiver_neither_moves_a_case_nor_hands_it_on(app: Flask, cases: dict[str, int]) -> None:
    """R05: between departments and halls a case moves by the transfer step, which its own hall takes."""
    with acts(app, LINGXI_CLERK) as session:
        keep(handed(session.get(Case, cases[LINGXI_HALL]), right="handle", to_hall_code=QIANKU_HALL))

    with acts(app, QIANKU_CLERK) as session:
        case = session.get(Case, cases[LINGXI_HALL])
        assert case is not None
        with pytest.raises(NotAllowed):
            records.change(Case, case.id, {"hall_code": QIANKU_HALL, "region_code": QIANKU}, version=case.version)
    with acts(app, QIANKU_CLERK) as session, pytest.raises(NotAllowed):
        keep(handed(session.get(Case, cases[LINGXI_HALL]), right="handle", to_hall_code=f"{COUNTY}-01"))


def test_a_grant_over_a_case_ends_at_its_hour(app: Flask, cases: dict[str, int]) -> None:
    start = at("2026-03-02T09:00")
    with acts(app) as session:
        case = session.get(Case, cases[LINGXI_HALL])
        assert case is not None
        keep(handed(case, to_hall_code=QIANKU_HALL, granted_from=start, granted_until=start + timedelta(hours=1)))

    seen = []
    for minutes in (-1, 0, 59, 60):
        with acts(app, QIANKU_CLERK) as session, clock.fixed(start + timedelta(minutes=minutes)):
            seen.append(session.get(Case, cases[LINGXI_HALL]) is not None)

    assert seen == [False, True, True, False]


# --- nobody and the public ---------------------------------------------------------------------------------------------


def test_nobody_and_the_public_write_nothing(app: Flask) -> None:
    with app.app_context():
        for who, refusal in ((None, NoPrincipal), (Public(), NotAllowed)):
            with acting_as(who), pytest.raises(refusal), unit_of_work() as session:
                session.add(Slip(number="x"))
        db.session.remove()
