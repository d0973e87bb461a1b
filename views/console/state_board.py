"""状态看板: what is being written and reviewed, by department; its filters stand in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from flask import abort, current_app, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name

from appcore.access.principal import signed_in
from appcore.catalogue import state_board
from appcore.catalogue.edition_rows import OPEN
from appcore.catalogue.state_board import Entry
from appcore.definition.verdict import N_
from models.db import house_session
from models.vocabulary import EDITION_STATE
from views.console.listing import Filter, Toolbar
from views.console.resources.edition_acts import name_of
from views.words import _

PAGE = 50
LIGHTS = {"red": N_("已超期"), "yellow": N_("快到期"), "green": N_("正常"), "grey": N_("没有期限")}
TONES = {"red": "red", "yellow": "amber", "green": "green", "grey": "grey"}
WHO = {"mine": N_("等我处理")}
ROUND = {"again": N_("第二轮以后")}
TAKING = {"yes": N_("导入待接管"), "no": N_("起草送审")}
FITS: dict[str, Callable[[Entry, str], bool]] = {
    "department": lambda one, value: one.department_code == value,
    "state": lambda one, value: one.state == value,
    "light": lambda one, value: one.light == value,
    "round": lambda one, _value: one.round > 1,
    "who": lambda one, _value: one.mine,
    "taking": lambda one, value: one.taking_over == (value == "yes"),
}


class StateBoard(BaseView):
    """One page: counts by department above, the editions of the filters below."""

    route_base = "/catalogue"
    class_permission_name = "console:state_board"
    default_view = "board"
    method_permission_name = {"board": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/board")
    @has_access
    @permission_name("show")
    def board(self) -> Any:
        found = state_board.entries(house_session(), signed_in())
        departments = {one.department_code: one.department for one in found}
        asked = {name: request.args[name] for name in FITS if request.args.get(name)}
        filters = _filters(asked, departments)
        fitting = [one for one in found if all(FITS[name](one, value) for name, value in asked.items())]
        start, toolbar = _paged(fitting, filters, asked)
        counts = state_board.tally(found)
        return render_template(
            "console/catalogue/board.html", title=_("状态看板"), rows=fitting[start : start + PAGE], toolbar=toolbar, found=found,
            departments=[(code, departments[code], counts[code]) for code in sorted(departments)], states=OPEN,
            words=EDITION_STATE, lights=LIGHTS, tones=TONES, holder=_holder, href=board_url, asked=asked,
        )  # fmt: skip


def board_url(**asked: str) -> str:
    """The board with these filters."""
    return f"{url_for('StateBoard.board')}{'?' if asked else ''}{urlencode(asked)}"


def _holder(one: Entry) -> str:
    """Who has it now: the writer by name, else the office that reviews."""
    return name_of(one.holder) if one.holder else current_app.extensions["settings"].office


def _filters(asked: dict[str, str], departments: dict[str, str]) -> tuple[Filter, ...]:
    """The chips; 400 with a sentence for a value that none of them offers."""
    offered: tuple[tuple[str, str, Iterable[tuple[str, str]]], ...] = (
        ("who", _("范围"), [(one, _(said)) for one, said in WHO.items()]),
        ("department", _("部门"), departments.items()),
        ("state", _("状态"), [(one, _(EDITION_STATE.label_of(one))) for one in OPEN]),
        ("light", _("期限"), [(one, _(said)) for one, said in LIGHTS.items()]),
        ("round", _("轮次"), [(one, _(said)) for one, said in ROUND.items()]),
        ("taking", _("来源"), [(one, _(said)) for one, said in TAKING.items()]),
    )
    made = []
    for name, label, choices in offered:
        value, listed = asked.get(name, ""), dict(choices)
        if value and value not in listed and name != "department":
            abort(400, _("“%(label)s”没有这个选项", label=label))
        shown = [("", _("全部")), *listed.items()]
        made.append((name, label, [(one, said, one == value) for one, said in shown]))
    return tuple(made)


def _paged(found: list[Entry], filters: tuple[Filter, ...], asked: dict[str, str]) -> tuple[int, Toolbar]:
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text)):
        abort(400, _("页码应为正整数"))
    start = (int(text) - 1) * PAGE
    last = min(start + PAGE, len(found))
    before = board_url(**asked, page=str(int(text) - 1)) if start else None
    after = board_url(**asked, page=str(int(text) + 1)) if last < len(found) else None
    return start, Toolbar(
        q="", filters=filters, total=len(found), total_is_capped=False, showing_from=min(start + 1, len(found)),
        showing_to=last, prev_url=before, next_url=after, sort={}, sorted_by=None, searches=False,
    )  # fmt: skip
