"""状态看板: every edition that is being written or reviewed — who holds it, since when, by when — and what waits for a person.

One reading for the board, its counts and the cards of the home page, so that a number and the list behind it cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from flask import current_app
from sqlalchemy import func, select

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import Person
from appcore.access.same_person import usernames_of
from appcore.catalogue.edition_rows import EDITABLE, OPEN
from models.db import HouseSession
from models.item import Edition, EditionEvent, Item
from models.organisation import Department
from models.review import EditionRemark, EditionReturn

Light = Literal["red", "yellow", "green", "grey"]
SOON = 2
"""Days before the due day from which it is yellow."""
HANDS = ("saved", "submitted")


@dataclass(frozen=True, slots=True)
class Entry:
    """An open edition. `holder`: the account that writes it, "" while the reviewing office has it. `since`: the local day on
    which it came to its state. `round`: 1 before the first return. `mine`: it waits for the person who asks. `taking_over`: it
    came with an import and waits to be taken over as it stands."""

    id: int
    item_code: str
    name: str
    department_code: str
    department: str
    state: str
    round: int
    holder: str
    since: date
    waiting: int
    due: date | None
    light: Light
    unsettled: int
    mine: bool
    taking_over: bool


def light(due: date | None, today: date) -> Light:
    """Red after the due day, yellow from two days before it; grey where there is none."""
    if due is None:
        return "grey"
    if due < today:
        return "red"
    return "yellow" if due - today <= timedelta(days=SOON) else "green"


def entries(session: HouseSession, who: Person) -> list[Entry]:
    """The open editions in sight, those due first before, then the longest waiting."""
    rows = session.execute(
        select(
            Edition.id, Edition.item_code, Edition.name, Edition.state, Edition.department_code,
            Edition.taken_over, Department.name.label("department"), Item.name.label("item"),
        )
        .join(Department, Department.code == Edition.department_code)
        .join(Item, Item.code == Edition.item_code)
        .where(Edition.state.in_(OPEN))
    ).all()  # fmt: skip
    facts = _Facts(session, who)
    found = [facts.entry(row) for row in rows]
    return sorted(found, key=lambda one: (one.due or date.max, -one.waiting, one.item_code))


class _Facts:
    """What the entries need beside their rows, each kind read once."""

    def __init__(self, session: HouseSession, who: Person) -> None:
        open_ids = select(Edition.id).where(Edition.state.in_(OPEN))
        self.today, self.settings = clock.local_today(), current_app.extensions["settings"]
        self.who, self.names = who, set(usernames_of(session, who))
        self.first: dict[tuple[int, str], date] = {}
        self.last: dict[tuple[int, str], date] = {}
        self.hands: dict[int, list[tuple[int, str]]] = {}
        events = select(
            EditionEvent.edition_id, EditionEvent.act, EditionEvent.actor, func.min(EditionEvent.at).label("first"),
            func.max(EditionEvent.at).label("last"), func.max(EditionEvent.id).label("newest"),
        ).where(EditionEvent.edition_id.in_(open_ids)).group_by(EditionEvent.edition_id, EditionEvent.act, EditionEvent.actor)  # fmt: skip
        for row in session.execute(events):
            begun, ended = (one.astimezone(clock.LOCAL).date() for one in (row.first, row.last))
            at = (row.edition_id, row.act)
            self.first[at] = min(self.first.get(at, begun), begun)
            self.last[at] = max(self.last.get(at, ended), ended)
            if row.act in HANDS:
                self.hands.setdefault(row.edition_id, []).append((row.newest, row.actor))
        sent = select(EditionReturn.edition_id, EditionReturn.round, EditionReturn.due_on)
        self.returns = {
            row.edition_id: row
            for row in session.execute(sent.where(EditionReturn.edition_id.in_(open_ids)).order_by(EditionReturn.round))
        }
        left = select(EditionRemark.edition_id, func.count(EditionRemark.id).label("left"))
        left = left.where(EditionRemark.edition_id.in_(open_ids), EditionRemark.state.not_in(("settled", "noted")))
        self.unsettled = {row.edition_id: row.left for row in session.execute(left.group_by(EditionRemark.edition_id))}

    def entry(self, row: Any) -> Entry:
        state, returned = row.state, self.returns.get(row.id)
        act = "saved" if state == "draft" else state
        since = (self.first if state == "draft" else self.last).get((row.id, act), self.today)
        due = self._due(state, since, returned)
        return Entry(
            id=row.id, item_code=row.item_code, name=row.name or row.item, department_code=row.department_code,
            department=row.department, state=state, round=1 + (returned.round if returned else 0),
            holder=max(self.hands.get(row.id, [(0, "")]))[1] if state in EDITABLE else "", since=since,
            waiting=(self.today - since).days, due=due, light=light(due, self.today),
            unsettled=self.unsettled.get(row.id, 0), mine=self._mine(row.id, state),
            taking_over=row.taken_over and state == "submitted",
        )  # fmt: skip

    def _due(self, state: str, since: date, returned: Any) -> date | None:
        """A returned draft by the reviewer's day; what lies with the reviewers within the days of the setting."""
        if state == "returned":
            return returned.due_on if returned else None
        return since + timedelta(days=self.settings.review_days) if state in ("submitted", "approved") else None

    def _mine(self, edition_id: int, state: str) -> bool:
        """Whether the person had a hand in what is being written, or is another pair of eyes for what is to be judged."""
        hand = any(name in self.names for _newest, name in self.hands.get(edition_id, ()))
        if state in EDITABLE:
            return hand and self._may("submit")
        if state == "submitted":
            return not hand and self._may("approve")
        return self._may("publish")

    def _may(self, act: str) -> bool:
        return permissions.may(self.who.roles, "console:edition", act)


def tally(found: Iterable[Entry]) -> dict[str, dict[str, int]]:
    """By department the number of its entries in each state, with `all` and, overdue, `red`."""
    counts: dict[str, dict[str, int]] = {}
    for one in found:
        row = counts.setdefault(one.department_code, dict.fromkeys((*OPEN, "all", "red"), 0))
        row[one.state] += 1
        row["all"] += 1
        row["red"] += one.light == "red"
    return counts
