"""Which acts an edition's or item's page offers now: only those that its state and the person's roles allow."""

from __future__ import annotations

from typing import Any

from flask import g, url_for
from sqlalchemy import select

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import Person, current
from appcore.catalogue.editions import EDITABLE
from appcore.catalogue.editions_in_force import edition_in_force, in_force_query, stage
from appcore.definition.verdict import N_
from models.account import User
from models.db import db, house_session
from models.item import EditionEvent
from views.console.resource import Button
from views.words import _

BY_STATE: dict[str, tuple[tuple[str, str, str], ...]] = {
    "draft": (("submit", N_("送审"), "primary"),),
    "returned": (("submit", N_("重新送审"), "primary"),),
    "submitted": (("approve", N_("审定"), "primary"), ("return", N_("退回"), "default")),
    "approved": (("publish", N_("发布"), "primary"), ("return", N_("退回"), "default")),
    "published": (("withdraw", N_("停用"), "danger"),),
}
SCHEDULED = (("cancel", N_("撤销待生效版本"), "danger"),)


def _waits(edition: Any) -> bool:
    """Whether a published edition has not begun: it can be cancelled, and only one in force can be withdrawn."""
    return bool(edition.state == "published" and edition.effective_from > clock.local_now())


def edition_buttons(edition: Any) -> list[Button]:
    who = current()
    roles = who.roles if isinstance(who, Person) else frozenset()
    buttons = [
        Button(_(label), url_for("EditionActs.act", pk=edition.id, act=act), "get" if act in ASKS else "post", tone)
        for act, label, tone in (SCHEDULED if _waits(edition) else BY_STATE.get(edition.state, ()))
        if permissions.may(roles, "console:edition", act)
    ]
    buttons.append(Button(_("流程和环节"), url_for("FlowDesk.steps", pk=edition.id), "get"))
    if edition.state in EDITABLE and permissions.may(roles, "console:edition", "edit"):
        buttons.append(Button(_("设计表单"), url_for("EditionDesign.form", pk=edition.id), "get"))
    if edition.state in ("draft", "submitted", "returned", "approved"):
        buttons.append(Button(_("预览与检查"), url_for("EditionActs.preview", pk=edition.id), "get"))
        buttons.append(Button(_("试填"), url_for("TrialDesk.trial", pk=edition.id), "get"))
    return buttons


def edition_stage(edition: Any) -> str:
    """草稿, 送审 …, and for published ones by date 待生效, 现行, 已替代, 已停用; what is in force is asked once a request."""
    if "in_force" not in g:
        g.in_force = set(db.session.scalars(select(in_force_query().subquery().c.id)))
    return _(stage(edition.state, edition.effective_from, edition.id in g.in_force))


def submitter(edition: Any) -> str:
    """Who submitted, by name."""
    return _name_of(edition.submitted_by)


def actor_name(entry: Any) -> str:
    """Who acted on an edition, by name."""
    return _name_of(entry.actor)


def _name_of(username: str | None) -> str:
    """The name of an account: accounts are few, so their names are read once a request."""
    if "account_names" not in g:
        rows = db.session.execute(select(User.username, User.last_name, User.first_name))
        g.account_names = {row.username: f"{row.last_name}{row.first_name}" for row in rows}
    if username in (None, "system"):
        return _("系统") if username else ""
    return str(g.account_names.get(username) or _("已停用的账号"))


def returned_with(edition: Any) -> str:
    """The remark with which an edition was returned, while it is."""
    if edition.state != "returned":
        return ""
    event = db.session.execute(
        select(EditionEvent.actor, EditionEvent.reason)
        .where(EditionEvent.edition_id == edition.id, EditionEvent.act == "returned")
        .order_by(EditionEvent.id.desc())
    ).first()
    return _("%(who)s退回：%(reason)s", who=_name_of(event.actor), reason=event.reason or "") if event else ""


ASKS = frozenset({"return", "publish", "withdraw", "cancel"})


def item_buttons(item: Any) -> list[Button]:
    who = current()
    roles = who.roles if isinstance(who, Person) else frozenset()
    buttons = [Button(_("编码和状态"), url_for("ItemCodes.item", code=item.code), "get")]
    if item.tier != "handling":
        return buttons
    if permissions.may(roles, "console:edition", "draft") and item.state != "cancelled":
        buttons.append(Button(_("起草新版本"), url_for("EditionActs.draft", code=item.code), "post", "primary"))
    if permissions.may(roles, "console:blank_form", "show") and edition_in_force(house_session(), item.code):
        buttons.append(Button(_("空白申请表"), url_for("BlankForm.form", code=item.code), "get"))
    return buttons
