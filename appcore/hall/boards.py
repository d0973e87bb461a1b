"""What the public may know of halls: where and when, their windows, and the staff board 亮相牌 (decisions 31).

Reads through the public session: columns of the allow-list, values out, never a mapped row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, String, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from appcore.access.scope import allow_public
from appcore.hall.hours import LOOK_AHEAD, Day, Hours
from models.place import Hall, HallDetail, Region
from models.staff import Post, Staff
from models.window import Window, WindowKind
from models.workday import WorkDay

MAIN_KINDS = ("county_hall", "town_hall")
WORKS = "work"

allow_public(Region, "code", "name", "level", "parent_code", "valid_from", "valid_to")
allow_public(Hall, "code", "name", "kind", "region_code", "address", "valid_from", "valid_to")
allow_public(
    HallDetail, "hall_code", "morning_opens", "morning_closes", "afternoon_opens", "afternoon_closes", "hours_note",
    "market_days", "consult_phone", "complaint_phone", "transit", "opens_saturday",
)  # fmt: skip
allow_public(Window, "id", "number", "kind_code", "position", "hall_code", "valid_from", "valid_to")
allow_public(WindowKind, "code", "name", "position")
allow_public(
    Staff, "id", "name", "staff_number", "title", "duty", "work_phone", "party_member", "pledge", "consents_web",
    "valid_from", "valid_to",
)  # fmt: skip
allow_public(Post, "id", "kind", "weekdays", "staff_id", "window_id", "hall_code", "valid_from", "valid_to")
allow_public(WorkDay, "day", "is_off", "name")


@dataclass(frozen=True, slots=True)
class HallFacts:
    """A hall as its page and its guides show it. `region` is the name of the place it serves."""

    code: str
    name: str
    kind: str
    region_code: str
    region: str
    address: str
    hours: Hours
    hours_note: str
    market_days: str
    consult_phone: str
    complaint_phone: str
    transit: str


@dataclass(frozen=True, slots=True)
class Person:
    """One card of the staff board. `party` and `pledge` are empty without consent to the web."""

    name: str
    post: str
    duty: str
    number: str
    phone: str
    weekdays: str
    party: bool
    pledge: str

    def sits_on(self, day: date) -> bool:
        """Whether the post is for this day of the week; no list means every day."""
        return not self.weekdays or str(day.isoweekday()) in self.weekdays


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """A window with today's public name and the people who hold a post there: A before B."""

    id: int
    number: str
    kind: str
    name: str
    position: str
    people: tuple[Person, ...]


def in_use(model: Any) -> ColumnElement[bool]:
    """Rows that hold on the day `:on` (both ends inclusive, empty means open)."""
    on = bindparam("on", type_=Date)
    return and_(
        or_(model.valid_from.is_(None), model.valid_from <= on), or_(model.valid_to.is_(None), model.valid_to >= on)
    )


def halls(session: Session, on: date, place: str = "") -> tuple[HallFacts, ...]:
    """The county's hall and those of the towns, and, of whatever kind, those that serve `place`; county first."""
    return _halls(session, "main", on=on, place=place)


def hall(session: Session, on: date, code: str) -> HallFacts | None:
    """One hall by its code, None when there is none in use."""
    return next(iter(_halls(session, "one", on=on, code=code)), None)


def village_rooms(session: Session, on: date, low: str, high: str) -> tuple[HallFacts, ...]:
    """The rooms of the villages in a range of region codes."""
    return _halls(session, "rooms", on=on, low=low, high=high)


def _halls(session: Session, which: str, **wanted: Any) -> tuple[HallFacts, ...]:
    return tuple(_hall(row, region=row[4]) for row in session.execute(_hall_queries()[which], wanted))


