"""标准变化待答复: what a new standard asks of a hall's local values, answered one by one or many at once."""

from __future__ import annotations

from typing import Any, get_args

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name

from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.catalogue.local import drift
from appcore.catalogue.local.drift import Answer, Choice, Waiting
from appcore.definition.refine import PROMISED_DAYS
from appcore.errors import Problem
from models.db import house_session
from views.console.local import said
from views.console.saving import told_by_field
from views.errors import STATUS
from views.words import _

MOST = 300
NAME, EDITION, CHOICE, DAYS = "row", "edition.", "choice.", "days."
REST: dict[str, Choice] = {"rest_standard": "standard", "rest_keep": "keep"}


class DriftDesk(BaseView):
    route_base = "/hall/drift"
    class_permission_name = "console:drift"
    default_view = "inbox"
    method_permission_name = {"inbox": "show", "answer": "answer"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("")
    @has_access
    @permission_name("show")
    def inbox(self) -> Any:
        return self._page({}, {})

    @expose("", methods=["POST"])
    @has_access
    @permission_name("answer")
    def answer(self) -> Any:
        answers = _read()
        if not answers:
            flash(_("没有选择答复"), "warning")
            return redirect(_here())
        try:
            count = drift.answer(answers)
        except Problem as problem:
            return self._page(request.form.to_dict(), told_by_field(problem)), STATUS[type(problem)]
        flash(_("已答复%(answers)s处，涉及%(offers)s个进驻事项", answers=len(answers), offers=count), "success")
        return redirect(_here())

    @staticmethod
    def _page(typed: dict[str, str], faults: dict[str, str]) -> Any:
        every = drift.waiting(house_session())
        town = _town()
        rows = [one for one in every if not town or one.place.town == town]
        return render_template(
            "console/local/drift.html", title=_("标准变化待答复"), rows=[_row(one) for one in rows[:MOST]], total=len(rows), most=MOST,
            towns=drift.by_town(every), town=town, typed=typed, faults=faults, days=drift.drift_days(),
            may=permissions.may(signed_in().roles, "console:drift", "answer"), effects=said.EFFECTS,
        )  # fmt: skip


def _row(one: Waiting) -> dict[str, Any]:
    """A line of the inbox in words."""
    return {
        "one": one,
        "element": said.element(one.drift.key, one.standard),
        "mine": said.value(one.standard, dict(one.offer.values), one.drift.key),
        "changes": [said.spoken(change) for change in one.drift.changes] or [_("本级环节的时间变了，这个承诺按新标准不能重新设定")],
        "takes_days": one.drift.key == PROMISED_DAYS,
        "allowed": said.allowed(one.standard),
    }  # fmt: skip


def _read() -> list[Answer]:
    """The answers that were chosen; with a button for the rest also those, the kinder ones kept or all to the standard."""
    rest = REST.get(request.form.get("act", ""))
    found = []
    for name in request.form.getlist(NAME)[:MOST]:
        offer, _dot, key = name.partition(".")
        choice, edition = request.form.get(CHOICE + name, ""), request.form.get(EDITION + name, "")
        kinder = request.form.get(f"kinder.{name}") == "yes"
        if not choice and rest == "standard":
            choice = "standard"
        if not choice and rest == "keep" and kinder:
            choice = "keep"
        if not choice:
            continue
        if choice not in get_args(Choice) or not _is_number(offer) or not _is_number(edition):
            abort(400, _("表单不完整，请重新打开后再填写"))
        days = request.form.get(DAYS + name, "").strip()
        found.append(Answer(int(offer), key[:60], choice, int(edition), int(days) if _is_number(days) else None))  # type: ignore[arg-type] # one of the three, as asked above
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _town() -> str:
    town = request.args.get("town", "")
    return town if town.isascii() and town.isdigit() and len(town) == 12 else ""


def _here() -> str:
    return url_for("DriftDesk.inbox", town=_town() or None)
