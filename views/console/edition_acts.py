"""The acts on editions as pages: draft, submit, return, approve, publish, withdraw; and the draft's preview with its problems."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import RadioField, StringField, TextAreaField, validators

from appcore.access import permissions
from appcore.access.principal import Person, current
from appcore.catalogue import compile as compiler
from appcore.catalogue import editions, item_checks
from appcore.definition.checks import score
from appcore.definition.effects import effects
from appcore.definition.verdict import N_
from appcore.errors import Problem
from models.db import db, house_session
from models.item import Edition, Item
from models.vocabulary import TIME_UNIT
from views.charts import flow as chart
from views.console import trial_again
from views.console.fields import DateText, PlainText
from views.console.finding import denied, item_or_404, row_by_id_or_404
from views.console.quality import approving, place_words
from views.console.resources.edition_acts import ASKS
from views.console.saving import refused, told
from views.words import _

TITLES = {
    "submit": N_("送审"),
    "return": N_("退回"),
    "approve": N_("审定"),
    "publish": N_("发布"),
    "cancel": N_("撤销待生效版本"),
    "withdraw": N_("停用"),
}


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        lazy_gettext("原因"),
        [validators.InputRequired(message=lazy_gettext("请写明原因")), validators.Length(max=500), PlainText()],
    )


class PublishForm(FlaskForm):
    """From now, or from a later day: said in so many words, so that a half-typed date never means "now"."""

    when = RadioField(
        lazy_gettext("何时生效"),
        [validators.InputRequired(message=lazy_gettext("请选择何时生效"))],
        choices=[("now", lazy_gettext("现在")), ("later", lazy_gettext("以后的日期"))],
    )
    effective_on = DateText(
        lazy_gettext("生效日期"), description=lazy_gettext("选“以后的日期”时填写，从当日零时起生效")
    )

    def validate_effective_on(self, field: DateText) -> None:
        if self.when.data == "later" and not field.data:
            raise validators.ValidationError(_("请填写生效日期"))


class CancelForm(FlaskForm):
    reason = StringField(lazy_gettext("原因"), [validators.Optional(), validators.Length(max=500), PlainText()])


FORMS: dict[str, type[FlaskForm]] = {
    "return": ReasonForm,
    "withdraw": ReasonForm,
    "publish": PublishForm,
    "cancel": CancelForm,
}


class EditionActs(BaseView):
    """One route for each act; what may be done is the service's to say."""

    route_base = "/catalogue/editions"
    class_permission_name = "console:edition"
    default_view = "preview"
    method_permission_name = {"draft": "draft", "preview": "show", "act": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/draft/<code>", methods=["POST"])
    @has_access
    @permission_name("draft")
    def draft(self, code: str) -> Any:
        item_or_404(code)
        try:
            edition_id = editions.draft(code)
        except Problem as problem:
            return self._told(problem, url_for("ItemPage.list", q=code[:20]))
        flash(_("已建立草稿，内容取自最近一次发布的版本"), "success")
        return redirect(url_for("EditionPage.show", pk=edition_id))

    @expose("/<pk>/preview")
    @has_access
    @permission_name("show")
    def preview(self, pk: str) -> Any:
        edition = self._edition_or_404(pk)
        definition = compiler.compile_edition(house_session(), edition)
        found = item_checks.problems(house_session(), definition)
        rows = [(problem, place_words.of(problem.place, definition)) for problem in found]
        return render_template(
            "console/catalogue/preview.html", title=_("预览与检查"), edition=edition, definition=definition, problems=rows,
            score=score(found), units=TIME_UNIT, errors=sum(problem.level == "error" for problem in found),
            drawing=chart.both(definition, {}, marks=chart.marks_of(found)) if definition.steps else None,
            effects=effects(definition), part_labels=place_words.PART_LABELS, flow_url=url_for("FlowDesk.steps", pk=edition.id), back=url_for("EditionPage.show", pk=edition.id),
            examples=trial_again.again(edition),
        )  # fmt: skip

    @expose("/<pk>/<act>", methods=["GET", "POST"])
    @has_access
    @permission_name("show")
    def act(self, pk: str, act: str) -> Any:
        who = current()
        if act not in TITLES or not isinstance(who, Person):
            abort(404)
        if not permissions.may(who.roles, "console:edition", act):
            denied("edition", pk)
            abort(404)
        edition = self._edition_or_404(pk)
        edition_id, item_code = edition.id, edition.item_code
        back = url_for("EditionPage.show", pk=edition_id)
        if act not in ASKS:
            if request.method != "POST":  # HEAD too only looks
                abort(405)
            asked = self._before_approval(edition, back) if act == "approve" else None
            if asked is not None:
                return asked
            return self._done(lambda: ACTS[act](edition_id, None), act, edition_id, back)
        form = FORMS[act]()
        status = None
        if form.validate_on_submit():
            status = refused(form, lambda: ACTS[act](edition_id, form))
            if status is None:
                flash(_("%(act)s完成", act=_(TITLES[act])), "success")
                return redirect(back)
        item = db.session.scalar(select(Item.name).where(Item.code == item_code))
        groups = [(item or "", [field.name for field in form if field.name != "csrf_token"])]
        page = render_template(
            "console/form.html", form=form, groups=groups, lock=None, action_url=request.path, cancel_url=back,
            title=_(TITLES[act]), save_label=_(TITLES[act]), conflict=None,
        )  # fmt: skip
        return page, status or (422 if form.errors else 200)

    def _before_approval(self, edition: Edition, back: str) -> Any:
        """What the approver is to see first: trials that come out differently, warnings that nobody ticked; None when nothing."""
        if request.form.get("seen") != "yes":
            differing = trial_again.differing(edition)
            if differing:
                return self._differences(edition, differing, back)
        if request.form.get("ticked") != "yes":
            waiting = approving.to_tick(edition)
            if waiting:
                return approving.page(edition, waiting, back)
        return None

    @staticmethod
    def _differences(edition: Edition, differing: list[trial_again.Again], back: str) -> Any:
        """What kept trials answer differently, to be seen before the approval; it does not hinder it."""
        page = render_template(
            "console/catalogue/differences.html", title=_("审定前请看试填结果的变化"), examples=differing, edition=edition,
            back=back, was_asked="seen_asked" in request.form,
        )  # fmt: skip
        return page, 422

    def _done(self, run: Callable[[], Any], act: str, edition_id: int, back: str) -> Any:
        try:
            run()
        except Problem as problem:
            return self._told(problem, back)
        open_errors = _open_errors(edition_id) if act == "submit" else 0
        if open_errors:
            flash(_("送审完成；还有%(count)s处必须解决的问题，退回改好后才能审定", count=open_errors), "warning")
        else:
            flash(_("%(act)s完成", act=_(TITLES[act])), "success")
        return redirect(back)

    @staticmethod
    def _told(problem: Problem, back: str) -> Any:
        flash(told(problem), "danger")
        return redirect(back)

    @staticmethod
    def _edition_or_404(pk: str) -> Edition:
        edition: Edition = row_by_id_or_404(Edition, "edition", pk)
        return edition


def _open_errors(edition_id: int) -> int:
    """What hinders the approval; what was taken over as it stands is approved with it."""
    edition = db.session.get(Edition, edition_id)
    if edition is None or edition.taken_over:
        return 0
    found = item_checks.problems(house_session(), compiler.compile_edition(house_session(), edition))
    return sum(problem.level == "error" for problem in found)


def _publish(edition_id: int, form: Any) -> None:
    editions.publish(edition_id, form.effective_on.data if form.when.data == "later" else None)


ACTS: dict[str, Callable[[int, Any], Any]] = {
    "submit": lambda edition_id, form: editions.submit(edition_id),
    "return": lambda edition_id, form: editions.send_back(edition_id, form.reason.data or ""),
    "approve": lambda edition_id, form: editions.approve(edition_id, ticking=approving.reason()),
    "publish": _publish,
    "cancel": lambda edition_id, form: editions.cancel(edition_id, form.reason.data or ""),
    "withdraw": lambda edition_id, form: editions.withdraw(edition_id, form.reason.data or ""),
}
