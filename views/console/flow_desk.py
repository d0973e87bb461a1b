"""流程: the steps of an edition in their order with the chart beside them; moved and doubled by buttons."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import Person, current
from appcore.catalogue import compile as compiler
from appcore.catalogue import item_checks, part_order
from appcore.catalogue.editions import EDITABLE
from appcore.definition.branches import deciding
from appcore.definition.checklist import checklist
from appcore.definition.checks import Problem as Finding
from appcore.definition.flow import Lanes, flow
from appcore.definition.item import ItemDefinition
from appcore.definition.kinds import kind_of
from appcore.definition.lookup import Today
from appcore.definition.questions import as_field, read_answers
from appcore.definition.verdict import N_
from appcore.errors import Problem
from models.db import house_session
from models.edition_parts import PARTS
from models.item import Edition
from views.charts import flow as chart
from views.console.finding import row_by_id_or_404
from views.console.saving import told
from views.words import _

BY: dict[Lanes, str] = {"level": N_("办理层级"), "role": N_("办理角色"), "department": N_("办理单位")}
OF_THE_FLOW = frozenset(("W19", "L7", "W20", "L6", "O7"))
"""Rules about the flow as a whole, wherever they point."""
WAYS = {"up": -1, "down": 1}


class FlowDesk(BaseView):
    """The page of an edition's flow, and the two acts on the order of its steps."""

    route_base = "/catalogue/flow"
    class_permission_name = "console:step"
    default_view = "steps"
    method_permission_name = {"steps": "show", "move": "edit", "duplicate": "add"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<pk>")
    @has_access
    @permission_name("show")
    def steps(self, pk: str) -> Any:
        edition: Edition = row_by_id_or_404(Edition, "edition", pk)
        definition = compiler.compile_edition(house_session(), edition)
        found = [one for one in item_checks.problems(house_session(), definition) if is_of_the_flow(one)]
        by: Lanes = next((one for one in BY if one == request.args.get("by")), "level")
        raw = {name.removeprefix("a."): texts for name, texts in request.args.lists() if name.startswith("a.")}
        answers = checklist(definition, read_answers(definition, raw, Today(clock.local_today()))).answers
        made = flow(definition, answers)
        marks = chart.marks_of(found)
        return render_template(
            "console/catalogue/flow.html", title=_("流程"), edition=edition, definition=definition, problems=found,
            drawing=chart.both(definition, answers, by=by, marks=marks) if made.taken else None,
            sums=chart.sums(made, definition), skipped=[one.step.name for one in made.skipped], by=by, lanes=BY,
            asked=_asked(definition, answers), rows=_rows(edition, definition, marks), is_open=_may_change(edition, "edit"),
            add_url=url_for("StepPage.add", edition_id=edition.id) if _may_change(edition, "add") else "",
            back=url_for("EditionPage.show", pk=edition.id),
        )  # fmt: skip

    @expose("/steps/<pk>/<which>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def move(self, pk: str, which: str) -> Any:
        by = WAYS.get(which)
        run = partial(part_order.move, "step", by=by) if by else None
        return self._done(pk, run, _("已调整顺序"))

    @expose("/steps/<pk>/copy", methods=["POST"])
    @has_access
    @permission_name("add")
    def duplicate(self, pk: str) -> Any:
        said = _("已复制，排在原环节后面；请修改名称和内容")
        return self._done(pk, lambda step_id: part_order.duplicate("step", step_id), said)

    @staticmethod
    def _done(pk: str, run: Callable[[int], Any] | None, said: str) -> Any:
        """Steps of an edition that is no draft have no such acts: 404, as their form; so has an act that there is none of."""
        step = row_by_id_or_404(PARTS["step"], "step", pk)
        if run is None or step.edition.state not in EDITABLE:
            abort(404)
        step_id, back = step.id, url_for("FlowDesk.steps", pk=step.edition_id)
        try:
            run(step_id)
        except Problem as problem:
            flash(told(problem), "danger")
        else:
            flash(said, "success")
        return redirect(f"{back}#step-{step_id}")


def is_of_the_flow(problem: Finding) -> bool:
    """Whether a problem is shown beside the chart."""
    return problem.place.part == "steps" or problem.id in OF_THE_FLOW


def _may_change(edition: Edition, verb: str) -> bool:
    who = current()
    is_open = edition.state in EDITABLE
    return is_open and isinstance(who, Person) and permissions.may(who.roles, "console:step", verb)


def _rows(edition: Edition, definition: ItemDefinition, marks: dict[str, chart.Mark]) -> list[dict[str, Any]]:
    """The steps in their order, each with its row's id and its words."""
    model = PARTS["step"]
    order = house_session().query(model.id).filter(model.edition_id == edition.id).order_by(model.position, model.id)
    return [
        {"id": row.id, "step": step, "who": chart.who(step), "time": chart.time(step), "acts": chart.acts_of(step),
         "mark": marks.get(step.key), "edit": url_for("StepPage.edit", pk=row.id), "show": url_for("StepPage.show", pk=row.id)}
        for row, step in zip(order, definition.steps, strict=True)
    ]  # fmt: skip


def _asked(definition: ItemDefinition, answers: Any) -> list[tuple[str, str, list[tuple[str, str, bool]], str]]:
    """The questions that decide about steps: key, text, options with the chosen one, and what was typed without options."""
    decide = deciding(definition, (step.condition for step in definition.steps))
    found = []
    for question in definition.questions:
        if question.key not in decide:
            continue
        field = as_field(question)
        given = answers.get(question.key)
        typed = [] if given is None else kind_of(field.kind).typed(given, field)
        options = [(one.key, one.label) for one in question.choices]
        if field.kind == "yes_no":
            options = [("yes", _("是")), ("no", _("否"))]
        chosen = [(key, label, key in typed) for key, label in options]
        found.append((question.key, question.text, chosen, "" if options else "".join(typed)))
    return found
