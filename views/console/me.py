"""One's own account: password, PIN, second factor, and where one is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, flash, g, redirect, render_template, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select

from appcore.access import audit, own_password, passwords, phone_desk, pins, second_factor, sessions
from appcore.access.principal import signed_in
from appcore.access.scope import as_system
from appcore.access.sessions import Login
from appcore.errors import NotFound
from appcore.transaction import unit_of_work
from models.account import User
from models.db import db, house_session
from models.phone import EnrolledPhone
from models.sign_in import Credential, LoginSession
from models.vocabulary import ROLE
from views.console import gate
from views.console.accounts.phones import cells, id_or_404, missed
from views.console.fields import LARGEST_ID
from views.console.listing import shown
from views.console.me_forms import PasswordForm, PinForm
from views.console.me_second import SecondActs
from views.console.saving import refused
from views.devices import device_words
from views.words import _


@dataclass(frozen=True, slots=True)
class Device:
    """One place where the account is signed in, in words."""

    id: int
    words: str
    address: str
    begun: str
    seen: str
    state: str
    is_this: bool


def this_login() -> Login:
    """The session of whoever acts; the gate has let him through."""
    login: Login = g.login
    return login


OWN = (
    "index", "password", "pin", "end", "end_others", "second", "second_begin", "second_confirm", "second_codes", "second_off",
    "stop_phone",
)  # fmt: skip


class Me(SecondActs, BaseView):
    route_base = "/access/me"
    class_permission_name = "console:me"
    default_view = "index"
    method_permission_name = dict.fromkeys(OWN, "show")

    @expose("/")
    @has_access
    @permission_name("show")
    def index(self) -> Any:
        who, session = signed_in(), house_session()
        held = session.scalar(select(Credential).where(Credential.account_id == who.account_id))
        demanded = second_factor.is_demanded(who.roles, is_demo=bool(this_login().user.is_demo))
        return render_template(
            "console/me/index.html", title=_("我的账号"), who=who, held=held, demanded=demanded, shown=shown,
            roles="、".join(_(ROLE.label_of(role)) for role in sorted(who.roles)), devices=_devices(),
            phones=phone_desk.own(session), phone_cells=cells,
            codes_left=second_factor.codes_left(session) if held is not None and held.second_since else 0,
        )  # fmt: skip

    @expose("/password", methods=["GET", "POST"])
    @has_access
    @permission_name("show")
    def password(self) -> Any:
        form, status = PasswordForm(), 200
        if form.validate_on_submit():
            made: list[str] = []
            told = refused(form, lambda: made.append(own_password.change(form.current.data or "", form.new.data or "")))
            if told is None:
                gate.take(made[0])
                flash(_("密码已修改，其他地方的登录都已结束"), "success")
                return redirect(url_for("Me.index"))
            status = told
        page = render_template(
            "console/me/password.html", form=form, title=_("修改密码"), forced=this_login().must_change,
            least=passwords.LEAST, kinds=current_app.extensions["settings"].password_kinds, cancel_url=url_for("Me.index"),
        )  # fmt: skip
        return page, 422 if form.errors and status == 200 else status

    @expose("/pin", methods=["GET", "POST"])
    @has_access
    @permission_name("show")
    def pin(self) -> Any:
        form, status = PinForm(), 200
        if form.validate_on_submit():
            told = refused(form, lambda: pins.set_pin(form.password.data or "", form.pin.data or ""))
            if told is None:
                flash(_("解锁码已保存"), "success")
                return redirect(url_for("Me.index"))
            status = told
        minutes = current_app.extensions["settings"].idle_minutes
        page = render_template(
            "console/me/pin.html", form=form, title=_("设置解锁码"), minutes=minutes, cancel_url=url_for("Me.index")
        )
        return page, 422 if form.errors and status == 200 else status

    @expose("/sessions/<pk>/end", methods=["POST"])
    @has_access
    @permission_name("show")
    def end(self, pk: str) -> Any:
        row_id = _own_session_or_404(pk)
        if row_id == this_login().session_id:
            abort(409)  # the one at hand ends by signing out
        with unit_of_work() as session:
            sessions.end(session, row_id, "other_device")
            audit.record(session, "session_ended", "account", signed_in().username)
        flash(_("那次登录已结束"), "success")
        return redirect(url_for("Me.index"))

    @expose("/sessions/others", methods=["POST"])
    @has_access
    @permission_name("show")
    def end_others(self) -> Any:
        who, here = signed_in(), this_login().session_id
        with unit_of_work() as session:
            sessions.end_all(session, who.account_id, "other_device", but=here)
            audit.record(session, "sessions_ended", "account", who.username)
        flash(_("其他地方的登录都已结束"), "success")
        return redirect(url_for("Me.index"))

    @expose("/phones/<pk>/stop", methods=["POST"])
    @has_access
    @permission_name("show")
    def stop_phone(self, pk: str) -> Any:
        row_id = id_or_404(pk)
        try:
            phone_desk.stop_own(row_id)
        except NotFound:
            db.session.rollback()
            missed(pk, select(EnrolledPhone.id).where(EnrolledPhone.id == row_id))
        flash(_("已停用，那部手机从下一次操作起不能使用"), "success")
        return redirect(url_for("Me.index"))


def _devices() -> list[Device]:
    here = this_login().session_id
    return [
        Device(
            row.id, device_words(row.device), row.address, shown(row.begun_at, {}), shown(row.seen_at, {}),
            _("已锁定") if row.locked_at else _("使用中"), row.id == here,
        )
        for row in sessions.living(house_session(), signed_in().account_id)
    ]  # fmt: skip


def _own_session_or_404(pk: str) -> int:
    """The id of a session of one's own; somebody else's looks like none, and the auditor reads of it."""
    if not (pk.isascii() and pk.isdigit() and len(pk) <= 10 and int(pk) <= LARGEST_ID):
        abort(404)
    owner = house_session().scalar(select(LoginSession.account_id).where(LoginSession.id == int(pk)))
    if owner != signed_in().account_id:
        if owner is not None:
            with as_system("denied") as session:
                name = session.scalar(select(User.username).where(User.id == owner))
            audit.note("Me.end", "account", name or "", "denied")
        abort(404)
    return int(pk)
