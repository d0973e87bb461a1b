"""Home 待办: what waits for me, by role, each with its number and one click to the work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask_appbuilder import IndexView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import func, select

from appcore.access import permissions
from appcore.access.principal import Person, signed_in
from models.case import Case
from models.db import db
from models.item import Edition, Item
from views.words import _


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that waits: how many, in words, where to go."""

    title: str
    count: int
    hint: str
    href: str
    tone: str = "grey"


class Home(IndexView):
    route_base = "/"
    class_permission_name = "console:home"

    @expose("/")
    @has_access
    @permission_name("show")
    def index(self) -> Any:
        who = signed_in()
        return render_template("console/home.html", title=_("今天要做的事"), who=who, cards=waiting_for(who))


def waiting_for(who: Person) -> list[Card]:
    """The cards of a person: only what his roles may open."""
    cards: list[Card] = []

    def may(noun: str, verb: str) -> bool:
        return permissions.may(who.roles, f"console:{noun}", verb)

    def editions(state: str) -> int:
        return db.session.scalar(select(func.count(Edition.id)).where(Edition.state == state)) or 0

    if may("edition", "submit"):
        cards.append(
            _card(
                _("被退回的版本"),
                editions("returned"),
                _("按审核意见修改后重新送审"),
                "EditionPage",
                "returned",
                "amber",
            )
        )
        cards.append(_card(_("正在起草的版本"), editions("draft"), _("写完后送审"), "EditionPage", "draft"))
    if may("edition", "approve"):
        cards.append(
            _card(
                _("等待审定的版本"),
                editions("submitted"),
                _("逐条核对后审定或退回"),
                "EditionPage",
                "submitted",
                "amber",
            )
        )
        cards.append(
            _card(_("已审定待发布"), editions("approved"), _("选择今天或以后的日期发布"), "EditionPage", "approved")
        )
    if may("case", "list"):
        for state, words, tone in (("received", _("已收件待受理"), "amber"), ("accepted", _("办理中"), "grey")):
            count = db.session.scalar(select(func.count(Case.id)).where(Case.state == state)) or 0
            cards.append(_card(words, count, _("按到期先后处理"), "CasePage", state, tone))
    if not cards and may("item", "list"):
        count = db.session.scalar(select(func.count(Item.id)).where(Item.state == "in_use")) or 0
        cards.append(Card(_("在用事项"), count, _("查看全县标准事项"), url_for("ItemPage.list")))
    return cards


def _card(title: str, count: int, hint: str, endpoint: str, state: str, tone: str = "grey") -> Card:
    return Card(title, count, hint, f"{url_for(f'{endpoint}.list')}?f.state={state}", tone if count else "grey")
