"""The acts on editions as pages: draft, submit, return, approve, publish, withdraw; and the draft's preview with its problems."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_wtf import FlaskForm
from sqlalchemy import select

from appcore.access import permissions
from appcore.access.principal import Person, current, signed_in
from appcore.catalogue import compile as compiler
from appcore.catalogue import editions, item_checks, remarks
from appcore.definition.checks import Place, score
from appcore.definition.comparison import LABELS as PART_LABELS
from appcore.definition.effects import effects
from appcore.definition.verdict import N_
from appcore.errors import Problem
from models.db import db, house_session
from models.item import Edition, Item
from models.vocabulary import TIME_UNIT
from views.charts import flow as chart
from views.console import trial_again
from views.console.edition_forms import FORMS
from views.console.finding import denied, item_or_404, row_by_id_or_404
from views.console.places import coded, from_code, place_words
from views.console.quality import approving
from views.console.quality.places import fix_url
from views.console.reading import reading
from views.console.resources.edition_acts import ASKS
from views.console.saving import refused, told
from views.console.workbench.places import workbench_url
from views.words import _

TITLES = {
    "submit": N_("送审"),
    "return": N_("退回"),
    "approve": N_("审定"),
    "publish": N_("发布"),
    "cancel": N_("撤销待生效版本"),
    "withdraw": N_("停用"),
    "restore": N_("恢复为草稿"),
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
        item_id = item_or_404(code).id
        place = from_code(request.values.get("at", "")) or Place()
        try:
            edition_id = editions.draft(code)
        except Problem as problem:
            return self._told(problem, url_for("ItemPage.show", pk=item_id))
        flash(_("已建立草稿，内容取自最近一次发布的版本"), "success")
        return redirect(workbench_url(edition_id, place))

    @expose("/<pk>/preview")
    @has_access
    @permission_name("show")
    def preview(self, pk: str) -> Any:
        edition = self._edition_or_404(pk)
        definition = compiler.compile_edition(house_session(), edition)
        found = item_checks.problems(house_session(), definition)
        rows = [(one, place_words(one.place, definition), fix_url(edition, one.place)) for one in found]
        return render_template(
            "console/catalogue/preview.html", title=_("预览与检查"), edition=edition, definition=definition, problems=rows,
            score=score(found), units=TIME_UNIT, errors=sum(problem.level == "error" for problem in found),
            drawing=chart.both(definition, {}, marks=chart.marks_of(found)) if definition.steps else None,
            effects=effects(definition), part_labels=PART_LABELS, flow_url=url_for("FlowDesk.steps", pk=edition.id), back=url_for("EditionPage.show", pk=edition.id),
            examples=trial_again.again(edition), reading=reading(definition) if _may_remark(edition) else [],
            asked=request.args.get("at", ""), said=_remarked(edition) if _may_remark(edition) else {},
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
        return self._asked(act, form, edition_id, item_code), status or (422 if form.errors else 200)

    @staticmethod
    def _asked(act: str, form: FlaskForm, edition_id: int, item_code: str) -> str:
        """The form of an act; before a return also the remarks that go along."""
        item = db.session.scalar(select(Item.name).where(Item.code == item_code))
        names = [field.name for field in form if field.name != "csrf_token"]
        going = []
        if act == "return":
            form["due_on"].description = _(
                "不填就是%(days)s天以后", days=current_app.extensions["settings"].return_days
            )
            listed = remarks.listed(house_session(), edition_id, unsent=True)
            going = [one.text for one in listed if one.state in remarks.UNSENT]
        return render_template(
            "console/catalogue/act.html", form=form, groups=[(item or "", names)], lock=None, action_url=request.path,
            cancel_url=url_for("EditionPage.show", pk=edition_id), title=_(TITLES[act]), save_label=_(TITLES[act]),
            conflict=None, act=act, going=going, remarks_url=url_for("ReviewDesk.remarks", pk=edition_id),
        )  # fmt: skip

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
        """Back to the edition; to the new draft after a restore; to what the checks found after a submission with errors."""
        try:
            made = run()
        except Problem as problem:
            return self._told(problem, back)
        if act == "restore":
            flash(_("已恢复为草稿，内容取自这个版本"), "success")
            return redirect(url_for("Workbench.part", pk=made))
        open_errors = _open_errors(edition_id) if act == "submit" else 0
        if open_errors:
            flash(_("送审完成；还有%(count)s处必须解决的问题，退回改好后才能审定", count=open_errors), "warning")
            return redirect(url_for("EditionActs.preview", pk=edition_id))
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


def _may_remark(edition: Edition) -> bool:
    return edition.state in remarks.IN_REVIEW and permissions.may(signed_in().roles, "console:edition", "return")


def _remarked(edition: Edition) -> dict[str, list[str]]:
    """The remarks that are not settled, by the row or element where they are put."""
    found: dict[str, list[str]] = {}
    for one in remarks.listed(house_session(), edition.id, unsent=True):
        if one.state != "settled":
            place = one.place if not one.place.part else Place(one.place.part, one.place.key)
            found.setdefault(coded(place), []).append(one.text)
    return found


def _open_errors(edition_id: int) -> int:
    """What hinders the approval; what was taken over as it stands is approved with it."""
    edition = db.session.get(Edition, edition_id)
    if edition is None or edition.taken_over:
        return 0
    found = item_checks.problems(house_session(), compiler.compile_edition(house_session(), edition))
    return sum(problem.level == "error" for problem in found)


ACTS: dict[str, Callable[[int, Any], Any]] = {
    "submit": lambda edition_id, form: editions.submit(edition_id),
    "return": lambda edition_id, form: editions.send_back(edition_id, form.reason.data or "", form.due_on.data),
    "approve": lambda edition_id, form: editions.approve(edition_id, ticking=approving.reason()),
    "publish": lambda edition_id, form: editions.publish(edition_id, form.day),
    "cancel": lambda edition_id, form: editions.cancel(edition_id, form.reason.data or ""),
    "withdraw": lambda edition_id, form: editions.withdraw(
        edition_id,
        form.reason.data or "",
        form.day and datetime.combine(form.day, time()),
        notice=form.notice.data or "",
    ),
    "restore": lambda edition_id, form: editions.restore(edition_id),
}
