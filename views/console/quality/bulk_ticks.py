"""批量确认: one reason for one kind of problem in a whole department, after everything that it lets stand was shown."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import func, select

from appcore.catalogue import ticks
from appcore.catalogue.findings import problem_of
from appcore.definition.checks import RULES
from appcore.errors import Problem
from models.check import CheckFinding
from models.db import house_session
from models.item import Item
from models.organisation import Department
from views.console.saving import told_by_field
from views.errors import STATUS
from views.words import _

SHOWN = 200
OPEN = CheckFinding.level == "warning", CheckFinding.state == "open"


def page() -> Any:
    """The choice in the address; a post ticks what the list with this seal showed."""
    given = request.form if request.method == "POST" else request.args
    department, rule_id = given.get("department", "")[:20], given.get("rule", "")[:8]
    reason, faults, status = request.form.get("reason", ""), dict[str, str](), 200
    if request.method == "POST":
        try:
            count = ticks.tick_department(department, rule_id, reason, seen=request.form.get("seen", ""))
        except Problem as problem:
            faults, status = told_by_field(problem), STATUS[type(problem)]
        else:
            flash(_("已确认%(count)s个问题", count=count), "success")
            return redirect(url_for("Quality.overview"))
    session = house_session()
    rows = ticks.waiting(session, department, rule_id) if department and rule_id else []
    shown = rows[:SHOWN]
    codes = {row.item_code for row in shown}
    names = dict(session.execute(select(Item.code, Item.name).where(Item.code.in_(codes))).all())
    drawn = render_template(
        "console/quality/bulk.html", title=_("批量确认"), departments=_departments(department), rules=_rules(rule_id, department),
        department=department, rule=rule_id, rows=[(row, names.get(row.item_code, row.item_code), problem_of(row)) for row in shown],
        total=len(rows), items=len({row.item_code for row in rows}), seal=ticks.seal(rows), reason=reason[:300], faults=faults,
    )  # fmt: skip
    return drawn, status


def _departments(chosen: str) -> list[tuple[str, str, bool]]:
    waiting = select(CheckFinding.department_code).where(*OPEN)
    query = select(Department.code, Department.name).where(Department.code.in_(waiting)).order_by(Department.code)
    found = [(row.code, row.name, row.code == chosen) for row in house_session().execute(query)]
    return [("", _("请选择"), not chosen), *found]


def _rules(chosen: str, department: str) -> list[tuple[str, str, bool]]:
    """The rules with open problems, of the department once it is chosen, each with how many."""
    query = select(CheckFinding.rule_id, func.count(CheckFinding.id)).where(*OPEN)
    if department:
        query = query.where(CheckFinding.department_code == department)
    found = house_session().execute(query.group_by(CheckFinding.rule_id).order_by(CheckFinding.rule_id))
    return [
        ("", _("请选择"), not chosen),
        *((one, f"{one} {_(RULES[one].title)}（{count}）", one == chosen) for one, count in found if one in RULES),
    ]
