"""The acts on a paper of the store: it is repealed once one has seen what rests on it, that is taken back, it gets its file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import TextAreaField, validators

from appcore import clock
from appcore.access import audit
from appcore.catalogue import documents
from appcore.errors import Conflict
from models.db import house_session
from models.document import Document
from models.vocabulary import FILE_STATE
from views import serving
from views.console import uploading
from views.console.documents import resting
from views.console.fields import DateText, PlainText
from views.console.finding import row_by_id_or_404
from views.console.remote_select import RemoteSelect
from views.console.resource import by_noun
from views.console.saving import refused
from views.words import _, bytes_words


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        lazy_gettext("原因"),
        [validators.InputRequired(message=lazy_gettext("请写明原因")), validators.Length(max=300), PlainText()],
    )


class RepealForm(FlaskForm):
    repealed_from = DateText(
        lazy_gettext("废止日期"), [validators.InputRequired(message=lazy_gettext("请填写废止日期"))],
        description=lazy_gettext("从这一天起不再有效"),
    )  # fmt: skip
    reason = TextAreaField(
        lazy_gettext("废止说明"),
        [validators.InputRequired(message=lazy_gettext("请写明废止的原因")), validators.Length(max=300), PlainText()],
    )


@cache
def _repeal_form() -> Any:
    """The form with the look-up of the paper in whose favour it ends, made once the tables are declared."""
    by_code = RemoteSelect(
        lazy_gettext("由哪份文件废止"), [validators.Optional()], target=by_noun("document"), lookup="WorkDayPage.lookup",
        column="document_code", description=lazy_gettext("没有新文件代替的不填"),
    )  # fmt: skip
    return type("RepealFormWithLookup", (RepealForm,), {"by_code": by_code})


class FileForm(FlaskForm):
    file = uploading.file_field(lazy_gettext("文件原件"))


class DocumentDesk(BaseView):
    """Buttons of a document's page lead here."""

    route_base = "/catalogue/documents"
    class_permission_name = "console:document"
    default_view = "repeal"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "repeal": "repeal", "reinstate": "repeal", "file": "edit", "fetch": "show",
    }  # fmt: skip

    @expose("/<pk>/repeal", methods=["GET", "POST"])
    @has_access
    @permission_name("repeal")
    def repeal(self, pk: str) -> Any:
        row = _document_or_404(pk)
        form = _repeal_form()()
        if request.method != "POST":
            form.repealed_from.data = clock.local_today()

        def act(lock: int) -> None:
            documents.repeal(
                row_id, repealed_from=form.repealed_from.data, by_code=form.by_code.data,
                reason=form.reason.data or "", version=lock,
            )  # fmt: skip

        row_id = int(row.id)
        found = documents.resting_on(house_session(), row.code)
        items = len({one.item_code for one in found})
        said = _("已废止；%(count)d个事项引用了它，请逐个修订", count=items) if items else _("已废止")
        return _act(row, form, act, _("废止文件"), _("废止"), said, sections=resting.sections(row), items=items)

    @expose("/<pk>/reinstate", methods=["GET", "POST"])
    @has_access
    @permission_name("repeal")
    def reinstate(self, pk: str) -> Any:
        row = _document_or_404(pk)
        form, row_id = ReasonForm(), int(row.id)

        def act(lock: int) -> None:
            documents.reinstate(row_id, reason=form.reason.data or "", version=lock)

        return _act(row, form, act, _("恢复有效"), _("恢复有效"), _("已恢复有效"))

    @expose("/<pk>/file", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def file(self, pk: str) -> Any:
        row = _document_or_404(pk)
        form, row_id, status = FileForm(), int(row.id), 200
        lock = _lock() if request.method == "POST" else int(row.version)
        if request.method == "POST":
            if request.form.get("act") == "remove":
                status = refused(form, lambda: documents.remove_file(row_id, version=lock)) or 0
            elif form.validate():
                status = _kept(form, row_id, lock) or 0
            if not status:
                flash(_("已保存"), "success")
                return redirect(url_for("DocumentDesk.file", pk=row_id))
        held = documents.file_of(_document_or_404(pk))
        page = render_template(
            "console/catalogue/document_file.html", form=form, title=_("文件原件"), document=row, held=held, lock=lock,
            back=url_for("DocumentPage.show", pk=row_id), states=FILE_STATE, bytes_words=bytes_words,
        )  # fmt: skip
        return page, 422 if form.errors and status == 200 else status

    @expose("/<pk>/file/download")
    @has_access
    @permission_name("show")
    def fetch(self, pk: str) -> Any:
        row = _document_or_404(pk)
        held = documents.file_of(row) or abort(404)
        if held.state != "kept":
            raise Conflict("这个附件还没有通过查毒，暂时不能下载")
        audit.note("downloaded", "document", row.code, changes={"sha256": held.sha256})
        return serving.hand_out(held.sha256, name=held.name, media_type=held.media_type)


def _act(
    row: Document, form: FlaskForm, act: Callable[[int], None], title: str, label: str, said: str, **more: Any
) -> Any:
    """The form of one act; when it is done the document's page says so."""
    back = url_for("DocumentPage.show", pk=row.id)
    lock, status = str(row.version), 200
    if request.method == "POST":
        lock = str(_lock())
        if form.validate():
            status = refused(form, lambda: act(int(lock))) or 0
            if not status:
                flash(said, "success")
                return redirect(back)
    page = render_template(
        "console/catalogue/document_act.html", form=form, title=title, document=str(row), save_label=label, back=back,
        lock=lock, names=[name for name in ("repealed_from", "by_code", "reason") if name in form],
        sections=more.get("sections", ()), items=more.get("items", 0),
    )  # fmt: skip
    return page, 422 if form.errors and status == 200 else status


def _kept(form: FileForm, row_id: int, lock: int) -> int | None:
    """None when the file is the document's; else the status, and the form says why."""
    files = uploading.chosen(form.file)
    if not files:
        form.file.errors = [_("请选择要上传的文件")]
        return 422
    received = uploading.received(form.file, files[:1], sealed=False)
    if not received:
        return 422
    return refused(form, lambda: documents.keep_file(row_id, received[0], version=lock))


def _lock() -> int:
    lock = request.form.get("_lock", "")
    if not (lock.isascii() and lock.isdigit() and len(lock) < 10):
        abort(400, _("表单不完整，请重新打开后再填写"))
    return int(lock)


def _document_or_404(pk: str) -> Document:
    row: Document = row_by_id_or_404(Document, "document", pk)
    return row
