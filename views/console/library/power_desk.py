"""权责清单 against the catalogue: three lists with their counts, proposals confirmed by a press, and lines pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import TextAreaField, validators

from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.catalogue import power_list
from appcore.catalogue.power_list import NewEntry, Standing
from appcore.definition import power_lines
from appcore.definition.verdict import N_
from appcore.errors import Problem
from appcore.folding import fold
from models.db import house_session
from models.item import Item
from models.organisation import Department
from models.power import PowerEntry
from models.vocabulary import POWER_HOW, TASK_TYPE
from views.console import exporting
from views.console.fields import PlainText
from views.console.finding import row_by_id_or_404
from views.console.library import lines
from views.console.library.lines import Line, WorkedOut
from views.console.remote_select import RemoteSelect
from views.console.resource import by_noun
from views.console.saving import refused, told
from views.words import _, spoken, term

VIEW = "console:power_entry"
SHOWN = {
    "open": N_("没有对应事项的权责"),
    "bare": N_("没有对应权责的事项"),
    "matched": N_("已匹配"),
    "set_aside": N_("不用设办事事项的权责"),
}


class PasteForm(FlaskForm):
    text = TextAreaField(
        lazy_gettext("从表格粘贴"),
        [validators.InputRequired(message=lazy_gettext("请粘贴要导入的行")), validators.Length(max=2_000_000), PlainText()],
        description=lazy_gettext("列为：权责编码、名称、类型、实施主体、依据、责任事项；第一行可以是标题，标题列的顺序不限。编码相同的会更新。"),
    )  # fmt: skip


def match_form() -> type[FlaskForm]:
    class MatchForm(FlaskForm):
        item = RemoteSelect(
            lazy_gettext("对应的事项"), [validators.InputRequired(message=lazy_gettext("请选择事项")), PlainText()],
            target=by_noun("item"), lookup="ItemPage.lookup", column="parent_code",
            description=lazy_gettext("可以输入名称或拼音查找；一项权责可以对应几个事项"),
        )  # fmt: skip

    return MatchForm


class PowerDesk(BaseView):
    route_base = "/catalogue/powers"
    class_permission_name = VIEW
    default_view = "powers"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "powers": "list", "confirm": "match", "match": "match", "part": "match", "paste": "add", "xlsx": "export", "csv": "export",
    }  # fmt: skip

    @expose("")
    @has_access
    @permission_name("list")
    def powers(self) -> Any:
        lines.refuse_unknown(request.args, "q", "kind")
        kind = _kind(request.args)
        found = power_list.standing(house_session(), proposing=kind == "open")
        counts = _counts(found)
        figures = [
            (
                _("权责清单与事项"),
                [
                    (_(SHOWN[one]), counts[one], lines.with_arguments("PowerDesk.powers", kind=one), one == kind)
                    for one in SHOWN
                ],
            )
        ]
        names = {row.code: row.name for row in house_session().execute(select(Item.code, Item.name))}
        entries = {one.code: one for one in found.open}
        return render_template(
            "console/library/powers.html", title=_("权责清单匹配"), figures=figures, kept=[("kind", kind)],
            lead=_("先按编码、再按名称找对应的事项，由人确认；公共服务事项不在权责清单里。"),
            nothing=_nothing(found), clear_url=lines.with_arguments("PowerDesk.powers", kind=kind),
            proposed=[(one, entries[one.entry], names.get(one.item, one.item)) for one in found.proposed if one.entry in entries] if kind == "open" else [],
            hows=POWER_HOW, may_match=_may("match"), may_add=_may("add"), **POWERS.page([], {form: url_for(f"PowerDesk.{form}") for form in ("xlsx", "csv")}),
        )  # fmt: skip

    @expose("/confirm", methods=["POST"])
    @has_access
    @permission_name("match")
    def confirm(self) -> Any:
        """The ticked proposals become matches, all of them or none."""
        pairs = [tuple(one.split("|", 1)) for one in request.form.getlist("chosen") if "|" in one]
        try:
            count = power_list.confirm([(entry, item) for item, entry in pairs])
        except Problem as problem:
            flash(told(problem), "danger")
        else:
            flash(_("已确认%(count)s对", count=count), "success")
        return redirect(url_for("PowerDesk.powers"))

    @expose("/entries/<pk>/match", methods=["GET", "POST"])
    @has_access
    @permission_name("match")
    def match(self, pk: str) -> Any:
        """An item named by hand."""
        row = row_by_id_or_404(PowerEntry, "power_entry", pk)
        code, name, back = row.code, row.name, url_for("PowerEntryPage.show", pk=row.id)
        form: Any = match_form()()
        status = None
        if form.validate_on_submit():
            status = refused(form, lambda: power_list.confirm([(code, form.item.data)]))
            if status is None:
                flash(_("已匹配"), "success")
                return redirect(back)
        page = render_template(
            "console/form.html", form=form, groups=[(name, ["item"])], lock=None, action_url=request.path, cancel_url=back,
            title=_("指定对应的事项"), save_label=_("确认匹配"), conflict=None,
        )  # fmt: skip
        return page, status or (422 if form.errors else 200)

    @expose("/entries/<pk>/part/<code>", methods=["POST"])
    @has_access
    @permission_name("match")
    def part(self, pk: str, code: str) -> Any:
        row = row_by_id_or_404(PowerEntry, "power_entry", pk)
        entry, back = row.code, url_for("PowerEntryPage.show", pk=row.id)
        try:
            power_list.part(entry, code)
        except Problem as problem:
            flash(told(problem), "danger")
        else:
            flash(_("已解除匹配"), "success")
        return redirect(back)

    @expose("/paste", methods=["GET", "POST"])
    @has_access
    @permission_name("add")
    def paste(self) -> Any:
        """Lines from a spreadsheet; those that cannot be read are named, and nothing is written while there is one."""
        form = PasteForm()
        status, left = None, []
        if form.validate_on_submit():
            found = power_lines.read(form.text.data or "")
            left = [(number, text, spoken(why)) for number, text, why in found.left]
            if left:
                form.form_errors.append(_("有%(count)s行读不懂，什么也没有导入；改好后再提交", count=len(left)))
                status = 422
            else:
                told_of: list[tuple[int, int]] = []
                status = refused(form, lambda: told_of.append(power_list.bring_in(_entries(found.lines))))
                if status is None:
                    added, changed = told_of[0]
                    flash(_("新增%(added)s条，更新%(changed)s条", added=added, changed=changed), "success")
                    return redirect(url_for("PowerDesk.powers"))
        page = render_template(
            "console/library/paste.html",
            title=_("导入权责清单"),
            form=form,
            left=left,
            back=url_for("PowerDesk.powers"),
        )
        return page, status or (422 if form.errors else 200)

    @expose("/export.xlsx", methods=["GET", "POST"])
    @has_access
    @permission_name("export")
    def xlsx(self) -> Any:
        return POWERS.answer("xlsx")

    @expose("/export.csv", methods=["GET", "POST"])
    @has_access
    @permission_name("export")
    def csv(self) -> Any:
        return POWERS.answer("csv")


def _kind(arguments: Mapping[str, str]) -> str:
    return lines.one_of(arguments, "kind", tuple(SHOWN), N_("种类")) or "open"


def _counts(found: Standing) -> dict[str, int]:
    return {
        "open": len(found.open),
        "bare": len(found.bare),
        "matched": len(found.matched),
        "set_aside": len(found.set_aside),
    }


def _nothing(found: Standing) -> tuple[str, str]:
    """What an empty list says: that none was brought in yet, or that this kind has no line."""
    if not (found.open or found.matched or found.set_aside):
        return _("还没有权责清单"), _("导入后，会和事项互相核对，分出已对应的和缺的。")
    return _("没有这一类"), _("可以看看其他几类。")


def _power_lines(arguments: Mapping[str, str]) -> list[Line]:
    kind, sought = _kind(arguments), fold(lines.query_of(arguments))
    found = power_list.standing(house_session(), proposing=False)
    departments = {row.code: row.name for row in house_session().execute(select(Department.code, Department.name))}
    if kind == "matched":
        rows = [
            (entry.code, entry.name, term(TASK_TYPE, entry.task_type), _body(entry, departments), f"{line.name}（{line.code}）", term(POWER_HOW, pair.how), _url(entry))
            for entry, line, pair in found.matched
        ]  # fmt: skip
    elif kind == "bare":
        rows = [
            (one.catalog_code or one.code, one.name, term(TASK_TYPE, one.task_type), departments.get(one.department, ""), one.name, "", url_for("ItemCodes.item", code=one.code))
            for one in found.bare
        ]  # fmt: skip
    else:
        listed = found.open if kind == "open" else found.set_aside
        rows = [
            (one.code, one.name, term(TASK_TYPE, one.task_type), _body(one, departments), "", one.no_item or "", _url(one))
            for one in listed
        ]  # fmt: skip
    return [Line(row[:-1], row[-1]) for row in rows if sought in fold("".join(row[:2]))]


def _body(entry: PowerEntry, departments: Mapping[str, str]) -> str:
    return departments.get(entry.department_code or "", "") or entry.body or ""


def _url(entry: PowerEntry) -> str:
    return url_for("PowerEntryPage.show", pk=entry.id)


def _power_said(arguments: Mapping[str, str]) -> str:
    said = [_(SHOWN[_kind(arguments)])]
    return "；".join([*said, *([_("查找“%(words)s”", words=arguments["q"])] if arguments.get("q") else [])])


POWERS = WorkedOut(
    noun="power_list", view=VIEW, endpoint="PowerDesk.powers", heading=N_("权责清单匹配"),
    columns=(N_("编码"), N_("名称"), N_("事项类型"), N_("单位"), N_("对应的事项"), N_("说明")), find=_power_lines, said=_power_said,
)  # fmt: skip
exporting.register_export(POWERS)


def _entries(read: tuple[power_lines.Line, ...]) -> list[NewEntry]:
    """The lines with the county's departments, by their short or full names."""
    rows = house_session().execute(select(Department.code, Department.name, Department.full_name)).all()
    known = {fold(text): row.code for row in rows for text in (row.full_name, row.name) if text}
    return [
        NewEntry(one.code, one.name, one.task_type, known.get(fold(one.body), ""), one.body, one.basis, one.duty) for one in read
    ]  # fmt: skip


def _may(verb: str) -> bool:
    return permissions.may(signed_in().roles, VIEW, verb)
