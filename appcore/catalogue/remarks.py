"""Remarks of a review (审核意见): noted at a place, sent with a return, answered by the author, judged in the second round.

A reviewer notes them while he reads; the return sends them. When the draft is submitted again, what was changed counts as
answered, and whoever changed nothing must have answered in words. Nobody approves before each is found met (回头看).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app
from sqlalchemy import func, select

from appcore import clock, records
from appcore.access.principal import current
from appcore.catalogue import compile as compiler
from appcore.catalogue.edition_rows import EDITABLE, has_a_hand, in_state
from appcore.definition import difference, places, schema
from appcore.definition.checks import Place
from appcore.definition.comparison import touching
from appcore.definition.difference import Change
from appcore.definition.item import ItemDefinition
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import unit_of_work
from models.db import HouseSession
from models.item import Edition
from models.review import EditionRemark, EditionReturn

IN_REVIEW = ("submitted", "approved")
UNSENT = ("noted", "unmet")
"""What the next return takes along."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark as pages show it. `round` is the return that sent it last, 0 while it was not sent; `times` how often it was."""

    id: int
    place: Place
    text: str
    state: str
    answer: str
    times: int
    round: int
    by: str


def note(edition_id: int, place: Place, text: str) -> int:
    """提意见: a remark that the next return takes along.

    Returns: its id. Raises: NotFound, Conflict when it is not being reviewed, Refused without words or for no place of it.
    """
    said = text.strip()
    if not said:
        raise Refused("请写明意见", field="text")
    with unit_of_work() as session:
        edition = in_state(session, edition_id, IN_REVIEW)
        if places.at(compiler.compile_edition(session, edition), place) is places.GONE:
            raise Refused("这个版本里没有这一处，请从列表中选", field="place")
        row = EditionRemark(
            edition_id=edition_id, edition=edition, part=place.part, key=place.key, element=place.element, child=place.child,
            text=said, state="noted", times=1,
        )  # fmt: skip
        records.add(session, row)
        return row.id


def drop(remark_id: int) -> None:
    """Take back a remark that was not sent yet.

    Raises: NotFound, Conflict, NotAllowed (own draft).
    """
    with unit_of_work() as session:
        row = _remark(session, remark_id, ("noted",))
        _require_other_eyes(session, in_state(session, row.edition_id, IN_REVIEW))
        records.end(EditionRemark, remark_id)


def answer(remark_id: int, text: str) -> None:
    """答复: the author says what was done, or why nothing.

    Raises: NotFound, Conflict when the draft is not his to change now, Refused without words.
    """
    said = text.strip()
    if not said:
        raise Refused("请写明答复", field="answer")
    with unit_of_work() as session:
        row = _remark(session, remark_id, ("open", "answered"))
        in_state(session, row.edition_id, EDITABLE)
        records.alter(session, row, {"answer": said, "state": "answered"})


def judge(remark_id: int, *, met: bool) -> None:
    """回头看: the reviewer finds a remark met, or not; what is not met goes back with the next return.

    Raises: NotFound, Conflict, NotAllowed (own draft).
    """
    with unit_of_work() as session:
        row = _remark(session, remark_id, ("answered", "settled", "unmet"))
        _require_other_eyes(session, in_state(session, row.edition_id, IN_REVIEW))
        records.alter(session, row, {"state": "settled" if met else "unmet"})


def _require_other_eyes(session: HouseSession, edition: Edition) -> None:
    """Who wrote or submitted it does not settle what was found wanting. Raises: NotAllowed."""
    if has_a_hand(session, edition):
        raise NotAllowed("本人起草或送审的版本，审核意见由他人核对")


def _remark(session: HouseSession, remark_id: int, states: tuple[str, ...]) -> EditionRemark:
    row = session.get(EditionRemark, remark_id)
    if row is None:
        raise NotFound("没有这条意见")
    if row.state not in states:
        raise Conflict("这条意见的状态已经变化，不能执行这个操作")
    return row


# --- within the acts on an edition ------------------------------------------------------------------------------------


