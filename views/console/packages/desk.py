"""数据包: choose and export, upload and judge, apply what is ticked, take an import back."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from appcore import clock, work
from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.access.scope import as_system
from appcore.catalogue import exchange_map
from appcore.change import background, exporting, imports, source
from appcore.change.kinds import ITEMS
from appcore.definition.exchange_columns import NATIONAL
from appcore.errors import Conflict, Problem
from models.db import db, house_session
from models.package import PackageImport, PackageLine, PackageTask
from models.vocabulary import PACKAGE_ACT, PACKAGE_KIND, PACKAGE_PHASE, PACKAGE_STATE
from views import serving
from views.console import finding, listing
from views.console.packages import report_page, words
from views.console.resources.edition_acts import name_of
from views.console.saving import told, told_by_field
from views.errors import STATUS
from views.words import _, spoken

CODE = re.compile(r"[0-9a-f]{12}", re.ASCII)
JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES = 100
"""So many objects of an import stand on a page."""
UNDER = "scheme:"
"""What stands before the name of an exchange scheme in the choice of a form."""
STATE_TONES = {"previewed": "amber", "applied": "green", "undone": "grey"}


class Packages(BaseView):
    route_base = "/catalogue/packages"
    class_permission_name = "console:package"
    default_view = "imports"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "imports": "show", "export": "export", "upload": "bring_in", "read": "show", "apply": "bring_in", "choose": "bring_in", "undo": "undo",
        "template": "show", "marked": "bring_in", "take_over": "take_over", "take_back": "take_over",
    }  # fmt: skip

    @expose("")
    @has_access
    @permission_name("show")
    def imports(self) -> Any:
        return render_template(
            "console/packages/imports.html", title=_("数据包"), rows=imports.listed(house_session()), may=_may, name_of=name_of,
            states=PACKAGE_STATE, tones=STATE_TONES,
        )  # fmt: skip

    @expose("/export", methods=["GET", "POST"])
    @has_access
    @permission_name("export")
    def export(self) -> Any:
        offered = exporting.offered(house_session())
        if request.method != "POST":
            return self._export_page(offered, {}, "")
        whole = set(request.form.getlist("all"))
        chosen = {
            slug: [one.key for one in rows] if slug in whole else request.form.getlist(slug)
            for slug, rows in offered.items()
        }
        form = request.form.get("form", "json")
        try:
            raw = _exported(form, chosen)
        except Problem as problem:
            fault = told(problem)
            return self._export_page(exporting.offered(house_session()), chosen, fault, STATUS[type(problem)])
        exporting.noted(raw)
        ending, media_type = ("json", JSON) if form == "json" else ("xlsx", XLSX)
        name = f"banshitai-{clock.local_today():%Y%m%d}.{ending}"
        return serving.download(io.BytesIO(raw), name=name, media_type=media_type)

    @expose("/template")
    @has_access
    @permission_name("show")
    def template(self) -> Any:
        return serving.download(io.BytesIO(exporting.template()), name="banshitai-template.xlsx", media_type=XLSX)

    @expose("/import", methods=["GET", "POST"])
    @has_access
    @permission_name("bring_in")
    def upload(self) -> Any:
        if request.method != "POST":
            return self._upload_page("")
        file = request.files.get("file")
        if not isinstance(file, FileStorage) or not file.filename:
            return self._upload_page(_("请选择要导入的文件"), 422)
        try:
            code = imports.preview(file.stream.read(imports.MOST_BYTES + 1), file.filename)
        except Problem as problem:
            faults = told_by_field(problem)
            return self._upload_page(next(iter(faults.values())), STATUS[type(problem)])
        return redirect(url_for("Packages.read", code=code))

    @expose("/imports/<code>")
    @has_access
    @permission_name("show")
    def read(self, code: str) -> Any:
        row = _import_or_404(code)
        task = background.last_of(house_session(), row)
        if task is not None and task.state in imports.UNDER_WAY:
            return _progress_page(row, task)
        if row.state == "previewed":
            return report_page.page(row, None, _why_not(task, "apply"))
        for sentence in _why_not(task, "undo").values() if row.state == "applied" else ():
            flash(sentence, "danger")
        total, number = imports.size(house_session(), row), listing.number_of("page", 1)
        first = (number - 1) * LINES
        lines = imports.lines_of(house_session(), row, first, LINES)
        if number > 1 and not lines:
            abort(404)
        return render_template(
            "console/packages/import.html", title=_("导入 %(name)s", name=row.file_name), row=row, name_of=name_of, total=total,
            lines=lines, states=PACKAGE_STATE, tones=STATE_TONES, acts=PACKAGE_ACT, kinds=PACKAGE_KIND, bar=listing.bar(number, LINES, len(lines), total),
            undo_at=_undo_at(row), going=request.args.get("going") == "1", called=words.called, waiting=_waiting(row),
            may_take_over=_may("take_over") and not imports.is_own(house_session(), row), portion=imports.PORTION, url_of=lambda line: _url_of(row, line),
        )  # fmt: skip

    @expose("/imports/<code>/choose", methods=["POST"])
    @has_access
    @permission_name("bring_in")
    def choose(self, code: str) -> Any:
        """Another page of the report; the ticks of the one that is left are kept."""
        row = _import_or_404(code)
        try:
            return redirect(report_page.turned(row))
        except Problem as problem:
            flash(told(problem), "warning")
            return redirect(url_for("Packages.read", code=code))

    @expose("/imports/<code>/apply", methods=["POST"])
    @has_access
    @permission_name("bring_in")
    def apply(self, code: str) -> Any:
        row = _import_or_404(code)
        taking_over = request.form.get("how") == "take_over"
        if background.open_of(house_session(), row) is not None:
            return redirect(url_for("Packages.read", code=code))  # which says how far it is
        if row.state != "previewed":
            flash(_("这个数据包已经导入过，不用再次提交"), "warning")
            return redirect(url_for("Packages.read", code=code))
        ticks = None
        try:
            ticks, seen = report_page.chosen(row)
            if background.is_large("apply", len(ticks)):
                background.ask_to_apply(code, ticks, seen=seen, taking_over=taking_over)
                return _goes_on(code)
            written = imports.apply(code, ticks, seen=seen, taking_over=taking_over)
        except Problem as problem:
            faults = told_by_field(problem)
            anew = isinstance(problem, Conflict)
            return report_page.page(_import_or_404(code), ticks, faults, STATUS[type(problem)], anew=anew)
        if taking_over:
            flash(_("已导入%(count)s项并送审，等另一位审核人接管为现行版本", count=written), "success")
        else:
            flash(_("已导入%(count)s项，都是草稿，检查后再送审或启用", count=written), "success")
        return redirect(url_for("Packages.read", code=code))

    @expose("/imports/<code>/marked")
    @has_access
    @permission_name("bring_in")
    def marked(self, code: str) -> Any:
        row = _import_or_404(code)
        target = io.BytesIO()
        try:
            source.marked(house_session(), target, imports.content_of(row), row.file_name)
        except Problem as problem:
            flash(told_by_field(problem).get("file") or told(problem), "warning")
            return redirect(url_for("Packages.read", code=code))
        target.seek(0)
        name = f"{row.file_name.rpartition('.')[0] or row.file_name}-{_('核对')}.xlsx"
        return serving.download(target, name=name, media_type=XLSX)

    @expose("/imports/<code>/take-over", methods=["POST"])
    @has_access
    @permission_name("take_over")
    def take_over(self, code: str) -> Any:
        """One portion a request: the page sends the next by itself, and shows how far it is."""
        row = _import_or_404(code)
        if row.state != "applied" or not row.taking_over:
            flash(_("这次导入没有等待接管的事项"), "warning")
            return redirect(url_for("Packages.read", code=code))
        try:
            _taken, left = imports.take_over(code, imports.PORTION)
        except Problem as problem:
            flash(told(problem), "danger")
            return redirect(url_for("Packages.read", code=code))
        if not left:
            flash(_("已全部接管为现行版本"), "success")
        return redirect(url_for("Packages.read", code=code, going="1" if left else None))

    @expose("/imports/<code>/undo", methods=["GET", "POST"])
    @has_access
    @permission_name("undo")
    def undo(self, code: str) -> Any:
        row = _import_or_404(code)
        if row.state != "applied":
            flash(_("这次导入还没有执行，或者已经撤销"), "warning")
        elif imports.in_force(house_session(), row):
            flash(_("已经接管为现行版本的导入，由导入人以外的县级审核撤销"), "warning")
        else:
            return self._undoing(row)
        return redirect(url_for("Packages.read", code=code))

    @expose("/imports/<code>/take-back", methods=["GET", "POST"])
    @has_access
    @permission_name("take_over")
    def take_back(self, code: str) -> Any:
        row = _import_or_404(code)
        if row.state != "applied" or not imports.in_force(house_session(), row):
            flash(_("这次导入没有接管为现行版本，或者已经撤销"), "warning")
            return redirect(url_for("Packages.read", code=code))
        return self._undoing(row)

    @staticmethod
    def _undoing(row: PackageImport) -> Any:
        """What undoing would do, and the act itself."""
        status, code, session = 200, row.code, house_session()
        if background.open_of(session, row) is not None:
            return redirect(url_for("Packages.read", code=code))  # which says how far it is
        in_force = imports.in_force(session, row)
        if request.method == "POST":
            try:
                if background.is_large("undo", imports.size(session, row), of_what_is_in_force=bool(in_force)):
                    background.ask_to_undo(code)
                    return _goes_on(code)
                count = imports.undo(code)
            except Problem as problem:
                flash(told(problem), "danger")
                status, row = STATUS[type(problem)], _import_or_404(code)
            else:
                flash(_("已撤销，%(count)s项恢复到导入之前", count=count), "success")
                return redirect(url_for("Packages.read", code=code))
        plan = sorted(imports.plan_of_undoing(house_session(), row), key=lambda one: one.obstacle is None)
        number = listing.number_of("page", 1)
        rows = plan[(number - 1) * LINES : number * LINES]
        if number > 1 and not rows:
            abort(404)
        page = render_template(
            "console/packages/undo.html", title=_("撤销导入"), row=row, kinds=PACKAGE_KIND, acts=PACKAGE_ACT, plan=rows, total=len(plan),
            stuck=sum(one.obstacle is not None for one in plan), bar=listing.bar(number, LINES, len(rows), len(plan)),
            in_force=in_force, said=words.said, called=words.called,
        )  # fmt: skip
        return page, status

    @staticmethod
    def _export_page(offered: Any, chosen: Any, fault: str, status: int = 200) -> Any:
        page = render_template(
            "console/packages/export.html", title=_("导出数据包"), offered=offered, chosen=chosen, fault=fault, kinds=PACKAGE_KIND,
            said=words.said, called=words.called, form=request.form.get("form", "json"), schemes=exchange_map.schemes(house_session()), national=NATIONAL, under=UNDER,
        )  # fmt: skip
        return page, status

    @staticmethod
    def _upload_page(fault: str, status: int = 200) -> Any:
        db.session.rollback()
        return render_template("console/packages/upload.html", title=_("导入数据包"), fault=fault), status


def _url_of(row: PackageImport, line: PackageLine) -> str:
    """Where the draft that an import wrote is worked on, for whoever may."""
    if line.kind == "item":
        return url_for("EditionPage.show", pk=line.target)
    if row.state != "applied":
        return ""
    if line.kind == "slip_template":
        return url_for("SlipTemplates.read", pk=line.target)
    if not permissions.may(signed_in().roles, "console:register", "design"):
        return ""
    return url_for("FieldLibrary.show" if line.kind == "block" else "RegisterDesign.design", code=line.key)


def _exported(form: str, chosen: Mapping[str, list[str]]) -> bytes:
    """What was chosen in the form that was asked for: all kinds as JSON, the items alone as a workbook."""
    if form == "json":
        return exporting.package(house_session(), chosen)
    return exporting.workbook(
        house_session(), chosen.get(ITEMS.slug, []), scheme=form.removeprefix(UNDER) if form.startswith(UNDER) else ""
    )


def _progress_page(row: PackageImport, task: PackageTask) -> Any:
    """How far an act is that goes on by itself; the page looks again by itself, with scripts or without."""
    return render_template(
        "console/packages/progress.html", title=_("正在撤销导入") if task.act == "undo" else _("正在导入"), row=row, task=task,
        phases=PACKAGE_PHASE, at=PACKAGE_PHASE.slugs.index(task.phase),
    )  # fmt: skip


def _goes_on(code: str) -> Any:
    """It was asked for: the worker is told, and the page of the import shows how far it is."""
    work.nudge(current_app, background.LANE)
    return redirect(url_for("Packages.read", code=code))


def _why_not(task: PackageTask | None, act: str) -> dict[str, str]:
    """Why what was asked last was not done, by field; nothing where that was another act."""
    if task is None or task.act != act:
        return {}
    return {name: spoken(one) for name, one in background.faults_of(task).items()}


def _undo_at(row: PackageImport) -> str:
    """Where an import is taken back: its drafts by who imports, what came into force by a second person, as it came."""
    if row.state != "applied":
        return ""
    if not imports.in_force(house_session(), row):
        return url_for("Packages.undo", code=row.code) if _may("undo") else ""
    is_other = _may("take_over") and not imports.is_own(house_session(), row)
    return url_for("Packages.take_back", code=row.code) if is_other else ""


def _waiting(row: PackageImport) -> int:
    """How many items of an import wait to be taken over."""
    return len(imports.waiting(house_session(), row)) if row.taking_over else 0


def _may(verb: str) -> bool:
    return permissions.may(signed_in().roles, "console:package", verb)


def _import_or_404(code: str) -> PackageImport:
    """An import; a preview is its account's alone, and looks like none to everybody else."""
    if not CODE.fullmatch(code):
        abort(404)
    row = imports.own_preview(house_session(), code)
    if row is None:
        with as_system("denied") as session:
            there = session.scalar(select(PackageImport.id).where(PackageImport.code == code))
        if there is not None:
            finding.denied("package", code)
        abort(404)
    return row
