"""Who sees which row, said once more in plain Python over plain values: what the program's own criteria are judged by.

Written from decisions 1–3 and 52 and sharing no line with `appcore.access`: no SQL, no range, no class of the program but the
grant itself, which is data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appcore.access.principal import Grant

Values = Mapping[str, Any]
SHOWN_TO_ALL = ("published", "withdrawn")


@dataclass(frozen=True, slots=True)
class HandOver:
    """A case handed to a hall or to a department, from–until (local times, the end not included)."""

    case_id: int
    region: str
    hall: str | None
    department: str | None
    begins: datetime
    ends: datetime | None = None
    right: str = "read"

    def holds(self, now: datetime) -> bool:
        return self.begins <= now and (self.ends is None or now < self.ends)


def within(inner: str | None, outer: str | None) -> bool:
    """Whether a place is another or lies in it: the digits of the outer one that are not its zeros of level agree."""
    if not inner or not outer:
        return False
    for zeros, digits in ((10, 2), (8, 4), (6, 6), (3, 9)):
        if outer.endswith("0" * zeros):
            return inner[:digits] == outer[:digits]
    return inner == outer


def admits(grant: Grant, row: Values) -> bool:
    """Decision 52: this hall; this place and below; this department's line in it; these items in it."""
    if grant.kind == "hall":
        return bool(grant.hall_code) and row["hall_code"] == grant.hall_code
    if not within(row["region_code"], grant.region_code):
        return False
    if grant.kind == "items":
        return row.get("item_code") in grant.item_codes
    if grant.kind == "department" and not grant.department_code:
        return False
    return not grant.department_code or row["department_code"] in (None, grant.department_code)


def received(grant: Grant, over: HandOver) -> bool:
    """Whether a hand-over is to somebody with this grant: the hall, a hall of the place, the line where the case is."""
    if grant.kind == "hall":
        return bool(grant.hall_code) and over.hall == grant.hall_code
    if grant.kind == "items":
        return False
    if grant.department_code:
        return over.department == grant.department_code and within(over.region, grant.region_code)
    return grant.kind == "region" and over.hall is not None and within(over.hall[:12], grant.region_code)


def sees_own(
    grants: Iterable[Grant], row: Values, overs: Iterable[HandOver] = (), now: datetime | None = None, right: str = ""
) -> bool:
    """Own rows: admitted by a grant, or of a case that is handed to one; with a `right`, handed with that right."""
    held = [over for over in overs if now is not None and over.holds(now) and right in ("", over.right)]
    return any(admits(grant, row) or any(received(grant, over) for over in held) for grant in grants)


def sees_at_phone(account: int, case: Values | None) -> bool:
    """Decisions 67: of own rows an enrolled phone shows those of a case that is open and the task of its agent, and no others."""
    return (
        case is not None
        and case["handler_id"] == account
        and case["state"] in ("received", "accepted", "under_way", "suspended")
    )


def sees_standard(grants: Iterable[Grant], row: Values) -> bool:
    """Standard rows: read by everyone at or below the owner's place."""
    places = [grant.region_code or (grant.hall_code or "")[:12] for grant in grants]
    return any(within(place, row["owner_code"]) for place in places)


def sees_edition(grants: Iterable[Grant], edition: Values) -> bool:
    """Editions: what was published is standard; the rest is the drafting department's and the county office's."""
    if edition["state"] in SHOWN_TO_ALL and sees_standard(grants, edition):
        return True
    return any(writes_standard(grant, edition["owner_code"], edition["department_code"]) for grant in grants)


def writes_standard(grant: Grant, owner: str, department: str | None) -> bool:
    """The owner's office, or the line of the department there."""
    if grant.kind == "region":
        return grant.region_code == owner and grant.department_code in (None, department)
    return grant.kind == "department" and grant.region_code == owner and grant.department_code == department
