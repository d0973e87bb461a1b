"""The drift inbox: derived at reading from local values and editions, answered by the hall (decisions 53).

No row waits in a table and no job runs: what is not answered holds by `refine` — kinder values are kept, the others give
way — and a promise to the public is never lengthened by silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.catalogue.local import reading
from appcore.catalogue.local.offers import local_of, standard_of, write
from appcore.catalogue.local.reading import Line, Place, Valued
from appcore.catalogue.local.wanted import Ground, Local
from appcore.definition.drift import Began, Drift, bare, drifts
from appcore.definition.item import ItemDefinition
from appcore.definition.refine import PROMISED_DAYS, PROMISED_UNIT, refusal
from appcore.definition.verdict import Verdict
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import unit_of_work
from models.db import HouseSession
from models.item import Item
from models.offer import Offer

Choice = Literal["standard", "keep", "new"]
CHANGED_AGAIN = "标准刚又有变化，请看过新的内容再答复"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One local value of one hall that a new standard asks about, with the day until which to answer."""

    offer: Valued
    item: str
    place: Place
    drift: Drift
    standard: ItemDefinition
    in_force: int
    due: date

    @property
    def late(self) -> bool:
        return self.due < clock.local_today()

    @property
    def name(self) -> str:
        """What the answer is sent under."""
        return f"{self.offer.offer_id}.{self.drift.key}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the hall chose for one value, under the edition that it saw; `days` for a new promise."""

    offer_id: int
    key: str
    choice: Choice
    edition: int
    days: int | None = None


def drift_days() -> int:
    """Days within which a hall answers (setting)."""
    days: int = current_app.extensions["settings"].drift_days
    return days


def waiting(session: Session, offer_ids: Iterable[int] | None = None) -> list[Waiting]:
    """What is asked of the halls in sight, the earliest due first; five queries however many offers there are."""
    offers = reading.valued(session, offer_ids=offer_ids)
    lines = reading.lines(session, (one.item_code for one in offers))
    asked = [one for one in offers if one.item_code in lines and _has_newer(one, lines[one.item_code])]
    known = reading.contents(session, _needed(asked, lines))
    found = [(one, drift) for one in asked for drift in _drifts_of(one, lines[one.item_code], known)]
    names = _item_names(session, {one.item_code for one, _drift in found})
    places = reading.places(session, (one.hall_code for one, _drift in found))
    days = drift_days()
    rows = [
        Waiting(
            one, names.get(one.item_code, one.item_code), places.get(one.hall_code, Place(one.hall_code, one.region_code, "")), drift,
            known[lines[one.item_code].ids[-1]], lines[one.item_code].numbers[-1], reading.due(drift.since.on, days),
        )
        for one, drift in found
    ]  # fmt: skip
    return sorted(rows, key=lambda one: (one.due, one.offer.item_code, one.offer.hall_code, one.drift.key))


def _has_newer(offer: Valued, line: Line) -> bool:
    """Whether an edition began after one of the values was set; nothing is asked of an item that nothing is in force of."""
    return line.in_force and any(reading.seen_under(offer, line, key) < line.numbers[-1] for key in offer.values)


def _needed(offers: Sequence[Valued], lines: Mapping[str, Line]) -> set[int]:
    """The editions to be read: of each item those since the oldest that a value was set under."""
    oldest: dict[str, int] = {}
    for one in offers:
        seen = min(reading.seen_under(one, lines[one.item_code], key) for key in one.values)
        oldest[one.item_code] = min(seen, oldest.get(one.item_code, seen))
    return {
        edition
        for code, seen in oldest.items()
        for edition, number in zip(lines[code].ids, lines[code].numbers, strict=True)
        if number >= seen
    }


def _drifts_of(offer: Valued, line: Line, known: Mapping[int, ItemDefinition]) -> Sequence[Drift]:
    by_number = dict(zip(line.numbers, line.ids, strict=True))
    found: list[Drift] = []
    for key in offer.values:
        seen = reading.seen_under(offer, line, key)
        if key == PROMISED_UNIT or known.get(by_number.get(seen, 0)) is None:
            continue
        since: Sequence[Began] = reading.began(line, known, seen)
        found += [one for one in drifts({key: since[0].definition}, since[1:], offer.values) if one.key == key]
    return found


