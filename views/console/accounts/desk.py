"""账号: one account and the acts on it; each act asks its service, which says what is in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select

from appcore.access import account_acts, account_reading, grant_acts, permissions, second_factor, sessions
from appcore.access.account_facts import facts, roles_of, stamp
from appcore.access.account_rules import is_power, may_activate
from appcore.access.principal import Person, signed_in
from appcore.access.same_person import held, same_person
from appcore.errors import Problem
from models.account import User
from models.db import house_session
from views.console import lookup
from views.console.accounts import account_list, forms
from views.console.accounts.account_list import hall_names, local_words, words_of
from views.console.fields import LARGEST_ID
from views.console.resource import by_noun
from views.console.saving import refused, told_by_field
from views.words import _


def account_or_404(username: str) -> User:
    """The account of a name; names are seen by whoever may open the page at all."""
    if "\0" in username or len(username) > 64:
        abort(404)
    user = house_session().scalar(select(User).where(User.username == username))
    if user is None:
        abort(404)
    return user


class AccountDesk(BaseView):
    route_base = "/access/accounts"
    class_permission_name = "console:account"
    default_view = "list"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "list": "list", "show": "show", "add": "add", "edit": "edit", "add_grant": "grant", "end_grant": "grant",
        "deactivate": "deactivate", "activate": "activate", "reset": "reset", "reset_second": "reset", "end_sessions": "reset", "lookup": "edit",
    }  # fmt: skip

    @expose("")
    @has_access
    @permission_name("list")
    def list(self) -> Any:
        return account_list.page()

    @expose("/add", methods=["GET", "POST"])
    @has_access
    @permission_name("add")
    def add(self) -> Any:
        form: Any = forms.new_form()()
        status = 200
        if form.validate_on_submit():
            made: dict[str, str] = {}
            username = (form.username.data or "").strip()
            proposed = form.begin.data == "proposed"
            told = refused(
                form, lambda: made.update(password=account_acts.make(username, form.profile(), with_grants=proposed))
            )
            if told is None:
                return self._password(account_or_404(username), made["password"], _("账号已建立"))
            status = told
        names = ["username", "name", "roles", "hall_code", "department_code", "staff_id", "begin"]
        return self._form(form, [(_("账号"), names)], _("新增账号"), url_for("AccountDesk.list"), status)

    @expose("/lookup/<string:column>")
    @has_access
    @permission_name("edit")
    def lookup(self, column: str) -> Any:
        if column not in forms.LOOKUPS:
            abort(404)
        return lookup.answer(by_noun(forms.LOOKUPS[column]))

    @expose("/<username>")
    @has_access
    @permission_name("show")
    def show(self, username: str) -> Any:
        user = account_or_404(username)
        session = house_session()
        return render_template(
            "console/access/account.html", title=f"{user.last_name}{user.first_name}", user=user,
            roles=words_of(account_reading.role_words(user)), hall=hall_names([user]).get(user.hall_code or "", ""),
            department=account_reading.department_name(session, user), staff=account_reading.staff_name(session, user),
            grants=account_reading.grants_of(session, user),
            blind=words_of(account_reading.seeing_nothing(session, user)), waits=is_power(roles_of(user)) and not user.active,
            logins=len(sessions.living(session, user.id)), has_second=second_factor.is_set(session, user.id),
            may=_may(signed_in(), user), last_login=local_words(user.last_login), changed=local_words(user.changed_on),
        )  # fmt: skip

    @expose("/<username>/edit", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def edit(self, username: str) -> Any:
        user = account_or_404(username)
        here = url_for("AccountDesk.show", username=user.username)
        held = facts(user)
        form: Any = forms.profile_form()(data={**held, "roles": held["role"]})
        lock = request.form.get("_lock", "")[:64] if request.method == "POST" else stamp(user)
        status = 200
        if form.validate_on_submit():
            told = refused(form, lambda: account_acts.change(username, form.profile(), seen=lock))
            if told is None:
                flash(_("已保存，从该账号的下一次操作起生效"), "success")
                return redirect(here)
            status = told
        names = ["name", "roles", "hall_code", "department_code", "staff_id"]
        return self._form(form, [(username, names)], _("修改账号"), here, status, lock)

    @expose("/<username>/grants/add", methods=["GET", "POST"])
    @has_access
    @permission_name("grant")
    def add_grant(self, username: str) -> Any:
        user = account_or_404(username)
        here = url_for("AccountDesk.show", username=user.username)
        form = forms.grant_form(roles_of(user))
        status = 200
        if form.validate_on_submit():
            told = refused(
                form,
                lambda: grant_acts.add_grant(
                    username, forms.grant_of(form), starts=form.valid_from.data, ends=form.valid_to.data
                ),
            )
            if told is None:
                flash(_("已增加范围，从该账号的下一次操作起生效"), "success")
                return redirect(here)
            status = told
        names = ["kind", "hall_code", "region_code", "department_code", "item_codes", "valid_from", "valid_to"]
        return self._form(form, [(username, names)], _("增加范围"), here, status)

    @expose("/<username>/grants/<pk>/end", methods=["POST"])
    @has_access
    @permission_name("grant")
    def end_grant(self, username: str, pk: str) -> Any:
        if not (pk.isascii() and pk.isdigit() and len(pk) <= 10 and int(pk) <= LARGEST_ID):
            abort(404)
        return self._done(username, lambda: grant_acts.end_grant(username, int(pk)), _("已结束该范围"))

    @expose("/<username>/deactivate", methods=["POST"])
    @has_access
    @permission_name("deactivate")
    def deactivate(self, username: str) -> Any:
        return self._done(
            username, lambda: account_acts.deactivate(username), _("已停用，该账号的下一次操作起不能使用")
        )

    @expose("/<username>/activate", methods=["POST"])
    @has_access
    @permission_name("activate")
    def activate(self, username: str) -> Any:
        return self._done(username, lambda: account_acts.activate(username), _("已启用"))

    @expose("/<username>/reset", methods=["POST"])
    @has_access
    @permission_name("reset")
    def reset(self, username: str) -> Any:
        made: dict[str, str] = {}
        told = self._done(username, lambda: made.update(password=account_acts.reset(username)), "")
        return self._password(account_or_404(username), made["password"], _("密码已重置")) if made else told

    @expose("/<username>/reset-second", methods=["POST"])
    @has_access
    @permission_name("reset")
    def reset_second(self, username: str) -> Any:
        return self._done(
            username, lambda: account_acts.reset_second(username), _("动态口令已重置，下次登录时重新设置")
        )

    @expose("/<username>/end-sessions", methods=["POST"])
    @has_access
    @permission_name("reset")
    def end_sessions(self, username: str) -> Any:
        return self._done(username, lambda: account_acts.end_sessions(username), _("已结束该账号的全部登录"))

    @staticmethod
    def _done(username: str, act: Callable[[], Any], words: str) -> Any:
        here = url_for("AccountDesk.show", username=account_or_404(username).username)
        try:
            act()
        except Problem as problem:
            flash(next(iter(told_by_field(problem).values())), "danger")
        else:
            if words:
                flash(words, "success")
        return redirect(here)

    @staticmethod
    def _password(user: User, password: str, title: str) -> Any:
        """The password, once: it stands on this answer and nowhere else."""
        here = url_for("AccountDesk.show", username=user.username)
        waits = is_power(roles_of(user))
        return render_template(
            "console/access/password.html", title=title, user=user, password=password, waits=waits, back=here
        )

    @staticmethod
    def _form(form: Any, groups: Any, title: str, cancel: str, status: int, lock: str | None = None) -> Any:
        page = render_template(
            "console/form.html", form=form, groups=groups, lock=lock, conflict=None, action_url=request.path,
            cancel_url=cancel, title=title,
        )  # fmt: skip
        return page, 422 if form.errors and status == 200 else status


def _may(who: Person, user: User) -> dict[str, bool]:
    """The acts that whoever looks may do on an account; on his own ones none."""
    other = not same_person(who, held(user))
    verbs = ("edit", "grant", "deactivate", "reset")
    found = {verb: other and permissions.may(who.roles, "console:account", verb) for verb in verbs}
    may_let_in = permissions.may(who.roles, "console:account", "activate") and may_activate(who.roles, roles_of(user))
    return found | {
        "activate": other and not user.active and may_let_in,
        "deactivate": found["deactivate"] and bool(user.active),
    }
