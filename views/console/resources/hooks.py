"""The tables of webhooks: where to, in a list with its acts; and the queue, list and show with the acts on one delivery."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from flask import current_app, render_template, url_for
from markupsafe import Markup

from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.hooks import delivering, hosts, queue
from appcore.hooks.subscriptions import EVENTS
from models.hook import HookDelivery, HookSubscription
from views.console import listing
from views.console.resource import Button, Resource, by_noun, register
from views.words import _


def off_words() -> str:
    """Why nothing is pushed; nothing while webhooks are on."""
    if hosts.parsed(current_app.extensions["settings"].webhook_hosts):
        return ""
    return _("事件推送没有开启。请服务器维护人员先设置允许推送的主机，再新增推送地址。")


def subscriptions_page() -> Any:
    """The generated list with its own button, and a word when webhooks are off."""
    resource = by_noun("hook_subscription")
    page, off = listing.read_page(resource), off_words()
    rows = [(row.id, cells, {"show": url_for("HookSubscriptionPage.show", pk=row.id)}) for row, cells in page.rows]
    return render_template(
        "console/access/hooks.html", title=_(resource.title), off=off,
        hint=_("办件、事项版本、进驻事项或账号有变化时，自动通知其他系统"),
        columns=[(name, _(label)) for name, label in page.columns], rows=rows, toolbar=page.toolbar,
        add_url=None if off or not _may("hook_subscription", "add") else url_for("HookDesk.add"), nothing=(), begin=None,
    )  # fmt: skip


def events_words(row: HookSubscription) -> str:
    return "、".join(_(EVENTS.get(one, one)) for one in row.events)


def event_words(row: HookDelivery) -> str:
    return _(EVENTS.get(row.event, row.event))


def body_words(row: HookDelivery) -> Markup:
    """The body as it is posted, set out in lines."""
    laid_out = json.dumps(json.loads(delivering.body_of(row)), ensure_ascii=False, indent=2)
    return Markup('<code class="facts__source">{}</code>').format(laid_out)


def status_words(row: HookDelivery) -> str:
    return str(row.last_status or "")


def subscription_buttons(row: HookSubscription) -> list[Button]:
    queued = f"{url_for('HookDeliveryPage.list')}?{urlencode({'f.subscription_code': row.code})}"
    see = Button(_("推送记录"), queued, "get", "plain")
    if not _may("hook_subscription", "edit"):
        return [see]
    switch = (
        Button(_("停用"), url_for("HookDesk.switch_off", code=row.code), tone="danger")
        if row.active
        else Button(_("启用"), url_for("HookDesk.switch_on", code=row.code), tone="primary")
    )
    edit = Button(_("修改"), url_for("HookDesk.edit", code=row.code), "get", "primary" if row.active else "plain")
    return [edit, see, Button(_("更换签名密钥"), url_for("HookDesk.renew", code=row.code), tone="danger"), switch]


def delivery_buttons(row: HookDelivery) -> list[Button]:
    found = []
    if queue.may_be_sent(row) and _may("hook_delivery", "send"):
        found.append(Button(_("重新推送"), url_for("HookQueue.send", code=row.code), tone="primary"))
    if row.state == "waiting" and _may("hook_delivery", "stop"):
        found.append(Button(_("停止推送"), url_for("HookQueue.stop", code=row.code), tone="danger"))
    return found


def _may(noun: str, verb: str) -> bool:
    return permissions.may(signed_in().roles, f"console:{noun}", verb)


register(
    Resource(
        noun="hook_subscription", wing="access", title="推送地址", model=HookSubscription, verbs=(),
        columns=("name", "address", "events", "active"),
        groups=(
            ("推送地址", ("name", "code", "address", "events", "active", "secret_sealed")),
            ("登记", ("created_at", "created_by", "changed_at", "changed_by")),
        ),
        search=("name", "address"), order="name",
        cells={"events": events_words}, buttons=subscription_buttons, own_list=subscriptions_page,
        notice=lambda _row: off_words(),
    ),
    Resource(
        noun="hook_delivery", wing="access", title="推送记录", model=HookDelivery, verbs=(),
        columns=("at", "event", "subscription_code", "state", "tries", "fault", "next_try"),
        groups=(
            ("推送", ("subscription_code", "event", "at", "state", "tries", "last_try", "last_status", "fault", "next_try")),
            ("内容", ("code", "event_id", "payload")),
        ),
        search=("code", "event_id"), filters=("subscription_code", "state", "fault"), order="-id", display=("code",),
        cells={"event": event_words, "payload": body_words, "last_status": status_words}, buttons=delivery_buttons,
        hint="每条推送的去向和结果；没有送达的会自动重试一天", notice=lambda _row: off_words(),
    ),
)  # fmt: skip
