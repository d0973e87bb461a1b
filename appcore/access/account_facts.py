"""What an account is, in values: its roles, its grants, what the trail says of it, and a stamp of its state."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import select

from appcore import clock
from appcore.access.principal import Grant
from models.account import ScopeGrant, User
from models.db import HouseSession
from models.vocabulary import GRANT_KIND


def roles_of(user: User) -> frozenset[str]:
    return frozenset(role.name for role in user.roles)


def as_grant(row: ScopeGrant) -> Grant:
    """A grant's row as a value, whether it is in force or not."""
    return Grant(row.kind, row.hall_code, row.region_code, row.department_code, tuple(row.item_codes or ()))


def describe(row: ScopeGrant | Grant) -> str:
    """A grant in one line for the trail: kind, codes and days."""
    codes = [row.hall_code, row.region_code, row.department_code, *(row.item_codes or ())]
    starts, ends = getattr(row, "valid_from", None), getattr(row, "valid_to", None)
    days = f"{starts or ''}–{ends or ''}" if starts or ends else ""
    return " ".join(one for one in (GRANT_KIND.label_of(row.kind), *codes, days) if one)


def facts(user: User) -> dict[str, Any]:
    """What the trail keeps of an account before and after."""
    return {
        "role": sorted(roles_of(user)), "name": f"{user.last_name}{user.first_name}", "hall_code": user.hall_code,
        "department_code": user.department_code, "staff_id": user.staff_id,
    }  # fmt: skip


def stamp(user: User) -> str:
    """The state of an account in a word, which its form carries: who saves another one than was read is told so."""
    text = json.dumps([facts(user), user.active], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def living(session: HouseSession, user: User) -> list[ScopeGrant]:
    """The grants that are in force or will be."""
    today = clock.local_today()
    rows = session.scalars(select(ScopeGrant).where(ScopeGrant.account_id == user.id).order_by(ScopeGrant.id))
    return [row for row in rows if row.valid_to is None or row.valid_to >= today]
