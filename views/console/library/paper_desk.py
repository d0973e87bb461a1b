"""A standard paper's own page, with who asks for it; two papers made one, and that taken back; what is asked for in vain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import TextAreaField, validators

from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.catalogue import paper_merge, paper_reports, paper_use
from appcore.definition.verdict import N_
from appcore.errors import Problem
from appcore.folding import fold
from models.db import house_session
from models.material_library import PaperMerge, StandardMaterial
from models.organisation import Department
from models.vocabulary import EDITION_STATE, MATERIAL_KIND, MERGE_ACT, NECESSITY, SOURCE_TYPE
from views.console import exporting
from views.console.fields import PlainText
from views.console.finding import row_or_404
from views.console.library import lines
from views.console.library.lines import Line, WorkedOut
from views.console.remote_select import RemoteSelect
from views.console.resource import by_noun
from views.console.resources.paper_acts import paper_buttons
from views.console.saving import refused, told
from views.errors import STATUS
from views.words import _, term

VIEW = "console:standard_material"
GROUPS = {"twice": (N_("要了两次"), paper_reports.TWICE), "held": (N_("政府已有"), paper_reports.HELD)}


def merge_form() -> type[FlaskForm]:
    """Made when the tables are declared, for its look-up reads them."""

    class MergeForm(FlaskForm):
        into = RemoteSelect(
            lazy_gettext("保留哪一份"), [validators.InputRequired(message=lazy_gettext("请选择要保留的材料")), PlainText()],
            target=by_noun("standard_material"), lookup="MaterialPage.lookup", column="paper",
            description=lazy_gettext("可以输入名称或拼音查找"),
        )  # fmt: skip
        reason = TextAreaField(
            lazy_gettext("合并原因"),
            [validators.Length(max=300, message=lazy_gettext("不能超过%(max)d个字")), PlainText()],
            description=lazy_gettext("例如：同一份材料登记了两次。合并时必填"),
        )

    return MergeForm


class PaperDesk(BaseView):
    route_base = "/catalogue/library"
    class_permission_name = VIEW
    default_view = "report"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "paper": "show", "merge": "merge", "undo": "merge", "report": "list", "xlsx": "export", "csv": "export",
    }  # fmt: skip

    @expose("/papers/<code>")
    @has_access
    @permission_name("show")
    def paper(self, code: str) -> Any:
        row = _paper_or_404(code)
        session = house_session()
        used = paper_use.uses(session, row.code)
        merges = paper_use.merges(session, row.code)
        names = paper_use.names(session)
        departments = _departments()
        return render_template(
            "console/library/paper.html", title=row.name, row=row, facts=_facts(row, names), buttons=_buttons(row),
            used=[(one, departments.get(one.department_code, ""), _stage(one)) for one in used],
            in_force=len({one.item_code for one in used if one.edition_state == "in_force"}), merges=merges, names=names,
            necessity=NECESSITY, may_merge=_may("merge"), may_see_editions=permissions.may(signed_in().roles, "console:edition", "show"),
        )  # fmt: skip

    @expose("/papers/<code>/merge", methods=["GET", "POST"])
    @has_access
    @permission_name("merge")
    def merge(self, code: str) -> Any:
        """First the paper that stays is chosen, then what would happen is read, then it is done."""
        row = _paper_or_404(code)
        old = row.code
        form = merge_form()()
        seen, status, found = request.form.get("seen", ""), 200, None
        if form.validate_on_submit():
            into = str(form.into.data)
            if seen:
                made: list[str] = []
                status = (
                    refused(form, lambda: made.append(paper_merge.merge(old, into, form.reason.data or "", seen=seen)))
                    or 0
                )
                if not status:
                    flash(_("已合并，各事项都有了新的草稿，检查后送审"), "success")
                    return redirect(url_for("PaperDesk.paper", code=old))
            try:
                found = paper_merge.plan(house_session(), old, into)
            except Problem as problem:
                if not status:
                    form.form_errors.append(told(problem))
                    status = STATUS[type(problem)]
        row = _paper_or_404(code)
        page = render_template(
            "console/library/merge.html", title=_("合并到另一份材料"), row=row, form=form, found=found, acts=MERGE_ACT,
            seen=paper_merge.digest(found) if found is not None else "", back=url_for("PaperDesk.paper", code=row.code),
            stuck=any(one.obstacle for one in found or ()),
        )  # fmt: skip
        return page, 422 if form.errors and status in (0, 200) else status or 200

    @expose("/merges/<code>/undo", methods=["GET", "POST"])
    @has_access
    @permission_name("merge")
    def undo(self, code: str) -> Any:
        made: PaperMerge = row_or_404(PaperMerge, "paper_merge", code, PaperMerge.code == code)
        back = url_for("PaperDesk.paper", code=made.from_code)
        if made.state == "undone":
            flash(_("这次合并已经撤销过"), "warning")
            return redirect(back)
        status = 200
        if request.method == "POST":
            try:
                count = paper_merge.undo(code)
            except Problem as problem:
                flash(told(problem), "danger")
                status = STATUS[type(problem)]
            else:
                flash(_("已撤销合并，%(count)s份草稿恢复原样", count=count), "success")
                return redirect(back)
        made = row_or_404(PaperMerge, "paper_merge", code, PaperMerge.code == code)
        page = render_template(
            "console/library/undo.html", title=_("撤销材料合并"), made=made, plan=paper_merge.plan_of_undoing(house_session(), made),
            names=paper_use.names(house_session()), acts=MERGE_ACT, back=back,
        )  # fmt: skip
        return page, status

    @expose("/reports")
    @has_access
    @permission_name("list")
    def report(self) -> Any:
        lines.refuse_unknown(request.args, "q", "kind", "department")
        found = paper_reports.findings(house_session())
        often = Counter(one.kind for one in found)
        current = lines.one_of(request.args, "kind", tuple(paper_reports.KINDS), N_("种类"))
        figures = [
            (_(title), [(_(paper_reports.KINDS[one]), often[one], lines.with_arguments("PaperDesk.report", kind=one), one == current) for one in kinds])
            for title, kinds in GROUPS.values()
        ]  # fmt: skip
        departments = _departments()
        own = sorted({one.department for one in found})
        filters = [
            lines.chips("kind", N_("种类"), [(slug, _(words)) for slug, words in paper_reports.KINDS.items()], current),
            lines.chips("department", N_("主管部门"), [(one, departments.get(one, one)) for one in own], request.args.get("department", "")),
        ]  # fmt: skip
        exports = {form: url_for(f"PaperDesk.{form}") for form in ("xlsx", "csv")}
        return render_template(
            "console/library/report.html", title=_("不该再要的材料"), figures=figures,
            lead=_("只看在用事项的现行版本；已标“免提交”的不算。"), nothing=(_("没有这样的材料"), _("现行版本里没有重复要的，也没有政府已有还在要的。")),
            **REPORT.page(filters, exports),
        )  # fmt: skip

    @expose("/reports/export.xlsx", methods=["GET", "POST"])
    @has_access
    @permission_name("export")
    def xlsx(self) -> Any:
        return REPORT.answer("xlsx")

    @expose("/reports/export.csv", methods=["GET", "POST"])
    @has_access
    @permission_name("export")
    def csv(self) -> Any:
        return REPORT.answer("csv")


def _report_lines(arguments: Mapping[str, str]) -> list[Line]:
    found = paper_reports.findings(house_session())
    kind = lines.one_of(arguments, "kind", tuple(paper_reports.KINDS), N_("种类"))
    department = lines.one_of(arguments, "department", [one.department for one in found], N_("主管部门"))
    sought, departments = fold(lines.query_of(arguments)), _departments()
    return [
        Line(
            (one.paper, one.item_name, departments.get(one.department, ""), _(paper_reports.KINDS[one.kind]), one.beside),
            url_for("ItemPage.list", q=one.item_code),
        )
        for one in found
        if kind in ("", one.kind) and department in ("", one.department) and sought in fold(f"{one.paper}{one.item_name}")
    ]  # fmt: skip


def _report_said(arguments: Mapping[str, str]) -> str:
    kind, department = arguments.get("kind", ""), arguments.get("department", "")
    words = [_("查找“%(words)s”", words=arguments["q"])] if arguments.get("q") else []
    words += [_(paper_reports.KINDS[kind])] if kind in paper_reports.KINDS else []
    return "；".join([*words, *([_departments().get(department, department)] if department else [])])


REPORT = WorkedOut(
    noun="paper_report", view=VIEW, endpoint="PaperDesk.report", heading=N_("不该再要的材料"),
    columns=(N_("材料名称"), N_("事项"), N_("主管部门"), N_("种类"), N_("已有的那一份")), find=_report_lines, said=_report_said,
)  # fmt: skip
exporting.register_export(REPORT)


def _facts(row: StandardMaterial, names: Mapping[str, str]) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        (_("材料编号"), row.code), (_("材料种类"), term(MATERIAL_KIND, row.kind)), (_("来源渠道"), term(SOURCE_TYPE, row.source_type)),
        (_("出具机构"), row.issuer), (_("如何取得"), row.how_to_get), (_("可共享"), row.shared),
    ]  # fmt: skip
    return facts + ([(_("已并入"), names.get(row.merged_into, ""))] if row.merged_into else [])


def _buttons(row: StandardMaterial) -> list[Any]:
    return [one for one in paper_buttons(row) if one.url != url_for("PaperDesk.paper", code=row.code)]


def _stage(one: paper_use.Use) -> str:
    return _("现行") if one.edition_state == "in_force" else _(EDITION_STATE.label_of(one.edition_state))


def _departments() -> dict[str, str]:
    rows = house_session().execute(select(Department.code, Department.name))
    return {row.code: row.name for row in rows}


def _may(verb: str) -> bool:
    return permissions.may(signed_in().roles, VIEW, verb)


def _paper_or_404(code: str) -> StandardMaterial:
    if not code.isascii() or len(code) > 40:
        abort(404)
    row: StandardMaterial = row_or_404(StandardMaterial, "standard_material", code, StandardMaterial.code == code)
    return row
