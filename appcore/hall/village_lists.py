"""村级服务清单: a town draws up what each village does for its people, signs it and publishes it; later ones are new editions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, bindparam, func, select
from sqlalchemy.orm import Session

from appcore import clock, records
from appcore.access import audit
from appcore.access.principal import current, place_range
from appcore.access.scope import allow_public
from appcore.errors import Conflict, NotFound, Refused
from appcore.item_days import in_use
from appcore.transaction import CHANGED, unit_of_work
from models.db import HouseSession
from models.item import Edition, Item
from models.place import Hall
from models.village_list import VillageList, VillageListLine
from models.vocabulary import VILLAGE_MODE

VILLAGE_KINDS = ("village_room", "agent_point")
MOST_LINES = 200

allow_public(VillageList, "id", "hall_code", "number", "state", "signed_by", "signed_as", "signed_on", "published_at")
allow_public(VillageListLine, "list_id", "position", "item_code", "mode", "note")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a village does, and how."""

    item_code: str
    mode: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A village's hall and how far its list is: number and day of the one that holds (0: none), id of the draft."""

    code: str
    name: str
    town: str
    number: int
    signed_on: date | None
    entries: int
    draft_id: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A published list as it is shown."""

    number: int
    signed_by: str
    signed_as: str
    signed_on: date
    entries: tuple[Entry, ...]


def rooms(session: Session, town: str = "") -> list[Room]:
    """The villages in sight with their lists; those of one town only, when it is named."""
    halls = select(Hall.code, Hall.name, Hall.region_code).where(Hall.kind.in_(VILLAGE_KINDS)).order_by(Hall.code)
    if town:
        halls = halls.where(Hall.region_code.between(*place_range(town)))
    held: dict[str, list[VillageList]] = {}
    for one in session.scalars(select(VillageList).order_by(VillageList.number)):
        held.setdefault(one.hall_code or "", []).append(one)
    counts = dict(
        session.execute(select(VillageListLine.list_id, func.count()).group_by(VillageListLine.list_id)).all()
    )
    found = []
    for row in session.execute(halls):
        mine = held.get(row.code, [])
        newest = next((one for one in reversed(mine) if one.state == "published"), None)
        draft = next((one.id for one in mine if one.state == "draft"), None)
        found.append(
            Room(
                row.code, row.name, row.region_code[:9] + "000", newest.number or 0 if newest else 0,
                newest.signed_on if newest else None, counts.get(newest.id, 0) if newest else 0, draft,
            )
        )  # fmt: skip
    return found


def draw_up(hall_codes: Sequence[str], entries: Sequence[Entry]) -> int:
    """Begin or replace the draft of each of these villages; without entries it begins with what holds now, and a draft that
    somebody works on stays as it is.

    Returns: how many drafts were begun or replaced. Raises: NotFound for a hall that is none of a village, Refused.
    """
    wanted = sorted(set(hall_codes))
    if not wanted:
        raise Refused("请至少选择一个村")
    with unit_of_work() as session:
        places = dict(
            session.execute(
                select(Hall.code, Hall.region_code).where(Hall.code.in_(wanted), Hall.kind.in_(VILLAGE_KINDS))
            ).all()
        )
        if len(places) < len(wanted):
            raise NotFound("没有这个服务中心")
        _require_known(session, entries)
        count = 0
        for hall in wanted:
            draft = session.scalar(
                select(VillageList).where(VillageList.hall_code == hall, VillageList.state == "draft")
            )
            if draft is not None and not entries:
                continue
            count += 1
            if draft is None:
                draft = VillageList(hall_code=hall, region_code=places[hall], state="draft")
                records.add(session, draft)
            _fill(session, draft, entries or _standing(session, hall))
    return count


def save(list_id: int, entries: Sequence[Entry], *, version: int) -> None:
    """The entries of a draft, in their order.

    Raises: NotFound, Conflict (published, or saved meanwhile), Refused.
    """
    with unit_of_work() as session:
        draft = _draft(session, list_id, version)
        _require_known(session, entries)
        _fill(session, draft, entries)


def publish(list_id: int, *, signed_by: str, signed_as: str, signed_on: date, version: int) -> int:
    """公布: signed by whom and when; it takes the village's next number and stands as it is.

    Returns: the number. Raises: NotFound, Conflict, Refused.
    """
    if not signed_by.strip() or not signed_as.strip():
        raise Refused("请填写签发人和职务", field="signed_by" if not signed_by.strip() else "signed_as")
    if signed_on > clock.local_today():
        raise Refused("签发日期不能晚于今天", field="signed_on")
    with unit_of_work() as session:
        draft = _draft(session, list_id, version)
        if not session.scalar(select(func.count(VillageListLine.id)).where(VillageListLine.list_id == draft.id)):
            raise Refused("清单里还没有事项")
        last = session.scalar(select(func.max(VillageList.number)).where(VillageList.hall_code == draft.hall_code)) or 0
        signed = {"signed_by": signed_by.strip(), "signed_as": signed_as.strip(), "signed_on": signed_on}
        told = {
            "number": last + 1,
            "state": "published",
            "published_at": clock.now(),
            "published_by": current().label[:80],
        }
        records.alter(session, draft, signed | told)
        audit.record(session, "published", "village_list", str(draft.id), {"number": last + 1})
        return last + 1


def discard(list_id: int, *, version: int) -> None:
    """Throw a draft away.

    Raises: NotFound, Conflict.
    """
    with unit_of_work() as session:
        draft = _draft(session, list_id, version)
        _fill(session, draft, ())
        session.delete(draft)
        audit.record(session, "discarded", "village_list", str(list_id))


def items(session: Session, codes: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """The items that may stand on a list, by code and name: in use and published, of an edition that has begun: a
    list tells the public of them."""
    published = select(Edition.item_code).where(
        Edition.state == "published", Edition.effective_from <= clock.local_now()
    )
    query = (
        select(Item.code, Item.name).where(in_use(clock.local_today()), Item.code.in_(published)).order_by(Item.code)
    )
    if codes is not None:
        query = query.where(Item.code.in_(sorted(set(codes))))
    return [(row.code, row.name) for row in session.execute(query)]


def entries_of(session: Session, list_id: int) -> list[Entry]:
    """What a list holds, in its order."""
    rows = session.execute(
        select(VillageListLine.item_code, VillageListLine.mode, VillageListLine.note)
        .where(VillageListLine.list_id == list_id)
        .order_by(VillageListLine.position)
    )
    return [Entry(row.item_code, row.mode, row.note or "") for row in rows]


def in_force(session: Session, hall_code: str) -> Listed | None:
    """The newest published list of a village, by columns the public may read; None when there is none."""
    newest = session.execute(
        select(VillageList.id, VillageList.number, VillageList.signed_by, VillageList.signed_as, VillageList.signed_on)
        .where(VillageList.hall_code == bindparam("hall", type_=String), VillageList.state == "published")
        .order_by(VillageList.number.desc())
        .limit(1),
        {"hall": hall_code},
    ).first()
    if newest is None:
        return None
    return Listed(
        newest.number, newest.signed_by, newest.signed_as, newest.signed_on, tuple(entries_of(session, newest.id))
    )


def _standing(session: HouseSession, hall: str) -> Sequence[Entry]:
    """What the list that holds says of items that are still in use."""
    newest = session.scalar(
        select(VillageList.id)
        .where(VillageList.hall_code == hall, VillageList.state == "published")
        .order_by(VillageList.number.desc())
        .limit(1)
    )
    entries = entries_of(session, newest) if newest is not None else []
    fit = {code for code, _name in items(session, {one.item_code for one in entries})}
    return [one for one in entries if one.item_code in fit]


def _require_known(session: HouseSession, entries: Iterable[Entry]) -> None:
    listed = list(entries)
    codes = {one.item_code for one in listed}
    if len(listed) > MOST_LINES:
        raise Refused("一份清单最多%(most)d项", most=MOST_LINES)
    if len(codes) < len(listed):
        raise Refused("同一个事项只能列一次")
    if any(one.mode not in VILLAGE_MODE for one in listed):
        raise Refused("请选择村级办理方式")
    if any(len(one.note) > 200 for one in listed):
        raise Refused("备注不能超过%(most)d个字", most=200)
    if codes - {code for code, _name in items(session, codes)}:
        raise Refused("清单里有已经停用或还没有发布的事项")


def _fill(session: HouseSession, draft: VillageList, entries: Iterable[Entry]) -> None:
    """Within a unit of work: these are the entries of a draft now."""
    for old in session.scalars(select(VillageListLine).where(VillageListLine.list_id == draft.id)):
        session.delete(old)
    session.flush()
    listed = list(entries)
    for number, one in enumerate(listed, start=1):
        session.add(
            VillageListLine(
                list_id=draft.id, position=number, item_code=one.item_code, mode=one.mode, note=one.note.strip() or None,
                hall_code=draft.hall_code, region_code=draft.region_code, department_code=None,
            )
        )  # fmt: skip
    records.stamp(draft)
    session.flush()
    audit.record(session, "changed", "village_list", str(draft.id), {"entries": len(listed)})


def _draft(session: HouseSession, list_id: int, version: int) -> VillageList:
    draft = session.get(VillageList, list_id)
    if draft is None:
        raise NotFound("没有这条记录")
    if draft.state != "draft":
        raise Conflict("这份清单已经公布，不能再改；请重新起草")
    if draft.version != version:
        raise Conflict(CHANGED)
    return draft
