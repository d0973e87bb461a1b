"""文件库: what rests on a paper, and the two acts on one: to repeal it, and to take a repeal back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from appcore import clock, records
from appcore.access import audit
from appcore.access.files.receiving import Received
from appcore.catalogue import paper_files
from appcore.catalogue.editions import OPEN
from appcore.catalogue.editions_in_force import in_force_query
from appcore.catalogue.paper_files import PaperFile
from appcore.definition.shown import CALLED_BY
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import CHANGED, unit_of_work
from models.db import HouseSession
from models.delegation import Delegation
from models.document import Document
from models.edition_parts import PARTS
from models.item import Edition, Item
from models.workday import WorkDay

LINKED_PARTS = ("legal_basis", "fee", "reduction")
"""The kinds of parts that name a document; an edition names its delegation paper itself."""


@dataclass(frozen=True, slots=True)
class Resting:
    """One place of an edition that names a document. `kind` is "edition" or that of a part, `called` the part's own name.

    Of editions in force, those that wait to begin, and those still being written: what is over rests on nothing.
    """

    item_code: str
    item: str
    edition_id: int
    number: int | None
    state: str
    effective_from: datetime | None
    in_force: bool
    kind: str
    part_id: int
    called: str


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one year whose source is a document."""

    year: int
    count: int
    first: date
    last: date


def resting_on(session: Session, code: str) -> list[Resting]:
    """Every place that names the document, in the order of items; a fixed number of queries."""
    now = clock.local_now()
    found = [_resting(row, kind, now) for kind, row in _rows(session, code, now)]
    return sorted(found, key=lambda one: (one.item_code, one.number is None, one.number or 0, one.kind, one.part_id))


def items_resting_on(session: Session, code: str) -> list[str]:
    """The codes of the items with a place that names the document."""
    return sorted({one.item_code for one in resting_on(session, code)})


def days_resting_on(session: Session, code: str) -> list[Days]:
    """The years of the calendar that name the document."""
    year = func.extract("year", WorkDay.day)
    query = (
        select(year, func.count(WorkDay.id), func.min(WorkDay.day), func.max(WorkDay.day))
        .where(WorkDay.document_code == code)
        .group_by(year)
        .order_by(year)
    )
    return [Days(int(row[0]), row[1], row[2], row[3]) for row in session.execute(query)]


def batches_resting_on(session: Session, code: str) -> list[tuple[int, str, date]]:
    """The batches of delegation that name the document: id, name and first day, the newest first."""
    query = select(Delegation.id, Delegation.name, Delegation.starts_on).where(Delegation.document_code == code)
    return [(row[0], row[1], row[2]) for row in session.execute(query.order_by(Delegation.starts_on.desc()))]


def repealed_among(session: Session, codes: Iterable[str], on: date | None = None) -> dict[str, Document]:
    """Those of the documents that no longer hold on a day (today), by code."""
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    day = on or clock.local_today()
    ended = or_(Document.repealed_from.is_(None), Document.repealed_from <= day)
    query = select(Document).where(Document.code.in_(wanted), Document.state == "repealed", ended)
    return {one.code: one for one in session.scalars(query)}


def file_of(row: Document) -> PaperFile | None:
    """The file of a document, for whoever may see the document: it decides, not the file (R06)."""
    return paper_files.named(row.file, "file") if row.file else None


def keep_file(document_id: int, file: Received, *, version: int) -> None:
    """Set the file of a document in place of the one it had.

    Raises: NotFound, Conflict, NotAllowed (not the owner's place).
    """
    with unit_of_work() as session:
        row = _document(session, document_id, version)
        paper_files.store_standard(session, file, public=False, department=None)
        records.alter(session, row, {"file": file.sha256})


def remove_file(document_id: int, *, version: int) -> None:
    """Take the file off a document. Raises: NotFound, Conflict."""
    with unit_of_work() as session:
        records.alter(session, _document(session, document_id, version), {"file": None})


