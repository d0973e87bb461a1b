"""Grants of an account, given and ended by the security administrator: what it sees beside what its role may do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from appcore import clock, records
from appcore.access import account_rules as rules
from appcore.access.account_acts import other, refuse, require
from appcore.access.account_facts import as_grant, describe, living, roles_of
from appcore.access.placing import county
from appcore.access.principal import Grant
from appcore.access.rights import rights_changed
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import CHANGED, unit_of_work
from models.account import ScopeGrant
from models.db import HouseSession
from models.item import Item
from models.organisation import Department
from models.place import Hall, Region


def add_grant(username: str, grant: Grant, *, starts: date | None = None, ends: date | None = None) -> None:
    """Let an account see more, between two days where they are given.

    Raises: NotFound, Refused with its field, NotAllowed.
    """
    require("grant")
    with unit_of_work() as session:
        user = other(session, username)
        fault = rules.fault_of_grant(roles_of(user), grant, county()) or rules.fault_of_dates(
            starts, ends, clock.local_today()
        )
        if fault is not None:
            refuse(*fault)
        _check_exists(session, grant)
        row = ScopeGrant(
            account_id=user.id, kind=grant.kind, hall_code=grant.hall_code, region_code=grant.region_code,
            department_code=grant.department_code, item_codes=list(grant.item_codes) or None, valid_from=starts, valid_to=ends,
        )  # fmt: skip
        if any(_same(row, one) for one in living(session, user)):
            raise Refused("这个账号已有同样的范围", field="kind")
        records.stamp(row, new=True)
        session.add(row)
        session.flush()
        rights_changed(session, user.id, "granted", {"grant": [None, describe(row)]})


def end_grant(username: str, grant_id: int) -> None:
    """End a grant from now on: its last day was yesterday.

    Raises: NotFound, Conflict (has ended already), NotAllowed.
    """
    require("grant")
    with unit_of_work() as session:
        user = other(session, username)
        row = session.get(ScopeGrant, grant_id)
        if row is None or row.account_id != user.id:
            raise NotFound("没有这条范围")
        today = clock.local_today()
        if row.valid_to is not None and row.valid_to < today:
            raise Conflict(CHANGED)
        before = describe(row)
        row.valid_to = today - timedelta(days=1)
        records.stamp(row)
        session.flush()
        rights_changed(session, user.id, "grant_ended", {"grant": [before, None]})


def _same(one: ScopeGrant, other: ScopeGrant) -> bool:
    return (as_grant(one), one.valid_from, one.valid_to) == (as_grant(other), other.valid_from, other.valid_to)


def _check_exists(session: HouseSession, grant: Grant) -> None:
    """Raises: Refused for a place, department or item that the county does not have."""
    wanted: list[tuple[str, Any, Any]] = [
        ("hall_code", grant.hall_code, select(Hall.id).where(Hall.code == grant.hall_code)),
        ("region_code", grant.region_code, select(Region.id).where(Region.code == grant.region_code)),
        (
            "department_code",
            grant.department_code,
            select(Department.id).where(Department.code == grant.department_code),
        ),
    ]
    wanted += [("item_codes", code, select(Item.id).where(Item.code == code)) for code in grant.item_codes]
    for field, code, query in wanted:
        if code is not None and session.scalar(query) is None:
            raise Refused("没有这个选项，请重新选择", field=field)
