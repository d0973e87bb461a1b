"""审核意见: the remarks on a draft by place — noted by who reviews, answered by who writes, looked at again in the next round."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name

from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.catalogue import compile as compiler
from appcore.catalogue import editions, remarks
from appcore.catalogue.edition_rows import EDITABLE
from appcore.catalogue.remarks import IN_REVIEW, Remark
from appcore.definition.comparison import Comparison, compare, touching
from appcore.definition.difference import Change
from appcore.definition.item import ItemDefinition
from appcore.errors import Problem
from models.db import house_session
from models.item import Edition
from models.review import EditionRemark
from models.vocabulary import REMARK_STATE
from views.console import places
from views.console.finding import row_by_id_or_404
from views.console.quality.places import fix_url
from views.console.resources.edition_acts import name_of
from views.console.saving import told
from views.console.workbench.places import workbench_url
from views.words import _, said, term

TONES = {"noted": "grey", "open": "red", "answered": "amber", "settled": "green", "unmet": "red"}
JUDGED: dict[str, Callable[[int], Any]] = {
    "met": lambda one: remarks.judge(one, met=True),
    "unmet": lambda one: remarks.judge(one, met=False),
    "drop": remarks.drop,
}
LONGEST = 500
ROW = re.compile(r"remark-\d{1,3}-\d{1,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """A remark as the page shows it. `changed` says what was done at its place since the return."""

    id: int
    place: str
    url: str
    text: str
    state: str
    tone: str
    by: str
    times: int
    answer: str
    changed: tuple[Change, ...]
    may_answer: bool
    may_judge: bool
    may_drop: bool


class ReviewDesk(BaseView):
    """One page a draft, and the acts on its remarks."""

    route_base = "/catalogue/remarks"
    class_permission_name = "console:edition"
    default_view = "remarks"
    method_permission_name = {"remarks": "show", "note": "return", "judge": "return", "answer": "edit"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/of/<pk>")
    @has_access
    @permission_name("show")
    def remarks(self, pk: str) -> Any:
        return _page(_edition_or_404(pk))

    @expose("/of/<pk>/note", methods=["POST"])
    @has_access
    @permission_name("return")
    def note(self, pk: str) -> Any:
        edition = _edition_or_404(pk)
        typed = {name: request.form.get(name, "")[:2000] for name in ("place", "text")}
        offered = places.choices(compiler.compile_edition(house_session(), edition))
        at = places.from_code(request.form.get("at", ""))  # from the row where it was read
        typed["place"] = next((words for words, one in offered.items() if one == at), typed["place"])
        place, faults = offered.get(typed["place"].strip()), _too_long("text", typed["text"])
        if place is None:
            faults["place"] = _("请从列表中选一处")
        edition_id = edition.id
        if place is not None and not faults:
            try:
                remarks.note(edition_id, place, typed["text"])
            except Problem as problem:
                faults[problem.field or "text"] = told(problem)
            else:
                flash(_("已记下，退回时一起发出"), "success")
                if at is not None:
                    row = ROW.fullmatch(request.form.get("row", ""))
                    return redirect(url_for("EditionActs.preview", pk=edition_id, _anchor=row[0] if row else "reading"))
                return redirect(url_for("ReviewDesk.remarks", pk=edition_id))
        return _page(_edition_or_404(pk), typed, faults), 422

    @expose("/<pk>/judge/<which>", methods=["POST"])
    @has_access
    @permission_name("return")
    def judge(self, pk: str, which: str) -> Any:
        row = row_by_id_or_404(EditionRemark, "edition_remark", pk)
        run = JUDGED.get(which) or abort(404)
        remark_id, back = row.id, url_for("ReviewDesk.remarks", pk=row.edition_id)
        try:
            run(remark_id)
        except Problem as problem:
            flash(told(problem), "danger")
        return redirect(back if which == "drop" else f"{back}#remark-{remark_id}")

    @expose("/<pk>/answer", methods=["POST"])
    @has_access
    @permission_name("edit")
    def answer(self, pk: str) -> Any:
        row = row_by_id_or_404(EditionRemark, "edition_remark", pk)
        remark_id, edition_id, place = row.id, row.edition_id, remarks.place_of(row)
        is_written = "version" in request.form  # from the workbench, where the remark stands at its box
        text = request.form.get(f"answer.{remark_id}" if is_written else "answer", "")[:2000]
        if request.form.get("done") == str(remark_id):
            text = _("已按意见改好")
        faults = _too_long("answer", text)
        if not faults:
            try:
                remarks.answer(remark_id, text)
            except Problem as problem:
                faults["answer"] = told(problem)
            else:
                flash(_("已答复"), "success")
                return redirect(
                    workbench_url(edition_id, place)
                    if is_written
                    else f"{url_for('ReviewDesk.remarks', pk=edition_id)}#remark-{remark_id}"
                )
        return _page(_edition_or_404(str(edition_id)), {"answer": text}, faults, answered=remark_id), 422


def _too_long(name: str, text: str) -> dict[str, str]:
    return {name: _("最多%(count)s个字", count=LONGEST)} if len(text) > LONGEST else {}


def _edition_or_404(pk: str) -> Edition:
    edition: Edition = row_by_id_or_404(Edition, "edition", pk)
    return edition


def _page(
    edition: Edition, typed: dict[str, str] | None = None, faults: dict[str, str] | None = None, answered: int = 0
) -> str:
    session, roles = house_session(), signed_in().roles
    reviews = permissions.may(roles, "console:edition", "return")
    judges = reviews and not (edition.state in IN_REVIEW and editions.has_a_hand(session, edition))
    definition = compiler.compile_edition(session, edition)
    then = remarks.returned_content(session, edition.id) if edition.state in (*IN_REVIEW, *EDITABLE) else None
    since = compare(then, definition) if then is not None else Comparison(())
    changed = tuple(change for group in since.groups for change in group.changes)
    listed = remarks.listed(session, edition.id, unsent=reviews)
    wanted = places.from_code(request.args.get("at", ""))
    may_note = reviews and edition.state in IN_REVIEW
    offered = places.choices(definition) if may_note else {}
    at = next((words for words, place in offered.items() if place == wanted), "")
    return render_template(
        "console/catalogue/remarks.html", title=_("审核意见"), edition=edition, name=definition.name or edition.item_code,
        lines=[_line(one, edition, definition, changed, judges) for one in listed], since=since, may_note=may_note,
        offered=offered, typed={"place": at, "text": ""} | (typed or {}), faults=faults or {}, answered=answered,
        last=remarks.last_return(session, edition.id), back=url_for("EditionPage.show", pk=edition.id),
        return_url=url_for("EditionActs.act", pk=edition.id, act="return") if may_note else "",
        counts={state: sum(one.state == state for one in listed) for state in REMARK_STATE.slugs}, said=said, name_of=name_of,
        states=REMARK_STATE, tones=TONES, term=term,
    )  # fmt: skip


def _line(one: Remark, edition: Edition, definition: ItemDefinition, changed: tuple[Change, ...], judges: bool) -> Line:
    writes = permissions.may(signed_in().roles, "console:edition", "edit") and edition.state in EDITABLE
    reviewing = judges and edition.state in IN_REVIEW
    return Line(
        id=one.id, place=places.place_words(one.place, definition), url=fix_url(edition, one.place) if writes else "",
        text=one.text, state=term(REMARK_STATE, one.state), tone=TONES[one.state], by=one.by, times=one.times,
        answer=one.answer, changed=touching(changed, one.place) if one.state != "noted" else (),
        may_answer=writes and one.state in ("open", "answered"), may_drop=reviewing and one.state == "noted",
        may_judge=reviewing and one.state in ("answered", "settled", "unmet"),
    )  # fmt: skip
