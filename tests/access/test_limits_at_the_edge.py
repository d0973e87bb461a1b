"""The edges of a scope: the very second a hand-over begins and ends, a line of one town, a grant that lacks its own subject."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from appcore import clock, records
from appcore.access import criteria
from appcore.access.principal import Grant, Person
from appcore.errors import NotAllowed
from models.case import Case
from models.item import Edition, Item, ItemAlias
from models.staff import Staff
from seeds import small
from tests.people import (
    COUNTY,
    LINGXI,
    LINGXI_HALL,
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

CIVIL_LINE = {
    town: person(f"line-{town}", Grant("department", region_code=town, department_code="mzj"), roles=("leader",))
    for town in (COUNTY, LINGXI, QIANKU)
}
LACKING = {
    "a hall without its code": Grant("hall", region_code=COUNTY),
    "a place without its code": Grant("region", department_code="gaj"),
    "a line without its department": Grant("department", region_code=COUNTY),
    "a line without its place": Grant("department", department_code="gaj"),
    "items without any": Grant("items", region_code=COUNTY),
    "items without a place": Grant("items", item_codes=("330327-00001",)),
    "a kind that there is not": Grant("everything", region_code=COUNTY),
}


def seen(app: Flask, who: Person, seconds: int = 0) -> set[str]:
    with acts(app, who) as session, clock.fixed(at("2026-03-02T09:00") + timedelta(seconds=seconds)):
        return set(session.scalars(select(Case.applicant_name)))


def test_a_hand_over_counts_from_its_second_to_its_second(app: Flask) -> None:
    """R12: at the next request. Limits are kept for a person, and what was kept must not keep the time."""
    case = plain_case("330327100202603020001", LINGXI_HALL)
    with acts(app):
        keep(case)
        start = at("2026-03-02T09:00") + timedelta(seconds=10)
        keep(handed(case, to_hall_code=QIANKU_HALL, granted_from=start, granted_until=start + timedelta(seconds=20)))

    told = [bool(seen(app, QIANKU_CLERK, second)) for second in (0, 9, 10, 29, 30, 59)]

    assert told == [False, False, True, True, False, False]


def test_what_is_handed_to_a_department_is_its_lines_where_the_case_is(app: Flask) -> None:
    case = plain_case("330327104202603020001", QIANKU_HALL)
    with acts(app):
        keep(case)
        keep(handed(case, to_department_code="mzj"))

    told = {town: bool(seen(app, who)) for town, who in CIVIL_LINE.items()}

    assert told == {COUNTY: True, QIANKU: True, LINGXI: False}


@pytest.mark.parametrize("what", LACKING)
def test_a_grant_that_lacks_its_own_subject_admits_nothing(app: Flask, what: str) -> None:
    """Closed where something is missing: the empty rest of a grant is never everything."""
    with acts(app):
        keep(plain_case("330327100202603020001", LINGXI_HALL), plain_case("330327104202603020001", QIANKU_HALL))
    who = person("lacking", LACKING[what], roles=("leader",))

    with acts(app, who) as session:
        assert session.scalars(select(Case.number)).all() == []
        assert session.scalars(select(Staff.name)).all() == []
        assert session.scalars(select(Edition.state).where(Edition.state == "draft")).all() == []
    assert not criteria.admits_own(who, region=LINGXI, department="gaj", hall=LINGXI_HALL, item="330327-00001")
    assert not criteria.may_write_standard(who, owner=COUNTY, department="gaj")


def test_an_alias_is_kept_by_the_department_of_its_item(app: Flask) -> None:
    """The table of permissions gives aliases to department editors; the guard gives each those of the own items alone."""
    police = person("gaj", Grant("department", region_code=COUNTY, department_code="gaj"), roles=("department_editor",))

    with acts(app, police) as session:
        made = records.create(ItemAlias, {"item_code": small.INSTANT, "text": "临时证"})
        assert session.get(ItemAlias, made) is not None
    with acts(app, CIVIL_LINE[COUNTY]):
        with pytest.raises(NotAllowed):
            records.create(ItemAlias, {"item_code": small.INSTANT, "text": "别的叫法"})
        with pytest.raises(NotAllowed):
            records.end(ItemAlias, made)


def test_an_alias_is_neither_taken_from_nor_given_to_another_departments_item(app: Flask) -> None:
    with acts(app):
        theirs = Item(
            code="330327-00901",
            name="民政样例",
            tier="handling",
            department_code="mzj",
            state="in_use",
            owner_code=COUNTY,
        )
        keep(theirs)
        ours = keep(ItemAlias(item_code=small.INSTANT, text="样例别名", owner_code=COUNTY))[0]

    with acts(app, CIVIL_LINE[COUNTY]), pytest.raises(NotAllowed):
        records.change(ItemAlias, ours, {"item_code": "330327-00901"}, version=None)
