"""村级服务清单: the villages of a town, the drawing-up of a list for one or many, its signature, its print."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import StringField, validators

from appcore import clock
from appcore.access import criteria, permissions
from appcore.access.principal import Person, signed_in
from appcore.errors import Conflict, Problem
from appcore.hall import village_lists
from appcore.hall.village_lists import Entry
from models.db import house_session
from models.item import Item
from models.place import Hall, Region
from models.village_list import VillageList
from models.vocabulary import VILLAGE_LIST_STATE, VILLAGE_MODE
from views.console.fields import DateText, PlainText
from views.console.finding import row_by_id_or_404
from views.console.saving import refused, told, told_by_field
from views.days import whole_day
from views.errors import STATUS
from views.words import _, term


class SignForm(FlaskForm):
    signed_by = StringField(
        lazy_gettext("签发人"),
        [validators.InputRequired(message=lazy_gettext("请填写签发人")), validators.Length(max=80), PlainText()],
    )
    signed_as = StringField(
        lazy_gettext("签发人职务"), [validators.InputRequired(message=lazy_gettext("请填写签发人职务")), validators.Length(max=80), PlainText()],
        description=lazy_gettext("如“钱库镇便民服务中心主任”"),
    )  # fmt: skip
    signed_on = DateText(lazy_gettext("签发日期"), [validators.InputRequired(message=lazy_gettext("请填写签发日期"))])


class VillageDesk(BaseView):
    route_base = "/hall/villages"
    class_permission_name = "console:village_list"
    default_view = "villages"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "villages": "list", "draw_up": "edit", "edit": "edit", "discard": "edit", "publish": "publish", "read": "show",
        "printed": "show",
    }  # fmt: skip

    @expose("")
    @has_access
    @permission_name("list")
    def villages(self) -> Any:
        who = signed_in()
        rooms = [one for one in village_lists.rooms(house_session()) if _is_mine(who, one.code)]
        towns = {one.town for one in rooms}
        query = select(Region.code, Region.name).where(Region.code.in_(towns)).order_by(Region.code)
        names = dict(house_session().execute(query).all())
        town = request.args.get("town", "") if request.args.get("town", "") in towns else min(towns, default="")
        lists = house_session().scalars(
            select(VillageList).where(VillageList.state == "published").order_by(VillageList.number)
        )
        return render_template(
            "console/local/villages.html", title=_("村级服务清单"), rooms=[one for one in rooms if one.town == town],
            towns=[(code, name, code == town) for code, name in names.items()], may=_may("edit"),
            held={one.hall_code: one.id for one in lists},
        )  # fmt: skip

    @expose("/draw-up", methods=["POST"])
    @has_access
    @permission_name("edit")
    def draw_up(self) -> Any:
        """Begin drafts: with what each village's list says now, or with another list's entries."""
        halls, like = [one[:15] for one in request.form.getlist("halls")], request.form.get("like", "")
        entries: list[Entry] = []
        if like:
            source: VillageList = row_by_id_or_404(VillageList, "village_list", like)
            entries = village_lists.entries_of(house_session(), source.id)
        try:
            count = village_lists.draw_up(halls, entries)
        except Problem as problem:
            flash(told(problem), "danger")
            return redirect(url_for("VillageDesk.villages"))
        if count < len(set(halls)):
            flash(_("已为%(count)s个村建立草稿；已有的草稿没有改动", count=count), "success")
        else:
            flash(_("已为%(count)s个村建立草稿", count=count), "success")
        if len(halls) == 1:
            draft = select(VillageList.id).where(VillageList.hall_code == halls[0], VillageList.state == "draft")
            return redirect(url_for("VillageDesk.edit", pk=house_session().scalar(draft)))
        return redirect(url_for("VillageDesk.villages"))

    @expose("/lists/<pk>/edit", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def edit(self, pk: str) -> Any:
        row: VillageList = row_by_id_or_404(VillageList, "village_list", pk)
        if row.state != "draft":
            flash(_("这份清单已经公布，不能再改；请重新起草"), "warning")
            return redirect(url_for("VillageDesk.read", pk=row.id))
        if request.method != "POST":
            return self._editor(row, village_lists.entries_of(house_session(), row.id), str(row.version), {})
        row_id, lock, entries = row.id, request.form.get("_lock", ""), _typed()
        if not (lock.isascii() and lock.isdigit() and len(lock) < 10):
            abort(400, _("表单不完整，请重新打开后再填写"))
        try:
            village_lists.save(row_id, entries, version=int(lock))
        except Problem as problem:
            faults = told_by_field(problem)
            row = row_by_id_or_404(VillageList, "village_list", pk)
            theirs = str(row.version) if isinstance(problem, Conflict) else lock
            return self._editor(row, entries, theirs, faults), STATUS[type(problem)]
        flash(_("已保存"), "success")
        return redirect(url_for("VillageDesk.read", pk=row_id))

    @expose("/lists/<pk>/discard", methods=["POST"])
    @has_access
    @permission_name("edit")
    def discard(self, pk: str) -> Any:
        row: VillageList = row_by_id_or_404(VillageList, "village_list", pk)
        row_id, lock = row.id, request.form.get("_lock", "")
        if not (lock.isascii() and lock.isdigit() and len(lock) < 10):
            abort(400, _("表单不完整，请重新打开后再填写"))
        try:
            village_lists.discard(row_id, version=int(lock))
        except Problem as problem:
            flash(told(problem), "danger")
            return redirect(url_for("VillageDesk.read", pk=row_id))
        flash(_("草稿已删除"), "success")
        return redirect(url_for("VillageDesk.villages"))

    @expose("/lists/<pk>/publish", methods=["GET", "POST"])
    @has_access
    @permission_name("publish")
    def publish(self, pk: str) -> Any:
        row: VillageList = row_by_id_or_404(VillageList, "village_list", pk)
        row_id, heading, form = row.id, _hall_name(row.hall_code), SignForm()
        lock = request.form.get("_lock", "") if request.method == "POST" else str(row.version)
        if not (lock.isascii() and lock.isdigit() and len(lock) < 10):
            abort(400, _("表单不完整，请重新打开后再填写"))
        back = url_for("VillageDesk.read", pk=row_id)
        status = None
        if form.validate_on_submit():
            status = refused(
                form,
                lambda: village_lists.publish(
                    row_id, signed_by=form.signed_by.data or "", signed_as=form.signed_as.data or "", signed_on=form.signed_on.data,
                    version=int(lock),
                ),
            )  # fmt: skip
            if status is None:
                flash(_("已公布，村服务室的公开页面会显示这份清单"), "success")
                return redirect(back)
        names = [field.name for field in form if field.name != "csrf_token"]
        page = render_template(
            "console/form.html", form=form, groups=[(heading, names)], lock=lock, conflict=None, action_url=request.path,
            cancel_url=back, title=_("签发并公布"), save_label=_("签发并公布"),
        )  # fmt: skip
        return page, status or (422 if form.errors else 200)

    @expose("/lists/<pk>")
    @has_access
    @permission_name("show")
    def read(self, pk: str) -> Any:
        return self._shown(pk, "console/local/village_list.html")

    @expose("/lists/<pk>/print")
    @has_access
    @permission_name("show")
    def printed(self, pk: str) -> Any:
        return self._shown(pk, "console/local/village_sheet.html")

    @staticmethod
    def _shown(pk: str, template: str) -> Any:
        row: VillageList = row_by_id_or_404(VillageList, "village_list", pk)
        session = house_session()
        entries = village_lists.entries_of(session, row.id)
        codes = {one.item_code for one in entries}
        names = dict(session.execute(select(Item.code, Item.name).where(Item.code.in_(codes))).all())
        others = session.scalars(
            select(VillageList).where(VillageList.hall_code == row.hall_code).order_by(VillageList.id.desc())
        ).all()
        return render_template(
            template, title=_hall_name(row.hall_code), row=row, state=term(VILLAGE_LIST_STATE, row.state),
            entries=[(names.get(one.item_code, one.item_code), term(VILLAGE_MODE, one.mode), one.note) for one in entries],
            others=others, may_edit=_may("edit"), may_publish=_may("publish"), whole_day=whole_day, today=clock.local_today(),
        )  # fmt: skip

    @staticmethod
    def _editor(row: VillageList, entries: list[Entry], lock: str, faults: dict[str, str]) -> Any:
        chosen = {one.item_code: one for one in entries}
        rows = [(code, name, chosen.get(code)) for code, name in village_lists.items(house_session())]
        order = {one.item_code: number for number, one in enumerate(entries)}
        rows.sort(key=lambda one: (order.get(one[0], len(order)), one[0]))
        return render_template(
            "console/local/village_edit.html", title=_hall_name(row.hall_code), row=row, rows=rows, lock=lock, faults=faults,
            modes=VILLAGE_MODE,
        )  # fmt: skip


def _may(verb: str) -> bool:
    return permissions.may(signed_in().roles, "console:village_list", verb)


def _is_mine(who: Person, hall_code: str) -> bool:
    return criteria.admits_own(who, region=hall_code[:12], department=None, hall=hall_code, item=None)


def _hall_name(code: str | None) -> str:
    return house_session().scalar(select(Hall.name).where(Hall.code == code)) or ""


def _typed() -> list[Entry]:
    """The items with a way of doing them, by the numbers typed before them and else as they stand."""
    found: list[tuple[int, int, Entry]] = []
    for place, code in enumerate(request.form.getlist("item")[:5000]):
        mode = request.form.get(f"mode.{code}", "")
        if mode:
            number = request.form.get(f"order.{code}", "").strip()
            at = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 10**6
            note = request.form.get(f"note.{code}", "")[:1000].replace("\0", "")
            found.append((at, place, Entry(code[:12], mode, note.strip())))
    return [entry for _at, _place, entry in sorted(found, key=lambda one: one[:2])]
