"""Where a new row belongs: its hall, region, department and owner, derived from what it hangs on, never typed twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app
from sqlalchemy import select

from appcore.access.principal import Person, current
from appcore.errors import Refused
from models.db import HouseSession
from models.item import Item
from models.offer import Offer
from models.place import Hall
from models.staff import Staff
from models.window import Window

PARENTS: tuple[tuple[str, type[Any]], ...] = (("offer_id", Offer), ("window_id", Window), ("staff_id", Staff))


def complete(session: HouseSession, model: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the scope columns that follow from them.

    Raises: Refused when the row would belong nowhere.
    """
    placed = dict(values)
    if model.scope_kind == "standard":
        placed.setdefault("owner_code", owner())
    elif model.scope_kind == "scoped":
        _place(session, model, placed)
    return placed


def follow(session: HouseSession, row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a change, with the region that follows when the row moves to another hall or parent."""
    placed = dict(values)
    moved = [name for name in ("hall_code", *dict(PARENTS)) if name in placed and placed[name] != getattr(row, name)]
    if row.scope_kind == "scoped" and moved:
        placed["region_code"] = None
        if "hall_code" not in placed:
            placed["hall_code"] = None
        _place(session, type(row), placed)
    return placed


def owner() -> str:
    """The place that owns standard rows written now: the writer's own widest place, else the county."""
    who = current()
    if isinstance(who, Person):
        own = sorted(
            grant.region_code for grant in who.grants if grant.kind in ("region", "department") and grant.region_code
        )
        if own:
            return own[0]
    return county()


def county() -> str:
    """The county of this installation."""
    code: str = current_app.extensions["settings"].county
    return code


def _place(session: HouseSession, model: type[Any], placed: dict[str, Any]) -> None:
    for column, parent_model in PARENTS:
        if not placed.get("hall_code") and placed.get(column) and column in model.__table__.columns:
            parent = session.get(parent_model, placed[column])
            if parent is not None:
                placed["hall_code"], placed["region_code"] = parent.hall_code, parent.region_code
                if placed.get("department_code") is None:
                    placed["department_code"] = parent.department_code
    if placed.get("hall_code") and not placed.get("region_code"):
        placed["region_code"] = session.scalar(select(Hall.region_code).where(Hall.code == placed["hall_code"]))
    if model is Offer and placed.get("item_code"):
        placed["department_code"] = session.scalar(select(Item.department_code).where(Item.code == placed["item_code"]))
    if not placed.get("region_code"):
        raise Refused("请选择所属的服务中心", field="hall_code")
