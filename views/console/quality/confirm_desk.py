"""复核: what is due, and before the confirmation what the edition says and what moved around it since it was last looked at."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.catalogue import check_store, confirming
from appcore.catalogue.editions_in_force import edition_in_force
from appcore.errors import NotFound, Problem
from models.db import house_session
from models.organisation import Department
from models.vocabulary import TIME_UNIT
from views.console.finding import item_or_404
from views.console.places import place_words
from views.console.quality.places import fix_url
from views.console.saving import told, told_by_field
from views.errors import STATUS
from views.words import _

SHOWN = 200
TONES = {"over": "red", "soon": "amber", "later": "green"}


class ConfirmDesk(BaseView):
    route_base = "/catalogue/confirmations"
    class_permission_name = "console:item_confirmation"
    default_view = "due"
    method_permission_name = {"due": "list", "look": "confirm", "confirm": "confirm"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/due")
    @has_access
    @permission_name("list")
    def due(self) -> Any:
        return _due_page(_department())

    @expose("/due/<code>")
    @has_access
    @permission_name("confirm")
    def look(self, code: str) -> Any:
        return _look_page(code, "", {})

    @expose("/due/<code>", methods=["POST"])
    @has_access
    @permission_name("confirm")
    def confirm(self, code: str) -> Any:
        name = item_or_404(code).name
        number, note = request.form.get("number", ""), request.form.get("note", "")[:300].replace("\0", "")
        if not (number.isascii() and number.isdigit() and len(number) < 6):
            abort(400, _("表单不完整，请重新打开后再填写"))
        try:
            confirming.confirm(code, int(number), note)
        except NotFound as problem:
            flash(told(problem), "danger")
        except Problem as problem:
            return _look_page(code, note, told_by_field(problem)), STATUS[type(problem)]
        else:
            flash(_("已确认“%(name)s”没有变化", name=name), "success")
        return redirect(url_for("ConfirmDesk.due", department=_department() or None))


def _department() -> str:
    return request.args.get("department", "")[:20]


def _look_page(code: str, note: str, faults: dict[str, str]) -> Any:
    """The edition in force as it reads, its open problems, and what moved since it was last looked at."""
    item, session = item_or_404(code), house_session()
    edition = edition_in_force(session, code)
    found = next((one for one in confirming.due(session, item.department_code) if one.item_code == code), None)
    if edition is None or found is None:
        return render_template(
            "console/quality/confirm_one.html", title=_("复核：%(name)s", name=item.name), department=_department(), edition=None,
            faults=faults,
        )  # fmt: skip
    definition = check_store.definition_of(session, edition)
    judged = [one for one in check_store.judge(session, definition) if one.is_open]
    return render_template(
        "console/quality/confirm_one.html", title=_("复核：%(name)s", name=item.name), item=item, edition=edition, due=found,
        state=found.state(clock.local_today()), tones=TONES, words=_state_words(), definition=definition, units=TIME_UNIT,
        rows=[(one, place_words(one.problem.place, definition), fix_url(edition, one.problem.place)) for one in judged],
        since=confirming.since(session, definition, found.since), note=note, faults=faults, department=_department(),
    )  # fmt: skip


def _state_words() -> dict[str, str]:
    return {"over": _("已到期"), "soon": _("30天内到期"), "later": _("未到期")}


def _due_page(department: str) -> Any:
    """The items of one's department first; of the county office, all."""
    session, today = house_session(), clock.local_today()
    names = {row.code: row.name for row in session.query(Department.code, Department.name).order_by(Department.code)}
    if department and department not in names:
        abort(404)
    found = confirming.due(session, department)
    return render_template(
        "console/quality/confirm.html", title=_("半年复核"), rows=[(one, one.state(today)) for one in found[:SHOWN]], total=len(found),
        shown=SHOWN, tones=TONES, words=_state_words(), departments=names, department=department,
        may_confirm=permissions.may(signed_in().roles, "console:item_confirmation", "confirm"),
    )  # fmt: skip
