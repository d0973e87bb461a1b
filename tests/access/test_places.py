"""The range rule for places, over every pair of the county's 18 towns, and the one rule that SQL and Python both hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, create_engine, select

from appcore.access import criteria
from appcore.access.principal import Grant, Person, place_and_above, place_range
from seeds import source

TOWNS = [row["code"] for row in source.regions() if row["level"] == "9"]
VILLAGES = [row["code"] for row in source.regions() if row["level"] == "12"]


def admits(place: str, region: str) -> bool:
    low, high = place_range(place)
    return low <= region <= high


def test_the_county_has_its_18_towns() -> None:
    """苍南县: 16 towns and 2 ethnic townships."""
    assert len(TOWNS) == 18


@pytest.mark.parametrize(("one", "other"), list(permutations(TOWNS, 2)))
def test_no_town_admits_another(one: str, other: str) -> None:
    """Decisions 1: 330327100000 stripped of its zeros would begin 16 of the 18 towns."""
    assert not admits(one, other)


def test_each_village_is_admitted_by_its_own_town_alone() -> None:
    for village in VILLAGES:
        assert [town for town in TOWNS if admits(town, village)] == [village[:9] + "000"]


def test_the_county_admits_all_its_towns_and_villages_and_no_town_the_county() -> None:
    county = "330327000000"

    assert all(admits(county, code) for code in (*TOWNS, *VILLAGES))
    assert not any(admits(town, county) for town in TOWNS)
    assert not admits(county, "330328000000")
    assert not admits(county, "330326999999")


def test_the_places_above_a_village_end_with_itself() -> None:
    found = place_and_above("330327100001")

    assert found == ("330000000000", "330300000000", "330327000000", "330327100000", "330327100001")


# --- the same rule in SQL and in Python -------------------------------------------------------------------------------

_rows = Table(
    "own_row", MetaData(), Column("id", Integer, primary_key=True), Column("region_code", String),
    Column("department_code", String), Column("hall_code", String), Column("item_code", String),
)  # fmt: skip


class OwnRow:
    """A class of own rows as `criteria` sees it."""

    scope_kind = "scoped"
    region_code, department_code = _rows.c.region_code, _rows.c.department_code
    hall_code, item_code = _rows.c.hall_code, _rows.c.item_code


REGIONS = [
    "330327000000",
    "330327100000",
    "330327100001",
    "330327101000",
    "330327104000",
    "330327104010",
    "330328000000",
]
regions = st.sampled_from(REGIONS)
departments = st.sampled_from(["gaj", "mzj", "ybj"])
halls = regions.map(lambda code: f"{code}-01") | regions.map(lambda code: f"{code}-02")
items = st.sampled_from(["330327-00001", "330327-00002", "330327-00003"])
grants = st.one_of(
    st.builds(Grant, st.just("hall"), hall_code=halls),
    st.builds(Grant, st.just("region"), region_code=regions, department_code=st.none() | departments),
    st.builds(Grant, st.just("department"), region_code=regions, department_code=departments),
    st.builds(Grant, st.just("items"), region_code=st.none() | regions, item_codes=st.lists(items).map(tuple)),
    st.builds(Grant, st.sampled_from(["region", "department", "items"])),  # a grant that says nothing admits nothing
    st.builds(
        Grant, st.sampled_from(["hall", "region", "department", "items"]), st.none() | halls, st.none() | regions,
        st.none() | departments, st.lists(items).map(tuple),
    ),
)  # fmt: skip
own_rows = st.fixed_dictionaries({
    "region_code": regions, "department_code": st.none() | departments, "hall_code": st.none() | halls,
    "item_code": items,
})  # fmt: skip


@pytest.fixture(scope="module")
def memory() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        _rows.metadata.create_all(connection)
        yield connection
    engine.dispose()


def listed_by_sql(memory: Connection, someone: Person, rows: list[dict[str, Any]]) -> set[int]:
    memory.execute(_rows.delete())
    memory.execute(_rows.insert(), [row | {"id": number} for number, row in enumerate(rows)])
    return set(memory.scalars(select(_rows.c.id).where(criteria.visible_to(OwnRow, someone))))


def admitted_by_rule(someone: Person, rows: list[dict[str, Any]]) -> set[int]:
    return {
        number
        for number, row in enumerate(rows)
        if criteria.admits_own(
            someone,
            region=row["region_code"],
            department=row["department_code"],
            hall=row["hall_code"],
            item=row["item_code"],
        )
    }


EVERY_ROW = [
    {"region_code": region, "department_code": department, "hall_code": hall, "item_code": item}
    for region in REGIONS[:4]
    for department in (None, "gaj", "mzj")
    for hall in (None, "330327100000-01", "330327104000-01")
    for item in ("330327-00001", "330327-00002")
]
EVERY_SHAPE = [
    Grant(*shape)
    for shape in product(
        ("hall", "region", "department", "items"), (None, "330327100000-01"), (None, "330327100000"), (None, "gaj"),
        ((), ("330327-00001",)),
    )
]  # fmt: skip


@pytest.mark.parametrize("grant", EVERY_SHAPE, ids=str)
def test_every_shape_of_grant_says_the_same_in_sql_and_in_memory(memory: Connection, grant: Grant) -> None:
    """Decisions 3, 52. A grant that lacks what its kind is about admits nothing."""
    someone = Person(1, "someone", "", frozenset(), (grant,))

    listed = listed_by_sql(memory, someone, EVERY_ROW)

    assert listed == admitted_by_rule(someone, EVERY_ROW)
    if (grant.kind, grant.hall_code) == ("hall", None) or (grant.kind, grant.item_codes) == ("items", ()):
        assert listed == set()


@given(held=st.lists(grants, max_size=3), rows=st.lists(own_rows, min_size=1, max_size=6))
def test_the_limit_of_a_query_and_the_guard_of_a_write_agree(
    memory: Connection, held: list[Grant], rows: list[dict[str, Any]]
) -> None:
    """Decisions 3: what a person can list is what a person can write, by any grants over any rows."""
    someone = Person(1, "someone", "", frozenset(), tuple(held))

    assert listed_by_sql(memory, someone, rows) == admitted_by_rule(someone, rows)


def test_nobody_without_a_grant_admits_anything() -> None:
    nobody = Person(1, "nobody", "", frozenset(), ())

    assert admitted_by_rule(nobody, EVERY_ROW) == set()