def repeal(document_id: int, *, repealed_from: date, by_code: str | None, reason: str, version: int) -> int:
    """废止: the document holds no longer from a day on. What rests on it stays as it is and is listed.

    Returns: how many items rest on it. Raises: NotFound, Conflict (changed, or repealed already), Refused.
    """
    if not reason.strip():
        raise Refused("请写明废止的原因", field="reason")
    with unit_of_work() as session:
        row = _document(session, document_id, version)
        if row.state == "repealed":
            raise Conflict("这份文件已经废止")
        _require_successor(session, row, by_code)
        if row.effective_on is not None and repealed_from < row.effective_on:
            raise Refused("废止日期不能早于施行日期", field="repealed_from")
        resting = items_resting_on(session, row.code)
        row.state, row.repealed_from = "repealed", repealed_from
        row.repealed_by_code, row.repeal_reason = by_code or None, reason.strip()
        records.stamp(row)
        session.flush()
        facts = {
            "repealed_from": repealed_from.isoformat(),
            "repealed_by_code": by_code,
            "repeal_reason": reason.strip(),
        }
        audit.record(session, "repealed", "document", row.code, facts | {"items": resting})
        return len(resting)


def reinstate(document_id: int, *, reason: str, version: int) -> None:
    """恢复有效: a repeal that was entered by mistake is taken back.

    Raises: NotFound, Conflict (changed, or not repealed), Refused without a reason.
    """
    if not reason.strip():
        raise Refused("请写明恢复的原因", field="reason")
    with unit_of_work() as session:
        row = _document(session, document_id, version)
        if row.state != "repealed":
            raise Conflict("这份文件没有废止")
        row.state, row.repealed_from, row.repealed_by_code, row.repeal_reason = "in_force", None, None, None
        records.stamp(row)
        session.flush()
        audit.record(session, "reinstated", "document", row.code, {"reason": reason.strip()})


def _document(session: HouseSession, document_id: int, version: int) -> Document:
    row = session.get(Document, document_id)
    if row is None:
        raise NotFound("没有这份文件")
    if row.version != version:
        raise Conflict(CHANGED)
    return row


def _require_successor(session: HouseSession, row: Document, by_code: str | None) -> None:
    """The document that repeals another is there and is not that other one. Raises: Refused."""
    if not by_code:
        return
    if by_code == row.code:
        raise Refused("一份文件不能由它自己废止", field="by_code")
    if session.scalar(select(Document.id).where(Document.code == by_code)) is None:
        raise Refused("文件库里没有这份文件", field="by_code")


def _rows(session: Session, code: str, now: datetime) -> Iterator[tuple[str, Any]]:
    facts = (
        Edition.item_code, Item.name, Edition.id, Edition.number, Edition.state, Edition.effective_from,
    )  # fmt: skip
    named = select(*facts, Edition.id, Edition.delegation_paper).join(Item, Item.code == Edition.item_code)
    for row in session.execute(named.where(Edition.delegation_document == code, _stands(now))):
        yield "edition", row
    for kind in LINKED_PARTS:
        part: Any = PARTS[kind]
        called = getattr(part, CALLED_BY.get(kind, part.called_by[0]))
        query = select(*facts, part.id, called).join(Edition, Edition.id == part.edition_id)
        query = query.join(Item, Item.code == Edition.item_code)
        for row in session.execute(query.where(part.document == code, _stands(now))):
            yield kind, row


def _stands(now: datetime) -> ColumnElement[bool]:
    waits = (Edition.state == "published") & (Edition.effective_from > now)
    return or_(Edition.state.in_(OPEN), waits, Edition.id.in_(select(in_force_query(now).subquery().c.id)))


def _resting(row: Any, kind: str, now: datetime) -> Resting:
    begun = row.number is not None and row.effective_from is not None and row.effective_from <= now
    item_code, item, edition_id, number, state, effective_from, part_id, called = row
    return Resting(item_code, item, edition_id, number, state, effective_from, begun, kind, part_id, called or "")
