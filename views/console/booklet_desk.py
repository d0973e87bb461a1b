"""汇编与手册: choose what is printed, see what it comes to, make it, and fetch what was made."""

from __future__ import annotations

import re
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField, validators

from appcore import work
from appcore.access import audit, permissions
from appcore.access.principal import signed_in
from appcore.catalogue.booklets import choosing, making, reading
from appcore.catalogue.booklets.choosing import Choice
from appcore.catalogue.booklets.faults import NO_PRINTER, NoPrinter
from appcore.catalogue.booklets.making import NotMade, Size, Wanted
from appcore.errors import Conflict, Problem
from models.booklet import Booklet
from models.db import db, house_session
from models.vocabulary import BOOKLET_FORMAT, BOOKLET_KIND, BOOKLET_ORDER, BOOKLET_SCOPE, BOOKLET_STATE, Vocabulary
from views import errors, serving
from views.booklets import pdf, printing
from views.console.fields import IntegerText, PlainText
from views.console.finding import row_or_404
from views.console.saving import refused, told
from views.words import _

CODE = re.compile(r"[0-9a-f]{32}", re.ASCII)
KEYED = ("department", "window", "hall", "theme")
NAMES = ["kind", "scope", *KEYED, "lines", "order_by", "format", "title", "copies"]
TONES = {"waiting": "grey", "making": "amber", "done": "green", "failed": "red"}
TELLS = {
    "compendium": lazy_gettext("每项一份完整的办事指南，有封面和目录，适合装订成册"),
    "card": lazy_gettext("每项一张A4，窗口上发给群众"),
    "form": lazy_gettext("每项的全部要素，按规范表的分组列出"),
    "flow": lazy_gettext("每项一张流程图；Word 里用表格"),
    "times": lazy_gettext("每项一行：法定时限、承诺时限和责任单位"),
    "agents": lazy_gettext("按村级、镇级、均可、不能代办分组"),
    "training": lazy_gettext("窗口人员怎么受理：条件、问什么、材料审核要点、步骤和常见差错"),
    "handed_down": lazy_gettext("下放到乡镇的事项：依据、双方责任、材料和流程"),
}


def _choices(words: Vocabulary) -> list[tuple[str, Any]]:
    return [(one.slug, lazy_gettext(one.label)) for one in words]


class OrderForm(FlaskForm):
    kind = SelectField(lazy_gettext("种类"), choices=_choices(BOOKLET_KIND))
    scope = SelectField(lazy_gettext("范围"), choices=_choices(BOOKLET_SCOPE))
    department = SelectField(lazy_gettext("部门"), default="", description=lazy_gettext("范围是“一个部门”时选"))
    window = SelectField(lazy_gettext("窗口"), default="", description=lazy_gettext("范围是“一类窗口”时选"))
    hall = SelectField(
        lazy_gettext("服务中心"),
        default="",
        description=lazy_gettext("范围是“一个服务中心”时选；用这个中心的本地值、地点和电话"),
    )
    theme = SelectField(lazy_gettext("主题"), default="", description=lazy_gettext("范围是“一个主题”时选"))
    lines = TextAreaField(
        lazy_gettext("事项"),
        [PlainText()],
        description=lazy_gettext("范围是“指定事项”时填，每行一个事项编号或名称，可以从表格粘贴"),
    )
    order_by = SelectField(lazy_gettext("排列"), choices=_choices(BOOKLET_ORDER))
    format = SelectField(
        lazy_gettext("格式"),
        choices=_choices(BOOKLET_FORMAT),
        description=lazy_gettext("Excel 只用于承诺服务时间表和代办事项表，每张表一个工作表"),
    )
    title = StringField(
        lazy_gettext("书名"),
        [PlainText(), validators.Length(max=making.LONGEST_TITLE, message=lazy_gettext("不能超过%(max)d个字"))],
        description=lazy_gettext("不填时按范围和种类取名"),
    )  # fmt: skip
    copies = IntegerText(
        lazy_gettext("印刷份数"),
        default=1,
        maximum=making.MOST_COPIES,
        description=lazy_gettext("记入打印记录，事项改版时知道有多少份要更换"),
    )


def _form() -> OrderForm:
    """The form with what this person may choose of; what he has nothing of is not offered."""
    form, offered = OrderForm(), choosing.options(house_session())
    for name in KEYED:
        form[name].choices = [("", _("请选择")), *offered[name]]
        if not offered[name]:
            form.scope.choices = [one for one in form.scope.choices if one[0] != name]
            del form[name]
    return form


