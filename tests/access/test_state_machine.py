"""People, cases and clock move about at random; whoever asks, however he asks, sees and changes the rows of the plain rule and no other.

Decisions 1–3, 52; R01, R04, R05. The model stands in `tests.plain_scope` and shares no line with the program's criteria.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import and_, exists, func, select, text, union_all
from sqlalchemy.orm import aliased, joinedload, selectinload

from appcore import clock, records
from appcore.access import accounts
from appcore.access.principal import Grant, Person, Public, System, acting_as
from appcore.errors import NotAllowed, NotFound, Problem
from appcore.transaction import unit_of_work
from models.account import ScopeGrant, User
from models.case import Case, Party
from models.db import db, house_session
from models.item import Edition, Item
from tests import plain_scope
from tests.conftest import House
from tests.people import COUNTY, COUNTY_HALL, LINGXI_HALL, QIANKU_HALL, acts, at, handed, keep, plain_case
from tests.plain_scope import HandOver

ROOM = "330327104010-01"
HALLS = (COUNTY_HALL, LINGXI_HALL, QIANKU_HALL, ROOM)
REGIONS = (COUNTY, LINGXI_HALL[:12], QIANKU_HALL[:12], ROOM[:12])
DEPARTMENTS = ("gaj", "mzj", None)
ITEMS = ("330327-00001", "330327-00003", "330327-00008")
FIRST = (
    Grant("hall", hall_code=LINGXI_HALL),
    Grant("hall", hall_code=QIANKU_HALL),
    Grant("region", region_code=LINGXI_HALL[:12]),
    Grant("department", region_code=COUNTY, department_code="mzj"),
)
PEOPLE = ("lingxi_clerk", "qianku_clerk", "lingxi_admin", "supervisor")
EXAMPLES = {"sqlite": 12, "postgres": 2}
STEPS = 20

people, halls, minutes = st.sampled_from(PEOPLE), st.sampled_from(HALLS), st.integers(0, 180)
grants = st.one_of(
    st.builds(Grant, st.just("hall"), hall_code=halls),
    st.builds(Grant, st.just("region"), region_code=st.sampled_from(REGIONS)),
    st.builds(Grant, st.just("region"), region_code=st.sampled_from(REGIONS), department_code=st.just("mzj")),
    st.builds(
        Grant,
        st.just("department"),
        region_code=st.sampled_from(REGIONS),
        department_code=st.sampled_from(("gaj", "mzj")),
    ),
    st.builds(
        Grant, st.just("items"), region_code=st.sampled_from(REGIONS), item_codes=st.tuples(st.sampled_from(ITEMS))
    ),
    st.builds(Grant, st.sampled_from(("hall", "region", "department", "items"))),  # says nothing, admits nothing
)

other = aliased(Case)
READS: dict[str, Callable[[], Any]] = {
    "rows": lambda: [case.id for case in db.session.scalars(select(Case))],
    "columns": lambda: list(db.session.scalars(select(Case.id))),
    "an alias": lambda: list(db.session.scalars(select(other.id))),
    "the old query": lambda: [case.id for case in db.session.query(Case)],
    "a join from it": lambda: list(db.session.scalars(select(Case.id).join(Item, Item.code == Case.item_code))),
    "a join to it": lambda: list(
        db.session.scalars(select(Case.id).select_from(Item).join(Case, Case.item_code == Item.code))
    ),
    "a join to what hangs on it": lambda: list(
        db.session.scalars(select(Case.id).join(Party, Party.case_id == Case.id))
    ),
    "a subquery": lambda: list(db.session.scalars(select(select(Case.id).subquery().c.id))),
    "a union": lambda: list(db.session.scalars(union_all(select(Case.id), select(other.id).where(text("1 = 0"))))),
    "IN": lambda: list(db.session.scalars(select(Case.id).where(Case.id.in_(select(other.id))))),
    "a CTE": lambda: list(db.session.scalars(select(select(Case.id).cte().c.id))),
    "children": lambda: list(db.session.scalars(select(Party.case_id))),
    "children that load it": lambda: [
        party.case.id for party in db.session.scalars(select(Party).options(selectinload(Party.case)))
    ],
    "children that join it": lambda: [
        party.case.id for party in db.session.scalars(select(Party).options(joinedload(Party.case)))
    ],
    "children that load it late": lambda: [party.case.id for party in db.session.scalars(select(Party))],
    "what exists": lambda: list(
        db.session.scalars(select(Case.id).where(exists(select(other.id).where(and_(other.id == Case.id)))))
    ),
}
COUNTS: dict[str, Callable[[], Any]] = {
    "count": lambda: db.session.scalar(select(func.count(Case.id))),
    "count of a subquery": lambda: db.session.scalar(select(func.count()).select_from(select(Case.id).subquery())),
    "count of children": lambda: db.session.scalar(select(func.count(Party.id))),
    "scalar subquery": lambda: db.session.scalar(select(select(func.count(Case.id)).scalar_subquery())),
}


class Moving(RuleBasedStateMachine):
    """The county as it moves. `cases` and `overs` are the model: plain values, kept beside the database."""

    house: House

    def __init__(self) -> None:
        super().__init__()
        self.cases: dict[int, dict[str, Any]] = {}
        self.overs: list[HandOver] = []
        self.now: datetime = at("2026-03-02T09:00")
        self.serial = 0

    @property
    def app(self) -> Flask:
        return self.house.app

    @contextmanager
    def system(self) -> Iterator[Any]:
        with acts(self.app, System("tests")) as session, clock.fixed(self.now):
            yield session

    @contextmanager
    def acting(self, username: str) -> Iterator[Person]:
        """As at each request: the person is read anew, with the grants of this day."""
        with self.system() as session:
            user = session.scalar(select(User).where(User.username == username))
            who = accounts.person_of(house_session(), user)
            db.session.rollback()
            db.session.remove()
            with acting_as(who):
                yield who

    # --- who sees what, by the plain rule -------------------------------------------------------------------------

    def sees(self, who: Person, right: str = "") -> set[int]:
        return {
            one
            for one, row in self.cases.items()
            if plain_scope.sees_own(
                who.grants, row, [over for over in self.overs if over.case_id == one], self.now, right
            )
        }

    # --- what moves -----------------------------------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        """The county as seeded, but for the grants: a hall, another, a town, a line; and a case handed to a hall for an hour."""
        self.house.restore()
        with self.system(), unit_of_work() as session:
            for row in session.scalars(select(ScopeGrant)):
                session.delete(row)
        for number, hall in enumerate(HALLS):
            self.receive(hall, DEPARTMENTS[number % 3], ITEMS[number % 3])
        for username, grant in zip(PEOPLE, FIRST, strict=True):
            self.give(username, grant, None)
        self.hand_over(0, LINGXI_HALL, "gaj", 60, 60, "read")
        self.hand_over(3, None, "mzj", 90, None, "handle")

    @rule(hall=halls, department=st.sampled_from(DEPARTMENTS), item=st.sampled_from(ITEMS))
    def receive(self, hall: str, department: str | None, item: str) -> None:
        self.serial += 1
        place: dict[str, Any] = {
            "hall_code": hall,
            "region_code": hall[:12],
            "department_code": department,
            "item_code": item,
        }
        with self.system():
            case = plain_case(f"33032700020260302{self.serial:04d}", COUNTY_HALL, **place)
            keep(case)
            keep(self._party(case))
            self.cases[int(case.id)] = place

    @staticmethod
    def _party(case: Case) -> Party:
        names = ("county_code", "opened_year", "hall_code", "region_code", "department_code")
        return Party(
            case_id=case.id, role="applicant", name="样例甲", document_kind="none",
            **{name: getattr(case, name) for name in names},
        )  # fmt: skip

    @rule(username=people, grant=grants, days=st.none() | st.integers(-1, 1))
    def give(self, username: str, grant: Grant, days: int | None) -> None:
        """A grant for ever, or one that ended yesterday, holds today only, or begins tomorrow."""
        day = None if days is None else self.now.date() + timedelta(days=days)
        with self.system(), unit_of_work() as session:
            account = session.scalar(select(User.id).where(User.username == username))
            row = ScopeGrant(
                account_id=account, kind=grant.kind, hall_code=grant.hall_code, region_code=grant.region_code,
                department_code=grant.department_code, item_codes=list(grant.item_codes) or None, valid_from=day, valid_to=day,
            )  # fmt: skip
            records.stamp(row, new=True)
            session.add(row)

    @rule(username=people, which=st.integers(0, 5))
    def take_away(self, username: str, which: int) -> None:
        with self.system(), unit_of_work() as session:
            account = session.scalar(select(User.id).where(User.username == username))
            rows = session.scalars(select(ScopeGrant).where(ScopeGrant.account_id == account)).all()
            if rows:
                session.delete(rows[which % len(rows)])

    @rule(
        which=st.integers(0, 99), hall=st.none() | halls, department=st.sampled_from(("gaj", "mzj")),
        begins=minutes, lasts=st.none() | minutes, right=st.sampled_from(("read", "handle")),
    )  # fmt: skip
    def hand_over(
        self, which: int, hall: str | None, department: str, begins: int, lasts: int | None, right: str
    ) -> None:
        case_id = self._some(which)
        start = self.now + timedelta(minutes=begins - 60)
        end = None if lasts is None else start + timedelta(minutes=lasts)
        to = {"to_hall_code": hall} if hall else {"to_department_code": department}
        with self.system() as session:
            case = session.get(Case, case_id)
            keep(handed(case, right=right, granted_from=start, granted_until=end, **to))
        region = self.cases[case_id]["region_code"]
        self.overs.append(HandOver(case_id, region, hall, None if hall else department, start, end, right))

    @rule(seconds=st.integers(1, 5400))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def _some(self, which: int) -> int:
        return sorted(self.cases)[which % len(self.cases)]

    # --- what people try ------------------------------------------------------------------------------------------

    @rule(username=people)
    def ask_in_every_way(self, username: str) -> None:
        with self.acting(username) as who:
            seen = self.sees(who)
            for way, read in READS.items():
                assert sorted(read()) == sorted(seen), (username, way)
                db.session.expunge_all()
            for way, count in COUNTS.items():
                assert count() == len(seen), (username, way)

    @rule(username=people, which=st.integers(0, 99))
    def open_one(self, username: str, which: int) -> None:
        case_id = self._some(which)
        with self.acting(username) as who:
            assert (db.session.get(Case, case_id) is not None) is (case_id in self.sees(who))

    @rule(username=people, which=st.integers(0, 99))
    def change(self, username: str, which: int) -> None:
        """By whom it belongs to, or who was handed it for handling; to others it is a miss, or not theirs to change."""
        case_id = self._some(which)
        with self.acting(username) as who:
            mine = case_id in self.sees(who, "handle")
            assert self._outcome(
                lambda: records.change(Case, case_id, {"outside_number": f"{self.now}"}, version=None)
            ) == ("done" if mine else "not allowed" if case_id in self.sees(who) else "not found")

    @rule(username=people, which=st.integers(0, 99), hall=halls, department=st.sampled_from(DEPARTMENTS))
    def move(self, username: str, which: int, hall: str, department: str | None) -> None:
        """Out of the scope or into it nothing moves: both ends must be admitted by the person's own grants."""
        case_id = self._some(which)
        after = {"hall_code": hall, "region_code": hall[:12], "department_code": department}
        with self.acting(username) as who:
            before, moved = self.cases[case_id], self.cases[case_id] | after
            may = all(plain_scope.sees_own(who.grants, row) for row in (before, moved))
            if before == moved or (may and any(over.case_id == case_id for over in self.overs)):
                return  # what hangs on it would have to move with it
            told = self._outcome(lambda: self._move(case_id, after))
            assert told == ("done" if may else "not allowed" if case_id in self.sees(who) else "not found")
        if may:
            self.cases[case_id] = moved

    @staticmethod
    def _move(case_id: int, after: dict[str, Any]) -> None:
        with unit_of_work() as session:
            case = session.get(Case, case_id)
            if case is None:
                raise NotFound("miss")
            for row in (case, *session.scalars(select(Party).where(Party.case_id == case_id))):
                for name, value in after.items():
                    setattr(row, name, value)

    @rule(username=people, which=st.integers(0, 99))
    def hang_something_on(self, username: str, which: int) -> None:
        """A party of a case out of sight would show that case's own people to others."""
        case_id = self._some(which)
        with self.system() as session:
            case: Any = session.get(Case, case_id)
            session.expunge(case)
        with self.acting(username) as who:
            told = self._outcome(lambda: keep(self._party(case)))
            assert told == ("done" if case_id in self.sees(who, "handle") else "not allowed")
            if told == "done":
                with self.system(), unit_of_work() as session:
                    newest = session.scalars(
                        select(Party).where(Party.case_id == case_id).order_by(Party.id.desc())
                    ).first()
                    session.delete(newest)

    @rule(username=people, which=st.integers(0, 99), hall=halls)
    def open_it_to_oneself(self, username: str, which: int, hall: str) -> None:
        """Nobody hands himself a case that is not his own, nor hands on what he was handed."""
        case_id = self._some(which)
        with self.system() as session:
            case: Any = session.get(Case, case_id)
            session.expunge(case)
        with self.acting(username) as who:
            may = plain_scope.sees_own(who.grants, self.cases[case_id])
            told = self._outcome(lambda: keep(handed(case, right="read", to_hall_code=hall, granted_from=self.now)))
            assert told == ("done" if may else "not allowed")
        if may:
            region = self.cases[case_id]["region_code"]
            self.overs.append(HandOver(case_id, region, hall, None, self.now, None, "read"))

    @staticmethod
    def _outcome(write: Callable[[], Any]) -> str:
        try:
            write()
        except NotAllowed:
            return "not allowed"
        except NotFound:
            return "not found"
        except Problem as problem:
            raise AssertionError(f"refused for another reason: {problem}") from problem
        return "done"

    # --- what always holds ----------------------------------------------------------------------------------------

    @invariant()
    def the_public_sees_no_case(self) -> None:
        with acts(self.app, Public()), pytest.raises(NotAllowed):
            db.session.scalar(select(func.count(Case.id)))

    @invariant()
    def everybody_sees_the_cases_of_the_plain_rule(self) -> None:
        for username in PEOPLE:
            with self.acting(username) as who:
                assert set(db.session.scalars(select(Case.id))) == self.sees(who), username

    @invariant()
    def drafts_are_their_departments_and_the_county_offices(self) -> None:
        for username in PEOPLE[:2]:
            with self.acting(username) as who:
                seen = set(db.session.scalars(select(Edition.id)))
                rows = self._editions()
                assert seen == {one for one, row in rows.items() if plain_scope.sees_edition(who.grants, row)}

    def _editions(self) -> dict[int, dict[str, Any]]:
        with self.app.app_context(), acting_as(System("tests")), db.engine.connect() as connection:
            table = Edition.__table__
            query = select(table.c.id, table.c.state, table.c.owner_code, table.c.department_code)
            return {row.id: dict(row._mapping) for row in connection.execute(query)}


def test_whoever_moves_nobody_sees_or_changes_a_row_outside_the_scope(house: House, store: str) -> None:
    """A seeded search: the same steps on every machine."""
    machine = type("Moving", (Moving,), {"house": house})
    chosen = settings(max_examples=EXAMPLES[store], stateful_step_count=STEPS, derandomize=True, database=None)

    run_state_machine_as_test(machine, settings=chosen)

    house.restore()
