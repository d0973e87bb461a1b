"""承接批次: the county hands items to towns, with both sides' duties and a hand-over list for each item; issued, it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from appcore import clock, records
from appcore.access import audit, placing
from appcore.access.principal import current
from appcore.definition.verdict import Verdict
from appcore.errors import Conflict, NotFound, Refused
from appcore.item_days import in_use
from appcore.transaction import CHANGED, unit_of_work
from models.db import HouseSession
from models.delegation import Adoption, Delegation, DelegationDuty, HandoverLine
from models.document import Document
from models.item import Edition, Item
from models.offer import Offer
from models.place import Hall
from models.vocabulary import DUTY_SIDE

ISSUED = "批次已经下达，不能再修改；需要调整的另建一个批次"
DUTIES = ("county", "town")
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Facts:
    """What a batch says of itself. `document_code` is of the document store, `paper` a title where it is not there."""

    name: str
    form: str
    starts_on: date
    document_code: str = ""
    paper: str = ""
    note: str = ""


def begin(facts: Facts) -> int:
    """A new batch, as a draft.

    Returns: its id. Raises: Refused.
    """
    with unit_of_work() as session:
        row = Delegation(state="draft", owner_code=placing.owner(), **_sound(session, facts))
        records.add(session, row)
        return row.id


def describe(delegation_id: int, facts: Facts, *, version: int) -> None:
    """Say anew what the batch is.

    Raises: NotFound, Conflict (issued, or saved meanwhile), Refused.
    """
    with unit_of_work() as session:
        records.alter(session, _draft(session, delegation_id, version), _sound(session, facts))


def _sound(session: HouseSession, facts: Facts) -> dict[str, Any]:
    faults: dict[str, Verdict] = {}
    if not facts.name.strip():
        faults["name"] = Verdict("请填写批次名称。")
    document = (
        session.scalar(select(Document).where(Document.code == facts.document_code)) if facts.document_code else None
    )
    if facts.document_code and document is None:
        faults["document_code"] = Verdict("文件库里没有这份文件。")
    if document is not None and document.is_repealed(facts.starts_on):
        faults["document_code"] = Verdict("这份文件在起始日期已经废止，不能作为依据。")
    if not facts.document_code and not facts.paper.strip():
        faults["paper"] = Verdict("请从文件库选择文件，或填写文件名称和文号。")
    if faults:
        raise Refused("请按提示修改后再提交", fields=faults)
    return {
        "name": facts.name.strip(), "form": facts.form, "starts_on": facts.starts_on, "note": facts.note.strip() or None,
        "document_code": facts.document_code or None, "paper": facts.paper.strip() or None,
    }  # fmt: skip


def set_duties(delegation_id: int, duties: Mapping[str, Sequence[str]], *, version: int) -> None:
    """The duties of both sides, each a line.

    Raises: NotFound, Conflict, Refused.
    """
    with unit_of_work() as session:
        row = _draft(session, delegation_id, version)
        _replace(
            session,
            select(DelegationDuty).where(DelegationDuty.delegation_id == row.id),
            [
                DelegationDuty(delegation_id=row.id, owner_code=row.owner_code, side=side, position=number, text=text)
                for side in DUTIES
                for number, text in enumerate(_lines(duties.get(side, ()), 300, side), start=1)
            ],
        )
        _touched(
            session,
            row,
            "duties",
            [f"{DUTY_SIDE.label_of(side)}：{text}" for side in DUTIES for text in duties.get(side, ())],
        )


def set_handover(delegation_id: int, item_code: str, lines: Sequence[str], *, version: int) -> None:
    """What is handed over with an item, each a line.

    Raises: NotFound, Conflict, Refused.
    """
    with unit_of_work() as session:
        row = _draft(session, delegation_id, version)
        if item_code not in items_of(session, row.id):
            raise NotFound("批次里没有这个事项")
        _replace(
            session,
            select(HandoverLine).where(HandoverLine.delegation_id == row.id, HandoverLine.item_code == item_code),
            [
                HandoverLine(delegation_id=row.id, owner_code=row.owner_code, item_code=item_code, position=number, text=text)
                for number, text in enumerate(_lines(lines, 200, "lines"), start=1)
            ],
        )  # fmt: skip
        _touched(session, row, "lines", [item_code, *lines])


def add(delegation_id: int, item_codes: Iterable[str], hall_codes: Iterable[str], *, version: int) -> int:
    """Let each of these halls take on each of these items; those that are in the batch stay as they are.

    Returns: how many came new. Raises: NotFound, Conflict, Refused for an item that cannot be handed over.
    """
    items, halls = sorted(set(item_codes)), sorted(set(hall_codes))
    with unit_of_work() as session:
        row = _draft(session, delegation_id, version)
        if not items or not halls:
            raise Refused("请至少选择一个事项和一个中心")
        departments = _departments(session, items)
        places = dict(session.execute(select(Hall.code, Hall.region_code).where(Hall.code.in_(halls))).all())
        if len(places) < len(halls):
            raise NotFound("没有这个服务中心")
        there = set(
            session.execute(
                select(Adoption.item_code, Adoption.hall_code).where(Adoption.delegation_id == row.id)
            ).all()
        )
        wanted = [(item, hall) for item in items for hall in halls if (item, hall) not in there]
        for item, hall in wanted:
            adoption = Adoption(
                delegation_id=row.id, item_code=item, hall_code=hall, region_code=places[hall],
                department_code=departments[item], state="waiting",
            )  # fmt: skip
            records.stamp(adoption, new=True)
            session.add(adoption)
        session.flush()
        _touched(session, row, "objects", len(wanted))
        return len(wanted)


def remove(delegation_id: int, item_code: str, hall_code: str, *, version: int) -> None:
    """Take an item of one hall out of the draft; with the last hall goes the item's hand-over list.

    Raises: NotFound, Conflict.
    """
    with unit_of_work() as session:
        row = _draft(session, delegation_id, version)
        adoption = session.scalar(
            select(Adoption).where(
                Adoption.delegation_id == row.id, Adoption.item_code == item_code, Adoption.hall_code == hall_code
            )
        )
        if adoption is None:
            raise NotFound("没有这条记录")
        session.delete(adoption)
        session.flush()
        if item_code not in items_of(session, row.id):
            _replace(session, select(HandoverLine).where(HandoverLine.delegation_id == row.id, HandoverLine.item_code == item_code), ())  # fmt: skip
        _touched(session, row, "hall_code", hall_code)


def issue(delegation_id: int, *, version: int) -> None:
    """下达: from here on the halls take the items on, and the batch stands as it is.

    Raises: NotFound, Conflict, Refused when something is missing.
    """
    with unit_of_work() as session:
        row = _draft(session, delegation_id, version)
        sides = set(session.scalars(select(DelegationDuty.side).where(DelegationDuty.delegation_id == row.id)))
        items = items_of(session, row.id)
        listed = set(session.scalars(select(HandoverLine.item_code).where(HandoverLine.delegation_id == row.id)))
        if not items:
            raise Refused("批次里还没有事项")
        if sides != set(DUTIES):
            raise Refused("请写明下放部门和承接乡镇双方的责任")
        if items - listed:
            names = session.scalars(select(Item.name).where(Item.code.in_(items - listed)).order_by(Item.code))
            raise Refused("还没有交接清单的事项：%(names)s", names="、".join(names))
        records.alter(session, row, {"state": "issued", "issued_at": clock.now(), "issued_by": current().label[:80]})
        audit.record(session, "issued", "delegation", str(row.id), {"objects": len(items)})


def items_of(session: HouseSession, delegation_id: int) -> set[str]:
    """The items of a batch."""
    return set(session.scalars(select(Adoption.item_code).where(Adoption.delegation_id == delegation_id)))


def _departments(session: HouseSession, items: list[str]) -> dict[str, str]:
    """The department of each item. Raises: Refused for one that is unknown, out of use or has no published edition."""
    published = select(func.count(Edition.id)).where(Edition.item_code == Item.code, Edition.state == "published")
    rows = session.execute(
        select(Item.code, Item.department_code).where(
            Item.code.in_(items), in_use(clock.local_today()), published.scalar_subquery() > 0
        )
    ).all()
    found = {row.code: row.department_code for row in rows}
    if len(found) < len(items):
        raise Refused("只能下放在用并且已经发布的事项", field="items")
    return found


def offered(session: HouseSession, item_code: str, hall_code: str | None) -> Offer | None:
    """The offer of an item in a hall, in use or ended."""
    return session.scalar(select(Offer).where(Offer.item_code == item_code, Offer.hall_code == hall_code))


def _lines(texts: Sequence[str], most: int, field: str) -> list[str]:
    found = [one.strip() for one in texts if one.strip()]
    if any(len(one) > most for one in found):
        raise Refused("每行不能超过%(most)d个字", field=field, most=most)
    if len(found) > MOST_LINES:
        raise Refused("最多写%(most)d行", field=field, most=MOST_LINES)
    return found


def _replace(session: HouseSession, query: Any, rows: Iterable[Any]) -> None:
    for old in session.scalars(query):
        session.delete(old)
    session.flush()
    session.add_all(list(rows))
    session.flush()


def _touched(session: HouseSession, row: Delegation, what: str, now: Any) -> None:
    """The batch is a version further, and the trail says what was changed of it."""
    records.stamp(row)
    session.flush()
    audit.record(session, "changed", "delegation", str(row.id), {what: now})


def _draft(session: HouseSession, delegation_id: int, version: int) -> Delegation:
    row = session.get(Delegation, delegation_id)
    if row is None:
        raise NotFound("没有这条记录")
    if row.state != "draft":
        raise Conflict(ISSUED)
    if row.version != version:
        raise Conflict(CHANGED)
    return row
