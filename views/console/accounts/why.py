"""能否看到: an administrator enters an account and a record and reads which rule decides; the record itself is not shown."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, validators

from appcore.access import why_asked
from appcore.access.why import Explanation
from views.console.fields import PlainText
from views.console.saving import refused
from views.words import _, spoken

MUST = validators.InputRequired(message=lazy_gettext("请填写此项"))


class WhyForm(FlaskForm):
    account = StringField(lazy_gettext("账号名"), [MUST, validators.Length(max=64), PlainText()])
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
            account, key = (form.account.data or "").strip(), (form.key.data or "").strip()
            status = refused(form, lambda: found.append(why_asked.ask(account, form.kind.data, key))) or 200
        elif form.errors:
            status = 422
        page = render_template(
            "console/access/why.html", title=_("能否看到"), form=form, found=found[0] if found else None, spoken=spoken
        )
        return page, status
