"""What an export's address answers: the file, or above the limit the form that asks a second person for it (R70)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import TextAreaField

from appcore.access import exports
from models.db import house_session
from models.vocabulary import EXPORT_FORMAT
from views.console import exporting, listing
from views.console.exporting import Exported
from views.console.fields import PlainText
from views.console.resource import Resource
from views.console.saving import refused
from views.words import _

COUNTED_TO = 1_000_000


class AskForm(FlaskForm):
    reason = TextAreaField(
        lazy_gettext("用途"),
        [PlainText()],
        description=lazy_gettext("写明给谁用、做什么用，批准人会看到。批准后24小时内可以下载。"),
    )


def answer(resource: Resource, form: str) -> Any:
    """GET gives the file when it is small enough, else the form; POST asks for it."""
    asked = listing.read_asked(resource, request.args)
    rows = listing.counted(resource, asked, COUNTED_TO)
    return answer_for(exporting.ListExport(resource), form, exporting.kept_arguments(), rows)


def answer_for(what: Exported, form: str, query: str, rows: int) -> Any:
    """The same for anything that can be given out, whose rows were counted."""
    taken = exports.taken_lately(house_session(), what.noun)
    if rows + taken <= exporting.limit():
        if request.method == "POST":
            return redirect(f"{request.path}?{exporting.kept_arguments()}")
        return exporting.give(what, form, query, exporting.limit())
    return _ask(what, form, query, rows, taken)


def _ask(what: Exported, form: str, query: str, rows: int, taken: int) -> Any:
    asking = AskForm()
    status = 200
    if asking.validate_on_submit():
        reason = asking.reason.data or ""
        status = (
            refused(asking, lambda: exports.ask(noun=what.noun, query=query, form=form, rows=rows, reason=reason)) or 0
        )
        if not status:
            flash(_("已提交，批准后在“导出申请”里下载"), "success")
            return redirect(url_for("ExportRequestPage.list"))
    facts = [
        (_("列表"), what.title(query)), (_("条件"), what.conditions(query)), (_("行数"), str(rows)),
        (_("文件格式"), _(EXPORT_FORMAT.label_of(form))),
    ]  # fmt: skip
    page = render_template(
        "console/access/export.html", form=asking, title=_("申请导出"), facts=facts, save_label=_("提交申请"),
        notice=_notice(rows, taken),
        action_url=f"{request.path}?{exporting.kept_arguments()}", cancel_url=what.back(query), names=["reason"],
    )  # fmt: skip
    return page, 422 if asking.errors and status == 200 else status


def _notice(rows: int, taken: int) -> str:
    """Why this export wants a second person."""
    most = exporting.limit()
    if rows > most:
        return _("这个列表有%(rows)s行，超过%(most)s行，须由分管领导或督查人员批准后才能导出。", rows=rows, most=most)
    return _(
        "您24小时内已导出这个列表%(taken)s行，加上这次的%(rows)s行，超过%(most)s行，须由分管领导或督查人员批准后才能导出。",
        taken=taken, rows=rows, most=most,
    )  # fmt: skip
