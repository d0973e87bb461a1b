"""Search everything: items by any of their names, cases by number or applicant, staff by name — within my scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import or_, select

from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.catalogue.matcher import Searchable, rank
from models.case import Case
from models.db import db
from models.item import Item, ItemAlias
from models.staff import Staff
from views.console.listing import escape_like
from views.words import _

MOST = 8


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    note: str
    url: str


class Search(BaseView):
    """`/console/search?q=`: one list for each kind of thing that the person may open."""

    route_base = "/search"
    class_permission_name = "console:home"
    default_view = "everything"
    method_permission_name = {"everything": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("")
    @has_access
    @permission_name("show")
    def everything(self) -> Any:
        q = request.args.get("q", "").strip().replace("\0", "")[:50]
        groups = [(title, found) for title, found in _groups(q) if found] if q else []
        return render_template("console/search.html", title=_("搜索"), q=q, groups=groups)


def _groups(q: str) -> list[tuple[str, list[Hit]]]:
    roles = signed_in().roles
    kinds = (("item", _("事项"), _items), ("case", _("办件"), _cases), ("staff", _("工作人员"), _staff))
    return [(title, find(q)) for noun, title, find in kinds if permissions.may(roles, f"console:{noun}", "show")]


def _items(q: str) -> list[Hit]:
    aliases: dict[str, list[str]] = {}
    for code, text in db.session.execute(select(ItemAlias.item_code, ItemAlias.text)):
        aliases.setdefault(code, []).append(text)
    rows = {row.code: row for row in db.session.execute(select(Item.id, Item.code, Item.name)).all()}
    entries = [Searchable(code, row.name, tuple(aliases.get(code, ()))) for code, row in rows.items()]
    found = [rows[q]] if q in rows else [rows[match.entry.code] for match in rank(q, entries, MOST)]
    return [Hit(row.name, row.code, url_for("ItemPage.show", pk=row.id)) for row in found]


def _cases(q: str) -> list[Hit]:
    like = f"{escape_like(q)}%"
    fits = or_(Case.number.like(like, escape="\\"), Case.applicant_name.like(like, escape="\\"))
    rows = db.session.execute(
        select(Case.number, Case.applicant_name, Item.name)
        .join(Item, Item.code == Case.item_code)
        .where(fits)
        .order_by(Case.id.desc())
        .limit(MOST)
    )
    return [
        Hit(row.number, f"{row.applicant_name} · {row.name}", url_for("CaseDesk.case", number=row.number))
        for row in rows
    ]


def _staff(q: str) -> list[Hit]:
    like = f"%{escape_like(q)}%"
    fits = or_(Staff.name.like(like, escape="\\"), Staff.staff_number.like(like, escape="\\"))
    rows = db.session.execute(
        select(Staff.id, Staff.name, Staff.staff_number).where(fits).order_by(Staff.id).limit(MOST)
    )
    return [Hit(row.name, row.staff_number, url_for("StaffPage.show", pk=row.id)) for row in rows]
