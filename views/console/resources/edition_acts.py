"""Which acts an edition's or item's page offers now: only those that its state and the person's roles allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import g, url_for
from sqlalchemy import select

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import Person, current
from appcore.catalogue import remarks
from appcore.catalogue.edition_rules import ACTS, Standing, hindered
from appcore.catalogue.edition_standing import standing
from appcore.catalogue.editions import EDITABLE, OPEN
from appcore.catalogue.editions_in_force import edition_in_force, in_force_query, stage
from appcore.definition.verdict import N_
from appcore.item_days import state_of
from models.account import User
from models.db import db, house_session
from models.item import Edition, EditionEvent
from views.console.resource import Button, Finding
from views.days import day_words
from views.words import _, spoken

ASKS = frozenset({"return", "publish", "withdraw", "cancel"})
"""Acts that ask for a day, a reason or more before they are done."""
LOOKS: dict[str, tuple[str, str]] = {
    "submit": (N_("送审"), "primary"),
    "approve": (N_("审定"), "primary"),
    "return": (N_("退回"), "default"),
    "publish": (N_("发布"), "primary"),
    "cancel": (N_("撤销待生效版本"), "danger"),
    "withdraw": (N_("停用"), "danger"),
    "restore": (N_("恢复为草稿"), "default"),
}
"""What the button of each act says, and its tone."""


def edition_buttons(edition: Any) -> list[Button]:
    """The acts that may be done now, those of the person's roles that may not with the reason, and the pages of the edition."""
    who = current()
    roles = who.roles if isinstance(who, Person) else frozenset()
    here = standing(house_session(), edition)
    found, not_now = [], []
    for act in (one for one in ACTS if permissions.may(roles, "console:edition", one)):
        words, tone = LOOKS[act]
        label = _("重新送审") if act == "submit" and edition.state == "returned" else _(words)
        why = hindered(act, here)
        if why is not None:
            not_now.append(Button(label, "", why=spoken(why), see=_seen(act, edition, here)))
        else:
            url = url_for("EditionActs.act", pk=edition.id, act=act)
            found.append(Button(label, url, "get" if act in ASKS else "post", tone))
    return [*found, *_pages(edition, roles, here.unsettled), *not_now]


def _seen(act: str, edition: Any, here: Standing) -> str:
    """Where what stands in the way of an act is read, if it is read anywhere."""
    if act == "approve" and here.errors:
        return url_for("EditionActs.preview", pk=edition.id)
    if act in ("approve", "publish") and here.unsettled:
        return url_for("ReviewDesk.remarks", pk=edition.id)
    return ""


def _pages(edition: Any, roles: frozenset[str], unsettled: int) -> list[Button]:
    """What is looked at or written beside the generated page."""
    left = _("审核意见（%(count)s条未落实）", count=unsettled) if unsettled else _("审核意见")
    buttons = [
        Button(_("对比"), url_for("CompareDesk.editions", code=edition.item_code, new=edition.id), "get"),
        Button(left, url_for("ReviewDesk.remarks", pk=edition.id), "get"),
        Button(_("流程和环节"), url_for("FlowDesk.steps", pk=edition.id), "get"),
    ]
    if edition.state in EDITABLE and permissions.may(roles, "console:edition", "edit"):
        buttons.append(Button(_("事项工作台"), url_for("Workbench.part", pk=edition.id), "get", "primary"))
        buttons.append(Button(_("设计表单"), url_for("EditionDesign.form", pk=edition.id), "get"))
    if edition.state in ("draft", "submitted", "returned", "approved"):
        buttons.append(Button(_("预览与检查"), url_for("EditionActs.preview", pk=edition.id), "get"))
        buttons.append(Button(_("试填"), url_for("TrialDesk.trial", pk=edition.id), "get"))
    return buttons + _impact_buttons(edition, roles)


