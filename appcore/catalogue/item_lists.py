"""The catalogue as lists: each item with what its edition in force says of its kind, and as the tree of main, sub- and handling items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from appcore import clock
from appcore.catalogue.editions import OPEN
from appcore.catalogue.editions_in_force import in_force_query
from appcore.folding import fold, sounds_like
from appcore.item_days import state_on
from models.db import HouseSession
from models.item import Edition, Item

PUBLIC_SERVICE = "public_service"
ELEMENTS = (
    "task_type", "service_class", "service_domain", "worked_in", "agent_allowed", "task_code", "local_catalog_code", "local_task_code",
    "handle_item_code",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """An item, its state today, and of its edition in force the elements that lists go by; `draft` is the state of one being written."""

    code: str
    name: str
    tier: str
    parent: str
    department: str
    catalog_code: str
    state: str
    edition: int | None = None
    draft: str = ""
    task_type: str = ""
    service_class: str = ""
    service_domain: str = ""
    worked_in: str = ""
    agent_allowed: str = ""
    task_code: str = ""
    local_catalog_code: str = ""
    local_task_code: str = ""
    handle_item_code: str = ""

    @property
    def kind(self) -> str:
        """ "service" 公共服务, "power" 行政权力, "" while nothing in force says."""
        return "" if not self.task_type else "service" if self.task_type == PUBLIC_SERVICE else "power"

    def is_called(self, query: str) -> bool:
        """Whether its name or a code holds what was typed, or its name is spelt so."""
        sought = fold(query)
        texts = (self.name, self.code, self.catalog_code, self.task_code, self.local_catalog_code)
        return any(sought in fold(text) for text in texts if text) or sounds_like(query, self.name)


def lines(session: HouseSession) -> list[ItemLine]:
    """All items that the person may see, in the order of their codes."""
    in_force = in_force_query().subquery()
    said = [getattr(Edition, name) for name in ELEMENTS]
    query = (
        select(
            Item.code, Item.name, Item.tier, Item.parent_code, Item.department_code, Item.catalog_code, Item.state, Item.state_from,
            Item.state_until, in_force.c.number, *said,
        )
        .outerjoin(in_force, in_force.c.item_code == Item.code)
        .outerjoin(Edition, Edition.id == in_force.c.id)
        .order_by(Item.code)
    )  # fmt: skip
    drafts = {
        row.item_code: row.state
        for row in session.execute(select(Edition.item_code, Edition.state).where(Edition.state.in_(OPEN)))
    }
    today = clock.local_today()
    return [
        ItemLine(
            code=row.code, name=row.name, tier=row.tier, parent=row.parent_code or "", department=row.department_code,
            catalog_code=row.catalog_code or "", state=state_on(row.state, row.state_from, row.state_until, today),
            edition=row.number, draft=drafts.get(row.code, ""), **{name: getattr(row, name) or "" for name in ELEMENTS},
        )
        for row in session.execute(query)
    ]  # fmt: skip


Wanted = Mapping[str, str]
"""Filters: the name of a property of `ItemLine` and the value it must have; empty values are no filters."""


def fitting(listed: Iterable[ItemLine], wanted: Wanted, query: str = "") -> list[ItemLine]:
    """The lines that pass all filters and hold what was typed."""
    asked = {name: value for name, value in wanted.items() if value}
    return [
        one
        for one in listed
        if all(getattr(one, name) == value for name, value in asked.items()) and (not query or one.is_called(query))
    ]


def counted(listed: Iterable[ItemLine], by: str) -> list[tuple[str, int]]:
    """How many lines each value of a property has, the most frequent first; the parts add to the whole."""
    found = Counter(str(getattr(one, by)) for one in listed)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


@dataclass(frozen=True, slots=True)
class Branch:
    """An item of the tree with what stands under it; `leaves` counts the handling items below, itself when it is one."""

    line: ItemLine
    children: tuple[Branch, ...]
    leaves: int
    hit: bool = True


def tree(listed: Sequence[ItemLine], is_wanted: Callable[[ItemLine], bool] = lambda _line: True) -> tuple[Branch, ...]:
    """The items under their parents. Of the unwanted ones those are kept that have a wanted one below, unmarked.

    An item whose parent is not there, or that stands under itself, is a root: nothing is lost from sight.
    """
    known = {one.code for one in listed}
    under: dict[str, list[ItemLine]] = {}
    for one in listed:
        under.setdefault(one.parent if one.parent in known and one.parent != one.code else "", []).append(one)
    placed: set[str] = set()
    made = tuple(_branch(one, under, placed) for one in under.get("", ()))
    lost = [one for one in listed if one.code not in placed]  # they stand in a circle
    made += tuple(_branch(replace(one, parent=""), under, placed) for one in lost if one.code not in placed)
    return tuple(kept for one in made if (kept := _kept(one, is_wanted)) is not None)


def _branch(line: ItemLine, under: Mapping[str, Sequence[ItemLine]], placed: set[str]) -> Branch:
    placed.add(line.code)
    children = tuple(_branch(one, under, placed) for one in under.get(line.code, ()) if one.code not in placed)
    return Branch(line, children, sum(one.leaves for one in children) if children else int(line.tier == "handling"))


def _kept(branch: Branch, is_wanted: Callable[[ItemLine], bool]) -> Branch | None:
    hit = is_wanted(branch.line)
    children = tuple(kept for one in branch.children if (kept := _kept(one, is_wanted)) is not None)
    if not hit and not children:
        return None
    return replace(
        branch, children=children, hit=hit, leaves=sum(one.leaves for one in children) if children else branch.leaves
    )


def values_of(listed: Iterable[ItemLine], name: str, beside: Collection[str] = ()) -> list[str]:
    """The values that a property has among the lines, for a filter."""
    return sorted({str(getattr(one, name)) for one in listed} - {"", *beside})