class BookletDesk(BaseView):
    route_base = "/catalogue/booklets"
    class_permission_name = "console:booklet"
    default_view = "booklets"
    method_permission_name = {"booklets": "list", "order": "make", "again": "make", "fetch": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("")
    @has_access
    @permission_name("list")
    def booklets(self) -> Any:
        may_make = permissions.may(signed_in().roles, "console:booklet", "make")
        return render_template(
            "console/catalogue/booklets.html", title=_("汇编与手册"), rows=reading.listed(house_session()), states=BOOKLET_STATE,
            kinds=BOOKLET_KIND, formats=BOOKLET_FORMAT, tones=TONES, may_make=may_make,
            days=current_app.extensions["settings"].booklet_days,
        )  # fmt: skip

    @expose("/new", methods=["GET", "POST"])
    @has_access
    @permission_name("make")
    def order(self) -> Any:
        form, status, found = _form(), 200, list[Size]()
        if form.validate_on_submit():
            wanted = _wanted(form)
            if request.form.get("act") == "make":
                if wanted.format == "pdf":
                    try:
                        pdf.check()
                    except NoPrinter:
                        return errors.page(503, _(NO_PRINTER))
                asked: list[tuple[str, Size]] = []
                status = refused(form, lambda: asked.append(making.ask(wanted))) or 0
                if not status:
                    return _made(*asked[0])
            else:
                status = refused(form, lambda: found.append(making.size(house_session(), wanted))) or 200
        page = render_template(
            "console/catalogue/booklet_order.html", title=_("制作汇编与手册"), form=form, names=[one for one in NAMES if one in form],
            found=found[0] if found else None, has_codes=bool(_site()), tells=TELLS, kinds=BOOKLET_KIND, most=making.AT_ONCE, volume=making.VOLUME_PAGES,
        )  # fmt: skip
        return page, 422 if form.errors and status == 200 else status

    @expose("/<code>/again", methods=["POST"])
    @has_access
    @permission_name("make")
    def again(self, code: str) -> Any:
        _booklet_or_404(code)
        try:
            found = making.ask_again(code)
        except Problem as problem:
            flash(told(problem), "danger")
            return redirect(url_for("BookletDesk.booklets"))
        return _made(code, found)

    @expose("/<code>/file")
    @has_access
    @permission_name("show")
    def fetch(self, code: str) -> Any:
        row = _booklet_or_404(code)
        held = reading.file_of(house_session(), row)
        name, sha256, media_type = held.name, held.sha256, held.media_type
        audit.note("downloaded", "booklet", row.code, changes={"booklet": row.title, "sha256": sha256})
        return serving.hand_out(sha256, name=name, media_type=media_type)


def _wanted(form: OrderForm) -> Wanted:
    scope = form.scope.data
    key = form[scope].data if scope in form and scope in KEYED else ""
    return Wanted(
        kind=form.kind.data, format=form.format.data, choice=Choice(scope, key or "", form.lines.data or ""),
        order_by=form.order_by.data, title=form.title.data or "", copies=form.copies.data if form.copies.data is not None else 1,
        address=_site(),
    )  # fmt: skip


def _site() -> str:
    """Where the codes on paper lead: never the console's own address, which readers may not reach."""
    address: str = current_app.extensions["settings"].public_site
    return address


def _made(code: str, size: Size) -> Any:
    """A small one is made now; a large one by the worker."""
    tone, said = "success", _("约%(pages)s页，正在后台制作，做好后在这里下载", pages=size.pages)
    if size.at_once:
        row = _booklet_or_404(code)
        try:
            making.make(code, printing.RENDERERS[row.format])
            said = _("已做好，可以下载")
        except NotMade as broken:
            tone, said = "danger", _("没有做成：%(why)s", why=_(broken.fault))
        except Conflict:  # the worker was quicker
            db.session.rollback()
    else:
        work.nudge(current_app, printing.LANE)
    flash(said, tone)
    return redirect(url_for("BookletDesk.booklets"))


def _booklet_or_404(code: str) -> Booklet:
    if not CODE.fullmatch(code):
        abort(404)
    row: Booklet = row_or_404(Booklet, "booklet", code, Booklet.code == code)
    return row
