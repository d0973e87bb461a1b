"""The routes of slip templates: the kinds, one kind's versions, the editor, and the acts of the second pair of eyes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name

from appcore.access import permissions, placing
from appcore.access.principal import signed_in
from appcore.access.same_person import is_among
from appcore.casework import slip_template_reading, slip_templates
from appcore.definition.templates import difference, whole
from appcore.definition.templates.skeletons import SKELETONS, part_keys
from appcore.errors import Problem, Refused
from models.db import house_session
from models.slip_template import SlipTemplate, SlipTemplateVersion
from models.vocabulary import SLIP_KIND
from views.console.edition_forms import PublishForm, ReasonForm
from views.console.finding import row_by_id_or_404
from views.console.saving import refused, told, told_by_field
from views.console.slip_templates import editor
from views.errors import STATUS
from views.words import _

ISSUED = ("receipt", "acceptance")
"""The kinds that the counter issues today; the others print by their template as soon as an act issues them."""


def _may(verb: str) -> bool:
    return permissions.may(signed_in().roles, "console:slip_template", verb)


def _version_or_404(pk: str) -> SlipTemplateVersion:
    found: SlipTemplateVersion = row_by_id_or_404(SlipTemplateVersion, "slip_template", pk)
    return found


class SlipTemplates(BaseView):
    route_base = "/casework/slip-templates"
    class_permission_name = "console:slip_template"
    default_view = "kinds"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "kinds": "show", "kind": "show", "read": "show", "draft": "edit", "edit": "edit", "discard": "edit",
        "publish": "publish", "send_back": "publish", "stop": "publish",
    }  # fmt: skip

    @expose("")
    @has_access
    @permission_name("show")
    def kinds(self) -> Any:
        rows = slip_template_reading.kinds(house_session(), placing.owner())
        rows.sort(key=lambda one: one.kind not in ISSUED)
        return render_template("console/slip_templates/kinds.html", title=_("文书模板"), rows=rows, issued=ISSUED)

    @expose("/<kind>")
    @has_access
    @permission_name("show")
    def kind(self, kind: str) -> Any:
        if kind not in SKELETONS:
            abort(404)
        session, county = house_session(), placing.owner()
        row = slip_template_reading.kinds(session, county, kind)[0]
        taken = {one.item_code for one in row.special}
        offered = [one for one in slip_template_reading.items(session, county) if one[0] not in taken]
        return render_template(
            "console/slip_templates/kind.html", title=_(row.label), row=row, parts=SKELETONS[kind], items=offered,
            may_edit=_may("edit"), may_publish=_may("publish"), is_issued=kind in ISSUED,
        )  # fmt: skip

    @expose("/<kind>/draft", methods=["POST"])
    @has_access
    @permission_name("edit")
    def draft(self, kind: str) -> Any:
        like, item = request.form.get("like"), request.form.get("item", "").strip()
        if kind not in SKELETONS:
            abort(404)
        if like is None or (like and not (like.isascii() and like.isdigit() and len(like) < 10)):
            abort(400, _("表单不完整，请重新打开后再填写"))
        if request.form.get("own") and not item:
            return self._told(Refused("请先选择事项"), url_for("SlipTemplates.kind", kind=kind))
        try:
            made = slip_templates.draft(kind, placing.owner(), item[:12], like=int(like) if like else None)
        except Problem as problem:
            return self._told(problem, url_for("SlipTemplates.kind", kind=kind))
        return redirect(url_for("SlipTemplates.edit", pk=made))

    @expose("/versions/<pk>")
    @has_access
    @permission_name("show")
    def read(self, pk: str) -> Any:
        version = _version_or_404(pk)
        session, template = house_session(), version.template
        row = slip_template_reading.kinds(session, template.owner_code, template.kind)[0]
        mine = next(one for one in row.templates if one.id == template.id)
        shown = next(one for one in mine.versions if one.id == version.id)
        earlier = [one for one in mine.versions if one.number and (not version.number or one.number < version.number)]
        before = session.get(SlipTemplateVersion, earlier[0].id) if earlier else None
        old = before.content if before is not None else whole.content(template.kind, whole.first_texts(template.kind))
        model = editor.build(session, version, {}, request.args.get("state", ""))
        return render_template(
            "console/slip_templates/read.html", title=self._title(version), version=version, shown=shown, editor=model,
            changes=difference.difference(old, version.content), before=before, kind=_(SLIP_KIND.label_of(template.kind)),
            sections=self._sections(version, model), may_edit=_may("edit"),
            may_publish=_may("publish") and not is_among(house_session(), signed_in(), usernames=version.authors),
        )  # fmt: skip

    @expose("/versions/<pk>/edit", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def edit(self, pk: str) -> Any:
        version = _version_or_404(pk)
        back = url_for("SlipTemplates.read", pk=version.id)
        if version.state not in slip_templates.EDITABLE:
            flash(_("这个版本已经送审或发布，不能再修改"), "warning")
            return redirect(back)
        if request.method != "POST":
            return self._editor(version, {}, str(version.version))
        act, lock = request.form.get("act", ""), request.form.get("_lock", "")
        if act not in ("save", "preview", "submit") or not (lock.isascii() and lock.isdigit() and len(lock) < 10):
            abort(400, _("表单不完整，请重新打开后再填写"))
        kind, version_id = version.template.kind, version.id
        texts = {key: request.form.get(f"part.{key}", "") for key in part_keys(kind)}
        note = request.form.get("note", "")
        if act == "preview":
            return self._editor(version, texts, lock, note=note)
        try:
            slip_templates.save(version_id, texts, note, version=int(lock))
        except Problem as problem:
            said = told_by_field(problem)
            page = self._editor(_version_or_404(pk), texts, lock, note=note, told=said)
            return page, STATUS[type(problem)]
        if act == "save":
            flash(_("已保存"), "success")
            return redirect(url_for("SlipTemplates.edit", pk=version_id))
        try:
            slip_templates.submit(version_id)
        except Problem as problem:
            return self._told(problem, url_for("SlipTemplates.edit", pk=version_id))
        flash(_("已送审，等待另一人审核发布"), "success")
        return redirect(back)

    @expose("/versions/<pk>/discard", methods=["POST"])
    @has_access
    @permission_name("edit")
    def discard(self, pk: str) -> Any:
        version = _version_or_404(pk)
        here = url_for("SlipTemplates.kind", kind=version.template.kind)
        if request.form.get("_lock") != str(version.version):
            abort(400, _("表单不完整，请重新打开后再填写"))
        version_id = version.id
        try:
            slip_templates.discard(version_id)
        except Problem as problem:
            return self._told(problem, here)
        flash(_("草稿已删除"), "success")
        return redirect(here)

    @expose("/versions/<pk>/publish", methods=["GET", "POST"])
    @has_access
    @permission_name("publish")
    def publish(self, pk: str) -> Any:
        form = PublishForm()

        def act(version_id: int) -> None:
            on = form.effective_on.data if form.when.data == "later" else None
            slip_templates.publish(version_id, on)

        return self._second_eyes(pk, form, _("发布"), _("已发布"), act)

    @expose("/versions/<pk>/return", methods=["GET", "POST"])
    @has_access
    @permission_name("publish")
    def send_back(self, pk: str) -> Any:
        form = ReasonForm()
        act = lambda version_id: slip_templates.send_back(version_id, form.reason.data or "")  # noqa: E731 - one line
        return self._second_eyes(pk, form, _("退回"), _("已退回起草人"), act)

    @expose("/templates/<pk>/stop", methods=["GET", "POST"])
    @has_access
    @permission_name("publish")
    def stop(self, pk: str) -> Any:
        template: SlipTemplate = row_by_id_or_404(SlipTemplate, "slip_template", pk)
        template_id, kind, form = template.id, template.kind, ReasonForm()
        here = url_for("SlipTemplates.kind", kind=kind)
        return self._form(
            form, _("停用模板"), _(SLIP_KIND.label_of(kind)), here, _("已停用，以后的文书改用上一级模板"),
            lambda: slip_templates.stop(template_id, form.reason.data or ""),
        )  # fmt: skip

    def _second_eyes(self, pk: str, form: Any, title: str, done: str, act: Callable[[int], None]) -> Any:
        version = _version_or_404(pk)
        version_id, heading = version.id, self._title(version)
        back = url_for("SlipTemplates.read", pk=version_id)
        if version.state != "submitted":
            flash(_("这个版本没有送审，不能执行这个操作"), "warning")
            return redirect(back)
        return self._form(form, title, heading, back, done, lambda: act(version_id))

    @staticmethod
    def _form(form: Any, title: str, heading: str, back: str, done: str, act: Callable[[], None]) -> Any:
        status = 200
        if form.validate_on_submit():
            told = refused(form, act)
            if told is None:
                flash(done, "success")
                return redirect(back)
            status = told
        names = [field.name for field in form if field.name != "csrf_token"]
        page = render_template(
            "console/form.html", form=form, groups=[(heading, names)], lock=None, conflict=None, action_url=request.path,
            cancel_url=back, title=title, save_label=title,
        )  # fmt: skip
        return page, 422 if form.errors and status == 200 else status

    def _editor(
        self, version: SlipTemplateVersion, texts: dict[str, str], lock: str, *, note: str | None = None,
        told: dict[str, str] | None = None,
    ) -> Any:  # fmt: skip
        model = editor.build(house_session(), version, texts, request.values.get("state", ""))
        return render_template(
            "console/slip_templates/edit.html", title=self._title(version), editor=model, version=version, lock=lock,
            note=version.note or "" if note is None else note, told=told or {}, kind=_(SLIP_KIND.label_of(version.template.kind)),
            back=url_for("SlipTemplates.kind", kind=version.template.kind),
        )  # fmt: skip

    @staticmethod
    def _title(version: SlipTemplateVersion) -> str:
        """What a version is called: the kind, whose it is and which."""
        template = version.template
        name = _(SLIP_KIND.label_of(template.kind))
        whose = template.item.name if template.item is not None else _("全部事项")
        if version.number:
            return _("%(name)s（%(whose)s）第%(number)s版", name=name, whose=whose, number=version.number)
        return _("%(name)s（%(whose)s）草稿", name=name, whose=whose)

    @staticmethod
    def _sections(version: SlipTemplateVersion, model: editor.Editor) -> Any:
        """What the version prints: a published one as it is stored, another with the locked parts of today."""
        if version.state == "published":
            return whole.printed(version.template.kind, version.content, model.facts)
        return model.preview

    @staticmethod
    def _told(problem: Problem, back: str) -> Any:
        flash(told(problem), "danger")
        return redirect(back)
