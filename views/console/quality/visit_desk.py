"""The report of visits: promised against real ones by item, on a page and as a file under the limits of every list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import render_template, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name

from appcore.access.files.tables_out import Value
from appcore.casework import visits
from models.db import house_session
from views.console import export_asking, exporting
from views.words import _


class VisitExport:
    """What `exporting` gives out."""

    noun = "visit_report"
    view = "console:visit_report"

    def title(self, query: str) -> str:
        return _("指南写的次数与实际跑动次数")

    def conditions(self, query: str) -> str:
        return _("全部")

    def ids(self, query: str, most: int) -> list[int]:
        return [one.item_id for one in visits.read(house_session())][:most]

    def table(self, query: str, ids: Sequence[int]) -> tuple[list[str], Iterator[list[Value]]]:
        headings = [
            _("事项编号"), _("事项"), _("指南写的次数"), _("办结的办件"), _("平均实际跑动次数"), _("超过指南次数的办件"),
        ]  # fmt: skip
        wanted = set(ids)
        rows: list[list[Value]] = [
            [one.item_code, one.name, one.promised if one.promised is not None else "", one.cases, round(one.average, 2),
             one.over if one.over is not None else ""]
            for one in visits.read(house_session())
            if one.item_id in wanted
        ]  # fmt: skip
        return headings, iter(rows)

    def back(self, query: str) -> str:
        return str(url_for("VisitReport.page"))


class VisitReport(BaseView):
    route_base = "/catalogue/visits"
    class_permission_name = "console:visit_report"
    default_view = "page"
    method_permission_name = {"page": "show", "xlsx": "export", "csv": "export"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("")
    @has_access
    @permission_name("show")
    def page(self) -> Any:
        return render_template(
            "console/quality/visits.html", title=_("指南写的次数与实际跑动次数"), rows=visits.read(house_session())
        )

    @expose("/export.xlsx", methods=["GET", "POST"])
    @has_access
    @permission_name("export")
    def xlsx(self) -> Any:
        return _given("xlsx")

    @expose("/export.csv", methods=["GET", "POST"])
    @has_access
    @permission_name("export")
    def csv(self) -> Any:
        return _given("csv")


def _given(form: str) -> Any:
    return export_asking.answer_for(VisitExport(), form, "", len(visits.read(house_session())))


exporting.register_export(VisitExport())
