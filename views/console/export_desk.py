"""Requests for large exports: decided by a second person, fetched by the one who asked."""

from __future__ import annotations

import re
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField

from appcore.access import exports, permissions
from appcore.access.principal import signed_in
from appcore.errors import Conflict, NotAllowed
from models.export import ExportRequest
from models.vocabulary import EXPORT_FORMAT
from views.console import exporting
from views.console.fields import PlainText
from views.console.finding import row_or_404
from views.console.saving import refused
from views.words import _

CODE = re.compile(r"[0-9a-f]{32}", re.ASCII)


class DecideForm(FlaskForm):
    decision = SelectField(
        lazy_gettext("意见"),
        choices=[("", lazy_gettext("请选择")), ("approve", lazy_gettext("批准")), ("refuse", lazy_gettext("不批准"))],
    )
    remark = TextAreaField(lazy_gettext("说明"), [PlainText()], description=lazy_gettext("不批准时必填，申请人会看到"))


class ExportDesk(BaseView):
    route_base = "/access/exports"
    class_permission_name = "console:export_request"
    default_view = "fetch"
    method_permission_name = {"decide": "decide", "fetch": "fetch"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<code>", methods=["POST"])
    @has_access
    @permission_name("fetch")
    def fetch(self, code: str) -> Any:
        """The file. Posted: the request is marked as fetched, and no link may do that (R27)."""
        _request_or_404(code)
        noun, query, form, most = exports.take(code)
        what = _list_or_404(noun)
        if not permissions.may(signed_in().roles, what.view, "export"):
            raise NotAllowed("您现在没有导出这个列表的权限")
        return exporting.give(what, form, query, most, approved=code)

    @expose("/<code>/decide", methods=["GET", "POST"])
    @has_access
    @permission_name("decide")
    def decide(self, code: str) -> Any:
        row = _request_or_404(code)
        if not exports.is_waiting(row):
            raise Conflict("这个申请已经处理过或已经失效")
        here = url_for("ExportRequestPage.show", pk=row.id)
        form, what, query = DecideForm(), _list_or_404(row.noun), exports.query_of(row) or ""
        facts = [
            (_("申请人"), row.created_by), (_("列表"), what.title(query)), (_("条件"), what.conditions(query)),
            (_("行数"), str(row.row_count)), (_("文件格式"), _(EXPORT_FORMAT.label_of(row.format))), (_("用途"), row.reason),
        ]  # fmt: skip
        status = 200
        if form.validate_on_submit() and form.decision.data:
            approve, remark = form.decision.data == "approve", form.remark.data or ""
            status = refused(form, lambda: exports.decide(code, approve=approve, remark=remark)) or 0
            if not status:
                flash(_("已批准") if approve else _("已退回申请人"), "success")
                return redirect(here)
        elif request.method == "POST" and not form.errors:
            form.decision.errors = [_("请选择批准或不批准")]
        page = render_template(
            "console/access/export.html", form=form, title=_("批准导出"), facts=facts, save_label=_("提交意见"), notice="",
            action_url=request.path, cancel_url=here, names=["decision", "remark"],
        )  # fmt: skip
        return page, 422 if form.errors and status == 200 else status


def _list_or_404(noun: str) -> exporting.Exported:
    found = exporting.of_noun(noun)
    if found is None:
        abort(404)
    return found


def _request_or_404(code: str) -> ExportRequest:
    if not CODE.fullmatch(code):
        abort(404)
    row: ExportRequest = row_or_404(ExportRequest, "export_request", code, ExportRequest.code == code)
    return row
