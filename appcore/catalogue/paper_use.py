"""Who asks for a paper: the items in force and the drafts whose materials rest on it. Rows are frozen with their edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from appcore.catalogue.editions import OPEN
from appcore.catalogue.editions_in_force import in_force_query
from models.db import HouseSession
from models.edition_parts import PARTS
from models.item import Edition, Item
from models.material_library import PaperMerge, StandardMaterial


@dataclass(frozen=True, slots=True)
class Use:
    """A material of an edition that rests on a paper. `edition_state` is "in_force" or that of the draft."""

    item_code: str
    item_name: str
    department_code: str
    edition_id: int
    edition_state: str
    name: str
    necessity: str | None
    exempt: bool


def _in_force_ids() -> Any:
    return select(in_force_query().subquery().c.id)


def uses(session: HouseSession, paper_code: str) -> list[Use]:
    """In force first, then drafts; each in the order of item codes."""
    material: Any = PARTS["material"]
    in_force = Edition.id.in_(_in_force_ids())
    rows = session.execute(
        select(
            Edition.item_code, Item.name.label("item_name"), Item.department_code, Edition.id, Edition.state, in_force.label("holds"),
            material.name, material.necessity, material.exempt,
        )
        .join(Edition, Edition.id == material.edition_id)
        .join(Item, Item.code == Edition.item_code)
        .where(material.paper == paper_code, or_(in_force, Edition.state.in_(OPEN)))
        .order_by(Edition.item_code, material.position)
    )  # fmt: skip
    found = [
        Use(
            row.item_code, row.item_name, row.department_code, row.id, "in_force" if row.holds else row.state, row.name or "",
            row.necessity, bool(row.exempt),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.edition_state != "in_force")


def items_with(session: HouseSession, paper_code: str) -> set[str]:
    """The codes of the items that ask for a paper, in force or in a draft."""
    material: Any = PARTS["material"]
    query = select(Edition.item_code).join(material, material.edition_id == Edition.id)
    holds: ColumnElement[bool] = or_(Edition.id.in_(_in_force_ids()), Edition.state.in_(OPEN))
    return set(session.scalars(query.where(material.paper == paper_code, holds)))


def counts(session: HouseSession, codes: Iterable[str]) -> dict[str, int]:
    """How many items in force ask for each of these papers."""
    material: Any = PARTS["material"]
    query = (
        select(material.paper, func.count(func.distinct(Edition.item_code)))
        .join(Edition, Edition.id == material.edition_id)
        .where(material.paper.in_(list(codes)), Edition.id.in_(_in_force_ids()))
        .group_by(material.paper)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def merges(session: HouseSession, paper_code: str) -> list[PaperMerge]:
    """The merges that a paper took part in, the newest first."""
    part = or_(PaperMerge.from_code == paper_code, PaperMerge.into_code == paper_code)
    return list(session.scalars(select(PaperMerge).where(part).order_by(PaperMerge.id.desc())))


def names(session: HouseSession) -> dict[str, str]:
    """The papers by code, those that were ended too."""
    return {row.code: row.name for row in session.execute(select(StandardMaterial.code, StandardMaterial.name))}
