"""能否看到: an administrator enters an account and a record and reads which rule decides; the record itself is not shown."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, validators

from appcore.access import why_asked
from appcore.access.why import Explanation
from views.console.fields import PlainText
from views.console.saving import refused
from views.words import _, spoken

MUST = validators.InputRequired(message=lazy_gettext("请填写此项"))


class WhyForm(FlaskForm):
    account = StringField(
        lazy_gettext("账号名或姓名"),
        [MUST, validators.Length(max=64), PlainText()],
        description=lazy_gettext("填完整；姓名有几个人用的，下一步选一个"),
    )
    which = RadioField(lazy_gettext("是哪一位"), validate_choice=False)
    kind = SelectField(
        lazy_gettext("哪种记录"),
        [MUST],
        choices=[
            ("", lazy_gettext("请选择")),
            *((noun, lazy_gettext(title)) for noun, (_model, _key, title) in why_asked.KINDS.items()),
        ],
    )
    key = StringField(
        lazy_gettext("编号"),
        [MUST, validators.Length(max=40), PlainText()],
        description=lazy_gettext(
            "办件、文书填编号，工作人员填工号，事项和中心填编号；窗口、进驻事项和版本填网址末尾的数字"
        ),
    )


class Why(BaseView):
    """Asked by POST: a question that the trail keeps is not sent by a link."""

    route_base = "/access/why"
    class_permission_name = "console:why"
    default_view = "ask"
    method_permission_name = {"ask": "ask"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("", methods=["GET", "POST"])
    @has_access
    @permission_name("ask")
    def ask(self) -> Any:
        form = WhyForm()
        found: list[Explanation] = []
        status = 200
        if request.method == "POST" and form.validate():
            typed, key = (form.account.data or "").strip(), (form.key.data or "").strip()
            account = _account(form, typed)
            if account:
                status = refused(form, lambda: found.append(why_asked.ask(account, form.kind.data, key))) or 200
            else:
                status = 422
        elif form.errors:
            status = 422
        page = render_template(
            "console/access/why.html",
            title=_("能否看到"),
            form=form,
            found=found[0] if found else None,
            spoken=spoken,
            who=form.which.data or form.account.data,
        )
        return page, status


def _account(form: WhyForm, typed: str) -> str:
    """The account that is meant; "" with a sentence on the form where there is none, or one of several is to be chosen."""
    meant = why_asked.called(typed)
    form.which.choices = [
        (one.username, " · ".join(part for part in (one.name, one.username, one.hall) if part)) for one in meant
    ]
    if len(meant) == 1:
        form.which.data = meant[0].username
        return meant[0].username
    if form.which.data in {one.username for one in meant}:
        return str(form.which.data)
    if meant:
        form.which.errors = [_("有%(count)s个账号叫这个名字，请选一个", count=len(meant))]
    else:
        form.account.errors = [_("没有这个账号，也没有这个姓名")]
    return ""
