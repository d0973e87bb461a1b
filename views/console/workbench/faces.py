"""What others will see of the draft: guide, entry form, slip and wall sheet, at the answers chosen, by made-up people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from flask import render_template
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from appcore import clock
from appcore.casework import sample_people, trial
from appcore.casework.standard import Standard
from appcore.casework.trial import TrialLookup
from appcore.catalogue.guides import EditionFacts, ItemFacts
from appcore.definition.conditions import Answers
from appcore.definition.flow import flow
from appcore.definition.item import Field, ItemDefinition
from appcore.definition.kinds import KINDS
from appcore.definition.lookup import Today
from appcore.definition.questions import as_field, read_answers
from appcore.definition.verdict import N_
from models.db import house_session
from models.item import Edition
from models.vocabulary import SLIP_KIND
from views.charts import flow as chart
from views.console.case_desk import cn_date
from views.console.counter import form as counter_form
from views.console.form_preview import preview
from views.console.trial_desk import Sheet
from views.public import guides, site
from views.public.standing import Standing
from views.words import _

FACES = (("guide", N_("办事指南")), ("form", N_("填写的表单")), ("slip", N_("文书")), ("wall", N_("上墙流程图")))
NINE = time(9)
SEEN = "seen"


@dataclass(frozen=True)
class Face:
    """The face that is shown: the questions with what was answered, and what it looks like."""

    name: str
    asked: list[tuple[Field, list[str]]]
    drawn: Markup | None = None
    fields: Any = ()


def face(wanted: str, definition: ItemDefinition, edition: Edition, form: MultiDict[str, str]) -> Face:
    """One face of what is typed and saved; rows that cannot be drawn yet are left out."""
    name = wanted if wanted in dict(FACES) else FACES[0][0]
    shown = replace(definition, fields=tuple(one for one in definition.fields if one.kind in KINDS and one.label))
    raw = {key[2:]: form.getlist(key) for key in form if key.startswith("a.")}
    asked = [(as_field(one), raw.get(one.key, [])) for one in shown.questions]
    if name == "form":
        return Face(name, asked, fields=preview(shown, form).fields)
    answers = read_answers(shown, raw, Today(clock.local_today()))
    made = {"guide": _guide, "slip": _slip, "wall": _wall}[name](shown, edition, answers, form)
    return Face(name, asked, Markup(made))  # noqa: S704 - drawn by our own templates, which escape what people typed


def _guide(definition: ItemDefinition, edition: Edition, answers: Answers, _form: Any) -> str:
    facts = ItemFacts(edition.item_code, definition.name, "in_use", "", None, False, ())
    shown = EditionFacts(edition.number or 0, clock.local_now(), None, "", "scheduled")
    model = guides.model_of(definition, facts, shown, Standing("", (), ()), answers, {})
    return render_template("console/workbench/guide.html", site=site.about(), **model)


def _wall(definition: ItemDefinition, edition: Edition, answers: Answers, _form: Any) -> str:
    drawn = flow(definition, answers)
    return render_template(
        "console/workbench/wall.html", d=definition, code=edition.item_code, rows=chart.rows(drawn), site=site.about(),
        drawing=chart.drawn(definition, answers) if definition.steps else None, sums=chart.sums(drawn, definition),
        skipped=[one.step.name for one in drawn.skipped],
    )  # fmt: skip


def _slip(definition: ItemDefinition, edition: Edition, _answers: Answers, form: MultiDict[str, str]) -> str:
    """The slip that a made-up person would be given who brought everything."""
    session, start = house_session(), datetime.combine(clock.local_today(), NINE)
    found = Standard(definition, "", edition.id, edition.number or 0, 0, 0, "", None)
    adult = next(one.applicant for one in sample_people.samples(start.date()) if one.key == "adult")
    brought = {one.key: (SEEN, "") for one in definition.materials}
    handed_in = replace(
        counter_form.read(form, found, TrialLookup(session, takes_files=True)), parties=(adult,), papers=brought
    )
    result = trial.run(session, found, handed_in, start)
    result = replace(result, slip=result.slip or "receipt")
    due = result.facts["due"]
    return render_template(
        "console/workbench/slip.html", slip=Sheet(result.slip, start), facts=result.facts, taken=start, cn_date=cn_date,
        sections=trial.sections_of(session, edition, result, start), title=_(SLIP_KIND.label_of(result.slip)),
        due=datetime.fromisoformat(due) if due else None, case={"number": trial.NUMBER, "query_code": trial.NUMBER},
    )  # fmt: skip
