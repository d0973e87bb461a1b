"""Sign-in and permissions of the console: Flask-AppBuilder's manager with our one login path and our permission table."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_appbuilder.security.views import AuthDBView
from flask_appbuilder.utils.base import get_safe_redirect
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField, validators

from appcore.access import accounts, audit, permissions, second_factor, sessions
from appcore.access.principal import Person, System, acting_as, current_or_none
from appcore.transaction import unit_of_work
from models.db import house_session
from views.console import gate, locked_page, phone_door
from views.console.lock import LockActs, safe_path
from views.console.resource import WINGS, all_resources
from views.words import _


class LoginForm(FlaskForm):
    """Name and password."""

    username = StringField(
        lazy_gettext("账号"), [validators.InputRequired(message=lazy_gettext("请填写账号")), validators.Length(max=64)]
    )
    password = PasswordField(
        lazy_gettext("密码"), [validators.InputRequired(message=lazy_gettext("请填写密码")), validators.Length(max=256)]
    )


class SecondForm(FlaskForm):
    """The step after the password."""

    code = StringField(
        lazy_gettext("动态口令"),
        [validators.InputRequired(message=lazy_gettext("请填写动态口令")), validators.Length(max=40)],
        description=lazy_gettext("手机验证器上的6位数字；手机不在身边时填一个备用码"),
    )


class Login(LockActs, AuthDBView):
    """The one way in: POST /console/login, then the second step where the account has one; out by POST /console/logout."""

    route_base = ""

    @expose("/login", methods=["GET", "POST"])
    def login(self) -> Any:
        if isinstance(current_or_none(), Person):
            return redirect(url_for("Home.index"))
        if request.method == "GET" and "account" not in request.args and phone_door.token():
            phone_door.forget_the_denial()
            return redirect(url_for("PhoneDoor.enter", next=request.args.get("next")))
        form = LoginForm()
        if form.validate_on_submit():
            entered = accounts.sign_in(house_session(), form.username.data or "", form.password.data or "")
            if entered is not None and entered.token:
                gate.take(entered.token)
                on = url_for("Login.second", next=_next()) if entered.awaits_second else _next()
                return jsonify(next=on) if locked_page.wants_json() else redirect(on)
            too_old = entered is not None and entered.expired
            form.form_errors.append(_("初始密码已过期，请找安全管理员重新发放") if too_old else _("账号或密码不正确"))
        status = 422 if request.method == "POST" else 200
        if status == 422 and locked_page.wants_json():
            said = [one for name in form.errors for one in form.errors[name]]
            return jsonify(sentence="；".join(map(str, said))), status
        return render_template(
            "appbuilder/general/security/login_db.html",
            form=form,
            title=_("登录"),
            asked=safe_path(request.args.get("next", "")) != url_for("Home.index"),
        ), status

    @expose("/login/second", methods=["GET", "POST"])
    def second(self) -> Any:
        login = gate.present()
        if login is None or not login.awaits_second:
            return redirect(url_for("Login.login"))
        form = SecondForm()
        if form.validate_on_submit():
            token = second_factor.pass_second(house_session(), login, form.code.data or "")
            if token is not None:
                gate.take(token)
                return redirect(_next())
            form.code.errors = [_("动态口令不正确，请等下一个再试")]
        status = 422 if request.method == "POST" else 200
        return render_template("console/second.html", form=form, title=_("动态口令")), status

    @expose("/logout", methods=["POST"])
    def logout(self) -> Any:
        login = gate.present()
        if login is not None:
            name = login.user.username
            who = current_or_none() or System("sign-out")
            with acting_as(who), unit_of_work() as session:
                sessions.end(session, login.session_id, "signed_out")
                audit.record(session, "signed_out", "account", name)
        gate.leave()
        flash(_("已退出"), "success")
        return redirect(url_for("Login.login"))


def _next() -> str:
    """Where to go on to after signing in: a page of the console that was asked for, or home."""
    wanted = safe_path(request.args.get("next", ""))
    return get_safe_redirect(wanted) or url_for("Home.index")


class Accounts(SecurityManager):
    """Permissions come from `access.permissions` in code; no permission row in the database can widen them."""

    authdbview = Login

    def register_views(self) -> None:
        self.auth_view = self.appbuilder.add_view_no_menu(self.authdbview)
        self.lm.session_protection = None  # a session is known by its token alone, which stands in the database
        self.lm.request_loader(lambda _request: gate.signed_in_user())
        self.lm.login_view = "Login.login"
        self.lm.login_message = None

    def load_user(self, pk: int) -> None:
        """Nobody comes in by an account's number in a cookie; a session's token is looked up at the gate."""

    def has_access(self, permission_name: str, view_name: str) -> bool:
        who = current_or_none()
        if not isinstance(who, Person):
            return False
        if permission_name == "menu_access":
            return self._sees_menu(who, view_name)
        return permissions.may(who.roles, view_name, permission_name.removeprefix("can_"))

    @staticmethod
    def _sees_menu(who: Person, name: str) -> bool:
        """A wing is seen by whom one of its pages may be opened; a page's entry has a condition of its own."""
        if name not in dict(WINGS):
            return True
        entries = [one.view for one in all_resources() if one.wing == name and one.in_menu] + HAND_MADE.get(name, [])
        return any(permissions.may(who.roles, view, verb) for view in entries for verb in ("list", "show", "design"))


HAND_MADE: dict[str, list[str]] = {
    "casework": ["console:intake"],
    "registers": ["console:register"],
    "access": ["console:account", "console:phone", "console:hall_access", "console:permission"],
}