@cache
def _hall_queries() -> Mapping[str, Any]:
    """Built once: putting a statement together takes longer than asking it."""
    query = (
        select(
            Hall.code, Hall.name, Hall.kind, Hall.region_code, Region.name, Hall.address,
            HallDetail.morning_opens, HallDetail.morning_closes, HallDetail.afternoon_opens, HallDetail.afternoon_closes,
            HallDetail.opens_saturday, HallDetail.hours_note, HallDetail.market_days, HallDetail.consult_phone,
            HallDetail.complaint_phone, HallDetail.transit,
        )
        .join(Region, Region.code == Hall.region_code)
        .outerjoin(HallDetail, HallDetail.hall_code == Hall.code)
        .where(in_use(Hall))
        .order_by(Hall.code)
    )  # fmt: skip
    in_range = Hall.region_code.between(bindparam("low", type_=String), bindparam("high", type_=String))
    return {
        "main": query.where(or_(Hall.kind.in_(MAIN_KINDS), Hall.region_code == bindparam("place", type_=String))),
        "one": query.where(Hall.code == bindparam("code", type_=String)),
        "rooms": query.where(Hall.kind.not_in(MAIN_KINDS), in_range),
    }


def _hall(row: Any, region: str) -> HallFacts:
    spans = ((row.morning_opens, row.morning_closes), (row.afternoon_opens, row.afternoon_closes))
    return HallFacts(
        code=row.code,
        name=row[1],
        kind=row.kind,
        region_code=row.region_code,
        region=region,
        address=row.address or "",
        hours=Hours(_sessions(spans), bool(row.opens_saturday)),
        hours_note=row.hours_note or "",
        market_days=row.market_days or "",
        consult_phone=row.consult_phone or "",
        complaint_phone=row.complaint_phone or "",
        transit=row.transit or "",
    )


def _sessions(spans: tuple[tuple[time | None, time | None], ...]) -> tuple[tuple[time, time], ...]:
    """Sessions with both ends; a hall that names only the first opening and the last closing has one long session."""
    whole = tuple((opens, closes) for opens, closes in spans if opens and closes)
    first, last = spans[0][0], spans[-1][1]
    return whole or (((first, last),) if first and last else ())


@cache
def _window_query(*, one: bool) -> Any:
    query = (
        select(
            Window.id, Window.number, Window.kind_code, WindowKind.name, Window.position, Staff.name, Staff.title,
            Staff.duty, Staff.staff_number, Staff.work_phone, Staff.party_member, Staff.pledge, Staff.consents_web,
            Post.kind, Post.weekdays,
        )
        .join(WindowKind, WindowKind.code == Window.kind_code)
        .outerjoin(Post, and_(Post.window_id == Window.id, in_use(Post)))
        .outerjoin(Staff, and_(Staff.id == Post.staff_id, in_use(Staff)))
        .where(Window.hall_code == bindparam("hall", type_=String), in_use(Window))
        .order_by(Window.number, Post.kind, Post.id)
    )  # fmt: skip
    return query.where(Window.id == bindparam("window", type_=Integer)) if one else query


def windows(session: Session, on: date, hall_code: str, window_id: int | None = None) -> tuple[WindowFacts, ...]:
    """The windows of a hall, or one of them, each with its people."""
    wanted: dict[str, Any] = {"on": on, "hall": hall_code}
    if window_id is not None:
        wanted["window"] = window_id
    query = _window_query(one=window_id is not None)
    heads: dict[int, WindowFacts] = {}
    people: dict[int, list[Person]] = {}
    for row in session.execute(query, wanted):
        heads.setdefault(row.id, WindowFacts(row.id, row.number, row.kind_code, row[3], row.position or "", ()))
        people.setdefault(row.id, [])
        if row.staff_number:
            people[row.id].append(_person(row, name=row[5]))
    return tuple(replace(one, people=tuple(people[one.id])) for one in heads.values())


def _person(row: Any, name: str) -> Person:
    return Person(
        name=name,
        post=row.kind,
        duty=row.duty or row.title or "",
        number=row.staff_number,
        phone=row.work_phone or "",
        weekdays=row.weekdays or "",
        party=bool(row.party_member and row.consents_web),
        pledge=(row.pledge or "") if row.consents_web else "",
    )


@cache
def _day_query() -> Any:
    first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
    return select(WorkDay.day, WorkDay.is_off, WorkDay.name).where(WorkDay.day.between(first, last))


def days(session: Session, since: date) -> Mapping[date, Day]:
    """The calendar of the next two weeks, as far as it is loaded."""
    wanted = {"first": since, "last": since + timedelta(days=LOOK_AHEAD)}
    return {row.day: _day(row.is_off, row.name) for row in session.execute(_day_query(), wanted)}


def _day(is_off: bool, name: str | None) -> Day:
    if not is_off:
        return "work"
    return "holiday" if name else "rest"
