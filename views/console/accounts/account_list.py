"""The list of accounts: what its address asks for, its filters, its rows; and the words that the page of one account shares."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import abort, render_template, request, url_for
from sqlalchemy import select

from appcore.access import account_reading, permissions
from appcore.access.account_reading import Wanted
from appcore.access.principal import signed_in
from appcore.definition.verdict import N_
from models.account import User
from models.db import db, house_session
from models.place import Hall
from models.vocabulary import ROLE
from views.console import listing
from views.words import _

ACTIVE = (("yes", N_("在用")), ("no", N_("停用")))
COLUMNS = (N_("账号名"), N_("姓名"), N_("角色"), N_("所在中心"), N_("状态"), N_("最近登录"))


def page() -> Any:
    """The accounts that the address asks for, a page at a time."""
    wanted = _wanted()
    found, total = account_reading.page_of(house_session(), wanted)
    if wanted.page > 1 and not found:
        abort(404)
    halls = hall_names(found)
    rows = [
        (user.id, _cells(user, halls), {"show": url_for("AccountDesk.show", username=user.username)}) for user in found
    ]
    may_add = permissions.may(signed_in().roles, "console:account", "add")
    return render_template(
        "console/list.html", title=_("账号"), hint="", columns=[(one, _(one)) for one in COLUMNS], rows=rows,
        toolbar=_toolbar(wanted, total, len(found)), add_url=url_for("AccountDesk.add") if may_add else None,
        nothing=(), begin=None,
    )  # fmt: skip


def _wanted() -> Wanted:
    """What the address asks for; what is not on offer is told, never guessed."""
    arguments = request.args
    unknown = [name for name in arguments if name not in ("q", "f.role", "f.hall", "f.active", "page", "size")]
    if unknown:
        abort(400, _("地址中有不能识别的筛选条件：%(name)s", name=unknown[0][:40]))
    q = arguments.get("q", "").strip()[:50]
    if "\0" in q:
        abort(400, _("搜索内容含有不能识别的字符"))
    role, hall, active = (arguments.get(f"f.{name}", "") for name in ("role", "hall", "active"))
    known = (role in ("", *ROLE.slugs), hall in ("", *(code for code, _name in _halls())), active in ("", "yes", "no"))
    if not all(known):
        abort(400, _("“%(label)s”没有这个选项", label=_("筛选条件")))
    return Wanted(q, role, hall, active, listing.number_of("page", 1), listing.size_of())


def _halls() -> Any:
    return account_reading.halls_of_accounts(house_session())


def _toolbar(wanted: Wanted, total: int, shown: int) -> listing.Toolbar:
    offered: tuple[tuple[str, str, str, Any], ...] = (
        ("f.role", _("角色"), wanted.role, ROLE.choices),
        ("f.hall", _("所在中心"), wanted.hall_code, _halls()),
        ("f.active", _("状态"), wanted.active, ACTIVE),
    )
    filters = tuple(
        (name, label, [(value, _(words), value == now) for value, words in (("", N_("全部")), *choices)])
        for name, label, now, choices in offered
    )
    first = (wanted.page - 1) * wanted.size
    return listing.Toolbar(
        q=wanted.q, filters=filters, total=total, total_is_capped=False, showing_from=first + 1 if shown else 0,
        showing_to=first + shown, prev_url=listing.address(page=wanted.page - 1) if wanted.page > 1 else None,
        next_url=listing.address(page=wanted.page + 1) if total > first + shown else None, sort={}, sorted_by=None,
    )  # fmt: skip


def hall_names(users: Any) -> dict[str, str]:
    """The names of the halls of these accounts, by code."""
    codes = {user.hall_code for user in users} - {None}
    if not codes:
        return {}
    query = select(Hall.code, Hall.name).where(Hall.code.in_(codes))
    return {row[0]: row[1] for row in db.session.execute(query)}


def words_of(labels: Any) -> str:
    """Several words in one cell."""
    return "、".join(_(one) for one in labels)


def local_words(instant: datetime | None) -> str:
    """An instant of the accounts' own table, which keeps UTC without saying so, as civil time in words."""
    return listing.shown(instant.replace(tzinfo=UTC), {}) if instant else ""


def _cells(user: User, halls: dict[str, str]) -> Any:
    last = local_words(user.last_login)
    state = _("在用") if user.active else _("停用")
    roles = words_of(account_reading.role_words(user))
    return [
        user.username,
        f"{user.last_name}{user.first_name}",
        roles,
        halls.get(user.hall_code or "", ""),
        state,
        last,
    ]
