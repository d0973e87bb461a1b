"""The catalogue as two lists 行政权力 and 公共服务, with their own counts by any dimension; and as the tree of items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select

from appcore.catalogue import item_lists, work_systems
from appcore.catalogue.item_lists import Branch, ItemLine
from appcore.definition.verdict import N_
from models import vocabulary as v
from models.db import house_session
from models.organisation import Department
from models.vocabulary import Vocabulary
from views.console import exporting
from views.console.library import lines
from views.console.library.lines import Line, WorkedOut
from views.words import _

VIEW = "console:item"
KINDS = {"power": N_("行政权力事项"), "service": N_("公共服务事项")}
DIMENSIONS = {
    "department": N_("主管部门"),
    "task_type": N_("事项类型"),
    "service_class": N_("服务类别"),
    "service_domain": N_("领域"),
    "worked_in": N_("实际办理系统"),
    "agent_allowed": N_("可代办"),
    "state": N_("事项状态"),
}
LISTS: dict[str, Vocabulary] = {
    "task_type": v.TASK_TYPE, "service_class": v.SERVICE_CLASS, "agent_allowed": v.AGENT_ALLOWED, "state": v.ITEM_STATE,
}  # fmt: skip
STATE_TONES = {"in_use": "green", "paused": "amber", "cancelled": "grey"}
FILTERS = tuple(DIMENSIONS)


class ItemLists(BaseView):
    route_base = "/catalogue/lists"
    class_permission_name = VIEW
    default_view = "items"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "items": "list", "xlsx": "export", "csv": "export",
    }  # fmt: skip

    @expose("/items")
    @has_access
    @permission_name("list")
    def items(self) -> Any:
        lines.refuse_unknown(request.args, "q", "kind", "by", *FILTERS)
        kind, by = _kind(request.args), lines.one_of(request.args, "by", FILTERS, N_("统计口径")) or "department"
        everything = item_lists.fitting(_leaves(), {"kind": kind})
        shown = item_lists.fitting(everything, _wanted(request.args, everything), lines.query_of(request.args))
        words = Words(everything)
        kept = {name: request.args.get(name, "") for name in ("q", *FILTERS)}
        figures = [
            (
                _("按%(what)s", what=_(DIMENSIONS[by])),
                [
                    (words.of(by, value), count, _url(kind, by, kept | {by: value}), request.args.get(by, "") == value and bool(value))
                    for value, count in item_lists.counted(shown, by)
                ],
            )
        ]  # fmt: skip
        filters = [
            lines.chips(name, DIMENSIONS[name], words.choices(name), request.args.get(name, "")) for name in FILTERS
        ]
        filters.append(lines.chips("by", N_("统计口径"), [(name, _(label)) for name, label in DIMENSIONS.items()], by))
        tabs = [
            (f"{_(title)} {len(item_lists.fitting(_leaves(), {'kind': slug}))}", _url(slug, by, {}), slug == kind)
            for slug, title in KINDS.items()
        ]
        exports = {form: url_for(f"ItemLists.{form}") for form in ("xlsx", "csv")}
        return render_template(
            "console/library/report.html", title=_(KINDS[kind]), figures=figures, tabs=tabs, kept=[("kind", kind)],
            clear_url=_url(kind, by, {}), lead=_("按现行版本列出最末级的事项；各数字相加等于总数。"),
            nothing=(_("还没有这一类事项"), _("事项有了现行版本，会按事项类型列在这里。")), **ITEM_LIST.page(filters, exports),
        )  # fmt: skip

    @expose("/items/export.xlsx", methods=["GET", "POST"])
    @has_access
    @permission_name("export")
    def xlsx(self) -> Any:
        return ITEM_LIST.answer("xlsx")

    @expose("/items/export.csv", methods=["GET", "POST"])
    @has_access
    @permission_name("export")
    def csv(self) -> Any:
        return ITEM_LIST.answer("csv")


class ItemTree(BaseView):
    route_base = "/catalogue/tree"
    class_permission_name = VIEW
    default_view = "tree"
    method_permission_name = {"tree": "list"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("")
    @has_access
    @permission_name("list")
    def tree(self) -> Any:
        lines.refuse_unknown(request.args, "q", "state", "department")
        listed = item_lists.lines(house_session())
        wanted = {
            name: lines.one_of(request.args, name, _known(name, listed), DIMENSIONS[name])
            for name in ("state", "department")
        }
        q = lines.query_of(request.args)
        fit = {one.code for one in item_lists.fitting(listed, wanted, q)}
        branches = item_lists.tree(listed, lambda one: one.code in fit)
        words = Words(listed)
        tiers = item_lists.counted(listed, "tier")
        return render_template(
            "console/library/tree.html", title=_("事项目录"), branches=branches, q=q, words=words, tones=STATE_TONES, tiers=v.ITEM_TIER,
            counts=dict(tiers), asked=bool(q or any(wanted.values())), found=len(fit),
            filters=[lines.chips(name, DIMENSIONS[name], words.choices(name), wanted[name]) for name in wanted],
            url_of=lambda one: url_for("ItemCodes.item", code=one.code), most=_most(branches),
        )  # fmt: skip


def _most(branches: tuple[Branch, ...]) -> int:
    """How many roots are drawn at once: a page stays small, the search leads to the rest."""
    return min(len(branches), 60)


def _leaves() -> list[ItemLine]:
    return [one for one in item_lists.lines(house_session()) if one.tier == "handling"]


def _kind(arguments: Mapping[str, str]) -> str:
    return lines.one_of(arguments, "kind", tuple(KINDS), N_("清单")) or "power"


def _url(kind: str, by: str, kept: Mapping[str, str]) -> str:
    return lines.with_arguments("ItemLists.items", **{"kind": kind, "by": by, **kept})


def _known(name: str, listed: list[ItemLine]) -> list[str]:
    if name in LISTS:
        return list(LISTS[name].slugs)
    return [*item_lists.values_of(listed, name), *(work_systems.names(house_session()) if name == "worked_in" else ())]


def _wanted(arguments: Mapping[str, str], listed: list[ItemLine]) -> dict[str, str]:
    return {name: lines.one_of(arguments, name, _known(name, listed), DIMENSIONS[name]) for name in FILTERS}


class Words:
    """How the values of a dimension are called."""

    def __init__(self, listed: list[ItemLine]) -> None:
        self.listed = listed
        rows = house_session().execute(select(Department.code, Department.name))
        self.departments = {row.code: row.name for row in rows}

    def of(self, name: str, value: str) -> str:
        if not value:
            return _("未填写")
        if name == "department":
            return str(self.departments.get(value, value))
        return _(LISTS[name].label_of(value)) if name in LISTS else value

    def choices(self, name: str) -> list[tuple[str, str]]:
        return [(one, self.of(name, one)) for one in item_lists.values_of(self.listed, name)]


def _item_lines(arguments: Mapping[str, str]) -> list[Line]:
    everything = item_lists.fitting(_leaves(), {"kind": _kind(arguments)})
    found = item_lists.fitting(everything, _wanted(arguments, everything), lines.query_of(arguments))
    words = Words(found)
    return [
        Line(
            (one.name, one.code, one.catalog_code or one.local_catalog_code, *(words.of(name, getattr(one, name)) for name in FILTERS)),
            url_for("ItemCodes.item", code=one.code),
        )
        for one in found
    ]  # fmt: skip


def _item_said(arguments: Mapping[str, str]) -> str:
    words = Words([])
    said = [_(KINDS[_kind(arguments)])]
    said += [_("查找“%(words)s”", words=arguments["q"])] if arguments.get("q") else []
    return "；".join([*said, *(f"{_(DIMENSIONS[name])}：{words.of(name, arguments[name])}" for name in FILTERS if arguments.get(name))])  # fmt: skip


ITEM_LIST = WorkedOut(
    noun="item_list", view=VIEW, endpoint="ItemLists.items", heading=N_("事项清单"),
    columns=(N_("事项名称"), N_("事项编号"), N_("基本编码"), *DIMENSIONS.values()), find=_item_lines, said=_item_said,
)  # fmt: skip
exporting.register_export(ITEM_LIST)
