"""An edition's life at random: people save, submit, return, approve, publish, cancel, withdraw and restore while time passes.

Decisions 11, 15–17; R42. The model beside the database is a plain table of what should be; it shares no line with the services.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from appcore import clock
from appcore.access.principal import Grant
from appcore.catalogue import compile as compiler
from appcore.catalogue import editions
from appcore.catalogue.editions_in_force import edition_in_force, in_force_query
from appcore.definition import canonical, schema
from appcore.errors import Problem
from appcore.transaction import unit_of_work
from models.case import Case
from models.edition_parts import Material
from models.item import Edition, EditionEvent
from seeds import small
from tests.conftest import House
from tests.people import COUNTY, LINGXI_HALL, acts, at, keep, person, plain_case

ITEM = small.PROMISED
EXAMPLES = {"sqlite": 8, "postgres": 1}
STEPS = 20
PEOPLE = {
    name: person(name, Grant("region", region_code=COUNTY), roles=("county_editor", "county_reviewer"))
    for name in ("writer", "second-writer", "reviewer")
}
who, which = st.sampled_from(sorted(PEOPLE)), st.integers(0, 9)


@dataclass
class Known:
    """An edition as it should be."""

    state: str
    hands: set[str] = field(default_factory=set)
    number: int | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    stored: bytes = b""


class Life(RuleBasedStateMachine):
    house: House

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[int, Known] = {}
        self.cases: dict[int, tuple[int, str]] = {}
        self.now = at("2026-11-20T09:00")

    @initialize()
    def begin(self) -> None:
        self.house.restore()
        with acts(self.house.app) as session:
            row = session.scalars(select(Edition).where(Edition.item_code == ITEM)).one()
            assert row.definition is not None
            self.known[row.id] = Known("published", set(), 1, row.effective_from, None, row.definition)

    # --- the plain rule -------------------------------------------------------------------------------------------

    def in_force(self, moment: datetime) -> int | None:
        """The last that has begun, unless it has ended: what was before it never comes back."""
        begun = [
            one
            for one, known in self.known.items()
            if known.state in ("published", "withdrawn") and known.begins is not None and known.begins <= moment
        ]
        last = max(begun, key=lambda one: self.known[one].number or 0, default=None)
        ends = self.known[last].ends if last is not None else None
        return last if ends is None or ends > moment else None

    def waits(self, known: Known) -> bool:
        return known.state == "published" and known.begins is not None and known.begins > self.now

    def is_taken(self) -> bool:
        """Whether an edition is being written or waits to begin."""
        return any(
            known.state in ("draft", "submitted", "returned", "approved") or self.waits(known)
            for known in self.known.values()
        )

    def some(self, number: int) -> int:
        """Mostly the newest edition, at times an older one."""
        ids = sorted(self.known, reverse=True)
        return ids[0] if number < 7 else ids[number % len(ids)]

    def outcome(self, name: str, run: Callable[[], Any]) -> tuple[str, Any]:
        with acts(self.house.app, PEOPLE[name]), clock.fixed(self.now):
            try:
                return "done", run()
            except Problem as problem:
                return type(problem).__name__, None

    def tries(self, name: str, wanted: str, run: Callable[[], Any]) -> Any:
        """The act, whose outcome is that of the plain rule; what it gave back when it is done."""
        told, made = self.outcome(name, run)
        assert told == wanted, f"{told} instead of {wanted}"
        return made if told == "done" else None

    # --- the acts -------------------------------------------------------------------------------------------------

    @rule(name=who)
    def draft(self, name: str) -> None:
        made = self.tries(name, "Conflict" if self.is_taken() else "done", lambda: editions.draft(ITEM))
        if made:
            self.known[made] = Known("draft", {name})

    @rule(name=who, which=which)
    def restore(self, name: str, which: int) -> None:
        one = self.some(which)
        known = self.known[one]
        wanted = "Refused" if known.number is None else "Conflict" if self.is_taken() else "done"
        made = self.tries(name, wanted, lambda: editions.restore(one))
        if made:
            self.known[made] = Known("draft", {name})
            with acts(self.house.app) as session:
                row = session.get(Edition, made)
                assert row is not None
                assert schema.write(compiler.compile_edition(session, row)) == known.stored

    @rule(name=who, which=which, words=st.sampled_from(("甲", "乙", "丙")))
    def save(self, name: str, which: int, words: str) -> None:
        one = self.some(which)
        known = self.known[one]
        is_open = known.state in ("draft", "returned")
        with acts(self.house.app) as session:
            part = session.scalars(select(Material).where(Material.edition_id == one).order_by(Material.id)).first()
            assert part is not None
            kept, version = part.id, part.version
        done = lambda: editions.save_part("material", kept, {"note": f"{words}{self.now}"}, version=version)  # noqa: E731
        self.tries(name, "done" if is_open else "NotAllowed", done)
        if is_open:
            known.hands.add(name)

    @rule(name=who, which=which)
    def submit(self, name: str, which: int) -> None:
        one = self.some(which)
        known = self.known[one]
        may = known.state in ("draft", "returned")
        self.tries(name, "done" if may else "Conflict", lambda: editions.submit(one))
        if may:
            known.state = "submitted"
            known.hands.add(name)

    @rule(name=who, which=which)
    def send_back(self, name: str, which: int) -> None:
        one = self.some(which)
        may = self.known[one].state in ("submitted", "approved")
        self.tries(name, "done" if may else "Conflict", lambda: editions.send_back(one, "样例原因"))
        if may:
            self.known[one].state = "returned"

    @rule(name=who, which=which)
    def approve(self, name: str, which: int) -> None:
        one = self.some(which)
        known = self.known[one]
        wanted = "Conflict" if known.state != "submitted" else "NotAllowed" if name in known.hands else "done"
        self.tries(name, wanted, lambda: editions.approve(one))
        if wanted == "done":
            known.state = "approved"

    @rule(name=who, which=which, days=st.sampled_from((None, None, 0, 1, 3)))
    def publish(self, name: str, which: int, days: int | None) -> None:
        one = self.some(which)
        known = self.known[one]
        on = None if days is None else self.now.date() + timedelta(days=days)
        wanted = "Conflict" if known.state != "approved" else "Refused" if days == 0 else "done"
        number = self.tries(name, wanted, lambda: editions.publish(one, on))
        if number is not None:
            used = [other.number for other in self.known.values() if other.number]
            assert number == max(used) + 1, "numbers go on, and none is used twice"
            known.state, known.number = "published", number
            known.begins = self.now if on is None else datetime.combine(on, datetime.min.time())
            with acts(self.house.app) as session:
                known.stored = session.scalar(select(Edition.definition).where(Edition.id == one)) or b""

    @rule(name=who, which=which)
    def cancel(self, name: str, which: int) -> None:
        one = self.some(which)
        may = self.waits(self.known[one])
        self.tries(name, "done" if may else "Conflict", lambda: editions.cancel(one, "样例原因"))
        if may:
            self.known[one].state = "cancelled"

    @rule(name=who, which=which, later=st.booleans())
    def withdraw(self, name: str, which: int, later: bool) -> None:
        one = self.some(which)
        known = self.known[one]
        when = self.now + timedelta(days=2) if later else None
        may = known.state == "published" and self.in_force(self.now) == one
        self.tries(name, "done" if may else "Conflict", lambda: editions.withdraw(one, "样例原因", when))
        if may:
            known.state, known.ends = "withdrawn", when or self.now

    @rule(name=who, days=st.sampled_from((None, 1)))
    def go_on(self, name: str, days: int | None) -> None:
        """The next act on the newest edition, so that many lives come to their end."""
        last = self.known[max(self.known)]
        newest = last.state
        if newest in ("draft", "returned"):
            self.submit(name, 0)
        elif newest == "submitted":
            self.approve(name, 0)
        elif newest == "approved":
            self.publish(name, 0, days)
        elif self.waits(last):
            self.cancel(name, 0)
        else:
            self.draft(name)

    @rule(names=st.permutations(sorted(PEOPLE)), days=st.sampled_from((None, 1)))
    def carry_on(self, names: list[str], days: int | None) -> None:
        """Four acts in a row, the last two by another: from a draft to a number, unless somebody had a hand in it."""
        for name in (names[0], names[0], names[1], names[2]):
            self.go_on(name, days)

    @rule(hours=st.sampled_from((1, 5, 24, 49)))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def take_a_case(self) -> None:
        """A case is pinned to what is in force; where nothing is, none is taken."""
        one = self.in_force(self.now)
        if one is None:
            return
        digest = canonical.digest(self.known[one].stored)
        with acts(self.house.app):
            number = f"33032710020261120{len(self.cases):04d}"
            row = plain_case(number, LINGXI_HALL, item_code=ITEM, edition_id=one, definition_hash=digest)
            self.cases[keep(row)[0]] = (one, digest)

    @rule(name=who, which=which)
    def tamper(self, name: str, which: int) -> None:
        """Past the services: what has its number is not written over by any session."""
        one = self.some(which)
        if self.known[one].number is None:
            return

        def write() -> None:
            with unit_of_work() as session:
                row = session.get(Edition, one)
                assert row is not None
                row.definition, row.summary = b"{}", "改过的"

        self.tries(name, "NotAllowed", write)

    # --- what holds whatever happened -----------------------------------------------------------------------------

    @invariant()
    def the_database_is_what_it_should_be(self) -> None:
        if not self.known:
            return
        with acts(self.house.app) as session:
            rows = {row.id: row for row in session.scalars(select(Edition).where(Edition.item_code == ITEM))}
            told = {one: (row.state, row.number, row.effective_from, row.withdrawn_from) for one, row in rows.items()}
            assert told == {
                one: (known.state, known.number, known.begins, known.ends) for one, known in self.known.items()
            }
            for one, known in self.known.items():
                if known.stored:
                    row = rows[one]
                    assert row.definition == known.stored, "a published edition never changes"
                    assert row.definition_hash == canonical.digest(known.stored)
                    assert schema.write(compiler.compile_edition(session, row)) == known.stored, "nor do its rows"

    @invariant()
    def one_is_in_force_at_each_instant_or_none(self) -> None:
        edges = {moment for known in self.known.values() for moment in (known.begins, known.ends, self.now) if moment}
        moments = {edge + timedelta(seconds=by) for edge in edges for by in (-1, 0, 1)}
        with acts(self.house.app) as session:
            for moment in sorted(moments):
                found = session.execute(in_force_query(moment).where(Edition.item_code == ITEM)).all()
                assert len(found) <= 1, moment
                seen = edition_in_force(session, ITEM, moment)
                assert (seen.id if seen else None) == self.in_force(moment), moment

    @invariant()
    def nobody_approved_what_he_had_a_hand_in(self) -> None:
        with acts(self.house.app) as session:
            query = select(EditionEvent).where(EditionEvent.edition_id.in_(self.known)).order_by(EditionEvent.id)
            hands: dict[int, set[str]] = {}
            for event in session.scalars(query):
                if event.act in ("saved", "submitted"):
                    hands.setdefault(event.edition_id, set()).add(event.actor)
                if event.act == "approved" and event.actor != "system":
                    assert event.actor not in hands[event.edition_id]

    @invariant()
    def cases_keep_their_edition(self) -> None:
        with acts(self.house.app) as session:
            rows = session.execute(
                select(Case.id, Case.edition_id, Case.definition_hash).where(Case.id.in_(self.cases))
            )
            assert {row.id: (row.edition_id, row.definition_hash) for row in rows} == self.cases


def test_r42_the_life_of_an_edition_holds_whatever_people_do(house: House, store: str) -> None:
    class Here(Life):
        pass

    Here.house = house

    run_state_machine_as_test(
        Here, settings=settings(max_examples=EXAMPLES[store], stateful_step_count=STEPS, deadline=None)
    )
