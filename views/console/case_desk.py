"""A case's own pages: what it is, when it is due and why; finishing it; the slip as it prints on A4."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField, validators

from appcore import clock
from appcore.access import audit, permissions, read_log
from appcore.access.handling import Names
from appcore.access.principal import signed_in
from appcore.casework import agent_sight, case_reading, custody_reading, entrusting, finish, keeping, slips
from appcore.casework.custody import OPEN
from appcore.casework.custody_reading import CustodyPage
from appcore.catalogue.local import adoptions
from appcore.errors import NotAllowed
from appcore.transaction import unit_of_work
from models.case import Case, Slip
from models.db import db, house_session
from models.vocabulary import CASE_OUTCOME, OPEN_CASE, READ_REASON, REASONS_ASKED, RECALL_CASES, SLIP_KIND
from views.console import case_files_panel
from views.console.fields import PlainText
from views.console.finding import case_or_404, row_or_404
from views.console.saving import refused
from views.days import day_words
from views.words import _, term


def cn_date(day: datetime) -> str:
    """A date as a Chinese paper writes it: 2026年12月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


class FinishForm(FlaskForm):
    outcome = SelectField(
        lazy_gettext("办理结果"),
        [validators.InputRequired(message=lazy_gettext("请选择办理结果"))],
        choices=[
            ("", lazy_gettext("请选择")),
            *((one, lazy_gettext(CASE_OUTCOME.label_of(one))) for one in finish.OUTCOMES),
        ],
    )
    reason = TextAreaField(
        lazy_gettext("理由"),
        [validators.Length(max=300, message=lazy_gettext("不能超过%(max)d个字")), PlainText()],
        description=lazy_gettext("不予、撤回或终止时必填，会告知申请人"),
    )


def _acts(case: Case, kept: CustodyPage) -> dict[str, bool]:
    """What the person may do with a case now: only the desk that holds it acts on it."""
    who = signed_in()

    def may(noun: str, verb: str) -> bool:
        return permissions.may(who.roles, f"console:{noun}", verb)

    return {
        "finish": kept.is_here and case.state in ("accepted", "under_way") and may("case", "finish"),
        "complete": kept.is_here and case.state == "received" and may("intake", "accept"),
        "hand": kept.is_here and case.state in OPEN and may("case", "hand"),
        "entrust": kept.is_here and case.state in OPEN_CASE and may("case", "entrust"),
        "take": kept.is_offered_here and may("case", "take"),
        "query_code": (kept.is_here or kept.may_recall) and may("case", "hand"),
        "recall": kept.may_recall and may("case", "hand"),
    }


def _may_reveal(case: Case) -> bool:
    """Whether the page offers whole numbers for a reason: its own handler has them without."""
    who = signed_in()
    is_offered = permissions.may(who.roles, "console:case", "reveal") and not read_log.is_own_task(who, case)
    return is_offered and keeping.was_here(house_session(), case, who)


def _case_page(case: Case, *, whole: bool, told: str) -> Any:
    page = case_reading.read(house_session(), case, whole=whole)
    kept = custody_reading.read(house_session(), case, signed_in())
    reasons = [(one, READ_REASON.label_of(one)) for one in REASONS_ASKED] if _may_reveal(case) and not whole else []
    return render_template(
        "console/casework/case.html", title=page.item, slip_kinds=SLIP_KIND, page=page, told=told, reasons=reasons,
        custody=kept, may=_acts(case, kept), agent=entrusting.entrusted_to(house_session(), case),
        is_followed=bool(agent_sight.followers(house_session(), [case])), recalled=_recalled(case), **case_files_panel.panel(case),
    )  # fmt: skip


def _recalled(case: Case) -> str:
    """Where an open case goes whose item the county takes back from the hall; "" when it does not."""
    found = adoptions.recall_of(house_session(), case.item_code, case.hall_code) if case.state in OPEN_CASE else None
    if found is None or found.recalled_from is None:
        return ""
    return _(
        "县里从%(day)s起收回这个事项，本件%(goes)s。",
        day=day_words(found.recalled_from),
        goes=term(RECALL_CASES, found.recall_cases),
    )


