"""Who holds a case and who reads the names in it, said once more in plain Python, as `tests.plain_scope` says who sees a row.

Written from decisions 3, 29, 66 and docs/decisions/0015, over plain values: the matrix judges `casework.custody` and
`access.handling` by it. In its county a hand-over with the right to read is on its way, one with the right to handle was taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from appcore.access.principal import Grant
from tests.plain_scope import HandOver, admits, received, within

Values = Mapping[str, Any]
OPEN = ("received", "accepted", "under_way", "suspended")


def offered(overs: Iterable[HandOver], now: datetime) -> HandOver | None:
    """The hand-over that nobody has answered yet."""
    return next((over for over in overs if over.holds(now) and over.right == "read"), None)


def taken(overs: Iterable[HandOver], now: datetime) -> HandOver | None:
    """The hand-over by which another desk holds the case now."""
    return next((over for over in overs if over.holds(now) and over.right == "handle"), None)


def is_holder(grants: Iterable[Grant], case: Values, overs: Iterable[HandOver], now: datetime) -> bool:
    """Whether the case lies at a desk of this person, also while it is on its way to another."""
    over = taken(overs, now)
    return any(admits(grant, case) if over is None else received(grant, over) for grant in grants)


def is_offered(grants: Iterable[Grant], overs: Iterable[HandOver], now: datetime) -> bool:
    over = offered(overs, now)
    return over is not None and any(received(grant, over) for grant in grants)


def reads_names(
    grants: Iterable[Grant], hall: str | None, row: Values, overs: Iterable[HandOver], now: datetime
) -> bool:
    """Whether somebody in a handling role works where the case is handled: its hall, one that it is handed to, its line."""
    halls = ({grant.hall_code for grant in grants if grant.kind == "hall"} | {hall}) - {None}
    lines = [grant for grant in grants if grant.kind == "department" and grant.department_code]
    if row["hall_code"] in halls:
        return True
    if any(
        over.hall in halls or over.department in [line.department_code for line in lines]
        for over in overs
        if over.holds(now)
    ):
        return True
    return any(
        row["department_code"] == one.department_code and within(row["region_code"], one.region_code) for one in lines
    )
