"""Entrusting a case to a village agent, and taking it back, as pages."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectField, validators

from appcore.access import phones
from appcore.casework import entrusting, keeping
from appcore.errors import Problem
from models.db import house_session
from models.vocabulary import OPEN_CASE
from views.console.finding import case_or_404
from views.console.saving import refused, told
from views.words import _


class EntrustForm(FlaskForm):
    agent = SelectField(
        lazy_gettext("代办员"), [validators.InputRequired(message=lazy_gettext("请选择代办员"))],
        description=lazy_gettext("代办员能看到这个办件的进度和材料，不能办理；办件仍由您这里负责"),
    )  # fmt: skip


class EntrustDesk(BaseView):
    """Buttons of the case page lead here."""

    route_base = "/casework"
    class_permission_name = "console:case"
    default_view = "entrust"
    method_permission_name = {"entrust": "entrust", "take_back": "entrust"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/cases/<number>/entrust", methods=["GET", "POST"])
    @has_access
    @permission_name("entrust")
    def entrust(self, number: str) -> Any:
        case, session = case_or_404(number), house_session()
        here = url_for("CaseDesk.case", number=case.number)
        if request.method != "POST" and not (case.state in OPEN_CASE and keeping.holds(session, case)):
            flash(_("这个办件现在不在您这里，不能交给代办员"), "warning")
            return redirect(here)
        form = EntrustForm()
        offered = entrusting.agents_for(session, case)
        form.agent.choices = [("", _("请选择")), *((one.username, f"{one.name}（{one.hall}）") for one in offered)]
        lock = request.form.get("_lock", "") if request.method == "POST" else str(case.version)
        status = 200
        if request.method == "POST" and form.validate():
            if not (lock.isascii() and lock.isdigit() and len(lock) < 10):
                abort(400, _("表单不完整，请重新打开后再填写"))
            told = refused(form, lambda: entrusting.entrust(number, form.agent.data or "", version=int(lock)))
            if told is None:
                if phones.has_living(house_session(), form.agent.data or ""):
                    flash(_("已交给代办员，他在手机上就能看到"), "success")
                else:
                    flash(
                        _("已交给代办员，但他没有能用的登记手机；请中心管理员发登记码，登记后才能在手机上看到"),
                        "warning",
                    )
                return redirect(here)
            status = told
        page = render_template(
            "console/form.html", form=form, groups=[(number, ["agent"])], lock=lock, conflict=None, action_url=request.path,
            cancel_url=here, title=_("交给代办员"), save_label=_("交给代办员"),
        )  # fmt: skip
        return page, 422 if form.errors and status == 200 else status

    @expose("/cases/<number>/take-back", methods=["POST"])
    @has_access
    @permission_name("entrust")
    def take_back(self, number: str) -> Any:
        case_or_404(number)
        try:
            entrusting.take_back(number)
        except Problem as problem:
            flash(told(problem), "danger")
        else:
            flash(_("已收回，代办员不再能看到这个办件"), "success")
        return redirect(url_for("CaseDesk.case", number=number))
