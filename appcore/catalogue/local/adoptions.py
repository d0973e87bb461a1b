"""承接: a hall sees to the hand-over list, trains, takes an item on; and the county takes it back from a day (收回).

What has been recalled is read from the day, so that no job has to run for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from appcore import clock, records
from appcore.access import audit
from appcore.access.principal import current
from appcore.catalogue.local.delegations import offered
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import unit_of_work
from models.case import Case
from models.db import HouseSession
from models.delegation import Adoption, AdoptionTraining, Delegation, HandoverCheck, HandoverLine
from models.document import Document
from models.offer import Offer
from models.vocabulary import OPEN_CASE, RECALL_CASES


@dataclass(frozen=True, slots=True)
class Training:
    """One training as it is recorded, also long after it was held."""

    day: date
    topic: str
    trainer: str
    people: str


def state_on(adoption: Adoption, day: date) -> str:
    """The state on a day: 已收回 from the day of the recall on."""
    if adoption.recalled_from is not None and adoption.recalled_from <= day:
        return "recalled"
    return adoption.state


def tick(adoption_id: int, line_ids: set[int]) -> None:
    """These lines of the hand-over list have been seen to; what was ticked before stays with who ticked it.

    Raises: NotFound, Conflict once the item is taken on.
    """
    with unit_of_work() as session:
        row = _before_acceptance(session, adoption_id)
        lines = _lines_of(session, row)
        if not line_ids <= lines:
            raise NotFound("没有这条记录")
        there = {one.line_id: one for one in session.scalars(_checks(row))}
        for line_id, one in there.items():
            if line_id not in line_ids:
                session.delete(one)
        for line_id in sorted(line_ids - set(there)):
            place = {"hall_code": row.hall_code, "region_code": row.region_code, "department_code": row.department_code}
            session.add(
                HandoverCheck(adoption_id=row.id, line_id=line_id, at=clock.now(), actor=current().label[:80], **place)
            )
        session.flush()
        audit.record(
            session, "handover_checked", "adoption", str(row.id), {"objects": len(line_ids), "entries": len(lines)}
        )


def train(adoption_id: int, training: Training) -> None:
    """Record a training; the first one before the acceptance makes it 培训中. It may be filled in later.

    Raises: NotFound, Conflict when the item was taken back, Refused for a day to come or an empty field.
    """
    with unit_of_work() as session:
        row = _issued(session, adoption_id)
        if training.day > clock.local_today():
            raise Refused("培训日期不能晚于今天", field="day")
        record = AdoptionTraining(
            adoption_id=row.id, day=training.day, topic=training.topic.strip(), trainer=training.trainer.strip(),
            people=training.people.strip(), hall_code=row.hall_code, region_code=row.region_code,
            department_code=row.department_code,
        )  # fmt: skip
        if not (record.topic and record.trainer and record.people):
            raise Refused("请填写培训内容、培训人和参加人员")
        records.add(session, record)
        if row.state == "waiting":
            records.alter(session, row, {"state": "training"})


def accept(adoption_id: int) -> int:
    """承接: the hall takes the item on, and offers it from the batch's first day, or from today if that has passed.

    Returns: the id of the offer. Raises: NotFound, Conflict, Refused while the hand-over list is not done.
    """
    with unit_of_work() as session:
        row = _before_acceptance(session, adoption_id)
        done = set(session.scalars(select(HandoverCheck.line_id).where(HandoverCheck.adoption_id == row.id)))
        missing = len(_lines_of(session, row) - done)
        if missing:
            raise Refused("交接清单还有%(missing)d项没有核对，核对完才能承接", missing=missing)
        delegation = row.delegation
        starts = max(delegation.starts_on, clock.local_today())
        offer = _offer(session, row, starts, paper_of(session, delegation))
        records.alter(
            session, row,
            {"state": "accepted", "accepted_on": clock.local_today(), "accepted_by": current().label[:80], "offer_id": offer.id},
        )  # fmt: skip
        audit.record(session, "adopted", "adoption", str(row.id), {"item": row.item_code})
        return offer.id


def recall(adoption_id: int, *, since: date, reason: str, cases: str) -> int:
    """收回: from this day on the hall does not offer the item any more.

    Returns: how many cases of it are open there. Raises: NotFound, Conflict, Refused.
    """
    if not reason.strip():
        raise Refused("请写明收回的原因", field="reason")
    if cases not in RECALL_CASES:
        raise Refused("请选择在办件的去向", field="cases")
    with unit_of_work() as session:
        row = _issued(session, adoption_id)
        if since < clock.local_today():
            raise Refused("收回日期不能早于今天", field="since")
        offer = session.get(Offer, row.offer_id) if row.offer_id is not None else None
        last = since - timedelta(days=1)
        if offer is not None and (offer.valid_to is None or offer.valid_to > last):
            records.alter(session, offer, {"valid_to": last})
        recalled = {"recalled_from": since, "recall_reason": reason.strip(), "recall_cases": cases, "recalled_by": current().label[:80]}  # fmt: skip
        records.alter(session, row, recalled)
        audit.record(
            session, "adoption_recalled", "adoption", str(row.id), {"reason": reason.strip(), "item": row.item_code}
        )
        return open_cases(session, row)


def open_cases(session: Session, adoption: Adoption) -> int:
    """How many cases of the item are open in the hall."""
    query = select(func.count(Case.id)).where(
        Case.item_code == adoption.item_code, Case.hall_code == adoption.hall_code, Case.state.in_(OPEN_CASE)
    )
    return session.scalar(query) or 0


def recall_of(session: Session, item_code: str, hall_code: str | None) -> Adoption | None:
    """The recall that ends what a hall does for an item, announced or in force; None while it has the item for good."""
    return session.scalars(
        select(Adoption)
        .where(Adoption.item_code == item_code, Adoption.hall_code == hall_code, Adoption.recalled_from.is_not(None))
        .order_by(Adoption.recalled_from.desc(), Adoption.id.desc())
        .limit(1)
    ).first()


def paper_of(session: Session, delegation: Delegation) -> str:
    """The paper of a batch as it is called on an offer."""
    document = (
        session.scalar(select(Document).where(Document.code == delegation.document_code))
        if delegation.document_code
        else None
    )
    if document is None:
        return (delegation.paper or "")[:200]
    number = f"（{document.number}）" if document.number and document.number != "-" else ""
    return f"{document.title}{number}"[:200]


def _offer(session: HouseSession, row: Adoption, starts: date, paper: str) -> Offer:
    """The hall's offer of the item: a new one, the ended one opened again, or the one there is with its paper."""
    there = offered(session, row.item_code, row.hall_code)
    if there is None:
        place = {"hall_code": row.hall_code, "region_code": row.region_code, "department_code": row.department_code}
        there = Offer(item_code=row.item_code, delegation_paper=paper, valid_from=starts, **place)
        records.add(session, there)
        return there
    ended = there.valid_to is not None and there.valid_to < starts
    dates = {"valid_from": starts, "valid_to": None} if ended else {"valid_to": None}
    records.alter(session, there, {"delegation_paper": paper, **dates})
    return there


