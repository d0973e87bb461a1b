"""The flow of an item: a sheet for the wall, and the chart as a picture of its own, for the answers in the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, redirect, request

from appcore.catalogue import guides as catalogue
from appcore.definition.branches import deciding
from appcore.definition.flow import flow
from appcore.definition.questions import write_answers
from views.charts import flow as chart
from views.public import answers, guides, standing
from views.public.choices import refuse
from views.public.reading import reading
from views.public.standing import Standing
from views.words import _

NOWHERE = Standing("", (), ())


def sheet(code: str) -> Any:
    """流程图: one A4 sheet with edition and date, and the same flow as a list."""
    facts, shown = _in_force(code)
    if shown is None:
        return redirect(guides.elsewhere("public.guide", code=code))
    stands = standing.towards(code)

    def model() -> dict[str, Any]:
        made = guides.page_model(facts, shown, stands, given=True)
        definition = made["d"]
        drawn = flow(definition, made["list"].answers)
        said = [(guides.ANSWER + key, text) for key, text in write_answers(definition, made["list"].answers)]
        decide = deciding(definition, (step.condition for step in definition.steps))
        return made | {
            "asked": [one for one in made["asked"] if one.key in decide],
            "rows": chart.rows(drawn),
            "sums": chart.sums(drawn, definition),
            "skipped": [one.step.name for one in drawn.skipped],
            "said": said,
        }

    return answers.page("public/flow.html", (facts, stands), model)


def picture(code: str) -> Any:
    """The chart of the sheet as SVG."""
    shape = request.args.get("shape", "wide")
    if shape not in chart.SHAPES:
        refuse(_("地址里的图形不对，请从页面上的链接选择。"), "shape")
    facts, shown = _in_force(code)
    if shown is None:
        abort(404)

    def make() -> str:
        made = guides.page_model(facts, shown, NOWHERE, given=True)
        return chart.drawn(made["d"], made["list"].answers, shape=shape, alone=True)

    response: Response = answers.drawing((facts.code, shown), make)
    return response


def _in_force(code: str) -> tuple[Any, Any]:
    """The item, and its edition in force while it can be applied for and has a flow."""
    facts = catalogue.item(reading(), code) or abort(404)
    return facts, facts.in_force if facts.state == "in_use" else None


ADDRESSES: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/items/<code>/flow", sheet),
    ("/items/<code>/flow.svg", picture),
)
