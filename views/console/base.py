"""The view that every generated table gets: list, show, add, edit, delete and look-up, with Flask-AppBuilder's holes closed.

Flask-AppBuilder gives routes, permissions and menu; rows are read under the scope of the session and written by services.
Its own actions, downloads and option lists are not exposed at all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import ModelView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_wtf import FlaskForm

from appcore.access import permissions
from appcore.access.principal import Person, current, signed_in
from appcore.errors import Conflict, NotAllowed, Refused
from views.console import export_asking, listing, lookup
from views.console.finding import row_by_id_or_404
from views.console.related import pointed_to, related, show_url, title_of
from views.console.resource import Finding, Resource, by_noun
from views.console.saving import refused, told
from views.words import _

CONFLICT = 409
WITHIN = "_within"
Pairs = list[tuple[str, str, str]]  # named here, for the class below has a method called list
Ids = list[int]
Findings = list[Finding]
Tables = list[tuple[str, Any, Any, str | None]]


class HouseView(ModelView):
    """A generated table. `resource` is set by `build`; nothing here knows any one table."""

    resource: Resource
    form: type[FlaskForm]
    include_route_methods = {"list", "show", "add", "edit", "delete", "lookup", "xlsx", "csv"}  # noqa: RUF012 - Flask-AppBuilder reads a class attribute

    @expose("/list/")
    @has_access
    def list(self) -> Any:
        if self.resource.own_list is not None:
            return self.resource.own_list()
        exports = {form: url_for(f"{self.endpoint}.{form}") for form in ("xlsx", "csv")} if self._may_export() else {}
        page = listing.read_page(self.resource, exports=exports)
        rows: list[tuple[int, Any, dict[str, Any]]] = [(row.id, cells, self._urls(row)) for row, cells in page.rows]
        if self.resource.leads is not None:
            column, addresses = self.resource.leads
            led = addresses([row for row, _cells in page.rows])
            rows = [(pk, cells, urls | {"cells": {column: led.get(pk, "")}}) for pk, cells, urls in rows]
        return render_template(
            "console/list.html", title=_(self.resource.title), hint=_(self.resource.hint) if self.resource.hint else "",
            columns=[(name, _(label)) for name, label in page.columns], rows=rows, toolbar=page.toolbar,
            add_url=url_for(f"{self.endpoint}.add") if self._may("add") else None,
            nothing=[_(words) for words in self.resource.nothing or ()], begin=self._begin(),
        )  # fmt: skip

    def _related(self, row: Any) -> Tables:
        resource = self.resource
        found = [related(resource, noun, column, row) for noun, column in resource.related if self._may_read(noun)]
        return found + (resource.listed(row) if resource.listed else [])

    def _begin(self) -> tuple[str, str] | None:
        """The words and address of the button that begins a table without a form, for whoever may."""
        begins = self.resource.begins
        if begins is None or not permissions.may(signed_in().roles, f"console:{begins.noun}", begins.verb):
            return None
        return _(begins.label), url_for(begins.endpoint)

    @expose("/export.xlsx", methods=["GET", "POST"])
    @has_access
    @permission_name("export")
    def xlsx(self) -> Any:
        return export_asking.answer(self.resource, "xlsx")

    @expose("/export.csv", methods=["GET", "POST"])
    @has_access
    @permission_name("export")
    def csv(self) -> Any:
        return export_asking.answer(self.resource, "csv")

    @expose("/show/<pk>")
    @has_access
    def show(self, pk: str) -> Any:
        row = self._row_or_404(pk)
        resource = self.resource
        groups = (*resource.groups, *(((_("其他"), resource.extra_show),) if resource.extra_show else ()))
        names = [name for _title, group in groups for name in group]
        labels = listing.cell_labels(resource, names, [row])
        facts = [
            (_(title), [(_(resource.label(name)), listing.cell(resource, row, name, labels)) for name in group])
            for title, group in groups
        ]
        buttons = list(resource.buttons(row)) if resource.buttons else []
        urls = self._urls(row)
        edit_url = urls.get("edit", "")
        return render_template(
            "console/show.html", title=title_of(resource, row), kicker=_(resource.title), facts=facts, buttons=buttons,
            related=self._related(row),
            list_url=url_for(f"{self.endpoint}.list"), urls=urls, ends=hasattr(row, "valid_to"), problems=self._problems(row),
            problem_url=lambda name: f"{edit_url}#{name}" if edit_url and name in resource.form_columns else edit_url,
            notice=resource.notice(row) if resource.notice else "",
            own_groups=resource.own_fields(row) if resource.own_fields else [],
        )  # fmt: skip

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        form = self.form()
        if request.method != "POST":  # HEAD too only looks
            self._prefill(form)
        self._furnish(form, None)
        if request.method == "POST" and not _acts_within(form) and form.validate():
            saved = self._saved(form, lambda values: self.resource.writer.create(self.resource.model, values))
            if saved is not None:
                flash(_("已保存"), "success")
                return redirect(url_for(f"{self.endpoint}.show", pk=saved))
        return self._form_page(
            form, _("新增%(what)s", what=_(self.resource.one or self.resource.title)), self._home(request.values.get)
        )

    @expose("/edit/<pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: str) -> Any:
        row = self._open_row_or_404(pk)
        form = self.form() if request.method == "POST" else self.form(obj=row)
        for name in self.resource.given_once:
            del form[name]
        lock = request.form.get("_lock", "") if request.method == "POST" else str(getattr(row, "version", ""))
        here = url_for(f"{self.endpoint}.show", pk=row.id)
        self._furnish(form, row)
        if request.method == "POST" and not _acts_within(form) and form.validate():
            if not (lock.isascii() and lock.isdigit() and len(lock) < 10):
                abort(400, _("表单不完整，请重新打开后再填写"))
            writer, row_id = self.resource.writer, row.id

            def change(values: dict[str, Any]) -> int:
                writer.change(self.resource.model, row_id, values, version=int(lock))
                return int(row_id)

            if self._saved(form, change) is not None:
                flash(_("已保存"), "success")
                return redirect(here)
        still_open = request.method != "POST" and self._point_out(form, row)
        theirs = self._both_versions(pk, form) if self._is_conflict(form) else None
        if theirs is not None:
            # Both versions are on the page now: who saves again has seen the other one.
            lock = str(self._row_or_404(pk).version)
        return self._form_page(
            form,
            _("修改%(what)s", what=_(self.resource.one or self.resource.title)),
            here,
            lock=lock,
            conflict=theirs,
            still_open=still_open,
        )

    @expose("/delete/<pk>", methods=["GET", "POST"])
    @has_access
    def delete(self, pk: str) -> Any:
        row = self._open_row_or_404(pk)
        here = url_for(f"{self.endpoint}.show", pk=row.id)
        home = self._home(lambda name: getattr(row, name))
        ends = hasattr(row, "valid_to")
        if request.method != "POST":  # HEAD too only looks
            return render_template(
                "console/delete.html", title=_("停用%(what)s", what=_(self.resource.title)) if ends else
                _("删除%(what)s", what=_(self.resource.one or self.resource.title)), name=title_of(self.resource, row), ends=ends, lock=None,
                action_url=url_for(f"{self.endpoint}.delete", pk=row.id), cancel_url=here,
            )  # fmt: skip
        try:
            self.resource.writer.end(self.resource.model, row.id)
        except (Refused, NotAllowed, Conflict) as problem:
            flash(told(problem), "danger")
            return redirect(here)
        flash(_("已停用") if ends else _("已删除"), "success")
        return redirect(home)

    @expose("/lookup/<string:column>")
    @has_access
    @permission_name("list")
    def lookup(self, column: str) -> Any:
        """Rows that a foreign key of this table may point to, by text, a page at a time, within the scope."""
        if column not in self.resource.form_columns:
            abort(404)
        target = pointed_to(self.resource, column)
        if target is None:
            abort(404)
        return lookup.answer(target)

    def _may(self, verb: str) -> bool:
        who = current()
        return (
            isinstance(who, Person)
            and verb in self.resource.verbs
            and permissions.may(who.roles, self.resource.view, verb)
        )

    def _may_export(self) -> bool:
        who = current()
        return isinstance(who, Person) and permissions.may(who.roles, self.resource.view, "export")

    @staticmethod
    def _may_read(noun: str) -> bool:
        who = current()
        return isinstance(who, Person) and permissions.may(who.roles, by_noun(noun).view, "list")

    def _urls(self, row: Any) -> dict[str, str]:
        is_open = self.resource.is_open is None or self.resource.is_open(row)
        verbs = ("show", *(verb for verb in ("edit", "delete") if is_open and self._may(verb)))
        urls = {verb: url_for(f"{self.endpoint}.{verb}", pk=row.id) for verb in verbs}
        return urls | show_url(self.resource, row)

    def _open_row_or_404(self, pk: str) -> Any:
        row = self._row_or_404(pk)
        if self.resource.is_open is not None and not self.resource.is_open(row):
            abort(404)
        return row

    def _row_or_404(self, pk: str) -> Any:
        """The row within the scope; a miss and a denial look the same, and a denial is noted for the auditor."""
        return row_by_id_or_404(self.resource.model, self.resource.noun, pk)

    def _saved(self, form: FlaskForm, write: Any) -> int | None:
        """The row's id, or None when a service refused: then the form holds the sentence and all that was typed."""
        values = {name: form[name].data for name in self.resource.form_columns if name in form}
        made: Ids = []
        form.refused = refused(form, lambda: made.append(int(write(values))))
        return made[0] if form.refused is None else None

    @staticmethod
    def _is_conflict(form: FlaskForm) -> bool:
        return getattr(form, "refused", None) == CONFLICT

    def _both_versions(self, pk: str, form: FlaskForm) -> Pairs:
        """What was typed and what stands in the row now, where they differ, so that both can be compared."""
        row = self._row_or_404(pk)
        labels = listing.cell_labels(self.resource, self.resource.form_columns, [row])
        return [
            (
                _(self.resource.label(name)),
                getattr(form[name], "sentence", None) or listing.shown(form[name].data, self.resource.info(name)),
                str(listing.cell(self.resource, row, name, labels)),
            )
            for name in self.resource.form_columns
            if name in form and getattr(row, name) != form[name].data
        ]

    def _problems(self, row: Any) -> Findings:
        """What the checks say of a row that may still be changed."""
        resource = self.resource
        is_open = resource.is_open is None or resource.is_open(row)
        return resource.problems(row) if resource.problems is not None and is_open else []

    def _point_out(self, form: FlaskForm, row: Any) -> bool:
        """Put what the checks say of a saved row at the fields that it is about; whether there was anything."""
        found = self._problems(row)
        for one in found:
            if one.element in form:
                form[one.element].errors = [*form[one.element].errors, one.sentence]
            else:
                form.form_errors.append(one.sentence)
        return bool(found)

    def _home(self, value_of: Callable[[str], Any]) -> str:
        """Where one comes from and returns to: the page of what the row belongs to, else the list."""
        for column in self.resource.above:
            key, target = str(value_of(column) or ""), pointed_to(self.resource, column)
            if target is not None and key.isascii() and key.isdigit() and len(key) < 10:
                return str(url_for(f"{target.endpoint}.show", pk=key))
        return str(url_for(f"{self.endpoint}.list"))

    def _furnish(self, form: FlaskForm, row: Any) -> None:
        if self.resource.furnish is not None:
            self.resource.furnish(form, row)

    def _prefill(self, form: FlaskForm) -> None:
        """Values that the address proposes, e.g. from the page of the parent row."""
        for name in self.resource.form_columns:
            if name in request.args:
                form[name].process_formdata([request.args[name][:40]])
            elif name == "hall_code" and form[name].data is None:
                form[name].data = getattr(current(), "hall_code", None)

    def _form_page(
        self, form: FlaskForm, title: str, cancel: str, *, lock: str | None = None, conflict: Any = None,
        still_open: bool = False,
    ) -> Any:  # fmt: skip
        status = getattr(form, "refused", None) or (422 if form.errors and not still_open else 200)
        page = render_template(
            "console/form.html", form=form, groups=[(_(one), names) for one, names in self.resource.groups], lock=lock,
            conflict=conflict, action_url=request.path, cancel_url=cancel, title=title, still_open=still_open,
        )  # fmt: skip
        return page, status


def _acts_within(form: FlaskForm) -> bool:
    """A button within a field was pressed (one more row): the page is drawn again, and nothing is saved."""
    name, _dot, what = request.form.get(WITHIN, "").partition(".")
    if not what or name not in form or not hasattr(form[name], "act"):
        return False
    form[name].act(what)
    return True
