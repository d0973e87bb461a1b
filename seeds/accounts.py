"""The demo accounts (interfaces.md): who they are, and what each may see (decisions 3, 52)."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from werkzeug.security import generate_password_hash

from appcore.access import accounts
from appcore.access.principal import Grant
from models.db import HouseSession
from models.place import Hall
from models.staff import Staff
from seeds.staff import staff_of

COUNTY, LINGXI, QIANKU = "330327000000", "330327100000", "330327104000"
FILE = "demo-accounts.json"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """`scope`: "hall" (this hall only), "region" (the place and below) or "department" (its line in the place)."""

    username: str
    role: str
    name: str
    place: str
    scope: str
    hall_code: str | None = None
    department_code: str | None = None

    @property
    def grant(self) -> Grant:
        if self.scope == "hall":
            return Grant("hall", hall_code=self.hall_code)
        return Grant(self.scope, region_code=self.place, department_code=self.department_code)


def _county(username: str, role: str, name: str) -> DemoAccount:
    return DemoAccount(username, role, name, COUNTY, "region")


def _in_hall(username: str, role: str, name: str, place: str, scope: str = "hall") -> DemoAccount:
    return DemoAccount(username, role, name, place, scope, f"{place}-01")


ACCOUNTS = (
    _county("admin", "system_admin", "样例系统管理员"),
    _county("security", "security_admin", "样例安全管理员"),
    _county("auditor", "auditor", "样例审计员"),
    _county("county_editor", "county_editor", "样例县级编辑"),
    _county("county_reviewer", "county_reviewer", "样例县级审核"),
    DemoAccount("civil_editor", "department_editor", "样例民政编辑", COUNTY, "department", None, "mzj"),
    _in_hall("county_hall_admin", "hall_admin", "样例县中心管理员", COUNTY),
    _in_hall("county_clerk", "clerk", "", COUNTY),
    _in_hall("lingxi_admin", "hall_admin", "样例灵溪管理员", LINGXI, "region"),
    _in_hall("lingxi_clerk", "clerk", "", LINGXI),
    _in_hall("lingxi_decider", "decider", "", LINGXI),
    _in_hall("lingxi_leader", "leader", "", LINGXI),
    DemoAccount("lingxi_agent", "agent", "", LINGXI, "hall"),
    _in_hall("qianku_admin", "hall_admin", "样例钱库管理员", QIANKU, "region"),
    _in_hall("qianku_clerk", "clerk", "", QIANKU),
    _county("supervisor", "supervisor", "样例督查员"),
)
"""An empty name is that of the worker whose posts the account has."""


def load_accounts(session: HouseSession, hashed: Mapping[str, str]) -> dict[str, Any]:
    """Within a unit of work: all demo accounts; `hashed` are their passwords by user name."""
    for one in ACCOUNTS:
        account = _placed(session, one)
        staff_id = staff_of(session, account.hall_code, account.role) if account.hall_code else None
        staff = session.get(Staff, staff_id) if staff_id else None
        accounts.insert(
            session, account.username, hashed=hashed[account.username], role=account.role,
            name=account.name or (staff.name if staff else account.username), hall_code=account.hall_code,
            department_code=account.department_code, grants=(account.grant,), staff_id=staff_id, demo=True,
        )  # fmt: skip
    return {"accounts": len(ACCOUNTS)}


def _placed(session: HouseSession, one: DemoAccount) -> DemoAccount:
    """The village agent works in the first village room of the town."""
    if one.role != "agent":
        return one
    room = session.scalar(
        select(Hall.code).where(Hall.kind == "village_room", Hall.code.between(one.place, f"{one.place[:9]}999-99"))
        .order_by(Hall.code).limit(1)
    )  # fmt: skip
    return DemoAccount(one.username, one.role, one.name, one.place, one.scope, room)


def hash_each(passwords: Mapping[str, str], method: str = "scrypt") -> dict[str, str]:
    """Password hashes by user name, made side by side; equal passwords are hashed once. `method`: Werkzeug's, with its costs."""
    different = sorted(set(passwords.values()))
    with ThreadPoolExecutor() as pool:
        made = dict(zip(different, pool.map(partial(generate_password_hash, method=method), different), strict=True))
    return {username: made[password] for username, password in passwords.items()}


def write_passwords(folder: Path, session: HouseSession) -> dict[str, str]:
    """Draw a password for each account and write the list for the owner of the installation alone (0600).

    Returns: the passwords by user name.
    """
    passwords = {one.username: secrets.token_urlsafe(12) for one in ACCOUNTS}
    rows = [
        {
            "username": one.username,
            "password": passwords[one.username],
            "role": one.role,
            "hall": _placed(session, one).hall_code or "",
        }
        for one in ACCOUNTS
    ]
    part = folder / f"{FILE}.part"
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        json.dump(rows, handle, ensure_ascii=False, indent=1)
    part.replace(folder / FILE)
    return passwords
