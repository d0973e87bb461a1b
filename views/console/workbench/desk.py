"""The workbench's doors: one part of a draft at a time, and who else is typing."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from appcore.catalogue import compile as compiler
from appcore.catalogue import compiled, unsaved, workbench
from appcore.catalogue.editions import EDITABLE
from appcore.definition.workbench.parts import BY_NAME, PARTS
from appcore.errors import Conflict, Problem
from models.db import db, house_session
from models.item import Edition
from models.material_library import StandardMaterial
from views.console.finding import row_by_id_or_404
from views.console.saving import told
from views.console.workbench import acts, drawing, meeting, page, state
from views.console.workbench.page import Look
from views.errors import STATUS
from views.words import _

QUIET = ("refresh", "face", "discard", "")
"""Acts that only draw the page again: they never change what stands in the rows."""
ANSWERS = ("theirs.", "mine.")


class Workbench(BaseView):
    """事项工作台: a draft that may still be written."""

    route_base = "/catalogue/workbench"
    class_permission_name = "console:edition"
    default_view = "part"
    method_permission_name = {"part": "edit", "who": "edit"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def part(self, pk: str) -> Any:
        edition = _draft_or_404(pk)
        if request.method == "POST" and "version" not in request.form:
            abort(400)  # not the form of this page: without its rows it would read as "all rows are deleted"
        look = _look(edition)
        if request.method != "POST":
            return drawing.page(look, MultiDict()), 200
        wanted = request.form.get("act", "")
        if wanted == "discard":
            unsaved.drop(look.edition.id, look.part.name)
            flash(_("已放弃没有保存的填写"), "success")
            return redirect(url_for("Workbench.part", pk=pk, part=look.part.name))
        status = _posted(look, wanted)
        if wanted == "save" and status == 200 and "live" not in request.form:
            flash(look.flashed, "success")
            return redirect(url_for("Workbench.part", pk=pk, part=look.part.name))
        return drawing.page(look, request.form), status

    @expose("/<pk>/who")
    @has_access
    @permission_name("edit")
    def who(self, pk: str) -> Any:
        edition = _draft_or_404(pk)
        theirs = unsaved.others(house_session(), edition.id)
        return render_template(
            "console/workbench/who.html", title=_("谁正在填写"), theirs=theirs, parts=BY_NAME, edition=edition
        )


def _draft_or_404(pk: str) -> Edition:
    edition: Edition = row_by_id_or_404(Edition, "edition", pk)
    if edition.state not in EDITABLE:
        abort(404)
    return edition


def _look(edition: Edition) -> Look:
    """The part that is asked for: as it is posted, as its author left it, or as it is saved."""
    session = house_session()
    part = BY_NAME.get(request.values.get("part", ""), PARTS[0])
    names = compiler.names(session)
    saved = compiled.definition_of(session, edition, names)
    mine = unsaved.own(session, edition.id)
    is_new = request.method != "POST" or any(name.endswith(".shown") for name in request.form)
    taken = workbench.taken_keys(session, edition, part.kind) if part.kind and is_new else {}
    if request.method == "POST":
        held = state.read(request.form, part, taken)
    elif part.name in mine:
        held = state.of_payload(part, mine[part.name].payload, mine[part.name].base_version)
    else:
        held = state.of_saved(part, saved, workbench.version_of(part, saved))
    look = Look(edition, saved, names, taken, held, mine)
    if request.method != "POST":
        meeting.meet(look)
        page.read(look, MultiDict(), ending=False)
        row = page.row_of(held, request.args.get("row", ""), look.names)
        if row is not None:
            held.open.add(row.number)
            page.read(look, MultiDict(), ending=False)
    return look


def _posted(look: Look, wanted: str) -> int:
    """Do what was asked for; the status to answer with."""
    page.read(look, request.form, ending=wanted == "save")
    if wanted not in QUIET and look.is_behind:
        meeting.meet(look)
        page.read(look, request.form, ending=wanted == "save")
    if wanted == "save":
        return _save(look)
    if wanted.startswith(ANSWERS):
        side, _dot, path = wanted.partition(".")
        meeting.answer(look, path, theirs=side == "theirs")
    elif wanted == "pick":
        _pick(look)
    else:
        acts.act(look.state, wanted, look.known)
    page.read(look, request.form, ending=False)
    if wanted == "paste" and look.faults:
        look.state.is_tried = True
        page.open_faulty(look)
        page.read(look, request.form, ending=False)
    _keep(look)
    return 200


def _pick(look: Look) -> None:
    """A row for a paper of the library."""
    code = request.form.get("pick", "")[:40]
    found = db.session.scalar(select(StandardMaterial).where(StandardMaterial.code == code)) if code else None
    if found is None or look.part.name != "materials":
        look.state.told = _("请先从材料库中选择一份材料。")
        return
    acts.take_paper(look.state, found)


def _keep(look: Look) -> None:
    """Keep what is typed for its author; what is as it was saved needs no keeping."""
    name = look.part.name
    try:
        if look.is_changed or state.has_blank(look.state):
            look.mine[name] = unsaved.keep(look.edition.id, name, look.state.version, state.as_payload(look.state))
        elif name in look.mine:
            unsaved.drop(look.edition.id, name)
            del look.mine[name]
    except Problem as problem:
        look.refusals.append(told(problem))


def _see_again(look: Look) -> None:
    """After a refusal: what is saved by now, and what is typed kept over it for its author."""
    session = house_session()
    look.saved = compiler.compile_edition(session, look.edition)
    if look.edition.state in EDITABLE:
        meeting.meet(look)
    page.read(look, request.form, ending=False)
    if look.edition.state in EDITABLE:
        _keep(look)


def _save(look: Look) -> int:
    held = look.state
    held.is_tried = True
    if look.faults or held.asked:
        page.open_faulty(look)
        _keep(look)
        return 422 if look.faults else STATUS[Conflict]
    version = held.version
    edition_id, name = look.edition.id, look.part.name
    try:
        if look.part.kind is None:
            workbench.save_group(edition_id, name, look.made, version, look.names_today)
        else:
            workbench.save_list(edition_id, name, look.made, version, look.names_today)
    except Problem as problem:
        look.refusals.append(told(problem))
        _see_again(look)
        return STATUS[type(problem)]
    look.flashed = _("已保存“%(part)s”", part=_(look.part.label))
    if held.merged:
        look.flashed = _(
            "%(saved)s；别人同时改的也在里面：%(what)s", saved=look.flashed, what="；".join(meeting.told(look))
        )
    held.told = look.flashed
    page.as_saved(look)
    return 200