def _item_names(session: Session, codes: set[str]) -> dict[str, str]:
    return {row.code: row.name for row in session.execute(select(Item.code, Item.name).where(Item.code.in_(codes)))}


def answer(answers: Sequence[Answer]) -> int:
    """Answer for one or many values in one transaction; each offer gets one new revision.

    Returns: how many offers were written. Raises: NotFound, Conflict when the standard changed again, Refused with a
    sentence by `<offer id>.<key>` for what may not be chosen.
    """
    by_offer: dict[int, list[Answer]] = {}
    for one in answers:
        by_offer.setdefault(one.offer_id, []).append(one)
    with unit_of_work() as session:
        asked = {(one.offer.offer_id, one.drift.key): one for one in waiting(session, by_offer)}
        faults: dict[str, Verdict] = {}
        for offer_id, chosen in by_offer.items():
            faults |= _answer(session, offer_id, chosen, asked)
        if faults:
            raise Refused("请按提示修改后再提交", fields=faults)
    return len(by_offer)


def _answer(
    session: HouseSession, offer_id: int, chosen: Sequence[Answer], asked: Mapping[tuple[int, str], Waiting]
) -> dict[str, Verdict]:
    offer = session.get(Offer, offer_id)
    standard = standard_of(session, offer.item_code) if offer is not None else None
    if offer is None or standard is None:
        raise NotFound("没有这条记录")
    now = local_of(session, offer)
    values, grounds = dict(now.values), dict(now.grounds)
    faults: dict[str, Verdict] = {}
    for one in chosen:
        row = asked.get((offer_id, one.key))
        if row is None or row.in_force != one.edition:
            raise Conflict(CHANGED_AGAIN)
        refused = _chosen(one, row, values, grounds)
        if refused is not None:
            faults[row.name] = refused
    if not faults:
        remark = f"答复标准第{standard.number}版的变化"
        write(session, offer, Local(values, grounds, now.settings), now, remark, standard.definition)
    return faults


def _chosen(one: Answer, row: Waiting, values: dict[str, Any], grounds: dict[str, Ground]) -> Verdict | None:
    """Set the value as chosen; why it may not be, else None."""
    if one.choice == "standard":
        left = bare(values, [one.key])
        for key in set(values) - set(left):
            del values[key]
        grounds.pop(one.key, None)
        return None
    if one.choice == "keep" and row.drift.effect != "kinder":
        return refusal(row.standard, one.key, values[one.key]) or Verdict(CHANGED_AGAIN)
    if one.choice == "new":
        refused = refusal(row.standard, PROMISED_DAYS, one.days)
        if one.key != PROMISED_DAYS or refused is not None:
            return refused or Verdict(CHANGED_AGAIN)
        values[PROMISED_DAYS] = one.days
        values[PROMISED_UNIT] = row.standard.promised_unit
    grounds[one.key] = replace(grounds.get(one.key, Ground()), edition=row.in_force)
    return None


@dataclass(frozen=True, slots=True)
class TownCount:
    """How much a town has still to answer, and how much of it is late."""

    town: str
    name: str
    count: int
    late: int


def by_town(rows: Sequence[Waiting]) -> list[TownCount]:
    """The towns that have not answered, those with most overdue first."""
    found: dict[str, list[Waiting]] = {}
    for one in rows:
        found.setdefault(one.place.town, []).append(one)
    counts = [
        TownCount(town, some[0].place.town_name, len(some), sum(one.late for one in some))
        for town, some in found.items()
    ]
    return sorted(counts, key=lambda one: (-one.late, -one.count, one.town))


def has_values(session: Session) -> bool:
    """Whether any hall in sight has local values at all."""
    return bool(session.scalar(select(func.count(Offer.id)).where(Offer.revision > 0)))
