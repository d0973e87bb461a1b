"""自定义字段 on the pages of halls, windows, staff and departments: shown as groups there, changed on a page of their own."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name

from appcore.access import criteria
from appcore.access.handling import halls_of
from appcore.access.principal import signed_in
from appcore.casework import case_form
from appcore.definition import entry_form
from appcore.definition.conditions import Answer
from appcore.errors import NotAllowed
from appcore.lookups import HouseLookup
from appcore.registers import entries, own_fields
from appcore.registers.own_fields import KEYED_BY, OwnFields
from models.db import house_session
from views.console.counter.form import entered_in, only_redraws
from views.console.finding import row_by_id_or_404
from views.console.registers import entry_page
from views.console.registers.entry_desk import lock_of, note_whole, tried
from views.console.registers.finding import CODE, may
from views.console.resource import by_noun
from views.words import _

SUBJECTS = {subject: model for model, (subject, _column) in KEYED_BY.items()}


class OwnDesk(BaseView):
    route_base = "/registers/own"
    class_permission_name = "console:register_entry"
    default_view = "edit"
    method_permission_name = {"edit": "edit"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<subject>/<pk>/<code>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def edit(self, subject: str, pk: str, code: str) -> Any:
        row, own = _own_or_404(subject, pk, code)
        if not own.may_write or not _writes_at(row):
            raise NotAllowed("您的岗位不能填写这里的自定义字段")
        here = _page_of(subject, row)
        version = own.entry.version if own.entry is not None else 0
        lock = lock_of(version)
        posted = request.method == "POST"
        kept = entry_form.typed_values(own.definition, _values(own))
        texts = entered_in(request.form, own.definition) if posted else kept
        faults: dict[str, str] = {}
        status = 200
        if posted and not only_redraws(request.form):
            faults, status = tried(lambda: own_fields.save(code, row, raw=texts, version=lock))
            if not faults:
                flash(_("已保存"), "success")
                return redirect(here)
            row, own = _own_or_404(subject, pk, code)
        if own.entry is not None:
            note_whole(own.entry, own.definition)
        found = entry_page.overtaken(own.definition, texts, own.entry, lock, faults)
        page = render_template(
            "console/registers/own_form.html", title=_("%(row)s：%(book)s", row=str(row), book=own.definition.name), page=entry_page.build(own.definition, texts, faults), lock=found.lock, conflict=found.conflict, back=here,
        )  # fmt: skip
        return page, status


def _values(own: OwnFields) -> dict[str, Answer]:
    """What was entered, as the version in use asks it."""
    return entries.read_as(house_session(), own.entry, own.definition) if own.entry is not None else {}


def groups_of(row: Any, subject: str) -> list[tuple[str, list[tuple[str, str]], str]]:
    """The own fields of a row for its page: title, labels with values, and where they are changed ("" for who may not)."""
    if not may("show"):
        return []
    found = []
    for own in own_fields.of_row(house_session(), row):
        changes = own.may_write and may("edit") and _writes_at(row)
        url = url_for("OwnDesk.edit", subject=subject, pk=row.id, code=own.code) if changes else ""
        found.append((own.definition.name, _facts(own), url))
    return found


def _facts(own: OwnFields) -> list[tuple[str, str]]:
    values = entries.read(own.entry) if own.entry is not None else {}
    asks = entries.definition_of(house_session(), own.entry) if own.entry is not None else own.definition
    outside = not _is_at_home(own)
    lookup = HouseLookup(house_session())
    sections = case_form.sections(asks, values, lookup, whole=False, outside=outside, texts=True)
    facts = [fact for section in sections for fact in section.facts]
    facts += [(grid.title, _("%(count)s行", count=len(grid.rows))) for section in sections for grid in section.grids]
    return facts or [(_("内容"), "")]


def _is_at_home(own: OwnFields) -> bool:
    return own.entry is not None and own.entry.hall_code in halls_of(signed_in())


def _writes_at(row: Any) -> bool:
    region, hall, department = own_fields.place_of(row)
    return criteria.admits_own(signed_in(), region=region, hall=hall, department=department, item=None)


def _own_or_404(subject: str, pk: str, code: str) -> tuple[Any, OwnFields]:
    model = SUBJECTS.get(subject)
    if model is None or not CODE.fullmatch(code):
        abort(404)
    row = row_by_id_or_404(model, subject, pk)
    own = next((one for one in own_fields.of_row(house_session(), row) if one.code == code), None)
    if own is None:
        abort(404)
    return row, own


def _page_of(subject: str, row: Any) -> str:
    return url_for(f"{by_noun(subject).endpoint}.show", pk=row.id)
