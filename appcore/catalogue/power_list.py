"""权责清单 and the catalogue, both ways: entries matched, entries without an item, items without an entry; matches confirmed by a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from appcore import records
from appcore.access import audit
from appcore.access.placing import owner
from appcore.catalogue import item_lists
from appcore.catalogue.item_lists import ItemLine
from appcore.definition.powers import APPLIED_FOR, Candidate, Entry, Proposal, proposals
from appcore.errors import NotFound, Refused
from appcore.transaction import unit_of_work
from models.db import HouseSession
from models.item import Item
from models.power import PowerEntry, PowerMatch

PUBLIC_SERVICE = "public_service"


@dataclass(frozen=True, slots=True)
class Standing:
    """The two lists against each other. `matched`: pairs with how; `open`: entries that want an item; `bare`: items without an entry."""

    matched: tuple[tuple[PowerEntry, ItemLine, PowerMatch], ...]
    open: tuple[PowerEntry, ...]
    set_aside: tuple[PowerEntry, ...]
    bare: tuple[ItemLine, ...]
    proposed: tuple[Proposal, ...]


def standing(session: HouseSession, *, proposing: bool = True) -> Standing:
    """How the lists stand today. Public services are on no power list; cancelled items and ended entries count no more.

    Without `proposing` names are not compared, which takes a moment with thousands of them.
    """
    entries = list(session.scalars(select(PowerEntry).where(PowerEntry.valid_to.is_(None)).order_by(PowerEntry.code)))
    lines = {one.code: one for one in item_lists.lines(session)}
    by_code = {one.code: one for one in entries}
    pairs = list(session.scalars(select(PowerMatch).order_by(PowerMatch.entry_code, PowerMatch.item_code)))
    matched = tuple(
        (by_code[one.entry_code], lines[one.item_code], one)
        for one in pairs
        if one.entry_code in by_code and one.item_code in lines and lines[one.item_code].state != "cancelled"
    )
    with_item = {entry.code for entry, _line, _pair in matched}
    with_entry = {line.code for _entry, line, _pair in matched}
    rest = [one for one in entries if one.code not in with_item]
    wanting = tuple(one for one in rest if one.task_type in APPLIED_FOR and not one.no_item)
    leaves = [
        one for one in lines.values() if one.tier == "handling" and one.state != "cancelled" and one.kind == "power"
    ]
    bare = tuple(one for one in leaves if one.code not in with_entry)
    proposed = proposals(
        [Entry(one.code, one.name, one.task_type, one.department_code or "") for one in wanting if proposing],
        [_candidate(one) for one in leaves], {(one.entry_code, one.item_code) for _entry, _line, one in matched},
    )  # fmt: skip
    return Standing(matched, wanting, tuple(one for one in rest if one not in wanting), bare, proposed)


def _candidate(one: ItemLine) -> Candidate:
    codes = (one.catalog_code, one.local_catalog_code, one.task_code, one.local_task_code, one.handle_item_code)
    return Candidate(one.code, one.name, one.task_type, one.department, tuple(code for code in codes if code))


def confirm(pairs: Sequence[tuple[str, str]]) -> int:
    """确认匹配: entry and item of each pair; how they were found is worked out anew, so that nobody can claim it.

    Returns: how many. Raises: Refused (nothing chosen, or matched already), NotFound.
    """
    if not pairs:
        raise Refused("请至少选择一对", field="chosen")
    with unit_of_work() as session:
        found = {(one.entry, one.item): one.how for one in standing(session).proposed}
        for entry, item in dict.fromkeys(pairs):
            _require(session, entry, item)
            row = PowerMatch(entry_code=entry, item_code=item, how=found.get((entry, item), "hand"), owner_code=owner())
            records.stamp(row, new=True)
            session.add(row)
            audit.record(session, "power_matched", "power_entry", entry, {"item": item})
        session.flush()
        return len(set(pairs))


def _require(session: HouseSession, entry: str, item: str) -> None:
    if session.scalar(select(PowerEntry.id).where(PowerEntry.code == entry)) is None:
        raise NotFound("清单里没有这个权责事项")
    if session.scalar(select(Item.id).where(Item.code == item, Item.tier == "handling")) is None:
        raise Refused("没有这个事项，或者它不是最末级的事项", field="item")
    same = (PowerMatch.entry_code == entry) & (PowerMatch.item_code == item)
    if session.scalar(select(PowerMatch.id).where(same)) is not None:
        raise Refused("这一对已经匹配过", field="item")


def part(entry: str, item: str) -> None:
    """解除匹配. Raises: NotFound."""
    with unit_of_work() as session:
        same = (PowerMatch.entry_code == entry) & (PowerMatch.item_code == item)
        row = session.scalar(select(PowerMatch).where(same))
        if row is None:
            raise NotFound("没有这一对")
        session.delete(row)
        audit.record(session, "power_parted", "power_entry", entry, {"item": item})


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A line that was pasted and read."""

    code: str
    name: str
    task_type: str
    department: str
    body: str
    basis: str
    duty: str


def bring_in(lines: Sequence[NewEntry]) -> tuple[int, int]:
    """Write pasted lines: new codes are added, known ones brought up to date; all of them or none.

    Returns: how many were added and how many changed. Raises: Refused.
    """
    if not lines:
        raise Refused("没有可以导入的行", field="text")
    added = changed = 0
    with unit_of_work() as session:
        present = _present(session, {one.code for one in lines})
        for one in lines:
            values = {
                "name": one.name, "task_type": one.task_type, "department_code": one.department or None, "body": one.body or None,
                "basis": one.basis or None, "duty": one.duty or None,
            }  # fmt: skip
            row = present.get(one.code)
            if row is None:
                records.add(session, PowerEntry(code=one.code, owner_code=owner(), **values))
                added += 1
            elif any(getattr(row, name) != value for name, value in values.items()) or row.valid_to is not None:
                records.alter(session, row, {**values, "valid_to": None})
                changed += 1
    return added, changed


def _present(session: HouseSession, codes: Collection[str]) -> dict[str, PowerEntry]:
    return {one.code: one for one in session.scalars(select(PowerEntry).where(PowerEntry.code.in_(codes)))}
