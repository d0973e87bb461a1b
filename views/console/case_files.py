"""A case's files: added on a page of their own, given out one by one, voided with a reason. The case decides who may."""

from __future__ import annotations

import re
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, validators

from appcore.access import audit
from appcore.access.handling import Names
from appcore.casework import attachments, case_reading
from appcore.errors import Conflict, NotAllowed
from models.attachment import Attachment
from models.case import Case
from models.db import house_session
from views import serving
from views.console import uploading
from views.console.fields import PlainText
from views.console.finding import case_or_404, row_or_404
from views.console.saving import refused
from views.words import _

CODE = re.compile(r"[0-9a-f]{32}", re.ASCII)
MOST_AT_ONCE = 20


class AttachForm(FlaskForm):
    files = uploading.file_field(lazy_gettext("文件"), many=True)
    material = SelectField(lazy_gettext("属于哪份材料"), validate_choice=True)
    note = StringField(
        lazy_gettext("说明"), [validators.Length(max=200, message=lazy_gettext("不能超过%(max)d个字")), PlainText()]
    )


class VoidForm(FlaskForm):
    reason = StringField(
        lazy_gettext("作废原因"),
        [validators.InputRequired(message=lazy_gettext("请写明作废原因")), PlainText()],
        description=lazy_gettext("例如：传错了人、扫描不清。作废后文件不再提供下载，记录会保留。"),
    )


class CaseFiles(BaseView):
    route_base = "/casework"
    class_permission_name = "console:attachment"
    default_view = "fetch"
    method_permission_name = {"add": "add", "fetch": "show", "void": "void"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/cases/<number>/files", methods=["GET", "POST"])
    @has_access
    @permission_name("add")
    def add(self, number: str) -> Any:
        case = case_or_404(number)
        here = url_for("CaseDesk.case", number=number)
        if not attachments.is_open(case):
            raise Conflict("办件已经办结，不能再上传附件")
        form = _attach_form(case)
        status = 200
        if form.validate_on_submit():
            status = _attached(form, number) or 0
            if not status:
                flash(_("已上传"), "success")
                return redirect(f"{here}#files")
        page = render_template(
            "console/form.html", form=form, groups=[(number, ["files", "material", "note"])], lock=None, conflict=None,
            action_url=request.path, cancel_url=f"{here}#files", title=_("上传附件"), save_label=_("上传"),
        )  # fmt: skip
        return page, 422 if form.errors and status == 200 else status

    @expose("/files/<code>")
    @has_access
    @permission_name("show")
    def fetch(self, code: str) -> Any:
        row = _attachment_or_404(code)
        if row.void_reason:
            raise Conflict("这个附件已经作废，不再提供下载")
        if row.state != "kept":
            raise Conflict("这个附件还没有通过查毒，暂时不能下载")
        sha256, name, media_type, case = row.sha256, row.name, row.media_type, row.case
        if Names(house_session(), [case]).are_masked(case):
            raise NotAllowed("附件只在办理这件事的中心和部门里打开")
        audit.note("downloaded", "attachment", case.number, changes={"code": code})
        return serving.hand_out(sha256, name=name, media_type=media_type, sealed=True)

    @expose("/files/<code>/void", methods=["GET", "POST"])
    @has_access
    @permission_name("void")
    def void(self, code: str) -> Any:
        row = _attachment_or_404(code)
        here = f"{url_for('CaseDesk.case', number=row.case.number)}#files"
        title, form = row.name, VoidForm()
        lock = request.form.get("_lock", "") if request.method == "POST" else str(row.version)
        status = 200
        if form.validate_on_submit():
            if not (lock.isascii() and lock.isdigit() and len(lock) < 10):
                abort(400, _("表单不完整，请重新打开后再填写"))
            status = refused(form, lambda: attachments.void(code, form.reason.data or "", version=int(lock))) or 0
            if not status:
                flash(_("已作废"), "success")
                return redirect(here)
        page = render_template(
            "console/form.html", form=form, groups=[(title, ["reason"])], lock=lock, conflict=None,
            action_url=request.path, cancel_url=here, title=_("作废附件"), save_label=_("作废"),
        )  # fmt: skip
        return page, 422 if form.errors and status == 200 else status


def _attachment_or_404(code: str) -> Attachment:
    if not CODE.fullmatch(code):
        abort(404)
    row: Attachment = row_or_404(Attachment, "attachment", code, Attachment.code == code)
    return row


def _attach_form(case: Case) -> AttachForm:
    form = AttachForm()
    papers = case_reading.papers_of(house_session(), case)
    form.material.choices = [("", _("其他材料")), *((one.material_key, one.name) for one in papers)]
    if request.method != "POST":
        asked = request.args.get("paper", "")
        form.material.data = asked if asked in dict(form.material.choices) else ""
    return form


def _attached(form: AttachForm, number: str) -> int | None:
    """None when the files are the case's; else the status, and the form says why."""
    files = uploading.chosen(form.files)
    if not files:
        form.files.errors = [_("请选择要上传的文件")]
        return 422
    if len(files) > MOST_AT_ONCE:
        form.files.errors = [_("一次最多上传%(most)s个文件，请分几次上传", most=MOST_AT_ONCE)]
        return 422
    material, note = form.material.data or "", form.note.data or ""
    kept = uploading.received(form.files, files)
    if len(kept) < len(files):
        return 422
    return refused(form, lambda: attachments.attach(number, kept, material_key=material, note=note))