def _impact_buttons(edition: Any, roles: frozenset[str]) -> list[Button]:
    """What the edition would touch while it is ahead; once it is in force, its better rules for open cases."""
    waits = edition.state == "published" and edition.effective_from > clock.local_now()
    if (edition.state in OPEN or waits) and permissions.may(roles, "console:edition", "impact"):
        return [Button(_("影响单"), url_for("ImpactDesk.sheet", pk=edition.id), "get")]
    found = edition_in_force(house_session(), edition.item_code) if edition.state == "published" else None
    if found is not None and found.id == edition.id and permissions.may(roles, "console:edition", "publish"):
        return [Button(_("从优适用"), url_for("ImpactDesk.better", pk=edition.id), "get")]
    return []


def edition_stage(edition: Any) -> str:
    """草稿, 送审 …, and for published ones by date 待生效, 现行, 已替代, 已停用; what is in force is asked once a request."""
    if "in_force" not in g:
        g.in_force = set(db.session.scalars(select(in_force_query().subquery().c.id)))
    return _(stage(edition.state, edition.effective_from, edition.id in g.in_force))


def submitter(edition: Any) -> str:
    """Who submitted, by name."""
    return name_of(edition.submitted_by)


def actor_name(entry: Any) -> str:
    """Who acted on an edition, by name."""
    return name_of(entry.actor)


def name_of(username: str | None) -> str:
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
    if event is None:
        return ""
    sent = remarks.last_return(house_session(), edition.id)
    said = _("%(who)s退回：%(reason)s", who=name_of(event.actor), reason=event.reason or "")
    return (
        _("%(said)s。请在%(day)s前改好重新送审", said=said.rstrip("。"), day=day_words(sent.due_on)) if sent else said
    )


def edition_remarks(edition: Any) -> list[Finding]:
    """The open remarks of the last return on the edition's own elements, where they are written."""
    found = remarks.listed(house_session(), edition.id, unsent=False)
    return [remark_finding(one) for one in found if one.state == "open" and not one.place.part]


def remark_finding(one: remarks.Remark) -> Finding:
    """A remark as what stands at the field that it is about."""
    return Finding(one.place.element, _("退回意见：%(text)s", text=one.text), "remark")


def _draft_of(item_code: str) -> int | None:
    """The edition of an item that may still be written."""
    query = select(Edition.id).where(Edition.item_code == item_code, Edition.state.in_(EDITABLE))
    found: int | None = db.session.scalar(query)
    return found


def item_addresses(items: Sequence[Any]) -> dict[int, str]:
    """Where the name of each item leads: to the workbench while a draft of it may be written, else to its page."""
    who = current()
    found = {item.id: url_for("ItemPage.show", pk=item.id) for item in items}
    if isinstance(who, Person) and permissions.may(who.roles, "console:edition", "edit"):
        codes = {item.code: item.id for item in items}
        query = select(Edition.item_code, Edition.id).where(Edition.item_code.in_(codes), Edition.state.in_(EDITABLE))
        for code, edition_id in db.session.execute(query):
            found[codes[code]] = url_for("Workbench.part", pk=edition_id)
    return found


def item_buttons(item: Any) -> list[Button]:
    who = current()
    roles = who.roles if isinstance(who, Person) else frozenset()
    buttons = [Button(_("编码和状态"), url_for("ItemCodes.item", code=item.code), "get")]
    if item.tier != "handling":
        return buttons
    if permissions.may(roles, "console:edition", "edit") and (draft := _draft_of(item.code)):
        buttons.append(Button(_("事项工作台"), url_for("Workbench.part", pk=draft), "get", "primary"))
    elif permissions.may(roles, "console:edition", "draft") and state_of(item, clock.local_today()) != "cancelled":
        buttons.append(Button(_("起草新版本"), url_for("EditionActs.draft", code=item.code), "post", "primary"))
    if permissions.may(roles, "console:blank_form", "show") and edition_in_force(house_session(), item.code):
        buttons.append(Button(_("空白申请表"), url_for("BlankForm.form", code=item.code), "get"))
    return buttons
