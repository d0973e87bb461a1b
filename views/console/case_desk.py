"""A case's own pages: what it is, when it is due and why; finishing it; the slip as it prints on A4."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import SelectField, TextAreaField, validators

from appcore import clock
from appcore.access import audit
from appcore.casework import case_reading, finish
from appcore.errors import Conflict, Refused
from models.case import Case, Slip
from models.db import db, house_session
from models.vocabulary import CASE_OUTCOME, SLIP_KIND
from views.console.fields import PlainText
from views.words import _, sentence


class FinishForm(FlaskForm):
    outcome = SelectField(
        "办理结果", choices=[("", "请选择"), *((one, CASE_OUTCOME.label_of(one)) for one in finish.OUTCOMES)]
    )
    reason = TextAreaField(
        "理由", [validators.Length(max=300), PlainText()], description="不予、撤回或终止时必填，会告知申请人"
    )


class CaseDesk(BaseView):
    route_base = "/casework"
    class_permission_name = "console:case"
    default_view = "case"
    method_permission_name = {"case": "show", "finish": "finish", "slip": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/cases/<number>")
    @has_access
    @permission_name("show")
    def case(self, number: str) -> Any:
        case = self._case_or_404(number)
        page = case_reading.read(house_session(), case)
        return render_template(
            "console/casework/case.html", title=page.item, slip_kinds=SLIP_KIND, page=page, may_finish=page.is_open
        )

    @expose("/cases/<number>/finish", methods=["GET", "POST"])
    @has_access
    @permission_name("finish")
    def finish(self, number: str) -> Any:
        case = self._case_or_404(number)
        here = url_for("CaseDesk.case", number=case.number)
        form = FinishForm()
        lock = request.form.get("_lock", "") if request.method == "POST" else str(case.version)
        status = 200
        if form.validate_on_submit() and lock.isascii() and lock.isdigit() and len(lock) < 10:
            try:
                finish.finish(number, form.outcome.data or "", form.reason.data or "", version=int(lock))
            except (Refused, Conflict) as problem:
                db.session.rollback()
                status = 409 if isinstance(problem, Conflict) else 422
                field = form[problem.field] if problem.field else None
                words = sentence(problem)
                if field is not None:
                    field.errors = [*field.errors, words]
                else:
                    form.form_errors.append(words)
            else:
                flash(_("已办结"), "success")
                return redirect(here)
        page = render_template(
            "console/form.html", form=form, groups=[(case.number, ["outcome", "reason"])], lock=lock, conflict=None,
            action_url=request.path, cancel_url=here, title=_("办结"), save_label=_("办结"),
        )  # fmt: skip
        return page, 422 if form.errors and status == 200 else status

    @expose("/slips/<number>")
    @has_access
    @permission_name("show")
    def slip(self, number: str) -> Any:
        slip = db.session.scalar(select(Slip).where(Slip.number == number[:40])) if "\0" not in number else None
        if slip is None:
            abort(404)
        case = db.session.get(Case, slip.case_id)
        if case is None:
            abort(404)
        audit.note("opened_slip", "slip", slip.number)
        due = slip.facts.get("due")
        return render_template(
            "console/casework/slip.html", title=_(SLIP_KIND.label_of(slip.kind)), slip=slip, case=case, facts=slip.facts,
            due=datetime.fromisoformat(due) if due else None, today=clock.local_today(),
            case_url=url_for("CaseDesk.case", number=case.number), next_url=url_for("Counter.find"),
        )  # fmt: skip

    @staticmethod
    def _case_or_404(number: str) -> Case:
        if not (number.isascii() and number.isdigit() and len(number) == 21):
            abort(404)
        case = db.session.scalar(select(Case).where(Case.number == number))
        if case is None:
            abort(404)
        return case
