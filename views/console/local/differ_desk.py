"""各地差异: who differs from the county's standard, in what and why; to filter, print and give out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name

from appcore.access import permissions
from appcore.access.files.tables_out import Value
from appcore.access.principal import signed_in
from appcore.catalogue.local.differing import Differs, differing
from models.db import house_session
from views.console import export_asking, exporting
from views.console.local import said
from views.days import whole_day
from views.words import _

KEPT = ("item", "town")


def _asked(given: dict[str, str]) -> dict[str, str]:
    """The conditions of an address; what is no code asks for nothing."""
    return {
        name: given[name][:12]
        for name in KEPT
        if given.get(name, "").replace("-", "").isdigit() and given[name].isascii()
    }


def _found(given: dict[str, str]) -> list[Differs]:
    asked = _asked(given)
    return differing(house_session(), item_code=asked.get("item", ""), town=asked.get("town", ""))


class DifferDesk(BaseView):
    route_base = "/hall/differences"
    class_permission_name = "console:local_difference"
    default_view = "listed"
    method_permission_name = {"listed": "show", "xlsx": "export", "csv": "export"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("")
    @has_access
    @permission_name("show")
    def listed(self) -> Any:
        given = request.args.to_dict()
        asked, every = _asked(given), differing(house_session())
        rows = [one for one in every if _fits(one, asked)]
        return render_template(
            "console/local/differences.html", title=_("各地差异"),
            groups=[(code, found[0].item, found) for code, found in ((code, list(some)) for code, some in groupby(rows, lambda one: one.item_code))],
            items=_choices(((one.item_code, one.item) for one in every), asked.get("item", "")),
            towns=_choices(((one.place.town, one.place.town_name) for one in every), asked.get("town", "")),
            asked=asked, total=len(rows), halls=len({one.hall_code for one in rows}), spoken=said.spoken,
            may_export=permissions.may(signed_in().roles, "console:local_difference", "export"), query=urlencode(asked),
        )  # fmt: skip

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
    given = request.args.to_dict()
    return export_asking.answer_for(DifferExport(), form, urlencode(_asked(given)), len(_found(given)))


def _fits(one: Differs, asked: dict[str, str]) -> bool:
    return asked.get("item", one.item_code) == one.item_code and asked.get("town", one.place.town) == one.place.town


def _choices(pairs: Iterator[tuple[str, str]] | Any, chosen: str) -> list[tuple[str, str, bool]]:
    known = sorted(dict(pairs).items())
    return [("", _("全部"), not chosen), *((code, name, code == chosen) for code, name in known)]


class DifferExport:
    """What `exporting` gives out for the differences: a line for each point."""

    noun = "local_difference"
    view = "console:local_difference"

    def title(self, query: str) -> str:
        return _("各地差异")

    def conditions(self, query: str) -> str:
        rows = _found(dict(parse_qsl(query)))
        asked = _asked(dict(parse_qsl(query)))
        words = [rows[0].item] if rows and "item" in asked else []
        words += [rows[0].place.town_name] if rows and "town" in asked else []
        return "；".join(words) or _("全部")

    def ids(self, query: str, most: int) -> list[int]:
        return list(range(len(_found(dict(parse_qsl(query)))[:most])))

    def table(self, query: str, ids: Sequence[int]) -> tuple[list[str], Iterator[list[Value]]]:
        rows = _found(dict(parse_qsl(query)))
        headings = [_("事项编号"), _("事项"), _("乡镇"), _("中心"), _("与标准不同"), _("理由"), _("自何时"), _("经办")]
        return headings, (_line(rows[one]) for one in ids if one < len(rows))

    def back(self, query: str) -> str:
        return f"{url_for('DifferDesk.listed')}?{query}"


def _line(one: Differs) -> list[Value]:
    return [
        one.item_code, one.item, one.place.town_name, one.place.hall, said.spoken(one.said), one.reason,
        whole_day(one.since.date()), one.actor,
    ]  # fmt: skip


exporting.register_export(DifferExport())
