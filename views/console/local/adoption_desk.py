"""承接: the hand-over list, the trainings and the acceptance of one item in one hall; and its recall by the county."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import RadioField, StringField, TextAreaField, validators

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.casework import open_cases
from appcore.catalogue.local import adoptions
from appcore.catalogue.local.adoptions import Training
from appcore.errors import Problem
from models.case import Case
from models.db import house_session
from models.delegation import Adoption, AdoptionTraining, DelegationDuty, HandoverCheck, HandoverLine
from models.vocabulary import ADOPTION_STATE, DELEGATION_FORM, DUTY_SIDE, OPEN_CASE, RECALL_CASES
from views.console.fields import DateText, PlainText
from views.console.finding import row_by_id_or_404
from views.console.local.delegation_desk import TONES
from views.console.saving import refused, told
from views.words import _, term

MOST_CASES = 50


class TrainingForm(FlaskForm):
    day = DateText(lazy_gettext("培训日期"), [validators.InputRequired(message=lazy_gettext("请填写培训日期"))])
    topic = StringField(
        lazy_gettext("培训内容"),
        [validators.InputRequired(message=lazy_gettext("请填写培训内容")), validators.Length(max=200), PlainText()],
    )
    trainer = StringField(
        lazy_gettext("培训人"),
        [validators.InputRequired(message=lazy_gettext("请填写培训人")), validators.Length(max=80), PlainText()],
    )
    people = TextAreaField(
        lazy_gettext("参加人员"),
        [validators.InputRequired(message=lazy_gettext("请填写参加人员")), validators.Length(max=300), PlainText()],
    )


class RecallForm(FlaskForm):
    since = DateText(
        lazy_gettext("收回日期"), [validators.InputRequired(message=lazy_gettext("请填写收回日期"))],
        description=lazy_gettext("从这一天起本中心不再收件，办事指南会写明"),
    )  # fmt: skip
    reason = TextAreaField(
        lazy_gettext("收回原因"),
        [validators.InputRequired(message=lazy_gettext("请写明收回的原因")), validators.Length(max=300), PlainText()],
    )
    cases = RadioField(
        lazy_gettext("在办件去向"), [validators.InputRequired(message=lazy_gettext("请选择在办件的去向"))],
        choices=[(one.slug, lazy_gettext(one.label)) for one in RECALL_CASES],
    )  # fmt: skip


class AdoptionDesk(BaseView):
    route_base = "/hall/adoptions"
    class_permission_name = "console:adoption"
    default_view = "adoption"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "adoption": "show", "tick": "take_on", "train": "take_on", "accept": "take_on", "recall": "recall",
    }  # fmt: skip

    @expose("/<pk>")
    @has_access
    @permission_name("show")
    def adoption(self, pk: str) -> Any:
        row: Adoption = row_by_id_or_404(Adoption, "adoption", pk)
        session = house_session()
        checks = {
            one.line_id: one
            for one in session.scalars(select(HandoverCheck).where(HandoverCheck.adoption_id == row.id))
        }
        lines = session.scalars(
            select(HandoverLine)
            .where(HandoverLine.delegation_id == row.delegation_id, HandoverLine.item_code == row.item_code)
            .order_by(HandoverLine.position)
        ).all()
        duties = session.scalars(
            select(DelegationDuty).where(DelegationDuty.delegation_id == row.delegation_id).order_by(DelegationDuty.side, DelegationDuty.position)
        ).all()  # fmt: skip
        state = adoptions.state_on(row, clock.local_today())
        may = permissions.may(signed_in().roles, "console:adoption", "take_on") and row.recalled_from is None
        return render_template(
            "console/local/adoption.html", title=row.item.name, row=row, hall=row.hall.name, state=term(ADOPTION_STATE, state), tone=TONES[state],
            lines=[(one, checks.get(one.id)) for one in lines], duties=[(_(DUTY_SIDE.label_of(one.side)), one.text) for one in duties],
            trainings=session.scalars(select(AdoptionTraining).where(AdoptionTraining.adoption_id == row.id).order_by(AdoptionTraining.day)).all(),
            form=term(DELEGATION_FORM, row.delegation.form), paper=adoptions.paper_of(session, row.delegation), issued=row.delegation.state == "issued",
            may=may and row.delegation.state == "issued", accepted=row.state == "accepted", left=len(lines) - len(checks),
            cases=_open_cases(row) if row.recalled_from is not None else [], count=adoptions.open_cases(session, row),
            goes=term(RECALL_CASES, row.recall_cases), today=clock.local_today().isoformat(),
            may_recall=permissions.may(signed_in().roles, "console:adoption", "recall") and row.delegation.state == "issued" and row.recalled_from is None,
        )  # fmt: skip

    @expose("/<pk>/handover", methods=["POST"])
    @has_access
    @permission_name("take_on")
    def tick(self, pk: str) -> Any:
        ticked = {
            int(one) for one in request.form.getlist("lines") if one.isascii() and one.isdigit() and len(one) < 10
        }
        return self._done(pk, lambda row_id: adoptions.tick(row_id, ticked), _("交接核对已保存"))

    @expose("/<pk>/training", methods=["GET", "POST"])
    @has_access
    @permission_name("take_on")
    def train(self, pk: str) -> Any:
        form = TrainingForm()

        def keep(row_id: int) -> None:
            adoptions.train(
                row_id, Training(form.day.data, form.topic.data or "", form.trainer.data or "", form.people.data or "")
            )

        return self._asked(pk, form, _("登记培训"), keep, _("培训已登记"))

    @expose("/<pk>/accept", methods=["POST"])
    @has_access
    @permission_name("take_on")
    def accept(self, pk: str) -> Any:
        return self._done(pk, adoptions.accept, _("已承接，本中心从起始日期起收件；请给窗口人员授权"))

    @expose("/<pk>/recall", methods=["GET", "POST"])
    @has_access
    @permission_name("recall")
    def recall(self, pk: str) -> Any:
        form = RecallForm()
        row: Adoption = row_by_id_or_404(Adoption, "adoption", pk)
        form.cases.description = _(
            "现在有%(count)s件在办，收回以后列在承接页面上，写明由谁办完",
            count=adoptions.open_cases(house_session(), row),
        )

        def act(row_id: int) -> None:
            adoptions.recall(row_id, since=form.since.data, reason=form.reason.data or "", cases=form.cases.data or "")

        return self._asked(pk, form, _("收回"), act, _("已定收回日期，本中心和办事指南都会看到"))

    @staticmethod
    def _done(pk: str, run: Callable[[int], Any], said: str) -> Any:
        row: Adoption = row_by_id_or_404(Adoption, "adoption", pk)
        row_id = row.id
        try:
            run(row_id)
        except Problem as problem:
            flash(told(problem), "danger")
        else:
            flash(said, "success")
        return redirect(url_for("AdoptionDesk.adoption", pk=row_id))

    @staticmethod
    def _asked(pk: str, form: Any, title: str, act: Callable[[int], Any], done: str) -> Any:
        row: Adoption = row_by_id_or_404(Adoption, "adoption", pk)
        row_id, heading = row.id, f"{row.item.name} · {row.hall.name}"
        back = url_for("AdoptionDesk.adoption", pk=row_id)
        status = None
        if form.validate_on_submit():
            status = refused(form, lambda: act(row_id))
            if status is None:
                flash(done, "success")
                return redirect(back)
        names = [field.name for field in form if field.name != "csrf_token"]
        page = render_template(
            "console/form.html", form=form, groups=[(heading, names)], lock=None, conflict=None, action_url=request.path,
            cancel_url=back, title=title, save_label=title,
        )  # fmt: skip
        return page, status or (422 if form.errors else 200)


def _open_cases(row: Adoption) -> list[open_cases.Due]:
    """The open cases of a recalled item that this person sees, the first due first."""
    wanted = Case.item_code == row.item_code, Case.hall_code == row.hall_code, Case.state.in_(OPEN_CASE)
    numbers = set(house_session().scalars(select(Case.number).where(*wanted)))
    return [one for one in open_cases.due_first(house_session()) if one.number in numbers][:MOST_CASES]
