"""试填: an edition's own counter lane, at any answers, by made-up people; the page is drawn from posts alone and keeps nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.casework import sample_people, trial, trial_examples
from appcore.casework.kind import case_kind
from appcore.casework.standard import Standard
from appcore.casework.trial import Result, TrialLookup
from appcore.errors import Problem
from models.db import db, house_session
from models.item import Edition
from models.place import Hall
from models.vocabulary import CASE_KIND, SLIP_KIND, TIME_UNIT
from views.console import trial_again
from views.console.case_desk import cn_date
from views.console.counter import form, lane, prefilling
from views.console.finding import denied, row_by_id_or_404
from views.console.saving import told_by_field
from views.words import _, spoken

NINE = time(9)
EXAMPLE_ACT = re.compile(r"(?P<act>drop|load)\.(?P<id>\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the slip's page asks of a slip, where there is none."""

    kind: str
    issued_at: datetime
    number: str = trial.NUMBER
    void_reason: str = ""


class TrialDesk(BaseView):
    route_base = "/catalogue/editions"
    class_permission_name = "console:edition"
    default_view = "trial"
    method_permission_name = {"trial": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<pk>/trial", methods=["GET", "POST"])
    @has_access
    @permission_name("show")
    def trial(self, pk: str) -> Any:
        edition: Edition = row_by_id_or_404(Edition, "edition", pk)
        posted: MultiDict[str, str] = request.form.copy() if request.method == "POST" else MultiDict()
        halls = trial.halls(house_session(), edition.item_code)
        hall = posted.get("trial_hall", "")
        found = trial.standard_of(house_session(), edition, hall if hall in dict(halls) else "")
        start, said = _start(posted.get("trial_start", ""))
        about = {
            "title": _("试填：%(item)s", item=found.definition.name), "halls": halls, "units": TIME_UNIT, "start": start,
            "back": url_for("EditionActs.preview", pk=edition.id), "trial_url": request.path, "edition_url": url_for("EditionPage.show", pk=edition.id),
        }  # fmt: skip
        broken = trial.cannot_be_drawn(found.definition)
        if broken:
            return render_template("console/catalogue/trial_closed.html", broken=broken, **about)
        chosen = posted.get("trial_person", "")
        asked = EXAMPLE_ACT.fullmatch(posted.get("act", ""))
        if posted.get("act") == "keep" or (asked is not None and asked["act"] == "drop"):
            self._require_edit(pk)
        if asked is not None and asked["act"] == "drop":
            trial_examples.drop(edition.item_code, int(asked["id"]))
            flash(_("已删除样例"), "success")
            return redirect(request.path)
        if asked is not None:
            posted = _of_example(edition.item_code, int(asked["id"]))
        handed_in = _with_person(form.read(posted, found, _lookup()), posted, chosen)
        handed_in, began = prefilling.begun(posted, found, handed_in, _lookup(), with_cases=False)
        result, faults = None, dict(said)
        if posted.get("act") == "keep" and not said:
            faults |= self._keep(edition, posted)
            if not faults:
                flash(_("已保存样例，以后每次审定前都会重新试填"), "success")
        if posted.get("act") in ("try", "keep") and not said:
            result = trial.run(house_session(), found, handed_in, datetime.combine(start, NINE))
            faults |= {name: spoken(verdict) for name, verdict in result.checked.faults.items()}
        model = lane.build(found, handed_in, _lookup(), faults, "", _kind(found), lane.TrialLane, began)
        return render_template(
            "console/catalogue/trial.html", lane=model, people=sample_people.samples(clock.local_today()),
            chosen=chosen or "adult", result=result, labels={**model.labels, "trial_start": _("受理日期"), "example_name": _("样例名称")}, cn_date=cn_date, examples=trial_again.again(edition), may_keep=_may_keep(), example_name=posted.get("example_name", "")[:60],
            slip_kinds=SLIP_KIND, **_slip(edition, result, start), **about,
        )  # fmt: skip

    @staticmethod
    def _require_edit(pk: str) -> None:
        """Keeping and dropping examples is the editors'."""
        if not _may_keep():
            denied("edition", pk)
            abort(404)

    @staticmethod
    def _keep(edition: Edition, posted: MultiDict[str, str]) -> dict[str, str]:
        """Keep what was tried under the plain standard; why not, by the name of the control."""
        plain = trial.standard_of(house_session(), edition, "")
        handed_in = form.read(posted, plain, _lookup())
        result = trial.run(house_session(), plain, handed_in, datetime.combine(clock.local_today(), NINE))
        name = posted.get("example_name", "")
        try:
            trial_examples.keep(name, trial_again.typed(posted), plain, handed_in, result)
        except Problem as problem:
            return told_by_field(problem)
        return {}


def _may_keep() -> bool:
    return permissions.may(signed_in().roles, "console:edition", "edit")


def _of_example(item_code: str, example_id: int) -> MultiDict[str, str]:
    """A kept trial as it would be posted, to be tried at once."""
    found = [one for one in trial_examples.of_item(house_session(), item_code) if one.id == example_id]
    if not found:
        abort(404)
    return trial_again.as_posted(found[0].typed, act="try", example_name=found[0].name)


def _lookup() -> TrialLookup:
    return TrialLookup(house_session(), takes_files=True)


def _start(text: str) -> tuple[date, dict[str, str]]:
    """The day of acceptance that was chosen, today without one; a text that is no day is said on its control."""
    today = clock.local_today()
    if not text.strip():
        return today, {}
    try:
        return date.fromisoformat(text.strip()), {}
    except ValueError:
        return today, {"trial_start": _("请按 年-月-日 填写日期，如 2026-11-23")}


def _with_person(handed_in: Any, posted: Any, chosen: str) -> Any:
    """The first party made up: at the first look, and whenever another sample is asked for."""
    if posted and posted.get("act") != "person":
        return handed_in
    people = {one.key: one.applicant for one in sample_people.samples(clock.local_today())}
    return replace(handed_in, parties=(people.get(chosen, people["adult"]), *handed_in.parties[1:]))


def _kind(found: Standard) -> str:
    hall_kind = db.session.scalar(select(Hall.kind).where(Hall.code == found.hall_code)) or ""
    return _(CASE_KIND.label_of(case_kind(found.definition, hall_kind)))


def _slip(edition: Edition, result: Result | None, start: date) -> dict[str, Any]:
    """What the slip's sheet wants, when there would be one."""
    if result is None or not result.slip:
        return {"slip": None}
    due, taken = result.facts["due"], datetime.combine(start, NINE)
    return {
        "slip": Sheet(result.slip, taken), "facts": result.facts, "taken": taken,
        "sections": trial.sections_of(house_session(), edition, result, taken),
        "slip_title": _(SLIP_KIND.label_of(result.slip)), "due": datetime.fromisoformat(due) if due else None,
        "case": {"number": trial.NUMBER, "query_code": trial.NUMBER},
    }  # fmt: skip
