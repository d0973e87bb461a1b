"""The acts on a task: give it to somebody, move its date."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField, validators

from appcore.catalogue import tasks
from models.check import ItemTask
from views.console.fields import DateText, PlainText
from views.console.finding import row_by_id_or_404
from views.console.saving import refused
from views.words import _

REASON = lazy_gettext("理由")


class ReassignForm(FlaskForm):
    owner = StringField(
        lazy_gettext("负责人账号"),
        [validators.Length(max=80), PlainText()],
        description=lazy_gettext("不填时由主管部门的编辑负责"),
    )
    reason = TextAreaField(REASON, [PlainText()])


class MoveForm(FlaskForm):
    due_on = DateText(lazy_gettext("整改期限"))
    reason = TextAreaField(REASON, [PlainText()])


class TaskDesk(BaseView):
    route_base = "/catalogue/tasks"
    class_permission_name = "console:item_task"
    default_view = "reassign"
    method_permission_name = {"reassign": "assign", "move": "assign"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<pk>/reassign", methods=["GET", "POST"])
    @has_access
    @permission_name("assign")
    def reassign(self, pk: str) -> Any:
        return _asked(pk, ReassignForm, _("改派整改任务"), lambda task_id, form, seen: tasks.reassign(
            task_id, form.owner.data or "", form.reason.data or "", version=seen
        ))  # fmt: skip

    @expose("/<pk>/move", methods=["GET", "POST"])
    @has_access
    @permission_name("assign")
    def move(self, pk: str) -> Any:
        return _asked(pk, MoveForm, _("调整整改期限"), lambda task_id, form, seen: tasks.move(
            task_id, form.due_on.data, form.reason.data or "", version=seen
        ))  # fmt: skip


def _asked(pk: str, kind: type[FlaskForm], title: str, act: Any) -> Any:
    """A form for one act on a task, kept as it was typed when the act is refused."""
    row = row_by_id_or_404(ItemTask, "item_task", pk)
    form: Any = kind() if request.method == "POST" else kind(obj=row)
    if request.method != "POST":
        form.reason.data = ""
    lock = request.form.get("_lock", "") if request.method == "POST" else str(row.version)
    task_id, words, here, status = row.id, row.text, url_for("ItemTaskPage.show", pk=row.id), 200
    if form.validate_on_submit():
        seen = int(lock) if lock.isascii() and lock.isdigit() and len(lock) < 10 else 0
        status = refused(form, lambda: act(task_id, form, seen)) or 0
        if not status:
            flash(_("已保存"), "success")
            return redirect(here)
    names = [field.name for field in form if field.name != "csrf_token"]
    page = render_template(
        "console/form.html", form=form, groups=[(words, names)], lock=lock, conflict=None, action_url=request.path,
        cancel_url=here, title=title,
    )  # fmt: skip
    return page, 422 if form.errors and status == 200 else status
