"""The door of enrolled phones: a one-time code is opened here once, and from then on the phone comes in by its PIN."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask_appbuilder import BaseView, expose
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField, validators

from appcore.access import phones
from appcore.access.phones import ENDED, EXPIRED, LIVING
from appcore.access.principal import Person, current_or_none
from appcore.definition.verdict import N_
from models.db import house_session
from views.console import gate
from views.console.lock import safe_path
from views.console.saving import refused
from views.words import _

PIN = {"autocomplete": "off", "inputmode": "numeric"}
NONE = "none"
SENTENCES = {
    NONE: N_("这部手机还没有登记。请让中心管理员给您发一个登记码，15分钟内用这部手机打开。"),
    ENDED: N_("这部手机的登记已停用，不能再用它登录。还要用的话，请找中心管理员重新登记。"),
    EXPIRED: N_("这部手机的登记已到期。请找中心管理员重新登记，大约一分钟就好。"),
}


def _pin(label: Any, needed: Any, *more: Any, description: Any = "") -> PasswordField:
    rules = [validators.InputRequired(message=needed), validators.Length(max=20), *more]
    return PasswordField(label, rules, description=description, render_kw=PIN)


class EnterForm(FlaskForm):
    pin = _pin(lazy_gettext("数字密码"), lazy_gettext("请填写6位数字密码"))


class EnrolForm(FlaskForm):
    code = StringField(
        lazy_gettext("登记码"), [validators.InputRequired(message=lazy_gettext("请填写登记码")), validators.Length(max=40)],
        description=lazy_gettext("管理员电脑上显示的12位字母和数字；扫码打开的已经填好"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )  # fmt: skip
    pin = _pin(
        lazy_gettext("设一个数字密码"), lazy_gettext("请填写6位数字"),
        description=lazy_gettext("6位数字，只在这部手机上用；不要用生日、连号或重复的数字"),
    )  # fmt: skip
    repeat = _pin(
        lazy_gettext("再输一遍数字密码"), lazy_gettext("请再输一遍数字密码"),
        validators.EqualTo("pin", message=lazy_gettext("两次输入的数字密码不一样")),
    )  # fmt: skip


def cookie_name() -> str:
    return "__Host-banshitai-phone" if current_app.config["SESSION_COOKIE_SECURE"] else "banshitai-phone"


def token() -> str | None:
    """What this browser carries as an enrolled phone, living or not."""
    return request.cookies.get(cookie_name())


def forget_the_denial() -> None:
    """Flask-AppBuilder calls it denied that a session is over; a phone is just asked for its PIN."""
    said = [one for one in cookie.pop("_flashes", []) if one[0] != "danger"]
    if said:
        cookie["_flashes"] = said


class PhoneDoor(BaseView):
    """`/console/phone` and `/console/phone/enrol`: open to whoever comes, as the page for name and password is."""

    route_base = "/phone"
    default_view = "enter"

    @expose("", methods=["GET", "POST"])
    def enter(self) -> Any:
        if isinstance(current_or_none(), Person):
            return redirect(url_for("Home.index"))
        session = house_session()
        form, wanted = EnterForm(), request.args.get("next", "")
        status = 422 if request.method == "POST" else 200
        if form.validate_on_submit():
            opened = phones.sign_in(session, token(), form.pin.data or "")
            if opened is not None:
                gate.take(opened)
                return redirect(safe_path(wanted))
            form.pin.errors = [_("数字密码不正确")]
        phone = phones.of_token(session, token())
        state = phone.state if phone is not None else NONE
        page = render_template(
            "console/phone/enter.html", title=_("代办员手机登录"), form=form, phone=phone,
            dead="" if state == LIVING else _(SENTENCES[state]),
        )  # fmt: skip
        return page, status

    @expose("/enrol", methods=["GET", "POST"])
    def enrol(self) -> Any:
        form = EnrolForm(data={"code": request.args.get("code", "")[:40]})
        status = 200
        if request.method == "POST" and form.validate():
            made: list[str] = []
            told = refused(
                form, lambda: made.append(phones.enrol(form.code.data or "", form.pin.data or "", replaces=token()))
            )
            if told is None:
                return self._enrolled(made[0], form.pin.data or "")
            status = told
        days = current_app.extensions["settings"].phone_days
        page = render_template("console/phone/enrol.html", title=_("登记这部手机"), form=form, days=days)
        return page, 422 if form.errors and status == 200 else status

    @staticmethod
    def _enrolled(made: str, pin: str) -> Response:
        """The phone is known from now on, and its agent is in at once."""
        settings = current_app.extensions["settings"]
        opened = phones.sign_in(house_session(), made, pin)
        if opened is not None:
            gate.take(opened)
        flash(
            _("手机已登记，有效%(days)s天。以后在这部手机上输入数字密码就能登录。", days=settings.phone_days), "success"
        )
        answer = make_response(redirect(url_for("Home.index" if opened else "PhoneDoor.enter")))
        answer.set_cookie(
            cookie_name(), made, max_age=settings.phone_days * 86400, httponly=True, samesite="Strict",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )  # fmt: skip
        return answer