def _lines_of(session: HouseSession, row: Adoption) -> set[int]:
    query = select(HandoverLine.id).where(
        HandoverLine.delegation_id == row.delegation_id, HandoverLine.item_code == row.item_code
    )
    return set(session.scalars(query))


def _checks(row: Adoption) -> Select[HandoverCheck]:
    return select(HandoverCheck).where(HandoverCheck.adoption_id == row.id)


def _issued(session: HouseSession, adoption_id: int) -> Adoption:
    """The adoption of a batch that was issued, and that the county has not taken back."""
    row = session.get(Adoption, adoption_id)
    if row is None:
        raise NotFound("没有这条记录")
    if row.delegation.state != "issued":
        raise Conflict("批次还没有下达")
    if row.recalled_from is not None:
        raise Conflict("这个事项已经收回或定了收回日期")
    return row


def _before_acceptance(session: HouseSession, adoption_id: int) -> Adoption:
    row = _issued(session, adoption_id)
    if row.state == "accepted":
        raise Conflict("这个事项已经承接")
    return row


def expected(session: Session, on: date) -> int:
    """How many items wait to be taken on in the halls in sight."""
    query = (
        select(func.count(Adoption.id))
        .join(Delegation, Delegation.id == Adoption.delegation_id)
        .where(
            Delegation.state == "issued", Adoption.state != "accepted",
            or_(Adoption.recalled_from.is_(None), Adoption.recalled_from > on),
        )
    )  # fmt: skip
    return session.scalar(query) or 0
