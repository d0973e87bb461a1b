"""The second factor on one's own account: set up, confirm, fresh recovery codes, turn off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_wtf import FlaskForm

from appcore.access import second_factor
from appcore.access.principal import signed_in
from models.db import house_session
from views.console import qr_code
from views.console.me_forms import CodeForm, OwnPasswordForm, TurnOffForm
from views.console.saving import refused
from views.words import _


class SecondActs:
    """Routes of `/access/me/second`."""

    @expose("/second")
    @has_access
    @permission_name("show")
    def second(self) -> Any:
        return _page()

    @expose("/second/begin", methods=["POST"])
    @has_access
    @permission_name("show")
    def second_begin(self) -> Any:
        form = OwnPasswordForm()
        status = _done(form, lambda: second_factor.begin_setup(form.password.data or ""))
        return redirect(url_for("Me.second")) if status is None else (_page(begin=form), status)

    @expose("/second/confirm", methods=["POST"])
    @has_access
    @permission_name("show")
    def second_confirm(self) -> Any:
        form, made = CodeForm(), list[str]()
        status = _done(form, lambda: made.extend(second_factor.confirm(form.code.data or "", keep=g.login.session_id)))
        return _codes(made, first=True) if status is None else (_page(code=form), status)

    @expose("/second/codes", methods=["POST"])
    @has_access
    @permission_name("show")
    def second_codes(self) -> Any:
        form, made = OwnPasswordForm(), list[str]()
        status = _done(form, lambda: made.extend(second_factor.new_codes(form.password.data or "")))
        return _codes(made, first=False) if status is None else (_page(codes=form), status)

    @expose("/second/off", methods=["POST"])
    @has_access
    @permission_name("show")
    def second_off(self) -> Any:
        form = TurnOffForm(prefix="off")
        status = _done(form, lambda: second_factor.turn_off(form.password.data or "", form.code.data or ""))
        if status is not None:
            return _page(off=form), status
        flash(_("动态口令已停用"), "success")
        return redirect(url_for("Me.second"))


def _done(form: FlaskForm, write: Callable[[], Any]) -> int | None:
    """None when the form was sound and the service did it; else the status to answer with."""
    return refused(form, write) if form.validate() else 422


def _page(
    *, begin: FlaskForm | None = None, code: FlaskForm | None = None, codes: FlaskForm | None = None,
    off: FlaskForm | None = None,
) -> str:  # fmt: skip
    who = signed_in()
    in_use = bool(g.login.has_second)
    key = None if in_use else second_factor.pending_key(house_session())
    demanded = second_factor.is_demanded(who.roles, is_demo=bool(g.login.user.is_demo))
    return render_template(
        "console/me/second.html", title=_("动态口令"), in_use=in_use, demanded=demanded,
        forced=demanded and not in_use, picture=qr_code.drawn(second_factor.address_of(key, who.username)) if key else None,
        key=" ".join(key[at : at + 4] for at in range(0, len(key), 4)) if key else "",
        begin=begin or OwnPasswordForm(None), code=code or CodeForm(None), codes=codes or OwnPasswordForm(None),
        off=off or TurnOffForm(None, prefix="off"), cancel_url=url_for("Me.index"),
        codes_left=second_factor.codes_left(house_session()) if in_use else 0,
    )  # fmt: skip


def _codes(made: list[str], *, first: bool) -> str:
    return render_template(
        "console/me/codes.html", title=_("备用码"), codes=made, first=first, next_url=url_for("Me.index")
    )
