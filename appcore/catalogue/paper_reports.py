"""要了两次 and 政府已有: papers that items in force ask for although they were asked for already, or the government has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import select

from appcore import clock
from appcore.catalogue.editions_in_force import in_force_query
from appcore.definition import conditions
from appcore.definition.checks.papers import is_same_paper
from appcore.definition.item import Material, Ref
from appcore.definition.verdict import N_
from appcore.folding import fold
from appcore.item_days import in_use
from models.bundle import Bundle, BundleItem
from models.db import HouseSession
from models.edition_parts import PARTS
from models.item import Edition, Item
from models.material_library import StandardMaterial

KINDS = {
    "within": N_("同一事项要了两次"),
    "bundle": N_("一件事里要了两次"),
    "issued": N_("本县自己出具"),
    "shared": N_("可共享，仍要求提供"),
    "government": N_("政府部门核发，仍要求提供"),
}
TWICE, HELD = ("within", "bundle", "issued"), ("shared", "government")


@dataclass(frozen=True, slots=True)
class Finding:
    """A material of an item in force that need not be asked for; `beside` is what it doubles, or who has it."""

    kind: str
    paper: str
    item_code: str
    item_name: str
    department: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A material of an item in force that the applicant must bring."""

    item_code: str
    item_name: str
    department: str
    material: Material


def findings(session: HouseSession) -> list[Finding]:
    """All of them, by kind, then by item."""
    asked = _asked(session)
    found = [
        *_within(asked), *_in_bundles(session, asked), *_issued(session, asked), *_held(session, asked),
    ]  # fmt: skip
    order = list(KINDS)
    return sorted(found, key=lambda one: (order.index(one.kind), one.item_code, one.paper))


def _asked(session: HouseSession) -> list[Asked]:
    """The materials that are not spared (免提交), of the items in use."""
    material: Any = PARTS["material"]
    query = (
        select(
            Item.code, Item.name.label("item_name"), Item.department_code, material.key, material.name, material.paper,
            material.condition, material.source_type, material.issuer,
        )
        .join(Edition, Edition.id == material.edition_id)
        .join(Item, Item.code == Edition.item_code)
        .where(Edition.id.in_(select(in_force_query().subquery().c.id)), material.exempt.is_not(True), in_use(clock.local_today()))
        .order_by(Item.code, material.position)
    )  # fmt: skip
    return [
        Asked(
            row.code, row.item_name, row.department_code,
            Material(
                key=row.key, name=row.name or "", paper=Ref(row.paper, "") if row.paper else None, source_type=row.source_type,
                issuer=row.issuer or "", condition=conditions.load(row.condition) if row.condition else None,
            ),
        )
        for row in session.execute(query)
    ]  # fmt: skip


def _within(asked: Iterable[Asked]) -> Iterator[Finding]:
    by_item: dict[str, list[Asked]] = {}
    for one in asked:
        by_item.setdefault(one.item_code, []).append(one)
    for rows in by_item.values():
        for before, after in combinations(rows, 2):
            if is_same_paper(before.material, after.material):
                yield _finding("within", after, before.material.name)


def _in_bundles(session: HouseSession, asked: Iterable[Asked]) -> Iterator[Finding]:
    """A paper that an item of a bundle asks for after an earlier one did; the union list shows it once."""
    by_item: dict[str, list[Asked]] = {}
    for one in asked:
        by_item.setdefault(one.item_code, []).append(one)
    query = (
        select(Bundle.code, Bundle.name, BundleItem.item_code)
        .join(BundleItem, BundleItem.bundle_code == Bundle.code)
        .order_by(Bundle.code, BundleItem.position, BundleItem.id)
    )
    before: dict[tuple[str, str], str] = {}
    for bundle, name, item in session.execute(query):
        for one in by_item.get(item, ()):
            key = (bundle, one.material.paper.code if one.material.paper else fold(one.material.name))
            if before.setdefault(key, one.item_name) != one.item_name:
                yield _finding("bundle", one, f"{name} · {before[key]}")


def _issued(session: HouseSession, asked: Iterable[Asked]) -> Iterator[Finding]:
    """A paper by the name of what another item of this county results in."""
    outcome: Any = PARTS["outcome"]
    query = (
        select(outcome.name, Item.code, Item.name.label("item_name"))
        .join(Edition, Edition.id == outcome.edition_id)
        .join(Item, Item.code == Edition.item_code)
        .where(Edition.id.in_(select(in_force_query().subquery().c.id)), in_use(clock.local_today()))
        .order_by(Item.code)
    )
    issued: dict[str, tuple[str, str]] = {}
    for row in session.execute(query):
        if row.name:
            issued.setdefault(fold(row.name), (row.code, row.item_name))
    names = {row.code: row.name for row in session.execute(select(StandardMaterial.code, StandardMaterial.name))}
    for one in asked:
        paper = one.material.paper
        for text in dict.fromkeys((one.material.name, names.get(paper.code, "") if paper else "")):
            by = issued.get(fold(text)) if text else None
            if by is not None and by[0] != one.item_code:
                yield _finding("issued", one, by[1])
                break


def _held(session: HouseSession, asked: Iterable[Asked]) -> Iterator[Finding]:
    papers = {row.code: row for row in session.scalars(select(StandardMaterial))}
    for one in asked:
        paper = papers.get(one.material.paper.code) if one.material.paper else None
        issuer = (paper.issuer if paper else None) or one.material.issuer
        if paper is not None and paper.shared:
            yield _finding("shared", one, issuer)
        elif "government" in ((paper.source_type if paper else None), one.material.source_type):
            yield _finding("government", one, issuer)


def _finding(kind: str, one: Asked, beside: str) -> Finding:
    return Finding(kind, one.material.name, one.item_code, one.item_name, one.department, beside)
