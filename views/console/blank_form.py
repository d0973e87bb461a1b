"""空白申请表: an item's form on A4 for the pen, with its papers to tick — for the day the line is cut, and for whoever prefers paper."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.casework import standard
from appcore.definition import pen
from appcore.definition.item import ItemDefinition
from appcore.errors import NotFound
from models.db import house_session
from models.vocabulary import MATERIAL_TYPE, TIME_UNIT
from views.console.case_desk import cn_date
from views.console.finding import item_or_404
from views.words import _


class BlankForm(BaseView):
    route_base = "/casework/blank-forms"
    class_permission_name = "console:blank_form"
    default_view = "form"
    method_permission_name = {"form": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<code>")
    @has_access
    @permission_name("show")
    def form(self, code: str) -> Any:
        item_or_404(code)
        definition = _definition(code)
        if definition is None:
            abort(404)
        may_take = permissions.may(signed_in().roles, "console:intake", "accept") and signed_in().hall_code
        return render_template(
            "console/casework/blank_form.html", title=_("%(item)s申请表", item=definition.name), definition=definition,
            groups=pen.form_lines(definition), questions=pen.question_lines(definition), papers=pen.papers(definition),
            types=MATERIAL_TYPE, units=TIME_UNIT, printed_on=cn_date(clock.local_now()), Pen=pen.Pen,
            lane_url=url_for("Counter.take", code=code) if may_take else "",
        )  # fmt: skip


def _definition(code: str) -> ItemDefinition | None:
    """The standard as it holds at the person's own hall, else as the county published it; None when nothing is in force."""
    hall = signed_in().hall_code
    if hall is not None:
        try:
            return standard.in_hall(house_session(), code, hall).definition
        except NotFound:
            pass  # not offered here: the county's own form
    return standard.as_published(house_session(), code)
