"""The acts on webhooks: a subscription made, changed, switched, given a new secret; a delivery sent again or stopped."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField

from appcore.errors import Problem
from appcore.hooks import queue, subscriptions
from appcore.hooks.subscriptions import EVENTS, Wanted
from models.hook import HookDelivery, HookSubscription
from views.console.fields import CheckList, PlainText
from views.console.finding import row_or_404
from views.console.resources.hooks import off_words
from views.console.saving import refused, told_by_field
from views.words import _

CODE = re.compile(r"[0-9a-f]{8}|[0-9a-f]{32}", re.ASCII)
NAMES = ["name", "address", "events"]


class Wants:
    """Marks a field as one that must be filled; the service says what is missing, of all fields at once."""

    field_flags = {"required": True}  # noqa: RUF012 - read by WTForms

    def __call__(self, form: Any, field: Any) -> None:
        """Nothing is checked here."""


class SubscriptionForm(FlaskForm):
    name = StringField(lazy_gettext("名称"), [Wants(), PlainText()], description=lazy_gettext("接收方的系统名称"))
    address = StringField(
        lazy_gettext("接收网址"),
        [Wants(), PlainText()],
        description=lazy_gettext("完整的网址，主机须在允许名单内"),
    )
    events = CheckList(
        lazy_gettext("推送的事件"),
        [Wants()],
        choices=[(slug, lazy_gettext(words)) for slug, words in EVENTS.items()],
        description=lazy_gettext("内容只有编号和状态，不含姓名等个人信息"),
    )

    def wanted(self) -> Wanted:
        return Wanted(self.name.data or "", self.address.data or "", tuple(self.events.data or ()))


class HookDesk(BaseView):
    route_base = "/access/hooks"
    class_permission_name = "console:hook_subscription"
    default_view = "add"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "add": "add", "edit": "edit", "renew": "edit", "switch_on": "edit", "switch_off": "edit",
    }  # fmt: skip

    @expose("/add", methods=["GET", "POST"])
    @has_access
    @permission_name("add")
    def add(self) -> Any:
        if off := off_words():
            flash(off, "warning")
            return redirect(url_for("HookSubscriptionPage.list"))
        form, status = SubscriptionForm(), 200
        if form.validate_on_submit():
            made: dict[str, str] = {}
            status = refused(form, lambda: made.update([subscriptions.make(form.wanted())])) or 0
            if not status:
                ((code, secret),) = made.items()
                return _secret(_subscription_or_404(code), secret, _("推送地址已新增"))
        return _form(form, _("新增推送地址"), url_for("HookSubscriptionPage.list"), status)

    @expose("/<code>/edit", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def edit(self, code: str) -> Any:
        row = _subscription_or_404(code)
        form = SubscriptionForm() if request.method == "POST" else SubscriptionForm(obj=row)
        status, here = 200, url_for("HookSubscriptionPage.show", pk=row.id)
        lock = request.form.get("_lock", "") if request.method == "POST" else str(row.version)
        if form.validate_on_submit():
            seen = int(lock) if lock.isascii() and lock.isdigit() and len(lock) < 10 else 0  # no version: a conflict
            status = refused(form, lambda: subscriptions.change(code, form.wanted(), version=seen)) or 0
            if not status:
                flash(_("已保存"), "success")
                return redirect(here)
        return _form(form, _("修改推送地址"), here, status, lock)

    @expose("/<code>/secret", methods=["POST"])
    @has_access
    @permission_name("edit")
    def renew(self, code: str) -> Any:
        """The new secret, once: it stands on this answer and nowhere else."""
        row = _subscription_or_404(code)
        return _secret(row, subscriptions.renew_secret(row.code), _("签名密钥已更换"))

    @expose("/<code>/on", methods=["POST"])
    @has_access
    @permission_name("edit")
    def switch_on(self, code: str) -> Any:
        row = _subscription_or_404(code)
        here = url_for("HookSubscriptionPage.show", pk=row.id)
        return _done(lambda: subscriptions.switch(code, on=True), here, _("已启用"))

    @expose("/<code>/off", methods=["POST"])
    @has_access
    @permission_name("edit")
    def switch_off(self, code: str) -> Any:
        row = _subscription_or_404(code)
        here = url_for("HookSubscriptionPage.show", pk=row.id)
        return _done(lambda: subscriptions.switch(code, on=False), here, _("已停用，还没有送达的推送已停止"))


class HookQueue(BaseView):
    route_base = "/access/deliveries"
    class_permission_name = "console:hook_delivery"
    default_view = "send"
    method_permission_name = {"send": "send", "stop": "stop"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<code>/send", methods=["POST"])
    @has_access
    @permission_name("send")
    def send(self, code: str) -> Any:
        row = _delivery_or_404(code)
        here = url_for("HookDeliveryPage.show", pk=row.id)
        return _done(lambda: queue.send_again(code), here, _("已排入队列，稍后推送"))

    @expose("/<code>/stop", methods=["POST"])
    @has_access
    @permission_name("stop")
    def stop(self, code: str) -> Any:
        row = _delivery_or_404(code)
        here = url_for("HookDeliveryPage.show", pk=row.id)
        return _done(lambda: queue.stop(code), here, _("已停止推送"))


def _subscription_or_404(code: str) -> HookSubscription:
    if not CODE.fullmatch(code):
        abort(404)
    row: HookSubscription = row_or_404(HookSubscription, "hook_subscription", code, HookSubscription.code == code)
    return row


def _delivery_or_404(code: str) -> HookDelivery:
    if not CODE.fullmatch(code):
        abort(404)
    row: HookDelivery = row_or_404(HookDelivery, "hook_delivery", code, HookDelivery.code == code)
    return row


def _done(act: Callable[[], Any], here: str, words: str) -> Any:
    try:
        act()
    except Problem as problem:
        flash(next(iter(told_by_field(problem).values())), "danger")
    else:
        flash(words, "success")
    return redirect(here)


def _secret(row: HookSubscription, secret: str, title: str) -> Any:
    back = url_for("HookSubscriptionPage.show", pk=row.id)
    return render_template("console/access/hook_secret.html", title=title, row=row, secret=secret, back=back)


def _form(form: FlaskForm, title: str, cancel: str, status: int, lock: str | None = None) -> Any:
    page = render_template(
        "console/form.html", form=form, groups=[(_("推送地址"), NAMES)], lock=lock, conflict=None, action_url=request.path,
        cancel_url=cancel, title=title,
    )  # fmt: skip
    return page, 422 if form.errors and status == 200 else status
