"""Search everything: items by any of their names, cases by number or person, staff by name — within my scope.

The box posts: names and numbers of people do not stand in addresses (R79). What comes by address finds no person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import or_, select

from appcore.access import permissions
from appcore.access.handling import Names
from appcore.access.principal import signed_in
from appcore.casework import person_search
from appcore.catalogue import bundle_search, miss_counts
from appcore.catalogue.whole_catalogue import whole_catalogue
from appcore.definition import identity
from models.case import Case
from models.db import db, house_session
from models.item import Item
from models.staff import Staff
from views.console.finding import item_ids
from views.console.listing import escape_like
from views.search_words import why
from views.words import _

MOST = 8


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    note: str
    url: str
    is_sure: bool = True


class Search(BaseView):
    """`/console/search?q=`: one list for each kind of thing that the person may open."""

    route_base = "/search"
    class_permission_name = "console:home"
    default_view = "everything"
    method_permission_name = {"everything": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("", methods=["GET", "POST"])
    @has_access
    @permission_name("show")
    def everything(self) -> Any:
        posted = request.method == "POST"
        q = searchable(request.form if posted else request.args)
        if not posted and identity.looks_like_a_person(q):
            q = ""
        groups = [(title, found) for title, found in _groups(q, of_people=posted) if found] if q else []
        if q and not any(hit.is_sure for _title, found in groups for hit in found):
            miss_counts.note(q, "console")
        return render_template("console/search.html", title=_("搜索"), q=q, groups=groups)


def searchable(typed: Any) -> str:
    """What was typed into a search box, as far as a database can look for it."""
    text = "".join(one for one in str(typed.get("q", "")) if not 0xD800 <= ord(one) <= 0xDFFF)
    return text.strip().replace("\0", "")[:50]


def _groups(q: str, *, of_people: bool) -> list[tuple[str, list[Hit]]]:
    roles = signed_in().roles
    kinds = (
        ("bundle", _("一件事"), _matters),
        ("item", _("事项"), _items),
        ("case", _("办件"), _cases),
        ("staff", _("工作人员"), _staff),
    )
    hits = {noun: find(q) for noun, _title, find in kinds if permissions.may(roles, f"console:{noun}", "show")}
    found = [(title, hits[noun]) for noun, title, _find in kinds if noun in hits]
    is_a_thing = any(hit.is_sure for hit in (*hits.get("bundle", ()), *hits.get("item", ()), *hits.get("case", ())))
    if of_people and not is_a_thing and permissions.may(roles, "console:person", "find"):
        found.append((_("办件（按当事人）"), cases_of(person_search.find(house_session(), q)[:MOST])))
    return found


def cases_of(cases: Iterable[Case]) -> list[Hit]:
    """Cases as hits: number, applicant as this reader sees the name, item."""
    listed = list(cases)
    names = Names(house_session(), listed)
    wanted = {one.item_code for one in listed}
    items = {row[0]: row[1] for row in db.session.execute(select(Item.code, Item.name).where(Item.code.in_(wanted)))}
    return [
        Hit(
            one.number,
            f"{names.of(one, one.applicant_name)} · {items.get(one.item_code, '')}",
            url_for("CaseDesk.case", number=one.number),
        )
        for one in listed
    ]


def _items(q: str) -> list[Hit]:
    """What the whole catalogue has for it, as far as the person may open it."""
    found = whole_catalogue().find(q, MOST * 3, loosely=True)
    ids = item_ids(one.item.code for one in found)
    return [
        Hit(one.item.name, " · ".join(filter(None, (one.item.code, why(one)))), url, is_sure=one.is_sure)
        for one in found
        if (pk := ids.get(one.item.code)) and (url := url_for("ItemPage.show", pk=pk))
    ][:MOST]


def _matters(q: str) -> list[Hit]:
    """The bundles that the public finds for it too."""
    return [
        Hit(said.name, said.lead, url_for("BundleDesk.preview", code=said.code))
        for said in (one.definition for one in bundle_search.asked_for(q, whole_catalogue(), house_session()))
    ]


def _cases(q: str) -> list[Hit]:
    like = f"{escape_like(q)}%"
    query = select(Case).where(Case.number.like(like, escape="\\")).order_by(Case.id.desc()).limit(MOST)
    return cases_of(db.session.scalars(query))


def _staff(q: str) -> list[Hit]:
    like = f"%{escape_like(q)}%"
    fits = or_(Staff.name.like(like, escape="\\"), Staff.staff_number.like(like, escape="\\"))
    rows = db.session.execute(
        select(Staff.id, Staff.name, Staff.staff_number).where(fits).order_by(Staff.id).limit(MOST)
    )
    return [Hit(row.name, row.staff_number, url_for("StaffPage.show", pk=row.id)) for row in rows]
