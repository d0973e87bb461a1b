"""The flow chart of an item: the flow in the reader's words, drawn as SVG, and as rows for whoever cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import current_app
from markupsafe import Markup

from appcore.definition.chart.figures import NARROW, WIDE, Captions, Node, Shape
from appcore.definition.chart.layout import draw
from appcore.definition.checks.problem import Problem
from appcore.definition.conditions import Answers
from appcore.definition.flow import UNCOUNTED, Branch, Flow, Lanes, flow, lane_of, lanes_of
from appcore.definition.item import ItemDefinition, Step
from models import vocabulary as v
from views.words import _, span, term

SHAPES: Mapping[str, Shape] = {"wide": WIDE, "narrow": NARROW}
WORSE = ("info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is wrong with a step: the worst level, and the rules that say so."""

    level: str
    rules: tuple[str, ...]


def marks_of(problems: Iterable[Problem]) -> dict[str, Mark]:
    """The problems of steps by the key of their step; hints are not marked."""
    found: dict[str, Mark] = {}
    for one in problems:
        if one.place.part == "steps" and one.place.key and one.level != "info":
            before = found.get(one.place.key, Mark("info", ()))
            worst = max(before.level, one.level, key=WORSE.index)
            found[one.place.key] = Mark(worst, tuple(dict.fromkeys((*before.rules, one.id))))
    return found


def drawn(
    definition: ItemDefinition,
    answers: Answers,
    *,
    shape: str = "wide",
    by: Lanes = "level",
    marks: Mapping[str, Mark] | None = None,
    acts: bool = False,
    alone: bool = False,
) -> Markup:
    """The chart at these answers. `marks` are problems by the key of their step, `acts` names what may be done there.

    `alone`: as a file of its own, with its size and its paper.
    """
    made = flow(definition, answers)
    stages = [[_node(one, by, marks or {}, acts) for one in stage] for stage in made.taken]
    lanes = [
        (key, _(title) if title and by != "department" else title or _("其他")) for key, title in lanes_of(made, by)
    ]
    chart = draw(stages, lanes, _captions(definition), SHAPES[shape])
    label = _("流程图：%(name)s", name=definition.name)
    # Without the context of a page: booklets are also made where nobody has asked for one.
    template = current_app.jinja_env.get_template("components/flow_chart.svg")
    return Markup(template.render(chart=chart, label=label, shape=shape, alone=alone))  # noqa: S704 - escaped by its template


def both(
    definition: ItemDefinition, answers: Answers, *, marks: Mapping[str, Mark], by: Lanes = "level"
) -> dict[str, Markup]:
    """The chart for a page of the console, wide and narrow; the style sheet shows the one that fits."""
    return {shape: drawn(definition, answers, shape=shape, by=by, marks=marks, acts=True) for shape in SHAPES}


def _captions(definition: ItemDefinition) -> Captions:
    begins = {"unasked": _("开始：免申即享"), "found": _("开始：主动发现")}
    return Captions(
        start=begins.get(definition.initiation or "", _("开始：提出申请")),
        end=_("结束"),
        yes=_("是"),
        no=_("否"),
        together=_("以下%(count)s项同时办理", count="%(count)s"),
        aside=lambda number: _("情形%(number)s", number=number),
    )


def _node(branch: Branch, by: Lanes, marks: Mapping[str, Mark], acts: bool) -> Node:
    step, mark = branch.step, marks.get(branch.step.key)
    details = [who(step), time(step), _("可以：%(acts)s", acts=acts_of(step)) if acts and step.acts else ""]
    return Node(
        lane=lane_of(step, by)[0],
        name=step.name or step.key,
        details=tuple(one for one in details if one),
        question=_question(branch.sentence) if branch.applies is None else "",
        mark=mark.level if mark else "",
        remark=_("问题：%(rules)s", rules="、".join(mark.rules)) if mark else "",
    )


def _question(sentence: str) -> str:
    """A condition as a decision asks it: without its 当…时. Names and values have no quotation marks like these within."""
    plain = sentence.removeprefix("当").removesuffix("时").replace("”未选择“", "”不是“")
    return f"{plain}？"


def who(step: Step) -> str:
    """Level, body and role: whose clock is running."""
    body = step.department.name if step.department else term(v.STEP_LEVEL, step.level)
    return " · ".join(one for one in (body, term(v.STEP_ROLE, step.role)) if one)


def time(step: Step) -> str:
    """How long a step takes, and whether it counts."""
    if step.counting == "instant" or step.duration == 0:
        return _("当场")
    said = span(step.duration, step.unit)
    if step.counting == "not_counted":
        return _("%(span)s，不计入时限", span=said) if said else _("不计入时限")
    return said


def acts_of(step: Step) -> str:
    """What may be done at a step."""
    return _("、").join(term(v.STEP_ACT, one) for one in step.acts)


def until(ends: Fraction | None, unit: str) -> str:
    """When a step is done at the latest, counted from the start of the clock; "" where it cannot be said."""
    if not ends:
        return ""
    whole = ends.numerator if ends.denominator == 1 else round(float(ends), 1)
    return span(whole, unit)


def sums(made: Flow, definition: ItemDefinition) -> str:
    """The sum of the steps against the promise, in a sentence."""
    if made.total is None:
        return _("各环节的时限单位不同，不能直接相加。")
    total = until(made.total, made.unit)
    if made.promised is None and not made.total:
        return _("各环节都当场办完。")
    if made.promised is None:
        return _("各环节最长合计 %(total)s。", total=total)
    promised = span(made.promised, definition.promised_unit) if made.promised else _("当场办结")
    if not made.total:
        return _("各环节都当场办完，承诺 %(promised)s。", promised=promised)
    if made.is_over:
        return _("各环节最长合计 %(total)s，超过承诺的 %(promised)s。", total=total, promised=promised)
    return _("各环节最长合计 %(total)s，承诺 %(promised)s。", total=total, promised=promised)


def rows(made: Flow) -> list[dict[str, Any]]:
    """The flow as rows in order, for a table beside the chart."""
    return [
        {"step": one.step, "who": who(one.step), "time": time(one.step), "until": until(one.ends, made.unit) if one.step.counting not in UNCOUNTED else "",
         "together": len(stage) > 1, "sentence": one.sentence if one.applies is None else ""}
        for stage in made.taken
        for one in stage
    ]  # fmt: skip
