"""Sign-in and permissions of the console: Flask-AppBuilder's manager with our one login path and our permission table."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_appbuilder.security.views import AuthDBView
from flask_appbuilder.utils.base import get_safe_redirect
from flask_babel import lazy_gettext
from flask_login import current_user, login_user, logout_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField, validators

from appcore.access import accounts, audit, permissions
from appcore.access.principal import Person, current_or_none
from models.db import house_session
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


class Login(AuthDBView):
    """The one way in: POST /console/login; out by POST /console/logout."""

    route_base = ""

    @expose("/login", methods=["GET", "POST"])
    def login(self) -> Any:
        if current_user.is_authenticated:
            return redirect(url_for("Home.index"))
        form = LoginForm()
        if form.validate_on_submit():
            user = accounts.sign_in(house_session(), form.username.data or "", form.password.data or "")
            if user is not None:
                session.clear()
                login_user(user, remember=False)
                return redirect(self._next())
            form.form_errors.append(_("账号或密码不正确"))
        status = 422 if request.method == "POST" else 200
        return render_template("appbuilder/general/security/login_db.html", form=form, title=_("登录")), status

    @expose("/logout", methods=["POST"])
    def logout(self) -> Any:
        who = current_or_none()
        if isinstance(who, Person):
            audit.note("signed_out", "account", who.username)
        logout_user()
        session.clear()
        flash(_("已退出"), "success")
        return redirect(url_for("Login.login"))

    @staticmethod
    def _next() -> str:
        wanted = request.args.get("next", "")
        home = url_for("Home.index")
        if not wanted.startswith("/console/") or not wanted.isprintable() or "\\" in wanted or "//" in wanted:
            return home
        return get_safe_redirect(wanted) or home


class Accounts(SecurityManager):
    """Permissions come from `access.permissions` in code; no permission row in the database can widen them."""

    authdbview = Login

    def register_views(self) -> None:
        self.auth_view = self.appbuilder.add_view_no_menu(self.authdbview)
        self.lm.login_view = "Login.login"
        self.lm.login_message = None

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
        return any(permissions.may(who.roles, view, verb) for view in entries for verb in ("list", "show"))


HAND_MADE: dict[str, list[str]] = {
    "casework": ["console:intake"],
    "access": ["console:account", "console:hall_access", "console:permission"],
}
