"""Principals and rows that tests of the data layer make up, and the app context in which somebody acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import Flask

from appcore import records
from appcore.access.principal import Grant, Person, Principal, System, acting_as
from appcore.transaction import unit_of_work
from models.case import Case, CaseGrant
from models.db import HouseSession, db, house_session

COUNTY, LINGXI, QIANKU = "330327000000", "330327100000", "330327104000"
COUNTY_HALL, LINGXI_HALL, QIANKU_HALL = f"{COUNTY}-01", f"{LINGXI}-01", f"{QIANKU}-01"
TOWN_OF = {COUNTY_HALL: COUNTY, LINGXI_HALL: LINGXI, QIANKU_HALL: QIANKU}


def at(text: str) -> datetime:
    """A local civil time, as the law counts it: 2026-03-02T09:00."""
    return datetime.fromisoformat(text)


def person(username: str, *grants: Grant, roles: tuple[str, ...] = ("clerk",), hall: str | None = None) -> Person:
    """Somebody with these grants and no account row."""
    return Person(9000 + len(username), username, f"样例{username}", frozenset(roles), grants, hall)


def in_hall(username: str, hall: str) -> Person:
    return person(username, Grant("hall", hall_code=hall), hall=hall)


COUNTY_OFFICE = person("office", Grant("region", region_code=COUNTY), roles=("county_editor",))
COUNTY_CLERK = in_hall("county", COUNTY_HALL)
LINGXI_CLERK = in_hall("lingxi", LINGXI_HALL)
QIANKU_CLERK = in_hall("qianku", QIANKU_HALL)
LINGXI_TOWN = person("lingxi-admin", Grant("region", region_code=LINGXI), roles=("hall_admin",))


@contextmanager
def acts(app: Flask, who: Principal | None = None) -> Iterator[HouseSession]:
    """An app context in which this principal acts; the system without one. Hands out its session."""
    with app.app_context(), acting_as(who or System("tests")):
        try:
            yield house_session()
        finally:
            db.session.rollback()
            db.session.remove()


def plain_case(number: str, hall: str, **changes: Any) -> Case:
    """A case without papers or clock, as a row to be seen or not."""
    values: dict[str, Any] = {
        "county_code": COUNTY, "opened_year": 2026, "number": number, "query_code": "23456789", "item_code": "330327-00001",
        "hall_code": hall, "region_code": TOWN_OF[hall], "department_code": "gaj", "state": "received", "kind": "promised",
        "mode": "window", "received_at": at("2026-03-02T09:00"), "applicant_name": "样例甲",
        "answers": {}, "entered": {},
    }  # fmt: skip
    return Case(**values | changes)


def keep(*rows: Any) -> list[int]:
    """Write rows in one unit of work, as whoever acts; their ids."""
    with unit_of_work() as session:
        for row in rows:
            records.stamp(row, new=True)
            session.add(row)
        session.flush()
        return [row.id for row in rows]


def handed(case: Any, *, right: str = "read", **changes: Any) -> CaseGrant:
    """The case handed on; `to_hall_code` or `to_department_code` says to whom."""
    values: dict[str, Any] = {
        "case_id": case.id, "county_code": case.county_code, "opened_year": case.opened_year, "hall_code": case.hall_code,
        "region_code": case.region_code, "department_code": case.department_code, "case_right": right,
        "granted_from": at("2026-01-01T00:00"),
    }  # fmt: skip
    return CaseGrant(**values | changes)