def send(session: HouseSession, edition: Edition, due_on: date | None) -> EditionReturn:
    """The return of this round, with the draft as it stands and the remarks that go along.

    Raises: Refused for a day that is not later than today.
    """
    today = clock.local_today()
    if due_on is not None and due_on <= today:
        raise Refused("修改期限应晚于今天", field="due_on")
    last = session.scalar(select(func.max(EditionReturn.round)).where(EditionReturn.edition_id == edition.id)) or 0
    content = schema.write(compiler.compile_edition(session, edition))
    sent = EditionReturn(
        edition_id=edition.id, edition=edition, round=last + 1, at=clock.now(), actor=current().username,
        due_on=due_on or today + timedelta(days=current_app.extensions["settings"].return_days), content=content,
    )  # fmt: skip
    session.add(sent)
    session.flush()
    for row in _of(session, edition.id, UNSENT):
        again = row.times + 1 if row.state == "unmet" else row.times
        records.alter(session, row, {"state": "open", "return_id": sent.id, "times": again, "answer": None})
    return sent


def take_up(session: HouseSession, edition: Edition) -> None:
    """At submission: what was changed since the return is answered.

    Raises: Refused when there is a remark with neither a change nor an answer.
    """
    waiting = _of(session, edition.id, ("open",))
    if not waiting:
        return
    changed = since_return(session, edition)
    silent = [row for row in waiting if not touching(changed, place_of(row))]
    if silent:
        listed = "；".join(row.text for row in silent[:5])
        raise Refused("还有%(count)d条退回意见既没有修改也没有答复：%(listed)s", count=len(silent), listed=listed)
    for row in waiting:
        records.alter(session, row, {"state": "answered"})


def require_settled(session: HouseSession, edition: Edition) -> None:
    """Before an approval or a publication.

    Raises: Refused while a remark was not found met.
    """
    left = _of(session, edition.id, ("noted", "open", "answered", "unmet"))
    if left:
        raise Refused("还有%(count)d条审核意见没有核对落实，请逐条核对，没有落实的退回", count=len(left))


def _of(session: HouseSession, edition_id: int, states: tuple[str, ...]) -> list[EditionRemark]:
    query = select(EditionRemark).where(EditionRemark.edition_id == edition_id, EditionRemark.state.in_(states))
    return list(session.scalars(query.order_by(EditionRemark.id)))


# --- reading ----------------------------------------------------------------------------------------------------------


def listed(session: HouseSession, edition_id: int, *, unsent: bool) -> list[Remark]:
    """The remarks on an edition, oldest first; those that were not sent yet are only for who reviews."""
    query = (
        select(EditionRemark, EditionReturn.round)
        .outerjoin(EditionReturn, EditionReturn.id == EditionRemark.return_id)
        .where(EditionRemark.edition_id == edition_id)
        .order_by(EditionRemark.id)
    )
    return [
        Remark(row.id, place_of(row), row.text, row.state, row.answer or "", row.times, number or 0, row.created_by)
        for row, number in session.execute(query).all()
        if unsent or row.state != "noted"
    ]


def place_of(row: EditionRemark) -> Place:
    return Place(row.part, row.key, row.element, row.child)


def returned_content(session: HouseSession, edition_id: int) -> ItemDefinition | None:
    """What the draft said when it was returned last; None when it never was."""
    query = select(EditionReturn.content).where(EditionReturn.edition_id == edition_id)
    stored = session.scalar(query.order_by(EditionReturn.round.desc()).limit(1))
    return schema.read(stored) if stored else None


def since_return(session: HouseSession, edition: Edition) -> tuple[Change, ...]:
    """What was changed in a draft since it was returned last; nothing when it never was."""
    then = returned_content(session, edition.id)
    return difference.changes(then, compiler.compile_edition(session, edition)) if then is not None else ()


def last_return(session: HouseSession, edition_id: int) -> EditionReturn | None:
    query = select(EditionReturn).where(EditionReturn.edition_id == edition_id)
    return session.scalar(query.order_by(EditionReturn.round.desc()).limit(1))
