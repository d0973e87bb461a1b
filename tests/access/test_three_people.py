"""The leak matrix of decisions 52: a clerk of the county hall, a station clerk who sits there, an officer of three towns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from appcore.access.principal import Grant, Person
from appcore.casework.custody import Desk
from appcore.casework.keeping import stands_at
from models.case import Case
from models.place import Hall
from models.staff import Staff
from seeds.staff import CHIEF
from tests.conftest import House
from tests.people import COUNTY, COUNTY_HALL, LINGXI, LINGXI_HALL, QIANKU_HALL, acts, handed, keep, person, plain_case

ROOM = "330327104010-01"
FOREIGN: dict[str, Any] = {"hall_code": None, "department_code": "mzj"}
"""A case of 钱库 that no hall received: none of these people has a grant that admits it."""
STATION = f"{LINGXI}-02"
"""A station of 灵溪 in the building of the county hall: it serves 灵溪, so its rows are the town's."""

COUNTY_CLERK = person("county-clerk", Grant("hall", hall_code=COUNTY_HALL), hall=COUNTY_HALL)
STATION_CLERK = person("station-clerk", Grant("hall", hall_code=STATION), hall=STATION)
THREE_TOWNS = person(
    "officer", *(Grant("hall", hall_code=hall) for hall in (LINGXI_HALL, QIANKU_HALL, ROOM)), roles=("decider",)
)
MEDICAL = person("ybj", Grant("department", region_code=COUNTY, department_code="ybj"), roles=("leader",))
TWO_ITEMS = person("items", Grant("items", region_code=COUNTY, item_codes=("330327-00003",)))
TOWN_HEAD = person("town", Grant("region", region_code=LINGXI), roles=("hall_admin",))

CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "county": (COUNTY_HALL, {}),
    "lingxi": (LINGXI_HALL, {}),
    "station": (LINGXI_HALL, {"hall_code": STATION}),
    "qianku": (QIANKU_HALL, {}),
    "room": (QIANKU_HALL, {"hall_code": ROOM, "region_code": "330327104010"}),
    "medical": (QIANKU_HALL, {"department_code": "ybj", "item_code": "330327-00003"}),
    "nobody's": (LINGXI_HALL, {"department_code": None}),
}
SEEN: dict[str, tuple[Person, set[str]]] = {
    "a clerk of the county hall sees that hall, not the county": (COUNTY_CLERK, {"county"}),
    "a station clerk sees the station, not the hall around it": (STATION_CLERK, {"station"}),
    "an officer sees the three halls of the posts": (THREE_TOWNS, {"lingxi", "qianku", "room", "medical", "nobody's"}),
    "a department's line is its own cases in all towns": (MEDICAL, {"medical", "nobody's"}),
    "some items are those items alone": (TWO_ITEMS, {"medical"}),
    "a town and below is its halls and stations": (TOWN_HEAD, {"lingxi", "station", "nobody's"}),
}


@pytest.fixture(scope="module")
def county(house: House) -> Iterator[Flask]:
    """A case in each of these halls; these tests only read."""
    house.restore()
    with acts(house.app) as session:
        keep(Hall(code=STATION, name="灵溪镇便民服务站", kind="town_hall", region_code=LINGXI, owner_code=COUNTY))
        for serial, (name, (hall, changes)) in enumerate(CASES.items()):
            keep(plain_case(f"33032700020260302000{serial}", hall, applicant_name=name, **changes))
        assert session.scalar(select(Hall.id).where(Hall.code == ROOM)), "the small county has this village room"
    yield house.app
    house.restore()


@pytest.mark.parametrize("sentence", SEEN)
def test_each_sees(county: Flask, sentence: str) -> None:
    who, wanted = SEEN[sentence]

    with acts(county, who) as session:
        seen = set(session.scalars(select(Case.applicant_name)))

    assert seen == wanted


HANDED: dict[str, tuple[dict[str, Any], set[str]]] = {
    "to the county hall, its clerk takes it": ({"to_hall_code": COUNTY_HALL}, {"county-clerk"}),
    "to the station, its clerk takes it, not the hall around it": (
        {"to_hall_code": STATION},
        {"station-clerk", "town"},
    ),
    "to a hall of the officer, he takes it": ({"to_hall_code": QIANKU_HALL}, {"officer"}),
    "to a village room of the officer, he takes it": ({"to_hall_code": ROOM}, {"officer"}),
    "to a department, its own line takes it": ({"to_department_code": "ybj"}, {"ybj"}),
    "to a hall of the town, its head sees it too": ({"to_hall_code": LINGXI_HALL}, {"officer", "town"}),
}
EVERYBODY = (COUNTY_CLERK, STATION_CLERK, THREE_TOWNS, MEDICAL, TWO_ITEMS, TOWN_HEAD)


@pytest.mark.parametrize("sentence", HANDED)
def test_a_case_handed_on_is_seen_and_kept_by_the_people_of_that_desk_alone(county: Flask, sentence: str) -> None:
    """Decisions 3, 52: what the select admits is what the rule of the desk says of the same people."""
    to, wanted = HANDED[sentence]
    number = f"33032710120260302{1000 + list(HANDED).index(sentence)}"
    with acts(county) as session:
        [made] = keep(plain_case(number, QIANKU_HALL, **FOREIGN))
        case = session.get_one(Case, made)
        keep(handed(case, **to))
        desk = Desk(to.get("to_hall_code"), to.get("to_department_code"))
        at_desk = {who.username for who in EVERYBODY if stands_at(who, desk, case)}

    seen = set()
    for who in EVERYBODY:
        with acts(county, who) as session:
            if session.scalar(select(Case.id).where(Case.number == number)) is not None:
                seen.add(who.username)
    assert seen == wanted
    assert at_desk == wanted


def test_two_people_who_share_nothing_see_no_row_in_common(county: Flask) -> None:
    seen = []
    for who in (COUNTY_CLERK, STATION_CLERK, person("q", Grant("hall", hall_code=QIANKU_HALL))):
        with acts(county, who) as session:
            seen.append({("case", one) for one in session.scalars(select(Case.id))})
            seen[-1] |= {("staff", one) for one in session.scalars(select(Staff.id))}

    assert not seen[0] & seen[1]
    assert not seen[0] & seen[2]
    assert not seen[1] & seen[2]


def test_the_officer_sees_the_staff_of_the_same_halls(county: Flask) -> None:
    with acts(county, THREE_TOWNS) as session:
        chiefs = set(session.scalars(select(Staff.hall_code).where(Staff.title == CHIEF)))

    assert chiefs == {LINGXI_HALL, QIANKU_HALL}
