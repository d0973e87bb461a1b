"""Handing a case over, as pages: hand, take, send back, recall; and the lists of what was handed to me and by me."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField, validators

from appcore.access.principal import signed_in
from appcore.casework import case_reading, custody_reading, handing
from appcore.casework.custody import Desk
from appcore.casework.handing import TRAVELLING, Handing
from appcore.errors import Problem
from models.case import Case
from models.db import house_session
from models.vocabulary import MATERIAL_STATE
from views.console.fields import CheckList, PlainText, SpelledSelect
from views.console.finding import case_or_404
from views.console.saving import refused, told
from views.words import _

FORM_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
REASON = [
    validators.InputRequired(message=lazy_gettext("请写明原因")),
    validators.Length(max=300, message=lazy_gettext("不能超过%(max)d个字")),
    PlainText(),
]


class ReasonForm(FlaskForm):
    reason = TextAreaField(lazy_gettext("原因"), REASON)


class HandForm(FlaskForm):
    receiver = SpelledSelect(lazy_gettext("移交给"), [validators.InputRequired(message=lazy_gettext("请选择接收方"))])
    papers = CheckList(
        lazy_gettext("随件材料"),
        [validators.Optional()],
        description=lazy_gettext("勾选随办件一起移交的纸质材料，接收方按此清点"),
    )
    reason = TextAreaField(
        lazy_gettext("移交原因"),
        REASON,
        description=lazy_gettext("写清请对方办什么，对方和审计都能看到"),
    )
    key = HiddenField()

    def offer(self, case: Case) -> None:
        """Fill in to whom the case may go and what lies with it."""
        halls, departments = custody_reading.receivers(house_session(), case)
        groups = {"": [("", _("请选择"))], _("服务中心"): [(f"hall:{code}", name) for code, name in halls]}
        if departments:
            groups[_("部门")] = [(f"department:{code}", name) for code, name in departments]
        self.receiver.choices = groups
        rows = [row for row in case_reading.papers_of(house_session(), case) if row.state in TRAVELLING]
        self.papers.choices = [
            (row.material_key, f"{row.name}（{_(MATERIAL_STATE.label_of(row.state))}）") for row in rows
        ]
        if not rows:
            del self.papers

    @property
    def desk(self) -> Desk:
        kind, _colon, code = (self.receiver.data or "").partition(":")
        return Desk(hall_code=code) if kind == "hall" else Desk(department_code=code)


class HandingDesk(BaseView):
    """Buttons of the case page lead here; the case page says who holds the case."""

    route_base = "/casework"
    class_permission_name = "console:case"
    default_view = "handed"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "handed": "take", "hand": "hand", "take": "take", "send_back": "take", "recall": "hand",
    }  # fmt: skip

    @expose("/handed")
    @has_access
    @permission_name("take")
    def handed(self) -> Any:
        lists = custody_reading.handed(house_session(), signed_in())
        return render_template("console/casework/handed.html", title=_("移交与退回"), lists=lists)

    @expose("/cases/<number>/hand", methods=["GET", "POST"])
    @has_access
    @permission_name("hand")
    def hand(self, number: str) -> Any:
        case = case_or_404(number)
        here = url_for("CaseDesk.case", number=case.number)
        kept = custody_reading.read(house_session(), case, signed_in())
        if request.method != "POST" and not kept.is_here:
            flash(_("这个办件现在不在您这里，不能移交"), "warning")
            return redirect(here)
        form = HandForm()
        form.offer(case)
        lock = request.form.get("_lock", "") if request.method == "POST" else str(case.version)
        status = 200
        if request.method != "POST":
            form.key.data = secrets.token_urlsafe(24)
            if "papers" in form:
                form.papers.data = [key for key, _label in form.papers.choices]
        elif form.validate():
            if not (lock.isascii() and lock.isdigit() and len(lock) < 10 and FORM_KEY.fullmatch(form.key.data or "")):
                abort(400, _("表单不完整，请重新打开后再填写"))
            papers = tuple(form.papers.data or ()) if "papers" in form else ()
            asked = Handing(number, form.desk, form.reason.data or "", papers, int(lock), form.key.data or "")
            refusal = refused(form, lambda: handing.hand(asked))
            if refusal is None:
                flash(_("已移交，对方接收之前仍由您这里负责"), "success")
                return redirect(here)
            status = refusal
        page = render_template(
            "console/form.html", form=form, groups=[(number, ["receiver", "papers", "reason"])], lock=lock, conflict=None,
            action_url=request.path, cancel_url=here, title=_("移交办件"), save_label=_("移交"),
        )  # fmt: skip
        return page, 422 if form.errors and status == 200 else status

    @expose("/cases/<number>/take", methods=["POST"])
    @has_access
    @permission_name("take")
    def take(self, number: str) -> Any:
        here = url_for("CaseDesk.case", number=case_or_404(number).number)
        try:
            handing.take(number)
        except Problem as problem:
            flash(told(problem), "danger")
        else:
            flash(_("已接收，现在由您这里办理"), "success")
        return redirect(here)

    @expose("/cases/<number>/send-back", methods=["GET", "POST"])
    @has_access
    @permission_name("take")
    def send_back(self, number: str) -> Any:
        case = case_or_404(number)
        kept = custody_reading.read(house_session(), case, signed_in())
        return self._with_reason(number, kept.is_offered_here, _("退回移交"), _("已退回移交方"), handing.send_back)

    @expose("/cases/<number>/recall", methods=["GET", "POST"])
    @has_access
    @permission_name("hand")
    def recall(self, number: str) -> Any:
        case = case_or_404(number)
        kept = custody_reading.read(house_session(), case, signed_in())
        return self._with_reason(number, kept.may_recall, _("收回移交"), _("已收回，仍由您这里办理"), handing.recall)

    @staticmethod
    def _with_reason(number: str, may: bool, title: str, done: str, act: Callable[[str, str], None]) -> Any:
        """A page that asks for the reason of an act, and does it; back to the lists, for the case may be out of sight."""
        here = url_for("CaseDesk.case", number=number)
        if request.method != "POST" and not may:
            flash(_("这个办件不在移交途中，或不是移交给您这里的"), "warning")
            return redirect(here)
        form = ReasonForm()
        status = 200
        if form.validate_on_submit():
            refusal = refused(form, lambda: act(number, form.reason.data or ""))
            if refusal is None:
                flash(done, "success")
                return redirect(url_for("HandingDesk.handed"))
            status = refusal
        page = render_template(
            "console/form.html", form=form, groups=[(number, ["reason"])], lock=None, conflict=None,
            action_url=request.path, cancel_url=here, title=title, save_label=title,
        )  # fmt: skip
        return page, 422 if form.errors and status == 200 else status