class CaseDesk(BaseView):
    route_base = "/casework"
    class_permission_name = "console:case"
    default_view = "case"
    method_permission_name = {"case": "show", "reveal": "reveal", "finish": "finish", "slip": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/cases/<number>")
    @has_access
    @permission_name("show")
    def case(self, number: str) -> Any:
        case, session = case_or_404(number), house_session()
        whole = read_log.is_own_task(signed_in(), case)
        if whole:
            read_log.note_own_task(case, case_reading.personal_values(session, case))
        return _case_page(
            case, whole=whole, told=_("这是您正在办理的办件，号码显示全称；每天登记一次查看记录。") if whole else ""
        )

    @expose("/cases/<number>/reveal", methods=["POST"])
    @has_access
    @permission_name("reveal")
    def reveal(self, number: str) -> Any:
        """Whole values once, for one of five reasons, on the answer to this request alone."""
        if not keeping.was_here(house_session(), case_or_404(number), signed_in()):
            raise NotAllowed("接收这个办件之后才能查看完整号码")
        reason = request.form.get("reason", "")
        if reason not in REASONS_ASKED:
            abort(400, _("请选择查看原因"))
        with unit_of_work() as session:
            case = case_or_404(number)
            read_log.record(session, case.number, case_reading.personal_values(session, case), reason)
        return _case_page(
            case_or_404(number),
            whole=True,
            told=_("本次查看已登记，原因：%(reason)s。", reason=_(READ_REASON.label_of(reason))),
        )

    @expose("/cases/<number>/finish", methods=["GET", "POST"])
    @has_access
    @permission_name("finish")
    def finish(self, number: str) -> Any:
        case = case_or_404(number)
        here = url_for("CaseDesk.case", number=case.number)
        form = FinishForm()
        lock = request.form.get("_lock", "") if request.method == "POST" else str(case.version)
        status = 200
        if form.validate_on_submit():
            if not (lock.isascii() and lock.isdigit() and len(lock) < 10):
                abort(400, _("表单不完整，请重新打开后再填写"))
            outcome, reason = form.outcome.data or "", form.reason.data or ""
            told = refused(form, lambda: finish.finish(number, outcome, reason, version=int(lock)))
            if told is None:
                flash(_("已办结"), "success")
                return redirect(here)
            status = told
        page = render_template(
            "console/form.html", form=form, groups=[(case.number, ["outcome", "reason"])], lock=lock, conflict=None,
            action_url=request.path, cancel_url=here, title=_("办结"), save_label=_("办结"),
        )  # fmt: skip
        return page, 422 if form.errors and status == 200 else status

    @expose("/slips/<number>")
    @has_access
    @permission_name("show")
    def slip(self, number: str) -> Any:
        if "\0" in number or len(number) > 40:
            abort(404)
        slip: Slip = row_or_404(Slip, "slip", number, Slip.number == number)
        case = db.session.get(Case, slip.case_id)
        if case is None:
            abort(404)
        audit.note("opened_slip", "slip", slip.number)
        due = slip.facts.get("due")
        who = signed_in()
        names = Names(house_session(), [case])
        applicants = "、".join(names.of(case, one) for one in slip.facts.get("applicant", "").split("、"))
        return render_template(
            "console/casework/slip.html", title=_(SLIP_KIND.label_of(slip.kind)), slip=slip, case=case,
            facts=slip.facts | {"applicant": applicants},
            sections=slips.worded(house_session(), slip, case, applicants), taken=datetime.fromisoformat(slip.facts.get("received_at") or slip.issued_at.isoformat()),
            due=datetime.fromisoformat(due) if due else None, today=clock.local_today(), cn_date=cn_date,
            case_url=url_for("CaseDesk.case", number=case.number), next_url=url_for("Counter.find"),
            may_take=permissions.may(who.roles, "console:intake", "show"),
            may_print=permissions.may(who.roles, "console:slip", "print") and keeping.holds(house_session(), case),
        )  # fmt: skip
